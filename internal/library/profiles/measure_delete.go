package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// DeleteMeasure deletes a competency or level. It needs its :delete. While something uses it that the actor sees, that is
// refused (409) by name and number of what they see. Where only what they do not see uses it, it is archived instead,
// which nobody can tell from the outside: it is gone from every list, and its name is free.
func (r *Room) DeleteMeasure(ctx context.Context, a access.Actor, x Axis, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMeasure(ctx, tx, a, x, id, tx.Lock())
		if err != nil {
			return err
		}
		if err := a.Require(x.is().delete); err != nil {
			return err
		}
		used, err := usesOf(ctx, tx, a, x.One(), id)
		if err != nil {
			return err
		}
		if err := used.refusal(m.Name); err != nil {
			return err
		}
		if err := retire(ctx, tx, a, x.is().table, id, used.hidden); err != nil {
			return err
		}
		if err := activity.Audit(ctx, tx, a, m.entry(x, "deleted", m.written(), nil)); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: x.One(), ID: id})
	})
}
