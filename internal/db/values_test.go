package db_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

func TestKey(t *testing.T) {
	for in, want := range map[string]string{
		"  Émile   ZOLA ":     "emile zola",
		"e\u0301mile":         "emile",
		"STRASSE":             "strasse",
		"Straße":              "strasse",
		"ﬁne ①":               "fine 1",
		"İstanbul":            "istanbul",
		"Łódź":                "łodz", // the stroke is part of the letter
		"a\u200Db\u00ADc":     "abc",
		"tab\tand\nline":      "tab and line",
		"हिन्दी":              "हिन्दी",
		"がか":                  "か\u3099か",
		"nul\x00 broken \xff": "nul broken \uFFFD",
		"":                    "",
	} {
		if got := db.Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAKeyIsItsOwnKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := db.Key(rapid.String().Draw(t, "text"))
		if again := db.Key(key); again != key {
			t.Fatalf("%q becomes %q", key, again)
		}
	})
}

func TestIdsSortByCreation(t *testing.T) {
	last := ""
	for range 10_000 {
		id := db.NewID()
		if id <= last || len(id) != 36 {
			t.Fatalf("%s after %s", id, last)
		}
		last = id
	}
}

func TestATokenIsFoundByItsHashOnly(t *testing.T) {
	plain, hash := db.Token()
	other, _ := db.Token()
	if len(plain) != 43 || len(hash) != 64 || plain == other || db.HashToken(plain) != hash {
		t.Fatalf("%s, %s", plain, hash)
	}
}

func TestTimeEqualsItselfAfterARoundTrip(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		type row struct {
			At   db.Time
			None db.Time
		}
		for _, at := range []time.Time{
			time.Date(2026, 11, 22, 1, 9, 31, 129_752_376, time.FixedZone("x", -7200)), time.Unix(0, 0),
			time.Date(1969, 12, 31, 23, 59, 59, 1e6, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
		} {
			want := db.At(at)
			got := row{None: want}
			err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO tasks (id, kind, args, max_attempts, run_at, lease_until, created_at)
					VALUES (?, 'x', '{}', 1, ?, ?, ?)`, db.NewID(), want, db.Time{}, want)
				if err != nil {
					return err
				}
				return tx.NewRaw("SELECT run_at AS at, lease_until AS none FROM tasks WHERE run_at = ?", want).Scan(ctx, &got)
			})
			if err != nil || got.At != want || !got.None.IsZero() {
				t.Errorf("%v became %v and %v; %v", want, got.At, got.None, err)
			}
		}
	})
}

func TestTimeInJSON(t *testing.T) {
	at := db.At(time.Date(2026, 11, 22, 1, 9, 31, 129_752_376, time.FixedZone("x", 3600)))
	b, err := json.Marshal(map[string]db.Time{"at": at, "none": {}})
	if err != nil || string(b) != `{"at":"2026-11-22T00:09:31.129Z","none":null}` {
		t.Fatalf("%s, %v", b, err)
	}
	var back map[string]db.Time
	if err := json.Unmarshal(b, &back); err != nil || back["at"] != at || !back["none"].IsZero() {
		t.Fatalf("%v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`"yesterday"`), &at); err == nil {
		t.Fatal("yesterday is no instant")
	}
}
