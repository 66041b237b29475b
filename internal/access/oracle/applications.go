package oracle

import "github.com/cedar-policy/cedar-go"

// Application is a candidate on a position. Position nil and Status "" mean unknown: the first counts as private and
// has no team, the second counts as closing. OwnMemberID is the member the candidate is linked to, "" nobody.
type Application struct {
	ID, OrgID, CandidateID string
	Position               *Position
	Status                 string // applied | in_review | offer | hired | rejected | withdrawn
	OwnMemberID            string
}

// Application answers
//
//	view, name, status, profile (résumé, files, answers, source, phase, dates), position_title, activity, scorecard
//	update, note, snooze                 in closing stages these need candidates:close as well
//	move, reject, withdraw, undo         in closing stages candidates:close is enough
//	move_from_closing                    the same, and "no" while not closing
//	to_offer, to_hired                   whatever the status is now
//	contact, plan_interview              mail, schedule; create a Planned interview
//	add                                  create it on its position (its status is not read)
//	assignable                           may this member be picked as interviewer of it
//	link_own_file, unlink_own_file
func (o *Oracle) Application(m Member, action string, a Application) bool {
	return o.As(m).Application(action, a)
}

// Application is Oracle.Application for a prepared member.
func (k *Asker) Application(action string, a Application) bool {
	return k.ask("application."+action, "Application", a.ID, a.facts(), k.at(a.Position), nil)
}

// MovePosition answers whether the member may move the application to another position.
func (o *Oracle) MovePosition(m Member, a Application, to Position) bool {
	return o.As(m).MovePosition(a, to)
}

// MovePosition is Oracle.MovePosition for a prepared member.
func (k *Asker) MovePosition(a Application, to Position) bool {
	return k.ask("application.move_position", "Application", a.ID, a.facts(to.OrgID), k.at(a.Position),
		cedar.RecordMap{"elsewhere": k.elsewhere(to)})
}

// holds answers whether the application is visible and the string held on its position.
func (k *Asker) holds(a Application, permission string) bool {
	return k.ask("application.holds", "Application", a.ID, a.facts(), k.at(a.Position),
		cedar.RecordMap{"string": k.oracle.catalogue.values[permission]})
}

// facts of an application, and of whatever lies under it. An unknown application (nil) leaves everything unknown.
func (a *Application) facts(organisationsBelow ...string) cedar.RecordMap {
	facts := cedar.RecordMap{}
	orgs := organisationsBelow
	if a != nil {
		orgs = append(orgs, a.OrgID)
		if a.Position != nil {
			orgs = append(orgs, a.Position.OrgID)
			a.Position.privacy(facts)
		}
		if a.Status != "" {
			facts["status"] = cedar.String(a.Status)
		}
		person(facts, "own", a.OwnMemberID)
	}
	facts["organisations"] = organisations(orgs...)
	return facts
}

func (a *Application) position() *Position {
	if a == nil {
		return nil
	}
	return a.Position
}
