package candidates

import "candor/internal/db"

// Reason is why an application was rejected.
type Reason struct{ Key, Label string }

// ReasonGroup is a heading of the reject dialog with its reasons.
type ReasonGroup struct {
	Label   string
	Reasons []Reason
}

// ReasonGroups are the reasons as the reject dialog shows them. Every one of them ends in Rejected; withdrawing is
// an action of its own.
var ReasonGroups = []ReasonGroup{
	{"We rejected them", []Reason{
		{"not_a_fit", "Not a fit"}, {"failed_interview", "Failed interview"},
		{"compensation_mismatch", "Compensation mismatch"}, {"other", "Other"}}},
	{"They withdrew / out of pipeline", []Reason{
		{"candidate_withdrew", "Candidate withdrew"}, {"hired_elsewhere", "Hired elsewhere"}, {"duplicate", "Duplicate"}}},
}

// ReasonOf finds a reason by its key or its label.
func ReasonOf(s string) (Reason, bool) {
	for _, g := range ReasonGroups {
		for _, r := range g.Reasons {
			if s == r.Key || db.Key(s) == db.Key(r.Label) {
				return r, true
			}
		}
	}
	return Reason{}, false
}

// MailState says what became of the mail that went with a rejection.
type MailState string

const (
	MailSkipped MailState = "skipped" // "Email skipped": it was not wanted
	MailUnsent  MailState = "unsent"  // wanted, but there was no mail server when it was to leave
	MailNone    MailState = "none"    // "No email on file"
	MailWaiting MailState = "waiting" // leaves when the time for undo is over
	MailSent    MailState = "sent"
	MailFailed  MailState = "failed" // the rejection stands
)

// Label is the state as the application shows it.
func (m MailState) Label() string {
	switch m {
	case MailSkipped:
		return "Email skipped"
	case MailUnsent:
		return "Email not sent: no mail server is set up"
	case MailNone:
		return "No email on file"
	case MailWaiting:
		return "Email is about to leave"
	case MailSent:
		return "Email sent"
	case MailFailed:
		return "Email could not be delivered"
	}
	return ""
}

// Rejection is how an application ended.
type Rejection struct {
	Reason Reason
	Note   string // private, never mailed
	Mail   MailState
	At     db.Time
	ByName string
}
