package oracle

import "slices"

func applicationSentences() []sentence {
	open := application(public, "in_review")
	nowhere := open
	nowhere.Position = nil
	unlinked := mine("in_review")
	unlinked.OwnMemberID = ""
	anothers := mine("in_review")
	anothers.OwnMemberID = "somebody else"
	ownInterview := interview(public, "in_review", "me")
	ownInterview.Application.OwnMemberID = "me"
	ownFeedback := feedback(public, "in_review", "me", "me")
	ownFeedback.Interview.Application.OwnMemberID = "me"
	ownOffer := offer(public, "offer")
	ownOffer.Application.OwnMemberID = "me"
	ownLine := line(public, "in_review", "")
	ownLine.Application.OwnMemberID = "me"
	q := Position{ID: "q", OrgID: here, Private: public}
	hidden := Position{ID: "q", OrgID: here, Private: private}
	unknown := Position{ID: "q", OrgID: here}
	foreign := Position{ID: "q", OrgID: there, Private: public}
	both := helper()
	both.Teams = map[string]string{"p": "team_member", "q": "team_member"}
	move := func(m Member, a Application, to Position) func(*Oracle) bool {
		return func(o *Oracle) bool { return o.MovePosition(m, a, to) }
	}
	mover := func(more ...string) Member {
		return with(slices.Concat([]string{"candidates:view", "candidates:update", "job_positions:view"}, more)...)
	}
	return []sentence{
		says("Of an application: candidates:view there (private: also view_private); it shows the position's title only, unless the position is visible.",
			yes("candidates:view", onApplication(with("candidates:view"), "view", open)),
			yes("its position's title", onApplication(with("candidates:view"), "position_title", open)),
			yes("its status", onApplication(with("candidates:view"), "status", open)),
			no("everything but candidates:view", onApplication(without("candidates:view"), "view", open)),
			no("everything but candidates:view: the title", onApplication(without("candidates:view"), "position_title", open)),
			yes("private: both", onApplication(with("candidates:view", "job_positions:view_private"), "view", application(private, "applied"))),
			no("private: everything but view_private", onApplication(without("job_positions:view_private"), "view", application(private, "applied"))),
			no("unknown privacy", onApplication(without("job_positions:view_private"), "view", application(nil, "applied"))),
			no("on no position, by a team", onApplication(manager(), "view", nowhere)),
			no("on no position, by candidates:view", onApplication(with("candidates:view"), "view", nowhere)),
			yes("on no position, by the role that sees private ones", onApplication(everything(), "view", nowhere)),
		),
		says("A facet string (contact, close, view_feedback, view_compensation, …) without sight shows nothing.",
			slices.Concat(
				each(no, "everything but candidates:view", func(action string) func(*Oracle) bool {
					return onApplication(without("candidates:view"), action, open)
				}, "profile", "activity", "scorecard", "update", "note", "snooze", "move", "reject", "withdraw", "undo", "to_offer",
					"to_hired", "contact", "plan_interview", "link_own_file", "unlink_own_file"),
				each(no, "everything but view_private", func(action string) func(*Oracle) bool {
					return onApplication(without("job_positions:view_private"), action, application(private, "in_review"))
				}, "profile", "activity", "scorecard", "update", "contact", "add", "to_hired"),
			)...),
		says("Edit candidates; move; reject; withdraw (closing stages excepted)",
			slices.Concat(
				each(yes, "candidates:update", func(action string) func(*Oracle) bool {
					return onApplication(with("candidates:view", "candidates:update"), action, open)
				}, "update", "note", "snooze", "move", "reject", "withdraw", "undo", "to_offer"),
				each(no, "everything else", func(action string) func(*Oracle) bool {
					return onApplication(without("candidates:update"), action, open)
				}, "update", "note", "snooze", "move", "reject", "withdraw", "undo", "to_offer"),
			)...),
		says("Add candidates and applications; import",
			yes("candidates:create on a position one sees", onApplication(with("job_positions:view", "candidates:create"), "add", open)),
			yes("Team Member", onApplication(helper(), "add", application(private, ""))),
			no("everything else", onApplication(without("candidates:create"), "add", open)),
			no("on a position one does not see", onApplication(without("job_positions:view"), "add", open)),
			no("for one's own file", onApplication(everything(), "add", mine("applied"))),
		),
		says("**Whatever reaches the candidate** (mail, rejection mail, time, invitation, booking link) needs candidates:contact there",
			yes("candidates:contact", onApplication(with("candidates:view", "candidates:contact"), "contact", open)),
			no("everything else", onApplication(without("candidates:contact"), "contact", open)),
		),
		says("**Activity** is visible with sight of the application; each line also follows its own object",
			yes("sight alone", onApplication(with("candidates:view"), "activity", open)),
			yes("the profile as well", onApplication(with("candidates:view"), "profile", open)),
			no("no sight", onApplication(without("candidates:view"), "activity", open)),
			yes("a plain line", onLine(with("candidates:view"), "read", line(public, "applied", ""))),
			yes("a note", onLine(with("candidates:view"), "read", line(public, "applied", "note"))),
			no("a note without sight", onLine(without("candidates:view"), "read", line(public, "applied", "note"))),
		),
		says("(offer lines: offers:*; feedback lines: view_feedback; a line of another position: sight of that position, else it says \"moved to another position\")",
			yes("offer line", onLine(with("candidates:view", "offers:send"), "read", line(public, "applied", "offer"))),
			no("offer line without offers:*", onLine(admin(), "read", line(public, "applied", "offer"))),
			yes("feedback line", onLine(basic("interviews:view_feedback"), "read", line(public, "applied", "feedback"))),
			no("feedback line without view_feedback", onLine(without("interviews:view_feedback"), "read", line(public, "applied", "feedback"))),
			no("nor does it appear", onLine(without("interviews:view_feedback"), "appear", line(public, "applied", "feedback"))),
			yes("one's own feedback line", onLine(basic(), "read", Line{Application: reviewed(), Object: "feedback", FeedbackAuthorID: "me"})),
			no("another's", onLine(basic(), "read", Line{Application: reviewed(), Object: "feedback", FeedbackAuthorID: "somebody else"})),
			no("a sealed one", onLine(everything(), "read", Line{Application: reviewed(), Object: "feedback", FeedbackSealed: true})),
			yes("one's own, sealed", onLine(everything(), "read", Line{Application: reviewed(), Object: "feedback", FeedbackSealed: true, FeedbackAuthorID: "me"})),
			yes("moved, the other position in sight", onLine(basic(), "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &q})),
			no("moved, the other position private", onLine(basic(), "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &hidden})),
			yes("moved, the other position private, on its team", onLine(both, "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &hidden})),
			no("moved, the other position's privacy unknown", onLine(basic(), "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &unknown})),
			no("moved, without job_positions:view", onLine(without("job_positions:view"), "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &q})),
			no("a team role here is none there", onLine(helper(), "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &q})),
			no("moved, the other position unknown", onLine(everything(), "read", Line{Application: reviewed(), Object: "moved"})),
			yes("it says so all the same", onLine(basic(), "appear", Line{Application: reviewed(), Object: "moved", OtherPosition: &hidden})),
			no("a note made on a hidden position", onLine(basic(), "read", Line{Application: reviewed(), Object: "note", OtherPosition: &hidden})),
		),
		says("Moving to another position: candidates:update on both; whoever lacks sight of the target keeps no row.",
			yes("on both", move(both, open, hidden)),
			no("only here", move(helper(), open, q)),
			no("only there", move(nothing().onTeamOf("q", "team_member"), open, q)),
			no("updated here, seen there", move(basic().on("team_member"), open, q)),
			no("seen here, updated there", move(basic().onTeamOf("q", "team_member"), open, q)),
			yes("by the role", move(mover(), open, q)),
			no("without seeing the target", move(without("job_positions:view"), open, q)),
			no("a private target", move(mover(), open, hidden)),
			no("a target whose privacy is unknown", move(mover(), open, unknown)),
			yes("a private target that one sees", move(mover("job_positions:view_private"), open, hidden)),
			no("nothing but candidates:update", move(with("candidates:update", "job_positions:view"), open, q)),
			no("everything but candidates:update", move(without("candidates:update"), open, q)),
			no("into another organisation", move(everything(), open, foreign)),
			no("one's own", move(everything(), mine("in_review"), q)),
			no("in a closing stage without close", move(without("candidates:close"), application(public, "offer"), q)),
			yes("in a closing stage with close", move(mover("candidates:close"), application(public, "offer"), q)),
		),
		says("On a linked application one sees name, status and \"This is your own application.\" and only where one would see it anyway",
			slices.Concat(
				each(yes, "linked", func(action string) func(*Oracle) bool { return onApplication(everything(), action, mine("hired")) },
					"view", "name", "status"),
				each(no, "linked, but out of sight", func(action string) func(*Oracle) bool { return onApplication(interviewer(), action, mine("hired")) },
					"view", "name", "status"),
			)...),
		says("no activity, feedback, scorecard, offer, notes; and acts on nothing, whatever one's roles, the sole Admin included.",
			slices.Concat(
				each(no, "every string and Hiring Manager", func(action string) func(*Oracle) bool {
					return onApplication(everything().on("hiring_manager"), action, mine("in_review"))
				}, "profile", "position_title", "activity", "scorecard", "update", "note", "snooze", "move", "reject", "withdraw", "undo",
					"to_offer", "to_hired", "contact", "plan_interview", "link_own_file", "unlink_own_file", "assignable"),
				each(no, "in Offer", func(action string) func(*Oracle) bool {
					return onApplication(everything(), action, mine("offer"))
				}, "move_from_closing", "move", "to_hired"),
				each(yes, "another's file", func(action string) func(*Oracle) bool { return onApplication(everything(), action, anothers) },
					"profile", "activity", "update"),
				each(yes, "nobody's file", func(action string) func(*Oracle) bool { return onApplication(everything(), action, unlinked) },
					"profile", "activity", "update"),
				each(no, "interview", func(action string) func(*Oracle) bool { return onInterview(everything(), action, ownInterview) },
					"view", "packet", "assign", "schedule", "conduct"),
				each(no, "offer", func(action string) func(*Oracle) bool { return onOffer(everything(), action, ownOffer) },
					"view", "pay", "create", "update", "submit", "record_answer", "send", "approve"),
				[]instance{
					no("feedback", onFeedback(everything(), ownFeedback)),
					no("a line", onLine(everything(), "read", ownLine)),
					no("a line appears", onLine(everything(), "appear", ownLine)),
				},
			)...),
		says("The position's pay is not affected.",
			yes("Hiring Manager", onPosition(manager(), "compensation_view", *mine("hired").Position)),
		),
		says("or by hand (candidates:close there, or members:update; unlinking is audited and never by oneself)",
			yes("close", onApplication(basic("candidates:close"), "link_own_file", open)),
			yes("members:update", onApplication(basic("members:update"), "unlink_own_file", open)),
			no("neither", onApplication(without("candidates:close", "members:update"), "link_own_file", open)),
			no("by oneself", onApplication(everything(), "unlink_own_file", mine("hired"))),
		),
	}
}

// onTeamOf gives the member a team role on another position.
func (m Member) onTeamOf(position, teamRole string) Member {
	m.Teams = map[string]string{position: teamRole}
	return m
}
