package positions

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Counts is how many positions of each status the actor sees.
type Counts struct{ Draft, Open, Closed int }

// Total is all of them.
func (c Counts) Total() int { return c.Draft + c.Open + c.Closed }

// Of is how many there are of one status.
func (c Counts) Of(s Status) int {
	return map[Status]int{Draft: c.Draft, Open: c.Open, Closed: c.Closed}[s]
}

// Counts counts the positions that the actor sees, by status.
func (r *Room) Counts(ctx context.Context, a access.Actor) (c Counts, err error) {
	if err := a.RequireAnywhere(access.PositionsView); err != nil {
		return c, err
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		c, err = countsOf(ctx, tx, a)
		return err
	})
	return c, err
}

// CountsIn is Counts inside a transaction; whoever sees no positions gets zeros.
func CountsIn(ctx context.Context, tx db.Tx, a access.Actor) (Counts, error) {
	return countsOf(ctx, tx, a)
}

// countsOf sums counters where they carry what the rule reads. Sight through one's own hiring teams they do not
// carry: those positions are few, and counted one by one.
func countsOf(ctx context.Context, tx db.Tx, a access.Actor) (c Counts, err error) {
	view := access.Where(a, access.PositionView)
	byColumns, byTeam, split := view.Parts()
	if !split {
		byTeam = access.Filter[access.Position]{}
	}
	where, args, ok := byColumns.Counted("c")
	var rows []statusCount
	if ok {
		rows, err = countedBy(ctx, tx, where, args)
	} else {
		rows, err = countedRows(ctx, tx, byColumns)
	}
	if err != nil {
		return c, err
	}
	more, err := countedRows(ctx, tx, byTeam)
	for _, r := range append(rows, more...) {
		switch r.Status {
		case Draft:
			c.Draft += r.N
		case Open:
			c.Open += r.N
		case Closed:
			c.Closed += r.N
		}
	}
	return c, err
}
