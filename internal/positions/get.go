package positions

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Get is one position with its team and phases, as the actor sees it; hidden ones are not there (404).
func (r *Room) Get(ctx context.Context, a access.Actor, id string) (p Position, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err = LoadIn(ctx, tx, a, id)
		return err
	})
	return p, err
}

// Permitted asks one rule about one position: hidden (404), refused (403), or nil.
func (r *Room) Permitted(ctx context.Context, a access.Actor, id string, rule access.Rule[access.Position]) error {
	return access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := find(ctx, tx, id, access.Where(a, access.PositionView), "")
		if err == nil {
			_, err = access.Permit(a, rule, p.Row())
		}
		return err
	})
}

// Sees reports whether the actor sees the position: what a live signal about it asks.
func (r *Room) Sees(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	_, err := find(ctx, tx, id, access.Where(a, access.PositionView), "")
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// LoadIn is Get inside a transaction of another verb.
func LoadIn(ctx context.Context, tx db.Tx, a access.Actor, id string) (Position, error) {
	p, err := find(ctx, tx, id, access.Where(a, access.PositionView), "")
	if err != nil {
		return Position{}, err
	}
	return dress(ctx, tx, a, p)
}

// dress adds what hangs below the position and takes away what the actor may not read.
func dress(ctx context.Context, tx db.Tx, a access.Actor, p Position) (Position, error) {
	teams, err := teamsOf(ctx, tx, a, []string{p.ID})
	if err != nil {
		return Position{}, err
	}
	p.Team = teams[p.ID]
	if p.Phases, err = phasesOf(ctx, tx, p.ID, false); err != nil {
		return Position{}, err
	}
	p.seenBy(a)
	return p, nil
}

// hold reads a position that is about to be changed and keeps its row until the end of the transaction. It is
// whole, pay included: only for the verbs of this package.
func hold(ctx context.Context, tx db.Tx, a access.Actor, id string) (Position, error) {
	return find(ctx, tx, id, access.Where(a, access.PositionView), tx.Lock())
}

// Active counts the applications under way on a position (Applied, In review, Offer), as far as the actor sees them.
func (r *Room) Active(ctx context.Context, a access.Actor, id string) (n int, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := find(ctx, tx, id, access.Where(a, access.PositionView), ""); err != nil {
			return err
		}
		active, err := activeOn(ctx, tx, []string{id}, access.Where(a, access.ApplicationView))
		n = active[id]
		return err
	})
	return n, err
}
