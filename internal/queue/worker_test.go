package queue_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/queue"
)

// start starts a worker and stops it with the test.
func start(t *testing.T, w *queue.Worker) {
	t.Helper()
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		hurry, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = w.Stop(hurry)
	})
}

// soon fails the test if ch does not come.
func soon[T any](t *testing.T, what string, ch <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-ch:
	case <-time.After(30 * time.Second):
		t.Fatalf("%s did not come", what)
	}
	return v
}

func TestFourWorkersDoTwoThousandTasksOnceEach(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		const tasks, workers = 2000, 4
		var mu sync.Mutex
		times := map[string]int{}
		done := make(chan struct{}, tasks)
		for n := range workers {
			own := d
			if n > 0 {
				own = testdb.Replica(t, d)
			}
			w := worker(own)
			queue.Handle(w, func(_ context.Context, task queue.Task[letter]) error {
				mu.Lock()
				times[task.Args.To]++
				mu.Unlock()
				done <- struct{}{}
				return nil
			})
			start(t, w)
		}
		for batch := range tasks / 100 {
			write(t, d, func(ctx context.Context, tx db.Tx) error {
				for i := range 100 {
					if err := queue.Enqueue(ctx, tx, letter{fmt.Sprint(batch*100 + i)}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		for range tasks {
			soon(t, "a task", done)
		}
		mu.Lock()
		defer mu.Unlock()
		for to, n := range times {
			if n != 1 {
				t.Errorf("task %s ran %d times", to, n)
			}
		}
		if len(times) != tasks {
			t.Errorf("%d of %d tasks ran", len(times), tasks)
		}
	})
}

func TestASignalWakesEveryReplica(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		there := d // SQLite: the same process; PostgreSQL: another one
		if d.Engine() == db.Postgres {
			there = testdb.Replica(t, d)
		}
		done := make(chan string, 1)
		w := worker(there, queue.OnlySignals())
		queue.Handle(w, func(_ context.Context, task queue.Task[letter]) error {
			done <- task.Args.To
			return nil
		})
		start(t, w)
		for n := range 3 {
			enqueue(t, d, letter{fmt.Sprint(n)})
			if got := soon(t, "the task", done); got != fmt.Sprint(n) {
				t.Fatalf("got %s", got)
			}
		}
	})
}

func TestALeaseThatRunsOutReturnsTheTask(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		var got []string
		lost := reader(d, &got)
		enqueue(t, d, letter{"ada"})
		if n, err := lost.TakeOne(t.Context()); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		w := reader(testdb.Replica(t, d), &got)
		drain(t, w)
		if len(got) != 0 {
			t.Fatal("a task under a lease was taken")
		}
		clock.Advance(50 * time.Second)
		lost.ExtendLeases(t.Context())
		clock.Advance(50 * time.Second)
		drain(t, w)
		if len(got) != 0 {
			t.Fatal("an extended lease did not hold")
		}
		clock.Advance(11 * time.Second)
		drain(t, w)
		if len(got) != 1 {
			t.Fatal("the task of a dead worker did not come back")
		}
	})
}

func TestATaskThatKillsItsProcessDiesInTheEnd(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		var buried atomic.Int32
		enqueue(t, d, letter{"ada"}, queue.Max(2))
		for range 2 {
			w := worker(d)
			queue.Handle(w, func(context.Context, queue.Task[letter]) error { return nil },
				queue.OnDead(func(context.Context, db.Tx, queue.Task[letter], error) error { buried.Add(1); return nil }))
			if n, err := w.TakeOne(t.Context()); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			clock.Advance(2 * time.Minute)
			if err := w.ReturnExpired(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if list := dead(t, d, ""); len(list) != 1 || buried.Load() != 1 {
			t.Fatalf("dead %+v, buried %d times", list, buried.Load())
		}
	})
}

func TestFinishKeepsTheChangeAndTheMarkTogether(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		steal := false
		thief := worker2(d)
		w := worker(d)
		queue.Handle(w, func(ctx context.Context, task queue.Task[letter]) error {
			if steal {
				clock.Advance(2 * time.Minute)
				if err := thief.ReturnExpired(ctx); err != nil {
					return err
				}
				if n, err := thief.TakeOne(ctx); n != 1 || err != nil {
					return fmt.Errorf("steal: %d, %w", n, err)
				}
			}
			return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
				if _, err := tx.ExecContext(ctx, "INSERT INTO timetable (name, slot) VALUES (?, 1)", task.Args.To); err != nil {
					return err
				}
				return task.Finish(ctx, tx)
			})
		})
		enqueue(t, d, letter{"kept"})
		drain(t, w)
		steal = true
		enqueue(t, d, letter{"stolen"})
		if err := w.Drain(t.Context()); err == nil {
			t.Fatal("a stolen task must not finish")
		}
		var names []string
		err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return tx.NewRaw("SELECT name FROM timetable").Scan(ctx, &names)
		})
		if err != nil || len(names) != 1 || names[0] != "kept" {
			t.Fatalf("kept %v, %v", names, err)
		}
		if s := states(t, d); s["done"] != 1 || s["running"] != 1 {
			t.Fatalf("states %v: the stolen one is the thief's", s)
		}
	})
}

