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
	"candor/internal/files"
)

type restoreCmd struct {
	config.Config
	File  string `arg:"" help:"The backup to restore."`
	Force bool   `help:"Replace what is there."`
}

func (c *restoreCmd) Run(ctx context.Context) error {
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	if _, _, err := verifyBackup(c.File); err != nil {
		return fmt.Errorf("this is not a whole backup: %w", err)
	}
	d, err := db.Open(ctx, c.Database, nil) // not migrated: loading begins at the backup's own schema
	if err != nil {
		return err
	}
	defer d.Close()
	blobs, err := files.OpenBlobs(c.Files)
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
	rows, kept, err := readBackup(c.File, func(r io.Reader) (db.Summary, error) { return d.Load(ctx, r) },
		func(name string, content *os.File, size int64) error { return blobs.Put(ctx, name, content, size) })
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	fmt.Printf("Restored %d rows and %d files.\n", rows, kept)
	return nil
}

// verifyBackup reads a whole backup without keeping anything.
func verifyBackup(name string) (rows int64, kept int, err error) {
	return readBackup(name, db.VerifyDump, func(string, *os.File, int64) error { return nil })
}

// readBackup goes through a backup: the dump to load, every file to keep, its content checked against its name.
func readBackup(name string, load func(io.Reader) (db.Summary, error), keep func(name string, content *os.File, size int64) error) (rows int64, kept int, err error) {
	in, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer in.Close()
	zip, err := gzip.NewReader(in)
	if err != nil {
		return 0, 0, err
	}
	archive := tar.NewReader(zip)
	loaded := false
	for {
		h, err := archive.Next()
		switch {
		case err == io.EOF && loaded:
			return rows, kept, nil
		case err == io.EOF:
			return rows, kept, errors.New("there is no database in it")
		case err != nil:
			return rows, kept, err
		case h.Name == dumpName:
			sum, err := load(archive)
			if err != nil {
				return rows, kept, err
			}
			rows, loaded = sum.Total(), true
		case strings.HasPrefix(h.Name, filesName):
			if err := readFile(archive, strings.TrimPrefix(h.Name, filesName), keep); err != nil {
				return rows, kept, fmt.Errorf("%s: %w", h.Name, err)
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
