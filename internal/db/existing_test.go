package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// Whoever opens what is there makes nothing where nothing is.
func TestOpenExisting(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		again, err := db.OpenExisting(t.Context(), testdb.URL(d), nil)
		if err != nil {
			t.Fatal(err)
		}
		again.Close()
		empty := testdb.Empty(t, d.Engine())
		if _, err := db.OpenExisting(t.Context(), empty, nil); !errors.Is(err, db.ErrNothing) {
			t.Errorf("an empty database: %v", err)
		}
	})
	t.Run("files", func(t *testing.T) {
		dir := t.TempDir()
		missing, blank, other := filepath.Join(dir, "no", "candor.db"), filepath.Join(dir, "blank.db"), filepath.Join(dir, "other.db")
		text := strings.Repeat("This is no database. ", 100)
		for name, content := range map[string]string{blank: "", other: text} {
			if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{missing, blank} {
			if _, err := db.OpenExisting(t.Context(), "sqlite:"+name, nil); !errors.Is(err, db.ErrNothing) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := db.OpenExisting(t.Context(), "sqlite:"+other, nil); err == nil || errors.Is(err, db.ErrNothing) {
			t.Errorf("what is no database: %v", err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 2 {
			t.Errorf("left behind: %v", left)
		}
		if now, _ := os.ReadFile(other); string(now) != text {
			t.Error("a stranger's file was changed")
		}
	})
}

func TestServer(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, err := d.Server(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if d.Engine() == db.SQLite {
			if s != (db.Server{}) {
				t.Error(s)
			}
			return
		}
		if s.Version < 150000 || time.Since(s.Now).Abs() > time.Minute {
			t.Error(s)
		}
	})
}