func TestALostLeaseEndsTheHandler(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		running, ended := make(chan bool, 9), make(chan error, 9)
		w := worker(d)
		queue.Handle(w, func(ctx context.Context, task queue.Task[letter]) error {
			running <- true
			if task.Attempt > 1 {
				return nil
			}
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return ctx.Err()
		})
		start(t, w)
		enqueue(t, d, letter{"ada"})
		soon(t, "the handler", running)
		clock.Advance(2 * time.Minute)
		// The task goes to whoever is quicker, perhaps to the same worker again:
		// its first handler has lost it in either case.
		if err := worker2(d).ReturnExpired(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.ExtendLeases(t.Context())
		if err := soon(t, "the end of the handler", ended); err == nil || errors.Is(err, context.Canceled) {
			t.Fatalf("the handler ended because of %v", err)
		}
	})
}

func TestStopWaitsForRunningTasks(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		running, goOn := make(chan bool), make(chan bool)
		w := worker(d)
		queue.Handle(w, func(ctx context.Context, _ queue.Task[letter]) error {
			running <- true
			<-goOn
			return ctx.Err()
		})
		ctx, end := context.WithCancel(t.Context())
		if err := w.Start(ctx); err != nil {
			t.Fatal(err)
		}
		enqueue(t, d, letter{"ada"})
		soon(t, "the handler", running)
		end() // the program was told to end; the task is in the middle
		stopped := make(chan error, 1)
		go func() { stopped <- w.Stop(context.Background()) }()
		enqueue(t, d, letter{"too late"})
		close(goOn)
		if err := soon(t, "Stop", stopped); err != nil {
			t.Fatal(err)
		}
		if s := states(t, d); s["done"] != 1 || s["ready"] != 1 {
			t.Fatalf("states %v: the running one is done, the other waits", s)
		}
	})
}

func TestStopInAHurryPutsTasksBack(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		running := make(chan int)
		w := worker(d)
		queue.Handle(w, func(ctx context.Context, task queue.Task[letter]) error {
			running <- task.Attempt
			<-ctx.Done()
			return ctx.Err()
		})
		if err := w.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		enqueue(t, d, letter{"ada"})
		soon(t, "the handler", running)
		hurry, cancel := context.WithCancel(t.Context())
		cancel()
		if err := w.Stop(hurry); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		attempts := 0
		next := worker(d)
		queue.Handle(next, func(_ context.Context, task queue.Task[letter]) error {
			attempts = task.Attempt
			return nil
		})
		drain(t, next)
		if attempts != 1 {
			t.Fatalf("attempt %d: being interrupted is not a failure", attempts)
		}
	})
}

func TestEachSlotRunsOnceHoweverManyReplicas(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		var runs atomic.Int32
		var all []*queue.Worker
		for n := range 3 {
			own := d
			if n > 0 {
				own = testdb.Replica(t, d)
			}
			w := worker(own)
			queue.Handle(w, func(context.Context, queue.Task[digest]) error { runs.Add(1); return nil })
			w.Every("digest", time.Hour, digest{})
			all = append(all, w)
		}
		together := func(want int32) {
			t.Helper()
			var group sync.WaitGroup
			for _, w := range all {
				group.Go(func() {
					if err := w.Drain(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if runs.Load() != want {
				t.Fatalf("ran %d times, want %d", runs.Load(), want)
			}
		}
		together(0) // the slot of the installation
		clock.Advance(59 * time.Minute)
		together(0)
		clock.Advance(time.Minute)
		together(1)
		together(1)
		clock.Advance(5 * time.Hour) // five slots missed are made up for once
		together(2)
		late := worker(d) // a replica that starts in a slot that has run already
		queue.Handle(late, func(context.Context, queue.Task[digest]) error { runs.Add(1); return nil })
		late.Every("digest", time.Hour, digest{})
		all = append(all, late)
		together(2)
	})
}

func TestDoneTasksAreSweptAfterAWeek(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		var got []string
		w := reader(d, &got)
		enqueue(t, d, letter{"old"})
		drain(t, w)
		clock.Advance(6 * 24 * time.Hour)
		enqueue(t, d, letter{"new"})
		drain(t, w)
		if err := w.SweepDone(t.Context()); err != nil || states(t, d)["done"] != 2 {
			t.Fatalf("after six days: %v, %v", states(t, d), err)
		}
		clock.Advance(2 * 24 * time.Hour)
		if err := w.SweepDone(t.Context()); err != nil || states(t, d)["done"] != 1 {
			t.Fatalf("after eight days: %v, %v", states(t, d), err)
		}
	})
}
