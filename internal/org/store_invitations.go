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

type invitationScan struct {
	ID, OrgID, Email, EmailKey string
	RoleID, RoleName           string
	InvitedBy, InvitedByID     string
	CreatedAt, ExpiresAt       db.Time
}

func (s invitationScan) invitation(now interface{ UnixMilli() int64 }) Invitation {
	i := Invitation{ID: s.ID, Email: s.Email, Status: Pending, RoleID: s.RoleID, Role: s.RoleName, InvitedBy: s.InvitedBy, InvitedByID: s.InvitedByID,
		CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt}
	if s.ExpiresAt.UnixMilli() <= now.UnixMilli() {
		i.Status = Expired
	}
	return i
}

const invitationColumns = `i.id, i.org_id, i.email, i.email_key, coalesce(i.role_id, '') AS role_id, coalesce(r.name, '') AS role_name,
	i.invited_by AS invited_by_id, coalesce(nullif(m.name, ''), p.name) AS invited_by, i.created_at, i.expires_at`

const invitationTables = ` FROM invitations AS i JOIN members AS m ON m.id = i.invited_by JOIN people AS p ON p.id = m.person_id LEFT JOIN roles AS r ON r.id = i.role_id`

const invitationOpen = `i.accepted_at IS NULL AND i.revoked_at IS NULL`

func invitationByID(ctx context.Context, tx db.Tx, orgID, id string, lock bool) (Invitation, bool, error) {
	i, found, err := oneInvitation(ctx, tx, lock, `i.org_id = ? AND i.id = ? AND `+invitationOpen, orgID, id)
	return i.invitation(tx.Now()), found, err
}

func openInvitationTo(ctx context.Context, tx db.Tx, orgID, emailKey string) (Invitation, bool, error) {
	i, found, err := oneInvitation(ctx, tx, true, `i.org_id = ? AND i.email_key = ? AND `+invitationOpen, orgID, emailKey)
	return i.invitation(tx.Now()), found, err
}

// invitationByToken finds an invitation that can be accepted now.
func invitationByToken(ctx context.Context, tx db.Tx, token string, lock bool) (invitationScan, bool, error) {
	return oneInvitation(ctx, tx, lock, `i.token_hash = ? AND i.expires_at > ? AND `+invitationOpen, db.HashToken(token), db.At(tx.Now()))
}

func oneInvitation(ctx context.Context, tx db.Tx, lock bool, where string, args ...any) (invitationScan, bool, error) {
	query := `SELECT ` + invitationColumns + invitationTables + ` WHERE ` + where
	if lock && tx.Lock() != "" {
		query += tx.Lock() + ` OF i`
	}
	var s invitationScan
	err := tx.NewRaw(query, args...).Scan(ctx, &s)
	if errors.Is(err, sql.ErrNoRows) {
		return invitationScan{}, false, nil
	}
	if err != nil {
		return invitationScan{}, false, fmt.Errorf("read invitation: %w", err)
	}
	return s, true, nil
}

func invitationsOf(tx db.Tx, orgID string, asked Asked, status Status) *bun.SelectQuery {
	q := tx.NewSelect().TableExpr("invitations AS i").
		Join("JOIN members AS m ON m.id = i.invited_by").
		Join("JOIN people AS p ON p.id = m.person_id").
		Join("LEFT JOIN roles AS r ON r.id = i.role_id").
		Where("i.org_id = ? AND "+invitationOpen, orgID)
	if status == Pending {
		q = q.Where("i.expires_at > ?", db.At(tx.Now()))
	} else {
		q = q.Where("i.expires_at <= ?", db.At(tx.Now()))
	}
	if asked.RoleID != "" {
		q = q.Where("i.role_id = ?", asked.RoleID)
	}
	if asked.Q != "" {
		q = q.Where("i.email_key LIKE ? ESCAPE '!'", db.Containing(asked.Q))
	}
	return q
}

func insertInvitation(ctx context.Context, tx db.Tx, a access.Actor, i Invitation, emailKey, hash string) error {
	_, err := tx.NewRaw(`INSERT INTO invitations (id, org_id, email, email_key, role_id, token_hash, invited_by, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, i.ID, a.OrgID(), i.Email, emailKey, orNull(i.RoleID), hash, i.InvitedByID, i.CreatedAt, i.ExpiresAt).Exec(ctx)
	return err
}

func renewInvitation(ctx context.Context, tx db.Tx, i Invitation, hash string) error {
	_, err := tx.NewRaw(`UPDATE invitations SET token_hash = ?, invited_by = ?, expires_at = ? WHERE id = ?`, hash, i.InvitedByID, i.ExpiresAt, i.ID).Exec(ctx)
	return err
}

func changeInvitation(ctx context.Context, tx db.Tx, i Invitation) error {
	_, err := tx.NewRaw(`UPDATE invitations SET role_id = ?, invited_by = ? WHERE id = ?`, orNull(i.RoleID), i.InvitedByID, i.ID).Exec(ctx)
	return err
}

func revokeInvitation(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
	_, err := tx.NewRaw(`UPDATE invitations SET revoked_at = ?, revoked_by = ? WHERE id = ?`, db.At(tx.Now()), orNull(a.MemberID()), id).Exec(ctx)
	return err
}

func acceptInvitation(ctx context.Context, tx db.Tx, id, memberID string) error {
	_, err := tx.NewRaw(`UPDATE invitations SET accepted_at = ?, accepted_by = ? WHERE id = ?`, db.At(tx.Now()), memberID, id).Exec(ctx)
	return err
}
