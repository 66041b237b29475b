package org

import (
	"context"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// A session lasts 30 days from its last use. Uses are noted once a minute: reading a page must not mean
// writing to the database.
const (
	sessionLife = 30 * 24 * time.Hour
	seenEvery   = time.Minute
)

// KeyPrefix begins every API key, so that it is recognised where it should not be.
const KeyPrefix = "cnd_"

// Session is a signed-in person on one device. What they may do is decided by the membership, on each request.
type Session struct {
	ID, PersonID string
	OrgID        string // the organisation chosen for pages; "" while none is
	Token        string // only of a session that was just made: it is kept nowhere
	Name, Email  string // of the person; only of a session that was just made
	Address      string // where it was made
	Agent        string // the browser, in its own words
	CreatedAt    time.Time
	LastSeenAt   time.Time
	ExpiresAt    time.Time
	Renewed      bool // this request moved ExpiresAt: a cookie should follow
	Current      bool // in a list: the one that asks
}

// Membership is an organisation a person can enter now.
type Membership struct {
	OrgID, Slug, Organization, MemberID string

	lastSeen time.Time
}

// Authenticate turns the token of a session or an API key into the member it speaks for, with facts of this
// moment. slug chooses the organisation ("" where the session has chosen one, or there is only one).
//
// It fails with errs.SignIn for a dead token, with code "organization_required" where there are several to choose
// from, and with errs.Hidden for an organisation the person can't enter.
func (r *Room) Authenticate(ctx context.Context, token, slug string) (access.Actor, Session, error) {
	var a access.Actor
	var s Session
	var seen seen
	err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		if strings.HasPrefix(token, KeyPrefix) {
			a, seen, err = r.byKey(ctx, tx, token, slug)
			return err
		}
		a, s, seen, err = r.bySession(ctx, tx, token, slug)
		return err
	})
	if err != nil {
		return access.Actor{}, Session{}, err
	}
	now := r.DB.Now()
	if !seen.at.Before(now.Add(-seenEvery)) {
		return a, s, nil
	}
	// A request is answered even if its use cannot be noted.
	if err := r.noteUse(ctx, seen, now); err == nil && s.ID != "" {
		s.LastSeenAt, s.ExpiresAt, s.Renewed = now, now.Add(sessionLife), true
	}
	return a, s, nil
}

// seen says whose use is noted, and when the earliest of the notes was made.
type seen struct {
	session, key, member string
	at                   time.Time
}

func (s seen) earliest(at time.Time) seen {
	if at.Before(s.at) {
		s.at = at
	}
	return s
}

func (r *Room) bySession(ctx context.Context, tx db.Tx, token, slug string) (access.Actor, Session, seen, error) {
	s, p, err := openSession(ctx, tx, token)
	if err != nil {
		return access.Actor{}, s, seen{}, err
	}
	m, err := choose(ctx, tx, s, p, slug)
	if err != nil {
		return access.Actor{}, s, seen{}, err
	}
	a, err := access.Load(ctx, tx, m.OrgID, m.MemberID)
	if err != nil {
		return access.Actor{}, s, seen{}, err
	}
	s.OrgID = m.OrgID
	return a, s, seen{session: s.ID, member: m.MemberID, at: s.LastSeenAt}.earliest(m.lastSeen), nil
}

// choose finds the membership a session speaks for.
func choose(ctx context.Context, tx db.Tx, s Session, p person, slug string) (Membership, error) {
	all, err := memberships(ctx, tx, p, s.CreatedAt)
	if err != nil {
		return Membership{}, err
	}
	for _, m := range all {
		if slug != "" && db.Key(m.Slug) == db.Key(slug) || slug == "" && m.OrgID == s.OrgID {
			return m, nil
		}
	}
	switch {
	case len(all) == 0:
		return Membership{}, dead()
	case slug != "":
		return Membership{}, errs.Hidden()
	case len(all) == 1:
		return all[0], nil
	}
	return Membership{}, errs.Of(errs.Invalid, "You belong to several organisations. Choose one.").Coded("organization_required")
}

func (r *Room) byKey(ctx context.Context, tx db.Tx, token, slug string) (access.Actor, seen, error) {
	k, p, err := openKey(ctx, tx, token)
	if err != nil {
		return access.Actor{}, seen{}, err
	}
	// A key made before its member was shut out stays dead, also when they come back.
	all, err := memberships(ctx, tx, p, k.CreatedAt.Time)
	if err != nil {
		return access.Actor{}, seen{}, err
	}
	for _, m := range all {
		if m.OrgID != k.OrgID || m.MemberID != k.MemberID {
			continue
		}
		if slug != "" && db.Key(slug) != db.Key(m.Slug) {
			return access.Actor{}, seen{}, errs.Hidden()
		}
		a, err := access.Load(ctx, tx, m.OrgID, m.MemberID)
		if err != nil {
			return access.Actor{}, seen{}, err
		}
		use := seen{key: k.ID, member: m.MemberID, at: k.LastUsedAt.Time}.earliest(m.lastSeen)
		return a.WithKey(k.holds()).WithVia("key"), use, nil
	}
	return access.Actor{}, seen{}, dead()
}

func dead() error { return errs.Of(errs.SignIn, "Please sign in.") }

// newSession opens a session; the plain token leaves here and is kept nowhere.
func newSession(ctx context.Context, tx db.Tx, personID, orgID, address, agent string) (Session, error) {
	plain, hash := db.Token()
	s := Session{ID: db.NewID(), PersonID: personID, OrgID: orgID, Token: plain, Address: Network(address), Agent: atMostRunes(agent, 300),
		CreatedAt: tx.Now(), LastSeenAt: tx.Now(), ExpiresAt: tx.Now().Add(sessionLife)}
	return s, insertSession(ctx, tx, s, hash)
}

func atMostRunes(s string, max int) string {
	if r := []rune(strings.ToValidUTF8(s, "")); len(r) > max {
		return string(r[:max])
	}
	return strings.ToValidUTF8(s, "")
}
