package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Measures lists the competencies or the levels in the organisation's order, for holders of their :view.
func (r *Room) Measures(ctx context.Context, a access.Actor, x Axis, q string, page db.Page) (out db.List[Measure], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(x.is().view); err != nil {
			return err
		}
		out, err = listMeasures(ctx, tx, a, x, q, page)
		return err
	})
	return out, err
}

// Measure is one competency or level, for holders of its :view.
func (r *Room) Measure(ctx context.Context, a access.Actor, x Axis, id string) (m Measure, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err = seenMeasure(ctx, tx, a, x, id, "")
		return err
	})
	return m, err
}

// seenMeasure loads a competency or level through its reader: hidden or unknown is 404.
func seenMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id, lock string) (Measure, error) {
	if !a.Holds(x.is().view) {
		return Measure{}, errs.Hidden()
	}
	return measureByID(ctx, tx, a, x, id, lock)
}

// MeasureToUse is a competency or level that something of another room is about to point to, in the transaction that
// will: it stays until the end of that. Who does not see it may not point to it (404).
func MeasureToUse(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id string) (Named, error) {
	m, err := seenMeasure(ctx, tx, a, x, id, tx.Lock())
	return Named{m.ID, m.Name}, err
}

// SeesMeasure reports whether the actor sees a competency or level: what a live signal about it asks.
func (r *Room) SeesMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id string) (bool, error) {
	_, err := seenMeasure(ctx, tx, a, x, id, "")
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}
