package testdb_test

import (
	"context"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

func TestEveryTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 3 {
		testdb.Each(t, func(t *testing.T, d *db.DB) {
			t.Parallel()
			if n := slots(t, d); n != 0 {
				t.Fatalf("a new database has %d rows already", n)
			}
			err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.ExecContext(ctx, "INSERT INTO timetable (name, slot) VALUES ('x', 1)")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if n := slots(t, testdb.Replica(t, d)); n != 1 {
				t.Fatalf("a replica sees %d rows", n)
			}
		})
	}
}

func TestAnEmptyDatabaseHasNoSchema(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			d, err := db.Open(t.Context(), testdb.Empty(t, e), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if have, want, err := d.Version(t.Context()); err != nil || have != 0 || want == 0 {
				t.Fatalf("version %d of %d, %v", have, want, err)
			}
		})
	}
}

func TestTheClockIsTheTests(t *testing.T) {
	d := testdb.Open(t, db.SQLite)
	c := testdb.ClockOf(d)
	if gap := time.Since(d.Now()); gap > time.Minute || gap < -time.Minute {
		t.Fatalf("a clock nobody touched is off by %v", gap)
	}
	c.Advance(time.Hour)
	if gap := time.Until(d.Now()); gap < 59*time.Minute {
		t.Fatalf("advanced by an hour it is ahead by %v", gap)
	}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c.Set(noon)
	c.Advance(time.Second)
	if got := d.Now(); !got.Equal(noon.Add(time.Second)) {
		t.Fatalf("set and advanced it shows %v", got)
	}
}

func slots(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw("SELECT count(*) FROM timetable").Scan(ctx, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
