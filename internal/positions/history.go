package positions

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// History is what happened to the position itself, newest first; what happened to its applications is theirs.
func (r *Room) History(ctx context.Context, a access.Actor, id string, page db.Page) (lines db.List[activity.Shown], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := find(ctx, tx, id, access.Where(a, access.PositionView), ""); err != nil {
			return err
		}
		lines, err = activity.Lines(ctx, tx, a, activity.About{PositionID: id}, page)
		return err
	})
	return lines, err
}
