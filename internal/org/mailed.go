package org

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
	"candor/internal/queue"
)

// What a link in a letter is for.
const (
	resetPassword = "reset"
	confirmEmail  = "email"
)

// Links in letters work once and not for long.
const (
	resetLife   = time.Hour
	confirmLife = 24 * time.Hour
)

// perReset keeps somebody from filling another one's letter box.
var perReset = limit{free: 5, window: time.Hour, first: 15 * time.Minute, most: time.Hour}

// AskReset mails a link for a new password, if there is such an account. It answers and costs the same if there is
// none: the search for the account is a task of its own.
func (r *Room) AskReset(ctx context.Context, email, source string) error {
	to, err := parseAddress("email", email)
	if err != nil {
		return err
	}
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := countFailure(ctx, tx, bucket("reset/address", Network(source)), perAddress); err != nil {
			return err
		}
		if err := countFailure(ctx, tx, bucket("reset/account", to.Key), perReset); err != nil {
			return err
		}
		return queue.Enqueue(ctx, tx, sendReset{EmailKey: to.Key}, queue.Unique(to.Key))
	})
}

// sendReset is the task that looks for the account.
type sendReset struct{ EmailKey string }

func (sendReset) Kind() string { return "org.reset" }

func (r *Room) sendReset(ctx context.Context, t queue.Task[sendReset]) error {
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := personByEmail(ctx, tx, t.Args.EmailKey)
		if err != nil {
			return err
		}
		if p.ID == "" {
			return t.Finish(ctx, tx)
		}
		plain, hash := db.Token()
		if err := insertMailToken(ctx, tx, hash, p.ID, resetPassword, address{Text: p.Email, Key: p.EmailKey}, resetLife); err != nil {
			return err
		}
		if err := mail.Enqueue(ctx, tx, mail.Letter{To: p.Email, Name: p.Name, Template: mail.Reset,
			Data: mail.Data{Name: p.Name, Path: "/reset/" + plain}}); err != nil {
			return err
		}
		return t.Finish(ctx, tx)
	})
}

// ResetValid reports whether a link for a new password still works, and whose it is.
func (r *Room) ResetValid(ctx context.Context, token string) (email string, err error) {
	err = r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		t, err := openMailToken(ctx, tx, token, resetPassword, false)
		email = t.Email
		return err
	})
	return email, err
}

// ResetPassword sets a new password by a mailed link and ends every session of the person. The link came by mail, so
// the address is verified.
func (r *Room) ResetPassword(ctx context.Context, token, password string) error {
	email, err := r.ResetValid(ctx, token)
	if err != nil {
		return err
	}
	if err := newPassword("password", password, email); err != nil {
		return err
	}
	done, err := takeTurn(ctx)
	if err != nil {
		return err
	}
	hash := HashPassword(password)
	done()
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		t, err := openMailToken(ctx, tx, token, resetPassword, true)
		if err != nil {
			return err
		}
		p, err := personByID(ctx, tx, t.PersonID)
		if err != nil {
			return err
		}
		if err := setPassword(ctx, tx, p.ID, hash); err != nil {
			return err
		}
		if t.EmailKey == p.EmailKey {
			if err := setVerified(ctx, tx, p.ID); err != nil {
				return err
			}
		}
		if err := endSessionsBut(ctx, tx, p.ID, ""); err != nil {
			return err
		}
		if err := dropMailTokens(ctx, tx, p.ID, resetPassword); err != nil {
			return err
		}
		return recordEverywhere(ctx, tx, p, "password.reset", nil, nil)
	})
}

