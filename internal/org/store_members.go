package org

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// memberRow is a member with what the verbs need beside what readers get.
type memberRow struct {
	Member
	PersonID, NameKey string
	Held              access.Set
}

type memberScan struct {
	ID, PersonID, Name, NameKey, Email, Title string
	EmailVerifiedAt                           db.Time
	Status                                    Status
	RoleID, RoleName                          string
	System                                    access.SystemRole
	Owner                                     bool
	JoinedAt, LastSeenAt                      db.Time
}

func (m memberScan) row() memberRow {
	return memberRow{PersonID: m.PersonID, NameKey: m.NameKey, Member: Member{ID: m.ID, Name: m.Name, Title: m.Title, Email: m.Email, Status: m.Status,
		RoleID: m.RoleID, Role: m.RoleName, System: m.System, Owner: m.Owner, Verified: !m.EmailVerifiedAt.IsZero(),
		JoinedAt: m.JoinedAt, LastSeenAt: m.LastSeenAt}}
}

// An organisation may call somebody by another name than they gave themselves (members.name).
const memberColumns = `m.id, m.person_id, coalesce(nullif(m.name, ''), p.name) AS name, m.name_key, p.email, p.email_verified_at, m.title, m.status,
	m.role_id, r.name AS role_name, r.system, coalesce(o.owner_member_id = m.id, FALSE) AS owner, m.joined_at, m.last_seen_at`

const memberTables = ` FROM members AS m JOIN people AS p ON p.id = m.person_id JOIN roles AS r ON r.id = m.role_id JOIN organizations AS o ON o.id = m.org_id`

// memberByID finds a member who is active or deactivated; removed ones are gone.
func memberByID(ctx context.Context, tx db.Tx, orgID, id string, lock bool) (memberRow, bool, error) {
	return oneMember(ctx, tx, lock, `m.org_id = ? AND m.id = ? AND m.status <> 'removed'`, orgID, id)
}

func memberByEmail(ctx context.Context, tx db.Tx, orgID, emailKey string) (memberRow, bool, error) {
	return oneMember(ctx, tx, false, `m.org_id = ? AND p.email_key = ? AND m.status <> 'removed'`, orgID, emailKey)
}

func oneMember(ctx context.Context, tx db.Tx, lock bool, where string, args ...any) (memberRow, bool, error) {
	query := `SELECT ` + memberColumns + memberTables + ` WHERE ` + where
	if lock && tx.Lock() != "" {
		query += tx.Lock() + ` OF m`
	}
	var scan memberScan
	err := tx.NewRaw(query, args...).Scan(ctx, &scan)
	if errors.Is(err, sql.ErrNoRows) {
		return memberRow{}, false, nil
	}
	if err != nil {
		return memberRow{}, false, fmt.Errorf("read member: %w", err)
	}
	m := scan.row()
	m.Held, err = access.RoleHolds(ctx, tx, m.System, m.RoleID)
	return m, err == nil, err
}

// readPart reads members of one status, or invitations, by name, behind a key.
func readPart(ctx context.Context, tx db.Tx, a access.Actor, asked Asked, part Status, behind listedKey, want int64) ([]Listed, []listedKey, error) {
	var out []Listed
	var keys []listedKey
	if part == Pending || part == Expired {
		var rows []invitationScan
		q := invitationsOf(tx, a.OrgID(), asked, part).ColumnExpr(invitationColumns)
		if behind.ID != "" {
			q = q.Where("(i.email_key, i.id) > (?, ?)", behind.Name, behind.ID)
		}
		if err := q.OrderExpr("i.email_key, i.id").Limit(want).Scan(ctx, &rows); err != nil {
			return nil, nil, fmt.Errorf("list invitations: %w", err)
		}
		for _, row := range rows {
			i := row.invitation(tx.Now())
			out, keys = append(out, Listed{Invitation: &i}), append(keys, listedKey{behind.Part, row.EmailKey, row.ID})
		}
		return out, keys, nil
	}
	var rows []memberScan
	q := membersOf(tx, a.OrgID(), asked, part).ColumnExpr(memberColumns)
	if behind.ID != "" {
		q = q.Where("(m.name_key, m.id) > (?, ?)", behind.Name, behind.ID)
	}
	if err := q.OrderExpr("m.name_key, m.id").Limit(want).Scan(ctx, &rows); err != nil {
		return nil, nil, fmt.Errorf("list members: %w", err)
	}
	for _, row := range rows {
		m := row.row().Member
		out, keys = append(out, Listed{Member: &m}), append(keys, listedKey{behind.Part, row.NameKey, row.ID})
	}
	return out, keys, nil
}

func countPart(ctx context.Context, tx db.Tx, a access.Actor, asked Asked, part Status) (int, error) {
	q := narrowed(tx.NewSelect().TableExpr("members AS m"), a.OrgID(), asked, part)
	if part == Pending || part == Expired {
		q = invitationsOf(tx, a.OrgID(), asked, part)
	}
	n, err := q.Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count people: %w", err)
	}
	return int(n), nil
}

func membersOf(tx db.Tx, orgID string, asked Asked, status Status) *bun.SelectQuery {
	return narrowed(tx.NewSelect().TableExpr("members AS m").
		Join("JOIN people AS p ON p.id = m.person_id").
		Join("JOIN roles AS r ON r.id = m.role_id").
		Join("JOIN organizations AS o ON o.id = m.org_id"), orgID, asked, status)
}

func narrowed(q *bun.SelectQuery, orgID string, asked Asked, status Status) *bun.SelectQuery {
	q = q.Where("m.org_id = ? AND m.status = ?", orgID, string(status))
	if asked.RoleID != "" {
		q = q.Where("m.role_id = ?", asked.RoleID)
	}
	if asked.Q != "" {
		q = q.Where("m.find_key LIKE ? ESCAPE '!'", db.Containing(asked.Q))
	}
	return q
}

