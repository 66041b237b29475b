package org

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

type roleRow struct {
	ID, Name, NameKey, Description string
	System                         access.SystemRole
	Rank                           int
	MemberCount                    int
	UpdatedAt                      db.Time
}

func (r roleRow) role(held access.Set) Role {
	return Role{ID: r.ID, Name: r.Name, Description: r.Description, System: r.System, Permissions: held, MemberCount: &r.MemberCount, UpdatedAt: r.UpdatedAt}
}

// roleRank puts the system roles first, in the order of their reach.
const roleRank = `CASE r.system WHEN 'admin' THEN 0 WHEN 'staffing' THEN 1 WHEN 'interviewer' THEN 2 ELSE 3 END`

const roleColumns = `r.id, r.name, r.name_key, r.description, r.system, r.updated_at, ` + roleRank + ` AS rank,
	(SELECT count(*) FROM members AS m WHERE m.role_id = r.id AND m.status = 'active') AS member_count`

type roleKey struct {
	Rank     int
	Name, ID string
}

func listRoles(ctx context.Context, tx db.Tx, orgID, q string, page db.Page) (db.List[Role], error) {
	var after roleKey
	more, err := page.After("roles", &after)
	if err != nil {
		return db.List[Role]{}, err
	}
	query := tx.NewSelect().TableExpr("roles AS r").Where("r.org_id = ?", orgID)
	if q != "" {
		query = query.Where("r.name_key LIKE ? ESCAPE '!'", db.Containing(q))
	}
	var n int64
	if page.Count {
		if n, err = query.Clone().Count(ctx); err != nil {
			return db.List[Role]{}, fmt.Errorf("count roles: %w", err)
		}
	}
	if more {
		query = query.Where("("+roleRank+", r.name_key, r.id) > (?, ?, ?)", after.Rank, after.Name, after.ID)
	}
	var rows []roleRow
	if err := query.ColumnExpr(roleColumns).OrderExpr("rank, r.name_key, r.id").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return db.List[Role]{}, fmt.Errorf("list roles: %w", err)
	}
	cut := db.Cut(page, "roles", rows, func(r roleRow) any { return roleKey{r.Rank, r.NameKey, r.ID} })
	held, err := stringsOf(ctx, tx, cut.Items)
	if err != nil {
		return db.List[Role]{}, err
	}
	out := db.List[Role]{Next: cut.Next}
	for _, row := range cut.Items {
		out.Items = append(out.Items, row.role(held[row.ID]))
	}
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}

// stringsOf reads what several roles hold.
func stringsOf(ctx context.Context, tx db.Tx, roles []roleRow) (map[string]access.Set, error) {
	out := make(map[string]access.Set, len(roles))
	var custom []string
	for _, r := range roles {
		if r.System != "" {
			out[r.ID] = access.OfSystemRole(r.System)
		} else {
			custom = append(custom, r.ID)
		}
	}
	if len(custom) == 0 {
		return out, nil
	}
	var rows []struct {
		RoleID     string
		Permission access.Permission
	}
	if err := tx.NewRaw(`SELECT role_id, permission FROM role_permissions WHERE role_id IN ?`, bun.Tuple(custom)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read permissions of roles: %w", err)
	}
	for _, row := range rows {
		out[row.RoleID] = out[row.RoleID].With(row.Permission)
	}
	return out, nil
}

// rolesByID reads several roles at once.
func rolesByID(ctx context.Context, tx db.Tx, orgID string, ids []string) (map[string]Role, error) {
	out := map[string]Role{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []roleRow
	if err := tx.NewRaw(`SELECT r.id, r.name, r.system FROM roles AS r WHERE r.org_id = ? AND r.id IN ?`, orgID, bun.Tuple(ids)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read roles: %w", err)
	}
	held, err := stringsOf(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		role := row.role(held[row.ID])
		role.MemberCount = nil
		out[row.ID] = role
	}
	return out, nil
}

func roleByID(ctx context.Context, tx db.Tx, orgID, id string, lock bool) (Role, bool, error) {
	return oneRole(ctx, tx, lock, `r.org_id = ? AND r.id = ?`, orgID, id)
}

func systemRoleOf(ctx context.Context, tx db.Tx, orgID string, system access.SystemRole) (Role, error) {
	role, found, err := oneRole(ctx, tx, false, `r.org_id = ? AND r.system = ?`, orgID, string(system))
	if err == nil && !found {
		err = fmt.Errorf("organisation %s has no role %s", orgID, system)
	}
	return role, err
}

func roleByName(ctx context.Context, tx db.Tx, orgID, name string) (Role, bool, error) {
	return oneRole(ctx, tx, false, `r.org_id = ? AND r.name_key = ?`, orgID, db.Key(name))
}

func oneRole(ctx context.Context, tx db.Tx, lock bool, where string, args ...any) (Role, bool, error) {
	query := `SELECT ` + roleColumns + ` FROM roles AS r WHERE ` + where
	if lock && tx.Lock() != "" {
		query += tx.Lock() + ` OF r`
	}
	var row roleRow
	err := tx.NewRaw(query, args...).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Role{}, false, nil
	}
	if err != nil {
		return Role{}, false, fmt.Errorf("read role: %w", err)
	}
	held, err := access.RoleHolds(ctx, tx, row.System, row.ID)
	return row.role(held), err == nil, err
}

