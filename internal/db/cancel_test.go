package db_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// TestCancelledRequestsLeaveNoBrokenConnection cancels at random moments, as
// browsers do. Other programs carried a fork of the driver for years because
// a connection then answered "interrupted" for ever.
func TestCancelledRequestsLeaveNoBrokenConnection(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(ctx context.Context, tx db.Tx) error {
			for i := range 500 {
				if err := put(ctx, tx, fmt.Sprintf("row %d", i), i); err != nil {
					return err
				}
			}
			return nil
		})
		slow := "SELECT count(*) FROM timetable a JOIN timetable b ON a.slot + b.slot > ?"
		until := time.Now().Add(1500 * time.Millisecond)
		var group sync.WaitGroup
		var mu sync.Mutex
		cancelled, kept := 0, 0
		for worker := range 6 {
			group.Go(func() {
				for n := 0; time.Now().Before(until); n++ {
					ctx, cancel := context.WithTimeout(t.Context(), rand.N(80*time.Millisecond))
					var err error
					if worker%2 == 0 {
						err = d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
							var sum int
							return tx.NewRaw(slow, rand.N(100)).Scan(ctx, &sum)
						})
					} else {
						err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
							_, err := tx.ExecContext(ctx, "UPDATE timetable SET slot = slot + 0 WHERE slot > (SELECT count(*) / 1000000 FROM timetable a, timetable b)")
							return err
						})
					}
					mu.Lock()
					if err == nil {
						kept++
					} else {
						cancelled++
					}
					mu.Unlock()
					if err != nil && !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("a cancelled request said: %v", err)
					}
					cancel()
				}
			})
		}
		group.Wait()
		for i := range 100 {
			if n := rows(t, d); n != 500 {
				t.Fatalf("%d rows", n)
			}
			write(t, d, func(ctx context.Context, tx db.Tx) error {
				_, err := tx.ExecContext(ctx, "UPDATE timetable SET slot = ? WHERE name = 'row 1'", i)
				return err
			})
		}
		if cancelled < 20 {
			t.Errorf("only %d requests were cancelled", cancelled)
		}
		t.Logf("%d cancelled, %d finished", cancelled, kept)
	})
}
