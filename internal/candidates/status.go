package candidates

import "slices"

// Status is where an application stands.
type Status string

const (
	Applied   Status = "applied"
	InReview  Status = "in_review" // in a phase of the position's plan
	Offer     Status = "offer"
	Hired     Status = "hired"
	Rejected  Status = "rejected"  // terminal: who is wanted again gets a new application
	Withdrawn Status = "withdrawn" // can be reopened
)

// Statuses in the order of the way through.
var Statuses = []Status{Applied, InReview, Offer, Hired, Rejected, Withdrawn}

// Known reports whether the status is one of the six.
func (s Status) Known() bool { return slices.Contains(Statuses, s) }

// Label is how people call the status.
func (s Status) Label() string {
	switch s {
	case Applied:
		return "Applied"
	case InReview:
		return "In Review"
	case Offer:
		return "Offer"
	case Hired:
		return "Hired"
	case Rejected:
		return "Rejected"
	case Withdrawn:
		return "Withdrawn"
	}
	return string(s)
}

// Closing stages hide the activity from all but the hiring manager, the recruiter and admins. The rule itself is
// access's; this only names the stages.
func (s Status) Closing() bool { return s == Offer || s == Hired }

// Active applications still want a decision: neither hired, rejected nor withdrawn.
func (s Status) Active() bool { return s == Applied || s == InReview || s == Offer }

// Ended applications left the board.
func (s Status) Ended() bool { return s == Rejected || s == Withdrawn }

// Standing is the status of a person: what is said of them by hand (shelf), or Hired, computed from the
// applications that the reader sees.
type Standing string

const (
	StandingActive   Standing = "active"
	StandingOnHold   Standing = "on_hold"
	StandingHired    Standing = "hired"
	StandingArchived Standing = "archived"
)

// Standings in the order of the filter.
var Standings = []Standing{StandingActive, StandingOnHold, StandingHired, StandingArchived}

// Label is how people call the standing.
func (s Standing) Label() string {
	switch s {
	case StandingActive:
		return "Active"
	case StandingOnHold:
		return "On Hold"
	case StandingHired:
		return "Hired"
	case StandingArchived:
		return "Archived"
	}
	return string(s)
}

// standing of a person: whoever is hired is Hired, whatever shelf they were put on before.
func standing(shelf Standing, apps []Application) Standing {
	if slices.ContainsFunc(apps, func(a Application) bool { return a.Status == Hired }) {
		return StandingHired
	}
	return shelf
}

// Source says how an application came.
type Source string

const (
	CareersPage Source = "careers_page"
	Referral    Source = "referral"
	ByHand      Source = "by_hand"
	Import      Source = "import"
	ByAPI       Source = "api"
	Agency      Source = "agency"
	JobBoard    Source = "job_board"
)

// Sources in the order of the picker.
var Sources = []Source{CareersPage, Referral, ByHand, Import, ByAPI, Agency, JobBoard}

// Known reports whether the source is one of the seven.
func (s Source) Known() bool { return slices.Contains(Sources, s) }

var sourceLabels = map[Source]string{CareersPage: "Careers page", Referral: "Referral", ByHand: "Added by hand",
	Import: "Import", ByAPI: "API", Agency: "Agency", JobBoard: "Job board"}

// Label is how people call the source; name is that of the agency, job board or referring person.
func (s Source) Label(name string) string {
	label := sourceLabels[s]
	if name != "" {
		return label + ": " + name
	}
	return label
}
