package org

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"candor/internal/access"
	"candor/internal/db"
)

type sessionRow struct {
	SessionID                        string
	OrgID, TokenHash                 string
	Address, Agent                   string
	CreatedAt, LastSeenAt, ExpiresAt db.Time
	person
}

func (s sessionRow) session() Session {
	return Session{ID: s.SessionID, PersonID: s.person.ID, OrgID: s.OrgID, Address: s.Address, Agent: s.Agent,
		CreatedAt: s.CreatedAt.Time, LastSeenAt: s.LastSeenAt.Time, ExpiresAt: s.ExpiresAt.Time}
}

const sessionColumns = `s.id AS session_id, coalesce(s.org_id, '') AS org_id, s.token_hash, s.address, s.agent, s.created_at, s.last_seen_at, s.expires_at, ` + personColumns

// openSession finds a living session by its token.
func openSession(ctx context.Context, tx db.Tx, token string) (Session, person, error) {
	var row sessionRow
	err := tx.NewRaw(`SELECT `+sessionColumns+` FROM sessions AS s JOIN people AS p ON p.id = s.person_id
		WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ?`, db.HashToken(token), db.At(tx.Now())).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, person{}, dead()
	}
	if err != nil {
		return Session{}, person{}, fmt.Errorf("read session: %w", err)
	}
	return row.session(), row.person, nil
}

func insertSession(ctx context.Context, tx db.Tx, s Session, hash string) error {
	_, err := tx.NewRaw(`INSERT INTO sessions (id, person_id, org_id, token_hash, created_at, last_seen_at, expires_at, address, agent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.ID, s.PersonID, orNull(s.OrgID), hash, db.At(s.CreatedAt), db.At(s.LastSeenAt),
		db.At(s.ExpiresAt), s.Address, s.Agent).Exec(ctx)
	if err != nil {
		return fmt.Errorf("open session: %w", err)
	}
	return nil
}

// openSessions of a person, the last used first; the one with the token hash is called current.
func openSessions(ctx context.Context, tx db.Tx, personID, hash string) ([]Session, error) {
	var rows []sessionRow
	err := tx.NewRaw(`SELECT `+sessionColumns+` FROM sessions AS s JOIN people AS p ON p.id = s.person_id
		WHERE s.person_id = ? AND s.ended_at IS NULL AND s.expires_at > ? ORDER BY s.last_seen_at DESC, s.id DESC LIMIT 200`,
		personID, db.At(tx.Now())).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	out := make([]Session, len(rows))
	for i, row := range rows {
		out[i] = row.session()
		out[i].Current = row.TokenHash == hash
	}
	return out, nil
}

// endSession ends one of a person's sessions.
func endSession(ctx context.Context, tx db.Tx, personID, id string) (bool, error) {
	return changedOne(tx.NewRaw(`UPDATE sessions SET ended_at = ? WHERE person_id = ? AND id = ? AND ended_at IS NULL`,
		db.At(tx.Now()), personID, id).Exec(ctx))
}

// endSessionsBut keeps the session of one token hash; "" keeps none.
func endSessionsBut(ctx context.Context, tx db.Tx, personID, keep string) error {
	_, err := tx.NewRaw(`UPDATE sessions SET ended_at = ? WHERE person_id = ? AND token_hash <> ? AND ended_at IS NULL`,
		db.At(tx.Now()), personID, keep).Exec(ctx)
	return err
}

func endByToken(ctx context.Context, tx db.Tx, token string) error {
	_, err := tx.NewRaw(`UPDATE sessions SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL`, db.At(tx.Now()), db.HashToken(token)).Exec(ctx)
	return err
}

func setSessionOrg(ctx context.Context, tx db.Tx, sessionID, orgID string) error {
	_, err := tx.NewRaw(`UPDATE sessions SET org_id = ? WHERE id = ?`, orgID, sessionID).Exec(ctx)
	return err
}

// noteUse moves "last seen". None of these columns grants anything, so no epoch moves.
func (r *Room) noteUse(ctx context.Context, s seen, now time.Time) error {
	before := db.At(now.Add(-seenEvery))
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if s.session != "" {
			if _, err := tx.NewRaw(`UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE id = ? AND ended_at IS NULL AND last_seen_at < ?`,
				db.At(now), db.At(now.Add(sessionLife)), s.session, before).Exec(ctx); err != nil {
				return err
			}
		}
		if s.key != "" {
			if _, err := tx.NewRaw(`UPDATE api_keys SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)`,
				db.At(now), s.key, before).Exec(ctx); err != nil {
				return err
			}
		}
		_, err := tx.NewRaw(`UPDATE members SET last_seen_at = ? WHERE id = ? AND (last_seen_at IS NULL OR last_seen_at < ?)`,
			db.At(now), s.member, before).Exec(ctx)
		return err
	})
}

// sweepSessions forgets what ended or expired long ago.
func sweepSessions(ctx context.Context, tx db.Tx, before time.Time) error {
	_, err := tx.NewRaw(`DELETE FROM sessions WHERE expires_at < ? OR ended_at < ?`, db.At(before), db.At(before)).Exec(ctx)
	return err
}

// keyRow is an API key as it is found by its token.
type keyRow struct {
	KeyID, OrgID, MemberID string
	Permissions            string
	CreatedAt, LastUsedAt  db.Time
	person
}

type openedKey struct {
	ID, OrgID, MemberID   string
	CreatedAt, LastUsedAt db.Time
	permissions           []access.Permission
}

func (k openedKey) holds() access.Set { return access.SetOf(k.permissions...) }

func openKey(ctx context.Context, tx db.Tx, token string) (openedKey, person, error) {
	var row keyRow
	err := tx.NewRaw(`SELECT k.id AS key_id, k.org_id, k.member_id, k.permissions, k.created_at, k.last_used_at, `+personColumns+`
		FROM api_keys AS k JOIN members AS m ON m.id = k.member_id JOIN people AS p ON p.id = m.person_id
		WHERE k.token_hash = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)`,
		db.HashToken(token), db.At(tx.Now())).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return openedKey{}, person{}, dead()
	}
	if err != nil {
		return openedKey{}, person{}, fmt.Errorf("read key: %w", err)
	}
	ps, err := readPermissions(row.Permissions)
	return openedKey{ID: row.KeyID, OrgID: row.OrgID, MemberID: row.MemberID, CreatedAt: row.CreatedAt, LastUsedAt: row.LastUsedAt, permissions: ps}, row.person, err
}
