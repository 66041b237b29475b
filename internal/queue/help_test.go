package queue_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/queue"
)

// letter is a task of the tests.
type letter struct {
	To string `json:"to"`
}

func (letter) Kind() string { return "test.letter" }

// digest is another.
type digest struct{}

func (digest) Kind() string { return "test.digest" }

// noon is when the tests' clocks stand still.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// each runs fn on both engines with the clock stopped at noon.
func each(t *testing.T, fn func(t *testing.T, d *db.DB, clock *testdb.Clock)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		clock := testdb.ClockOf(d)
		clock.Set(noon)
		fn(t, d, clock)
	})
}

func worker(d *db.DB, opts ...queue.WorkerOption) *queue.Worker {
	return queue.NewWorker(d, slog.New(slog.DiscardHandler), opts...)
}

// reader is a worker that keeps what letters it got.
func reader(d *db.DB, got *[]string, opts ...queue.WorkerOption) *queue.Worker {
	w := worker(d, opts...)
	queue.Handle(w, func(_ context.Context, t queue.Task[letter]) error {
		*got = append(*got, t.Args.To)
		return nil
	})
	return w
}

func enqueue(t *testing.T, d *db.DB, args queue.Args, opts ...queue.Option) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx db.Tx) error { return queue.Enqueue(ctx, tx, args, opts...) })
}

func write(t *testing.T, d *db.DB, fn func(ctx context.Context, tx db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, w *queue.Worker) {
	t.Helper()
	if err := w.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// states counts the rows of each state.
func states(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	var rows []struct {
		State string
		N     int
	}
	err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw("SELECT state, count(*) AS n FROM tasks GROUP BY state").Scan(ctx, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out
}

func dead(t *testing.T, d *db.DB, org string) (out []queue.DeadTask) {
	t.Helper()
	err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		out, err = queue.Dead(ctx, tx, org)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
