package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
)

// subject says what the end of a request does to an item of this kind.
func (s *Shelf[K, C]) subject() approvals.Subject {
	return approvals.Subject{Kind: s.name, Check: s.checkRequest, Approved: s.approved, Ended: s.ended}
}

// checkRequest asks again what publishing asked: a question may have left the library since.
func (s *Shelf[K, C]) checkRequest(ctx context.Context, tx db.Tx, a access.Actor, q approvals.Request) error {
	i, err := s.held(ctx, tx, q.OrgID, q.ItemID)
	if err != nil {
		return err
	}
	c, err := content[C](ctx, tx, i.ID, q.Revision)
	if err != nil {
		return err
	}
	var live C
	if q.Change {
		if live, err = content[C](ctx, tx, i.ID, i.Revision); err != nil {
			return err
		}
	}
	return s.shareable(ctx, tx, a, c, live)
}

// approved makes the submitted revision everybody's.
func (s *Shelf[K, C]) approved(ctx context.Context, tx db.Tx, a access.Actor, q approvals.Request) error {
	i, err := s.held(ctx, tx, q.OrgID, q.ItemID)
	if err != nil {
		return err
	}
	c, err := content[C](ctx, tx, i.ID, q.Revision)
	if err != nil {
		return err
	}
	if !q.Change {
		return s.publishNow(ctx, tx, a, i, q.Revision)
	}
	return s.goLive(ctx, tx, a, i, q.Revision, c, "changed")
}

// ended: what was asked to be the organisation's is its creator's alone again. Of a change nothing has to be undone.
func (s *Shelf[K, C]) ended(ctx context.Context, tx db.Tx, _ access.Actor, q approvals.Request) error {
	if q.Change {
		return nil
	}
	i, err := s.held(ctx, tx, q.OrgID, q.ItemID)
	if err != nil || i.Visibility != Pending {
		return err
	}
	return setVisibility(ctx, tx, i, Personal)
}