func findNames(ctx context.Context, tx db.Tx, orgID, q string, most int) ([]Name, error) {
	var out []Name
	err := tx.NewRaw(`SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name FROM members AS m JOIN people AS p ON p.id = m.person_id
		WHERE m.org_id = ? AND m.status = 'active' AND m.name_key LIKE ? ESCAPE '!' ORDER BY m.name_key, m.id LIMIT ?`,
		orgID, db.Containing(q), most).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("find names: %w", err)
	}
	return out, nil
}

// join makes a person a member, or one again: a removed member keeps their id, so that their own file stays theirs,
// and nothing else; sessions from before stay dead.
func join(ctx context.Context, tx db.Tx, orgID, personID, roleID, name, title string) (string, error) {
	id := db.NewID()
	err := tx.NewRaw(`INSERT INTO members (id, org_id, person_id, role_id, title, name_key, status, joined_at, access_since)
		VALUES (?, ?, ?, ?, ?, ?, 'active', ?, 0)
		ON CONFLICT (org_id, person_id) DO UPDATE SET role_id = excluded.role_id, title = excluded.title, name = '', name_key = excluded.name_key,
			status = 'active', joined_at = excluded.joined_at, ended_at = NULL, ended_by = NULL, last_seen_at = NULL
		RETURNING id`, id, orgID, personID, roleID, title, db.Key(name), db.At(tx.Now())).Scan(ctx, &id)
	if err != nil {
		return "", fmt.Errorf("join: %w", err)
	}
	if err := activity.LinkedByAddress(ctx, tx, personID); err != nil {
		return "", err
	}
	return id, setFindKey(ctx, tx, personID)
}

// setFindKey keeps what a person is found by, in every organisation: their name there, and their address.
func setFindKey(ctx context.Context, tx db.Tx, personID string) error {
	_, err := tx.NewRaw(`UPDATE members SET find_key = name_key || ' ' || (SELECT p.email_key FROM people AS p WHERE p.id = members.person_id)
		WHERE person_id = ?`, personID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep what a member is found by: %w", err)
	}
	return nil
}

func setRole(ctx context.Context, tx db.Tx, memberID, roleID string) error {
	_, err := tx.NewRaw(`UPDATE members SET role_id = ? WHERE id = ?`, roleID, memberID).Exec(ctx)
	return err
}

// setMember keeps name and title as this organisation writes them.
func setMember(ctx context.Context, tx db.Tx, m memberRow) error {
	if _, err := tx.NewRaw(`UPDATE members SET name = ?, name_key = ?, title = ? WHERE id = ?`, m.Name, db.Key(m.Name), m.Title, m.ID).Exec(ctx); err != nil {
		return err
	}
	return setFindKey(ctx, tx, m.PersonID)
}

// shutOut ends a membership: sessions and keys made until now do not open this organisation again, ever; those of this
// very millisecond included.
func shutOut(ctx context.Context, tx db.Tx, a access.Actor, memberID string, status string) error {
	if _, err := tx.NewRaw(`UPDATE members SET status = ?, ended_at = ?, ended_by = ?, access_since = ? WHERE id = ?`,
		status, db.At(tx.Now()), orNull(a.MemberID()), db.At(tx.Now().Add(time.Millisecond)), memberID).Exec(ctx); err != nil {
		return fmt.Errorf("end membership: %w", err)
	}
	return endAccess(ctx, tx, a, memberID)
}

// endAccess revokes a member's keys for good and ends what sessions meant here.
func endAccess(ctx context.Context, tx db.Tx, a access.Actor, memberID string) error {
	if _, err := tx.NewRaw(`UPDATE api_keys SET revoked_at = ?, revoked_by = ? WHERE member_id = ? AND revoked_at IS NULL`,
		db.At(tx.Now()), orNull(a.MemberID()), memberID).Exec(ctx); err != nil {
		return fmt.Errorf("revoke keys: %w", err)
	}
	// Sessions are the person's. Where no other organisation is left they end; else they forget this choice.
	if _, err := tx.NewRaw(`UPDATE sessions SET org_id = NULL WHERE org_id = ? AND person_id = (SELECT person_id FROM members WHERE id = ?)`,
		a.OrgID(), memberID).Exec(ctx); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	_, err := tx.NewRaw(`UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL AND person_id = (SELECT person_id FROM members WHERE id = ?)
			AND NOT EXISTS (SELECT 1 FROM members AS o WHERE o.person_id = sessions.person_id AND o.status = 'active' AND o.id <> ?)`,
		db.At(tx.Now()), memberID, memberID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

func reopen(ctx context.Context, tx db.Tx, memberID string) error {
	_, err := tx.NewRaw(`UPDATE members SET status = 'active', ended_at = NULL, ended_by = NULL WHERE id = ?`, memberID).Exec(ctx)
	return err
}

// leaveTeams takes a removed member off every hiring team and interview: should they come back, they come back
// without them.
func leaveTeams(ctx context.Context, tx db.Tx, memberID string) ([]teamPlace, error) {
	var left []teamPlace
	if err := tx.NewRaw(`DELETE FROM hiring_team WHERE member_id = ? RETURNING position_id, team_role`, memberID).Scan(ctx, &left); err != nil {
		return nil, fmt.Errorf("leave hiring teams: %w", err)
	}
	if _, err := tx.NewRaw(`DELETE FROM interview_assignments WHERE member_id = ?`, memberID).Exec(ctx); err != nil {
		return nil, fmt.Errorf("leave interviews: %w", err)
	}
	return left, nil
}

type teamPlace struct {
	PositionID string
	TeamRole   access.TeamRole
}
