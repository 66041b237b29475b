package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files/extract"
)

// Kept is a file whose bytes are stored and which no row refers to yet. Only Keep makes one.
type Kept struct {
	Name, Kind string
	Size       int64
	SHA256     string
	purpose    Purpose
	org, blob  string
}

// Keep takes in the bytes of a file for the actor's organisation (a visitor of the careers page is an actor there). It stops
// reading at the limit of its purpose, and decides the kind by content. What it refuses leaves nothing behind; its errors are sentences: too large
// (413), or of a kind that is not taken, empty, cut short (422).
//
// The reader should be the request's own, part by part (http.Request.MultipartReader), so that an upload that is too
// large ends there and not on a disk.
func (r *Room) Keep(ctx context.Context, a access.Actor, purpose Purpose, name string, in io.Reader) (Kept, error) {
	if a.OrgID() == "" {
		return Kept{}, errs.Hidden()
	}
	temp, err := os.CreateTemp(r.Temp, "candor-upload-*")
	if err != nil {
		return Kept{}, fmt.Errorf("make a temporary file: %w", err)
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	os.Remove(temp.Name()) // where an open file can go without a name, not even a crash leaves it behind

	k := Kept{purpose: purpose, org: a.OrgID()}
	if k.Size, k.SHA256, err = receive(ctx, temp, in, purpose.Limit()); err != nil {
		return Kept{}, err
	}
	if k.Kind, err = kindOf(temp, k.Size, name, purpose); err != nil {
		return Kept{}, err
	}
	k.Name = SafeName(name, k.Kind)
	return k, r.store(ctx, &k, temp)
}

// receive copies up to limit bytes and hashes them on the way.
func receive(ctx context.Context, to io.Writer, in io.Reader, limit int64) (int64, string, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, sum), withContext(ctx, io.LimitReader(in, limit+1)))
	var most *http.MaxBytesError
	switch {
	case n > limit, errors.As(err, &most):
		return 0, "", errs.Of(errs.TooLarge, fmt.Sprintf("This file is larger than %d MB. Please send a smaller one.", limit>>20))
	case err != nil:
		return 0, "", fmt.Errorf("receive file: %w", err)
	}
	return n, hex.EncodeToString(sum.Sum(nil)), nil
}

// kindOf decides by content. A résumé is a document; elsewhere pictures are taken too.
func kindOf(r io.ReaderAt, size int64, name string, purpose Purpose) (string, error) {
	if purpose != Resume && size > 0 {
		head := make([]byte, min(size, 16))
		if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read file: %w", err)
		}
		switch {
		case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
			return "png", nil
		case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
			return "jpeg", nil
		}
	}
	kind, err := extract.Detect(r, size, name)
	return string(kind), err
}

// store puts the bytes away. The row that says so comes first: bytes that a crash leaves behind are found by it.
func (r *Room) store(ctx context.Context, k *Kept, bytes io.ReaderAt) error {
	var stored bool
	err := r.DB.Write(db.Apart(ctx), func(ctx context.Context, tx db.Tx) (err error) {
		k.blob, stored, err = reserveBlob(ctx, tx, k.org, k.SHA256, k.Size)
		return err
	})
	if err != nil || stored {
		return err
	}
	return r.Blobs.Put(ctx, key(k.org, k.SHA256, k.blob), bytes, k.Size)
}
