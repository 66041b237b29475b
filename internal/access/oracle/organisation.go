package oracle

import "github.com/cedar-policy/cedar-go"

// Person is another member as the object of a question.
type Person struct {
	ID, OrgID   string
	Permissions []string // of their present organisation role
	Owner       bool
}

// CustomRole is an organisation role as the object of a question. Mine says that the asking member holds it.
type CustomRole struct {
	ID, OrgID    string
	System, Mine bool
}

// Gate answers a question without an item (menu entry, quick action, widget, collection address): does the member hold
// the string in the role or on at least one position?
func (o *Oracle) Gate(m Member, permission string) bool {
	k := o.As(m)
	sets := [][]string{m.Permissions}
	for _, role := range m.Teams {
		sets = append(sets, o.catalogue.sets[role])
	}
	return k.decide("organisation.gate", "Organisation", m.OrgID, cedar.RecordMap{"organisations": organisations(m.OrgID)},
		cedar.NewRecord(cedar.RecordMap{"there": o.catalogue.set(sets...), "string": o.catalogue.set([]string{permission}).Slice()[0]}))
}

// Organisation answers invite, default_role, role_create: may the member hand out a role of these strings that way?
func (o *Oracle) Organisation(m Member, action, orgID string, given []string) bool {
	return o.As(m).decide("organisation."+action, "Organisation", orgID,
		cedar.RecordMap{"organisations": organisations(orgID)}, o.given(given))
}

// Role answers edit (adding the given strings) and delete (whether it is in use is the caller's to know).
func (o *Oracle) Role(m Member, action string, r CustomRole, added []string) bool {
	return o.As(m).decide("role."+action, "CustomRole", r.ID, cedar.RecordMap{
		"organisations": organisations(r.OrgID),
		"system":        cedar.Boolean(r.System),
		"mine":          cedar.Boolean(r.Mine),
	}, o.given(added))
}

// Person answers edit (name and title), remove, deactivate, reactivate, and reassign (to a role of the given strings).
func (o *Oracle) Person(m Member, action string, p Person, given []string) bool {
	return o.As(m).decide("person."+action, "Person", p.ID, cedar.RecordMap{
		"organisations": organisations(p.OrgID),
		"member":        memberUID(p.ID),
		"owner":         cedar.Boolean(p.Owner),
		"strings":       o.catalogue.set(p.Permissions),
	}, o.given(given))
}

func (o *Oracle) given(strings []string) cedar.Record {
	return cedar.NewRecord(cedar.RecordMap{"given": o.catalogue.set(strings)})
}
