package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/errs"
)

// Edit changes an item. change is given the content that the actor is working on: the live one, or the change of theirs
// that waits for approval.
//
// One's own Personal items are edited freely; editing one that waits for approval withdraws the request. Of an
// organisation's item a holder of :update and :approve makes a new live revision; by anybody else with :update and
// :publish, or with a second reviewer required, the change waits for approval and the live revision stays. seen is the
// live revision that the change is based on, 0 for whichever it is; another one is refused (412).
func (s *Shelf[K, C]) Edit(ctx context.Context, a access.Actor, id string, seen int, change func(*C)) (out Entry[C], err error) {
	err = access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := s.editIn(ctx, tx, a, id, seen, change); err != nil {
			return err
		}
		out, err = s.load(ctx, tx, a, id)
		return err
	})
	return out, err
}

func (s *Shelf[K, C]) editIn(ctx context.Context, tx db.Tx, a access.Actor, id string, seen int, change func(*C)) error {
	i, err := s.find(ctx, tx, a, id, true)
	if err != nil {
		return err
	}
	pass, err := access.Permit(a, s.edit, i.Row())
	if err != nil {
		return err
	}
	if seen > 0 && seen != i.Revision {
		return errs.Of(errs.Stale, "This was changed since you opened it. Open it again to see the new revision.")
	}
	open, waits, err := openChange(ctx, tx, i)
	if err != nil {
		return err
	}
	number := i.Revision
	if waits && open.SubmitterID == a.MemberID() { // they go on with what they have submitted
		number = open.Revision
	}
	was, err := content[C](ctx, tx, i.ID, number)
	if err != nil {
		return err
	}
	now, err := content[C](ctx, tx, i.ID, number) // a copy that shares nothing
	if err != nil {
		return err
	}
	change(&now)
	wrong, err := s.settle(ctx, tx, a, &now, was)
	if err != nil {
		return err
	}
	if err := wrong.err(); err != nil {
		return err
	}
	if asJSON(now) == asJSON(was) {
		return nil
	}
	if i.Visibility == Org {
		return s.editShared(ctx, tx, a, pass, i, open, now)
	}
	return s.editOwn(ctx, tx, a, pass, i, now)
}

// openChange is the change of an organisation's item that waits for approval.
func openChange(ctx context.Context, tx db.Tx, i Item) (approvals.Request, bool, error) {
	if i.Visibility != Org {
		return approvals.Request{}, false, nil
	}
	return approvals.Open(ctx, tx, i.ID)
}

// editOwn: what waited for approval is no longer what was submitted.
func (s *Shelf[K, C]) editOwn(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[K], i Item, c C) error {
	number, err := s.add(ctx, tx, pass, i, a.MemberID(), c)
	if err != nil {
		return err
	}
	if err := s.setLive(ctx, tx, i, number, c); err != nil {
		return err
	}
	if i.Visibility == Pending {
		if err := approvals.WithdrawOpen(ctx, tx, a, i.ID); err != nil {
			return err
		}
		if err := setVisibility(ctx, tx, i, Personal); err != nil {
			return err
		}
	}
	return s.signal(ctx, tx, i)
}

func (s *Shelf[K, C]) editShared(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[K], i Item, open approvals.Request, c C) error {
	live, err := content[C](ctx, tx, i.ID, i.Revision)
	if err != nil {
		return err
	}
	if err := s.shareable(ctx, tx, a, c, live); err != nil {
		return err
	}
	second, err := strict(ctx, tx, i.OrgID)
	if err != nil {
		return err
	}
	asks := second || !access.May(a, s.editLive, i.Row())
	switch mine := open.SubmitterID == a.MemberID(); {
	case open.ID != "" && mine: // this takes its place
		if _, err := s.asking.WithdrawOf(ctx, tx, a, i.ID); err != nil {
			return err
		}
	case open.ID != "" && asks:
		return errs.Of(errs.Conflict, "A change of this "+s.word+" is waiting for approval already.").Coded("pending")
	}
	number, err := s.add(ctx, tx, pass, i, a.MemberID(), c)
	if err != nil {
		return err
	}
	if asks {
		// What is asked for is the change, and whoever wrote it made that: a rejection is theirs to read, not the item's creator's.
		_, err = approvals.Ask(ctx, tx, a, approvals.Asked{Kind: s.name, ItemID: i.ID, CreatorID: a.MemberID(), Title: s.digest(c).title, Revision: number, Change: true})
		return err
	}
	return s.goLive(ctx, tx, a, i, number, c, "changed")
}

// goLive makes a revision of an organisation's item the one that everybody has.
func (s *Shelf[K, C]) goLive(ctx context.Context, tx db.Tx, a access.Actor, i Item, number int, c C, what string) error {
	if err := s.setLive(ctx, tx, i, number, c); err != nil {
		return err
	}
	if err := share(ctx, tx, i, number); err != nil {
		return err
	}
	from := map[string]any{"revision": i.Revision}
	if err := s.record(ctx, tx, a, i, what, from, map[string]any{"revision": number}); err != nil {
		return err
	}
	return s.signal(ctx, tx, i)
}
