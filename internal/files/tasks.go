package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files/extract"
	"candor/internal/queue"
)

// readText reads the words of a file.
type readText struct{ FileID string }

func (readText) Kind() string { return "files.read_text" }

// sweep deletes bytes that nothing refers to.
type sweep struct{}

func (sweep) Kind() string { return "files.sweep" }

// Work registers the room's tasks and its timetable.
func (r *Room) Work(w *queue.Worker) {
	queue.Handle(w, r.readText, queue.OnDead(giveUp))
	queue.Handle(w, r.sweep)
	w.Every("files.sweep", 6*time.Hour, sweep{})
}

// readText runs outside any transaction: reading takes as long as it takes.
func (r *Room) readText(ctx context.Context, t queue.Task[readText]) error {
	var f File
	var wanted bool
	err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		f, wanted, err = unread(ctx, tx, t.Args.FileID)
		return err
	})
	if err != nil || !wanted {
		return err
	}
	state, note := TextDone, ""
	text, err := r.words(ctx, f)
	if told := errs.As(err); err != nil && told.Kind == errs.Internal {
		return err // not the document's fault: worth another try
	} else if err != nil {
		state, note = TextFailed, told.Message
	}
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := saveText(ctx, tx, f, state, note, text); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: f.OrgID, Kind: "application", ID: f.ApplicationID})
	})
}

// giveUp says on the file that its text will not come.
func giveUp(ctx context.Context, tx db.Tx, t queue.Task[readText], _ error) error {
	f, wanted, err := unread(ctx, tx, t.Args.FileID)
	if err != nil || !wanted {
		return err
	}
	return saveText(ctx, tx, f, TextFailed, "The text of this file could not be read.", "")
}

// words reads the bytes first and in one go: a document is read back and forth, which over a network would be a request
// for each step.
func (r *Room) words(ctx context.Context, f File) (string, error) {
	select {
	case r.reading <- struct{}{}:
		defer func() { <-r.reading }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	c, err := r.Blobs.Open(ctx, key(f.OrgID, f.SHA256, f.BlobID))
	if err != nil {
		return "", fmt.Errorf("bytes of file %s: %w", f.ID, err)
	}
	defer c.Close()
	doc := make([]byte, f.Size)
	if _, err := io.ReadFull(c, doc); err != nil {
		return "", fmt.Errorf("bytes of file %s: %w", f.ID, err)
	}
	return r.Read(ctx, extract.Kind(f.Kind), bytes.NewReader(doc), f.Size)
}

// sweep works in three steps for each blob, each safe to stop after: mark it, so that nobody claims it any more; delete the bytes;
// forget the row.
func (r *Room) sweep(ctx context.Context, _ queue.Task[sweep]) error {
	before := db.At(r.DB.Now().Add(-unclaimed))
	for {
		var list []blobRow
		err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
			list, err = orphans(ctx, tx, before, 100)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		swept := 0
		for _, b := range list {
			done, err := r.sweepOne(ctx, b, before)
			if err != nil {
				return fmt.Errorf("sweep blob %s: %w", b.ID, err)
			}
			if done {
				swept++
			}
		}
		if swept == 0 {
			return nil // all claimed meanwhile
		}
	}
}

func (r *Room) sweepOne(ctx context.Context, b blobRow, before db.Time) (done bool, err error) {
	err = r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		done, err = condemn(ctx, tx, b.ID, before)
		return err
	})
	if err != nil || !done {
		return false, err
	}
	if err := r.Blobs.Delete(ctx, key(b.OrgID, b.Sha256, b.ID)); err != nil {
		return false, err
	}
	return true, r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return forgetBlob(ctx, tx, b.ID) })
}

// Each opens the bytes of every file the database refers to, one content after the other, for a backup of them;
// Blobs.Put takes them back under the same name.
func (r *Room) Each(ctx context.Context, fn func(name string, size int64, content io.Reader) error) error {
	for after := ""; ; {
		var list []blobRow
		err := r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
			list, err = blobsAfter(ctx, tx, after, 100)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, b := range list {
			if err := r.each(ctx, b, fn); err != nil {
				return err
			}
			after = b.ID
		}
	}
}

func (r *Room) each(ctx context.Context, b blobRow, fn func(string, int64, io.Reader) error) error {
	name := key(b.OrgID, b.Sha256, b.ID)
	c, err := r.Blobs.Open(ctx, name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer c.Close()
	size, err := c.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = c.Seek(0, io.SeekStart)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("size of %s", name), err)
	}
	return fn(name, size, c)
}
