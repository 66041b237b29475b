package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/queue"
)

func TestATaskIsKeptOrRolledBackWithItsTransaction(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *testdb.Clock) {
		var got []string
		w := reader(d, &got)
		boom := errors.New("no")
		err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return errors.Join(queue.Enqueue(ctx, tx, letter{"nobody"}), boom)
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		enqueue(t, d, letter{"ada"})
		drain(t, w)
		if !slices.Equal(got, []string{"ada"}) || states(t, d)["done"] != 1 {
			t.Fatalf("got %v, %v", got, states(t, d))
		}
		drain(t, w)
		if len(got) != 1 {
			t.Fatal("a finished task ran again")
		}
	})
}

func TestATaskWaitsForItsTime(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		var got []string
		w := reader(d, &got)
		enqueue(t, d, letter{"tomorrow"}, queue.At(noon.Add(24*time.Hour)))
		enqueue(t, d, letter{"now"})
		drain(t, w)
		clock.Advance(24 * time.Hour)
		drain(t, w)
		if !slices.Equal(got, []string{"now", "tomorrow"}) {
			t.Fatalf("got %v", got)
		}
	})
}

func TestAFailedTaskComesBackLaterAndThenIsDead(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		tries, buried := 0, ""
		w := worker(d)
		queue.Handle(w, func(_ context.Context, task queue.Task[letter]) error {
			tries++
			if task.Attempt != tries || task.LastTry() != (tries == 3) {
				t.Errorf("try %d says attempt %d, last %v", tries, task.Attempt, task.LastTry())
			}
			return fmt.Errorf("try %d: no connection", tries)
		}, queue.OnDead(func(ctx context.Context, tx db.Tx, task queue.Task[letter], cause error) error {
			buried = task.Args.To + ": " + cause.Error()
			return nil
		}))
		enqueue(t, d, letter{"ada"}, queue.Max(3), queue.InOrg("north"))
		for range 3 {
			if err := w.Drain(t.Context()); err == nil {
				t.Fatal("Drain must tell what failed")
			}
			if err := w.Drain(t.Context()); err != nil {
				t.Fatalf("right after a failure nothing is due: %v", err)
			}
			clock.Advance(10 * time.Second)
		}
		if tries != 3 || buried != "ada: try 3: no connection" {
			t.Fatalf("%d tries, buried %q", tries, buried)
		}
		list := dead(t, d, "north")
		if len(list) != 1 || list[0].LastError != "try 3: no connection" || list[0].Attempts != 3 || list[0].DiedAt.IsZero() {
			t.Fatalf("dead: %+v", list)
		}
	})
}

func TestDeadTasksBelongToTheirOrganisation(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *testdb.Clock) {
		broken := true
		var got []string
		w := worker(d)
		queue.Handle(w, func(_ context.Context, task queue.Task[letter]) error {
			if broken {
				return queue.GiveUp(errors.New("no such mailbox"))
			}
			got = append(got, task.Args.To)
			return nil
		})
		enqueue(t, d, letter{"north"}, queue.InOrg("north"))
		enqueue(t, d, letter{"tail"}, queue.InOrg("tail"))
		enqueue(t, d, letter{"all"})
		if err := w.Drain(t.Context()); err == nil || !strings.Contains(err.Error(), "no such mailbox") {
			t.Fatal(err)
		}
		north, tail, all := dead(t, d, "north"), dead(t, d, "tail"), dead(t, d, "")
		if len(north) != 1 || len(tail) != 1 || len(all) != 1 {
			t.Fatalf("%d, %d, %d", len(north), len(tail), len(all))
		}
		for name, verb := range map[string]func(context.Context, db.Tx, string, string) error{"retry": queue.Retry, "discard": queue.Discard} {
			for _, id := range []string{tail[0].ID, all[0].ID, "nothing"} {
				err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { return verb(ctx, tx, "north", id) })
				if errs.KindOf(err) != errs.NotFound {
					t.Errorf("%s of somebody else's task: %v", name, err)
				}
			}
		}
		broken = false
		write(t, d, func(ctx context.Context, tx db.Tx) error { return queue.Retry(ctx, tx, "north", north[0].ID) })
		write(t, d, func(ctx context.Context, tx db.Tx) error { return queue.Discard(ctx, tx, "tail", tail[0].ID) })
		drain(t, w)
		if !slices.Equal(got, []string{"north"}) || len(dead(t, d, "tail")) != 0 || len(dead(t, d, "")) != 1 {
			t.Fatalf("got %v", got)
		}
	})
}

func TestARetriedTaskDoesNotDoubleAWaitingOne(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *testdb.Clock) {
		w := worker(d)
		queue.Handle(w, func(context.Context, queue.Task[letter]) error { return queue.GiveUp(errors.New("no")) })
		enqueue(t, d, letter{"a"}, queue.Unique("k"))
		_ = w.Drain(t.Context())
		enqueue(t, d, letter{"b"}, queue.Unique("k"))
		id := dead(t, d, "")[0].ID
		err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { return queue.Retry(ctx, tx, "", id) })
		if errs.KindOf(err) != errs.Conflict {
			t.Fatal(err)
		}
	})
}

func TestAUniqueTaskWaitsOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *testdb.Clock) {
		var got []string
		w := reader(d, &got)
		enqueue(t, d, letter{"first"}, queue.Unique("k"), queue.At(noon.Add(time.Hour)))
		enqueue(t, d, letter{"second"}, queue.Unique("k"))
		enqueue(t, d, letter{"third"}, queue.Unique("k"), queue.At(noon.Add(time.Hour)))
		enqueue(t, d, letter{"other key"}, queue.Unique("l"))
		enqueue(t, d, letter{"other organisation"}, queue.Unique("k"), queue.InOrg("north"))
		drain(t, w)
		slices.Sort(got)
		if !slices.Equal(got, []string{"other key", "other organisation", "third"}) {
			t.Fatalf("got %q: the newest arguments at the earliest time", got)
		}
		enqueue(t, d, letter{"again"}, queue.Unique("k"))
		drain(t, w)
		if len(got) != 4 {
			t.Fatal("a finished task must not stand in the way")
		}
	})
}

func TestARunningTaskDoesNotSwallowANewOne(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		var got []string
		fail := true
		w := worker(d)
		queue.Handle(w, func(ctx context.Context, task queue.Task[letter]) error {
			got = append(got, task.Args.To)
			if task.Args.To != "first" {
				return nil
			}
			// What this task has read may have changed by now.
			enqueue(t, d, letter{"second"}, queue.Unique("k"))
			if n, err := worker2(d).TakeOne(ctx); err != nil || n != 0 {
				t.Errorf("two tasks with one key at the same time: %d, %v", n, err)
			}
			if fail {
				return errors.New("no")
			}
			return nil
		})
		enqueue(t, d, letter{"first"}, queue.Unique("k"))
		_ = w.Drain(t.Context())
		clock.Advance(time.Hour)
		drain(t, w)
		if !slices.Equal(got, []string{"first", "second"}) {
			t.Fatalf("got %v: the waiting one does the failed one's work", got)
		}
		if s := states(t, d); s["done"] != 2 || len(s) != 1 {
			t.Fatalf("states: %v", s)
		}
	})
}

// worker2 is another worker for the same kinds.
func worker2(d *db.DB) *queue.Worker {
	var got []string
	return reader(d, &got)
}

func TestLaterWaitsAsLongAsToldTo(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		tries := 0
		w := worker(d)
		queue.Handle(w, func(context.Context, queue.Task[letter]) error {
			if tries++; tries == 1 {
				return queue.Later(3*time.Hour, errors.New("mailbox busy"))
			}
			return nil
		})
		enqueue(t, d, letter{"ada"})
		_ = w.Drain(t.Context())
		clock.Advance(3*time.Hour - time.Second)
		drain(t, w)
		if tries != 1 {
			t.Fatal("too early")
		}
		clock.Advance(time.Second)
		drain(t, w)
		if tries != 2 {
			t.Fatal("too late")
		}
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	d := testdb.Open(t, db.SQLite)
	w := worker(d)
	queue.Handle(w, func(context.Context, queue.Task[letter]) error { panic("bad résumé") })
	enqueue(t, d, letter{"ada"}, queue.Max(1))
	if err := w.Drain(t.Context()); err == nil || !strings.Contains(err.Error(), "bad résumé") {
		t.Fatal(err)
	}
	if list := dead(t, d, ""); len(list) != 1 || list[0].LastError != "panic: bad résumé" {
		t.Fatalf("dead: %+v", list)
	}
}

func TestUnknownKindsAreNotOverlooked(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *testdb.Clock) {
		var got []string
		w := reader(d, &got)
		enqueue(t, d, digest{})
		if err := w.Drain(t.Context()); err == nil || !strings.Contains(err.Error(), "test.digest") {
			t.Fatalf("Drain must fail on a task nobody handles: %v", err)
		}
		if states(t, d)["ready"] != 1 {
			t.Fatal("and leave it for somebody who does")
		}
		w.Every("weekly digest", time.Hour, digest{})
		if err := w.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "weekly digest") {
			t.Fatalf("Start must fail on a timetable nobody handles: %v", err)
		}
	})
}

func TestBackoffGrowsToAnHour(t *testing.T) {
	var total time.Duration
	for n := 1; n <= 20; n++ {
		d := queue.Backoff(n)
		usual := min(time.Hour, time.Second<<n)
		if d < usual*3/4 || d > usual*5/4 {
			t.Errorf("after attempt %d: %v, usually %v", n, d, usual)
		}
		if n < 20 {
			total += usual
		}
	}
	if total < 8*time.Hour || total > 12*time.Hour {
		t.Errorf("all attempts together take %v: a night", total)
	}
}

func TestCount(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		count := func() (c queue.Counts) {
			err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
				c, err = queue.Count(ctx, tx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if c := count(); c != (queue.Counts{}) {
			t.Fatalf("empty: %+v", c)
		}
		enqueue(t, d, letter{"ada"})
		enqueue(t, d, letter{"later"}, queue.At(noon.Add(time.Hour)))
		clock.Advance(time.Minute)
		if c := count(); c.Ready != 2 || !c.Oldest.Equal(noon) {
			t.Fatalf("two wait: %+v", c)
		}
	})
}
