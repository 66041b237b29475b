package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// CreateMeasure adds a competency or a level at the end of its list. It needs its :create.
func (r *Room) CreateMeasure(ctx context.Context, a access.Actor, x Axis, d MeasureDraft) (m Measure, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err = CreateMeasureIn(ctx, tx, a, x, d)
		return err
	})
	return m, err
}

// CreateMeasureIn is CreateMeasure inside a transaction of another verb.
func CreateMeasureIn(ctx context.Context, tx db.Tx, a access.Actor, x Axis, d MeasureDraft) (Measure, error) {
	if err := a.Require(x.is().create); err != nil {
		return Measure{}, err
	}
	now := db.At(tx.Now())
	m := Measure{ID: db.NewID(), CreatedAt: now, UpdatedAt: now}
	if err := d.fill(x, &m); err != nil {
		return Measure{}, err
	}
	if err := insertMeasure(ctx, tx, a, x, &m); err != nil {
		return Measure{}, nameTaken(err, x.One())
	}
	if err := activity.Audit(ctx, tx, a, m.entry(x, "created", nil, m.written())); err != nil {
		return Measure{}, err
	}
	return m, activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: x.One(), ID: m.ID})
}
