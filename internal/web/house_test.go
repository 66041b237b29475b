package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/a-h/templ"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/api"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
)

// house is a server with a few made-up pages: ada may everything, ines only what an interviewer may.
type house struct {
	t    *testing.T
	d    *db.DB
	s    *Server
	ts   *httptest.Server
	logs *syncBuffer

	mu   sync.Mutex
	dead map[string]bool // tokens that have ended
}

// text is a page of one word.
func text(words string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+templ.EscapeString(words)+"</p>")
		return err
	})
}

func open(t *testing.T, d *db.DB, change ...func(*Deps)) *house {
	t.Helper()
	h := &house{t: t, d: d, logs: &syncBuffer{}, dead: map[string]bool{}}
	people(t, d)
	deps := Deps{DB: d, Now: d.Now, Secret: []byte("secret"), Hub: activity.NewHub(d), Authenticate: h.authenticate,
		Log: slog.New(RequestLog(slog.NewTextHandler(h.logs, nil)))}
	deps.API = api.New(api.Deps{DB: d, Secret: deps.Secret, Authenticate: Noting(h.authenticate), Log: deps.Log})
	for _, c := range change {
		c(&deps)
	}
	s, err := build(deps, h.pages)
	if err != nil {
		t.Fatal(err)
	}
	h.s = s
	h.ts = httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		h.ts.Close()
		deps.Hub.Close()
	})
	return h
}

func (h *house) pages(s *Server) {
	view := access.NeedPermission(access.PositionsView)
	s.Handle("GET /{$}", access.SignedIn("start"), func(w http.ResponseWriter, r *Request) error { return s.Show(w, r, text("start")) })
	s.Handle("GET /positions", view, func(w http.ResponseWriter, r *Request) error {
		p := s.Shell(r, "Positions")
		words := "list"
		for _, f := range p.Flashes {
			words += " " + f.Text
		}
		for _, g := range p.Nav {
			for _, i := range g.Items {
				words += " [" + i.Label + "]"
			}
		}
		return s.Show(w, r, text(words+strings.Repeat(" and more", 200)))
	})
	s.Handle("GET /positions/{id}", view, func(w http.ResponseWriter, r *Request) error { return errs.Hidden() })
	s.Handle("POST /positions", view, func(w http.ResponseWriter, r *Request) error {
		var form struct {
			Title string `form:"title"`
			Count int    `form:"count"`
		}
		err := r.Decode(&form)
		if err == nil && form.Title == "" {
			err = errs.Bad(errs.F("title", "A position needs a title."))
		}
		if bad, ok := Problems(err); ok {
			return s.Invalid(w, r, text(bad.Of("title")+bad.Of("count")+" was "+form.Title))
		}
		if err != nil {
			return err
		}
		return s.SeeOther(w, r, "/positions", "Position created.")
	})
	s.Handle("POST /upload", view, func(w http.ResponseWriter, r *Request) error {
		f, _, err := r.File("resume")
		if err != nil {
			return err
		}
		if f == nil {
			return s.Show(w, r, text("none"))
		}
		defer f.Close()
		_, err = io.Copy(w, f)
		return err
	}, MaxBody(3<<20))
	s.Handle("GET /settings/roles", access.NeedRole(access.RolesView), func(w http.ResponseWriter, r *Request) error { return s.Show(w, r, text("roles")) })
	s.Handle("GET /invite/{token}", access.Public("an invitation"), func(w http.ResponseWriter, r *Request) error {
		return s.Show(w, r, text("welcome "+r.Actor.Name()+" "+r.Next("/")))
	})
	s.Handle("GET /refuse", access.Public("test"), func(http.ResponseWriter, *Request) error {
		return errs.Refuse("closing_stage", "Only the hiring manager sees this.")
	})
	s.Handle("GET /fail", access.Public("test"), func(http.ResponseWriter, *Request) error { return io.ErrUnexpectedEOF })
	s.Handle("GET /panic", access.Public("test"), func(http.ResponseWriter, *Request) error { panic("secret cause") })
	s.Handle("GET /several", access.Public("test"), func(http.ResponseWriter, *Request) error {
		return errs.Of(errs.Invalid, "Choose.").Coded("organization_required")
	})
	s.Decide("position", func(_ context.Context, _ db.Tx, a access.Actor, id string) (bool, error) {
		return a.Holds(access.PositionsView) && !strings.HasPrefix(id, "hidden"), nil
	})
	s.Decide("application", func(_ context.Context, _ db.Tx, a access.Actor, id string) (bool, error) {
		return !strings.HasPrefix(id, "hidden"), nil
	})
}

func people(t testing.TB, d *db.DB) {
	t.Helper()
	err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
		for _, q := range []string{
			`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES ('o', 'north', 'north', 'North', 1)`,
			`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES ('r-admin', 'o', 'Admin', 'admin', 'admin', 1, 1)`,
			`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES ('r-int', 'o', 'Interviewer', 'interviewer', 'interviewer', 1, 1)`,
			`INSERT INTO people (id, email, email_key, name, created_at) VALUES ('p-ada', 'ada@x.example', 'ada@x.example', 'Ada', 1)`,
			`INSERT INTO people (id, email, email_key, name, created_at) VALUES ('p-ines', 'ines@x.example', 'ines@x.example', 'Ines', 1)`,
			`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES ('ada', 'o', 'p-ada', 'r-admin', 1, 1)`,
			`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES ('ines', 'o', 'p-ines', 'r-int', 1, 1)`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) authenticate(ctx context.Context, token, _ string) (a access.Actor, err error) {
	h.mu.Lock()
	dead := h.dead[token]
	h.mu.Unlock()
	if dead || token != "ada" && token != "ines" {
		return a, errs.Of(errs.SignIn, "The session has ended.")
	}
	err = h.d.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, "o", token)
		return err
	})
	if err == nil && !a.IsMember() {
		err = errs.Of(errs.SignIn, "The membership has ended.")
	}
	return a, err
}

func (h *house) end(token string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dead[token] = true
}

// write changes the database as a verb would.
func (h *house) write(fn func(ctx context.Context, tx db.Tx) error) {
	h.t.Helper()
	if err := h.d.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

type answer struct {
	*http.Response
	text string
}

func (h *house) get(who, path string, headers ...string) answer {
	return h.send(who, "GET", path, "", headers...)
}

func (h *house) post(who, path string, form url.Values, headers ...string) answer {
	return h.send(who, "POST", path, form.Encode(), append([]string{"Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin"}, headers...)...)
}

func (h *house) send(who, method, path, body string, headers ...string) answer {
	h.t.Helper()
	req, err := http.NewRequest(method, h.ts.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if who != "" {
		req.AddCookie(&http.Cookie{Name: h.s.cookieName("session"), Value: who})
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			req.Host = value
		}
		req.Header.Add(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return answer{res, string(b)}
}

func (h *house) want(a answer, status int, words string) {
	h.t.Helper()
	if a.StatusCode != status || !strings.Contains(a.text, words) {
		h.t.Fatalf("%s %s: %d, want %d %q:\n%s", a.Request.Method, a.Request.URL, a.StatusCode, status, words, a.text)
	}
}

// browser keeps cookies and follows redirects.
func (h *house) browser(who string) *http.Client {
	jar, _ := cookiejar.New(nil)
	u, _ := url.Parse(h.ts.URL)
	jar.SetCookies(u, []*http.Cookie{{Name: h.s.cookieName("session"), Value: who, Path: "/"}})
	return &http.Client{Jar: jar}
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func sqlite(t *testing.T) *db.DB { return testdb.Open(t, db.SQLite) }
