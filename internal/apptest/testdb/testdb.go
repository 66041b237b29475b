// Package testdb gives every test a database of its own, on both engines, in
// milliseconds. SQLite databases are copies of a migrated file; PostgreSQL
// databases are copies of a migrated template on a throw-away server that the
// test processes of one machine share and that ends by itself.
//
//	CANDOR_TEST_REQUIRE=1      a missing PostgreSQL fails instead of skipping
//	CANDOR_TEST_POSTGRES=DSN   use this running server; it must carry the
//	                           database candor_test_marker, so that no stranger's
//	                           server is ever written to
//	CANDOR_TEST_DIR=DIR        where the throw-away server lives instead of /dev/shm
//	                           or /tmp: a short path everybody may enter
//
// Only tests may import this package.
package testdb

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"candor/internal/db"
)

// Each runs fn as two subtests, "sqlite" and "postgres", each with an empty,
// migrated database. fn may call t.Parallel.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) { fn(t, Open(t, e)) })
	}
}

// Open gives an empty, migrated database, closed and removed when the test
// ends.
func Open(t testing.TB, e db.Engine) *db.DB {
	t.Helper()
	if e == db.SQLite {
		return open(t, newSQLite(t), &Clock{})
	}
	return open(t, newPostgres(t, true), &Clock{})
}

// Empty gives the address of a database with nothing in it, not even a
// schema.
func Empty(t testing.TB, e db.Engine) (url string) {
	t.Helper()
	if e == db.SQLite {
		return "sqlite:" + filepath.Join(t.TempDir(), "empty.db") + "?synchronous=off"
	}
	return newPostgres(t, false)
}

// Replica opens the same database once more, with pools of its own and the
// same clock: what another process would see.
func Replica(t testing.TB, d *db.DB) *db.DB {
	t.Helper()
	return open(t, URL(d), ClockOf(d))
}

// URL is the address a database from this package was opened with, for
// another process or a program under test.
func URL(d *db.DB) string { return lookup(d).url }

// ClockOf is the clock of a database from this package.
func ClockOf(d *db.DB) *Clock { return lookup(d).clock }

// opened remembers address and clock of every open database.
var opened sync.Map

type entry struct {
	url   string
	clock *Clock
}

func lookup(d *db.DB) entry {
	e, ok := opened.Load(d)
	if !ok {
		panic("testdb: this database is closed, or was not opened here")
	}
	return e.(entry)
}

func open(t testing.TB, url string, clock *Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	opened.Store(d, entry{url, clock})
	t.Cleanup(func() {
		opened.Delete(d)
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// newSQLite copies the migrated file.
func newSQLite(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "candor.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path + "?synchronous=off"
}

// sqliteTemplate migrates once in a process and keeps the file in memory.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "candor-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path + "?synchronous=off"); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url, nil)
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		d.Close()
		return err
	}
	return d.Close()
}
