package access_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/db"
)

// asked is a query as a store asks it.
type asked struct {
	name string
	page bool // fifty rows in order; else a count or a single row
	sql  string
	args []any
}

const (
	newestApplications = " ORDER BY t.applied_at DESC, t.id DESC LIMIT 51"
	newest             = " ORDER BY t.created_at DESC, t.id DESC LIMIT 51"
	byName             = " ORDER BY t.name_key, t.id LIMIT 51"
)

// questions are the lists and counts that a reader's pages ask.
func (w *large) questions(a access.Actor) []asked {
	applications, candidates := access.Where(a, access.ApplicationView), access.Where(a, access.CandidateView)
	positions, interviews := access.Where(a, access.PositionView), access.Where(a, access.InterviewView)
	var out []asked
	out = append(out, list("applications", "applications", applications, "", newestApplications),
		list("applications, further", "applications", applications, " AND (t.applied_at, t.id) < (1789999000000, 'x')", newestApplications),
		list("applications in review", "applications", applications, " AND t.status = 'in_review'", newestApplications),
		list("applications of a position", "applications", applications, " AND t.position_id = '"+w.open+"'", newestApplications),
		list("candidates", "candidates", candidates, "", newest),
		list("candidates by name", "candidates", candidates, "", byName),
		list("positions", "positions", positions, "", newest),
		list("interviews", "interviews", interviews, "", newest),
		one("one application", "applications", applications.Exact(), made("6", 77)),
		one("one candidate", "candidates", candidates.Exact(), made("5", 77)))
	out = append(out, counts("applications", "applications", "application_counts", applications, "")...)
	out = append(out, counts("applications of a position", "applications", "application_counts", applications, " AND t.position_id = '"+w.open+"'")...)
	out = append(out, counts("candidates", "candidates", "candidate_counts", candidates, "")...)
	out = append(out, counts("positions", "positions", "position_counts", positions, "")...)
	return append(out, counts("interviews", "interviews", "", interviews, "")...)
}

func list[K access.Kind](name, table string, f access.Filter[K], more, order string) asked {
	sql, args := f.SQL("t")
	return asked{name, true, "SELECT t.id FROM " + table + " AS t WHERE " + sql + more + order, args}
}

func one[K access.Kind](name, table string, f access.Filter[K], id string) asked {
	sql, args := f.SQL("t")
	return asked{name, false, "SELECT t.id FROM " + table + " AS t WHERE t.id = '" + id + "' AND " + sql, args}
}

// counts are the queries that a count needs: counters where they carry what the filter reads, in two parts where that
// helps, else the rows.
func counts[K access.Kind](name, table, counters string, f access.Filter[K], more string) []asked {
	parts := []access.Filter[K]{f}
	if _, _, counted := f.Counted("t"); counted && counters != "" {
		// one sum
	} else if columns, link, ok := f.Parts(); ok {
		parts = []access.Filter[K]{columns, link}
	}
	var out []asked
	for _, part := range parts {
		sql, args, counted := part.Counted("t")
		from := "SELECT coalesce(sum(t.n), 0) FROM " + counters
		if !counted || counters == "" {
			sql, args = part.SQL("t")
			from = "SELECT count(*) FROM " + table
		}
		out = append(out, asked{"count of " + name, false, from + " AS t WHERE " + sql + more, args})
	}
	return out
}

func TestPlans(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			w := newLarge(t, e, scale())
			for _, r := range w.cast {
				t.Run(r.name, func(t *testing.T) {
					for _, q := range w.questions(r.actor) {
						t.Logf("%8.3f ms %s\n%s\n%s", w.time(t, q), q.name, q.sql, w.explain(t, q))
					}
				})
			}
		})
	}
}

// time is the median of some runs, in milliseconds.
func (w *large) time(t *testing.T, q asked) float64 {
	t.Helper()
	var took []float64
	must2(t, w.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		for range 15 {
			began := time.Now()
			var ids []string
			if err := tx.NewRaw(q.sql, q.args...).Scan(ctx, &ids); err != nil {
				return err
			}
			took = append(took, float64(time.Since(began).Microseconds())/1000)
		}
		return nil
	}))
	slices.Sort(took)
	return took[len(took)/2]
}

func (w *large) explain(t *testing.T, q asked) string {
	t.Helper()
	var lines []string
	must2(t, w.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		if tx.Engine() == db.Postgres {
			return tx.NewRaw("EXPLAIN (ANALYZE, COSTS OFF) "+q.sql, q.args...).Scan(ctx, &lines)
		}
		var rows []struct {
			ID, Parent, Notused int
			Detail              string
		}
		err := tx.NewRaw("EXPLAIN QUERY PLAN "+q.sql, q.args...).Scan(ctx, &rows)
		for _, r := range rows {
			lines = append(lines, r.Detail)
		}
		return err
	}))
	return fmt.Sprint("   ", strings.Join(lines, "\n   "))
}
