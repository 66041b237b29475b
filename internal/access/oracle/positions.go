package oracle

import "github.com/cedar-policy/cedar-go"

// Position is an opening. Private nil means unknown, which counts as private. Status is not read by any rule of sight;
// it is there so that tests may vary it and see that it does not matter.
type Position struct {
	ID, OrgID string
	Private   *bool
	Status    string // draft | open | closed
}

// Position answers view, update, publish (also open and close), privacy (switch it on or off), team (edit it),
// compensation_view, compensation_edit, compensation_publish (show it on the posting), delete, member_emails,
// create and create_compensation (the position is being made; m.Teams holds the team role the creator chose).
func (o *Oracle) Position(m Member, action string, p Position) bool {
	return o.As(m).Position(action, p)
}

// Position is Oracle.Position for a prepared member.
func (k *Asker) Position(action string, p Position) bool {
	return k.ask("position."+action, "Position", p.ID, p.facts(), k.at(&p), nil)
}

// GiveTeamRole answers whether the member may give this team role on an existing position.
func (o *Oracle) GiveTeamRole(m Member, p Position, teamRole string) bool {
	return o.As(m).GiveTeamRole(p, teamRole)
}

// GiveTeamRole is Oracle.GiveTeamRole for a prepared member.
func (k *Asker) GiveTeamRole(p Position, teamRole string) bool {
	given := k.oracle.catalogue.set(k.oracle.RoleSet(teamRole))
	return k.ask("position.give_team_role", "Position", p.ID, p.facts(), k.at(&p), cedar.RecordMap{"given": given})
}

func (p Position) facts() cedar.RecordMap {
	facts := cedar.RecordMap{"organisations": organisations(p.OrgID)}
	p.privacy(facts)
	return facts
}

func (p Position) privacy(facts cedar.RecordMap) {
	if p.Private != nil {
		facts["private"] = cedar.Boolean(*p.Private)
	}
}

// elsewhere is what the member holds at a second position, and that position's privacy.
func (k *Asker) elsewhere(p Position) cedar.Record {
	facts := cedar.RecordMap{"strings": k.at(&p).strings}
	p.privacy(facts)
	return cedar.NewRecord(facts)
}
