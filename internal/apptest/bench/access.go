package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// cell is one thing done in two ways: through access, as stores do it, and by SQL written for this reader alone.
type cell struct {
	name string
	ours func(ctx context.Context, tx db.Tx, r reader) error
	hand func(ctx context.Context, tx db.Tx, r reader, s sight) error
	// rows counts by rows what ours counts by counters: for information.
	rows func(ctx context.Context, tx db.Tx, r reader, s sight) error
}

// sight is what a reader sees, as somebody would write it down who knows them: the predicate of each query by hand, on
// the same columns, built, sent and read in the same way.
type sight struct {
	applications, candidates, candidateCounts, candidateLink predicate
	candidateExact                                           predicate // asks every application itself, as one does about a single person
	application, candidate                                   string    // one they see
	nothing                                                  bool
}

// predicate is a condition with the values of its question marks.
type predicate struct {
	sql  string
	args []any
}

func is(sql string, args ...any) predicate { return predicate{sql, args} }

func (p predicate) on(q *bun.SelectQuery) *bun.SelectQuery { return q.Where(p.sql, p.args...) }

// sightOf writes the predicates by hand.
func sightOf(w *world, r reader) sight {
	places := bun.List(slices.Sorted(maps.Keys(r.Teams())))
	const (
		on     = "x.id IN (SELECT o.candidate_id FROM applications AS o WHERE o.position_id IN (?))"
		some   = "EXISTS (SELECT 1 FROM applications AS o WHERE o.candidate_id = x.id AND o.org_id = ?"
		none   = "NOT EXISTS (SELECT 1 FROM applications AS o WHERE o.candidate_id = x.id)"
		shared = "x.sight IN ('none', 'open')"
	)
	org := is("x.org_id = ?", w.Org)
	switch r.key {
	case "admin":
		return sight{applications: org, candidates: org, candidateCounts: org, candidateExact: is("x.org_id = ? AND ("+some+") OR "+none+")", w.Org, w.Org)}
	case "staffing":
		open := is("x.org_id = ? AND "+shared, w.Org)
		return sight{applications: is("x.org_id = ? AND NOT x.private", w.Org), candidates: open, candidateCounts: open,
			candidateExact: is("x.org_id = ? AND ("+some+" AND NOT o.private) OR "+none+")", w.Org, w.Org)}
	case "twelve":
		return sight{applications: is("x.org_id = ? AND (NOT x.private OR x.position_id IN (?))", w.Org, places),
			candidates:      is("x.org_id = ? AND ("+shared+" OR "+on+")", w.Org, places),
			candidateCounts: is("x.org_id = ? AND "+shared, w.Org), candidateLink: is("x.org_id = ? AND x.sight = 'private' AND "+on, w.Org, places),
			candidateExact: is("x.org_id = ? AND ("+some+" AND (NOT o.private OR o.position_id IN (?))) OR "+none+")", w.Org, w.Org, places)}
	case "three":
		mine := is("x.org_id = ? AND "+on, w.Org, places)
		return sight{applications: is("x.org_id = ? AND x.position_id IN (?)", w.Org, places), candidates: mine, candidateLink: mine,
			candidateExact: is("x.org_id = ? AND "+some+" AND o.position_id IN (?))", w.Org, w.Org, places)}
	}
	return sight{nothing: true}
}

func accessCells(ctx context.Context, w *world) ([]table, error) {
	ratio := table{title: fmt.Sprintf("Access against SQL written by hand: %s, %d applications", w.engine, 2*w.size),
		about: "Compiling the rule, writing and running the query, reading the rows; against the same query, built and read in the same way, with its predicate written by hand for this one reader. Goal: at most 1.10 in every cell, a page in at most 3 ms, a count in at most 5 ms.",
		head:  []string{"", "reader", "through access", "by hand", "ratio", "counting rows"}}
	for _, c := range cells {
		for _, r := range w.readers {
			s := sightOf(w, r)
			if s.nothing {
				ratio.row(c.name, r.label, "no query", "", "", "")
				continue
			}
			line, err := w.compare(ctx, c, r, s)
			if err != nil {
				return nil, fmt.Errorf("%s for %s: %w", c.name, r.label, err)
			}
			ratio.row(line...)
		}
	}
	return []table{ratio}, nil
}

func (w *world) compare(ctx context.Context, c cell, r reader, s sight) (line []string, err error) {
	err = w.house.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.choose(ctx, tx); err != nil {
			return err
		}
		ours, hand, err := inTurn(400, 4*time.Second, func() error { return c.ours(ctx, tx, r.seeing(s)) }, func() error { return c.hand(ctx, tx, r, s) })
		if err != nil {
			return err
		}
		line = []string{c.name, r.label, short(ours), short(hand), fmt.Sprintf("%.2f", float64(ours)/float64(hand)), ""}
		if c.rows != nil {
			rows, err := repeat(20, time.Second, func() error { return c.rows(ctx, tx, r, s) })
			if err != nil {
				return err
			}
			line[5] = short(rows.p50)
		}
		return nil
	})
	return line, err
}

