package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/db"
)

// goal is for every list, board and dashboard on SQLite at full scale.
const goal = 10 * time.Millisecond

// asked is a page or an answer of the API that is measured. {…} in its path stands for a thing of the company.
type asked struct{ name, pattern, path string }

var everyPage = []asked{
	{"start page", "GET /{$}", "/"},
	{"positions", "GET /positions", "/positions"},
	{"one position", "GET /positions/{id}", "/positions/{position}"},
	{"board, 200 cards in a column", "GET /positions/{id}/board", "/positions/{position}/board"},
	{"board of the most wanted position", "GET /positions/{id}/board", "/positions/{popular}/board"},
	{"table of a position", "GET /positions/{id}/table", "/positions/{position}/table"},
	{"candidates", "GET /candidates", "/candidates"},
	{"candidates, a name looked for", "GET /candidates", "/candidates?q=zimmer"},
	{"one candidate", "GET /candidates/{id}", "/candidates/{candidate}"},
	{"one application", "GET /applications/{id}", "/applications/{application}"},
	{"search", "GET /search", "/search?q=gruber"},
	{"palette", "GET /find", "/find?q=gru"},
	{"members", "GET /settings/members", "/settings/members"},
	{"API: positions", "GET /api/v1/positions", "/api/v1/positions?count=true"},
	{"API: board", "GET /api/v1/positions/{id}/board", "/api/v1/positions/{position}/board"},
	{"API: candidates", "GET /api/v1/candidates", "/api/v1/candidates?count=true"},
	{"API: applications", "GET /api/v1/applications", "/api/v1/applications?count=true"},
	{"API: one application", "GET /api/v1/applications/{id}", "/api/v1/applications/{application}"},
	{"API: one candidate", "GET /api/v1/candidates/{id}", "/api/v1/candidates/{candidate}"},
	{"API: activity of one application", "GET /api/v1/applications/{id}/activity", "/api/v1/applications/{application}/activity"},
	{"API: search", "GET /api/v1/search", "/api/v1/search?q=gruber"},
	{"API: start page", "GET /api/v1/dashboard", "/api/v1/dashboard"},
	{"API: members", "GET /api/v1/members", "/api/v1/members?count=true"},
	{"careers page", "GET /careers/{org}", "/careers/" + company.Slug},
}

func pages(ctx context.Context, w *world) ([]table, error) {
	out := table{title: fmt.Sprintf("Pages and lists: %s, %d candidates", w.engine, w.size),
		about: "Server time of a whole request in the process, from the first byte read to the last byte written and packed. Goal on SQLite: p95 at most 10 ms for every list, board and dashboard.",
		head:  []string{"", "reader", "status", "p50", "p95", "processor", "allocations", "kB allocated", "kB sent", ""}}
	names, err := w.names(ctx)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, p := range everyPage {
		if !p.wanted(os.Getenv("PAGE")) {
			continue
		}
		if !w.serves(p.pattern) {
			missing = append(missing, p.name)
			continue
		}
		for _, r := range w.readers {
			line, err := w.time(r, p, names)
			if err != nil {
				return nil, fmt.Errorf("%s for %s: %w", p.name, r.label, err)
			}
			out.row(line...)
		}
	}
	if len(missing) > 0 {
		out.after = "Not there yet: " + strings.Join(missing, ", ") + "."
	}
	return []table{out}, nil
}

// wanted reports whether the name contains one of the words.
func (p asked) wanted(words string) bool {
	return words == "" || slices.ContainsFunc(strings.Split(words, ","), func(word string) bool { return strings.Contains(p.name, word) })
}

func (w *world) serves(pattern string) bool {
	for _, d := range w.house.Web.Routes() {
		if d.Pattern == pattern {
			return true
		}
	}
	return false
}

// request is a page asked for as a browser or a program does.
func (w *world) request(r reader, path string) *http.Request {
	req := httptest.NewRequest(http.MethodGet, "http://candor.test"+path, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	if strings.HasPrefix(path, "/api/") {
		req.Header.Set("Authorization", "Bearer "+r.token)
	} else {
		req.AddCookie(&http.Cookie{Name: "candor-session", Value: r.token})
	}
	return req
}

func (w *world) time(r reader, p asked, names map[string]string) ([]string, error) {
	path := p.path
	for name, id := range names {
		path = strings.ReplaceAll(path, "{"+name+"}", id)
	}
	var status, size int
	c, err := repeat(200, 2*time.Second, func() error {
		rec := httptest.NewRecorder()
		w.house.Web.ServeHTTP(rec, w.request(r, path))
		status, size = rec.Code, rec.Body.Len()
		if status >= 500 {
			return fmt.Errorf("status %d", status)
		}
		return nil
	})
	mark := ""
	if c.p95 > goal && w.engine == db.SQLite {
		mark = "over"
	}
	return []string{p.name, r.label, fmt.Sprint(status), short(c.p50), short(c.p95), short(c.processor), fmt.Sprint(c.allocs), fmt.Sprint(c.bytes >> 10), fmt.Sprintf("%.1f", float64(size)/1024), mark}, err
}

// names are the things that the pages are about: everybody who sees anything sees them.
func (w *world) names(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := w.house.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		list, err := w.generated(ctx, tx)
		if err != nil {
			return err
		}
		// The Team Member is on the second one, which has about two hundred cards in each column.
		out["popular"], out["position"] = list[0], list[len(list)/12]
		var app, person string
		if err := tx.NewRaw(`SELECT id, candidate_id FROM applications WHERE position_id = ? AND NOT private AND status = 'in_review' ORDER BY id LIMIT 1`, out["position"]).Scan(ctx, &app, &person); err != nil {
			return err
		}
		out["application"], out["candidate"] = app, person
		return nil
	})
	return out, err
}
