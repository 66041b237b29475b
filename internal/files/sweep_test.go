package files_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"testing"
	"time"

	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
)

func (c *company) sweep(after time.Duration) {
	c.t.Helper()
	c.drain() // a new timetable begins now
	c.clock.Advance(after)
	c.drain()
}

func (c *company) blobs() int { return c.count(`SELECT count(*) FROM blobs`) }

func TestBytesThatNothingRefersToAreSweptAfterADay(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		kept := c.attach(c.keep("a.txt", []byte("kept")), c.onOpen)
		twice := c.attach(c.keep("b.txt", []byte("twice")), c.onOpen)
		still := c.attach(c.keep("b.txt", []byte("twice")), c.onPri)
		removed := c.attach(c.keep("c.txt", []byte("removed")), c.onOpen)
		c.keep("d.txt", []byte("never attached: the process died, or the form had a mistake"))
		c.drain()

		for _, f := range []files.File{twice, removed} {
			must(t, c.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				return files.Remove(ctx, tx, admin, f.ApplicationID, f.ID)
			}))
		}
		c.sweep(23 * time.Hour)
		if n := c.blobs(); n != 4 {
			t.Errorf("%d blobs after 23 hours", n)
		}
		c.sweep(8 * time.Hour)
		if n := c.blobs(); n != 2 {
			t.Errorf("%d blobs after 31 hours", n)
		}
		var names []string
		must(t, c.room.Each(t.Context(), func(name string, size int64, r io.Reader) error {
			b, err := io.ReadAll(r)
			if int64(len(b)) != size {
				t.Errorf("%s: %d of %d bytes", name, len(b), size)
			}
			names = append(names, string(b))
			return err
		}))
		if len(names) != 2 || names[0] != "kept" || names[1] != "twice" {
			t.Errorf("left: %q", names)
		}
		for _, f := range []files.File{kept, still} {
			if _, err := c.read(admin, f.ID); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestWhatIsBeingSweptIsNotClaimed(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		stale := c.keep("a.txt", []byte("words"))
		c.clock.Advance(25 * time.Hour)

		// The sweeper has marked the row and died before it deleted anything.
		c.write(`UPDATE blobs SET condemned_at = touched_at`)
		if _, err := c.tryAttach(stale, c.onOpen); errs.KindOf(err) != errs.Conflict {
			t.Errorf("claimed: %v", err)
		}
		// The same content sent again is another keeping of it, which the sweeper does not touch.
		f := c.attach(c.keep("a.txt", []byte("words")), c.onOpen)
		c.sweep(7 * time.Hour)
		if got, err := c.read(admin, f.ID); err != nil || string(got) != "words" {
			t.Errorf("%q, %v", got, err)
		}
		if n := c.blobs(); n != 1 {
			t.Errorf("%d blobs", n)
		}
	})
}

func TestAClaimAfterADayKeepsTheSweeperAway(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		k := c.keep("a.txt", []byte("words"))
		c.clock.Advance(48 * time.Hour)
		f := c.attach(k, c.onOpen)
		c.sweep(7 * time.Hour)
		if _, err := c.read(admin, f.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestAnUploadThatBrokeOffIsStoredTheNextTime(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		full := c.room.Blobs
		c.room.Blobs = failing{full}
		if _, err := c.room.Keep(t.Context(), c.visitor(), files.Resume, "a.txt", readerOf("words")); !errors.Is(err, errDisk) {
			t.Fatal(err)
		}
		c.room.Blobs = full
		f := c.attach(c.keep("a.txt", []byte("words")), c.onOpen)
		if got, err := c.read(admin, f.ID); err != nil || string(got) != "words" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

var errDisk = errors.New("disk full")

// failing is a storage whose disk is full.
type failing struct{ files.Blobs }

func (failing) Put(context.Context, string, io.ReaderAt, int64) error { return errDisk }

func TestBlobs(t *testing.T) {
	for name, open := range map[string]func(*testing.T) files.Blobs{"disk": onDisk, "s3": inBucket} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			must(t, b.Check(t.Context()))
			must(t, b.Put(t.Context(), "o/ab/abc.1", readerOf("words"), 5))
			must(t, b.Put(t.Context(), "o/ab/abc.1", readerOf("words"), 5))
			c, err := b.Open(t.Context(), "o/ab/abc.1")
			must(t, err)
			part := make([]byte, 3)
			if _, err := c.ReadAt(part, 2); err != nil && !errors.Is(err, io.EOF) || string(part) != "rds" {
				t.Errorf("%q, %v", part, err)
			}
			if at, err := c.Seek(1, io.SeekStart); at != 1 || err != nil {
				t.Error(at, err)
			}
			if rest, err := io.ReadAll(c); string(rest) != "ords" || err != nil {
				t.Errorf("%q, %v", rest, err)
			}
			must(t, c.Close())
			must(t, b.Delete(t.Context(), "o/ab/abc.1"))
			must(t, b.Delete(t.Context(), "o/ab/abc.1"))
			if _, err := b.Open(t.Context(), "o/ab/abc.1"); !errors.Is(err, fs.ErrNotExist) {
				t.Error(err)
			}
			if err := b.Put(t.Context(), "o/cd/cut.1", readerOf("wor"), 5); err == nil {
				t.Error("a blob shorter than said was stored")
			}
			if _, err := b.Open(t.Context(), "o/cd/cut.1"); !errors.Is(err, fs.ErrNotExist) {
				t.Error(err)
			}
		})
	}
}
