package queue_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/queue"
)

// crashEnv makes this test binary the process that is killed.
const crashEnv = "CANDOR_TEST_CRASH"

func TestMain(m *testing.M) {
	if url := os.Getenv(crashEnv); url != "" {
		workUntilKilled(url)
		return
	}
	os.Exit(m.Run())
}

// workUntilKilled does tasks and says so after each; every change is finished
// in its own transaction.
func workUntilKilled(url string) {
	d, err := db.Open(context.Background(), url, func() time.Time { return noon })
	if err != nil {
		panic(err)
	}
	w := worker(d)
	queue.Handle(w, note(d, func() { fmt.Println("done") }))
	if err := w.Start(context.Background()); err != nil {
		panic(err)
	}
	select {}
}

// note writes down, once, that a task was done.
func note(d *db.DB, then func()) func(context.Context, queue.Task[letter]) error {
	return func(ctx context.Context, task queue.Task[letter]) error {
		err := d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO timetable (name, slot) VALUES (?, 1)
				ON CONFLICT (name) DO UPDATE SET slot = timetable.slot + 1`, task.Args.To)
			if err != nil {
				return err
			}
			return task.Finish(ctx, tx)
		})
		then()
		return err
	}
}

func TestAKilledProcessLosesNothingAndDoublesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, clock *testdb.Clock) {
		const tasks = 400
		write(t, d, func(ctx context.Context, tx db.Tx) error {
			for n := range tasks {
				if err := queue.Enqueue(ctx, tx, letter{fmt.Sprint(n)}); err != nil {
					return err
				}
			}
			return nil
		})
		for round := range 3 {
			killInTheMiddle(t, testdb.URL(d), 20*(round+1))
		}
		s := states(t, d)
		if s["done"] < 60 || s["done"] == tasks {
			t.Fatalf("states %v: this was not in the middle", s)
		}
		clock.Advance(2 * time.Minute) // the leases of the dead run out
		w := worker(d)
		queue.Handle(w, note(d, func() {}))
		drain(t, w)
		var once, all int
		err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return tx.NewRaw("SELECT coalesce(sum(CASE WHEN slot = 1 THEN 1 ELSE 0 END), 0), count(*) FROM timetable").Scan(ctx, &once, &all)
		})
		if err != nil || once != tasks || all != tasks {
			t.Fatalf("%d of %d tasks were done, %d of them once; %v", all, tasks, once, err)
		}
		if s := states(t, d); s["done"] != tasks {
			t.Fatalf("states %v", s)
		}
	})
}

// killInTheMiddle runs a working process and kills it after n tasks.
func killInTheMiddle(t *testing.T, url string, n int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range n {
		if !lines.Scan() {
			t.Error("the process ended by itself")
			break
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}
