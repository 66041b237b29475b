package candidates

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// found is a person in a list with the key they stand at.
type found struct {
	ID   string  `bun:"id"`
	At   db.Time `bun:"at"`
	Key  string  `bun:"key"` // tie breaker: the application's id, or the person's
	Name string  `bun:"name_key"`
}

// needsOpen: see ApplicationFilter.needsOpen.
func (f CandidateFilter) needsOpen() bool {
	return f.Tag != "" || f.Source != "" || f.PositionID != ""
}

func (f CandidateFilter) applications(a access.Actor) access.Filter[access.Application] {
	if f.needsOpen() {
		return access.Where(a, access.ApplicationOpen)
	}
	return access.Where(a, access.ApplicationView)
}

func (f CandidateFilter) people(a access.Actor) access.Filter[access.Candidate] {
	if f.needsOpen() {
		return access.Where(a, access.CandidateOpen)
	}
	return access.Where(a, access.CandidateView)
}

// listPeople reads one page of people. Newest means the newest application that the actor sees, never the day the
// person was first known: that may be the day of an application they do not see.
func listPeople(ctx context.Context, tx db.Tx, a access.Actor, f CandidateFilter, page db.Page) (db.List[found], error) {
	if f.ByName {
		return peopleByName(ctx, tx, a, f, page)
	}
	var after timeKey
	more, err := page.After("candidates newest", &after)
	if err != nil {
		return db.List[found]{}, err
	}
	how, err := f.weigh(ctx, tx, a)
	if err != nil {
		return db.List[found]{}, err
	}
	rows, err := applicants(ctx, tx, a, f, how, page, after, more)
	if err != nil {
		return db.List[found]{}, err
	}
	others, err := withoutApplication(ctx, tx, a, f, how, page, after, more)
	if err != nil {
		return db.List[found]{}, err
	}
	rows = append(rows, others...)
	slices.SortFunc(rows, func(x, y found) int {
		return cmp.Or(y.At.Compare(x.At.Time), cmp.Compare(y.Key, x.Key))
	})
	rows = rows[:min(len(rows), int(page.Want()))]
	return db.Cut(page, "candidates newest", rows, func(r found) any { return timeKey{r.At, r.Key} }), nil
}

// plan is how a filter is best asked for: each has a way for few and a way for many matches.
type plan struct {
	look      []word
	manyHired bool
}

// weigh chooses by what the indexes and counters say.
func (f CandidateFilter) weigh(ctx context.Context, tx db.Tx, a access.Actor) (out plan, err error) {
	if f.PositionID != "" {
		return plan{look: rowByRow(f.Q), manyHired: true}, nil
	}
	if out.look, err = weighed(ctx, tx, a, f.Q); err != nil || f.Standing != StandingHired {
		return out, err
	}
	hired, err := countRecords(ctx, tx, a, ApplicationFilter{Status: Hired})
	if err != nil {
		return out, err
	}
	all, err := countRecords(ctx, tx, a, ApplicationFilter{})
	out.manyHired = hired > many(all)
	return out, err
}

// applicants are people with a visible application, by the newest of them.
func applicants(ctx context.Context, tx db.Tx, a access.Actor, f CandidateFilter, how plan, page db.Page, after timeKey, more bool) ([]found, error) {
	if f.applications(a).Nothing() {
		return nil, nil
	}
	if rows, enough, err := newcomers(ctx, tx, a, f, how, page, more); enough || err != nil {
		return rows, err
	}
	q := f.newest(tx, a, how).ColumnExpr("a.candidate_id AS id, a.applied_at AS at, a.id AS key")
	if more {
		q = q.Where("(a.applied_at, a.id) < (?, ?)", after.At, after.ID)
	}
	var rows []found
	err := q.OrderExpr("a.applied_at DESC, a.id DESC").Limit(page.Want()).Scan(ctx, &rows)
	return rows, errs.Wrap(err, "list candidates")
}

