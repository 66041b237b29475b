package access

import (
	"slices"

	"github.com/uptrace/bun"

	"candor/internal/access/oracle"
)

// proof is a rule beside the oracle's questions that mean the same.
type proof struct {
	name  string
	x     expr
	res   *resource
	reads []Permission // the strings that the specification names for it
	rows  rows
	ask   []func(k *oracle.Asker, s state) bool // each must answer as the rule does
	where func(a Actor) anyFilter
	under func(x expr, a Actor) anyFilter // the same for another tree

	own       Permission // "one's own things: the kind's :view", of one kind
	ownByKind bool       // the same, by the kind that the row names
}

// anyFilter is a Filter of whatever kind.
type anyFilter interface {
	SQL(alias string) (string, []any)
	On(q *bun.SelectQuery, alias string) *bun.SelectQuery
	Counted(alias string) (string, []any, bool)
	Nothing() bool
	Shape() Shape
	Places() ([]string, bool)
	OnChildren(alias string) (table, key, where string, args []any, ok bool)
}

func prove[K Kind](rule Rule[K], rs rows, reads []Permission, ask ...func(k *oracle.Asker, s state) bool) proof {
	var k K
	return proof{name: rule.name, x: rule.x, res: k.resource(), reads: reads, rows: rs, ask: ask,
		where: func(a Actor) anyFilter { return Where(a, rule) },
		under: func(x expr, a Actor) anyFilter { return Where(a, Rule[K]{rule.name, x}) }}
}

func strings_(ps ...Permission) []Permission { return ps }

// proofs is every rule there is; TestEveryRuleIsProved holds the list to policy.go.
func proofs() []proof {
	var out []proof
	out = append(out, positionProofs()...)
	out = append(out, applicationProofs()...)
	out = append(out, candidateProofs()...)
	out = append(out, interviewProofs()...)
	return append(out, libraryProofs()...)
}

func positionProofs() []proof {
	rs := positionRows()
	on := func(action string) func(k *oracle.Asker, s state) bool {
		return func(k *oracle.Asker, s state) bool { return k.Position(action, asPosition(s.Row)) }
	}
	onApplication := func(action string) func(k *oracle.Asker, s state) bool {
		return func(k *oracle.Asker, s state) bool { return k.Application(action, asApplication(s.Row)) }
	}
	see := strings_(PositionsView, PositionsViewPrivate)
	and := func(ps ...Permission) []Permission { return slices.Concat(see, ps) }
	return []proof{
		prove(PositionView, rs, see, on("view")),
		prove(PositionUpdate, rs, and(PositionsUpdate), on("update")),
		prove(PositionPublish, rs, and(PositionsPublish), on("publish")),
		prove(PositionTeam, rs, and(PositionsAssignTeam), on("team")),
		prove(PositionDelete, rs, and(PositionsDelete), on("delete")),
		prove(PositionCompensation, rs, and(PositionsViewCompensation), on("compensation_view"), on("compensation_edit")),
		prove(PositionPrivacy, rs, and(PositionsUpdate), on("privacy")),
		prove(PositionAddresses, rs, and(MembersView), on("member_emails")),
		prove(PositionAddCandidate, rs, and(CandidatesCreate), onApplication("add")),
		prove(PositionReceive, rs, and(CandidatesUpdate), receives),
		prove(PositionPublished, rs, see, published),
	}
}

// receives: an application of a position where the asker may do everything moves here.
func receives(k *oracle.Asker, s state) bool {
	from := oracle.Position{ID: elsewhere, OrgID: here, Private: maybe(No)}
	return k.MovePosition(oracle.Application{OrgID: here, Position: &from, Status: "applied"}, asPosition(s.Row))
}

// published is not the oracle's to say ("public doors"), so the sentence stands here: "A private position never
// appears on the careers page … Unpublished, closed, private and unknown look the same there."
func published(k *oracle.Asker, s state) bool {
	return k.Member().OrgID == here && s.OrgID == here && s.Public == Yes && s.Private == No && s.Status == "open"
}