// choose picks things that the reader sees, from the middle of the list.
func (s *sight) choose(ctx context.Context, tx db.Tx) error {
	if err := s.applications.on(tx.NewSelect().TableExpr("applications AS x").ColumnExpr("x.id")).OrderExpr("x.applied_at DESC, x.id DESC").Limit(1).Offset(30).Scan(ctx, &s.application); err != nil {
		return err
	}
	return s.candidates.on(tx.NewSelect().TableExpr("candidates AS x").ColumnExpr("x.id")).OrderExpr("x.name_key, x.id").Limit(1).Offset(30).Scan(ctx, &s.candidate)
}

// seeing carries what was chosen to the side that does not write predicates.
func (r reader) seeing(s sight) reader {
	r.token, r.label = s.application, s.candidate
	return r
}

// line is a row of either list.
type line struct {
	ID, PositionID, Status, Name, Title string
	At                                  db.Time
}

func applications(tx db.Tx) *bun.SelectQuery {
	return tx.NewSelect().TableExpr("applications AS x").ColumnExpr("x.id, x.position_id, x.status, x.applied_at AS at, c.name, p.title").
		Join("LEFT JOIN candidates AS c ON c.id = x.candidate_id LEFT JOIN positions AS p ON p.id = x.position_id")
}

func candidates(tx db.Tx) *bun.SelectQuery {
	return tx.NewSelect().TableExpr("candidates AS x").ColumnExpr("x.id, x.name, x.headline AS title, x.created_at AS at")
}

func newest(q *bun.SelectQuery) *bun.SelectQuery {
	return q.OrderExpr("x.applied_at DESC, x.id DESC").Limit(50)
}

func byName(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("x.name_key, x.id").Limit(50) }

var cells = []cell{
	{name: "page of 50 applications",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			return scan(ctx, newest(access.Where(r.Actor, access.ApplicationView).On(applications(tx), "x")), 50)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, newest(s.applications.on(applications(tx))), 50)
		}},
	{name: "count of applications",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			_, err := counted(ctx, tx, access.Where(r.Actor, access.ApplicationView), "application_counts", "applications")
			return err
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			_, err := number(ctx, s.applications.on(sum(tx, "application_counts")))
			return err
		},
		rows: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			_, err := number(ctx, s.applications.on(count(tx, "applications")))
			return err
		}},
	{name: "one application",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			return scan(ctx, access.Where(r.Actor, access.ApplicationView).Exact().On(applications(tx), "x").Where("x.id = ?", r.token), 1)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, s.applications.on(applications(tx)).Where("x.id = ?", s.application), 1)
		}},
	{name: "page of 50 candidates",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			return scan(ctx, byName(access.Where(r.Actor, access.CandidateView).On(candidates(tx), "x")), 50)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, byName(s.candidates.on(candidates(tx))), 50)
		}},
	{name: "count of candidates",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			f := access.Where(r.Actor, access.CandidateView)
			parts := []access.Filter[access.Candidate]{f}
			if columns, link, ok := f.Parts(); ok {
				parts = []access.Filter[access.Candidate]{columns, link}
			}
			for _, p := range parts {
				if _, err := counted(ctx, tx, p, "candidate_counts", "candidates"); err != nil {
					return err
				}
			}
			return nil
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			if s.candidateCounts.sql != "" {
				if _, err := number(ctx, s.candidateCounts.on(sum(tx, "candidate_counts"))); err != nil {
					return err
				}
			}
			if s.candidateLink.sql == "" {
				return nil
			}
			_, err := number(ctx, s.candidateLink.on(count(tx, "candidates")))
			return err
		},
		rows: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			_, err := number(ctx, s.candidates.on(count(tx, "candidates")))
			return err
		}},
	{name: "one candidate",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			return scan(ctx, access.Where(r.Actor, access.CandidateView).Exact().On(candidates(tx), "x").Where("x.id = ?", r.label), 1)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, s.candidateExact.on(candidates(tx)).Where("x.id = ?", s.candidate), 1)
		}},
}

// counted sums counters where they carry what the filter reads, and counts rows where not, as the stores do.
func counted[K access.Kind](ctx context.Context, tx db.Tx, f access.Filter[K], counters, table string) (n int, err error) {
	if where, args, ok := f.Counted("x"); ok {
		return number(ctx, sum(tx, counters).Where(where, args...))
	}
	return number(ctx, f.On(count(tx, table), "x"))
}

func sum(tx db.Tx, counters string) *bun.SelectQuery {
	return tx.NewSelect().TableExpr(counters + " AS x").ColumnExpr("coalesce(sum(x.n), 0)")
}

func count(tx db.Tx, table string) *bun.SelectQuery {
	return tx.NewSelect().TableExpr(table + " AS x").ColumnExpr("count(*)")
}

func number(ctx context.Context, q *bun.SelectQuery) (n int, err error) {
	err = q.Scan(ctx, &n)
	return n, err
}

// scan reads the rows and looks that there are as many as there must be.
func scan(ctx context.Context, q interface {
	Scan(ctx context.Context, dest ...any) error
}, want int) error {
	var rows []line
	if err := q.Scan(ctx, &rows); err != nil {
		return err
	}
	if len(rows) != want {
		return fmt.Errorf("%d rows, not %d", len(rows), want)
	}
	return nil
}
