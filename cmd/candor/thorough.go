package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"

	"candor/internal/db"
	"candor/internal/files"
)

// records reads the whole database: on SQLite every page of the file, and on both engines what triggers keep
// (counters, copies, the search index) against what it is made of.
func (c *doctorCmd) records(ctx context.Context) finding {
	f := finding{about: "records", says: "counters, copies and search agree with what they are made of"}
	f.wrong = c.opened(ctx, func(d *db.DB) error {
		if file := c.SQLiteFile(); file != "" {
			if err := db.CheckFile(ctx, file); err != nil {
				return fmt.Errorf("%w. Stop the program, keep the file aside and restore the last backup", err)
			}
		}
		found, err := d.Kept(ctx)
		if err != nil || len(found) == 0 {
			return err
		}
		var words []string
		for _, difference := range found {
			words = append(words, difference.String())
		}
		return fmt.Errorf("%s. Somebody has written past the program, or this is a fault of ours: back up, restore the backup, which counts anew, and tell us", strings.Join(words, "; "))
	})
	return f
}

// contents reads every file that the database refers to and compares it with its hash.
func (c *doctorCmd) contents(ctx context.Context) finding {
	f := finding{about: "contents"}
	n := 0
	var wrong []string
	f.wrong = c.opened(ctx, func(d *db.DB) error {
		blobs, err := files.OpenBlobs(c.Files)
		if err != nil {
			return err
		}
		err = files.New(d, blobs, nil).Each(ctx, func(name string, _ int64, content io.Reader) error {
			n++
			sum := sha256.New()
			if _, err := io.Copy(sum, content); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if want, _, _ := strings.Cut(path.Base(name), "."); want != hex.EncodeToString(sum.Sum(nil)) {
				wrong = append(wrong, name)
			}
			return nil
		})
		if err == nil && len(wrong) > 0 {
			err = fmt.Errorf("%d of %d files are not what was stored, the first is %s", len(wrong), n, wrong[0])
		}
		if err != nil {
			return fmt.Errorf("%w. Restore the files from the last backup", err)
		}
		return nil
	})
	f.says = fmt.Sprintf("%d files are there, each as it was stored", n)
	return f
}

func (c *doctorCmd) opened(ctx context.Context, fn func(*db.DB) error) error {
	d, err := openCurrent(ctx, &c.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	return fn(d)
}
