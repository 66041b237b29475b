package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
)

// onEach runs a test with a place on each engine.
func onEach(t *testing.T, fn func(t *testing.T, p *place)) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) { fn(t, newPlace(t, e)) })
	}
}

// refused: the command fails with a sentence.
func (p *place) refused(t *testing.T, sentence string, args ...string) {
	t.Helper()
	status, words := says(t, append(args, "--data", p.data, "--database", p.database)...)
	if status != 1 || !strings.Contains(words, sentence) || len(strings.Split(strings.TrimSpace(words), "\n")) > 1 && args[0] != "doctor" {
		t.Errorf("candor %s ends with %d and says\n%s", strings.Join(args, " "), status, words)
	}
}

func (p *place) found(t *testing.T) {
	t.Helper()
	p.wants(0, "migrate")
	p.wants(0, "member", "add", "olivia@hire.example")
}

// A mistyped folder is told, not filled; and a good backup is not replaced by one of nothing.
func TestNothingIsMadeWhereNothingIs(t *testing.T) {
	onEach(t, func(t *testing.T, good *place) {
		good.found(t)
		file := filepath.Join(t.TempDir(), "today.candor")
		good.wants(0, "backup", file)
		before, err := os.ReadFile(file)
		must(t, err)
		engine := db.SQLite
		if !strings.HasPrefix(good.database, "sqlite:") {
			engine = db.Postgres
		}
		typo := &place{t: t, data: filepath.Join(t.TempDir(), "tyop"), database: testdb.Empty(t, engine)}
		if engine == db.SQLite {
			typo.database = "sqlite:" + filepath.Join(typo.data, "candor.db")
		}
		for _, args := range [][]string{{"backup", file}, {"doctor"}, {"doctor", "--thorough"}, {"key", "create", "--member", "olivia@hire.example"},
			{"member", "add", "otto@hire.example"}, {"restore", "--force", file}} {
			typo.refused(t, "there is no installation at ", args...)
		}
		if _, err := os.Stat(typo.data); !os.IsNotExist(err) {
			t.Errorf("something was made: %v", err)
		}
		if engine == db.Postgres {
			d, err := db.Open(t.Context(), typo.database, nil)
			must(t, err)
			defer d.Close()
			if have, _, err := d.Version(t.Context()); err != nil || have != 0 {
				t.Errorf("schema %d %v", have, err)
			}
		}
		if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
			t.Errorf("the good backup changed: %v", err)
		}
		typo.wants(0, "restore", file) // an empty place is what it is for
		typo.wants(0, "doctor")
	})
}

// What holds no organisation is no backup, and restores as none.
func TestNoOrganisationNoBackup(t *testing.T) {
	onEach(t, func(t *testing.T, p *place) {
		p.wants(0, "migrate")
		file := filepath.Join(t.TempDir(), "today.candor")
		must(t, os.WriteFile(file, []byte("yesterday's"), 0o600))
		p.refused(t, "there is no organisation at ", "backup", file)
		if b, err := os.ReadFile(file); err != nil || string(b) != "yesterday's" {
			t.Errorf("the backup was replaced: %v", err)
		}
		d, err := db.Open(t.Context(), p.database, nil)
		must(t, err)
		defer d.Close()
		blobs, err := files.Disk(filepath.Join(p.data, "files"))
		must(t, err)
		must(t, writeBackup(t.Context(), file, d, files.New(d, blobs, nil)))
		p.refused(t, "there is no organisation in it", "restore", "--force", file)
	})
}

// A backup saves the schema it finds, so that what is saved before an upgrade is not upgraded by saving it.
func TestOnlyWhoSaysSoMigrates(t *testing.T) {
	onEach(t, func(t *testing.T, p *place) {
		p.found(t)
		change := func(sql string) {
			d, err := db.Open(t.Context(), p.database, nil)
			must(t, err)
			defer d.Close()
			must(t, d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw(sql).Exec(ctx)
				return err
			}))
		}
		schema := func() (have, want int64) {
			d, err := db.Open(t.Context(), p.database, nil)
			must(t, err)
			defer d.Close()
			have, want, err = d.Version(t.Context())
			must(t, err)
			return have, want
		}
		file := filepath.Join(t.TempDir(), "before.candor")
		change(`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
		p.wants(0, "backup", file)
		have, want := schema()
		if have >= want {
			t.Errorf("the backup migrated to %d", have)
		}
		if sum, _, err := verifyBackup(file); err != nil || sum.Schema != have {
			t.Errorf("saved schema %d of %d: %v", sum.Schema, have, err)
		}
		p.wants(0, "doctor")
		p.refused(t, "run candor migrate", "member", "add", "otto@hire.example")
		p.refused(t, "run candor migrate", "key", "create", "--member", "olivia@hire.example")
		if now, _ := schema(); now != have {
			t.Errorf("schema %d became %d", have, now)
		}
		change(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, ` + map[bool]string{true: "1", false: "true"}[strings.HasPrefix(p.database, "sqlite:")] + `)`)
		for _, args := range [][]string{{"backup", file}, {"member", "add", "otto@hire.example"}, {"doctor"}} {
			p.refused(t, "newer", args...)
		}
	})
}

// The first steps without a browser, as docs/running tells them.
func TestFirstSteps(t *testing.T) {
	onEach(t, func(t *testing.T, p *place) {
		p.refused(t, "there is no installation", "member", "add", "olivia@hire.example")
		p.wants(0, "migrate")
		p.refused(t, "There is no organisation yet", "key", "create", "--member", "olivia@hire.example")
		at := []string{"--data", p.data, "--database", p.database}
		if status, words := says(t, append([]string{"member", "add", "olivia@hire.example"}, at...)...); status != 0 || !strings.Contains(words, "/reset/") {
			t.Fatal(status, words)
		}
		if status, words := says(t, append([]string{"key", "create", "--member", "olivia@hire.example"}, at...)...); status != 0 || len(words) < 30 {
			t.Fatal(status, words)
		}
		p.wants(0, "member", "add", "otto@hire.example", "--role", "Staffing")
	})
}
