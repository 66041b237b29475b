package oracle

import "github.com/cedar-policy/cedar-go"

// Interview is a meeting for an application. Assigned are the members with a current assignment.
type Interview struct {
	ID, OrgID   string
	Application *Application
	Assigned    []string
}

// Feedback is one interviewer's scorecard. Sealed says that the setting "sealing" holds it back from the member who
// asks: they have an assigned, not cancelled interview of that stage without a submitted scorecard.
type Feedback struct {
	ID, OrgID string
	Interview *Interview
	AuthorID  string
	Sealed    bool
}

// Interview answers view and packet (the same rule; the first is "does it exist for them"), assign (people to it),
// schedule (give it a time, invite), conduct (also submit). Creating one is Application plan_interview.
func (o *Oracle) Interview(m Member, action string, i Interview) bool {
	return o.As(m).Interview(action, i)
}

// Interview is Oracle.Interview for a prepared member.
func (k *Asker) Interview(action string, i Interview) bool {
	return k.ask("interview."+action, "Interview", i.ID, i.facts(), k.at(i.Application.position()), nil)
}

// Feedback answers read.
func (o *Oracle) Feedback(m Member, action string, f Feedback) bool {
	return o.As(m).Feedback(action, f)
}

// Feedback is Oracle.Feedback for a prepared member.
func (k *Asker) Feedback(action string, f Feedback) bool {
	i := Interview{OrgID: f.OrgID}
	if f.Interview != nil {
		i = *f.Interview
	}
	facts := i.facts(f.OrgID)
	facts["sealed"] = cedar.Boolean(f.Sealed)
	person(facts, "author", f.AuthorID)
	return k.ask("feedback."+action, "Feedback", f.ID, facts, k.at(i.Application.position()), nil)
}

func (i Interview) facts(organisationsBelow ...string) cedar.RecordMap {
	facts := i.Application.facts(append(organisationsBelow, i.OrgID)...)
	assigned := make([]cedar.Value, 0, len(i.Assigned))
	for _, id := range i.Assigned {
		if id != "" {
			assigned = append(assigned, memberUID(id))
		}
	}
	facts["assigned"] = cedar.NewSet(assigned...)
	return facts
}
