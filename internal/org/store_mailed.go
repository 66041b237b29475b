package org

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"candor/internal/db"
)

// mailToken is a link sent by mail, as it is kept: by its hash.
type mailToken struct {
	PersonID, Email, EmailKey string
}

func insertMailToken(ctx context.Context, tx db.Tx, hash, personID, purpose string, to address, life time.Duration) error {
	_, err := tx.NewRaw(`INSERT INTO mail_tokens (token_hash, person_id, purpose, email, email_key, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		hash, personID, purpose, to.Text, to.Key, db.At(tx.Now()), db.At(tx.Now().Add(life))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep a mailed link: %w", err)
	}
	return nil
}

func openMailToken(ctx context.Context, tx db.Tx, token, purpose string, lock bool) (mailToken, error) {
	query := `SELECT person_id, email, email_key FROM mail_tokens WHERE token_hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?`
	if lock {
		query += tx.Lock()
	}
	var t mailToken
	err := tx.NewRaw(query, db.HashToken(token), purpose, db.At(tx.Now())).Scan(ctx, &t)
	if errors.Is(err, sql.ErrNoRows) {
		return t, deadLink()
	}
	if err != nil {
		return t, fmt.Errorf("read a mailed link: %w", err)
	}
	return t, nil
}

// dropMailTokens makes all links of one purpose worthless: one was used, or the reason for them is gone.
func dropMailTokens(ctx context.Context, tx db.Tx, personID, purpose string) error {
	_, err := tx.NewRaw(`UPDATE mail_tokens SET used_at = ? WHERE person_id = ? AND purpose = ? AND used_at IS NULL`,
		db.At(tx.Now()), personID, purpose).Exec(ctx)
	return err
}

func sweepMailTokens(ctx context.Context, tx db.Tx, before time.Time) error {
	_, err := tx.NewRaw(`DELETE FROM mail_tokens WHERE expires_at < ?`, db.At(before)).Exec(ctx)
	return err
}

// place is where a person is an active member.
type place struct{ OrgID, MemberID string }

func placesOf(ctx context.Context, tx db.Tx, personID string) ([]place, error) {
	var out []place
	if err := tx.NewRaw(`SELECT org_id, id AS member_id FROM members WHERE person_id = ? AND status = 'active' ORDER BY org_id`, personID).Scan(ctx, &out); err != nil {
		return nil, fmt.Errorf("read memberships: %w", err)
	}
	return out, nil
}
