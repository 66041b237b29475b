package access

// Applications
var (
	// "Of an application: candidates:view there (private: also view_private)"; not the position's visibility.
	seeApplication = all_(sameOrg{}, say("candidates are seen here", there(CandidatesView)), notHiddenAsPrivate)

	// Writing on an application: candidates:update there; while closing only closers, and they need it too.
	writeApplication = all_(seeApplication, notOwnFile, closers, there(CandidatesUpdate))

	ApplicationView = Rule[Application]{"see the application", seeApplication}

	// All of it but name, status and position: answers, files, progress.
	ApplicationOpen = Rule[Application]{"open the application", all_(seeApplication, notOwnFile)}

	ApplicationActivity = Rule[Application]{"see the activity", all_(seeApplication, notOwnFile, closers)}

	// Move, reject, withdraw, reopen, undo: in open stages candidates:update, in closing stages candidates:close alone.
	ApplicationUpdate = Rule[Application]{"move, reject or withdraw", all_(seeApplication, notOwnFile, closers, some(closing, there(CandidatesUpdate)))}

	// Notes, snoozing and edits.
	ApplicationNote = Rule[Application]{"write on the application", writeApplication}

	// "Into Offer: candidates:update there."
	ApplicationToOffer = Rule[Application]{"move to Offer", writeApplication}

	// "Moving to another position: candidates:update on both." The other is PositionReceive.
	ApplicationTransfer = Rule[Application]{"move to another position", writeApplication}

	// "Into Hired: candidates:close", from any stage.
	ApplicationClose = Rule[Application]{"hire", all_(seeApplication, notOwnFile, there(CandidatesClose))}

	// "Whatever reaches the candidate needs candidates:contact there."
	ApplicationContact = Rule[Application]{"e-mail and schedule", all_(seeApplication, notOwnFile, there(CandidatesContact), closers)}

	// "What is computed from feedback shows only to those who may read all of it."
	ApplicationFeedback = Rule[Application]{"read others' feedback", all_(seeApplication, notOwnFile, there(InterviewsViewFeedback), closers)}

	// "Creating an interview: interviews:assign there (state Planned: nothing is sent)."
	ApplicationPlan = Rule[Application]{"plan interviews", all_(seeApplication, notOwnFile, there(InterviewsAssign), closers)}

	// Who can be picked as interviewer: asked about the one picked, who need not see the application.
	ApplicationInterviewer = Rule[Application]{"interview the candidate", all_(sameOrg{}, notOwnFile, there(InterviewsConduct))}

	// Adding an application for a known person: sight of the position, not of its candidates.
	ApplicationAdd = Rule[Application]{"add the application", all_(seePosition, notOwnFile, there(CandidatesCreate))}

	ApplicationDelete = Rule[Application]{"delete the application", all_(seeApplication, notOwnFile, inRole(CandidatesDelete))}
)

// Candidates
var (
	// "Visible through any visible application; with no application at all, to holders of candidates:view in the
	// organisation role."
	seeCandidate = all_(sameOrg{}, some(
		say("one of the applications is seen", someChild{seeApplication}),
		say("there is no application, and the role sees candidates", all_(noChild{}, inRole(CandidatesView)))))

	CandidateView = Rule[Candidate]{"see the candidate", seeCandidate}

	// Everything of the person but the name.
	CandidateOpen = Rule[Candidate]{"open the candidate", all_(seeCandidate, notOwnFile)}

	// A person without an application belongs to no position.
	CandidateCreate = Rule[Candidate]{"add the candidate", all_(sameOrg{}, notOwnFile, inRole(CandidatesCreate))}

	CandidateUpdate = Rule[Candidate]{"edit the candidate", all_(seeCandidate, notOwnFile, some(
		inRole(CandidatesUpdate), onVisible(CandidatesUpdate)))}

	// "Editable with update_contact on one of the person's visible positions (or in the role)."
	CandidateContact = Rule[Candidate]{"edit contact information", all_(seeCandidate, notOwnFile, some(
		inRole(CandidatesUpdateContact), onVisible(CandidatesUpdateContact)))}

	// Of the applications one sees; a person with a hidden one survives unseen.
	CandidateDelete = Rule[Candidate]{"delete the candidate", all_(seeCandidate, notOwnFile, inRole(CandidatesDelete))}

	// By hand: candidates:close there, or members:update. A link opens and shuts the person's whole file, so "there" is
	// everywhere that the member sees them: a position of one's own making, to which one has added the person, does not
	// help. Hidden applications are not asked, or the answer would tell of them.
	CandidateLink = Rule[Candidate]{"link the candidate to a member", all_(seeCandidate, notOwnFile, because("not_permitted",
		"This needs the permission candidates:close on every position where you see this person, or members:update in your role.",
		some(inRole(MembersUpdate), all_(negate(noChild{}), everyChild{seeApplication, there(CandidatesClose)}))))}
)

// onVisible: the string is held where one visible application is.
func onVisible(p Permission) expr { return someChild{all_(seeApplication, there(p))} }

// Activity: "visible with sight of the application; each line also follows its own object". The other position of
// a moved line is read by its own rule (PositionView).
var LineView = Rule[Line]{"read the line", all_(seeApplication, notOwnFile, closers, some(
	in{colObject, []string{"none", "note", "file", "mail", "moved"}},
	all_(in{colObject, []string{"interview"}}, some(assigned, there(InterviewsViewAll))),
	all_(in{colObject, []string{"feedback"}}, some(ownFeedback, there(InterviewsViewFeedback))),
	all_(in{colObject, []string{"offer"}}, anyOffer),
))}

var anyOffer = some(there(OffersCreate), there(OffersUpdate), there(OffersSend), there(OffersApprove))

// Interviews and feedback
var (
	// "interviews:view_all there (private: also view_private) … or assignment"; of a closing application, closers
	// and assignees only.
	InterviewView = Rule[Interview]{"see the interview", all_(sameOrg{}, notOwnFile, some(
		assigned,
		say("interviews are seen here", all_(there(InterviewsViewAll), notHiddenAsPrivate, closers))))}

	// An interview's people and time are changed by those who see it and more than its packet: "the packet alone"
	// on a private position, and closers alone while closing.
	arrangeInterview = all_(sameOrg{}, notOwnFile, notHiddenAsPrivate, closers,
		some(assigned, there(InterviewsViewAll)), there(InterviewsAssign))

	// "Assigning people: interviews:assign there."
	InterviewAssign = Rule[Interview]{"assign interviewers", arrangeInterview}

	// "Giving it a time, inviting the candidate: candidates:contact too."
	InterviewSchedule = Rule[Interview]{"schedule the interview", all_(arrangeInterview, there(CandidatesContact))}

	// "It needs a current assignment; conducting and submitting also need interviews:conduct (role or there)."
	InterviewConduct = Rule[Interview]{"conduct the interview", all_(sameOrg{}, notOwnFile, say("assigned", linked{}), there(InterviewsConduct))}

	// "One's own always; others' with view_feedback there", with sight of the interview or of the application; on a
	// private position an assignee has the packet alone. One's own file goes before one's own feedback.
	FeedbackView = Rule[Feedback]{"read the feedback", all_(sameOrg{}, notOwnFile, some(
		ownFeedback,
		all_(there(InterviewsViewFeedback), notHiddenAsPrivate,
			some(assigned, closers),
			some(assigned, there(InterviewsViewAll), there(CandidatesView)))))}
)
