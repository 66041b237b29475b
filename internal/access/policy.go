package access

// The rules, from specification access.md. Allow-only: what no line allows is denied.
// "There" means: in the organisation role, or by the team role on that position (holdsOn).

func there(p Permission) expr { return holdsOn{colPosition, p} }

func say(label string, x expr) expr { return named{label: label, x: x} }

func because(code, sentence string, x expr) expr {
	return named{label: sentence, code: code, sentence: sentence, x: x}
}

var (
	private = isTrue{colPrivate}

	// "A private position, and all under it, is visible only with view_private there."
	notHiddenAsPrivate = say("not private, or private positions are seen here",
		some(negate(private), there(PositionsViewPrivate)))

	// "Closing stages: status Offer or Hired." An unknown status counts as closing.
	closing = negate(in{colStatus, []string{"applied", "in_review", "rejected", "withdrawn"}})

	closers = because("closing_stage", "Only the hiring manager, the recruiter and admins see activity in Offer and Hired, and change the stage there.",
		some(negate(closing), there(CandidatesClose)))

	// "Own file": a candidate who is the reader.
	notOwnFile = because("own_file", "This is your own application.", negate(isMe{colOwn}))
)

// Positions
var (
	seePosition = all_(sameOrg{}, say("positions are seen here", there(PositionsView)), notHiddenAsPrivate)

	PositionView         = Rule[Position]{"see the position", seePosition}
	PositionUpdate       = Rule[Position]{"edit the position", all_(seePosition, there(PositionsUpdate))}
	PositionPublish      = Rule[Position]{"open, close and publish the position", all_(seePosition, there(PositionsPublish))}
	PositionTeam         = Rule[Position]{"edit the hiring team", all_(seePosition, there(PositionsAssignTeam))}
	PositionDelete       = Rule[Position]{"delete the position", all_(seePosition, there(PositionsDelete))}
	PositionCompensation = Rule[Position]{"see and edit compensation", all_(seePosition, there(PositionsViewCompensation))}

	// "Private on or off: job_positions:update there and (a team role there or organisation-level view_private)."
	// Every team role holds view_private on its position, so "there" says both.
	PositionPrivacy = Rule[Position]{"make the position private or not", all_(seePosition, there(PositionsUpdate), there(PositionsViewPrivate))}

	// Adding a candidate to a position.
	PositionAddCandidate = Rule[Position]{"add candidates", all_(seePosition, there(CandidatesCreate))}

	// The careers page: "needs Open, public and not private"; nobody has to be anybody.
	PositionPublished = Rule[Position]{"on the careers page", all_(sameOrg{}, isTrue{colPublic}, negate(private), in{colStatus, []string{"open"}})}
)

// Applications
var (
	// "Of an application: candidates:view there (private: also view_private)"; not the position's visibility.
	seeApplication = all_(sameOrg{}, say("candidates are seen here", there(CandidatesView)), notHiddenAsPrivate)

	// Open stages follow the string, closing stages candidates:close alone.
	changeApplication = all_(seeApplication, notOwnFile, closers, some(closing, there(CandidatesUpdate)))

	ApplicationView = Rule[Application]{"see the application", seeApplication}

	// All of it but name, status and position: answers, files, progress.
	ApplicationOpen = Rule[Application]{"open the application", all_(seeApplication, notOwnFile)}

	ApplicationActivity = Rule[Application]{"see the activity", all_(seeApplication, notOwnFile, closers)}

	// Move, reject, withdraw, snooze, notes, into Offer.
	ApplicationUpdate = Rule[Application]{"change the application", changeApplication}

	// "Into Hired: candidates:close"; a stage left or entered while closing too.
	ApplicationClose = Rule[Application]{"hire, and change closing stages", all_(seeApplication, notOwnFile, there(CandidatesClose))}

	// "Whatever reaches the candidate needs candidates:contact there."
	ApplicationContact = Rule[Application]{"e-mail and schedule", all_(seeApplication, notOwnFile, there(CandidatesContact), closers)}

	ApplicationFeedback = Rule[Application]{"read others' feedback", all_(seeApplication, notOwnFile, there(InterviewsViewFeedback), closers)}

	ApplicationDelete = Rule[Application]{"delete the application", all_(seeApplication, notOwnFile, holds{CandidatesDelete})}
)

// Candidates
var (
	// "Visible through any visible application; with no application at all, to holders of candidates:view in the
	// organisation role."
	seeCandidate = all_(sameOrg{}, some(
		say("one of the applications is seen", someChild{seeApplication}),
		say("there is no application, and the role sees candidates", all_(noChild{}, holds{CandidatesView}))))

	CandidateView = Rule[Candidate]{"see the candidate", seeCandidate}

	// Everything of the person but the name.
	CandidateOpen = Rule[Candidate]{"open the candidate", all_(seeCandidate, notOwnFile)}

	CandidateUpdate = Rule[Candidate]{"edit the candidate", all_(seeCandidate, notOwnFile, some(
		holds{CandidatesUpdate}, someChild{all_(seeApplication, there(CandidatesUpdate))}))}

	// "Editable with update_contact on one of the person's visible positions (or in the role)."
	CandidateContact = Rule[Candidate]{"edit contact information", all_(seeCandidate, notOwnFile, some(
		holds{CandidatesUpdateContact}, someChild{all_(seeApplication, there(CandidatesUpdateContact))}))}

	CandidateDelete = Rule[Candidate]{"delete the candidate", all_(seeCandidate, notOwnFile, holds{CandidatesDelete})}

	// By hand: candidates:close there, or members:update.
	CandidateLink = Rule[Candidate]{"link the candidate to a member", all_(seeCandidate, notOwnFile, some(
		holds{MembersUpdate}, someChild{all_(seeApplication, there(CandidatesClose))}))}
)

// Activity: "visible with sight of the application; each line also follows its own object".
var LineView = Rule[Line]{"read the line", all_(seeApplication, notOwnFile, closers, some(
	in{colObject, []string{"none", "note", "file", "mail", "moved"}},
	all_(in{colObject, []string{"interview"}}, there(InterviewsViewAll)),
	all_(in{colObject, []string{"feedback"}}, some(isMe{colAuthor}, there(InterviewsViewFeedback))),
	all_(in{colObject, []string{"offer"}}, anyOffer),
))}

var anyOffer = some(there(OffersCreate), there(OffersUpdate), there(OffersSend), there(OffersApprove))

// Interviews and feedback
var (
	// "interviews:view_all there (private: also view_private) … or assignment"; of a closing application, closers
	// and assignees only.
	seeInterview = all_(sameOrg{}, notOwnFile, some(
		say("assigned", linked{}),
		say("interviews are seen here", all_(there(InterviewsViewAll), notHiddenAsPrivate, closers))))

	InterviewView = Rule[Interview]{"see the interview", seeInterview}

	// "Creating an interview and assigning people: interviews:assign there."
	InterviewAssign = Rule[Interview]{"assign interviewers", all_(seeInterview, there(InterviewsAssign))}

	// "It needs a current assignment; conducting and submitting also need interviews:conduct (role or there)."
	InterviewConduct = Rule[Interview]{"conduct the interview", all_(seeInterview, linked{}, there(InterviewsConduct))}

	// "One's own always; others' with view_feedback there", and a facet without sight shows nothing.
	FeedbackView = Rule[Feedback]{"read the feedback", all_(sameOrg{}, some(
		say("your own", isMe{colAuthor}),
		all_(notOwnFile, there(InterviewsViewFeedback), some(
			seeInterview,
			all_(seeApplication, closers)))))}
)