// newcomers is the first page for those who see applications through a few positions alone. Their applications are
// collected and sorted anyhow, and there the first of each person is the newest: no other needs to be asked for. It is
// enough unless many people have applied to many of the positions at once.
func newcomers(ctx context.Context, tx db.Tx, a access.Actor, f CandidateFilter, how plan, page db.Page, more bool) ([]found, bool, error) {
	sight := f.applications(a)
	if more || f.Source != "" || f.PositionID != "" || sight.Shape() != access.Driven {
		return nil, false, nil
	}
	q := sight.On(tx.NewSelect().TableExpr("applications AS a"), "a").ColumnExpr("a.candidate_id AS id, a.applied_at AS at, a.id AS key")
	if f.Tag != "" {
		q = tagged(q, a, "a.candidate_id", f.Tag)
	}
	q = matching(f.Standing.on(q, a, "a.candidate_id", how.manyHired), a, "a.candidate_id", how.look)
	want := int(page.Want())
	var rows []found
	if err := q.OrderExpr("a.applied_at DESC, a.id DESC").Limit(int64(2*want)).Scan(ctx, &rows); err != nil {
		return nil, false, fmt.Errorf("list candidates: %w", err)
	}
	all, seen := len(rows), map[string]bool{}
	rows = slices.DeleteFunc(rows, func(r found) bool {
		again := seen[r.ID]
		seen[r.ID] = true
		return again
	})
	return rows[:min(len(rows), want)], len(rows) >= want || all < 2*want, nil
}

// newest selects of every person the newest application that the actor sees (on the filter's position, where
// there is one), as far as it passes the filter.
func (f CandidateFilter) newest(tx db.Tx, a access.Actor, how plan) *bun.SelectQuery {
	sight := f.applications(a)
	newer, args := sight.SQL("b")
	newer = "NOT EXISTS (SELECT 1 FROM applications AS b WHERE b.candidate_id = a.candidate_id AND (b.applied_at, b.id) > (a.applied_at, a.id) AND " + newer
	q := sight.On(tx.NewSelect().TableExpr("applications AS a"), "a")
	if f.PositionID != "" {
		q = q.Where("a.position_id = ?", f.PositionID).Where(newer+" AND (b.position_id = ? OR 1 = 0))", append(args, f.PositionID)...)
	} else {
		q = q.Where(newer+")", args...)
	}
	switch {
	case f.Source != "" && f.PositionID != "":
		q = q.Where("(a.source = ? OR 1 = 0)", f.Source)
	case f.Source != "":
		q = q.Where("a.source = ?", f.Source)
	}
	if f.Tag != "" {
		q = tagged(q, a, "a.candidate_id", f.Tag)
	}
	q = f.Standing.on(q, a, "a.candidate_id", how.manyHired)
	return matching(q, a, "a.candidate_id", how.look)
}

// on narrows to people of one standing. Hired is asked of visible applications only, and wins over the shelf.
func (s Standing) on(q *bun.SelectQuery, a access.Actor, key string, manyHired bool) *bun.SelectQuery {
	if s == "" {
		return q
	}
	hired, args := access.Where(a, access.ApplicationView).SQL("h")
	exists := "EXISTS (SELECT 1 FROM applications AS h WHERE h.candidate_id = " + key + " AND (h.status = 'hired' OR 1 = 0) AND " + hired + ")"
	if s == StandingHired && manyHired {
		return q.Where(exists, args...)
	}
	if s == StandingHired {
		return q.Where(key+" IN (SELECT h.candidate_id FROM applications AS h WHERE h.status = 'hired' AND "+hired+")", args...)
	}
	q = q.Where("NOT "+exists, args...)
	if s == StandingActive {
		return q.Where(key+" NOT IN (SELECT s.id FROM candidates AS s WHERE s.org_id = ? AND s.shelf <> 'active')", a.OrgID())
	}
	return q.Where(key+" IN (SELECT s.id FROM candidates AS s WHERE s.org_id = ? AND s.shelf = ? AND s.shelf <> 'active')", a.OrgID(), s)
}

