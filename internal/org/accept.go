package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Welcome is what the holder of an invitation's link reads before accepting.
type Welcome struct {
	Organization, Slug string
	Email, InvitedBy   string
	Role               string // the role they will have
	Known              bool   // there is an account of this address: its password is asked for, not a new one
	SignedIn           bool   // and it is the one signed in here: nothing is asked for
	SignedInAs         string // somebody else's address is signed in here
	ExpiresAt          db.Time
}

// Welcome shows an invitation to whoever holds its link; session is the token of a session here, or "". A link that
// is unknown, used, withdrawn, too old, or whose sender may not invite any more answers the same 404.
func (r *Room) Welcome(ctx context.Context, token, session string) (Welcome, error) {
	var w Welcome
	err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		i, role, err := validInvitation(ctx, tx, token, false)
		if err != nil {
			return err
		}
		o, err := organizationByID(ctx, tx, i.OrgID, false)
		if err != nil {
			return err
		}
		p, err := personByEmail(ctx, tx, i.EmailKey)
		if err != nil {
			return err
		}
		w = Welcome{Organization: o.Name, Slug: o.Slug, Email: i.Email, InvitedBy: i.InvitedBy, Role: role.Name, Known: p.ID != "", ExpiresAt: i.ExpiresAt}
		if session == "" {
			return nil
		}
		if s, who, err := openSession(ctx, tx, session); err == nil {
			w.SignedIn = s.PersonID == p.ID
			if !w.SignedIn {
				w.SignedInAs = who.Email
			}
		} else if errs.KindOf(err) != errs.SignIn {
			return err
		}
		return nil
	})
	return w, err
}

// Acceptance is what the form of an invitation sends. Somebody new gives name and password; somebody with an
// account is signed in already, or gives its password.
type Acceptance struct {
	Token, Session  string
	Name, Password  string
	TimeZone        string
	Address, Agent  string
	alreadyVerified person
}

// Accept joins the organisation with the role named in the invitation, or the default role, and opens a session
// there. Everything is asked again: the sender's right to invite with this role, and the approved domains. The link
// came by mail, so the address is verified.
func (r *Room) Accept(ctx context.Context, in Acceptance) (Session, Membership, error) {
	w, err := r.Welcome(ctx, in.Token, in.Session)
	if err != nil {
		return Session{}, Membership{}, err
	}
	hash := ""
	switch {
	case w.Known && !w.SignedIn:
		if in.alreadyVerified, err = r.prove(ctx, Credentials{Email: w.Email, Password: in.Password, Address: in.Address}); err != nil {
			if errs.KindOf(err) == errs.SignIn {
				err = errs.Bad(errs.F("password", "This is not the password of "+w.Email+"."))
			}
			return Session{}, Membership{}, err
		}
	case !w.Known:
		if hash, err = r.newcomer(ctx, &in, w); err != nil {
			return Session{}, Membership{}, err
		}
	}
	return r.accept(ctx, in, hash)
}

// newcomer checks what somebody without an account filled in, and hashes their password.
func (r *Room) newcomer(ctx context.Context, in *Acceptance, w Welcome) (hash string, err error) {
	var bad problems
	in.Name, err = required("name", in.Name, "Enter your name.", maxName)
	bad.add(err)
	bad.add(newPassword("password", in.Password, w.Email))
	if in.TimeZone != "" {
		bad.add(checkZone("time_zone", in.TimeZone))
	}
	if err := bad.err(); err != nil {
		return "", err
	}
	done, err := takeTurn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return HashPassword(in.Password), nil
}

