package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"candor/internal/db"
	"candor/internal/errs"
)

// disk keeps blobs in a folder that nothing serves by itself.
type disk struct{ root *os.Root }

// Disk keeps files under a folder, which it makes if need be. Only the user who runs Candor can read it.
func Disk(dir string) (Blobs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, errs.Of(errs.Invalid, "The folder for files cannot be made: "+dir).With(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errs.Of(errs.Invalid, "The folder for files cannot be opened: "+dir).With(err)
	}
	return &disk{root}, nil
}

// Put writes beside the final place, makes the bytes durable, and only then gives them their name; the name is durable
// when its folder is, and a new folder when the one above it is.
func (d *disk) Put(ctx context.Context, key string, r io.ReaderAt, size int64) (err error) {
	folder := filepath.Dir(filepath.FromSlash(key))
	if err := d.root.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make folder for file: %w", err)
	}
	temp := filepath.Join(folder, ".new-"+db.NewID())
	defer func() {
		if err != nil {
			d.root.Remove(temp)
		}
	}()
	if err := d.write(ctx, temp, r, size); err != nil {
		return err
	}
	if err := d.root.Rename(temp, filepath.FromSlash(key)); err != nil {
		return fmt.Errorf("name file: %w", err)
	}
	for ; ; folder = filepath.Dir(folder) {
		if err := d.syncFolder(folder); err != nil {
			return err
		}
		if folder == "." {
			return nil
		}
	}
}

func (d *disk) write(ctx context.Context, name string, r io.ReaderAt, size int64) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	defer f.Close()
	n, err := io.Copy(f, withContext(ctx, io.NewSectionReader(r, 0, size)))
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if n != size {
		return fmt.Errorf("write file: %d bytes of %d", n, size)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("make file durable: %w", err)
	}
	return f.Close()
}

func (d *disk) syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there
	}
	f, err := d.root.Open(name)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("make folder durable: %w", err)
	}
	return nil
}

func (d *disk) Open(_ context.Context, key string) (Content, error) {
	f, err := d.root.Open(filepath.FromSlash(key))
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return f, nil
}

func (d *disk) Delete(_ context.Context, key string) error {
	err := d.root.Remove(filepath.FromSlash(key))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

func (d *disk) Check(ctx context.Context) error { return tryOut(ctx, d, ".check-"+db.NewID()) }

// withContext ends a copy between two blocks when nobody waits for it any more.
func withContext(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
