package org

import (
	"context"

	"candor/internal/db"
	"candor/internal/errs"
)

// Credentials are what a sign-in form sends, and from where.
type Credentials struct {
	Email, Password string
	Address, Agent  string // of the browser or program
}

// SignIn opens a session for a person by password. Failures are throttled by account and by address (429);
// an unknown address, a wrong password and a person without one answer the same after the same time (401).
// Whoever belongs to no organisation any more is told so (401, code "no_organization").
//
// The memberships are those that can be entered now; the session has chosen one if there is only one.
func (r *Room) SignIn(ctx context.Context, c Credentials) (Session, []Membership, error) {
	p, err := r.prove(ctx, c)
	if err != nil {
		return Session{}, nil, err
	}
	var s Session
	var all []Membership
	err = r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		// Asked again where it counts: the password may have been changed meanwhile.
		now, err := personByID(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != p.PasswordHash {
			return wrongPassword()
		}
		if all, err = memberships(ctx, tx, now, tx.Now()); err != nil {
			return err
		}
		if len(all) == 0 {
			return errs.Of(errs.SignIn, "This account belongs to no organisation here any more.").Coded("no_organization")
		}
		chosen := ""
		if len(all) == 1 {
			chosen = all[0].OrgID
		}
		s, err = newSession(ctx, tx, p.ID, chosen, c.Address, c.Agent)
		s.Name, s.Email = now.Name, now.Email
		return err
	})
	if err != nil {
		return Session{}, nil, err
	}
	return s, all, nil
}

// prove checks an address with its password, throttled.
func (r *Room) prove(ctx context.Context, c Credentials) (person, error) {
	done, err := takeTurn(ctx)
	if err != nil {
		return person{}, err
	}
	defer done()
	key := db.Key(c.Email)
	try, err := r.try(ctx, "password", key, c.Address)
	if err != nil {
		return person{}, err
	}
	var p person
	if err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		p, err = personByEmail(ctx, tx, key)
		return err
	}); err != nil {
		return person{}, err
	}
	ok, old := checkPassword(p.PasswordHash, c.Password)
	if !ok {
		return person{}, wrongPassword()
	}
	if err := try.forgive(ctx); err != nil {
		return person{}, err
	}
	if old {
		return r.rehash(ctx, p, c.Password)
	}
	return p, nil
}

// rehash keeps the password at today's cost.
func (r *Room) rehash(ctx context.Context, p person, password string) (person, error) {
	hash := HashPassword(password)
	err := r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		ok, err := swapPassword(ctx, tx, p.ID, p.PasswordHash, hash)
		if ok {
			p.PasswordHash = hash
		}
		return err
	})
	return p, err
}

func wrongPassword() error {
	return errs.Of(errs.SignIn, "The e-mail address or the password is not right.").Coded("wrong_password")
}
