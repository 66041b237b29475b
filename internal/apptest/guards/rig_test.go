package guards

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
	"candor/internal/mail"
	"candor/internal/org"
)

var update = flag.Bool("update", false, "rewrite the golden tables")

// now is when the tests happen: nothing in the company depends on the real clock.
var now = time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)

// everybody is the cast, in order, and a visitor.
var everybody = append(castKeys(), "visitor")

func castKeys() (keys []string) {
	for _, p := range company.Cast {
		keys = append(keys, p.Key)
	}
	return keys
}

// rig is the company, built and running, with everybody signed in.
type rig struct {
	*company.Company
	house   *house.House // doors check their needs
	open    *house.House // doors do not: the verbs alone must refuse
	tokens  map[string]string
	letters *letters
	things  things
	lines   int // of history and audit, when all was built

	slugs    []string            // public names of all positions
	links    map[string][]string // tokens of letters: "invite", "reset", "verify"
	received string              // address of the answer to an application
}

// letters keeps what would have been sent.
type letters struct {
	mu   sync.Mutex
	sent []mail.Message
}

func (l *letters) Deliver(_ context.Context, m mail.Message, handOver func() error) error {
	if err := handOver(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, m)
	return nil
}

// onEach runs a test on both engines at once, each with a company of its own, and waits for both.
func onEach(t *testing.T, fn func(t *testing.T, r *rig)) {
	t.Run("on", func(t *testing.T) {
		testdb.Each(t, func(t *testing.T, d *db.DB) {
			t.Parallel()
			fn(t, newRig(t, d))
		})
	})
}

func newRig(t *testing.T, d *db.DB) *rig {
	t.Helper()
	clock := testdb.ClockOf(d)
	blobs, err := files.Disk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{tokens: map[string]string{}, letters: &letters{}}
	plan := house.Plan{PublicURL: "http://candor.test", Secret: bytes.Repeat([]byte("k"), 32), DB: d, Blobs: blobs, Extract: extract.Text,
		Now: clock.Now, Letters: r.letters, Demo: true, Log: slog.New(slog.DiscardHandler)}
	if r.house, err = house.Build(plan); err != nil {
		t.Fatal(err)
	}
	plan.GatesOff = true
	if r.open, err = house.Build(plan); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.house.Stop(context.Background())
		r.open.Stop(context.Background())
	})
	r.fillIn(t, company.Steady(now, clock.Set))
	r.addThings(t)
	return r
}

// populate moves the company into a house that stands already; its clock ends where it is.
func populate(t *testing.T, h *house.House) *rig {
	t.Helper()
	clock := testdb.ClockOf(h.DB)
	r := &rig{house: h, open: h, tokens: map[string]string{}, letters: &letters{}}
	r.fillIn(t, company.Steady(clock.Now(), clock.Set))
	r.addThings(t)
	return r
}

// fillIn builds the company, lets its tasks be done, and signs everybody in.
func (r *rig) fillIn(t *testing.T, travel func(daysAgo float64)) {
	t.Helper()
	ctx := t.Context()
	var err error
	if r.Company, err = company.Fill(ctx, r.house, travel); err != nil {
		t.Fatal(err)
	}
	if err := r.house.Worker.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	for _, p := range company.Cast {
		s, all, err := r.house.Org.SignIn(ctx, org.Credentials{Email: p.Email(), Password: company.Password, Address: "192.0.2.1", Agent: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) > 1 {
			if err := r.house.Org.Enter(ctx, s.Token, company.Slug); err != nil {
				t.Fatal(err)
			}
		}
		r.tokens[p.Key] = s.Token
	}
}

// answer is what came of a request.
type answer struct {
	status  int
	header  http.Header
	body    string
	reached bool // a verb did all its work, and was undone
}

// verdict is an answer in a word.
func (a answer) verdict() string {
	switch {
	case a.reached:
		return "yes"
	case a.status == http.StatusOK && strings.Contains(a.body, `<ul class="bulk"`): // the only one of many was refused
		if strings.Contains(a.body, "Somebody you do not see") || strings.Contains(a.body, "One that you do not see") {
			return "hidden"
		}
		return "no"
	case a.status == http.StatusUnauthorized, a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/sign-in"):
		return "login"
	case a.status < 400:
		return "yes"
	case a.status == http.StatusForbidden:
		return "no"
	case a.status == http.StatusNotFound:
		return "hidden"
	case a.status == http.StatusUnprocessableEntity, a.status == http.StatusConflict:
		return "invalid"
	}
	return "error"
}

var errUndone = errors.New("done, and undone by the test")

// ask sends a request as somebody. What it writes is undone just before the commit, so that every cell of a table is
// asked of the same company.
func (r *rig) ask(h *house.House, who, method, path string, body any) answer {
	reached := false
	ctx := db.Last(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if n, err := written(ctx, tx); err != nil || r.manyAtOnce(method, path) && n == r.lines {
			return err // each of many was refused: nothing is written, and the page says so
		}
		reached = true
		return errUndone
	})
	if method == http.MethodGet {
		ctx = context.Background() // reads write nothing but that somebody was seen
	}
	a := r.send(ctx, h, who, method, path, body)
	a.reached = reached
	return a
}

