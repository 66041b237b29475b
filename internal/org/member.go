package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Status of a member or of somebody invited, in the order in which lists show them.
type Status string

const (
	Active      Status = "active"
	Pending     Status = "pending" // invited, within seven days
	Expired     Status = "expired" // invited, too long ago
	Deactivated Status = "deactivated"
)

// Statuses in their order.
var Statuses = []Status{Active, Pending, Expired, Deactivated}

// Label is the status as people read it.
func (s Status) Label() string {
	switch s {
	case Active:
		return "Active"
	case Pending:
		return "Pending invite"
	case Expired:
		return "Invite expired"
	case Deactivated:
		return "Deactivated"
	}
	return ""
}

// Member is somebody who works here.
type Member struct {
	ID, Name, Title string
	Email           string // "" where the reader may not see it
	Status          Status
	RoleID, Role    string
	System          access.SystemRole // which system role, "" for a custom one
	Owner           bool
	Verified        bool // the address is known to be theirs
	JoinedAt        db.Time
	LastSeenAt      db.Time
}

// Listed is one line of the members page: a member, or an invitation.
type Listed struct {
	Member     *Member
	Invitation *Invitation
	Can        Grants // of the reader
}

// Asked narrows a list of people.
type Asked struct {
	Q      string // in name or address
	Status Status // "" for all
	RoleID string
}

// Members lists members, active before deactivated, for holders of members:view.
func (r *Room) Members(ctx context.Context, a access.Actor, asked Asked, page db.Page) (db.List[Member], error) {
	var out db.List[Member]
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		all, err := directory(ctx, tx, a, asked, []Status{Active, Deactivated}, page)
		out = db.List[Member]{Next: all.Next, Count: all.Count}
		for _, l := range all.Items {
			out.Items = append(out.Items, *l.Member)
		}
		return err
	})
	return out, err
}

// Directory lists members and invitations together: Active, Pending invite, Invite expired, Deactivated. It is for
// holders of members:view.
func (r *Room) Directory(ctx context.Context, a access.Actor, asked Asked, page db.Page) (db.List[Listed], error) {
	var out db.List[Listed]
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = directory(ctx, tx, a, asked, Statuses, page)
		return err
	})
	return out, err
}

// listedKey is where a page ends: in which part of the list, and behind whom.
type listedKey struct {
	Part     int
	Name, ID string
}

// directory reads part after part until the page is full; each part is one walk along an index.
func directory(ctx context.Context, tx db.Tx, a access.Actor, asked Asked, parts []Status, page db.Page) (db.List[Listed], error) {
	if err := a.Require(access.MembersView); err != nil {
		return db.List[Listed]{}, err
	}
	sort := "members"
	if len(parts) == len(Statuses) {
		sort = "people" // a list of its own: its cursors are not the other's
	}
	var after listedKey
	further, err := page.After(sort, &after)
	if err != nil {
		return db.List[Listed]{}, err
	}
	var rows []Listed
	var keys []listedKey
	total := 0
	for n, part := range parts {
		if asked.Status != "" && asked.Status != part {
			continue
		}
		if page.Count {
			count, err := countPart(ctx, tx, a, asked, part)
			if err != nil {
				return db.List[Listed]{}, err
			}
			total += count
		}
		want := page.Want() - int64(len(rows))
		if want <= 0 || further && n < after.Part {
			continue
		}
		behind := listedKey{Part: n}
		if further && n == after.Part {
			behind = after
		}
		found, at, err := readPart(ctx, tx, a, asked, part, behind, want)
		if err != nil {
			return db.List[Listed]{}, err
		}
		rows, keys = append(rows, found...), append(keys, at...)
	}
	last := min(len(keys), page.Size()) - 1
	out := db.Cut(page, sort, rows, func(Listed) any { return keys[last] })
	if page.Count {
		out = out.Counted(total)
	}
	return out, grantAll(ctx, tx, a, out.Items)
}

// Member is one member. Without members:view one sees oneself only.
func (r *Room) Member(ctx context.Context, a access.Actor, id string) (Member, error) {
	var out Member
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMember(ctx, tx, a, id, false)
		out = m.Member
		return err
	})
	return out, err
}

// seenMember loads a member through their reader: hidden, unknown and removed are 404.
func seenMember(ctx context.Context, tx db.Tx, a access.Actor, id string, lock bool) (memberRow, error) {
	if !a.Holds(access.MembersView) && (id == "" || id != a.MemberID()) {
		return memberRow{}, errs.Hidden()
	}
	m, found, err := memberByID(ctx, tx, a.OrgID(), id, lock)
	if err == nil && !found {
		err = errs.Hidden()
	}
	return m, err
}

// Name is somebody in a picker.
type Name struct{ ID, Name string }

// mostNames is how many names a picker gets at once; typing narrows them.
const mostNames = 50

// Names finds active members by name, for pickers: for those who edit a hiring team or assign interviews anywhere, and
// who see the list of members anyhow. Names only.
func Names(ctx context.Context, tx db.Tx, a access.Actor, q string) ([]Name, error) {
	for _, p := range []access.Permission{access.PositionsAssignTeam, access.InterviewsAssign, access.MembersView} {
		if a.HoldsAnywhere(p) {
			return findNames(ctx, tx, a.OrgID(), q, mostNames)
		}
	}
	return nil, a.RequireAnywhere(access.PositionsAssignTeam)
}

// Names is the same for a door of its own.
func (r *Room) Names(ctx context.Context, a access.Actor, q string) ([]Name, error) {
	var out []Name
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = Names(ctx, tx, a, q)
		return err
	})
	return out, err
}
