package api_test

import (
	"strings"
	"testing"

	"candor/internal/access"
)

// author makes tom an Author: he publishes and does not approve.
func (o *office) author() {
	o.put(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES ('author', 'o', 'Author', 'author', '', 1, 1)`)
	for _, p := range access.Presets()[1].Permissions.List() {
		o.put(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES ('author', 'o', ?)`, string(p))
	}
	o.put(`UPDATE members SET role_id = 'author' WHERE id = 'tom'`)
}

func at(a answer, names ...string) (v any) {
	v = a.body
	for _, n := range names {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[n]
	}
	return v
}

func id(a answer) string { return a.body["id"].(string) }

// An author's question: pending, rejected, edited, resubmitted, approved, cloned; of all three kinds alike.
func TestAnAuthorsWayByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		o.author()
		for path, name := range map[string]string{"/questions": "title", "/templates": "name", "/feedback-forms": "name"} {
			o.want(o.ask("ines", "POST", path, map[string]any{name: "No"}), 403, path)
			o.want(o.ask("tom", "POST", path, map[string]any{}), 422, path)
			made := o.want(o.ask("tom", "POST", path, map[string]any{name: "Plumage"}), 201, path)
			one := path + "/" + id(made)
			if made.header.Get("Location") != "/api/v1"+one || made.body["visibility"] != "personal" || at(made, "approval", "state") != "none" {
				t.Error(made.text)
			}
			unknown := o.ask("ada", "GET", path+"/unknown", nil).text
			for _, who := range []string{"ada", "sol", "ines"} {
				if a := o.want(o.ask(who, "GET", one, nil), 404, who); a.text != unknown {
					t.Error(a.text)
				}
				if a := o.want(o.ask(who, "GET", path+"?count=true&q=plumage", nil), 200); a.body["count"] != 0.0 {
					t.Error(a.text)
				}
			}
			waiting := o.want(o.ask("tom", "POST", one+"/publish", nil), 200, path)
			if waiting.body["visibility"] != "pending" || at(waiting, "approval", "state") != "pending" {
				t.Error(waiting.text)
			}
			o.want(o.ask("tom", "POST", one+"/publish", nil), 409)
			if a := o.ask("sol", "GET", one, nil); a.status != 200 || !strings.Contains(a.text, `"decide"`) {
				t.Error(a.text)
			}
			request := at(waiting, "approval", "id").(string)
			o.want(o.ask("tom", "POST", "/approvals/"+request+"/approve", nil), 403)
			o.want(o.ask("sol", "POST", "/approvals/"+request+"/reject", `{}`), 422)
			o.want(o.ask("sol", "POST", "/approvals/"+request+"/reject", `{"reason":"Too vague"}`), 200)
			o.want(o.ask("sol", "GET", one, nil), 404, "Personal again")
			rejected := o.want(o.ask("tom", "GET", one, nil), 200)
			if rejected.body["visibility"] != "personal" || at(rejected, "approval", "state") != "rejected" || at(rejected, "approval", "reason") != "Too vague" {
				t.Error(rejected.text)
			}
			o.want(o.ask("tom", "PATCH", one, map[string]any{name: "Feathers"}, "If-Match", waiting.header.Get("ETag")+"x"), 412)
			o.want(o.ask("tom", "PATCH", one, map[string]any{name: "Feathers"}), 200)
			o.want(o.ask("tom", "PATCH", one, map[string]any{"visibility": "org"}), 422, "nobody chooses")
			again := o.want(o.ask("tom", "POST", one+"/publish", nil), 200)
			change := o.want(o.ask("sol", "GET", one+"/revisions/2?against=1", nil), 200)
			if !strings.Contains(change.text, "Plumage") || !strings.Contains(change.text, `"removed"`) {
				t.Error(change.text)
			}
			o.want(o.ask("sol", "POST", "/approvals/"+at(again, "approval", "id").(string)+"/approve", nil), 200)
			o.want(o.ask("ada", "POST", "/approvals/"+at(again, "approval", "id").(string)+"/approve", nil), 409)
			shared := o.want(o.ask("ines", "GET", one, nil), 200)
			if shared.body["visibility"] != "org" || shared.body[name] != "Feathers" || strings.Contains(shared.text, `"publish"`) {
				t.Error(shared.text)
			}
			o.want(o.ask("ines", "GET", one+"/revisions/1", nil), 404)
			tag := shared.header.Get("ETag")
			o.want(o.ask("tom", "PATCH", one, map[string]any{"description": "A change that waits"}), 200)
			if a := o.ask("ines", "GET", one, nil, "If-None-Match", tag); a.status != 304 {
				t.Errorf("what waits changes what others get: %s", a.text)
			}
			copied := o.want(o.ask("ines", "POST", one+"/clone", nil), 201)
			want := map[string]string{"/templates": "Feathers (Copy)"}[path]
			if want == "" {
				want = "Feathers"
			}
			if copied.body[name] != want || copied.body["visibility"] != "personal" || copied.body["cloned_from"] != id(made) {
				t.Error(copied.text)
			}
			o.want(o.ask("ines", "POST", path+"/"+id(copied)+"/publish", nil), 403)
			o.want(o.ask("ines", "DELETE", one, nil), 403)
			o.want(o.ask("sol", "DELETE", one, nil), 204)
			o.want(o.ask("sol", "GET", one, nil), 404)
			o.want(o.ask("ines", "DELETE", path+"/"+id(copied), nil), 204)
		}
	})
}