func applicationProofs() []proof {
	rs := applicationRows()
	on := func(action string) func(k *oracle.Asker, s state) bool {
		return func(k *oracle.Asker, s state) bool { return k.Application(action, asApplication(s.Row)) }
	}
	see := strings_(CandidatesView, PositionsViewPrivate)
	and := func(ps ...Permission) []Permission { return slices.Concat(see, ps) }
	write := and(CandidatesUpdate, CandidatesClose)
	return []proof{
		prove(ApplicationView, rs, see, on("view"), on("name"), on("status")),
		prove(ApplicationOpen, rs, see, on("profile"), on("position_title")),
		prove(ApplicationActivity, rs, and(CandidatesClose), on("activity")),
		prove(ApplicationUpdate, rs, write, on("move"), on("reject"), on("withdraw"), on("undo")),
		prove(ApplicationNote, rs, write, on("note"), on("snooze"), on("update")),
		prove(ApplicationToOffer, rs, write, on("to_offer")),
		prove(ApplicationTransfer, rs, write, transfers),
		prove(ApplicationClose, rs, and(CandidatesClose), on("to_hired")),
		prove(ApplicationContact, rs, and(CandidatesContact, CandidatesClose), on("contact")),
		prove(ApplicationFeedback, rs, and(InterviewsViewFeedback, CandidatesClose), on("scorecard")),
		prove(ApplicationPlan, rs, and(InterviewsAssign, CandidatesClose), on("plan_interview")),
		prove(ApplicationInterviewer, rs, strings_(InterviewsConduct), on("assignable")),
		prove(ApplicationAdd, rs, strings_(PositionsView, PositionsViewPrivate, CandidatesCreate), on("add")),
		prove(ApplicationDelete, rs, and(CandidatesDelete), alone("delete")),
	}
}

// transfers: the application moves to a position where the asker may do everything.
func transfers(k *oracle.Asker, s state) bool {
	return k.MovePosition(asApplication(s.Row), oracle.Position{ID: elsewhere, OrgID: here, Private: maybe(No)})
}

// alone asks about a person who has this one application: what goes for the person then goes for it.
func alone(action string) func(k *oracle.Asker, s state) bool {
	return func(k *oracle.Asker, s state) bool {
		of := asApplication(s.Row)
		return k.Candidate(action, oracle.Candidate{ID: "c", OrgID: s.OrgID, OwnMemberID: s.OwnMemberID, Applications: []*oracle.Application{&of}})
	}
}

func candidateProofs() []proof {
	rs := candidateRows()
	on := func(action string) func(k *oracle.Asker, s state) bool {
		return func(k *oracle.Asker, s state) bool { return k.Candidate(action, asCandidate(s.Row)) }
	}
	see := strings_(CandidatesView, PositionsViewPrivate)
	and := func(ps ...Permission) []Permission { return slices.Concat(see, ps) }
	return []proof{
		prove(CandidateView, rs, see, on("view")),
		prove(CandidateOpen, rs, see, on("view_contact")),
		prove(CandidateCreate, rs, strings_(CandidatesCreate), on("create")),
		prove(CandidateUpdate, rs, and(CandidatesUpdate), on("edit")),
		prove(CandidateContact, rs, and(CandidatesUpdateContact), on("edit_contact")),
		prove(CandidateDelete, rs, and(CandidatesDelete), on("delete")),
		prove(CandidateLink, rs, and(MembersUpdate, CandidatesClose), on("link_own_file"), on("unlink_own_file")),
	}
}

func interviewProofs() []proof {
	interviews, feedback, lines := interviewRows(), feedbackRows(), lineRows()
	on := func(action string) func(k *oracle.Asker, s state) bool {
		return func(k *oracle.Asker, s state) bool { return k.Interview(action, asInterview(s.Row)) }
	}
	see := strings_(InterviewsViewAll, PositionsViewPrivate, CandidatesClose)
	and := func(ps ...Permission) []Permission { return slices.Concat(see, ps) }
	return []proof{
		prove(InterviewView, interviews, and(InterviewsConduct), on("view"), on("packet")),
		prove(InterviewAssign, interviews, and(InterviewsConduct, InterviewsAssign), on("assign")),
		prove(InterviewSchedule, interviews, and(InterviewsConduct, InterviewsAssign, CandidatesContact), on("schedule")),
		prove(InterviewConduct, interviews, strings_(InterviewsConduct, InterviewsViewAll), on("conduct")),
		prove(FeedbackView, feedback, and(InterviewsConduct, InterviewsViewFeedback, CandidatesView), func(k *oracle.Asker, s state) bool {
			return k.Feedback("read", asFeedback(s.Row))
		}),
		prove(LineView, lines, slices.Concat(strings_(CandidatesView), and(InterviewsConduct, InterviewsViewFeedback,
			OffersCreate, OffersUpdate, OffersSend, OffersApprove)), lineAppears),
	}
}

// lineAppears: the oracle knows no lines that speak of an interview; "each line also follows its own object", so
// they need sight of it. What a line speaks of is never unknown to those who read it.
func lineAppears(k *oracle.Asker, s state) bool {
	switch s.Object {
	case "", "unheard of":
		return false
	case "interview":
		return k.Line("appear", asLine(s.Row)) && k.Interview("view", asInterview(s.Row))
	}
	return k.Line("appear", asLine(s.Row))
}

// theOracle answers for all tests.
var theOracle = oracle.New()
