package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/files/extract/samples"
)

func TestAResumeIsKeptReadAndFoundByItsWords(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		doc := samples.Zoe.Resume("odt")
		f := c.attach(c.keep(`C:\Users\zoë\..\Zoë "résumé".pdf`, doc), c.onOpen)
		if f.Kind != "odt" || f.Name != "Zoë _résumé_.pdf.odt" || f.Size != int64(len(doc)) || f.TextState != files.TextPending {
			t.Errorf("%+v", f)
		}
		if got, err := c.read(admin, f.ID); err != nil || !bytes.Equal(got, doc) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		c.drain()
		f, text, err := c.room.Text(t.Context(), admin, f.ID)
		if err != nil || f.TextState != files.TextDone || !strings.Contains(text, "vexlorin ledger") {
			t.Errorf("%+v %q %v", f, text, err)
		}
		if c.count(`SELECT count(*) FROM file_texts WHERE file_id = ? AND body_key LIKE '%zoe quillfeather-angstrom%'`, f.ID) != 1 {
			t.Error("the folded text does not hold the folded name")
		}
	})
}

func TestFilesFollowTheirApplication(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin, staffing := c.member("admin"), c.member("staffing")
		basic := c.member("", access.CandidatesView)
		interviewer := c.member("interviewer")
		lead := c.team(c.member("interviewer"), c.private, access.HiringManager)
		other := newCompany(t, c.d, c.room.Blobs).member("admin")

		// Kit is a member and was hired here: the linked application opens for everybody but Kit, though Kit is an Admin.
		kit, self := c.member("admin"), db.NewID()
		c.write(`INSERT INTO candidates (id, org_id, name, name_key, own_member_id, own_how, created_at, updated_at) VALUES (?, ?, 'Kit', 'kit', ?, 'hand', ?, ?)`, self, c.org, kit.MemberID(), db.At(noon), db.At(noon))
		c.apply(c.onOwn, c.open, self, false)

		doc := samples.Zoe.Resume("pdf")
		for _, place := range []struct {
			application string
			may, mayNot []access.Actor
		}{
			{c.onOpen, []access.Actor{admin, staffing, basic, kit}, []access.Actor{interviewer, lead, other, c.visitor(), {}}},
			{c.onPri, []access.Actor{admin, lead, kit}, []access.Actor{staffing, basic, interviewer, other, c.visitor(), {}}},
			{c.onOwn, []access.Actor{admin, staffing, basic}, []access.Actor{interviewer, lead, kit, other}},
		} {
			f := c.attach(c.keep("cv.pdf", doc), place.application)
			for i, a := range place.may {
				if got, err := c.read(a, f.ID); err != nil || !bytes.Equal(got, doc) {
					t.Errorf("%s: %d may, got %v", place.application, i, err)
				}
				if n := len(c.list(a, place.application)); n != 1 {
					t.Errorf("%s: %d sees %d files", place.application, i, n)
				}
			}
			for i, a := range place.mayNot {
				_, err := c.read(a, f.ID)
				_, _, text := c.room.Text(t.Context(), a, f.ID)
				if errs.KindOf(err) != errs.NotFound || errs.KindOf(text) != errs.NotFound || err.Error() != errs.Hidden().Error() {
					t.Errorf("%s: %d may not, got %v, %v", place.application, i, err, text)
				}
				if a.OrgID() != "" && len(c.list(a, place.application)) != 0 {
					t.Errorf("%s: %d sees the file in a list", place.application, i)
				}
			}
		}
		if _, err := c.read(admin, db.NewID()); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
	})
}

func (c *company) list(a access.Actor, application string) (list []files.File) {
	c.t.Helper()
	must(c.t, access.Read(c.t.Context(), c.d, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		list, err = files.Of(ctx, tx, a, application)
		return err
	}))
	return list
}

