package org

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"candor/internal/activity"
	"candor/internal/db"
)

// person is somebody who signs in.
type person struct {
	ID, Email, EmailKey, Name string
	EmailVerifiedAt           db.Time
	PasswordHash              string
	TimeZone, Locale          string
	Theme, Appearance         string
}

func (p person) verified() bool { return !p.EmailVerifiedAt.IsZero() }

const personColumns = `p.id, p.email, p.email_key, p.name, p.email_verified_at, p.password_hash, p.time_zone, p.locale, p.theme, p.appearance`

// personByEmail gives the zero person where there is none: sign-in treats both alike.
func personByEmail(ctx context.Context, tx db.Tx, key string) (person, error) {
	return onePerson(ctx, tx, `SELECT `+personColumns+` FROM people AS p WHERE p.email_key = ?`, key)
}

func personByID(ctx context.Context, tx db.Tx, id string) (person, error) {
	return onePerson(ctx, tx, `SELECT `+personColumns+` FROM people AS p WHERE p.id = ?`, id)
}

func onePerson(ctx context.Context, tx db.Tx, query string, arg string) (person, error) {
	var p person
	err := tx.NewRaw(query, arg).Scan(ctx, &p)
	if errors.Is(err, sql.ErrNoRows) {
		return person{}, nil
	}
	if err != nil {
		return person{}, fmt.Errorf("read a person: %w", err)
	}
	return p, nil
}

func insertPerson(ctx context.Context, tx db.Tx, p person) error {
	_, err := tx.NewRaw(`INSERT INTO people (id, email, email_key, email_verified_at, name, password_hash, time_zone, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Email, p.EmailKey, p.EmailVerifiedAt, p.Name, p.PasswordHash, p.TimeZone, db.At(tx.Now())).Exec(ctx)
	return err
}

// swapPassword replaces a password hash only if it is still the one that was read.
func swapPassword(ctx context.Context, tx db.Tx, personID, from, to string) (bool, error) {
	return changedOne(tx.NewRaw(`UPDATE people SET password_hash = ? WHERE id = ? AND password_hash = ?`, to, personID, from).Exec(ctx))
}

func setPassword(ctx context.Context, tx db.Tx, personID, hash string) error {
	_, err := tx.NewRaw(`UPDATE people SET password_hash = ? WHERE id = ?`, hash, personID).Exec(ctx)
	return err
}

func setVerified(ctx context.Context, tx db.Tx, personID string) error {
	_, err := tx.NewRaw(`UPDATE people SET email_verified_at = ? WHERE id = ? AND email_verified_at IS NULL`, db.At(tx.Now()), personID).Exec(ctx)
	if err != nil {
		return err
	}
	return activity.LinkedByAddress(ctx, tx, personID)
}

func setEmail(ctx context.Context, tx db.Tx, personID string, to address) error {
	if _, err := tx.NewRaw(`UPDATE people SET email = ?, email_key = ?, email_verified_at = ? WHERE id = ?`,
		to.Text, to.Key, db.At(tx.Now()), personID).Exec(ctx); err != nil {
		return err
	}
	if err := activity.LinkedByAddress(ctx, tx, personID); err != nil {
		return err
	}
	return setFindKey(ctx, tx, personID)
}

// memberships are the organisations a person can enter with a credential made at since: active there, not
// shut out after it was made, with an address that the organisation approves.
func memberships(ctx context.Context, tx db.Tx, p person, since time.Time) ([]Membership, error) {
	var rows []struct {
		MemberID, OrgID, Slug, Name string
		AccessSince, LastSeenAt     db.Time
		Closed, Approved            bool
	}
	err := tx.NewRaw(`SELECT m.id AS member_id, m.org_id, o.slug, o.name, m.access_since, m.last_seen_at,
			EXISTS (SELECT 1 FROM approved_domains AS d WHERE d.org_id = o.id) AS closed,
			EXISTS (SELECT 1 FROM approved_domains AS d WHERE d.org_id = o.id AND d.domain = ?) AS approved
		FROM members AS m JOIN organizations AS o ON o.id = m.org_id
		WHERE m.person_id = ? AND m.status = 'active' ORDER BY o.name, o.id`, domainOf(p.Email), p.ID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read memberships: %w", err)
	}
	var out []Membership
	for _, m := range rows {
		if since.Before(m.AccessSince.Time) || m.Closed && !(m.Approved && p.verified()) {
			continue
		}
		out = append(out, Membership{OrgID: m.OrgID, Slug: m.Slug, Organization: m.Name, MemberID: m.MemberID, lastSeen: m.LastSeenAt.Time})
	}
	return out, nil
}

func changedOne(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
