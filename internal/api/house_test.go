package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
)

// house is a server with one made-up resource, /notes, and three people: ada may everything, ines only what
// an interviewer may, and the token "key" is ada's with a key that holds job_positions:view alone.
type house struct {
	t  *testing.T
	d  *db.DB
	s  *Server
	ts *httptest.Server
	// interrupts run inside the verb, once each.
	inside func(tx db.Tx) error
	runs   int // how often the creating verb has run to its end
}

type noteJSON struct {
	ID    string   `json:"id" example:"n1"`
	Text  string   `json:"text" example:"Call back"`
	Lines []string `json:"lines"`
	Pay   *int     `json:"pay,omitempty"`
}

type noteInput struct {
	ID   string `json:"id,omitempty"`
	Text string `json:"text,omitempty" maxLength:"20"`
	Kind string `json:"kind,omitempty" enum:"good,bad"`
}

func everyEngine(t *testing.T, fn func(h *house)) {
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(open(t, d, 0)) })
}

func open(t *testing.T, d *db.DB, perMinute int) *house {
	h := &house{t: t, d: d}
	people(t, d)
	h.s = build(Deps{DB: d, Now: d.Now, Secret: []byte("secret"), PerMinute: perMinute, Authenticate: h.authenticate}, h.notes)
	h.ts = httptest.NewServer(h.s)
	t.Cleanup(h.ts.Close)
	return h
}

// people makes an organisation with ada (Admin) and ines (Interviewer).
func people(t *testing.T, d *db.DB) {
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

func (h *house) authenticate(ctx context.Context, token, org string) (a access.Actor, err error) {
	switch {
	case org == "elsewhere":
		return a, errs.Hidden()
	case token == "two" && org == "":
		return a, errs.Of(errs.Invalid, "Name an organisation.").Coded("organization_required")
	}
	member := map[string]string{"ada": "ada", "two": "ada", "key": "ada", "ines": "ines"}[token]
	if member == "" {
		return a, errs.Of(errs.SignIn, "These credentials are dead.")
	}
	err = h.d.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, "o", member)
		return err
	})
	if token == "key" {
		a = a.WithKey(access.SetOf(access.PositionsView))
	}
	return a, err
}

