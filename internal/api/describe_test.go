package api

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// The whole description: what the linters ask for, and what a client relies on.
func TestTheDescriptionIsWhole(t *testing.T) {
	text, err := Describe("1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OpenAPI string
		Info    struct{ Version string }
		Servers []struct{ URL string }
	}
	if err := json.Unmarshal(text, &doc); err != nil || doc.OpenAPI != "3.1.0" || doc.Info.Version != "1.2.3" || doc.Servers[0].URL != Prefix {
		t.Fatalf("%v %+v", err, doc)
	}
	again, _ := Describe("1.2.3")
	if string(again) != string(text) {
		t.Error("the description is another each time")
	}
	s := New(Deps{})
	o := s.huma.OpenAPI()
	each(o, func(op *huma.Operation) {
		where := op.Method + " " + op.Path
		if op.Description == "" || op.Extensions["x-candor-needs"] == nil || op.Responses["422"] == nil || op.Responses["429"] == nil {
			t.Errorf("%s is described incompletely", where)
		}
		if strings.Contains(op.Path, "{id}") && op.Responses["404"] == nil {
			t.Errorf("%s does not say 404", where)
		}
		for code, r := range op.Responses {
			if r.Description == "" && r.Ref == "" {
				t.Errorf("%s %s says nothing", where, code)
			}
		}
	})
	for name := range o.Components.Schemas.Map() {
		if !strings.Contains(string(text), "#/components/schemas/"+name) {
			t.Errorf("%s is described but not used", name)
		}
	}
}

func TestTheDescriptionSaysWhatTheFrameDoes(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	paths := h.s.huma.OpenAPI().Paths
	names := func(op *huma.Operation) (out []string) {
		for _, p := range op.Parameters {
			out = append(out, p.Name)
		}
		return out
	}
	patch := paths["/notes/{id}"].Patch
	if !slices.Contains(names(patch), "If-Match") || patch.Responses["412"] == nil || patch.Responses["200"].Headers["ETag"] == nil {
		t.Error("a change does not say If-Match")
	}
	if get := paths["/notes/{id}"].Get; !slices.Contains(names(get), "If-None-Match") || get.Responses["304"] == nil {
		t.Error("reading does not say If-None-Match")
	}
	if post := paths["/notes"].Post; !slices.Contains(names(post), "Idempotency-Key") || slices.Contains(names(post), "If-Match") || post.Responses["201"].Headers["Location"] == nil {
		t.Error("creating does not say Idempotency-Key and Location")
	}
	if token := paths["/tokens"].Post; token.Responses["201"].Headers["ETag"] != nil {
		t.Error("a secret has no tag")
	}
	if broken := paths["/broken"].Get; len(broken.Security) != 1 || len(broken.Security[0]) != 0 {
		t.Error("a public operation asks for credentials")
	}
	if h.s.huma.OpenAPI().Components.Schemas.Map()["NoteList"] == nil {
		t.Error("a list is not called by what it lists")
	}
}

func TestTheDocumentationIsAPage(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	res, err := http.Get(h.ts.URL + "/api/docs")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, want := range []string{"Create a note", `id="shape-Note"`, "Needs: <code>job_positions:view</code>", "$CANDOR/api/v1/notes/$ID", "&#34;text&#34;: &#34;Call back&#34;", "Changed since it was read"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, bad := range []string{"<style", "style=", "onclick", "http://", "unpkg"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
}
