package candidates

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// needsOpen reports whether the filter reads what one's own file withholds: then one's own is left out, or the
// filter would tell what the row does not.
func (f ApplicationFilter) needsOpen() bool {
	return f.PhaseID != "" || f.Source != "" || f.Tag != "" || f.Quick != QuickAll || f.Starred || f.fromAll
}

// sight is the predicate of a list with this filter.
func (f ApplicationFilter) sight(a access.Actor) access.Filter[access.Application] {
	if f.needsOpen() {
		return access.Where(a, access.ApplicationOpen)
	}
	return access.Where(a, access.ApplicationView)
}

// on adds the filter's conditions to a query over applications (a) with the joins of records.
func (f ApplicationFilter) on(q *bun.SelectQuery, a access.Actor, now db.Time, look []word) *bun.SelectQuery {
	sight := f.sight(a)
	if f.PositionID != "" { // what the rule says of positions is decided once, not of each row
		sight = sight.At(f.PositionID)
	}
	return f.conditions(sight.On(q, "a"), a, now, look)
}

// conditions are those of the filter alone; sight is asked for by the caller.
func (f ApplicationFilter) conditions(q *bun.SelectQuery, a access.Actor, now db.Time, look []word) *bun.SelectQuery {
	narrow := f.narrow()
	if f.PositionID != "" {
		q = q.Where("a.position_id = ?", f.PositionID)
	}
	if f.CandidateID != "" {
		q = q.Where("a.candidate_id = ?", f.CandidateID)
	}
	if f.PhaseID != "" {
		q = q.Where("a.phase_id = ?", f.PhaseID)
		if f.Status == "" {
			q = q.Where("(a.status = ? OR 1 = 0)", InReview)
		}
	}
	if f.Status != "" && narrow {
		q = q.Where("(a.status = ? OR 1 = 0)", f.Status) // the narrow column drives, not this one
	} else if f.Status != "" {
		q = q.Where("a.status = ?", f.Status)
	}
	if f.Source != "" && narrow {
		q = q.Where("(a.source = ? OR 1 = 0)", f.Source)
	} else if f.Source != "" {
		q = q.Where("a.source = ?", f.Source)
	}
	if f.Tag != "" {
		q = tagged(q, a, "a.candidate_id", f.Tag)
	}
	if f.Starred {
		q = q.Where("a.id IN (SELECT x.application_id FROM stars AS x WHERE x.member_id = ?)", a.MemberID())
	}
	return f.Quick.on(matching(q, a, "a.candidate_id", look), now)
}

// narrow filters name a column that finds few rows by itself.
func (f ApplicationFilter) narrow() bool {
	return f.PositionID != "" || f.CandidateID != "" || f.PhaseID != ""
}

// on adds the condition of a quick filter; the phase is ph, its progress pp.
func (k Quick) on(q *bun.SelectQuery, now db.Time) *bun.SelectQuery {
	const awake = "(a.snoozed_until IS NULL OR a.snoozed_until <= ?)"
	switch k {
	case QuickInterviewing:
		return q.Where("a.status = 'in_review' AND ph.kind = 'interview'")
	case QuickScheduled:
		return q.Where("a.status = 'in_review' AND pp.state = 'scheduled'")
	case QuickNeedsAction:
		return q.Where("(a.status = 'applied' OR a.status = 'in_review' AND (a.phase_id IS NULL OR pp.state IN ('completed', 'skipped', 'cancelled')"+
			" OR ph.kind = 'interview' AND (pp.state IS NULL OR pp.state = 'available')))").Where(awake, now)
	case QuickSnoozed:
		return q.Where("a.snoozed_until > ?", now)
	}
	return q
}

type (
	timeKey struct {
		At db.Time `json:"at"`
		ID string  `json:"id"`
	}
	nameKey struct {
		Name string `json:"name"`
		ID   string `json:"id"`
	}
)

// movedKey orders by the last move; one's own file does not tell when it moved.
const movedKey = "CASE WHEN a.own_member_id = ? THEN a.applied_at ELSE a.moved_at END"

// listRecords reads one page of applications in the filter's order.
func listRecords(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter, page db.Page) (db.List[record], error) {
	none := db.List[record]{}
	if f.sight(a).Nothing() {
		return none, nil
	}
	look := rowByRow(f.Q)
	var err error
	if !f.narrow() {
		if look, err = weighed(ctx, tx, a, f.Q); err != nil {
			return none, err
		}
	}
	chosen, key, err := f.choose(tx, a, look, page)
	if err != nil {
		return none, err
	}
	var rows []record
	q := tx.NewSelect().TableExpr("(?) AS k", chosen).Join("LEFT JOIN applications AS a ON a.id = k.id").ColumnExpr(recordColumns).Join(recordJoins, a.MemberID())
	if err := f.Sort.order(q, a).Scan(ctx, &rows); err != nil {
		return none, fmt.Errorf("list applications: %w", err)
	}
	return db.Cut(page, f.Sort.name(), rows, key), nil
}