func TestAttachStaysInItsOrganisation(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		other := newCompany(t, c.d, c.room.Blobs)
		k := c.keep("cv.txt", []byte("words"))
		if _, err := c.tryAttach(k, other.onOpen); errs.KindOf(err) != errs.NotFound {
			t.Errorf("to another organisation's application: %v", err)
		}
		if _, err := other.tryAttach(k, other.onOpen); errs.KindOf(err) != errs.NotFound {
			t.Errorf("by another organisation: %v", err)
		}
		if _, err := c.tryAttach(files.Kept{}, c.onOpen); errs.KindOf(err) != errs.NotFound {
			t.Errorf("of nothing: %v", err)
		}
		// The same content is stored once in an organisation, and again in another.
		c.attach(k, c.onOpen)
		c.attach(c.keep("again.txt", []byte("words")), c.onPri)
		other.attach(other.keep("cv.txt", []byte("words")), other.onOpen)
		if n := c.count(`SELECT count(*) FROM blobs`); n != 2 {
			t.Errorf("%d blobs", n)
		}
	})
}

func TestOnlyDocumentsAreResumes(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		png := []byte("\x89PNG\r\n\x1a\n....")
		for purpose, ok := range map[files.Purpose]bool{files.Resume: false, files.Attachment: true, files.Answer: true} {
			k, err := c.room.Keep(t.Context(), c.visitor(), purpose, "me.pdf", bytes.NewReader(png))
			if ok != (err == nil) || ok && (k.Kind != "png" || k.Name != "me.pdf.png") || !ok && errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %+v, %v", purpose, k, err)
			}
		}
		for _, bad := range []string{"", "MZ\x90\x00\x00", "<html>", "%PDF-1.4 half", "\xff\xd8\xffjpeg"} {
			_, err := c.room.Keep(t.Context(), c.visitor(), files.Resume, "cv.html", strings.NewReader(bad))
			if errs.KindOf(err) != errs.Invalid {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if _, err := c.room.Keep(t.Context(), access.Actor{}, files.Resume, "cv.txt", strings.NewReader("x")); errs.KindOf(err) != errs.NotFound {
			t.Errorf("nobody: %v", err)
		}
		if names := leftovers(t, c.room.Temp); len(names) > 0 {
			t.Errorf("left behind: %v", names)
		}
	})
}

func TestTheLongestTextIsSaved(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		var long strings.Builder
		for i := 0; long.Len() < 2*extract.MaxText; i++ {
			fmt.Fprintf(&long, "wörd%d 'quoted' \\ %% ?\n", i)
		}
		f := c.attach(c.keep("cv.txt", []byte(long.String())), c.onOpen)
		c.drain()
		f, text, err := c.room.Text(t.Context(), c.member("admin"), f.ID)
		if err != nil || f.TextState != files.TextDone || len(text) < extract.MaxText-100 || !strings.HasPrefix(long.String(), text) {
			t.Errorf("%+v, %d bytes, %v", f, len(text), err)
		}
	})
}

func TestADamagedResumeSaysSo(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		doc := samples.Zoe.Resume("pdf")
		doc = append(bytes.Clone(doc[:3000]), doc[len(doc)-3000:]...) // a hole in the middle; begins and ends well
		f := c.attach(c.keep("cv.pdf", doc), c.onOpen)
		c.drain()
		f, text, err := c.room.Text(t.Context(), admin, f.ID)
		if err != nil || f.TextState != files.TextFailed || !strings.Contains(f.TextNote, "This PDF is damaged") || text != "" {
			t.Errorf("%+v %q %v", f, text, err)
		}
		if got, err := c.read(admin, f.ID); err != nil || !bytes.Equal(got, doc) {
			t.Errorf("the file itself: %v", err)
		}
	})
}

func TestReadingIsTriedAgainWhenTheMachineFails(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		admin := c.member("admin")
		broken := errors.New("no memory")
		c.room.Read = func(context.Context, extract.Kind, io.ReaderAt, int64) (string, error) { return "", broken }
		f := c.attach(c.keep("cv.txt", []byte("words")), c.onOpen)
		for range 25 {
			if err := c.worker.Drain(t.Context()); err != nil && !errors.Is(err, broken) {
				t.Fatal(err)
			}
			c.clock.Advance(2 * time.Hour)
		}
		f, _, err := c.room.Text(t.Context(), admin, f.ID)
		if err != nil || f.TextState != files.TextFailed || f.TextNote == "" || strings.Contains(f.TextNote, "memory") {
			t.Errorf("%+v, %v", f, err)
		}
	})
}
