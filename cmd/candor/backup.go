package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"candor/internal/config"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/org"
)

// A backup is one file: a gzipped tar of what made it, the dump of the database, and every file the dump refers to.
// The dump is taken first, in one snapshot; contents never change under their names and are swept a day after the
// last reference is gone, so the files that follow are those of the snapshot. The secret key is not in it.
const (
	aboutName = "candor.json"
	dumpName  = "database.dump"
	filesName = "files/"
)

type aboutBackup struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"`
	Rows    int64     `json:"rows"`
}

type backupCmd struct {
	config.Config
	File string `arg:"" help:"Where to write the backup."`
}

func (c *backupCmd) Run(ctx context.Context) error {
	if err := c.Look(); err != nil {
		return usage{err}
	}
	d, err := openExisting(ctx, &c.Config) // with the schema it has: what is saved before an upgrade is not upgraded first
	if err != nil {
		return err
	}
	defer d.Close()
	if empty, err := org.New(d, org.Config{}).Empty(ctx); err != nil {
		return err
	} else if empty {
		return fmt.Errorf("there is no organisation at %s yet, and nothing to back up; is it the right one?", c.DatabaseShown())
	}
	blobs, err := openBlobs(&c.Config)
	if err != nil {
		return err
	}
	// Written beside its place and put there once it has been read back: a broken backup never replaces a good one.
	part := c.File + ".part"
	defer os.Remove(part)
	if err := writeBackup(ctx, part, d, files.New(d, blobs, nil)); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	sum, kept, err := verifyBackup(part)
	if err != nil {
		return fmt.Errorf("the backup does not read back: %w", err)
	}
	if err := os.Rename(part, c.File); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(c.File)); err != nil {
		return err
	}
	fmt.Printf("Backed up and verified %d rows and %d files into %s. Keep the secret key apart from it.\n", sum.Total(), kept, c.File)
	return nil
}

func writeBackup(ctx context.Context, path string, d *db.DB, room *files.Room) (err error) {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	zip := gzip.NewWriter(out)
	archive := tar.NewWriter(zip)
	if err := writeDump(ctx, archive, d, filepath.Dir(path)); err != nil {
		return err
	}
	err = room.Each(ctx, func(name string, size int64, content io.Reader) error {
		return put(archive, filesName+name, size, content)
	})
	if err := errors.Join(err, archive.Close(), zip.Close()); err != nil {
		return err
	}
	return out.Sync()
}

// writeDump goes through a file of its own, since an archive wants to know sizes first.
func writeDump(ctx context.Context, archive *tar.Writer, d *db.DB, folder string) error {
	temp, err := os.CreateTemp(folder, ".candor-dump-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	sum, err := d.Dump(ctx, temp)
	if err != nil {
		return err
	}
	size, err := temp.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	about, err := json.Marshal(aboutBackup{Version: version, At: time.Now().UTC(), Rows: sum.Total()})
	if err != nil {
		return err
	}
	if err := putBytes(archive, aboutName, about); err != nil {
		return err
	}
	return put(archive, dumpName, size, temp)
}

func put(archive *tar.Writer, name string, size int64, content io.Reader) error {
	if err := archive.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX}); err != nil {
		return err
	}
	n, err := io.Copy(archive, content)
	if err == nil && n != size {
		err = fmt.Errorf("%s has %d bytes, not %d", name, n, size)
	}
	return err
}

// syncFolder makes a rename survive a power cut.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" { // cannot; it keeps renames by itself
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