// At once with :approve, unless a second reviewer is required; a key of one's own things needs the kind's :view.
func TestPublishingByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		q := o.want(o.ask("sol", "POST", "/questions", `{"title":"First","difficulty":"easy","tags":["a","A","b"]}`), 201)
		if a := o.want(o.ask("sol", "POST", "/questions/"+id(q)+"/publish", nil), 200); a.body["visibility"] != "org" {
			t.Error(a.text)
		}
		if a := o.want(o.ask("ines", "GET", "/questions?tag=a&tag=b&difficulty=easy&bank=org&count=true", nil), 200); a.body["count"] != 1.0 {
			t.Error(a.text)
		}
		o.want(o.ask("sol", "PATCH", "/organization", `{"second_reviewer":true}`), 403)
		o.want(o.ask("ada", "PATCH", "/organization", `{"second_reviewer":true}`), 200)
		q = o.want(o.ask("sol", "POST", "/questions", `{"title":"Second"}`), 201)
		if a := o.want(o.ask("sol", "POST", "/questions/"+id(q)+"/publish", nil), 200); a.body["visibility"] != "pending" {
			t.Error(a.text)
		}
		if a := o.want(o.ask("sol", "POST", "/questions/"+id(q)+"/withdraw", nil), 200); a.body["visibility"] != "personal" || at(a, "approval", "state") != "withdrawn" {
			t.Error(a.text)
		}
		own := o.want(o.ask("sol", "POST", "/questions", `{"title":"Own of sol"}`), 201)
		plan := o.want(o.ask("sol", "POST", "/templates", map[string]any{"name": "Plan", "sections": []any{map[string]any{"title": "All",
			"questions": []any{map[string]any{"question_id": id(own), "minutes": 7}}}}}), 201)
		if plan.body["minutes"] != 7.0 || !strings.Contains(plan.text, "Own of sol") {
			t.Error(plan.text)
		}
		if a := o.want(o.ask("sol", "POST", "/templates/"+id(plan)+"/publish", nil), 422); !strings.Contains(a.text, "Own of sol") {
			t.Error(a.text)
		}
		o.want(o.ask("sol", "DELETE", "/questions/"+id(own), nil), 409)
	})
}

func TestImportAndTheStarterSetByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		if a := o.want(o.ask("sol", "POST", "/questions/import", `{"items":[{"title":"One"},{"title":""}]}`), 422); !strings.Contains(a.text, "items.1.title") {
			t.Error(a.text)
		}
		o.want(o.ask("ines", "POST", "/questions/import", `{"csv":"nonsense"}`), 403)
		if a := o.want(o.ask("sol", "POST", "/questions/import", map[string]any{"csv": "title,tags\nOne,x\n=Two,\n"}), 201); len(a.body["items"].([]any)) != 2 {
			t.Error(a.text)
		}
		if a := o.want(o.ask("sol", "GET", "/questions/export?format=csv", nil), 200); !strings.Contains(a.text, "'=Two") || !strings.Contains(a.header.Get("Content-Disposition"), "questions.csv") {
			t.Error(a.text)
		}
		if a := o.want(o.ask("ines", "GET", "/questions/export", nil), 200); len(a.body["items"].([]any)) != 0 {
			t.Error(a.text)
		}
		o.want(o.ask("ines", "POST", "/library/starter-set", nil), 403)
		if a := o.want(o.ask("ada", "POST", "/library/starter-set", nil), 200); a.body["questions"] != 60.0 || a.body["feedback_forms"] != 3.0 {
			t.Error(a.text)
		}
		if a := o.want(o.ask("ada", "POST", "/library/starter-set", `{}`), 200); a.body["questions"] != 0.0 {
			t.Error(a.text)
		}
	})
}
