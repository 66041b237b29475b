package positions

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// pageIDs is one page of ids, in order.
func pageIDs(ctx context.Context, tx db.Tx, view access.Filter[access.Position], a access.Actor, f Filter, further bool, after sortKey, want int64) ([]string, error) {
	if view.Nothing() {
		return nil, nil
	}
	var ids []string
	err := f.page(tx, view, a, further, after, want).Scan(ctx, &ids)
	return ids, errs.Wrap(err, "list positions")
}

// page is the query for ids alone: the ordering indexes carry id, private and status, so that deciding who sees a
// row costs no visit of the table.
func (f Filter) page(tx db.Tx, view access.Filter[access.Position], a access.Actor, further bool, after sortKey, want int64) *bun.SelectQuery {
	q := f.on(view.On(tx.NewSelect().TableExpr("positions AS p").ColumnExpr("p.id"), "p"), a)
	switch {
	case f.Sort == ByTitle && further:
		q = q.Where("(p.title_key, p.id) > (?, ?)", after.Title, after.ID)
	case further:
		q = q.Where("(p.created_at, p.id) < (?, ?)", after.At, after.ID)
	}
	if f.Sort == ByTitle {
		q = q.OrderExpr("p.title_key, p.id")
	} else {
		q = q.OrderExpr("p.created_at DESC, p.id DESC")
	}
	return q.Limit(want)
}

// on adds what the reader asked for.
func (f Filter) on(q *bun.SelectQuery, a access.Actor) *bun.SelectQuery {
	if f.Status != "" {
		q = q.Where("p.status = ?", string(f.Status))
	}
	if key := db.Key(f.Department); key != "" {
		q = q.Where("p.department_key = ?", key)
	}
	if key := db.Key(f.Q); key != "" {
		q = q.Where(`p.title_key LIKE ? ESCAPE '\'`, "%"+likeEscaper.Replace(key)+"%")
	}
	if f.Mine {
		q = q.Where("p.id IN (SELECT t.position_id FROM hiring_team AS t WHERE t.member_id = ?)", a.MemberID())
	}
	return q
}

func countRows(ctx context.Context, tx db.Tx, view access.Filter[access.Position], a access.Actor, f Filter) (n int, err error) {
	if view.Nothing() {
		return 0, nil
	}
	err = f.on(view.On(tx.NewSelect().TableExpr("positions AS p").ColumnExpr("count(*)"), "p"), a).Scan(ctx, &n)
	return n, errs.Wrap(err, "count positions")
}

func departments(ctx context.Context, tx db.Tx, view access.Filter[access.Position]) ([]string, error) {
	if view.Nothing() {
		return nil, nil
	}
	var names []string
	err := view.On(tx.NewSelect().TableExpr("positions AS p").ColumnExpr("min(p.department)"), "p").
		Where("p.department_key <> ''").GroupExpr("p.department_key").OrderExpr("p.department_key").Limit(200).Scan(ctx, &names)
	return names, errs.Wrap(err, "list departments")
}

// activeOn counts the applications under way on positions, as far as the filter lets through. The counters carry
// every column that sight of an application reads.
func activeOn(ctx context.Context, tx db.Tx, positionIDs []string, f access.Filter[access.Application]) (map[string]int, error) {
	out := map[string]int{}
	if len(positionIDs) == 0 || f.Nothing() {
		return out, nil
	}
	where, args, ok := f.Counted("c")
	if !ok {
		return nil, fmt.Errorf("positions: sight of applications reads a column that its counters do not carry")
	}
	var rows []struct {
		PositionID string
		N          int
	}
	err := tx.NewRaw(`SELECT c.position_id, sum(c.n) AS n FROM application_counts AS c
		WHERE c.position_id IN (?) AND c.status IN ('applied', 'in_review', 'offer') AND `+where+` GROUP BY c.position_id`,
		append([]any{bun.List(positionIDs)}, args...)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count applications: %w", err)
	}
	for _, r := range rows {
		out[r.PositionID] = r.N
	}
	return out, nil
}

// statusCount is how many positions have a status.
type statusCount struct {
	Status Status
	N      int
}

// countedBy sums the counters; the filter reads only columns that they carry.
func countedBy(ctx context.Context, tx db.Tx, where string, args []any) (rows []statusCount, err error) {
	err = tx.NewRaw(`SELECT c.status, sum(c.n) AS n FROM position_counts AS c WHERE `+where+` GROUP BY c.status`, args...).Scan(ctx, &rows)
	return rows, errs.Wrap(err, "sum counters")
}

// countedRows counts rows by status.
func countedRows(ctx context.Context, tx db.Tx, view access.Filter[access.Position]) (rows []statusCount, err error) {
	if view.Nothing() {
		return nil, nil
	}
	where, args := view.SQL("p")
	err = tx.NewRaw(`SELECT p.status, count(*) AS n FROM positions AS p WHERE `+where+` GROUP BY p.status`, args...).Scan(ctx, &rows)
	return rows, errs.Wrap(err, "count positions")
}
