package oracle

import "slices"

func closingSentences() []sentence {
	open, closing := application(public, "in_review"), application(public, "offer")
	closer := func(more ...string) Member { return basic(append(more, "candidates:close")...) }
	statuses := func(make func(string, func(*Oracle) bool) instance, m Member, action string, list ...string) []instance {
		var all []instance
		for _, status := range list {
			all = append(all, make(action+" in "+status, onApplication(m, action, application(public, status))))
		}
		return all
	}
	exclusive := []string{"activity", "scorecard", "contact", "update", "note", "snooze", "move", "reject", "withdraw", "undo", "to_offer", "plan_interview"}
	return []sentence{
		says("**Closing stages**: status Offer or Hired.",
			slices.Concat(
				statuses(yes, basic(), "activity", "applied", "in_review", "rejected", "withdrawn"),
				statuses(no, basic(), "activity", "offer", "hired", "", "a status nobody knows"),
				statuses(no, everything(), "move_from_closing", "applied", "in_review", "rejected", "withdrawn"),
				statuses(yes, everything(), "move_from_closing", "offer", "hired", "", "a status nobody knows"),
			)...),
		says("While closing, the activity is shown only to holders of candidates:close there, and only they change its stage or status, reject, withdraw, snooze, move it, write notes, mail, schedule, undo.",
			slices.Concat(
				each(no, "everything but close", func(action string) func(*Oracle) bool {
					return onApplication(without("candidates:close"), action, closing)
				}, append(exclusive, "move_from_closing", "to_hired")...),
				each(yes, "everything", func(action string) func(*Oracle) bool {
					return onApplication(everything(), action, closing)
				}, append(exclusive, "move_from_closing", "to_hired")...),
				each(no, "Team Member", func(action string) func(*Oracle) bool {
					return onApplication(helper(), action, closing)
				}, exclusive...),
				each(yes, "Recruiter", func(action string) func(*Oracle) bool {
					return onApplication(nothing().on("recruiter"), action, application(private, "hired"))
				}, exclusive...),
				[]instance{
					no("a line", onLine(without("candidates:close"), "read", line(public, "hired", ""))),
					no("it does not even appear", onLine(without("candidates:close"), "appear", line(public, "hired", ""))),
					no("a line of an unknown application", onLine(without("job_positions:view_private"), "read", Line{})),
					no("scheduling an interview", onInterview(without("candidates:close"), "schedule", interview(public, "offer", "me"))),
					no("assigning to one", onInterview(without("candidates:close"), "assign", interview(public, "offer", "me"))),
					yes("assigning to one, with close", onInterview(everything(), "assign", interview(public, "offer"))),
					no("mail alone is not enough", onApplication(closer(), "contact", closing)),
					yes("mail with both", onApplication(closer("candidates:contact"), "contact", closing)),
					no("a note by close alone", onApplication(closer(), "note", closing)),
					yes("a note by both", onApplication(closer("candidates:update"), "note", closing)),
				},
			)...),
		says("See the activity of candidates in Offer or Hired and change their stage",
			slices.Concat(
				each(yes, "close alone", func(action string) func(*Oracle) bool { return onApplication(closer(), action, closing) },
					"activity", "move_from_closing", "move", "reject", "withdraw", "undo", "to_hired"),
				each(no, "close alone, not closing", func(action string) func(*Oracle) bool { return onApplication(closer(), action, open) },
					"move_from_closing", "move", "reject", "withdraw", "undo", "to_offer"),
				each(no, "close alone", func(action string) func(*Oracle) bool { return onApplication(closer(), action, closing) },
					"update", "snooze", "to_offer"),
			)...),
		says("Into Offer: candidates:update there (a non-closer confirms that its activity will close for them, and gets no undo).",
			yes("update", onApplication(basic("candidates:update"), "to_offer", open)),
			yes("Team Member", onApplication(helper(), "to_offer", open)),
			no("Other", onApplication(basic(), "to_offer", open)),
			no("no undo by a non-closer", onApplication(helper(), "undo", closing)),
		),
		says("Into Hired: candidates:close.",
			yes("close", onApplication(closer(), "to_hired", open)),
			no("Team Member", onApplication(helper(), "to_hired", open)),
			no("everything but close", onApplication(without("candidates:close"), "to_hired", open)),
		),
		says("The card, profile, résumé and status stay visible; the feed is replaced by a notice",
			slices.Concat(
				each(yes, "Other", func(action string) func(*Oracle) bool { return onApplication(basic(), action, closing) },
					"view", "name", "status", "profile", "position_title"),
				each(no, "Other", func(action string) func(*Oracle) bool { return onApplication(basic(), action, closing) }, "activity", "move"),
			)...),
		says("moving out shows the whole feed again (by the line rules above)",
			no("in Offer", onLine(basic(), "read", line(public, "offer", "note"))),
			yes("out of it", onLine(basic(), "read", line(public, "rejected", "note"))),
		),
		says("Interviews of a closing application show to closers and their assignees only.",
			yes("a closer", onInterview(manager(), "view", interview(public, "hired"))),
			yes("an assignee", onInterview(interviewer(), "packet", interview(public, "hired", "me"))),
			no("everything but close", onInterview(without("candidates:close"), "view", interview(public, "hired"))),
			no("assigned is somebody else", onInterview(without("candidates:close"), "view", interview(public, "hired", "somebody else"))),
			no("close alone shows none", onInterview(closer(), "view", interview(public, "hired"))),
			yes("close with view_all", onInterview(closer("interviews:view_all"), "view", interview(public, "hired"))),
			yes("the assignee conducts it", onInterview(interviewer(), "conduct", interview(public, "hired", "me"))),
			no("others' feedback without close", onFeedback(without("candidates:close"), feedback(public, "hired", "somebody else"))),
			yes("others' feedback with close", onFeedback(everything(), feedback(public, "hired", "somebody else"))),
			yes("others' feedback as an assignee with view_feedback", onFeedback(without("candidates:close"), feedback(public, "hired", "somebody else", "me"))),
		),
	}
}
