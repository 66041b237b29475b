package access

// The rules, from specification access.md. Allow-only: what no line allows is denied.
// "There" means: in the organisation role, or by the team role on that position (holdsOn). Each part of each rule
// matters: TestEveryPartOfEveryRuleMatters takes them out one by one.

func there(p Permission) expr  { return holdsOn{colPosition, theString(p)} }
func inRole(p Permission) expr { return holds{theString(p)} }

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
	notOwnFile = because("own_file", "This is your own application.", negate(isMe{col: colOwn}))

	// "Assignment gives the packet." Through an API key it needs the kind's view, or the string that conducting needs.
	assigned = say("assigned", linked{through: SetOf(InterviewsViewAll, InterviewsConduct)})

	// "Own feedback: interviews:conduct", which only a key has to hold; in person it is one's own always.
	ownFeedback = say("your own", isMe{colAuthor, SetOf(InterviewsConduct)})
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
	PositionPrivacy = Rule[Position]{"make the position private or not", all_(seePosition, there(PositionsUpdate),
		some(onTeam{colPosition}, inRole(PositionsViewPrivate)))}

	// "E-mail addresses of members need members:view or a team role there"; names inside a visible item need nothing.
	PositionAddresses = Rule[Position]{"see e-mail addresses of the hiring team", all_(seePosition,
		some(inRole(MembersView), onTeam{colPosition}))}

	// Adding a candidate to a position; ApplicationAdd where it is known who the candidate is.
	PositionAddCandidate = Rule[Position]{"add candidates", all_(seePosition, there(CandidatesCreate))}

	// "Moving to another position: candidates:update on both": this one receives, ApplicationTransfer gives.
	PositionReceive = Rule[Position]{"receive applications", all_(seePosition, there(CandidatesUpdate))}

	// The careers page: "needs Open, public and not private"; nobody has to be anybody.
	PositionPublished = Rule[Position]{"on the careers page", all_(sameOrg{}, isTrue{colPublic}, negate(private), in{colStatus, []string{"open"}})}
)
