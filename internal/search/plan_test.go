package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/search"
)

// The first few are found in the order of the index of words: to read and sort all matches is a second at 100,000.
func TestWordsDriveTheSearch(t *testing.T) {
	d := testdb.Open(t, db.SQLite)
	w := &world{t: t, d: d, room: search.New(d), org: db.NewID()}
	w.run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, 'x', ?, 'X', ?)`, w.org, w.org, db.At(d.Now()))
	open := w.position("Role", false)
	for n := range 200 {
		w.applies(fmt.Sprintf("Somebody %d", n), open, false, "words")
	}
	w.run(`ANALYZE`)
	staff := w.member(access.CandidatesView, access.PositionsView)
	err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		a, err := access.Load(ctx, tx, w.org, staff)
		if err != nil {
			return err
		}
		queries, err := search.Queries(ctx, tx, a, []string{"some", "words"})
		if err != nil {
			return err
		}
		for _, q := range queries {
			var plan []struct {
				ID, Parent, Notused int
				Detail              string
			}
			if err := tx.NewRaw("EXPLAIN QUERY PLAN "+strings.ReplaceAll(q.Limit(8).String(), "?", "??")).Scan(ctx, &plan); err != nil {
				return err
			}
			if strings.Contains(q.String(), "*") {
				t.Errorf("the index gathers all that begins so: %s", q)
			}
			if text := fmt.Sprint(plan); !strings.Contains(plan[0].Detail, "w VIRTUAL TABLE") || strings.Contains(text, "TEMP B-TREE") {
				t.Errorf("everything that matches is read before the first is shown: %s", text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
