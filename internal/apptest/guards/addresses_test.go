package guards

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"candor/internal/db"
)

// unread are doors that are not searched as pages, with the reason.
var unread = map[string]string{
	"GET /live": "a stream: TestNobodyHearsWhatTheyMayNotSee listens to it",
}

// addresses are all that can be read: every GET door with everything that can be named in it, and lists with each of
// their filters and orders. A door that comes to no address fails.
func (r *rig) addresses(t *testing.T) (out []string) {
	t.Helper()
	for _, door := range r.house.Web.Routes() {
		path, ok := strings.CutPrefix(door.Pattern, "GET ")
		if !ok || unread[door.Pattern] != "" {
			continue
		}
		path = strings.TrimSuffix(path, "{$}")
		all := r.expand(path)
		if len(all) == 0 {
			t.Errorf("%s: nothing is there to ask for: say in r.values what can be named in it", door.Pattern)
		}
		out = append(out, all...)
	}
	out = append(out, r.filtered(t)...)
	return append(out, r.received)
}

// expand puts into each brace of an address everything that belongs to what stands before it.
func (r *rig) expand(path string) (out []string) {
	before, rest, found := strings.Cut(path, "{")
	if !found {
		return []string{path}
	}
	name, after, _ := strings.Cut(rest, "}")
	for _, value := range r.values(before, name) {
		out = append(out, r.expand(before+url.PathEscape(value)+after)...)
	}
	return out
}

