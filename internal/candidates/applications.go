package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Applications lists the applications that the actor sees, a page at a time; Page.Count counts all of them. It
// needs candidates:view in the role or on at least one position (403). Sorting by name or by last move is within
// one position (422).
func (r *Room) Applications(ctx context.Context, a access.Actor, f ApplicationFilter, page db.Page) (out db.List[Application], err error) {
	if err := a.RequireAnywhere(access.CandidatesView); err != nil {
		return out, err
	}
	if err := f.check(); err != nil {
		return out, err
	}
	f.fromAll = f.PositionID != ""
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		found, err := listRecords(ctx, tx, a, f, page)
		if err != nil {
			return err
		}
		out = db.List[Application]{Items: showAll(a, found.Items), Next: found.Next}
		if page.Count {
			n, err := countRecords(ctx, tx, a, f)
			if err != nil {
				return err
			}
			out = out.Counted(n)
		}
		return nil
	})
	return out, err
}

func (f ApplicationFilter) check() error {
	var wrong []errs.Field
	if f.Status != "" && !f.Status.Known() {
		wrong = append(wrong, errs.F("status", "There is no such status."))
	}
	if f.Source != "" && !f.Source.Known() {
		wrong = append(wrong, errs.F("source", "There is no such source."))
	}
	if f.Sort != SortApplied && f.PositionID == "" && f.CandidateID == "" {
		wrong = append(wrong, errs.F("sort", "This order is within one position: choose one."))
	}
	return errs.Bad(wrong...)
}

func showAll(a access.Actor, rows []record) []Application {
	out := make([]Application, len(rows))
	for i, rec := range rows {
		out[i] = rec.show(a)
	}
	return out
}

// Table is a position's applications as rows, in every status. It opens to whom the board opens.
func (r *Room) Table(ctx context.Context, a access.Actor, positionID string, f ApplicationFilter, page db.Page) (out db.List[Application], err error) {
	f.PositionID = positionID
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := openBoard(ctx, tx, a, positionID); err != nil {
			return err
		}
		if err := f.check(); err != nil {
			return err
		}
		found, err := listRecords(ctx, tx, a, f, page)
		if err != nil {
			return err
		}
		out = db.List[Application]{Items: showAll(a, found.Items), Next: found.Next}
		if page.Count {
			n, err := countRecords(ctx, tx, a, f)
			if err != nil {
				return err
			}
			out = out.Counted(n)
		}
		return nil
	})
	return out, err
}

// HearsApplication is the decision behind live signals: whether the actor sees the application now. Of one's own
// nothing is heard: what changes there is not shown.
func (r *Room) HearsApplication(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	return hears(ctx, tx, a, id, access.ApplicationOpen)
}

// HearsActivity is the same for changes that only the activity shows.
func (r *Room) HearsActivity(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	return hears(ctx, tx, a, id, access.ApplicationActivity)
}

func hears(ctx context.Context, tx db.Tx, a access.Actor, id string, rule access.Rule[access.Application]) (bool, error) {
	rec, err := loadApplication(ctx, tx, a, id)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil && access.May(a, rule, rec.row()), err
}