// withoutApplication are people who have none at all, by the day they were added.
func withoutApplication(ctx context.Context, tx db.Tx, a access.Actor, f CandidateFilter, how plan, page db.Page, after timeKey, more bool) ([]found, error) {
	if f.PositionID != "" || f.Source != "" || f.Standing == StandingHired || f.people(a).Nothing() {
		return nil, nil
	}
	q := tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id, c.created_at AS at, c.id AS key").Where("c.sight = 'none'")
	q = f.narrow(tx, f.people(a).On(q, "c"), a, how)
	if more {
		q = q.Where("(c.created_at, c.id) < (?, ?)", after.At, after.ID)
	}
	var rows []found
	err := q.OrderExpr("c.created_at DESC, c.id DESC").Limit(page.Want()).Scan(ctx, &rows)
	return rows, errs.Wrap(err, "list candidates without application")
}

// narrow adds the conditions of the filter to a query over candidates (c).
func (f CandidateFilter) narrow(tx db.Tx, q *bun.SelectQuery, a access.Actor, how plan) *bun.SelectQuery {
	if f.Tag != "" {
		q = tagged(q, a, "c.id", f.Tag)
	}
	if f.PositionID != "" {
		on, args := f.applications(a).SQL("o")
		q = q.Where("c.id IN (SELECT o.candidate_id FROM applications AS o WHERE o.position_id = ? AND "+on+")", append([]any{f.PositionID}, args...)...)
	}
	if f.Source != "" {
		newest := f
		newest.Standing, newest.Tag, newest.Q = "", "", ""
		q = q.Where("c.id IN (?)", newest.newest(tx, a, plan{}).ColumnExpr("a.candidate_id"))
	}
	return matching(f.Standing.on(q, a, "c.id", how.manyHired), a, "c.id", how.look)
}

func peopleByName(ctx context.Context, tx db.Tx, a access.Actor, f CandidateFilter, page db.Page) (db.List[found], error) {
	var after nameKey
	more, err := page.After("candidates name", &after)
	if err != nil || f.people(a).Nothing() {
		return db.List[found]{}, err
	}
	q := f.people(a).On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id, c.name_key"), "c")
	how, err := f.weigh(ctx, tx, a)
	if err != nil {
		return db.List[found]{}, err
	}
	q = f.narrow(tx, q, a, how)
	if more {
		q = q.Where("(c.name_key, c.id) > (?, ?)", after.Name, after.ID)
	}
	var rows []found
	if err := q.OrderExpr("c.name_key, c.id").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return db.List[found]{}, fmt.Errorf("list candidates: %w", err)
	}
	return db.Cut(page, "candidates name", rows, func(r found) any { return nameKey{r.Name, r.ID} }), nil
}

// countPeople counts what listPeople lists on all its pages.
func countPeople(ctx context.Context, tx db.Tx, a access.Actor, f CandidateFilter) (n int, err error) {
	sight := f.people(a)
	if sight.Nothing() {
		return 0, nil
	}
	f.ByName = false
	if f != (CandidateFilter{}) {
		q := f.narrow(tx, sight.On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("count(*)"), "c"), a, plan{look: collected(f.Q)})
		return n, errs.Wrap(q.Scan(ctx, &n), "count candidates")
	}
	if columns, link, split := sight.Parts(); split {
		n, err := countBy(ctx, tx, columns)
		if err != nil {
			return 0, err
		}
		more, err := countBy(ctx, tx, link)
		return n + more, err
	}
	if sight.Shape() == access.Driven { // through the positions of one's teams alone: their applications are the people
		apps := access.Where(a, access.ApplicationView)
		q := tx.NewSelect().TableExpr("applications AS a").ColumnExpr("count(DISTINCT a.candidate_id)")
		return n, errs.Wrap(apps.On(q, "a").Scan(ctx, &n), "count candidates")
	}
	return countBy(ctx, tx, sight)
}

func countBy(ctx context.Context, tx db.Tx, sight access.Filter[access.Candidate]) (n int, err error) {
	if where, args, ok := sight.Counted("n"); ok {
		err = tx.NewSelect().TableExpr("candidate_counts AS n").ColumnExpr("coalesce(sum(n.n), 0)").Where(where, args...).Scan(ctx, &n)
	} else {
		err = sight.On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("count(*)"), "c").Scan(ctx, &n)
	}
	return n, errs.Wrap(err, "count candidates")
}
