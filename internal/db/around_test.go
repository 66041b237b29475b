package db_test

import (
	"context"
	"errors"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

func TestADoorSpeaksInTheVerbsTransaction(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		say := func(name string) func(context.Context, db.Tx) error {
			return func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw("INSERT INTO timetable (name, slot) VALUES (?, 1)", name).Exec(ctx)
				return err
			}
		}
		names := func(ctx context.Context) (out []string) {
			err := d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
				return tx.NewRaw("SELECT name FROM timetable ORDER BY name").Scan(ctx, &out)
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}

		ctx := db.First(t.Context(), say("a"))
		ctx = db.First(ctx, func(ctx context.Context, tx db.Tx) error {
			if got := names(ctx); len(got) != 1 || got[0] != "a" { // reads in the same transaction
				t.Errorf("inside: %v", got)
			}
			return tx.Queue(ctx, "x")
		})
		ctx = db.Last(ctx, say("z"))

		no := errors.New("no")
		if err := d.Write(ctx, func(context.Context, db.Tx) error { return no }); !errors.Is(err, no) {
			t.Fatal(err)
		}
		if got := names(t.Context()); len(got) != 0 {
			t.Fatalf("an undone transaction left %v", got)
		}
		if err := d.Write(ctx, say("m")); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, say("n")); err != nil { // once is enough: a second "a" would not be unique
			t.Fatal(err)
		}
		if got := names(t.Context()); len(got) != 4 || got[0] != "a" || got[3] != "z" {
			t.Fatalf("%v", got)
		}
		failing := db.Last(t.Context(), func(context.Context, db.Tx) error { return no })
		if err := d.Write(failing, say("never")); !errors.Is(err, no) || len(names(t.Context())) != 4 {
			t.Fatalf("%v %v", err, names(t.Context()))
		}
		if err := d.Write(t.Context(), func(ctx context.Context, _ db.Tx) error { return d.Read(ctx, say("x")) }); err == nil {
			t.Fatal("a verb may not read in a second transaction")
		}
	})
}
