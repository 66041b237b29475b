package api

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

func TestWhoMayCome(t *testing.T) {
	everyEngine(t, func(h *house) {
		h.note("n1", "one")
		h.want(h.ask("ada", "GET /notes/n1"), 200, "")
		h.want(h.ask("key", "GET /notes/n1"), 200, "")
		h.want(h.ask("two", "GET /notes/n1", "Candor-Organization: north"), 200, "")

		for _, token := range []string{"", "dead"} {
			a := h.ask(token, "GET /notes/n1")
			h.want(a, 401, "sign_in")
			if !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer") {
				t.Error("401 without WWW-Authenticate")
			}
		}
		h.want(h.ask("two", "GET /notes/n1"), 400, "organization_required")
		h.want(h.ask("ada", "GET /notes/n1", "Candor-Organization: elsewhere"), 404, "not_found")
		h.want(h.ask("ines", "GET /notes"), 403, "not_permitted")
		h.note("secret1", "x")
		h.want(h.ask("ines", "GET /notes/secret1"), 404, "not_found") // hidden, also from those who hold the string nowhere
		h.want(h.ask("key", "DELETE /notes/n1"), 403, "not_permitted")
		h.want(h.ask("ada", "DELETE /notes/n1"), 204, "")
	})
}

func TestTheGateComesBeforeTheBody(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	h.want(h.ask("ines", `POST /notes {"nonsense`), 403, "not_permitted")
	h.want(h.ask("", `POST /notes {"nonsense`), 401, "sign_in")
}

func TestWithoutGatesTheVerbsDecide(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	h.note("n1", "one")
	h.note("secret1", "x")
	h.s.GatesOff = true
	h.want(h.ask("ines", "GET /notes/n1"), 200, "")
	h.want(h.ask("ines", "GET /notes/secret1"), 404, "not_found")
	h.want(h.ask("", "GET /notes/n1"), 401, "sign_in") // being nobody is no gate
}

func TestHiddenAndUnknownAreOneAnswer(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	h.note("secret1", "x")
	h.s.GatesOff = true
	hidden, unknown, nowhere := h.ask("ines", "GET /notes/secret1"), h.ask("ines", "GET /notes/secret2"), h.ask("ines", "GET /nothing/secret2")
	for _, a := range []answer{hidden, unknown, nowhere} {
		h.want(a, 404, "not_found")
		a.Header.Del("Date")
		if a.text != hidden.text || len(a.Header) != len(hidden.Header) {
			t.Errorf("%s: %s %v, hidden: %s %v", a.Request.URL.Path, a.text, a.Header, hidden.text, hidden.Header)
		}
	}
	wrong := h.ask("ines", `PATCH /notes/secret1 {"nonsense":1}`)
	h.want(wrong, 404, "not_found") // not a word about the body
	h.want(h.ask("ada", `PATCH /notes/secret1 {"nonsense":1}`), 422, "invalid")
}

func TestOtherMethods(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	a := h.ask("ada", "PUT /notes/n1")
	h.want(a, 405, "method_not_allowed")
	if a.Header.Get("Allow") != "GET, PATCH, DELETE" {
		t.Error(a.Header.Get("Allow"))
	}
	head, err := http.Head(h.ts.URL + Prefix + "/openapi.json")
	if err != nil || head.StatusCode != 200 {
		t.Error(head, err)
	}
}

func TestStrictRequests(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	for name, body := range map[string]string{
		"unknown field": `{"id":"a","text":"b","colour":"red"}`,
		"wrong case":    `{"ID":"a","text":"b"}`,
		"wrong type":    `{"id":1,"text":"b"}`,
		"too long":      `{"id":"a","text":"` + strings.Repeat("x", 21) + `"}`,
		"not in enum":   `{"id":"a","text":"b","kind":"ugly"}`,
		"twice":         `{"id":"a","id":"b","text":"c"}`,
		"a tail":        `{"id":"a","text":"b"} {}`,
		"no JSON":       `{"id":`,
		"no object":     `["id"]`,
		"no UTF-8":      "{\"id\":\"\xff\",\"text\":\"b\"}",
		"too deep":      strings.Repeat("[", 100) + strings.Repeat("]", 100),
		"verb says no":  `{"id":"a"}`,
	} {
		a := h.send("ada", "POST", "/notes", body)
		if a.StatusCode != 422 || a.code() != "invalid" {
			t.Errorf("%s: %d %s", name, a.StatusCode, a.text)
		}
	}
	a := h.send("ada", "POST", "/notes", `{"id":"a","text":7,"colour":"red"}`)
	fields := map[string]bool{}
	for _, e := range a.body["errors"].([]any) {
		fields[e.(map[string]any)["field"].(string)] = true
	}
	if !fields["text"] || !fields["colour"] {
		t.Errorf("%s", a.text)
	}
	h.want(h.send("ada", "POST", "/notes", strings.Repeat(" ", 2<<20)+"{}"), 413, "too_large")
	h.want(h.send("ada", "POST", "/notes", "id=a", "Content-Type: application/x-www-form-urlencoded"), 415, "unsupported_media_type")
	h.want(h.ask("ada", "GET /notes?colour=red"), 422, "invalid")
	h.want(h.ask("ada", "GET /notes?limit=201"), 422, "invalid")
	h.want(h.ask("ada", "GET /notes?cursor=made-up"), 422, "invalid")
	if a := h.ask("ada", "GET /notes?limit=x"); a.StatusCode != 422 || !strings.Contains(a.text, `"field":"limit"`) {
		t.Error(a.text)
	}
}

