package profiles

import (
	"context"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// OrderMeasures puts the competencies or the levels in the order given, which names each of them once. Every matrix has
// its rows and columns in this order. It needs their :update.
func (r *Room) OrderMeasures(ctx context.Context, a access.Actor, x Axis, ids []string) (out []Measure, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(x.is().view); err != nil {
			return err
		}
		if err := a.Require(x.is().update); err != nil {
			return err
		}
		before, err := everyMeasure(ctx, tx, a, x, tx.Lock())
		if err != nil {
			return err
		}
		if out, err = arranged(before, ids); err != nil {
			return err
		}
		if slices.Equal(names(before), names(out)) {
			return nil
		}
		for i := range out {
			out[i].Rank = i + 1
			if err := rankMeasure(ctx, tx, a, x, out[i]); err != nil {
				return err
			}
		}
		entry := activity.Entry{Action: x.One() + ".ordered", Object: x.One(), ObjectName: x.Many(), Before: names(before), After: names(out)}
		if err := activity.Audit(ctx, tx, a, entry); err != nil {
			return err
		}
		for _, m := range out { // each has another place, in its list and in matrices
			if err := signalMeasure(ctx, tx, a, x, m.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func arranged(all []Measure, ids []string) ([]Measure, error) {
	out := make([]Measure, 0, len(all))
	for _, id := range ids {
		i := slices.IndexFunc(all, func(m Measure) bool { return m.ID == id })
		if i < 0 || slices.ContainsFunc(out, func(m Measure) bool { return m.ID == id }) {
			break
		}
		out = append(out, all[i])
	}
	if len(out) != len(all) || len(ids) != len(all) {
		return nil, errs.Of(errs.Conflict, "The list has changed meanwhile. Look at it again, then put it in order.").Coded("list_changed")
	}
	return out, nil
}

func names(all []Measure) []string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.Name
	}
	return out
}
