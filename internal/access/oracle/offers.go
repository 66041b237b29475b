package oracle

import "github.com/cedar-policy/cedar-go"

// Offer belongs to an application. SoleApprover is a fact of the moment: no other active member, not the candidate,
// holds offers:approve there and can see the offer.
type Offer struct {
	ID, OrgID    string
	Application  *Application
	SubmitterID  string // "" when nobody has submitted it
	SoleApprover bool
}

// Offer answers view, pay (the offer's own), create, update, submit, record_answer, send, approve (or reject).
func (o *Oracle) Offer(m Member, action string, f Offer) bool {
	return o.As(m).Offer(action, f)
}

// Offer is Oracle.Offer for a prepared member.
func (k *Asker) Offer(action string, f Offer) bool {
	facts := f.Application.facts(f.OrgID)
	facts["sole_approver"] = cedar.Boolean(f.SoleApprover)
	person(facts, "submitter", f.SubmitterID)
	return k.ask("offer."+action, "Offer", f.ID, facts, k.at(f.Application.position()), nil)
}
