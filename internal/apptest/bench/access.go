package main

import (
	"context"
	"fmt"
	"strings"
	"time"

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

// sight is what a reader sees, as somebody would write it down who knows them: literal SQL, checked against access
// before anything is timed.
type sight struct {
	applications, counts, candidates, candidateCounts, candidateLink string
	candidateExact                                                   string // asks every application, as one does about a single person
	application, candidate                                           string // one they see
	nothing                                                          bool
}

// sightOf writes the predicates by hand.
func sightOf(w *world, r reader) sight {
	org := "x.org_id = '" + w.Org + "'"
	var places []string
	for id := range r.Teams() {
		places = append(places, "'"+id+"'")
	}
	list := "(" + strings.Join(places, ", ") + ")"
	on := "x.id IN (SELECT o.candidate_id FROM applications AS o WHERE o.position_id IN " + list + ")"
	some := func(which string) string {
		return "EXISTS (SELECT 1 FROM applications AS o WHERE o.candidate_id = x.id AND " + which + ")"
	}
	none := "NOT EXISTS (SELECT 1 FROM applications AS o WHERE o.candidate_id = x.id)"
	switch r.key {
	case "admin":
		return sight{applications: org, counts: org, candidates: org, candidateCounts: org, candidateExact: org + " AND (" + some("TRUE") + " OR " + none + ")"}
	case "staffing":
		open := org + " AND x.sight IN ('none', 'open')"
		return sight{applications: org + " AND NOT x.private", counts: org + " AND NOT x.private", candidates: open, candidateCounts: open,
			candidateExact: org + " AND (" + some("NOT o.private") + " OR " + none + ")"}
	case "twelve":
		mine := org + " AND (NOT x.private OR x.position_id IN " + list + ")"
		return sight{applications: mine, counts: mine, candidates: org + " AND (x.sight IN ('none', 'open') OR " + on + ")",
			candidateCounts: org + " AND x.sight IN ('none', 'open')", candidateLink: org + " AND x.sight = 'private' AND " + on,
			candidateExact: org + " AND (" + some("(NOT o.private OR o.position_id IN "+list+")") + " OR " + none + ")"}
	case "three":
		mine := org + " AND x.position_id IN " + list
		return sight{applications: mine, counts: mine, candidates: org + " AND " + on, candidateLink: org + " AND " + on,
			candidateExact: org + " AND " + some("o.position_id IN "+list)}
	}
	return sight{nothing: true}
}

func accessCells(ctx context.Context, w *world) ([]table, error) {
	ratio := table{title: fmt.Sprintf("Access against SQL written by hand: %s, %d applications", w.engine, 2*w.size),
		about: "Compiling the rule, writing and running the query, reading the rows; against a query with the same predicate written for this one reader. Goal: at most 1.10 in every cell, a page in at most 3 ms, a count in at most 5 ms.",
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
	if err := tx.NewRaw(`SELECT x.id FROM applications AS x WHERE `+s.applications+` ORDER BY x.applied_at DESC, x.id DESC LIMIT 1 OFFSET 30`).Scan(ctx, &s.application); err != nil {
		return err
	}
	return tx.NewRaw(`SELECT x.id FROM candidates AS x WHERE `+s.candidates+` ORDER BY x.name_key, x.id LIMIT 1 OFFSET 30`).Scan(ctx, &s.candidate)
}

// seeing carries what was chosen to the side that does not write predicates.
func (r reader) seeing(s sight) reader {
	r.token, r.label = s.application, s.candidate
	return r
}

const (
	applicationColumns = "x.id, x.position_id, x.status, x.applied_at AS at, c.name, p.title"
	applicationJoins   = "LEFT JOIN candidates AS c ON c.id = x.candidate_id LEFT JOIN positions AS p ON p.id = x.position_id"
	candidateColumns   = "x.id, x.name, x.headline AS title, x.created_at AS at"
)

// line is a row of either list.
type line struct {
	ID, PositionID, Status, Name, Title string
	At                                  db.Time
}

var cells = []cell{
	{name: "page of 50 applications",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			q := access.Where(r.Actor, access.ApplicationView).On(tx.NewSelect().TableExpr("applications AS x").ColumnExpr(applicationColumns).Join(applicationJoins), "x")
			return scan(ctx, q.OrderExpr("x.applied_at DESC, x.id DESC").Limit(50), 50)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, tx.NewRaw("SELECT "+applicationColumns+" FROM applications AS x "+applicationJoins+" WHERE "+s.applications+" ORDER BY x.applied_at DESC, x.id DESC LIMIT 50"), 50)
		}},
	{name: "count of applications",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			_, err := counted(ctx, tx, access.Where(r.Actor, access.ApplicationView), "application_counts", "applications")
			return err
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			_, err := number(ctx, tx, "SELECT sum(x.n) FROM application_counts AS x WHERE "+s.counts)
			return err
		},
		rows: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			_, err := number(ctx, tx, "SELECT count(*) FROM applications AS x WHERE "+s.applications)
			return err
		}},
	{name: "one application",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			q := access.Where(r.Actor, access.ApplicationView).Exact().On(tx.NewSelect().TableExpr("applications AS x").ColumnExpr(applicationColumns).Join(applicationJoins), "x")
			return scan(ctx, q.Where("x.id = ?", r.token).Limit(1), 1)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, tx.NewRaw("SELECT "+applicationColumns+" FROM applications AS x "+applicationJoins+" WHERE x.id = ? AND "+s.applications, s.application), 1)
		}},
	{name: "page of 50 candidates",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			q := access.Where(r.Actor, access.CandidateView).On(tx.NewSelect().TableExpr("candidates AS x").ColumnExpr(candidateColumns), "x")
			return scan(ctx, q.OrderExpr("x.name_key, x.id").Limit(50), 50)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, tx.NewRaw("SELECT "+candidateColumns+" FROM candidates AS x WHERE "+s.candidates+" ORDER BY x.name_key, x.id LIMIT 50"), 50)
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
			if s.candidateCounts != "" {
				if _, err := number(ctx, tx, "SELECT sum(x.n) FROM candidate_counts AS x WHERE "+s.candidateCounts); err != nil {
					return err
				}
			}
			if s.candidateLink == "" {
				return nil
			}
			_, err := number(ctx, tx, "SELECT count(*) FROM candidates AS x WHERE "+s.candidateLink)
			return err
		},
		rows: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			_, err := number(ctx, tx, "SELECT count(*) FROM candidates AS x WHERE "+s.candidates)
			return err
		}},
	{name: "one candidate",
		ours: func(ctx context.Context, tx db.Tx, r reader) error {
			q := access.Where(r.Actor, access.CandidateView).Exact().On(tx.NewSelect().TableExpr("candidates AS x").ColumnExpr(candidateColumns), "x")
			return scan(ctx, q.Where("x.id = ?", r.label).Limit(1), 1)
		},
		hand: func(ctx context.Context, tx db.Tx, r reader, s sight) error {
			return scan(ctx, tx.NewRaw("SELECT "+candidateColumns+" FROM candidates AS x WHERE x.id = ? AND "+s.candidateExact, s.candidate), 1)
		}},
}

// counted sums counters where they carry what the filter reads, and counts rows where not, as the stores do.
func counted[K access.Kind](ctx context.Context, tx db.Tx, f access.Filter[K], counters, table string) (n int, err error) {
	if where, args, ok := f.Counted("x"); ok {
		return n, tx.NewSelect().TableExpr(counters+" AS x").ColumnExpr("coalesce(sum(x.n), 0)").Where(where, args...).Scan(ctx, &n)
	}
	return n, f.On(tx.NewSelect().TableExpr(table+" AS x").ColumnExpr("count(*)"), "x").Scan(ctx, &n)
}

func number(ctx context.Context, tx db.Tx, sql string) (n int, err error) {
	err = tx.NewRaw(sql).Scan(ctx, &n)
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
