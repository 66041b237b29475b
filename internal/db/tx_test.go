package db_test

import (
	"context"
	"path/filepath"
	"testing"

	"candor/internal/db"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "a b?#%.db"), nil)
	if err == nil {
		t.Fatal("a ? begins the options")
	}
	d, err = db.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "a b#%.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	t.Log(d.Version(ctx))
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw("INSERT INTO timetable (name, slot) VALUES (?, ?)", "a\x00b\xff'", 3).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	err = d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw("SELECT name FROM timetable").Scan(ctx, &names)
	})
	t.Logf("%q %v", names, err)
}
