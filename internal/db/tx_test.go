package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
)

// put writes a row into a table that has no meaning for these tests.
func put(ctx context.Context, tx db.Tx, name string, n int) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO timetable (name, slot) VALUES (?, ?)", name, n)
	return err
}

func write(t *testing.T, d *db.DB, fn func(ctx context.Context, tx db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func read[T any](t *testing.T, d *db.DB, sql string, args ...any) (v T) {
	t.Helper()
	err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &v) })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func rows(t *testing.T, d *db.DB) int { return read[int](t, d, "SELECT count(*) FROM timetable") }

func TestWriteIsAllOrNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		boom, after := errors.New("no"), 0
		for name, fail := range map[string]func(cancel func()) error{
			"error":  func(func()) error { return boom },
			"cancel": func(cancel func()) error { cancel(); return nil },
			"panic":  func(func()) error { panic(boom) },
		} {
			ctx, cancel := context.WithCancel(t.Context())
			err := func() (err error) {
				defer func() {
					if p := recover(); p != nil {
						err = p.(error)
					}
				}()
				return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
					tx.AfterCommit(func() { after++ })
					return errors.Join(put(ctx, tx, name, 1), fail(cancel))
				})
			}()
			if err == nil || rows(t, d) != 0 || after != 0 {
				t.Errorf("%s: error %v, %d rows, %d hooks", name, err, rows(t, d), after)
			}
		}
		write(t, d, func(ctx context.Context, tx db.Tx) error {
			tx.AfterCommit(func() {
				after += rows(t, d) // committed, and the writer is free again
				write(t, d, func(ctx context.Context, tx db.Tx) error { return put(ctx, tx, "hook", 1) })
			})
			return put(ctx, tx, "kept", 1)
		})
		if rows(t, d) != 2 || after != 1 {
			t.Errorf("%d rows, hooks %d", rows(t, d), after)
		}
	})
}

func TestATransactionHasOneInstant(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		clock := testdb.ClockOf(d)
		clock.Set(time.Date(2026, 1, 2, 3, 4, 5, 678_901_234, time.FixedZone("x", 3600)))
		write(t, d, func(_ context.Context, tx db.Tx) error {
			first := tx.Now()
			clock.Advance(time.Hour)
			if !tx.Now().Equal(first) || first.Nanosecond() != 678_000_000 || first.Location() != time.UTC {
				t.Errorf("%v, then %v", first, tx.Now())
			}
			return nil
		})
	})
}

func TestATransactionInsideAnotherIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		nothing := func(context.Context, db.Tx) error { return nil }
		for name, outer := range map[string]func(context.Context, func(context.Context, db.Tx) error) error{"read": d.Read, "write": d.Write} {
			err := outer(t.Context(), func(ctx context.Context, tx db.Tx) error {
				if d.Read(ctx, nothing) == nil || d.Write(ctx, nothing) == nil {
					t.Errorf("inside a %s: not refused", name)
				}
				if tx.Commit() == nil || tx.Rollback() == nil {
					t.Errorf("inside a %s: a verb could end the transaction", name)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestReadSeesOneMomentAndWritesNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			var before, after int
			if err := tx.NewRaw("SELECT count(*) FROM timetable").Scan(ctx, &before); err != nil {
				return err
			}
			write(t, d, func(ctx context.Context, tx db.Tx) error { return put(ctx, tx, "meanwhile", 1) })
			if err := tx.NewRaw("SELECT count(*) FROM timetable").Scan(ctx, &after); err != nil {
				return err
			}
			if before != after {
				t.Errorf("the snapshot moved from %d to %d rows", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error { return put(ctx, tx, "x", 1) }); err == nil {
			t.Error("a read could write")
		}
	})
}

func TestWritersDoNotLoseEachOthersChanges(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(ctx context.Context, tx db.Tx) error { return put(ctx, tx, "n", 0) })
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 25 {
					err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
						var n int
						if err := tx.NewRaw("SELECT slot FROM timetable WHERE name = 'n'"+tx.Lock()).Scan(ctx, &n); err != nil {
							return err
						}
						_, err := tx.ExecContext(ctx, "UPDATE timetable SET slot = ? WHERE name = 'n'", n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if n := read[int](t, d, "SELECT slot FROM timetable"); n != 200 {
			t.Errorf("200 additions gave %d", n)
		}
	})
}

// TestADeadlockIsTriedAgain makes PostgreSQL choose a victim: both writers
// change the same two rows in opposite order.
func TestADeadlockIsTriedAgain(t *testing.T) {
	d := testdb.Open(t, db.Postgres)
	write(t, d, func(ctx context.Context, tx db.Tx) error {
		return errors.Join(put(ctx, tx, "a", 0), put(ctx, tx, "b", 0))
	})
	var tries, hooks atomic.Int32
	var both, group sync.WaitGroup
	both.Add(2)
	for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		met := false
		group.Go(func() {
			err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				tries.Add(1)
				tx.AfterCommit(func() { hooks.Add(1) })
				for i, name := range order {
					if _, err := tx.ExecContext(ctx, "UPDATE timetable SET slot = slot + 1 WHERE name = ?", name); err != nil {
						return err
					}
					if i == 0 && !met {
						met = true
						both.Done()
						both.Wait()
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if sum := read[int](t, d, "SELECT sum(slot) FROM timetable"); sum != 4 || tries.Load() < 3 || hooks.Load() != 2 {
		t.Errorf("sum %d after %d tries, %d hooks", sum, tries.Load(), hooks.Load())
	}
}

// TestAChangedTableIsReadAgain is the rolling upgrade: another replica alters
// a table under a connection that keeps the old plan.
func TestAChangedTableIsReadAgain(t *testing.T) {
	shown := testdb.Open(t, db.Postgres)
	d, err := db.Open(t.Context(), testdb.URL(shown)+"&default_query_exec_mode=cache_statement", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	tries := 0
	look := func(want int) {
		t.Helper()
		err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			tries++
			rows, err := tx.QueryContext(ctx, "SELECT * FROM timetable")
			if err != nil {
				return err
			}
			defer rows.Close()
			if names, _ := rows.Columns(); len(names) != want {
				t.Errorf("columns %v, want %d", names, want)
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look(2)
	if err := shown.Exec(t.Context(), "ALTER TABLE timetable ADD COLUMN more TEXT"); err != nil {
		t.Fatal(err)
	}
	look(3)
	if tries != 3 {
		t.Errorf("%d tries: the old plan was not met", tries)
	}
}

func TestDriversComplaintsBecomeConflicts(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		for _, s := range []string{
			"CREATE TABLE parent (id TEXT PRIMARY KEY)",
			"CREATE TABLE child (id TEXT PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES parent(id))",
			"CREATE TABLE strict_child (id TEXT PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES parent(id) ON DELETE RESTRICT)",
			"INSERT INTO parent VALUES ('p'), ('q')", "INSERT INTO child VALUES ('c', 'p')", "INSERT INTO strict_child VALUES ('c', 'q')",
		} {
			if err := d.Exec(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		for sql, is := range map[string]func(error) bool{
			"INSERT INTO parent VALUES ('p')":            db.IsUnique,
			"INSERT INTO child VALUES ('d', 'nobody')":   db.IsForeignKey,
			"DELETE FROM parent WHERE id = 'p'":          db.IsForeignKey,
			"DELETE FROM parent WHERE id = 'q'":          db.IsForeignKey,
			"UPDATE child SET id = 'x' WHERE parent_id=": func(err error) bool { return !db.IsUnique(err) && !db.IsForeignKey(err) },
		} {
			err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.ExecContext(ctx, sql)
				return err
			})
			want := errs.Conflict
			if strings.HasPrefix(sql, "UPDATE") {
				want = errs.Internal
			}
			if err == nil || !is(err) || errs.KindOf(err) != want {
				t.Errorf("%s: %v (%v)", sql, err, errs.KindOf(err))
			}
		}
	})
}

func TestTextOfStrangersFailsNoStatement(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		for i, c := range []struct{ in, out string }{
			{"it's \\ \"quoted\" ? $1 --", "it's \\ \"quoted\" ? $1 --"},
			{"nul\x00in\x00side", "nulinside"},
			{"broken \xff utf-8", "broken \uFFFD utf-8"},
			{"', 1); DROP TABLE tasks; --", "', 1); DROP TABLE tasks; --"},
			{"日本語 🙂 Ünïcode", "日本語 🙂 Ünïcode"},
		} {
			write(t, d, func(ctx context.Context, tx db.Tx) error { return put(ctx, tx, c.in, i) })
			if got := read[string](t, d, "SELECT name FROM timetable WHERE slot = ?", i); got != c.out {
				t.Errorf("%q became %q", c.in, got)
			}
			if got := read[int](t, d, "SELECT slot FROM timetable WHERE name = ?", c.in); got != i {
				t.Errorf("%q was not found again", c.in)
			}
		}
	})
}

func TestAnAddressIsChecked(t *testing.T) {
	dir := t.TempDir()
	for _, url := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:", "sqlite:" + dir + "/x.db?mode=ro", "sqlite:" + dir,
		"postgres://nobody@127.0.0.1:1/x?connect_timeout=1", "postgres://x/y?pool_max_conns=1"} {
		if d, err := db.Open(t.Context(), url, nil); err == nil {
			d.Close()
			t.Errorf("%q was opened", url)
		}
	}
	path := dir + "/new folder/a #1 100%.db"
	d, err := db.Open(t.Context(), "sqlite:"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: only its owner may read it: %v, %v", name, info.Mode(), err)
		}
	}
	if err := errors.Join(d.Close(), d.Close()); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir + "/new folder"); len(left) != 1 {
		t.Errorf("a closed database is one file: %v", fmt.Sprint(left))
	}
}

// TestAnAcknowledgedWriteIsOnDisk holds the setting that makes it so.
func TestAnAcknowledgedWriteIsOnDisk(t *testing.T) {
	for address, want := range map[string]string{"": "2", "?synchronous=normal": "1", "?synchronous=off": "0"} {
		d, err := db.Open(t.Context(), "sqlite:"+t.TempDir()+"/x.db"+address, nil)
		if err != nil {
			t.Fatal(err)
		}
		write(t, d, func(ctx context.Context, tx db.Tx) error {
			var sync, journal, keys string
			err := errors.Join(tx.NewRaw("PRAGMA synchronous").Scan(ctx, &sync), tx.NewRaw("PRAGMA journal_mode").Scan(ctx, &journal),
				tx.NewRaw("PRAGMA foreign_keys").Scan(ctx, &keys))
			if sync != want || journal != "wal" || keys != "1" {
				t.Errorf("%q: synchronous %s, journal %s, foreign keys %s", address, sync, journal, keys)
			}
			return err
		})
		d.Close()
	}
}
