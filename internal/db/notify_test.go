package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// listen collects what comes on a channel and waits until listening has begun.
func listen(t *testing.T, d *db.DB, channel string) (heard chan string, stop func()) {
	t.Helper()
	heard = make(chan string, 100)
	stop = d.Listen(channel, func(payload string) { heard <- payload })
	t.Cleanup(stop)
	if first := next(t, heard); first != "" {
		t.Fatalf("before anything was said: %q", first)
	}
	return heard, stop
}

func next(t *testing.T, heard chan string) string {
	t.Helper()
	select {
	case s := <-heard:
		return s
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was heard")
		return ""
	}
}

func TestASignalComesWithTheCommitOnly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		heard, stop := listen(t, d, "moves")
		second, _ := listen(t, d, "moves") // a second listener, and a second channel
		other, _ := listen(t, d, "others")
		no := errors.New("no")
		_ = d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return errors.Join(db.Notify(ctx, tx, "moves", "undone"), no)
		})
		write(t, d, func(ctx context.Context, tx db.Tx) error {
			err := errors.Join(db.Notify(ctx, tx, "moves", "one"), db.Notify(ctx, tx, "moves", "one"), db.Notify(ctx, tx, "others", "it's"))
			if len(heard) > 0 {
				t.Error("heard before the commit")
			}
			return err
		})
		if a, b, c := next(t, heard), next(t, second), next(t, other); a != "one" || b != "one" || c != "it's" {
			t.Fatalf("heard %q, %q, %q", a, b, c)
		}
		stop()
		write(t, d, func(ctx context.Context, tx db.Tx) error { return db.Notify(ctx, tx, "moves", "two") })
		if got := next(t, second); got != "two" || len(heard) != 0 {
			t.Fatalf("heard %q; the one that stopped: %d", got, len(heard))
		}
	})
}

func TestASignalReachesEveryReplica(t *testing.T) {
	d := testdb.Open(t, db.Postgres)
	heard, _ := listen(t, testdb.Replica(t, d), "moves")
	write(t, d, func(ctx context.Context, tx db.Tx) error { return db.Notify(ctx, tx, "moves", "hello") })
	if got := next(t, heard); got != "hello" {
		t.Fatalf("heard %q", got)
	}
}

func TestListeningSurvivesALostConnection(t *testing.T) {
	d := testdb.Open(t, db.Postgres)
	heard, _ := listen(t, d, "moves")
	err := d.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
	if err != nil {
		t.Fatal(err)
	}
	if got := next(t, heard); got != "" {
		t.Fatalf("heard %q; after a break it must say that something may be missing", got)
	}
	write(t, d, func(ctx context.Context, tx db.Tx) error { return db.Notify(ctx, tx, "moves", "back") })
	if got := next(t, heard); got != "back" {
		t.Fatalf("heard %q", got)
	}
}

func TestASignalIsSmall(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		for _, payload := range []string{"", strings.Repeat("x", 7901)} {
			if err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { return db.Notify(ctx, tx, "c", payload) }); err == nil {
				t.Errorf("%d bytes were sent", len(payload))
			}
		}
		write(t, d, func(ctx context.Context, tx db.Tx) error { return db.Notify(ctx, tx, "c", strings.Repeat("é", 3950)) })
	})
}
