package org

import (
	"context"
	"slices"

	"golang.org/x/text/language"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Profile is oneself: what one is called, where one is, and how pages look.
type Profile struct {
	Member
	TimeZone, Locale  string // "" for the organisation's zone and the browser's language
	Theme, Appearance string // a palette; light, dark or system
	HasPassword       bool
}

// Themes are the palettes, Appearances the ways to light them.
var (
	Themes      = []string{"paper", "slate"}
	Appearances = []string{"system", "light", "dark"}
)

// ProfileChange says what becomes different; nil leaves alone.
type ProfileChange struct {
	Name, Title, TimeZone, Locale *string
	Theme, Appearance             *string
}

// Profile is the actor's own.
func (r *Room) Profile(ctx context.Context, a access.Actor) (Profile, error) {
	var out Profile
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = ownProfile(ctx, tx, a)
		return err
	})
	return out, err
}

func ownProfile(ctx context.Context, tx db.Tx, a access.Actor) (Profile, error) {
	m, err := seenMember(ctx, tx, a, a.MemberID(), false)
	if err != nil {
		return Profile{}, err
	}
	p, err := personByID(ctx, tx, a.PersonID())
	return Profile{Member: m.Member, TimeZone: p.TimeZone, Locale: p.Locale, Theme: p.Theme, Appearance: p.Appearance, HasPassword: p.PasswordHash != ""}, err
}

// EditProfile changes the actor's own name, title and looks; nobody needs a permission for that. The name is the
// person's: it becomes the same in every organisation they belong to.
func (r *Room) EditProfile(ctx context.Context, a access.Actor, c ProfileChange) (Profile, error) {
	var out Profile
	err := access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := ownProfile(ctx, tx, a)
		if err != nil {
			return err
		}
		after, err := c.fill(before)
		if err != nil {
			return err
		}
		if err := saveProfile(ctx, tx, a, after, after.Name != before.Name); err != nil {
			return err
		}
		out = after
		// How pages look is nobody else's business; what one is called is.
		type written struct {
			Name  string `json:"name"`
			Title string `json:"title"`
		}
		was, is := written{before.Name, before.Title}, written{after.Name, after.Title}
		if was == is {
			return nil
		}
		if err := activity.Audit(ctx, tx, a, activity.Entry{Action: "member.updated", Object: "member", ObjectID: a.MemberID(), ObjectName: before.Name,
			Before: was, After: is}); err != nil {
			return err
		}
		return signalMember(ctx, tx, a, a.MemberID())
	})
	return out, err
}

func (c ProfileChange) fill(p Profile) (Profile, error) {
	var bad problems
	if c.Name != nil {
		name, err := required("name", *c.Name, "Enter your name.", maxName)
		p.Name = name
		bad.add(err)
	}
	if c.Title != nil {
		p.Title = *c.Title
		bad.add(atMost("title", p.Title, maxTitle))
	}
	if c.TimeZone != nil {
		p.TimeZone = *c.TimeZone
		if p.TimeZone != "" {
			bad.add(checkZone("time_zone", p.TimeZone))
		}
	}
	if c.Locale != nil {
		p.Locale = *c.Locale
		if _, err := language.Parse(p.Locale); err != nil && p.Locale != "" {
			bad.add(errs.Bad(errs.F("locale", "Write the language like en or de-AT.")))
		}
	}
	if c.Theme != nil {
		p.Theme = *c.Theme
		bad.add(oneOf("theme", p.Theme, Themes))
	}
	if c.Appearance != nil {
		p.Appearance = *c.Appearance
		bad.add(oneOf("appearance", p.Appearance, Appearances))
	}
	return p, bad.err()
}

func oneOf(field, value string, of []string) error {
	if slices.Contains(of, value) {
		return nil
	}
	return errs.Bad(errs.F(field, "Choose one of "+list(of)+"."))
}

func saveProfile(ctx context.Context, tx db.Tx, a access.Actor, p Profile, renamed bool) error {
	if _, err := tx.NewRaw(`UPDATE people SET time_zone = ?, locale = ?, theme = ?, appearance = ? WHERE id = ?`,
		p.TimeZone, p.Locale, p.Theme, p.Appearance, a.PersonID()).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewRaw(`UPDATE members SET title = ? WHERE id = ?`, p.Title, a.MemberID()).Exec(ctx); err != nil {
		return err
	}
	if !renamed {
		return nil
	}
	if _, err := tx.NewRaw(`UPDATE people SET name = ? WHERE id = ?`, p.Name, a.PersonID()).Exec(ctx); err != nil {
		return err
	}
	// One's own word counts over what an organisation wrote.
	if _, err := tx.NewRaw(`UPDATE members SET name = '', name_key = ? WHERE person_id = ?`, db.Key(p.Name), a.PersonID()).Exec(ctx); err != nil {
		return err
	}
	return setFindKey(ctx, tx, a.PersonID())
}

// ChangePassword asks for the present password, throttled, and ends every other session; keep is the hash of the token
// of the one that asks.
func (r *Room) ChangePassword(ctx context.Context, a access.Actor, keep, present, next, address string) error {
	if err := inPerson(a); err != nil {
		return err
	}
	p, err := r.ownPerson(ctx, a)
	if err != nil {
		return err
	}
	if err := newPassword("new_password", next, p.Email); err != nil {
		return err
	}
	if p, err = r.proveOwn(ctx, p, present, address); err != nil {
		return err
	}
	done, err := takeTurn(ctx)
	if err != nil {
		return err
	}
	hash := HashPassword(next)
	done()
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		ok, err := swapPassword(ctx, tx, p.ID, p.PasswordHash, hash)
		if err != nil {
			return err
		}
		if !ok {
			return errs.Of(errs.Conflict, "The password has just been changed elsewhere.")
		}
		if err := endSessionsBut(ctx, tx, p.ID, keep); err != nil {
			return err
		}
		if err := dropMailTokens(ctx, tx, p.ID, resetPassword); err != nil {
			return err
		}
		return recordOwn(ctx, tx, a, "password.changed")
	})
}

func (r *Room) ownPerson(ctx context.Context, a access.Actor) (person, error) {
	var p person
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		p, err = personByID(ctx, tx, a.PersonID())
		return err
	})
	return p, err
}

// proveOwn asks for the password of somebody who is signed in, as a problem of the field. What is counted against
// guessing is kept whatever becomes of the change, and is no part of it.
func (r *Room) proveOwn(ctx context.Context, p person, password, address string) (person, error) {
	proved, err := r.prove(db.Apart(ctx), Credentials{Email: p.Email, Password: password, Address: address})
	if errs.KindOf(err) == errs.SignIn {
		return p, errs.Bad(errs.F("password", "This is not your password."))
	}
	return proved, err
}