func (r *Room) accept(ctx context.Context, in Acceptance, hash string) (Session, Membership, error) {
	var s Session
	var m Membership
	orgID, err := r.invitedTo(ctx, in.Token)
	if err != nil {
		return Session{}, Membership{}, err
	}
	err = access.Grant(ctx, r.DB, access.System(orgID, "invitation"), func(ctx context.Context, tx db.Tx, _ access.Actor) error {
		i, role, err := validInvitation(ctx, tx, in.Token, true)
		if err != nil {
			return err
		}
		p, err := accepting(ctx, tx, in, i, hash)
		if err != nil {
			return err
		}
		memberID, err := r.admit(ctx, tx, i.OrgID, p, role, "")
		if err != nil {
			return err
		}
		if err := acceptInvitation(ctx, tx, i.ID, memberID); err != nil {
			return err
		}
		a, err := access.Load(ctx, tx, i.OrgID, memberID)
		if err != nil {
			return err
		}
		if err := recordJoined(ctx, tx, a, role, "invitation by "+i.InvitedBy); err != nil {
			return err
		}
		if err := activity.Send(ctx, tx, activity.Signal{Org: i.OrgID, Kind: "invitation", ID: i.ID}); err != nil {
			return err
		}
		o, err := organizationByID(ctx, tx, i.OrgID, false)
		if err != nil {
			return err
		}
		m = Membership{OrgID: o.ID, Slug: o.Slug, Organization: o.Name, MemberID: memberID}
		s, err = newSession(ctx, tx, p.ID, i.OrgID, in.Address, in.Agent)
		return err
	})
	return s, m, err
}

// invitedTo is read first, because a change of members stands in line by organisation.
func (r *Room) invitedTo(ctx context.Context, token string) (orgID string, err error) {
	err = r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		i, found, err := invitationByToken(ctx, tx, token, false)
		if err == nil && !found {
			err = invalidInvitation()
		}
		orgID = i.OrgID
		return err
	})
	return orgID, err
}

// validInvitation asks again what was asked when the invitation was sent, of its sender as they are now.
func validInvitation(ctx context.Context, tx db.Tx, token string, lock bool) (invitationScan, Role, error) {
	i, found, err := invitationByToken(ctx, tx, token, lock)
	if err != nil {
		return i, Role{}, err
	}
	if !found {
		return i, Role{}, invalidInvitation()
	}
	sender, err := access.Load(ctx, tx, i.OrgID, i.InvitedByID)
	if err != nil {
		return i, Role{}, err
	}
	if err := mayInviteAs(ctx, tx, sender, i.invitation(tx.Now())); err != nil {
		return i, Role{}, again(err)
	}
	to, err := parseAddress("email", i.Email)
	if err != nil {
		return i, Role{}, again(err)
	}
	if err := admits(ctx, tx, i.OrgID, "email", to); err != nil {
		return i, Role{}, again(err)
	}
	role, err := arrivalRole(ctx, tx, i.OrgID, i.RoleID)
	return i, role, err
}

// again turns a refusal of the sender into the one answer that a stranger gets; real failures stay.
func again(err error) error {
	if errs.KindOf(err) == errs.Internal {
		return err
	}
	return invalidInvitation()
}

func invalidInvitation() error {
	return errs.Of(errs.NotFound, "This invitation is not valid any more. Ask whoever invited you for a new one.").Coded("invitation_invalid")
}

// arrivalRole is the role somebody arrives with: the one named, or the default one.
func arrivalRole(ctx context.Context, tx db.Tx, orgID, roleID string) (Role, error) {
	if roleID == "" {
		o, err := organizationByID(ctx, tx, orgID, false)
		if err != nil {
			return Role{}, err
		}
		roleID = o.DefaultRoleID
	}
	return orgRole(ctx, tx, orgID, roleID)
}

// accepting is the person who accepts: made now, or proved by session or password to be the one invited.
func accepting(ctx context.Context, tx db.Tx, in Acceptance, i invitationScan, hash string) (person, error) {
	p, err := personByEmail(ctx, tx, i.EmailKey)
	if err != nil {
		return p, err
	}
	if p.ID == "" {
		if hash == "" {
			return p, invalidInvitation()
		}
		p = person{ID: db.NewID(), Email: i.Email, EmailKey: i.EmailKey, Name: in.Name, PasswordHash: hash, TimeZone: in.TimeZone, EmailVerifiedAt: db.At(tx.Now())}
		return p, insertPerson(ctx, tx, p)
	}
	proved := in.alreadyVerified.ID == p.ID && in.alreadyVerified.PasswordHash == p.PasswordHash
	if !proved && in.Session != "" {
		s, _, err := openSession(ctx, tx, in.Session)
		if err != nil && errs.KindOf(err) != errs.SignIn {
			return p, err
		}
		proved = err == nil && s.PersonID == p.ID
	}
	if !proved { // the account was made while the form was filled in
		return p, errs.Bad(errs.F("password", "There is an account of "+i.Email+" now. Enter its password."))
	}
	return p, setVerified(ctx, tx, p.ID)
}
