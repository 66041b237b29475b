package files

import (
	"context"
	"fmt"
	"io"
	"strings"

	"candor/internal/errs"
)

// Blobs stores bytes under keys. Content under a key never changes.
type Blobs interface {
	// Put stores size bytes of r; when it returns nil they survive a crash. Storing again changes nothing.
	Put(ctx context.Context, key string, r io.ReaderAt, size int64) error
	// Open gives the bytes; an error that is fs.ErrNotExist means there are none.
	Open(ctx context.Context, key string) (Content, error)
	// Delete removes the bytes; none being there is no error.
	Delete(ctx context.Context, key string) error
	// Check writes, reads and deletes a probe, and says in a sentence what does not work.
	Check(ctx context.Context) error
}

// Content is the bytes of one blob.
type Content interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// OpenBlobs opens the place files are kept in: a folder, or "s3://KEY:SECRET@HOST:PORT/BUCKET?region=R&tls=0". Without key and
// secret in the address they are taken from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or MINIO_*).
func OpenBlobs(where string) (Blobs, error) {
	switch {
	case where == "":
		return nil, errs.Of(errs.Invalid, "Files need a place: a folder, or an s3:// address.")
	case strings.HasPrefix(where, "s3://"):
		return S3(where)
	case strings.Contains(where, "://"):
		scheme, _, _ := strings.Cut(where, "://")
		return nil, errs.Of(errs.Invalid, fmt.Sprintf("Files cannot be kept at %s://; use a folder or s3://.", scheme))
	}
	return Disk(where)
}

// probe is what Check stores.
const probe = "candor-check"

// tryOut is Check for any storage.
func tryOut(ctx context.Context, b Blobs, key string) error {
	if err := b.Put(ctx, key, strings.NewReader(probe), int64(len(probe))); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	c, err := b.Open(ctx, key)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer c.Close()
	got, err := io.ReadAll(c)
	if err != nil || string(got) != probe {
		return fmt.Errorf("read back %q: %w", got, err)
	}
	if err := b.Delete(ctx, key); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	return nil
}
