package access

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"
)

// Audience is everybody who may do one thing to one object, as a predicate over members: a list of them is read in one
// query, however many there are.
type Audience struct {
	org, position string
	roles         []string              // that suffice by themselves
	seated        map[TeamRole][]string // roles that suffice together with a part on the position
	named, may    []string              // members whom the row itself names, and those of them who may
}

// Who says which active members of the object's organisation a rule lets through. It is the rule asked of every role,
// with every part that one can have on the object's position: what else a rule knows of a member is whether the row
// names them, and those are asked by themselves. It takes no objects with children, which lie on several positions.
func Who[K Kind](ctx context.Context, tx bun.IDB, rule Rule[K], row Row) (Audience, error) {
	var k K
	if k.resource().child != nil {
		panic("access: who may do something to a " + k.resource().name + " depends on several positions")
	}
	holds, err := RolesHold(ctx, tx, row.OrgID)
	if err != nil {
		return Audience{}, err
	}
	w := Audience{org: row.OrgID, position: row.PositionID, seated: map[TeamRole][]string{}}
	for _, role := range slices.Sorted(maps.Keys(holds)) {
		anybody := Actor{org: row.OrgID, member: "anybody", role: role, held: holds[role]}
		if May(anybody, rule, row) { // rights only add: no part on the position takes it away again
			w.roles = append(w.roles, role)
			continue
		}
		for _, part := range TeamRoles {
			if anybody.seats = seatsOf(map[string]TeamRole{row.PositionID: part}); May(anybody, rule, row) {
				w.seated[part] = append(w.seated[part], role)
			}
		}
	}
	for _, id := range append([]string{row.OwnMemberID, row.AuthorID, row.SubmitterID}, row.Linked...) {
		if id == "" || slices.Contains(w.named, id) {
			continue
		}
		them, err := Load(ctx, tx, row.OrgID, id)
		if err != nil {
			return Audience{}, err
		}
		w.named = append(w.named, id)
		if May(them, rule, row) {
			w.may = append(w.may, id)
		}
	}
	return w, nil
}

// SQL is the predicate over the table members under an alias.
func (w Audience) SQL(members string) (string, []any) {
	s := writer{alias: members}
	s.put(members+".org_id = ? AND "+members+".status = 'active' AND (", w.org)
	if len(w.may) > 0 {
		s.put(members + ".id IN ")
		s.list(w.may)
		s.put(" OR ")
	}
	if len(w.named) > 0 {
		s.put(members + ".id NOT IN ")
		s.list(w.named)
		s.put(" AND ")
	}
	s.put("(1 = 0")
	if len(w.roles) > 0 {
		s.put(" OR " + members + ".role_id IN ")
		s.list(w.roles)
	}
	for _, part := range TeamRoles {
		if len(w.seated[part]) == 0 {
			continue
		}
		seat := s.inner("seat")
		s.put(" OR " + members + ".role_id IN ")
		s.list(w.seated[part])
		s.put(" AND EXISTS (SELECT 1 FROM hiring_team AS "+seat+" WHERE "+seat+".position_id = ? AND "+seat+".member_id = "+members+".id AND "+
			seat+".team_role = ?)", w.position, string(part))
	}
	s.put("))")
	sql, args := s.done()
	return "(" + sql + ")", args
}

// RolesHold is what every organisation role holds now, by its id: RoleHolds of all of them in one query.
func RolesHold(ctx context.Context, tx bun.IDB, orgID string) (map[string]Set, error) {
	var rows []struct {
		ID         string
		System     SystemRole
		Permission Permission
	}
	err := tx.NewRaw(`SELECT r.id, r.system, coalesce(p.permission, '') AS permission FROM roles AS r LEFT JOIN role_permissions AS p ON p.role_id = r.id
		WHERE r.org_id = ?`, orgID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load roles: %w", err)
	}
	out := make(map[string]Set, len(rows))
	for _, r := range rows {
		switch {
		case r.System != "":
			out[r.ID] = OfSystemRole(r.System)
		case r.Permission == "":
			out[r.ID] = Set{}
		default:
			out[r.ID] = out[r.ID].With(r.Permission)
		}
	}
	return out, nil
}
