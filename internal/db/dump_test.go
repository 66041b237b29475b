package db_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
)

// dumped is a schema with everything that is hard to load: references in a
// circle, to oneself and forward, counters and refusals kept by triggers,
// numbers that count by themselves, every type, and a search index.
func dumped() fs.FS { return os.DirFS("testdata/dumped") }

// opened opens an empty database with the schema above.
func opened(t *testing.T, e db.Engine) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), testdb.Empty(t, e), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	d.UseMigrations(dumped())
	return d
}

// fillHard writes rows that are hard to keep.
func fillHard(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx db.Tx) error {
		for _, q := range []struct {
			sql  string
			args []any
		}{
			{"INSERT INTO zones (id) VALUES ('z1'), ('z2')", nil},
			{"INSERT INTO heads (id, zone_id, boss_id, note, active, at, picture) VALUES (?, ?, ?, ?, ?, ?, ?)",
				[]any{"h1", "z1", nil, "line\nbreak, \"quote\", \\, <b>, 日本語, \u2028", true, int64(9_007_199_254_740_993), []byte{0, 1, 255}}},
			{"INSERT INTO heads (id, zone_id, boss_id, note, active, at) VALUES (?, ?, ?, ?, ?, ?)", []any{"h0", "z1", "h1", "no", false, int64(-1)}},
			{"INSERT INTO heads (id, zone_id, boss_id, note, active) VALUES ('h2', 'z2', 'h0', '', TRUE)", nil},
			{"UPDATE zones SET head_id = 'h1'", nil},
			{"INSERT INTO answers (head_id, n) VALUES ('h1', 1), ('h1', 2)", nil},
			{"INSERT INTO lines (text) VALUES ('one'), ('two'), ('three')", nil},
			{"DELETE FROM lines WHERE text = 'two'", nil},
			{"UPDATE lines SET text = 'refused' WHERE text = 'three'", nil},
			{"INSERT INTO timetable (name, slot) VALUES ('x', 7)", nil},
		} {
			if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
				return fmt.Errorf("%s: %w", q.sql, err)
			}
		}
		return nil
	})
}

func dump(t *testing.T, d *db.DB) []byte {
	t.Helper()
	var out bytes.Buffer
	s, err := d.Dump(t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	checked, err := db.VerifyDump(bytes.NewReader(out.Bytes()))
	if err != nil || checked.Total() != s.Total() || checked.Schema != s.Schema {
		t.Fatalf("dumped %+v, found %+v, %v", s, checked, err)
	}
	return out.Bytes()
}

// content is a dump as it is on either engine: rows only, sorted, booleans as
// numbers.
func content(t *testing.T, dump []byte) string {
	t.Helper()
	var out []string
	table := ""
	for line := range strings.Lines(string(dump)) {
		if line[0] != '[' {
			var head struct{ Table string }
			_ = json.Unmarshal([]byte(line), &head)
			table = head.Table
			continue
		}
		line = strings.NewReplacer(",true", ",1", ",false", ",0").Replace(line)
		out = append(out, table+" "+line)
	}
	slices.Sort(out)
	return strings.Join(out, "")
}

func TestADumpLoadsIntoEitherEngine(t *testing.T) {
	for _, from := range []db.Engine{db.SQLite, db.Postgres} {
		for _, to := range []db.Engine{db.SQLite, db.Postgres} {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				source := opened(t, from)
				migrate(t, source)
				fillHard(t, source)
				file := dump(t, source)
				target := opened(t, to)
				s, err := target.Load(t.Context(), bytes.NewReader(file))
				if err != nil {
					t.Fatal(err)
				}
				if s.Engine != from.String() || s.Rows["heads"] != 3 {
					t.Errorf("loaded %+v", s)
				}
				if a, b := content(t, file), content(t, dump(t, target)); a != b {
					t.Errorf("was\n%s\nis\n%s", a, b)
				}
				checkLoaded(t, target)
			})
		}
	}
}

