package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/errs"
)

// Publish gives a Personal item of one's own to the organisation (:publish). By a holder of :approve it is the
// organisation's at once, unless a second reviewer is required; by anybody else it waits for approval. Publishing what
// was rejected or withdrawn, which is Personal again, is Resubmit. A template needs all its questions to be the
// organisation's (422).
func (s *Shelf[K, C]) Publish(ctx context.Context, a access.Actor, id string) (out Entry[C], err error) {
	err = access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := s.publishIn(ctx, tx, a, id); err != nil {
			return err
		}
		out, err = s.load(ctx, tx, a, id)
		return err
	})
	return out, err
}

func (s *Shelf[K, C]) publishIn(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
	i, err := s.find(ctx, tx, a, id, true)
	if err != nil {
		return err
	}
	asked := i.Row()
	asked.Status = string(Personal) // whether it still is, they are told once they may ask
	if _, err := access.Permit(a, s.submit, asked); err != nil {
		return err
	}
	switch i.Visibility {
	case Pending:
		return errs.Of(errs.Conflict, "This is waiting for approval already. It can be withdrawn and submitted anew.").Coded("pending")
	case Org:
		return errs.Of(errs.Conflict, "This "+s.word+" is the organisation's already.").Coded("published")
	}
	c, err := content[C](ctx, tx, i.ID, i.Revision)
	if err != nil {
		return err
	}
	var none C
	if err := s.shareable(ctx, tx, a, c, none); err != nil {
		return err
	}
	second, err := strict(ctx, tx, i.OrgID)
	if err != nil {
		return err
	}
	if !second && access.May(a, s.atOnce, i.Row()) {
		return s.publishNow(ctx, tx, a, i, i.Revision)
	}
	if err := setVisibility(ctx, tx, i, Pending); err != nil {
		return err
	}
	_, err = approvals.Ask(ctx, tx, a, approvals.Asked{Kind: s.name, ItemID: i.ID, CreatorID: i.CreatorID, Title: i.Title, Revision: i.Revision})
	return err
}

// publishNow makes an item the organisation's.
func (s *Shelf[K, C]) publishNow(ctx context.Context, tx db.Tx, a access.Actor, i Item, number int) error {
	if err := share(ctx, tx, i, number); err != nil {
		return err
	}
	was := i.Visibility
	i.Visibility = Org
	err := s.record(ctx, tx, a, i, "published", map[string]any{"visibility": was}, map[string]any{"visibility": Org, "revision": number})
	if err != nil {
		return err
	}
	return s.signal(ctx, tx, i)
}

// Withdraw takes back what the actor has submitted and nobody has decided yet: the item is Personal again, a change of an
// organisation's item is its author's draft. Without anything of theirs that waits it is a conflict (409).
func (s *Shelf[K, C]) Withdraw(ctx context.Context, a access.Actor, id string) (out Entry[C], err error) {
	err = access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := s.find(ctx, tx, a, id, true); err != nil {
			return err
		}
		q, waits, err := approvals.Open(ctx, tx, id)
		if err != nil {
			return err
		}
		if !waits || !access.May(a, access.RequestView, q.Row()) {
			return errs.Of(errs.Conflict, "This is not waiting for approval.").Coded("decided")
		}
		if _, err := s.asking.WithdrawOf(ctx, tx, a, id); err != nil {
			return err
		}
		out, err = s.load(ctx, tx, a, id)
		return err
	})
	return out, err
}
