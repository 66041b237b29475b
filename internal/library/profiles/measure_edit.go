package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// EditMeasure changes the name or the description of a competency or level, wherever its name stands. It needs its
// :update. Job roles keep the name of the day in their history.
func (r *Room) EditMeasure(ctx context.Context, a access.Actor, x Axis, id string, d MeasureDraft) (m Measure, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := seenMeasure(ctx, tx, a, x, id, tx.Lock())
		if err != nil {
			return err
		}
		if err := a.Require(x.is().update); err != nil {
			return err
		}
		m = before
		if err := d.fill(x, &m); err != nil || m == before {
			return err
		}
		m.UpdatedAt = db.At(tx.Now())
		if err := updateMeasure(ctx, tx, a, x, m); err != nil {
			return nameTaken(err, x.One())
		}
		if err := activity.Audit(ctx, tx, a, m.entry(x, "updated", before.written(), m.written())); err != nil {
			return err
		}
		return signalMeasure(ctx, tx, a, x, id)
	})
	return m, err
}

// signalMeasure tells those who see a competency or level, and those who see a matrix that it stands in.
func signalMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id string) error {
	if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: x.One(), ID: id}); err != nil {
		return err
	}
	matrices, err := matricesWith(ctx, tx, a, x, id)
	if err != nil {
		return err
	}
	for _, m := range matrices {
		if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "job_role", ID: m.ID}); err != nil {
			return err
		}
	}
	return nil
}