// checkLoaded looks at what is not in the dump: the search index, and that
// triggers and references work as before.
func checkLoaded(t *testing.T, d *db.DB) {
	t.Helper()
	find := "SELECT count(*) FROM search_words WHERE search_words MATCH 'quote'"
	if d.Engine() == db.Postgres {
		find = "SELECT count(*) FROM search_docs WHERE words @@ to_tsquery('simple', 'quote')"
	}
	if n := read[int](t, d, find); n != 1 {
		t.Errorf("the search index finds %d", n)
	}
	for _, refused := range []string{
		"INSERT INTO lines (text) VALUES ('refused')",
		"INSERT INTO heads (id, zone_id, note, active) VALUES ('h9', 'nowhere', 'x', TRUE)",
		"DELETE FROM heads WHERE id = 'h1'",
	} {
		err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { _, err := tx.ExecContext(ctx, refused); return err })
		if err == nil {
			t.Errorf("after loading, this is no longer refused: %s", refused)
		}
	}
	write(t, d, func(ctx context.Context, tx db.Tx) error {
		_, a := tx.ExecContext(ctx, "INSERT INTO heads (id, zone_id, note, active) VALUES ('h3', 'z1', 'x', TRUE)")
		_, b := tx.ExecContext(ctx, "INSERT INTO lines (text) VALUES ('four')")
		return errors.Join(a, b)
	})
	if n := read[int](t, d, "SELECT members FROM zones WHERE id = 'z1'"); n != 3 {
		t.Errorf("the counter shows %d: 2 from the dump and 1 since", n)
	}
	if n := read[int](t, d, "SELECT max(id) FROM lines"); n <= 3 {
		t.Errorf("the new line has the number %d, which was used before", n)
	}
}

func TestAnOlderDumpIsLoadedAndMigrated(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			source := opened(t, e)
			if err := source.MigrateTo(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
			fillHard(t, source)
			file := dump(t, source)
			target := opened(t, e)
			migrate(t, target) // empty, but already at the newest schema
			if _, err := target.Load(t.Context(), bytes.NewReader(file)); err != nil {
				t.Fatal(err)
			}
			if n := read[int](t, target, "SELECT count(*) FROM answers WHERE later = 'new'"); n != 2 {
				t.Errorf("%d rows were migrated", n)
			}
		})
	}
}

func TestOnlyAWholeDumpIsLoadedAndOnlyIntoAnEmptyDatabase(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			source := opened(t, e)
			migrate(t, source)
			fillHard(t, source)
			file := dump(t, source)
			if _, err := source.Load(t.Context(), bytes.NewReader(file)); errs.As(err).Code != "not_empty" {
				t.Fatalf("into a full database: %v", err)
			}
			target := opened(t, e)
			for name, bad := range map[string][]byte{
				"nothing": nil, "something else": []byte("{}\n"), "cut": file[:len(file)-40], "cut at a line": file[:bytes.LastIndexByte(file[:len(file)-1], '\n')+1],
				"changed": bytes.Replace(file, []byte(`"one"`), []byte(`"eno"`), 1), "longer": append(slices.Clone(file), '\n'),
				"row lost": bytes.Replace(file, []byte("[\"h1\",1,\"new\"]\n"), nil, 1), "dangling": dangling(t),
			} {
				if bytes.Equal(bad, file) {
					t.Fatalf("%s: this is the whole dump", name)
				}
				_, err := target.Load(t.Context(), bytes.NewReader(bad))
				if err == nil {
					t.Fatalf("%s: was loaded", name)
				}
				if empty, err := target.Empty(t.Context()); !empty || err != nil {
					t.Fatalf("%s: left something behind, %v", name, err)
				}
			}
			newer := bytes.Replace(file, []byte(`"schema":3`), []byte(`"schema":9`), 1)
			if _, err := target.Load(t.Context(), bytes.NewReader(newer)); errs.As(err).Code != "backup_newer" {
				t.Fatalf("a newer dump: %v", err)
			}
			if _, err := target.Load(t.Context(), bytes.NewReader(file)); err != nil {
				t.Fatalf("after all that: %v", err)
			}
			if err := target.Wipe(t.Context()); err != nil {
				t.Fatal(err)
			}
			if have, _, err := target.Version(t.Context()); have != 0 || err != nil {
				t.Fatalf("wiped, but at version %d, %v", have, err)
			}
			if _, err := target.Load(t.Context(), bytes.NewReader(file)); err != nil {
				t.Fatalf("after wiping: %v", err)
			}
		})
	}
}

