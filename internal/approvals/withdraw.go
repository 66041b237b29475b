package approvals

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Withdraw takes a request back while it waits; only who submitted it can. The item is Personal again.
func (r *Room) Withdraw(ctx context.Context, a access.Actor, id string) (out Request, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		q, err := waiting(ctx, tx, a, id)
		if err != nil {
			return err
		}
		out, err = r.withdraw(ctx, tx, a, q)
		return err
	})
	return out, err
}

// WithdrawOf is Withdraw of the open request of an item, in the transaction of the room that owns it and has loaded it
// through the actor; without an open request it is a conflict (409).
func (r *Room) WithdrawOf(ctx context.Context, tx db.Tx, a access.Actor, itemID string) (Request, error) {
	q, open, err := Open(ctx, tx, itemID)
	if err != nil {
		return Request{}, err
	}
	if !open {
		return Request{}, errs.Of(errs.Conflict, "This is not waiting for approval.").Coded("decided")
	}
	return r.withdraw(ctx, tx, a, q)
}

func (r *Room) withdraw(ctx context.Context, tx db.Tx, a access.Actor, q Request) (Request, error) {
	pass, err := access.Permit(a, access.RequestWithdraw, q.Row())
	if err != nil {
		return Request{}, err
	}
	s, known := r.subjects[q.Kind]
	if !known {
		return Request{}, fmt.Errorf("no room decides about %s", q.Kind)
	}
	if q, err = end(ctx, tx, a, pass, q); err != nil {
		return Request{}, err
	}
	return q, s.Ended(ctx, tx, a, q)
}

// WithdrawOpen ends the open request of an item that its creator has edited or deleted, where there is one. What that
// does to the item is the calling verb's: no Subject is asked.
func WithdrawOpen(ctx context.Context, tx db.Tx, a access.Actor, itemID string) error {
	q, open, err := Open(ctx, tx, itemID)
	if err != nil || !open {
		return err
	}
	// The creator may end what somebody else has submitted on their behalf: it is their item that changes.
	row := q.Row()
	row.SubmitterID = q.CreatorID
	pass, err := access.Permit(a, access.RequestWithdraw, row)
	if err != nil {
		return err
	}
	_, err = end(ctx, tx, a, pass, q)
	return err
}

func end(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[access.Request], q Request) (Request, error) {
	q.State, q.DecidedBy, q.Decider, q.DecidedAt = Withdrawn, a.MemberID(), a.Name(), db.At(tx.Now())
	if err := settle(ctx, tx, pass, q); err != nil {
		return Request{}, err
	}
	return q, tell(ctx, tx, a, q, "withdrawn")
}
