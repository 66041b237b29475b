package oracle

import "slices"

func interviewSentences() []sentence {
	onBoth := func(make func(string, func(*Oracle) bool) instance, name string, m Member, i Interview) []instance {
		return each(make, name, func(action string) func(*Oracle) bool { return onInterview(m, action, i) }, "view", "packet")
	}
	unknown := Interview{ID: "i", OrgID: here}
	sealed := feedback(public, "in_review", "somebody else")
	sealed.Sealed = true
	ownSealed := feedback(public, "in_review", "me")
	ownSealed.Sealed = true
	sealedNobodys := feedback(public, "in_review", "")
	sealedNobodys.Sealed = true
	nobodys := feedback(public, "in_review", "")
	return []sentence{
		says("Of an interview: interviews:view_all there (private: also view_private) shows its packet without feedback; or assignment.",
			slices.Concat(
				onBoth(yes, "view_all", with("interviews:view_all"), interview(public, "in_review")),
				onBoth(no, "everything but view_all", without("interviews:view_all"), interview(public, "in_review")),
				onBoth(yes, "private: both", with("interviews:view_all", "job_positions:view_private"), interview(private, "in_review")),
				onBoth(no, "private: everything but view_private", without("job_positions:view_private"), interview(private, "in_review")),
				onBoth(no, "unknown: everything but view_private", without("job_positions:view_private"), interview(nil, "in_review")),
				onBoth(yes, "assignment", nothing(), interview(public, "in_review", "me")),
				onBoth(no, "assignment of somebody else", nothing(), interview(public, "in_review", "somebody else")),
				onBoth(no, "assignment of nobody", nothing(), interview(public, "in_review", "")),
				onBoth(no, "of an unknown application", without("candidates:close"), unknown),
				[]instance{no("no feedback", onFeedback(with("interviews:view_all"), feedback(public, "in_review", "somebody else")))},
			)...),
		says("Assignment gives the packet, also on a private position",
			slices.Concat(
				onBoth(yes, "private", interviewer(), interview(private, "in_review", "somebody else", "me")),
				[]instance{
					no("no application opens by it", onApplication(interviewer(), "view", application(private, "in_review"))),
					no("no position opens by it", onPosition(interviewer(), "view", position(private))),
					no("others' feedback is not in it", onFeedback(interviewer(), feedback(public, "in_review", "somebody else", "me"))),
				},
			)...),
		says("It needs a current assignment; conducting and submitting also need interviews:conduct (role or there)",
			yes("in the role", onInterview(interviewer(), "conduct", interview(private, "in_review", "me"))),
			yes("there", onInterview(helper(), "conduct", interview(private, "in_review", "me"))),
			no("assigned without conduct", onInterview(without("interviews:conduct"), "conduct", interview(public, "in_review", "me"))),
			no("conduct without assignment", onInterview(everything(), "conduct", interview(public, "in_review", "somebody else"))),
			yes("pickers offer such people", onApplication(interviewer(), "assignable", application(private, "hired"))),
			no("and no others", onApplication(staffing(), "assignable", application(public, "in_review"))),
			yes("by a team role too", onApplication(helper(), "assignable", application(public, "in_review"))),
		),
		says("Creating an interview and assigning people: interviews:assign there (state Planned: nothing is sent).",
			yes("creating", onApplication(with("candidates:view", "interviews:assign"), "plan_interview", application(public, "in_review"))),
			no("creating with everything else", onApplication(without("interviews:assign"), "plan_interview", application(public, "in_review"))),
			yes("assigning", onInterview(with("interviews:view_all", "interviews:assign"), "assign", interview(public, "in_review"))),
			yes("assigning by an assignee", onInterview(with("interviews:assign"), "assign", interview(public, "in_review", "me"))),
			no("assigning without sight", onInterview(without("interviews:view_all"), "assign", interview(public, "in_review"))),
			no("assigning with everything else", onInterview(without("interviews:assign"), "assign", interview(public, "in_review", "me"))),
		),
		says("and, as the packet alone, to its assigned interviewers",
			no("no assigning", onInterview(without("job_positions:view_private"), "assign", interview(private, "in_review", "me"))),
			no("no scheduling", onInterview(without("job_positions:view_private"), "schedule", interview(private, "in_review", "me"))),
			no("no others' feedback", onFeedback(without("job_positions:view_private"), feedback(private, "in_review", "somebody else", "me"))),
			no("nor where privacy is unknown", onFeedback(without("job_positions:view_private"), feedback(nil, "in_review", "somebody else", "me"))),
		),
		says("Giving it a time, inviting the candidate: candidates:contact too.",
			yes("both", onInterview(with("interviews:view_all", "interviews:assign", "candidates:contact"), "schedule", interview(public, "in_review"))),
			no("assign alone", onInterview(without("candidates:contact"), "schedule", interview(public, "in_review"))),
			no("contact alone", onInterview(without("interviews:assign"), "schedule", interview(public, "in_review"))),
			no("both, without sight", onInterview(without("interviews:view_all"), "schedule", interview(public, "in_review"))),
		),
		says("Feedback: one's own always (also after unassignment, in closing stages, under Recent completed); others' with view_feedback there.",
			yes("own, unassigned, without any string", onFeedback(nothing(), feedback(public, "in_review", "me"))),
			yes("own, private", onFeedback(nothing(), feedback(private, "in_review", "me"))),
			yes("own, closing", onFeedback(nothing(), feedback(private, "hired", "me"))),
			yes("own, of an unknown interview", onFeedback(nothing(), Feedback{ID: "f", OrgID: here, AuthorID: "me"})),
			yes("others', seeing all interviews", onFeedback(with("interviews:view_all", "interviews:view_feedback"), feedback(public, "in_review", "somebody else"))),
			yes("others', seeing the application", onFeedback(with("candidates:view", "interviews:view_feedback"), feedback(public, "in_review", "somebody else"))),
			yes("others', assigned", onFeedback(with("interviews:view_feedback"), feedback(public, "in_review", "somebody else", "me"))),
			no("others', without sight", onFeedback(with("interviews:view_feedback"), feedback(public, "in_review", "somebody else"))),
			no("others', everything but view_feedback", onFeedback(without("interviews:view_feedback"), feedback(public, "in_review", "somebody else"))),
			no("others', private", onFeedback(without("job_positions:view_private"), feedback(private, "in_review", "somebody else"))),
			yes("others', private, as Hiring Manager", onFeedback(manager(), feedback(private, "in_review", "somebody else"))),
			no("nobody's is not one's own", onFeedback(nothing(), nobodys)),
			no("nobody's, while closing", onFeedback(without("candidates:close"), feedback(public, "hired", ""))),
			no("nobody's, sealed", onFeedback(everything(), sealedNobodys)),
			no("others' of an unknown interview", onFeedback(without("candidates:close"), Feedback{ID: "f", OrgID: here, AuthorID: "somebody else"})),
		),
		says("What is computed from feedback (averages, chips, tallies, matrix, sort orders) shows only to those who may read all of it",
			yes("view_feedback", onApplication(basic("interviews:view_feedback"), "scorecard", application(public, "in_review"))),
			no("everything else", onApplication(without("interviews:view_feedback"), "scorecard", application(public, "in_review"))),
		),
		says("others' feedback of that stage is sealed for me",
			no("sealed", onFeedback(everything(), sealed)),
			yes("one's own", onFeedback(everything(), ownSealed)),
		),
	}
}
