package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"candor/internal/api"
	"candor/internal/db"
)

// lists are the paths of all lists, as the description tells them apart: items, and not one thing.
func lists(t *testing.T) (paths []string) {
	t.Helper()
	text, err := api.Describe("test")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
			Responses  map[string]struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					}
				}
			}
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	for path, methods := range doc.Paths {
		get, ok := methods["get"]
		if !ok || !strings.HasSuffix(get.Responses["200"].Content["application/json"].Schema.Ref, "List") || path == "/search" { // best of each kind, as it says
			continue
		}
		paths = append(paths, path)
		for _, name := range []string{"limit", "cursor", "count", "q"} {
			if !slices.ContainsFunc(get.Parameters, func(p struct{ Name, In string }) bool { return p.In == "query" && p.Name == name }) {
				t.Errorf("GET %s takes no %s", path, name)
			}
		}
	}
	slices.Sort(paths)
	return paths
}

// "Lists: limit, opaque cursor, Link, items, next_cursor; counts only where asked for. Every list takes q." Read one by
// one they are what they are whole, the count is their length, and a cursor is none of another list.
func TestEveryListIsAList(t *testing.T) {
	paths := lists(t)
	if len(paths) < 20 {
		t.Fatal(paths)
	}
	offices(t, func(o *office) {
		position := o.position(false)
		o.position(true)
		candidate, application := o.grace(position)
		o.grace2(position)
		o.want(o.ask("ada", "POST", "/positions/"+position+"/phases", `{"name":"Interview"}`), 201)
		o.want(o.ask("ada", "POST", "/positions/"+position+"/phases", `{"name":"Final"}`), 201)
		for _, name := range []string{"first.txt", "second.txt"} {
			o.want(o.upload("ada", "/applications/"+application+"/files", "file", "Compilers, "+name), 201)
		}
		o.want(o.ask("ada", "POST", "/applications/"+application+"/notes", `{"body":"Look"}`), 201)
		for _, name := range []string{"one", "two"} {
			o.want(o.ask("ada", "POST", "/keys", map[string]any{"name": name, "permissions": []string{"org:view"}}), 201)
		}
		o.put(`INSERT INTO interviews (id, org_id, application_id, position_id, private, status, created_at) SELECT 'i', org_id, id, position_id, private, status, 1 FROM applications WHERE id = ?`, application)
		for _, author := range []string{"hana", "tom"} {
			o.put(`INSERT INTO scorecards (id, org_id, interview_id, position_id, private, status, author_id, created_at)
				SELECT ?, org_id, id, position_id, private, status, ?, 1 FROM interviews WHERE id = 'i'`, "card of "+author, author)
		}
		for _, title := range []string{"first", "second"} {
			o.put(`INSERT INTO approvals (id, org_id, kind, item_id, revision, title, title_key, creator_id, submitter_id, submitted_at) VALUES (?, 'o', 'question', ?, 1, ?, ?, 'sol', 'sol', 1)`, title, title, title, title)
		}
		things := map[string]string{"/positions": position, "/candidates": candidate, "/applications": application}
		for path, name := range map[string]string{"/questions": "title", "/templates": "name", "/feedback-forms": "name"} {
			o.want(o.ask("ada", "POST", path, map[string]any{name: "First"}), 201)
			item := o.want(o.ask("ada", "POST", path, map[string]any{name: "Second"}), 201).body["id"].(string)
			o.want(o.ask("ada", "PATCH", path+"/"+item, map[string]any{name: "Third"}), 200)
			things[path] = item
		}
		for _, name := range []string{"One", "Two"} {
			for _, path := range []string{"/competencies", "/levels", "/job-roles"} {
				things[path] = o.want(o.ask("ada", "POST", path, map[string]any{"name": name}), 201).body["id"].(string)
			}
			o.want(o.ask("ada", "PATCH", "/job-roles/"+things["/job-roles"], map[string]any{"description": "Changed"}), 200)
			o.want(o.ask("ada", "POST", "/question-categories", map[string]any{"name": name, "color": "teal"}), 201)
		}
		for _, path := range []string{"/competencies", "/levels", "/job-roles"} {
			o.want(o.ask("ada", "POST", path, map[string]any{"name": "First"}), 201)
			things[path] = o.want(o.ask("ada", "POST", path, map[string]any{"name": "Second"}), 201).body["id"].(string)
			o.want(o.ask("ada", "PATCH", path+"/"+things[path], map[string]any{"description": "Anew."}), 200)
		}
		for i, path := range paths {
			if kind, _, of := strings.Cut(path, "/{id}"); of {
				path = strings.Replace(path, "{id}", things[kind], 1)
			}
			if strings.Contains(path, "{") {
				t.Errorf("no address for %s", path)
				continue
			}
			all := o.want(o.ask("ada", "GET", path+"?count=true&limit=200", nil), 200, path)
			ids := idsOf(all)
			if len(ids) < 2 && !slices.Contains([]string{"/invitations", "/sessions", "/tasks"}, path) {
				t.Errorf("%s has nothing to turn pages of: %s", path, all.text)
			}
			if n, counted := all.body["count"].(float64); !counted || int(n) != len(ids) {
				t.Errorf("%s: counted %v, listed %d", path, all.body["count"], len(ids))
			}
			if plain := o.want(o.ask("ada", "GET", path, nil), 200); plain.body["count"] != nil {
				t.Errorf("%s counts unasked", path)
			}
			var single []string
			cursor := ""
			for range len(ids) + 1 {
				page := o.want(o.ask("ada", "GET", path+"?count=true&limit=1&cursor="+url.QueryEscape(cursor), nil), 200, path)
				if n := page.body["count"]; n != float64(len(ids)) {
					t.Errorf("%s: a page counts %v of %d", path, n, len(ids))
				}
				single = append(single, idsOf(page)...)
				next, _ := page.body["next_cursor"].(string)
				if (next != "") != (page.header.Get("Link") != "") {
					t.Errorf("%s: %q %q", path, next, page.header.Get("Link"))
				}
				if cursor = next; cursor == "" {
					break
				}
				if elsewhere := paths[(i+1)%len(paths)]; !strings.Contains(elsewhere, "{") && !strings.HasSuffix(path, "activity") {
					o.want(o.ask("ada", "GET", elsewhere+"?cursor="+url.QueryEscape(cursor), nil), 422, elsewhere, "with a cursor of", path)
				}
			}
			if !slices.Equal(single, ids) {
				t.Errorf("%s: one by one %v, at once %v", path, single, ids)
			}
			none := o.want(o.ask("ada", "GET", path+"?count=true&q=nobodyiscalledso", nil), 200, path)
			if len(idsOf(none)) != 0 || none.body["count"] != 0.0 {
				t.Errorf("%s finds anything: %s", path, none.text)
			}
			o.want(o.ask("ada", "GET", path+"?limit=201", nil), 422, path)
			o.want(o.ask("ada", "GET", path+"?limit=0", nil), 422, path)
			o.want(o.ask("ada", "GET", path+"?cursor=made-up", nil), 422, path)
		}
	})
}

