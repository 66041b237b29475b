package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Lanes is a board without its cards: its columns with their counts, and what the actor may do in each. A picker of
// stages and the head of a table need no more. It opens to whom the board opens.
func (r *Room) Lanes(ctx context.Context, a access.Actor, positionID string) (out Board, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		head, err := openBoard(ctx, tx, a, positionID)
		if err != nil {
			return err
		}
		all, err := columns(ctx, tx, a, head, BoardFilter{}.on(positionID))
		if err != nil {
			return err
		}
		out = all.Board
		return nil
	})
	return out, err
}