// choose selects the ids of one page, in order. Names and phases are joined to these alone: where rows have to be
// sorted first, joining before costs by every row that is sorted.
func (f ApplicationFilter) choose(tx db.Tx, a access.Actor, look []word, page db.Page) (*bun.SelectQuery, func(record) any, error) {
	q := tx.NewSelect().TableExpr("applications AS a").ColumnExpr("a.id")
	if f.Sort == SortName {
		q = q.Join("LEFT JOIN candidates AS c ON c.id = a.candidate_id")
	}
	if f.Quick != QuickAll {
		q = q.Join(quickJoins)
	}
	q, key, err := f.Sort.on(f.on(q, a, db.At(tx.Now()), look), a, page)
	if err != nil {
		return nil, nil, err
	}
	return f.Sort.order(q, a).Limit(page.Want()), key, nil
}

// quickJoins are what a quick filter reads.
const quickJoins = "LEFT JOIN phases AS ph ON ph.id = a.phase_id LEFT JOIN phase_progress AS pp ON pp.application_id = a.id AND pp.phase_id = a.phase_id"

func (s Sort) name() string { return "applications " + string(s) }

// order is how a list with this sort stands.
func (s Sort) order(q *bun.SelectQuery, a access.Actor) *bun.SelectQuery {
	switch s {
	case SortName:
		return q.OrderExpr("c.name_key, a.id")
	case SortMoved:
		return q.OrderExpr(movedKey+" DESC, a.id DESC", a.MemberID())
	}
	return q.OrderExpr("a.applied_at DESC, a.id DESC")
}

// on begins a page behind the last one.
func (s Sort) on(q *bun.SelectQuery, a access.Actor, page db.Page) (*bun.SelectQuery, func(record) any, error) {
	if s == SortName {
		var after nameKey
		more, err := page.After(s.name(), &after)
		if more {
			q = q.Where("(c.name_key, a.id) > (?, ?)", after.Name, after.ID)
		}
		return q, func(r record) any { return nameKey{r.NameKey, r.ID} }, err
	}
	var after timeKey
	more, err := page.After(s.name(), &after)
	if s == SortMoved {
		if more {
			q = q.Where("("+movedKey+", a.id) < (?, ?)", a.MemberID(), after.At, after.ID)
		}
		key := func(r record) any {
			if r.OwnMemberID != "" && r.OwnMemberID == a.MemberID() {
				return timeKey{r.AppliedAt, r.ID}
			}
			return timeKey{r.MovedAt, r.ID}
		}
		return q, key, err
	}
	if more {
		q = q.Where("(a.applied_at, a.id) < (?, ?)", after.At, after.ID)
	}
	return q, func(r record) any { return timeKey{r.AppliedAt, r.ID} }, err
}

// countRecords counts what listRecords lists on all its pages: by the counters where they carry every column that
// is asked, else row by row.
func countRecords(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter) (n int, err error) {
	sight := f.sight(a)
	if sight.Nothing() {
		return 0, nil
	}
	bare := ApplicationFilter{PositionID: f.PositionID, Status: f.Status, Sort: f.Sort}
	if f.fromAll {
		if f.fromAll = false; f == bare { // the counters know nothing of own files, which are few
			n, err = countRecords(ctx, tx, a, f)
			if err != nil {
				return 0, err
			}
			own, err := countOwn(ctx, tx, a, f)
			return n - own, err
		}
		f.fromAll = true
	}
	if where, args, ok := sight.Counted("n"); ok && f == bare {
		q := tx.NewSelect().TableExpr("application_counts AS n").ColumnExpr("coalesce(sum(n.n), 0)").Where(where, args...)
		if f.PositionID != "" {
			q = q.Where("n.position_id = ?", f.PositionID)
		}
		if f.Status != "" {
			q = q.Where("n.status = ?", f.Status)
		}
		return n, errs.Wrap(q.Scan(ctx, &n), "count applications")
	}
	q := tx.NewSelect().TableExpr("applications AS a").ColumnExpr("count(*)")
	if f.Quick != QuickAll {
		q = q.Join(quickJoins)
	}
	look := collected(f.Q)
	if f.narrow() {
		look = rowByRow(f.Q)
	}
	return n, errs.Wrap(f.on(q, a, db.At(tx.Now()), look).Scan(ctx, &n), "count applications")
}

// countOwn counts, of what a filter lists, the actor's own applications.
func countOwn(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter) (n int, err error) {
	q := tx.NewSelect().TableExpr("applications AS a").ColumnExpr("count(*)")
	q = f.on(q, a, db.At(tx.Now()), rowByRow(f.Q)).Where("a.candidate_id IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?)", a.MemberID())
	return n, errs.Wrap(q.Scan(ctx, &n), "count own applications")
}
