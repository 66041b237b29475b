package files_test

import (
	"bufio"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
)

func readerOf(s string) *strings.Reader { return strings.NewReader(s) }

func TestAFileIsServedAsAnAttachment(t *testing.T) {
	f := files.File{Name: `Zoë "résumé".pdf`, Kind: "pdf", SHA256: "abc", CreatedAt: db.At(noon)}
	get := func(path string, header ...string) *http.Response {
		r := httptest.NewRequest("GET", path, nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		files.Serve(w, r, f, readerOf("%PDF-1.4 <script>"))
		return w.Result()
	}
	res := get("/files/1")
	for k, want := range map[string]string{
		"Content-Type":            "application/pdf",
		"Content-Disposition":     `attachment; filename="Zo_ _r_sum__.pdf"; filename*=UTF-8''Zo%C3%AB%20%22r%C3%A9sum%C3%A9%22.pdf`,
		"Content-Security-Policy": "default-src 'none'; sandbox",
		"X-Content-Type-Options":  "nosniff",
		"Cache-Control":           "private, no-cache",
		"Etag":                    `"abc"`,
	} {
		if got := res.Header.Get(k); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	if got := get("/files/1?inline=1").Header.Get("Content-Disposition"); !strings.HasPrefix(got, "inline;") {
		t.Errorf("inline: %q", got)
	}
	if res := get("/files/1", "If-None-Match", `"abc"`); res.StatusCode != 304 {
		t.Errorf("unchanged: %d", res.StatusCode)
	}
	if res := get("/files/1", "Range", "bytes=0-3"); res.StatusCode != 206 || res.ContentLength != 4 {
		t.Errorf("range: %d, %d bytes", res.StatusCode, res.ContentLength)
	}
	for kind, mime := range map[string]string{"txt": "text/plain; charset=utf-8", "png": "image/png", "html": "application/octet-stream"} {
		f.Kind = kind
		res := get("/files/1?inline=1")
		if res.Header.Get("Content-Type") != mime || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment;") {
			t.Errorf("%s: %v", kind, res.Header)
		}
	}
}

func TestSafeName(t *testing.T) {
	for in, want := range map[string]string{
		"cv.pdf": "cv.pdf", "CV.PDF": "CV.pdf", "cv": "cv.pdf", "cv.docx": "cv.docx.pdf", "": "file.pdf", ".pdf": "file.pdf",
		"../../etc/passwd": "passwd.pdf", `a\b\c.pdf`: "c.pdf", "a\r\nSet-Cookie: x.pdf": "aSet-Cookie_ x.pdf", "exe\u202efdp.pdf": "exefdp.pdf",
		"Re\u0301sume\u0301.pdf": "Résumé.pdf", "\xff\xfe.pdf": "file.pdf", "  a \t b . . ": "a b.pdf", "履歴書.pdf": "履歴書.pdf",
		strings.Repeat("ü", 300): strings.Repeat("ü", 58) + ".pdf",
	} {
		if got := files.SafeName(in, "pdf"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := files.SafeName("me.jpeg", "jpeg"); got != "me.jpg" {
		t.Error(got)
	}
}

// A gigabyte is sent to a form over a real connection, as a browser would. The door reads part by part; the upload must end
// at the limit, be answered with 413 and a sentence, and leave nothing behind.
func TestAGigabyteIsCutEarly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		dir := filepath.Join(t.TempDir(), "files")
		blobs, err := files.OpenBlobs(dir)
		must(t, err)
		c := newCompany(t, d, blobs)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			parts, err := r.MultipartReader()
			if err != nil {
				t.Error(err)
				return
			}
			part, err := parts.NextPart()
			if err != nil {
				t.Error(err)
				return
			}
			_, err = c.room.Keep(r.Context(), c.visitor(), files.Resume, part.FileName(), part)
			w.Header().Set("Connection", "close")
			w.WriteHeader(errs.KindOf(err).Status())
			fmt.Fprint(w, errs.As(err).Message)
		}))
		defer server.Close()

		status, body, sent := sendGigabyte(t, server.Listener.Addr().String())
		if status != 413 || !strings.Contains(body, "larger than 10 MB") {
			t.Errorf("%d %q", status, body)
		}
		if sent > 64<<20 {
			t.Errorf("%d MB were taken in", sent>>20)
		}
		if names := append(leftovers(t, c.room.Temp), leftovers(t, dir)...); len(names) > 0 {
			t.Errorf("left behind: %v", names)
		}
		if n := c.blobs(); n != 0 {
			t.Errorf("%d blobs", n)
		}
	})
}

func sendGigabyte(t *testing.T, address string) (status int, body string, sent int64) {
	conn, err := net.Dial("tcp", address)
	must(t, err)
	defer conn.Close()
	var count atomic.Int64
	go func() {
		w := bufio.NewWriter(io.MultiWriter(conn, counter{&count}))
		fmt.Fprintf(w, "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n", int64(1<<30))
		form := multipart.NewWriter(w)
		form.SetBoundary("b")
		part, _ := form.CreateFormFile("resume", "cv.pdf")
		io.WriteString(part, "%PDF-1.7\n")
		block := make([]byte, 1<<20)
		for range 1024 {
			if _, err := part.Write(block); err != nil {
				return // the server has closed the connection
			}
		}
	}()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	must(t, err)
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b), count.Load()
}

type counter struct{ n *atomic.Int64 }

func (c counter) Write(p []byte) (int, error) { c.n.Add(int64(len(p))); return len(p), nil }

func TestADiskKeepsItsFilesToItself(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "files")
	b, err := files.OpenBlobs(dir)
	must(t, err)
	must(t, b.Put(t.Context(), "org/ab/abc.1", readerOf("words"), 5))
	for path, want := range map[string]os.FileMode{dir: 0o700, dir + "/org": 0o700, dir + "/org/ab/abc.1": 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s: %v", path, info.Mode())
		}
	}
	for _, key := range []string{"../outside", "/etc/passwd", "org/../../outside"} {
		if err := b.Put(t.Context(), key, readerOf("x"), 1); err == nil {
			t.Errorf("%s was written", key)
		}
		if _, err := b.Open(t.Context(), key); err == nil {
			t.Errorf("%s was opened", key)
		}
	}
}

func TestPlacesThatCannotHoldFilesSaySo(t *testing.T) {
	for where, want := range map[string]string{
		"":                         "need a place",
		"ftp://host/x":             "ftp://",
		"s3://host":                "no bucket",
		"s3://host/ab":             "no bucket",
		"s3://k:secret@host/b%zz":  "cannot be read",
		"s3://host/bucket?regio=x": "regio",
		"/dev/null/files":          "cannot be made",
	} {
		_, err := files.OpenBlobs(where)
		if err == nil || !strings.Contains(errs.As(err).Message, want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", where, err)
		}
	}
}