// values are what a brace may hold: of a door with two, what belongs to the first, and something private that does not.
func (r *rig) values(before, name string) []string {
	parts := strings.Split(strings.Trim(before, "/"), "/")
	kind, owner := parts[len(parts)-1], ""
	if len(parts) > 2 {
		owner = r.nameOf(parts[len(parts)-2])
	}
	switch {
	case kind == "careers":
		return []string{"northwind", "tailspin"}
	case len(parts) > 1 && parts[len(parts)-2] == "careers":
		return r.slugs
	case name == "phase", name == "phase_id":
		return append(r.thingsOf("phase", owner), r.things["phase:cfo/Interview"])
	case name == "lane":
		return append(r.thingsOf("phase", owner), "applied", "in_review", "offer", "hired", "rejected", "withdrawn")
	case name == "file", name == "file_id":
		return append(r.thingsOf("file", owner), r.things["file:edda@cfo"])
	case name == "token":
		return append([]string{"nonsense"}, r.links[kind]...)
	case name == "number": // of a revision
		return []string{"1", "2", "3"}
	case kind == "question-categories":
		return r.ofKind("category")
	case kind == "competencies":
		return r.ofKind("competency")
	case kind == "job-roles":
		return r.ofKind("job_role")
	case kind == "domains":
		return []string{"northwind.example", secondDomain}
	}
	ids := map[string]map[string]string{"positions": r.Positions, "candidates": r.Candidates, "applications": r.Applications, "members": r.Members}[kind]
	var out []string
	for _, id := range ids {
		out = append(out, id)
	}
	if kind == "roles" {
		for _, id := range r.Roles {
			out = append(out, id)
		}
	}
	if singular := strings.TrimSuffix(kind, "s"); ids == nil {
		out = append(out, r.ofKind(singular)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// thingsOf are those of a kind that belong to something the company has named.
func (r *rig) thingsOf(kind, owner string) (ids []string) {
	for name, id := range r.things {
		if name == kind+":"+owner || strings.HasPrefix(name, kind+":"+owner+"/") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// filtered are the lists with every filter and every order that their description names, one at a time.
func (r *rig) filtered(t *testing.T) (out []string) {
	t.Helper()
	a := r.ask(r.house, "visitor", http.MethodGet, "/api/v1/openapi.json", nil)
	var doc struct {
		Paths map[string]struct {
			Get *struct {
				Parameters []struct {
					Name, In string
					Schema   struct{ Enum []any }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(a.body), &doc); err != nil {
		t.Fatal(err)
	}
	for path, ops := range doc.Paths {
		if ops.Get == nil {
			continue
		}
		for _, p := range ops.Get.Parameters {
			if p.In != "query" || p.Name == "q" || p.Name == "cursor" || p.Name == "limit" {
				continue
			}
			values := r.choices(p.Name)
			for _, v := range p.Schema.Enum {
				values = append(values, v.(string))
			}
			for _, v := range values {
				for _, address := range r.expand("/api/v1" + path) {
					if path == "/positions" || path == "/candidates" || path == "/applications" || !strings.Contains(path, "{") || p.Name == "tag" {
						out = append(out, address+"?"+p.Name+"="+url.QueryEscape(v))
					}
				}
			}
		}
	}
	if len(out) < 60 {
		t.Errorf("only %d filters are described", len(out))
	}
	for _, page := range []string{"/candidates?", "/candidates?view=applications&", "/positions?", "/positions/" + r.Positions["backend"] + "/table?", "/positions/" + r.Positions["cfo"] + "/table?"} {
		for _, name := range []string{"status", "standing", "position", "source", "tag", "sort", "department", "mine"} {
			for _, v := range r.choices(name) {
				out = append(out, page+name+"="+url.QueryEscape(v))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// choices are what a filter is tried with: always also something that is private.
func (r *rig) choices(parameter string) []string {
	switch parameter {
	case "position":
		return []string{r.Positions["cfo"], r.Positions["vp"], r.Positions["backend"], r.Positions["pilot"]}
	case "candidate":
		return []string{r.Candidates["edda"], r.Candidates["sena"], r.Candidates["kit"], r.Candidates["amelia"]}
	case "phase":
		return []string{r.things["phase:cfo/Interview"], r.things["phase:backend/Phone screen"]}
	case "status":
		return []string{"offer", "hired", "rejected", "draft", "closed", "active", "pending"}
	case "standing":
		return []string{"active", "archived"}
	case "source":
		return []string{"agency"}
	case "tag":
		return []string{"Leadership", "Go", "time", "ultracrepid", "tittynope"}
	case "department":
		return []string{"Leadership", "Engineering"}
	case "sort":
		return []string{"name", "moved", "title", "-title", "applied"}
	case "mine", "starred", "count":
		return []string{"true"}
	case "role":
		return []string{r.Roles["Author"]}
	case "actor":
		return []string{r.Members["rui"], r.Members["ben"]}
	case "kind":
		return []string{"note.added", "application.moved", "question", "template"}
	case "category":
		return []string{r.things["category:laboratory"]}
	case "object":
		return []string{"position", "application", "member"}
	case "action":
		return []string{"position.private", "team.changed", "application.closing"}
	}
	return nil
}

// searches are the addresses that look for a word.
func searches(word string) []string {
	q := url.QueryEscape(word)
	return []string{"/api/v1/search?q=" + q, "/find?q=" + q, "/api/v1/candidates?count=true&q=" + q, "/api/v1/positions?count=true&q=" + q,
		"/api/v1/applications?count=true&q=" + q, "/api/v1/members?count=true&q=" + q, "/api/v1/audit?q=" + q, "/api/v1/activity?q=" + q,
		"/api/v1/questions?count=true&q=" + q, "/api/v1/templates?count=true&q=" + q, "/api/v1/feedback-forms?count=true&q=" + q, "/api/v1/approvals?count=true&state=pending&q=" + q,
		"/candidates?q=" + q, "/candidates?view=applications&q=" + q, "/positions?q=" + q, "/settings/audit?q=" + q}
}

// learnAddresses reads what stands in addresses and is no id: the positions' public names.
func (r *rig) learnAddresses(t *testing.T) {
	t.Helper()
	err := r.house.DB.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT slug FROM positions ORDER BY slug`).Scan(ctx, &r.slugs)
	})
	if err != nil || len(r.slugs) < len(r.Positions) {
		t.Fatalf("%d public names: %v", len(r.slugs), err)
	}
}
