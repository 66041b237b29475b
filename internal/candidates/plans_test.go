package candidates

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// Lists walk the index of their order and stop, boards read each lane from its index, counts add counters up; none
// of them reads an organisation's whole table, for any reader, with or without statistics. CANDOR_SCALE=100000
// asserts it at full size.
func TestPlans(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s := build(t, d, scale())
		for _, who := range []string{"admin", "dense", "team", "mixed"} {
			a := s.as(who)
			s.inspect(func(ctx context.Context, tx db.Tx) {
				for name, q := range s.lists(ctx, tx, a) {
					plan := s.explain(ctx, tx, q)
					for _, bad := range forbidden(d.Engine(), who, name) {
						if strings.Contains(plan, bad) {
							t.Errorf("%s, %s: %q in\n%s", who, name, bad, plan)
						}
					}
				}
				s.counters(ctx, tx, a)
			})
		}
	})
}

// lists are the queries behind pages, as the verbs build them.
func (s *scaled) lists(ctx context.Context, tx db.Tx, a access.Actor) map[string]*bun.SelectQuery {
	now := db.At(tx.Now())
	position, phase := s.positions[1], s.phases[1][0]
	after := timeKey{At: now, ID: "z"}
	newest := func(f CandidateFilter, how plan) *bun.SelectQuery {
		return f.newest(tx, a, how).ColumnExpr("a.candidate_id AS id, a.applied_at AS at, a.id AS key").
			Where("(a.applied_at, a.id) < (?, ?)", after.At, after.ID).OrderExpr("a.applied_at DESC, a.id DESC").Limit(51)
	}
	byName := func(f CandidateFilter) *bun.SelectQuery {
		q := f.people(a).On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id, c.name_key"), "c")
		return f.narrow(tx, q, a, plan{}).OrderExpr("c.name_key, c.id").Limit(51)
	}
	applications := func(f ApplicationFilter, look []word) *bun.SelectQuery {
		q, _, err := f.choose(tx, a, look, db.Page{})
		if err != nil {
			s.Fatal(err)
		}
		return q
	}
	lane := func(where spot) *bun.SelectQuery {
		q := cards(tx, a, ApplicationFilter{PositionID: position}).ColumnExpr("a.id").Where("a.status = ?", where.Status)
		if where.PhaseID == "" {
			q = q.Where("a.phase_id IS NULL")
		} else {
			q = q.Where("a.phase_id = ?", where.PhaseID)
		}
		return q.OrderExpr("a.moved_at DESC, a.id DESC").Limit(201)
	}
	return map[string]*bun.SelectQuery{
		"people, newest":            newest(CandidateFilter{}, plan{}),
		"people, newest, of a word": newest(CandidateFilter{Q: "okonkwo1"}, plan{look: collected("okonkwo1")}),
		"people, newest, hired":     newest(CandidateFilter{Standing: StandingHired}, plan{manyHired: true}),
		"people, by name":           byName(CandidateFilter{}),
		"applications":              applications(ApplicationFilter{}, nil),
		"applications, of a status": applications(ApplicationFilter{Status: Offer}, nil),
		"applications, of a word":   applications(ApplicationFilter{Q: "okonkwo1"}, collected("okonkwo1")),
		"table":                     applications(ApplicationFilter{PositionID: position}, nil),
		"lane of a phase":           lane(spot{InReview, phase}),
		"lane of a status":          lane(spot{Applied, ""}),
	}
}

// forbidden are the parts of a plan that read too much.
func forbidden(e db.Engine, who, list string) []string {
	if e == db.SQLite {
		bad := []string{"SCAN applications", "SCAN a ", "SCAN c ", "SCAN b "}
		if list == "table" || strings.HasPrefix(list, "lane") {
			bad = append(bad, "applications_list", "applications_status")
		}
		if who != "team" && (list == "people, newest" || list == "people, by name" || strings.HasPrefix(list, "applications") && !strings.HasSuffix(list, "word")) {
			bad = append(bad, "USE TEMP B-TREE FOR ORDER BY") // sorted by the index already
		}
		return bad
	}
	return []string{"Seq Scan on applications", "Seq Scan on candidates"}
}

// counters: the counts of a list without a filter come from the counter tables, as far as the rule allows it.
func (s *scaled) counters(ctx context.Context, tx db.Tx, a access.Actor) {
	if _, _, ok := access.Where(a, access.ApplicationView).Counted("n"); !ok {
		s.Error("applications are counted row by row")
	}
	sight := access.Where(a, access.CandidateView)
	_, _, ok := sight.Counted("n")
	_, _, split := sight.Parts()
	if !ok && !split && sight.Shape() != access.Driven {
		s.Error("candidates are counted row by row")
	}
	for _, f := range []ApplicationFilter{{}, {Status: Offer}, {PositionID: s.positions[1]}} {
		n, err := countRecords(ctx, tx, a, f)
		if err != nil {
			s.Fatal(err)
		}
		var rows int
		if err := f.on(tx.NewSelect().TableExpr("applications AS a").ColumnExpr("count(*)"), a, db.At(tx.Now()), nil).Scan(ctx, &rows); err != nil {
			s.Fatal(err)
		}
		if n != rows {
			s.Errorf("the counters say %d, there are %d", n, rows)
		}
	}
}

func (s *scaled) inspect(fn func(ctx context.Context, tx db.Tx)) {
	s.Helper()
	err := s.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if tx.Engine() == db.Postgres && scale() < 50_000 { // a small table is rightly read whole; here it stands for a large one
			if _, err := tx.ExecContext(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
				return err
			}
		}
		fn(ctx, tx)
		return nil
	})
	if err != nil {
		s.Fatal(err)
	}
}

func (s *scaled) explain(ctx context.Context, tx db.Tx, q *bun.SelectQuery) string {
	if tx.Engine() == db.Postgres {
		var lines []string
		if err := tx.NewRaw("EXPLAIN ?", q).Scan(ctx, &lines); err != nil {
			s.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	var steps []struct {
		ID, Parent, Notused int
		Detail              string
	}
	if err := tx.NewRaw("EXPLAIN QUERY PLAN ?", q).Scan(ctx, &steps); err != nil {
		s.Fatal(err)
	}
	out := ""
	for _, step := range steps {
		out += fmt.Sprintln(step.Detail, "")
	}
	return out
}
