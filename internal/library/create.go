package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Create makes an item of one's own. It needs the kind's :update in the role. Nobody chooses who sees it: it is Personal.
func (s *Shelf[K, C]) Create(ctx context.Context, a access.Actor, c C) (out Entry[C], err error) {
	err = access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(s.update); err != nil {
			return err
		}
		var none C
		wrong, err := s.settle(ctx, tx, a, &c, none)
		if err != nil {
			return err
		}
		if err := wrong.err(); err != nil {
			return err
		}
		out, err = s.make(ctx, tx, a, c, "")
		return err
	})
	return out, err
}

// make writes a new Personal item of checked content.
func (s *Shelf[K, C]) make(ctx context.Context, tx db.Tx, a access.Actor, c C, from string) (Entry[C], error) {
	now := db.At(tx.Now())
	i := Item{ID: db.NewID(), OrgID: a.OrgID(), Kind: s.name, Visibility: Personal, CreatorID: a.MemberID(), Revision: 1, ClonedFrom: from, CreatedAt: now, UpdatedAt: now}
	if err := s.insert(ctx, tx, i, c); err != nil {
		return Entry[C]{}, err
	}
	if err := s.signal(ctx, tx, i); err != nil {
		return Entry[C]{}, err
	}
	made, err := s.load(ctx, tx, a, i.ID)
	if errs.Is(err, errs.NotFound) {
		err = errs.Refuse("not_permitted", "This key lacks "+string(s.see)+", so it could not see the "+s.word+" that it makes.")
	}
	return made, err
}

// signal wakes open pages; each decides by itself whether its reader sees the item.
func (s *Shelf[K, C]) signal(ctx context.Context, tx db.Tx, i Item) error {
	return activity.Send(ctx, tx, activity.Signal{Org: i.OrgID, Kind: s.name, ID: i.ID})
}

// record writes what happened to an item into the audit log. Of what is not the organisation's the line holds the id
// alone, and is its creator's.
func (s *Shelf[K, C]) record(ctx context.Context, tx db.Tx, a access.Actor, i Item, what string, before, after any) error {
	e := activity.Entry{Action: s.name + "." + what, Object: s.name, ObjectID: i.ID}
	if i.Visibility == Org {
		e.ObjectName, e.Before, e.After = i.Title, before, after
	} else {
		e.OwnerID = i.CreatorID
	}
	return activity.Audit(ctx, tx, a, e)
}
