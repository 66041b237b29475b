package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// SignOut ends the session of a token; a dead one is as good as ended.
func (r *Room) SignOut(ctx context.Context, token string) error {
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return endByToken(ctx, tx, token) })
}

// Entrances are the organisations a session can enter, for choosing one.
func (r *Room) Entrances(ctx context.Context, token string) ([]Membership, error) {
	var out []Membership
	err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		s, p, err := openSession(ctx, tx, token)
		if err != nil {
			return err
		}
		out, err = memberships(ctx, tx, p, s.CreatedAt)
		return err
	})
	return out, err
}

// Enter chooses the organisation whose pages a session shows, by slug or id; one it can't enter is 404.
func (r *Room) Enter(ctx context.Context, token, which string) error {
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		s, p, err := openSession(ctx, tx, token)
		if err != nil {
			return err
		}
		all, err := memberships(ctx, tx, p, s.CreatedAt)
		if err != nil {
			return err
		}
		for _, m := range all {
			if m.OrgID == which || db.Key(m.Slug) == db.Key(which) {
				return setSessionOrg(ctx, tx, s.ID, m.OrgID)
			}
		}
		return errs.Hidden()
	})
}

// Sessions lists where the actor is signed in, the last used first. credential is the hash (db.HashToken) of the token
// that asks, so that its own session can be told from the others.
func (r *Room) Sessions(ctx context.Context, a access.Actor, credential string) ([]Session, error) {
	var out []Session
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if err := inPerson(a); err != nil {
			return err
		}
		out, err = openSessions(ctx, tx, a.PersonID(), credential)
		return err
	})
	return out, err
}

// EndSession signs one of the actor's own devices out.
func (r *Room) EndSession(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := inPerson(a); err != nil {
			return err
		}
		ended, err := endSession(ctx, tx, a.PersonID(), id)
		if err != nil {
			return err
		}
		if !ended {
			return errs.Hidden()
		}
		return recordOwn(ctx, tx, a, "session.ended")
	})
}

// EndOtherSessions signs the actor out everywhere but here, where credential is the hash of the token.
func (r *Room) EndOtherSessions(ctx context.Context, a access.Actor, credential string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := inPerson(a); err != nil {
			return err
		}
		if err := endSessionsBut(ctx, tx, a.PersonID(), credential); err != nil {
			return err
		}
		return recordOwn(ctx, tx, a, "session.ended")
	})
}

// inPerson refuses API keys where a person's own account is at stake: a key that leaks must not be able to take it.
func inPerson(a access.Actor) error {
	if !a.IsMember() {
		return dead()
	}
	if a.UsesKey() {
		return errs.Refuse("not_permitted", "An API key can't do this. Sign in as yourself.")
	}
	return nil
}

// recordOwn notes a change of one's own account, and tells open pages to ask again whether they may stay.
func recordOwn(ctx context.Context, tx db.Tx, a access.Actor, action string) error {
	if err := activity.Audit(ctx, tx, a, activity.Entry{Action: action, Object: "member", ObjectID: a.MemberID(), ObjectName: a.Name()}); err != nil {
		return err
	}
	return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "session", ID: a.MemberID()})
}
