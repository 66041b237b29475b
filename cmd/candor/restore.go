package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"candor/internal/config"
	"candor/internal/db"
)

type restoreCmd struct {
	config.Config
	File  string `arg:"" help:"The backup to restore."`
	Force bool   `help:"Replace what is there."`
}

func (c *restoreCmd) Run(ctx context.Context) error {
	if err := c.Look(); err != nil {
		return usage{err}
	}
	// Everything is looked at before anything is made or taken away.
	if _, _, err := verifyBackup(c.File); err != nil {
		return fmt.Errorf("this is not a whole backup: %w", err)
	}
	if err := c.checkTarget(ctx); err != nil {
		return err
	}
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	unlock, err := lockDatabase(&c.Config)
	if err != nil {
		return err
	}
	defer unlock()
	d, err := db.Open(ctx, c.Database, nil) // not migrated: loading begins at the backup's own schema
	if err != nil {
		return err
	}
	defer d.Close()
	blobs, err := openBlobs(&c.Config)
	if err != nil {
		return err
	}
	empty, err := d.Empty(ctx)
	if err != nil {
		return err
	}
	if !empty && !c.Force {
		return errors.New("the database is not empty; --force replaces everything in it")
	}
	if !empty {
		if err := d.Wipe(ctx); err != nil {
			return err
		}
	}
	sum, kept, err := readBackup(c.File, func(r io.Reader) (db.Summary, error) { return d.Load(ctx, r) },
		func(name string, content *os.File, size int64) error { return blobs.Put(ctx, name, content, size) })
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	fmt.Printf("Restored %d rows and %d files.\n", sum.Total(), kept)
	return nil
}

// checkTarget: whoever says --force means an installation that is there, so that with a mistyped folder the right one
// would stay as it was, and nobody would notice.
func (c *restoreCmd) checkTarget(ctx context.Context) error {
	if !c.Force {
		return nil
	}
	d, err := db.OpenExisting(ctx, c.Database, nil)
	if errors.Is(err, db.ErrNothing) {
		return fmt.Errorf("there is no installation at %s to replace; name it with --data or --database, or leave --force out to make one there", c.DatabaseShown())
	}
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	return d.Close()
}

// verifyBackup reads a whole backup without keeping anything.
func verifyBackup(name string) (sum db.Summary, kept int, err error) {
	sum, kept, err = readBackup(name, db.VerifyDump, func(string, *os.File, int64) error { return nil })
	if err == nil && sum.Rows["organizations"] == 0 {
		err = errors.New("there is no organisation in it")
	}
	return sum, kept, err
}

// readBackup goes through a backup: the dump to load, every file to keep, its content checked against its name.
func readBackup(name string, load func(io.Reader) (db.Summary, error), keep func(name string, content *os.File, size int64) error) (sum db.Summary, kept int, err error) {
	in, err := os.Open(name)
	if err != nil {
		return sum, 0, err
	}
	defer in.Close()
	zip, err := gzip.NewReader(in)
	if err != nil {
		return sum, 0, err
	}
	archive := tar.NewReader(zip)
	loaded := false
	for {
		h, err := archive.Next()
		switch {
		case err == io.EOF && loaded:
			return sum, kept, nil
		case err == io.EOF:
			return sum, kept, errors.New("there is no database in it")
		case err != nil:
			return sum, kept, err
		case h.Name == dumpName:
			if sum, err = load(archive); err != nil {
				return sum, kept, err
			}
			loaded = true
		case strings.HasPrefix(h.Name, filesName):
			if err := readFile(archive, strings.TrimPrefix(h.Name, filesName), keep); err != nil {
				return sum, kept, fmt.Errorf("%s: %w", h.Name, err)
			}
			kept++
		}
	}
}

// readFile takes one content out through a file, since stores want to read it twice. Its name says its hash:
// organisation, two letters, hash and a number (internal/files).
func readFile(in io.Reader, name string, keep func(string, *os.File, int64) error) error {
	if !filepath.IsLocal(name) || path.Clean(name) != name {
		return errors.New("the name leads elsewhere")
	}
	temp, err := os.CreateTemp("", "candor-restore-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(temp, sum), in)
	if err != nil {
		return err
	}
	want, _, _ := strings.Cut(path.Base(name), ".")
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		return errors.New("the content is not what its name says")
	}
	return keep(name, temp, size)
}

func putBytes(archive *tar.Writer, name string, content []byte) error {
	return put(archive, name, int64(len(content)), bytes.NewReader(content))
}
