package positions

import (
	"context"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Open opens a draft or a closed position. It needs job_positions:publish there.
func (r *Room) Open(ctx context.Context, a access.Actor, id string) (p Position, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		held, pass, err := permitted(ctx, tx, a, id, access.PositionPublish)
		if err != nil {
			return err
		}
		if held.Status == Open {
			return errs.Of(errs.Conflict, "This position is open already.").Coded("already_open")
		}
		err = change(ctx, tx, pass, `status = 'open', opened_at = ?, opened_by = ?, closing_reason = '', closed_at = NULL, closed_by = NULL, updated_at = ?`,
			db.At(tx.Now()), a.MemberID(), db.At(tx.Now()))
		if err != nil {
			return err
		}
		if held.Public && !held.Private {
			if err := posted(ctx, tx, pass); err != nil {
				return err
			}
		}
		kind := "position.opened"
		if held.Status == Closed {
			kind = "position.reopened"
		}
		if err := activity.Record(ctx, tx, a, activity.Line{Kind: kind, PositionID: id}); err != nil {
			return err
		}
		p, err = LoadIn(ctx, tx, a, id)
		return err
	})
	return p, err
}

// Close closes an open position and leaves its applications as they are. It needs job_positions:publish there. To
// reject them as well, see the candidates' verb that calls CloseIn.
func (r *Room) Close(ctx context.Context, a access.Actor, id, reason string) (p Position, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err = CloseIn(ctx, tx, a, id, reason)
		return err
	})
	return p, err
}

// CloseIn is Close inside a transaction of another verb. It loads and permits by itself, so it comes first there.
func CloseIn(ctx context.Context, tx db.Tx, a access.Actor, id, reason string) (Position, error) {
	held, pass, err := permitted(ctx, tx, a, id, access.PositionPublish)
	if err != nil {
		return Position{}, err
	}
	reason = strings.TrimSpace(reason)
	if err := errs.Bad(lengths("reason", reason, 0, 1000, "")...); err != nil {
		return Position{}, err
	}
	switch held.Status {
	case Closed:
		return Position{}, errs.Of(errs.Conflict, "This position is closed already.").Coded("already_closed")
	case Draft:
		return Position{}, errs.Of(errs.Conflict, "A draft was never open, so there is nothing to close. Delete it, or leave it.").Coded("not_open")
	}
	err = change(ctx, tx, pass, `status = 'closed', closed_at = ?, closed_by = ?, closing_reason = ?, updated_at = ?`,
		db.At(tx.Now()), a.MemberID(), reason, db.At(tx.Now()))
	if err != nil {
		return Position{}, err
	}
	if err := activity.Record(ctx, tx, a, activity.Line{Kind: "position.closed", PositionID: id, Data: map[string]any{"reason": reason}}); err != nil {
		return Position{}, err
	}
	return LoadIn(ctx, tx, a, id)
}

// permitted loads a position through the actor (404), keeps its row, and asks one rule (403).
func permitted(ctx context.Context, tx db.Tx, a access.Actor, id string, rule access.Rule[access.Position]) (Position, access.Pass[access.Position], error) {
	held, err := hold(ctx, tx, a, id)
	if err != nil {
		return Position{}, access.Pass[access.Position]{}, err
	}
	pass, err := access.Permit(a, rule, held.Row())
	return held, pass, err
}