// send sends a request as somebody, for good.
func (r *rig) send(ctx context.Context, h *house.House, who, method, path string, body any) answer {
	var content []byte
	media := ""
	switch b := body.(type) {
	case nil:
	case url.Values:
		content, media = []byte(b.Encode()), "application/x-www-form-urlencoded"
	case sheet:
		content, media = b.encode()
	default:
		content, _ = json.Marshal(b)
		media = "application/json"
	}
	req := httptest.NewRequestWithContext(ctx, method, "http://candor.test"+path, bytes.NewReader(content))
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if token := r.tokens[who]; token != "" {
		if strings.HasPrefix(path, "/api/") {
			req.Header.Set("Authorization", "Bearer "+token)
			req.Header.Set("Candor-Organization", company.Slug)
		} else {
			req.AddCookie(&http.Cookie{Name: "candor-session", Value: token})
		}
	}
	rec := httptest.NewRecorder()
	h.Web.ServeHTTP(rec, req)
	return answer{status: rec.Code, header: rec.Header(), body: rec.Body.String()}
}

// sheet is a form with a file.
type sheet struct {
	file, text string
	values     url.Values
	field      string // of the file
}

func (u sheet) encode() (content []byte, media string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name := range u.values {
		w.WriteField(name, u.values.Get(name))
	}
	part, _ := w.CreateFormFile(u.field, u.file)
	io.WriteString(part, u.text)
	w.Close()
	return b.Bytes(), w.FormDataContentType()
}

// written is how many lines history and audit have; every change leaves one, but what is one's own (a star). An export,
// which is read and leaves one, does not count.
func written(ctx context.Context, tx db.Tx) (n int, err error) {
	err = tx.NewRaw(`SELECT (SELECT count(*) FROM activity) + (SELECT count(*) FROM audit WHERE action <> 'question.exported')`).Scan(ctx, &n)
	return n, err
}

// manyAtOnce: these doors take a list, check each by itself, and answer 200 with what was refused.
func (r *rig) manyAtOnce(method, path string) bool {
	return method == http.MethodPost && (strings.HasSuffix(path, "/applications/move") || strings.HasSuffix(path, "/applications/reject") || path == "/candidates/tags" || path == "/questions/tags" || path == "/questions/delete")
}

// name replaces {backend}, {grace}, {grace@backend}, {ada} and so on by ids.
func (r *rig) name(path string) string {
	for open := strings.IndexByte(path, '{'); open >= 0; open = strings.IndexByte(path, '{') {
		end := open + strings.IndexByte(path[open:], '}')
		path = path[:open] + r.id(path[open+1:end]) + path[end+1:]
	}
	return path
}

func (r *rig) id(key string) string {
	for _, m := range []map[string]string{r.Positions, r.Candidates, r.Applications} {
		if id := m[key]; id != "" {
			return id
		}
	}
	if id := r.Members[strings.TrimPrefix(key, "member:")]; id != "" && strings.HasPrefix(key, "member:") {
		return id
	}
	if id := r.Roles[strings.TrimPrefix(key, "role:")]; id != "" {
		return id
	}
	if id := r.things[key]; id != "" {
		return id
	}
	if key == "unknown" {
		return "01932c07-0000-7000-8000-000000000000"
	}
	panic("guards: nothing is called " + key)
}

// golden compares a table with the one kept, or rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs (make golden rewrites it; a changed rule says why in its commit):\n%s", name, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "", ""
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return "want " + a + "\ngot  " + b
		}
	}
	return ""
}