func insertRole(ctx context.Context, tx db.Tx, a access.Actor, role Role) error {
	if _, err := tx.NewRaw(`INSERT INTO roles (id, org_id, name, name_key, description, system, created_at, created_by, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, role.ID, a.OrgID(), role.Name, db.Key(role.Name), role.Description, string(role.System),
		db.At(tx.Now()), orNull(a.MemberID()), role.UpdatedAt).Exec(ctx); err != nil {
		return err
	}
	return insertStrings(ctx, tx, a.OrgID(), role.ID, role.Permissions)
}

func insertStrings(ctx context.Context, tx db.Tx, orgID, roleID string, ps access.Set) error {
	for _, p := range ps.List() {
		if _, err := tx.NewRaw(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, roleID, orgID, string(p)).Exec(ctx); err != nil {
			return fmt.Errorf("add %s to a role: %w", p, err)
		}
	}
	return nil
}

func updateRole(ctx context.Context, tx db.Tx, a access.Actor, before, after Role) error {
	if _, err := tx.NewRaw(`UPDATE roles SET name = ?, name_key = ?, description = ?, updated_at = ? WHERE id = ? AND org_id = ?`,
		after.Name, db.Key(after.Name), after.Description, after.UpdatedAt, after.ID, a.OrgID()).Exec(ctx); err != nil {
		return err
	}
	if gone := before.Permissions.Minus(after.Permissions).List(); len(gone) > 0 {
		if _, err := tx.NewRaw(`DELETE FROM role_permissions WHERE role_id = ? AND permission IN ?`, after.ID, bun.Tuple(gone)).Exec(ctx); err != nil {
			return fmt.Errorf("take permissions from a role: %w", err)
		}
	}
	return insertStrings(ctx, tx, a.OrgID(), after.ID, after.Permissions.Minus(before.Permissions))
}

func deleteRole(ctx context.Context, tx db.Tx, orgID, id string) error {
	// Invitations that are over may still name it. One that only expired could be sent again, and would then
	// promise another role: it is withdrawn.
	if _, err := tx.NewRaw(`UPDATE invitations SET revoked_at = ? WHERE role_id = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at <= ?`,
		db.At(tx.Now()), id, db.At(tx.Now())).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewRaw(`UPDATE invitations SET role_id = NULL WHERE role_id = ? AND (accepted_at IS NOT NULL OR revoked_at IS NOT NULL)`, id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw(`DELETE FROM roles WHERE id = ? AND org_id = ?`, id, orgID).Exec(ctx)
	return err
}

// holdersOf counts by what a role is held. An invitation that has expired holds nothing: it must be sent anew,
// and then asks for the role again.
func holdersOf(ctx context.Context, tx db.Tx, roleID string) (holders, error) {
	var h holders
	err := tx.NewRaw(`SELECT
			(SELECT count(*) FROM members WHERE role_id = ? AND status = 'active') AS active,
			(SELECT count(*) FROM members WHERE role_id = ? AND status = 'deactivated') AS deactivated,
			(SELECT count(*) FROM invitations WHERE role_id = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?) AS invitations,
			EXISTS (SELECT 1 FROM organizations WHERE default_role_id = ?) AS "default"`,
		roleID, roleID, roleID, db.At(tx.Now()), roleID).Scan(ctx, &h)
	if err != nil {
		return holders{}, fmt.Errorf("read who holds a role: %w", err)
	}
	return h, nil
}