func TestActionsTakeNothingOrAnEmptyObject(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	h.note("n1", "one")
	h.want(h.ask("ada", "POST /notes/n1/stamp"), 200, "")
	a := h.ask("ada", "POST /notes/n1/stamp {}")
	h.want(a, 200, "")
	if a.body["text"] != "one!!" {
		t.Error(a.text)
	}
	h.want(h.ask("ada", `POST /notes/n1/stamp {"ink":"red"}`), 422, "invalid")
}

func TestOurFaultsAreNotExplained(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	for _, path := range []string{"/broken", "/failing"} {
		a := h.ask("", "GET "+path)
		h.want(a, 500, "internal")
		if strings.Contains(a.text, "secret") {
			t.Error(a.text)
		}
	}
}

func TestListsHavePages(t *testing.T) {
	everyEngine(t, func(h *house) {
		empty := h.ask("ada", "GET /notes?q=x")
		if !strings.Contains(empty.text, `"items":[]`) || strings.Contains(empty.text, "count") || empty.Header.Get("Link") != "" {
			t.Fatal(empty.text)
		}
		for _, id := range []string{"a", "b", "c"} {
			h.note(id, id)
		}
		a := h.ask("ada", "GET /notes?limit=2&count=true")
		h.want(a, 200, "")
		link := a.Header.Get("Link")
		if len(a.body["items"].([]any)) != 2 || a.body["count"] != 3.0 || !strings.HasSuffix(link, `>; rel="next"`) {
			t.Fatalf("%s %s", link, a.text)
		}
		if !strings.Contains(a.text, `"lines":[]`) || strings.Contains(a.text, "pay") {
			t.Error("an empty list is [], an absent part is absent:", a.text)
		}
		next := strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(link, `>; rel="next"`), "<"), Prefix)
		if !strings.Contains(next, "count=true") || !strings.Contains(next, "limit=2") {
			t.Error(next)
		}
		b := h.ask("ada", "GET "+next)
		if len(b.body["items"].([]any)) != 1 || b.body["next_cursor"] != nil {
			t.Fatal(b.text)
		}
	})
}

func TestLimits(t *testing.T) {
	d := testdb.Open(t, db.SQLite)
	testdb.ClockOf(d).Set(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	h := open(t, d, 5)
	for range 5 {
		h.want(h.ask("ada", "GET /notes"), 200, "")
	}
	a := h.ask("ada", "GET /notes")
	h.want(a, 429, "too_many")
	if a.Header.Get("Retry-After") != "12" { // five a minute
		t.Error(a.Header)
	}
	h.want(h.ask("two", "GET /notes", "Candor-Organization: north"), 200, "") // another credential has its own
	h.later(12 * time.Second)
	h.want(h.ask("ada", "GET /notes"), 200, "")

	for range 5 {
		h.want(h.ask("guess", "GET /notes"), 401, "")
	}
	h.want(h.ask("guess again", "GET /notes"), 429, "") // guessing counts against the address
	h.want(h.ask("ada", "GET /notes"), 429, "")
	h.later(12 * time.Second)
	h.want(h.ask("ada", "GET /notes"), 200, "") // a known credential does not suffer from it

	h.later(time.Hour)
	h.want(h.ask("ada", "GET /notes"), 200, "")
	if n := len(h.s.limits.buckets); n > 2 {
		t.Errorf("%d buckets are kept", n)
	}
}

func TestDoorsThatDeclareTooLittleDoNotStart(t *testing.T) {
	h := func(s *Server, op Op) {
		Register(s, op, func(context.Context, access.Actor, *struct{}) (*None, error) { return nil, nil })
	}
	good := Op{Method: "GET", Path: "/x", Tag: "me", Summary: "X", Need: access.Public("test")}
	for name, change := range map[string]func(*Op){
		"no need": func(o *Op) { o.Need = access.Need{} },
		"no name": func(o *Op) { o.Summary = "" },
		"no tag":  func(o *Op) { o.Tag = "things" },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error(name, "was taken")
				}
			}()
			op := good
			change(&op)
			build(Deps{}, func(s *Server) { h(s, op) })
		}()
	}
	s := build(Deps{}, func(s *Server) { h(s, good) })
	if d := s.Doors(); len(d) != 3 || d[0].Pattern != "GET /api/v1/x" || d[0].Need.String() != "public: test" {
		t.Errorf("%v", d)
	}
}
