package crash

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/db"
	"candor/internal/files/extract/samples"
)

// What no browser sends arrives at the real doors: each gets a sentence, the server stays small, and nothing is left of it.
func TestHostileFilesAtTheDoors(t *testing.T) {
	in := install(t, db.SQLite, 0)
	_, err := program() // built before the temporary folder is another
	must(t, err)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	in.serve()
	path := "/careers/" + company.Slug + "/" + in.ids(`SELECT slug FROM positions WHERE id = ?`, in.company.Positions["design"])[0]
	blobs := in.number(`SELECT count(*) FROM blobs`)
	t.Run("a gigabyte", func(t *testing.T) { in.gigabyte(t, path) })
	for name, h := range map[string]struct {
		file, body string
		taken      bool // it has the shape of a document: what is wrong is found by reading it
	}{
		"a program":            {"cv.pdf", "MZ\x90\x00\x03" + strings.Repeat("\x00", 5000), false},
		"a page with a script": {"cv.docx", "<html><script>alert(1)</script>" + strings.Repeat("\x01\x02", 3000), false},
		"nothing":              {"cv.pdf", "", false},
		"a broken archive":     {"cv.docx", "PK\x03\x04 and no more", false},
		"half a PDF":           {"cv.pdf", string(samples.Tomasz.Resume("pdf"))[:2000], true},
		"a bomb":               {"cv.docx", bomb(t), true},
	} {
		t.Run(name, func(t *testing.T) { in.hostile(t, path, h.file, h.body, h.taken) })
	}
	in.drained()
	if kb := resident(t, in.process.cmd.Process.Pid); kb > 250<<10 {
		t.Errorf("the server holds %d MB", kb>>10)
	}
	for _, words := range in.ids(`SELECT text_state || ': ' || text_note FROM files WHERE application_id IN (SELECT a.id FROM applications AS a JOIN candidate_emails AS e ON e.candidate_id = a.candidate_id WHERE e.email_key LIKE 'hostile%')`) {
		t.Log(words)
		if strings.HasPrefix(words, "failed: ") && !strings.HasSuffix(words, ".") {
			t.Errorf("no sentence: %q", words)
		}
	}
	in.process.end()
	if taken := in.number(`SELECT count(*) FROM blobs`) - blobs; taken > 2 {
		t.Errorf("%d hostile files are kept", taken)
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "candor-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	in.doctor()
}

// hostile sends a form with the file. What cannot be a document comes back with a sentence beside the field.
func (in *installation) hostile(t *testing.T, path, name, body string, taken bool) {
	c := in.client()
	fields, _ := c.blank(path)
	email := fmt.Sprintf("hostile%d@people.example", time.Now().UnixNano())
	a := c.send(path, append(fields, field{name: "name", value: "Hostile"}, field{name: "email", value: email}, field{name: "consent", value: "true"}, field{"resume", name, body}))
	if a.status == http.StatusSeeOther && taken {
		return
	}
	if a.status != http.StatusUnprocessableEntity || !bytes.Contains(a.body, []byte(`href="#field-resume"`)) || !bytes.Contains(a.body, []byte(email)) {
		t.Errorf("%s", a)
	}
	// The same file at the door of the API.
	at := in.company.Applications["yuki@design"]
	var form bytes.Buffer
	w := newForm(&form)
	must(t, field{"file", name, body}.write(w))
	w.Close()
	req, err := http.NewRequest("POST", "http://"+in.address+"/api/v1/applications/"+at+"/files", &form)
	must(t, err)
	req.Header.Set("Authorization", "Bearer "+in.tokens["ben"][0])
	req.Header.Set("Content-Type", w.FormDataContentType())
	if a := c.do(req); a.status != http.StatusUnprocessableEntity || a.code() == "" {
		t.Errorf("by the API: %s", a)
	}
}

// gigabyte is streamed into the form. It is read to its end, so that the answer is a sentence, and nothing of it is kept.
func (in *installation) gigabyte(t *testing.T, path string) {
	fields, _ := in.client().blank(path)
	var head bytes.Buffer
	form := newForm(&head)
	for _, f := range append(fields, field{name: "name", value: "Large"}, field{name: "email", value: "large@people.example"}, field{name: "consent", value: "true"}) {
		must(t, f.write(form))
	}
	_, err := form.CreateFormFile("resume", "large.pdf")
	must(t, err)
	head.WriteString("%PDF-1.7\n")
	tail := "\r\n--" + form.Boundary() + "--\r\n"
	const size = 1 << 30
	conn, err := net.Dial("tcp", in.address)
	must(t, err)
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nSec-Fetch-Site: same-origin\r\n\r\n",
		path, in.address, form.FormDataContentType(), head.Len()+size+len(tail))
	go func() { // the server may answer before the end
		conn.Write(head.Bytes())
		chunk := make([]byte, 1<<20)
		for range size / len(chunk) {
			if _, err := conn.Write(chunk); err != nil {
				return
			}
		}
		io.WriteString(conn, tail)
	}()
	conn.SetReadDeadline(time.Now().Add(50 * time.Second))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	if !strings.Contains(string(body), "larger than 10 MB") || res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%d %.400s", res.StatusCode, body)
	}
	if kb := resident(t, in.process.cmd.Process.Pid); kb > 250<<10 {
		t.Errorf("the server holds %d MB", kb>>10)
	}
}

// bomb is a document of a few kilobytes whose text has a gigabyte.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		must(t, err)
		io.WriteString(w, `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>`)
		if name == "word/document.xml" {
			chunk := bytes.Repeat([]byte("boom "), 1<<18)
			for range 256 {
				w.Write(chunk)
			}
		}
		io.WriteString(w, `</w:t></w:r></w:p></w:body></w:document>`)
	}
	must(t, z.Close())
	return b.String()
}

// resident is what the process holds in memory, in kB; 0 where the system does not say.
func resident(t *testing.T, pid int) (kb int) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			fmt.Sscan(rest, &kb)
		}
	}
	return kb
}
