package db_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
)

// folder makes a folder of migrations from names and statements.
func folder(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	return out
}

var twoSteps = map[string]string{
	"0001_things.sql":         "CREATE TABLE things (id {{id}} PRIMARY KEY, n {{int}} NOT NULL) {{strict}};",
	"0002_index.sqlite.sql":   "CREATE INDEX things_n ON things (n) WHERE n > 0;",
	"0002_index.postgres.sql": "CREATE INDEX things_n ON things USING btree (n) WHERE n > 0;",
}

// eachEmpty runs fn with a database that has nothing in it, opened anew at
// every call of open.
func eachEmpty(t *testing.T, fn func(t *testing.T, open func(fs.FS) *db.DB)) {
	t.Helper()
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			url := testdb.Empty(t, e)
			fn(t, func(f fs.FS) *db.DB {
				d, err := db.Open(t.Context(), url, nil)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { d.Close() })
				if f != nil {
					d.UseMigrations(f)
				}
				return d
			})
		})
	}
}

func migrate(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestFourReplicasStartAtOnce(t *testing.T) {
	eachEmpty(t, func(t *testing.T, open func(fs.FS) *db.DB) {
		var group sync.WaitGroup
		for range 4 {
			d := open(nil) // the real migrations
			group.Go(func() {
				if err := d.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		d := open(nil)
		have, want, err := d.Version(t.Context())
		if err != nil || have != want || have == 0 {
			t.Fatalf("version %d of %d, %v", have, want, err)
		}
		files := read[int](t, d, "SELECT count(*) FROM schema_files")
		if runs := read[int](t, d, "SELECT count(*) FROM goose_db_version WHERE version_id > 0"); runs != files {
			t.Errorf("%d files were applied %d times", files, runs)
		}
	})
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	eachEmpty(t, func(t *testing.T, open func(fs.FS) *db.DB) {
		newer := maps.Clone(twoSteps)
		newer["0007_future.sql"] = "CREATE TABLE future (id {{id}} PRIMARY KEY);"
		migrate(t, open(folder(newer)))
		old := open(folder(twoSteps))
		err := old.Migrate(t.Context())
		if errs.As(err) == nil || errs.As(err).Code != "database_newer" || !strings.Contains(err.Error(), "version 7, this program knows 2") {
			t.Fatalf("%v", err)
		}
		if have, want, err := old.Version(t.Context()); have != 7 || want != 2 || err != nil {
			t.Errorf("version %d of %d, %v", have, want, err)
		}
	})
}

func TestAnEditedMigrationIsRefused(t *testing.T) {
	eachEmpty(t, func(t *testing.T, open func(fs.FS) *db.DB) {
		migrate(t, open(folder(twoSteps)))
		edited := maps.Clone(twoSteps)
		edited["0001_things.sql"] += "\n-- better"
		err := open(folder(edited)).Migrate(t.Context())
		if errs.As(err) == nil || errs.As(err).Code != "migration_edited" || !strings.Contains(err.Error(), "0001_things.sql") {
			t.Fatalf("%v", err)
		}
		migrate(t, open(folder(twoSteps)))
	})
}

func TestABrokenMigrationLeavesNothing(t *testing.T) {
	eachEmpty(t, func(t *testing.T, open func(fs.FS) *db.DB) {
		broken := maps.Clone(twoSteps)
		broken["0003_more.sql"] = "CREATE TABLE more (id {{id}} PRIMARY KEY);\nINSERT INTO nowhere VALUES (1);"
		d := open(folder(broken))
		if err := d.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "0003") {
			t.Fatalf("%v", err)
		}
		if have, _, _ := d.Version(t.Context()); have != 2 {
			t.Errorf("stopped at %d", have)
		}
		mended := maps.Clone(twoSteps)
		mended["0003_more.sql"] = "CREATE TABLE more (id {{id}} PRIMARY KEY);"
		migrate(t, open(folder(mended)))
	})
}

func TestAskingForTheVersionWritesNothing(t *testing.T) {
	eachEmpty(t, func(t *testing.T, open func(fs.FS) *db.DB) {
		d := open(folder(twoSteps))
		if have, want, err := d.Version(t.Context()); have != 0 || want != 2 || err != nil {
			t.Fatalf("version %d of %d, %v", have, want, err)
		}
		if empty, err := d.Empty(t.Context()); !empty || err != nil {
			t.Fatalf("empty %v, %v", empty, err)
		}
	})
}

// TestATableMadeAnewKeepsItsChildren: SQLite changes a constraint by making the
// table anew, and dropping the old one must not delete what refers to it.
func TestATableMadeAnewKeepsItsChildren(t *testing.T) {
	d, err := db.Open(t.Context(), testdb.Empty(t, db.SQLite), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	d.UseMigrations(folder(map[string]string{
		"0001_a.sql": "CREATE TABLE p (id TEXT PRIMARY KEY);\nCREATE TABLE c (id TEXT PRIMARY KEY, p TEXT REFERENCES p(id) ON DELETE CASCADE);\n" +
			"INSERT INTO p VALUES ('p');\nINSERT INTO c VALUES ('c', 'p');",
		"0002_b.sql": "CREATE TABLE p2 (id TEXT PRIMARY KEY, n INTEGER);\nINSERT INTO p2 SELECT id, 1 FROM p;\nDROP TABLE p;\nALTER TABLE p2 RENAME TO p;",
	}))
	migrate(t, d)
	if n := read[int](t, d, "SELECT count(*) FROM c JOIN p ON p.id = c.p"); n != 1 {
		t.Fatal("the child is gone")
	}
	d.UseMigrations(folder(map[string]string{
		"0001_a.sql": "CREATE TABLE p (id TEXT PRIMARY KEY);\nCREATE TABLE c (id TEXT PRIMARY KEY, p TEXT REFERENCES p(id) ON DELETE CASCADE);\n" +
			"INSERT INTO p VALUES ('p');\nINSERT INTO c VALUES ('c', 'p');",
		"0002_b.sql": "CREATE TABLE p2 (id TEXT PRIMARY KEY, n INTEGER);\nINSERT INTO p2 SELECT id, 1 FROM p;\nDROP TABLE p;\nALTER TABLE p2 RENAME TO p;",
		"0003_c.sql": "DELETE FROM p;",
	}))
	if err := d.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "a row of c refers to a row of p") {
		t.Fatalf("a broken reference must be found: %v", err)
	}
	if err := d.Migrate(t.Context()); err == nil {
		t.Fatal("at the next start it is forgotten")
	}
}

func TestTheFolderIsChecked(t *testing.T) {
	for name, says := range map[string]string{"1_x.sql": "NNNN_name", "0001_x.mysql.sql": "NNNN_name", "0003_x.sql": "{{uuid}}", "0004_x.sql": "no way back"} {
		files := map[string]string{name: "CREATE TABLE x (id {{uuid}});"}
		if says == "no way back" {
			files[name] = "SELECT 1;\n-- +goose Down\nDROP TABLE x;"
		}
		if err := db.Migrations(db.SQLite, folder(files)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := db.Migrations(db.SQLite, folder(map[string]string{"0001_a.sql": "", "0001_b.sqlite.sql": ""})); err == nil {
		t.Error("two migrations with one number")
	}
}

// TestBothEnginesEndWithTheSameTables compares names, columns, kinds and
// NOT NULL; the search index is each engine's own.
func TestBothEnginesEndWithTheSameTables(t *testing.T) {
	lite := columns(t, testdb.Open(t, db.SQLite), `SELECT t.name AS tab, c.name AS col, c."notnull" AS required FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.pk = 0`)
	pg := columns(t, testdb.Open(t, db.Postgres), `SELECT c.relname AS tab, a.attname AS col, CASE WHEN a.attnotnull THEN 1 ELSE 0 END AS required
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
		AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey))`)
	for _, line := range lite {
		if !slices.Contains(pg, line) {
			t.Errorf("only SQLite has %s", line)
		}
	}
	for _, line := range pg {
		if !slices.Contains(lite, line) {
			t.Errorf("only PostgreSQL has %s", line)
		}
	}
	if len(lite) < 10 {
		t.Errorf("only %d columns were compared", len(lite))
	}
}

func columns(t *testing.T, d *db.DB, sql string) (out []string) {
	t.Helper()
	var all []struct {
		Tab, Col string
		Required bool
	}
	err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql).Scan(ctx, &all) })
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if !strings.HasPrefix(c.Tab, "search_") && c.Tab != "goose_db_version" {
			out = append(out, fmt.Sprintf("%s.%s (required: %v)", c.Tab, c.Col, c.Required))
		}
	}
	return out
}
