package org

import (
	"context"
	"fmt"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// The command line is a door for whoever can start the program with its database: it needs no sign-in, and what
// it does is recorded as its own. Console is the only way to its actor, and only these verbs take it.

const viaConsole = "cli"

// Console is the command line at work in an organisation; an empty slug means the only one. It fails (422) where
// there is none of that address, or several to choose from.
func (r *Room) Console(ctx context.Context, slug string) (access.Actor, error) {
	var all []Membership
	if err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		all, err = organizationsHere(ctx, tx)
		return err
	}); err != nil {
		return access.Actor{}, err
	}
	var slugs []string
	for _, o := range all {
		if slug == "" && len(all) == 1 || slug != "" && db.Key(o.Slug) == db.Key(slug) {
			return access.System(o.OrgID, "command line").WithVia(viaConsole), nil
		}
		slugs = append(slugs, o.Slug)
	}
	switch {
	case len(all) == 0:
		return access.Actor{}, errs.Of(errs.Conflict, "There is no organisation yet.").Coded("not_set_up")
	case slug == "":
		return access.Actor{}, errs.Bad(errs.F("organization", "There are several organisations: "+list(slugs)+". Say which one."))
	}
	return access.Actor{}, errs.Bad(errs.F("organization", "There is no organisation "+short(slug)+"."))
}

func fromConsole(a access.Actor) error {
	if a.IsMember() || a.OrgID() == "" || a.Via() != viaConsole {
		return errs.Refuse("not_permitted", "This can be done on the command line only.")
	}
	return nil
}

// Arrival is a member added on the command line.
type Arrival struct {
	Email, Name, Title string // an empty name is made of the address
	Role               string // its name; "" for the default role
	PasswordHash       string // of HashPassword; "" for a link with which to choose one
}

// Arrived is who came of it.
type Arrived struct {
	Member Member
	Link   string // where to choose a password; "" if there is one already
}

// AddMember makes somebody an active member without an invitation. Whoever runs the command vouches for the address.
func (r *Room) AddMember(ctx context.Context, a access.Actor, in Arrival) (Arrived, error) {
	if err := fromConsole(a); err != nil {
		return Arrived{}, err
	}
	var out Arrived
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = r.addMember(ctx, tx, a, in)
		return err
	})
	return out, err
}

func (r *Room) addMember(ctx context.Context, tx db.Tx, a access.Actor, in Arrival) (Arrived, error) {
	to, err := parseAddress("email", in.Email)
	if err != nil {
		return Arrived{}, err
	}
	role, err := namedRole(ctx, tx, a.OrgID(), in.Role)
	if err != nil {
		return Arrived{}, err
	}
	p, err := personByEmail(ctx, tx, to.Key)
	if err != nil {
		return Arrived{}, err
	}
	if p.ID == "" {
		p = person{ID: db.NewID(), Email: to.Text, EmailKey: to.Key, Name: in.Name, PasswordHash: in.PasswordHash, EmailVerifiedAt: db.At(tx.Now())}
		if p.Name == "" {
			p.Name = nameOf(to)
		}
		if err := insertPerson(ctx, tx, p); err != nil {
			return Arrived{}, err
		}
	} else if err := setVerified(ctx, tx, p.ID); err != nil {
		return Arrived{}, err
	}
	id, err := r.admit(ctx, tx, a.OrgID(), p, role, in.Title)
	if err != nil {
		return Arrived{}, err
	}
	// Whoever was invited has come another way.
	if open, found, err := openInvitationTo(ctx, tx, a.OrgID(), p.EmailKey); err != nil {
		return Arrived{}, err
	} else if found {
		if err := revokeInvitation(ctx, tx, a, open.ID); err != nil {
			return Arrived{}, err
		}
	}
	m, _, err := memberByID(ctx, tx, a.OrgID(), id, false)
	if err != nil {
		return Arrived{}, err
	}
	out := Arrived{Member: m.Member}
	if p.PasswordHash == "" {
		plain, hash := db.Token()
		if err := insertMailToken(ctx, tx, hash, p.ID, resetPassword, to, 7*24*time.Hour); err != nil {
			return Arrived{}, err
		}
		out.Link = r.link("/reset/" + plain)
	}
	if err := activity.Audit(ctx, tx, a, m.entry("member.joined", nil, map[string]any{"role": role.Name, "role_id": role.ID, "how": "command line"})); err != nil {
		return Arrived{}, err
	}
	return out, signalMember(ctx, tx, a, id)
}