// notes live in the table installation. Those whose id begins with "secret" are hidden from everybody but ada.
func (h *house) notes(s *Server) {
	get := func(ctx context.Context, a access.Actor, id string) (n noteJSON, err error) {
		err = access.Read(ctx, h.d, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
			n.ID = id
			err := tx.NewRaw("SELECT value FROM installation WHERE name = ?", id).Scan(ctx, &n.Text)
			if errors.Is(err, sql.ErrNoRows) || strings.HasPrefix(id, "secret") && a.MemberID() != "ada" {
				return errs.Hidden()
			}
			return err
		})
		return n, err
	}
	need := access.NeedPermission(access.PositionsView)
	Register(s, Op{Method: "GET", Path: "/notes", Tag: "positions", Summary: "List notes", Need: need},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[noteJSON], error) {
			page := in.Page()
			var after string
			if _, err := page.After("notes", &after); err != nil {
				return nil, err
			}
			var rows []string
			err := h.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
				return tx.NewRaw("SELECT name FROM installation WHERE name > ? ORDER BY name LIMIT ?", after, page.Want()).Scan(ctx, &rows)
			})
			l := db.Cut(page, "notes", rows, func(n string) any { return n })
			if page.Count {
				l = l.Counted(len(rows))
			}
			return Listed(l, func(n string) noteJSON { return noteJSON{ID: n} }), err
		})
	Register(s, Op{Method: "POST", Path: "/notes", Tag: "positions", Summary: "Create a note", Status: 201, Need: need},
		func(ctx context.Context, a access.Actor, in *Body[noteInput]) (*One[noteJSON], error) {
			err := access.Write(ctx, h.d, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
				if in.Body.Text == "" {
					return errs.Bad(errs.F("text", "A note needs a text."))
				}
				_, err := tx.NewRaw("INSERT INTO installation (name, value, set_at) VALUES (?, ?, 1)", in.Body.ID, in.Body.Text).Exec(ctx)
				if err == nil && h.inside != nil {
					err = h.inside(tx)
				}
				return err
			})
			if err != nil {
				return nil, err
			}
			h.runs++
			n, err := get(ctx, a, in.Body.ID)
			return Created("/notes/"+n.ID, n), err
		})
	Register(s, Op{Method: "GET", Path: "/notes/{id}", Tag: "positions", Summary: "Read a note", Need: need},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[noteJSON], error) {
			n, err := get(ctx, a, in.ID)
			return Answer(n), err
		})
	Register(s, Op{Method: "PATCH", Path: "/notes/{id}", Tag: "positions", Summary: "Change a note", Need: need,
		Sight: func(ctx context.Context, a access.Actor, id string) error { _, err := get(ctx, a, id); return err }},
		func(ctx context.Context, a access.Actor, in *Change[noteInput]) (*One[noteJSON], error) {
			err := access.Write(ctx, h.d, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
				_, err := tx.NewRaw("UPDATE installation SET value = ? WHERE name = ?", in.Body.Text, in.ID).Exec(ctx)
				return err
			})
			if err != nil {
				return nil, err
			}
			n, err := get(ctx, a, in.ID)
			return Answer(n), err
		})
	Register(s, Op{Method: "POST", Path: "/notes/{id}/stamp", Tag: "positions", Summary: "Stamp a note", Need: need},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[noteJSON], error) {
			err := access.Write(ctx, h.d, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
				_, err := tx.NewRaw("UPDATE installation SET value = value || '!' WHERE name = ?", in.ID).Exec(ctx)
				return err
			})
			if err != nil {
				return nil, err
			}
			h.runs++
			n, err := get(ctx, a, in.ID)
			return Answer(n), err
		})
	Register(s, Op{Method: "POST", Path: "/tokens", Tag: "keys", Summary: "Make a token", Status: 201, Need: need, ShownOnce: true},
		func(ctx context.Context, a access.Actor, in *Body[noteInput]) (*One[noteJSON], error) {
			h.runs++
			return &One[noteJSON]{Body: noteJSON{ID: "token", Text: db.NewID()}}, nil
		})
	Register(s, Op{Method: "DELETE", Path: "/notes/{id}", Tag: "positions", Summary: "Delete a note", Need: access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			if err := a.Require(access.OrgManage); err != nil {
				return nil, err
			}
			return nil, h.d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw("DELETE FROM installation WHERE name = ?", in.ID).Exec(ctx)
				return err
			})
		})
	Register(s, Op{Method: "GET", Path: "/broken", Tag: "positions", Summary: "Break", Need: access.Public("test")},
		func(context.Context, access.Actor, *struct{}) (*One[noteJSON], error) { panic("secret cause") })
	Register(s, Op{Method: "GET", Path: "/failing", Tag: "positions", Summary: "Fail", Need: access.Public("test")},
		func(context.Context, access.Actor, *struct{}) (*One[noteJSON], error) {
			return nil, errors.New("secret cause")
		})
}

// answer is what came back.
type answer struct {
	*http.Response
	text string
	body map[string]any
}

func (a answer) code() string { c, _ := a.body["code"].(string); return c }

// ask sends a request as somebody: "POST /notes {…}", with headers as "Name: value".
func (h *house) ask(who, what string, headers ...string) answer {
	h.t.Helper()
	method, rest, _ := strings.Cut(what, " ")
	path, body, _ := strings.Cut(rest, " ")
	return h.send(who, method, path, body, headers...)
}

func (h *house) send(who, method, path, body string, headers ...string) answer {
	h.t.Helper()
	req, err := http.NewRequest(method, h.ts.URL+Prefix+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if who != "" {
		req.Header.Set("Authorization", "Bearer "+who)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		req.Header.Set(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	a := answer{Response: res, text: string(text)}
	_ = json.Unmarshal(text, &a.body)
	return a
}

func (h *house) want(a answer, status int, code string) {
	h.t.Helper()
	if a.StatusCode != status || code != "" && a.code() != code {
		h.t.Fatalf("%s %s: %d %s, want %d %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.text, status, code)
	}
	if status >= 400 && (a.Header.Get("Content-Type") != "application/problem+json" || a.body["detail"] == "" || a.body["status"] != float64(status)) {
		h.t.Fatalf("no problem: %s %s", a.Header.Get("Content-Type"), a.text)
	}
}

// note puts one there.
func (h *house) note(id, text string) {
	h.t.Helper()
	h.want(h.ask("ada", `POST /notes {"id":"`+id+`","text":"`+text+`"}`), 201, "")
}

func (h *house) later(d time.Duration) { testdb.ClockOf(h.d).Advance(d) }
