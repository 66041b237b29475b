package positions

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// teamsOf reads the hiring teams of visible positions as one reader gets them. Deactivated and removed members
// rest: they are not shown and do not count.
func teamsOf(ctx context.Context, tx db.Tx, a access.Actor, positionIDs []string) (map[string][]Teammate, error) {
	out := map[string][]Teammate{}
	if len(positionIDs) == 0 {
		return out, nil
	}
	var rows []struct {
		PositionID string `bun:"position_id"`
		Teammate
	}
	err := tx.NewRaw(`SELECT t.position_id, t.member_id, coalesce(nullif(m.name, ''), pe.name) AS name, m.title, pe.email, t.team_role
		FROM hiring_team AS t JOIN members AS m ON m.id = t.member_id JOIN people AS pe ON pe.id = m.person_id
		WHERE t.position_id IN (?) AND m.status = 'active'
		ORDER BY t.position_id, m.name_key, m.id`, bun.List(positionIDs)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read hiring teams: %w", err)
	}
	for _, r := range rows {
		// Access: addresses of members need members:view or a team role there.
		if !a.Holds(access.MembersView) && a.TeamRole(r.PositionID) == "" {
			r.Email = ""
		}
		out[r.PositionID] = append(out[r.PositionID], r.Teammate)
	}
	for _, team := range out {
		sortTeam(team)
	}
	return out, nil
}

// seatsOf is the active part of a hiring team, as stored.
func seatsOf(ctx context.Context, tx db.Tx, positionID string) (map[string]access.TeamRole, error) {
	var rows []Seat
	err := tx.NewRaw(`SELECT t.member_id, t.team_role FROM hiring_team AS t JOIN members AS m ON m.id = t.member_id
		WHERE t.position_id = ? AND m.status = 'active'`, positionID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read hiring team: %w", err)
	}
	out := make(map[string]access.TeamRole, len(rows))
	for _, s := range rows {
		out[s.MemberID] = s.TeamRole
	}
	return out, nil
}

// seat gives a member a team role, in place of the one they had.
func seat(ctx context.Context, tx db.Tx, a access.Actor, positionID string, s Seat) error {
	_, err := tx.NewRaw(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (position_id, member_id) DO UPDATE SET team_role = excluded.team_role, given_at = excluded.given_at, given_by = excluded.given_by`,
		positionID, s.MemberID, a.OrgID(), string(s.TeamRole), db.At(tx.Now()), a.MemberID()).Exec(ctx)
	return errs.Wrap(err, "give team role")
}

func unseat(ctx context.Context, tx db.Tx, positionID, memberID string) error {
	_, err := tx.NewRaw(`DELETE FROM hiring_team WHERE position_id = ? AND member_id = ?`, positionID, memberID).Exec(ctx)
	return errs.Wrap(err, "take team role")
}

// activeMembers gives the names of those of the members that are active in the actor's organisation.
func activeMembers(ctx context.Context, tx db.Tx, a access.Actor, ids []string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct{ ID, Name string }
	err := tx.NewRaw(`SELECT m.id, coalesce(nullif(m.name, ''), pe.name) AS name FROM members AS m JOIN people AS pe ON pe.id = m.person_id
		WHERE m.org_id = ? AND m.status = 'active' AND m.id IN (?)`, a.OrgID(), bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, nil
}

// personRow is somebody with what they are sorted by.
type personRow struct {
	Person
	NameKey string `bun:"name_key"`
}

// pickable are active members by name; only names one member that is offered alone.
func pickable(ctx context.Context, tx db.Tx, a access.Actor, only, q string, page db.Page) (db.List[Person], error) {
	var after struct{ Name, ID string }
	more, err := page.After("people", &after)
	if err != nil {
		return db.List[Person]{}, err
	}
	key := likeEscaper.Replace(db.Key(q))
	found := tx.NewSelect().TableExpr("members AS m").Join("JOIN people AS pe ON pe.id = m.person_id").
		Where("m.org_id = ? AND m.status = 'active' AND (? = '' OR m.id = ?)", a.OrgID(), only, only).
		Where(`(? = '' OR m.name_key LIKE ? ESCAPE '\' OR m.name_key LIKE ? ESCAPE '\')`, key, key+"%", "% "+key+"%")
	var n int64
	if page.Count {
		if n, err = found.Clone().Count(ctx); err != nil {
			return db.List[Person]{}, errs.Wrap(err, "count members")
		}
	}
	if more {
		found = found.Where("(m.name_key, m.id) > (?, ?)", after.Name, after.ID)
	}
	var rows []personRow
	err = found.ColumnExpr("m.id, coalesce(nullif(m.name, ''), pe.name) AS name, m.title, m.name_key").
		OrderExpr("m.name_key, m.id").Limit(page.Want()).Scan(ctx, &rows)
	if err != nil {
		return db.List[Person]{}, errs.Wrap(err, "read members")
	}
	cut := db.Cut(page, "people", rows, func(r personRow) any { return struct{ Name, ID string }{r.NameKey, r.MemberID} })
	out := db.List[Person]{Items: []Person{}, Next: cut.Next}
	for _, row := range cut.Items {
		out.Items = append(out.Items, row.Person)
	}
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}