// AskEmail asks for the actor's address to become another one: it asks for the password and mails a link there.
// Nothing changes before the link is used. It must be on an approved domain of every organisation one belongs to.
// Whether somebody else has that address is not said: then no letter leaves.
func (r *Room) AskEmail(ctx context.Context, a access.Actor, email, password, source string) error {
	if err := inPerson(a); err != nil {
		return err
	}
	to, err := parseAddress("email", email)
	if err != nil {
		return err
	}
	p, err := r.ownPerson(ctx, a)
	if err != nil {
		return err
	}
	if to.Text == p.Email && p.verified() {
		return errs.Bad(errs.F("email", "This is your address already."))
	}
	if p, err = r.proveOwn(ctx, p, password, source); err != nil {
		return err
	}
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := countFailure(ctx, tx, bucket("email", p.ID), perReset); err != nil {
			return err
		}
		if err := admittedEverywhere(ctx, tx, p.ID, to); err != nil {
			return err
		}
		if err := recordOwn(ctx, tx, a, "email.asked"); err != nil {
			return err
		}
		if other, err := personByEmail(ctx, tx, to.Key); err != nil || other.ID != "" && other.ID != p.ID {
			return err
		}
		plain, hash := db.Token()
		if err := insertMailToken(ctx, tx, hash, p.ID, confirmEmail, to, confirmLife); err != nil {
			return err
		}
		return mail.Enqueue(ctx, tx, mail.Letter{To: to.Text, Name: p.Name, Template: mail.Verification,
			Data: mail.Data{Name: p.Name, Path: "/verify/" + plain}})
	})
}

func admittedEverywhere(ctx context.Context, tx db.Tx, personID string, to address) error {
	places, err := placesOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	for _, at := range places {
		if err := admits(ctx, tx, at.OrgID, "email", to); err != nil {
			return err
		}
	}
	return nil
}

// EmailValid reports whether a link that confirms an address still works, and which address.
func (r *Room) EmailValid(ctx context.Context, token string) (email string, err error) {
	err = r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		t, err := openMailToken(ctx, tx, token, confirmEmail, false)
		email = t.Email
		return err
	})
	return email, err
}

// ConfirmEmail makes the address a letter was sent to the person's verified address. What was asked before is asked
// again: domains may have changed, and somebody else may have the address by now.
func (r *Room) ConfirmEmail(ctx context.Context, token string) (email string, err error) {
	err = r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		t, err := openMailToken(ctx, tx, token, confirmEmail, true)
		if err != nil {
			return err
		}
		p, err := personByID(ctx, tx, t.PersonID)
		if err != nil {
			return err
		}
		to, err := parseAddress("email", t.Email)
		if err != nil {
			return err
		}
		if err := admittedEverywhere(ctx, tx, p.ID, to); err != nil {
			return err
		}
		if err := setEmail(ctx, tx, p.ID, to); err != nil {
			if db.IsUnique(err) {
				return deadLink()
			}
			return err
		}
		if err := dropMailTokens(ctx, tx, p.ID, confirmEmail); err != nil {
			return err
		}
		// Links to the old address must not open the account.
		if err := dropMailTokens(ctx, tx, p.ID, resetPassword); err != nil {
			return err
		}
		email = to.Text
		return recordEverywhere(ctx, tx, p, "email.changed", map[string]string{"email": p.Email}, map[string]string{"email": to.Text})
	})
	return email, err
}

func deadLink() error {
	return errs.Of(errs.NotFound, "This link is not valid any more. Links in letters work once and for a short time; ask for a new one.").Coded("link_invalid")
}

// recordEverywhere notes a change of a person's account in each organisation they belong to.
func recordEverywhere(ctx context.Context, tx db.Tx, p person, action string, before, after any) error {
	places, err := placesOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	for _, at := range places {
		a, err := access.Load(ctx, tx, at.OrgID, at.MemberID)
		if err != nil {
			return err
		}
		if err := activity.Audit(ctx, tx, a.WithVia("mail"), activity.Entry{Action: action, Object: "member", ObjectID: at.MemberID, ObjectName: a.Name(),
			Before: before, After: after}); err != nil {
			return err
		}
		if err := signalMember(ctx, tx, a, at.MemberID); err != nil {
			return err
		}
	}
	return nil
}