// namedRole finds a role by its name; the message lists those there are.
func namedRole(ctx context.Context, tx db.Tx, orgID, name string) (Role, error) {
	if name == "" {
		return arrivalRole(ctx, tx, orgID, "")
	}
	role, found, err := roleByName(ctx, tx, orgID, name)
	if err != nil || found {
		return role, err
	}
	all, err := listRoles(ctx, tx, orgID, "", db.Page{Limit: db.MaxLimit})
	if err != nil {
		return Role{}, err
	}
	var names []string
	for _, r := range all.Items {
		names = append(names, r.Name)
	}
	return Role{}, errs.Bad(errs.F("role", fmt.Sprintf("There is no role “%s”. There are %s.", short(name), list(names))))
}

// nameOf makes a name of an address, until its owner says better: "ada.lovelace@…" gives "Ada Lovelace".
func nameOf(to address) string {
	local, _, _ := strings.Cut(to.Text, "@")
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' || r == '+' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	if len(words) == 0 {
		return to.Text
	}
	return strings.Join(words, " ")
}

// FoundFor sets up an empty installation without a browser: an organisation named after the owner's e-mail domain.
func (r *Room) FoundFor(ctx context.Context, email string) (Arrived, error) {
	to, err := parseAddress("email", email)
	if err != nil {
		return Arrived{}, err
	}
	name, _, _ := strings.Cut(to.Domain, ".")
	f := Founding{Organization: strings.ToUpper(name[:1]) + name[1:], Slug: Slug(name), TimeZone: "UTC", Name: nameOf(to), Email: to.Text}
	if notApprovable(to.Domain) == "" {
		f.Domain = to.Domain
	}
	var out Arrived
	err = r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if any, err := anyOrganization(ctx, tx); err != nil || any {
			return orElse(err, alreadySetUp())
		}
		if err := putInstallation(ctx, tx, "set_up", "done"); err != nil {
			return err
		}
		if err := dropInstallation(ctx, tx, setupCode); err != nil {
			return err
		}
		a, err := Found(ctx, tx, f)
		if err != nil {
			return err
		}
		m, _, err := memberByID(ctx, tx, a.OrgID(), a.MemberID(), false)
		if err != nil {
			return err
		}
		plain, hash := db.Token()
		out = Arrived{Member: m.Member, Link: r.link("/reset/" + plain)}
		return insertMailToken(ctx, tx, hash, a.PersonID(), resetPassword, to, 7*24*time.Hour)
	})
	return out, err
}

// CreateKeyFor makes an API key for a member on the command line. Without strings it holds all of them: then the
// key can do what its member can.
func (r *Room) CreateKeyFor(ctx context.Context, a access.Actor, email string, d KeyDraft) (Key, error) {
	if err := fromConsole(a); err != nil {
		return Key{}, err
	}
	if len(d.Permissions) == 0 {
		d.Permissions = access.Everything().List()
	}
	if d.Name == "" {
		d.Name = "Command line"
	}
	var out Key
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := d.valid(tx); err != nil {
			return err
		}
		m, found, err := memberByEmail(ctx, tx, a.OrgID(), db.Key(email))
		if err != nil {
			return err
		}
		if !found || m.Status != Active {
			return errs.Bad(errs.F("member", "There is no active member "+short(email)+"."))
		}
		out, err = makeKey(ctx, tx, a, m.ID, m.Name, d)
		return err
	})
	return out, err
}