// idsOf are what a page lists: by id, or by what else names an item of its kind.
func idsOf(a answer) (out []string) {
	for _, item := range a.body["items"].([]any) {
		for _, name := range []string{"id", "member_id", "permission", "number", "version"} {
			if value, named := item.(map[string]any)[name]; named {
				out = append(out, fmt.Sprint(value))
				break
			}
		}
	}
	return out
}

// What one may not see is in no list, and in no count of one.
func TestCountsAreOfWhatTheReaderSees(t *testing.T) {
	offices(t, func(o *office) {
		open, private := o.position(false), o.position(true)
		candidate, application := o.grace(open)
		o.want(o.ask("ada", "POST", "/applications", map[string]any{"candidate": candidate, "position": private}), 201)
		o.grace2(private)
		for _, path := range []string{"/activity", "/candidates/" + candidate + "/activity", "/applications/" + application + "/activity", "/positions/people"} {
			for _, who := range []string{"ada", "hana", "nora"} {
				a := o.ask(who, "GET", path+"?count=true&limit=200", nil)
				if path == "/positions/people" && a.status == 403 {
					continue
				}
				if n := len(idsOf(o.want(a, 200, who, path))); a.body["count"] != float64(n) {
					t.Errorf("%s, %s: counted %v, listed %d", who, path, a.body["count"], n)
				}
			}
		}
		ada, nora := o.ask("ada", "GET", "/activity?count=true", nil), o.ask("nora", "GET", "/activity?count=true", nil)
		if ada.body["count"].(float64) <= nora.body["count"].(float64) {
			t.Error("hidden lines are counted", ada.body["count"], nora.body["count"])
		}
	})
}

// The page after goes on where the page before ended, also when what it ended with is gone.
func TestAShortListGoesOnBehindWhatIsGone(t *testing.T) {
	offices(t, func(o *office) {
		at := "/positions/" + o.position(false) + "/phases"
		var phases []string
		for _, name := range []string{"A", "B", "C", "D"} {
			phases = append(phases, o.want(o.ask("ada", "POST", at, map[string]any{"name": name}), 201).body["id"].(string))
		}
		page := o.want(o.ask("ada", "GET", at+"?limit=2", nil), 200)
		last := idsOf(page)[1]
		o.want(o.ask("ada", "DELETE", at+"/"+last, nil), 204)
		rest := o.want(o.ask("ada", "GET", at+"?limit=5&cursor="+url.QueryEscape(page.body["next_cursor"].(string)), nil), 200)
		all := idsOf(o.want(o.ask("ada", "GET", at, nil), 200))
		if got := append(idsOf(page)[:1], idsOf(rest)...); !slices.Equal(got, all) {
			t.Errorf("%v, want %v of %v", got, all, phases)
		}
	})
}

func (o *office) put(sql string, args ...any) {
	o.t.Helper()
	if err := o.d.Write(o.t.Context(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
}