// dangling is a dump that is whole, of a database that was not: a row refers to
// one that is not there.
func dangling(t *testing.T) []byte {
	t.Helper()
	d := opened(t, db.SQLite)
	migrate(t, d)
	fillHard(t, d)
	for _, s := range []string{"PRAGMA foreign_keys = 0", "UPDATE heads SET zone_id = 'gone' WHERE id = 'h0'"} {
		if err := d.Exec(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	return dump(t, d)
}

// TestADumpShowsOneMoment moves a unit to and fro between two tables while
// dumping; in every dump the sum is the same.
func TestADumpShowsOneMoment(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			d := opened(t, e)
			migrate(t, d)
			write(t, d, func(ctx context.Context, tx db.Tx) error {
				_, a := tx.ExecContext(ctx, "INSERT INTO timetable (name, slot) VALUES ('a', 1000)")
				_, b := tx.ExecContext(ctx, "INSERT INTO zones (id, members) VALUES ('z', 1000)")
				return errors.Join(a, b)
			})
			var stop atomic.Bool
			var moves atomic.Int32
			var group sync.WaitGroup
			group.Go(func() {
				for !stop.Load() {
					write(t, d, func(ctx context.Context, tx db.Tx) error {
						_, a := tx.ExecContext(ctx, "UPDATE timetable SET slot = slot - 1")
						_, b := tx.ExecContext(ctx, "UPDATE zones SET members = members + 1")
						return errors.Join(a, b)
					})
					moves.Add(1)
				}
			})
			for n := 0; n < 30 || moves.Load() < 30; n++ {
				if sum := sumOf(t, dump(t, d)); sum != 2000 {
					t.Errorf("dump %d adds up to %d", n, sum)
				}
			}
			stop.Store(true)
			group.Wait()
		})
	}
}

func sumOf(t *testing.T, dump []byte) (sum int) {
	t.Helper()
	for line := range strings.Lines(content(t, dump)) {
		_, row, _ := strings.Cut(line, " ")
		var values []any
		if err := json.Unmarshal([]byte(row), &values); err != nil {
			t.Fatal(err)
		}
		sum += int(values[len(values)-1].(float64))
	}
	return sum
}

// TestTheRealSchemaCanBeDumped fails when a migration brings a type that only
// one engine has, or rows of its own.
func TestTheRealSchemaCanBeDumped(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		if empty, err := d.Empty(t.Context()); !empty || err != nil {
			t.Fatalf("a migrated database has rows: %v", err)
		}
		file := dump(t, d)
		target, err := db.Open(t.Context(), testdb.Empty(t, d.Engine()), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer target.Close()
		if _, err := target.Load(t.Context(), bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
		if err := target.Wipe(t.Context()); err != nil {
			t.Fatal(err)
		}
		migrate(t, target)
	})
}

func TestACopyIsWholeWhileOthersWrite(t *testing.T) {
	d := testdb.Open(t, db.SQLite)
	var stop atomic.Bool
	var written atomic.Int32
	var group sync.WaitGroup
	group.Go(func() {
		for n := 0; !stop.Load(); n++ {
			write(t, d, func(ctx context.Context, tx db.Tx) error {
				return errors.Join(put(ctx, tx, fmt.Sprint("a", n), n), put(ctx, tx, fmt.Sprint("b", n), n))
			})
			written.Add(1)
		}
	})
	for n := 0; n < 5 || written.Load() < 20; n++ {
		path := filepath.Join(t.TempDir(), "copy.db")
		atLeast := 2 * int(written.Load())
		if err := d.Copy(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		copied, err := db.Open(t.Context(), "sqlite:"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := rows(t, copied); got%2 != 0 || got < atLeast {
			t.Errorf("the copy has %d rows, at least %d were there", got, atLeast)
		}
		if have, want, err := copied.Version(t.Context()); have != want || err != nil {
			t.Errorf("the copy is at version %d of %d, %v", have, want, err)
		}
		copied.Close()
	}
	stop.Store(true)
	group.Wait()
	if err := testdb.Open(t, db.Postgres).Copy(t.Context(), "x"); err == nil {
		t.Error("PostgreSQL is not a file")
	}
}
