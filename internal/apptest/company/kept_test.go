package company_test

import (
	"context"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
)

// What triggers keep is right in the company and in a generated one, and every kind of difference is found.
func TestWhatTheDatabaseKeepsIsRight(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		blobs, err := files.Disk(t.TempDir())
		must(t, err)
		h, err := house.Build(house.Plan{PublicURL: "http://candor.test", Secret: make([]byte, 32), DB: d, Blobs: blobs, Extract: extract.Text, Now: testdb.ClockOf(d).Now})
		must(t, err)
		t.Cleanup(func() { h.Stop(context.Background()) })
		c, err := company.Fill(ctx, h, company.Steady(time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC), testdb.ClockOf(d).Set))
		must(t, err)
		must(t, h.Worker.Drain(ctx))
		must(t, c.Grow(ctx, 300, func(int, int) {}))
		found, err := d.Kept(ctx)
		must(t, err)
		if len(found) > 0 {
			t.Fatal(found)
		}
		for what, sql := range map[string]string{
			"counters of applications":                   `UPDATE application_counts SET n = n + 1 WHERE n > 0`,
			"counters of candidates":                     `DELETE FROM candidate_counts WHERE sight = 'private'`,
			"counters of positions":                      `UPDATE position_counts SET n = 0`,
			"what candidates know of their applications": `UPDATE candidates SET open_apps = 0 WHERE open_apps = 2`,
			"files and their contents":                   `UPDATE blobs SET stored_at = NULL`,
			"words of people's names":                    `DELETE FROM candidate_words`,
			"people in the search":                       `DELETE FROM search_docs WHERE kind = 'person'`,
			"positions in the search":                    `DELETE FROM search_docs WHERE kind = 'position'`,
			"files in the search":                        `DELETE FROM search_docs WHERE kind = 'resume'`,
		} {
			must(t, d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw(sql).Exec(ctx)
				return err
			}))
			found, err := d.Kept(ctx)
			must(t, err)
			if !named(found, what) {
				t.Errorf("%s: %v", what, found)
			}
		}
	})
}

func named(found []db.Difference, what string) bool {
	for _, f := range found {
		if f.What == what && f.Rows > 0 {
			return true
		}
	}
	return false
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
