package org

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Setup is what the first visitor of an empty installation fills in.
type Setup struct {
	Organization, Slug    string // an empty slug is made of the name
	TimeZone              string
	Name, Email, Password string
	ApproveDomain         bool   // the owner's e-mail domain becomes the primary approved domain
	Code                  string // the code printed at start, where one is asked for
	Address, Agent        string
}

// Empty reports whether nobody has set the installation up yet.
func (r *Room) Empty(ctx context.Context) (bool, error) {
	var any bool
	err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		any, err = anyOrganization(ctx, tx)
		return err
	})
	return !any, err
}

const setupCode = "setup_code:"

// NewSetupCode makes a code to be printed at start. Only its hash is kept. Codes of earlier starts and of other
// replicas stay valid until the set-up. On an installation that is set up it gives "".
func (r *Room) NewSetupCode(ctx context.Context) (string, error) {
	var code string
	err := r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		any, err := anyOrganization(ctx, tx)
		if err != nil || any {
			return err
		}
		var b [10]byte
		rand.Read(b[:])
		text := base32.StdEncoding.EncodeToString(b[:]) // 16 letters, 80 bits
		code = text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
		hash := db.HashToken(plainCode(code))
		return putInstallation(ctx, tx, setupCode+hash, hash)
	})
	return code, err
}

func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(code)))
}

// SetUp creates the first organisation, with its three system roles and its owner, an Admin, and signs the owner in.
// It works once: 409 afterwards.
func (r *Room) SetUp(ctx context.Context, in Setup) (Session, error) {
	if empty, err := r.Empty(ctx); err != nil {
		return Session{}, err
	} else if !empty {
		return Session{}, alreadySetUp()
	}
	if err := r.checkCode(ctx, in); err != nil {
		return Session{}, err
	}
	f, err := in.founding()
	if err != nil {
		return Session{}, err
	}
	done, err := takeTurn(ctx)
	if err != nil {
		return Session{}, err
	}
	f.PasswordHash = HashPassword(in.Password)
	done()
	var s Session
	err = r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if any, err := anyOrganization(ctx, tx); err != nil || any {
			return orElse(err, alreadySetUp())
		}
		// Two visitors at once: the second one's insert fails.
		if err := putInstallation(ctx, tx, "set_up", "done"); err != nil {
			if db.IsUnique(err) {
				return alreadySetUp()
			}
			return err
		}
		if err := dropInstallation(ctx, tx, setupCode); err != nil {
			return err
		}
		a, err := Found(ctx, tx, f)
		if err != nil {
			return err
		}
		s, err = newSession(ctx, tx, a.PersonID(), a.OrgID(), in.Address, in.Agent)
		return err
	})
	return s, err
}

func alreadySetUp() error {
	return errs.Of(errs.Conflict, "This installation is set up already. Sign in, or ask to be invited.").Coded("already_set_up")
}

// checkCode compares in constant time, and throttles guesses by where they come from: nobody can keep the owner out.
func (r *Room) checkCode(ctx context.Context, in Setup) error {
	if !r.AskCode {
		return nil
	}
	try, err := r.try(ctx, "setup", Network(in.Address), in.Address)
	if err != nil {
		return err
	}
	var hashes []string
	if err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		hashes, err = installationValues(ctx, tx, setupCode)
		return err
	}); err != nil {
		return err
	}
	given, right := []byte(db.HashToken(plainCode(in.Code))), 0
	for _, h := range hashes {
		right |= subtle.ConstantTimeCompare(given, []byte(h))
	}
	if right == 0 {
		return errs.Bad(errs.F("code", "This is not the code. It was printed where Candor was started."))
	}
	return try.forgive(ctx)
}

// founding checks everything that was filled in.
func (in Setup) founding() (Founding, error) {
	var bad problems
	f := Founding{Slug: strings.TrimSpace(in.Slug), TimeZone: in.TimeZone}
	var err error
	f.Organization, err = required("organization", in.Organization, "Enter your organisation's name.", maxName)
	bad.add(err)
	if f.Slug == "" {
		f.Slug = Slug(f.Organization)
	}
	bad.add(checkSlug("slug", f.Slug))
	if f.TimeZone == "" {
		f.TimeZone = "UTC"
	}
	bad.add(checkZone("time_zone", f.TimeZone))
	f.Name, err = required("name", in.Name, "Enter your name.", maxName)
	bad.add(err)
	email, err := parseAddress("email", in.Email)
	bad.add(err)
	f.Email = email.Text
	bad.add(newPassword("password", in.Password, in.Email))
	if in.ApproveDomain && err == nil && notApprovable(email.Domain) == "" {
		f.Domain = email.Domain
	}
	return f, bad.err()
}

// Founding is a new organisation with its owner: a new person, or one who is known by PersonID.
type Founding struct {
	Organization, Slug, TimeZone string
	Domain                       string // primary approved domain; "" for none

	PersonID                  string
	Name, Email, PasswordHash string
	Title                     string
}

// Found creates an organisation and gives its owner as actor. The caller has checked the values and that this may
// be done at all: set-up, the command line, and the demo company do.
func Found(ctx context.Context, tx db.Tx, f Founding) (access.Actor, error) {
	o := organizationRow{ID: db.NewID(), Slug: f.Slug, Name: f.Organization, TimeZone: f.TimeZone, CreatedAt: db.At(tx.Now())}
	if err := insertOrganization(ctx, tx, o); err != nil {
		if db.IsUnique(err) {
			return access.Actor{}, takenSlug("slug")
		}
		return access.Actor{}, err
	}
	system := access.System(o.ID, "set-up")
	roles := map[access.SystemRole]Role{}
	for _, s := range access.SystemRoles {
		role := Role{ID: db.NewID(), Name: s.Label(), System: s, UpdatedAt: db.At(tx.Now())} // its strings are the catalogue's
		if err := insertRole(ctx, tx, system, role); err != nil {
			return access.Actor{}, err
		}
		roles[s] = role
	}
	p, err := founder(ctx, tx, f)
	if err != nil {
		return access.Actor{}, err
	}
	owner, err := join(ctx, tx, o.ID, p.ID, roles[access.Admin].ID, p.Name, f.Title)
	if err != nil {
		return access.Actor{}, err
	}
	if err := setOwner(ctx, tx, o.ID, owner); err != nil {
		return access.Actor{}, err
	}
	if err := setDefaultRole(ctx, tx, o.ID, roles[access.Interviewer].ID); err != nil {
		return access.Actor{}, err
	}
	if f.Domain != "" {
		if err := insertDomain(ctx, tx, o.ID, f.Domain, true, owner); err != nil {
			return access.Actor{}, err
		}
	}
	a, err := access.Load(ctx, tx, o.ID, owner)
	if err != nil {
		return access.Actor{}, err
	}
	return a, activity.Audit(ctx, tx, a, o.entry("organization.created", nil, map[string]string{"name": o.Name, "slug": o.Slug, "domain": f.Domain, "owner": p.Name}))
}

// founder is whoever sets up; being there proves the address, since there is nobody to ask.
func founder(ctx context.Context, tx db.Tx, f Founding) (person, error) {
	if f.PersonID != "" {
		p, err := personByID(ctx, tx, f.PersonID)
		if err == nil && p.ID == "" {
			err = errs.Hidden()
		}
		return p, err
	}
	p := person{ID: db.NewID(), Email: f.Email, EmailKey: db.Key(f.Email), Name: f.Name, PasswordHash: f.PasswordHash, EmailVerifiedAt: db.At(tx.Now())}
	return p, insertPerson(ctx, tx, p)
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
