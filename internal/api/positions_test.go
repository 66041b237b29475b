package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/api"
	"candor/internal/approvals"
	"candor/internal/apptest/testdb"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/library"
	"candor/internal/library/profiles"
	"candor/internal/org"
	"candor/internal/positions"
)

// office is an organisation whose people (ada Admin, sol Staffing, hana and ines Interviewer, nora and tom Basic) ask
// by their names for tokens.
type office struct {
	t  *testing.T
	d  *db.DB
	ts *httptest.Server
}

func offices(t *testing.T, fn func(o *office)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		settle(t, d)
		blobs, err := files.Disk(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		kept := files.New(d, blobs, extract.Text)
		asking := approvals.New(d)
		s := api.New(api.Deps{DB: d, Now: d.Now, Secret: []byte("secret"), PerMinute: -1, Approvals: asking, Library: library.New(d, asking), Profiles: profiles.New(d), Positions: positions.New(d), Candidates: candidates.New(d, kept), Files: kept,
			Org: org.New(d, org.Config{PublicURL: "https://hire.example"}),
			Authenticate: func(ctx context.Context, token, _ string) (a access.Actor, err error) {
				err = d.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
					a, err = access.Load(ctx, tx, "o", token)
					return err
				})
				if err == nil && !a.IsMember() {
					err = errs.Of(errs.SignIn, "These credentials are dead.")
				}
				return a, err
			}})
		o := &office{t: t, d: d, ts: httptest.NewServer(s)}
		t.Cleanup(o.ts.Close)
		fn(o)
	})
}

func settle(t *testing.T, d *db.DB) {
	err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
		put := func(sql string, args ...any) {
			if _, err := tx.NewRaw(sql, args...).Exec(ctx); err != nil {
				t.Fatal(err)
			}
		}
		put(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES ('o', 'north', 'north', 'North', 1)`)
		for _, r := range []string{"admin", "staffing", "interviewer", "basic"} {
			system := r
			if r == "basic" {
				system = ""
			}
			put(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, 'o', ?, ?, ?, 1, 1)`, r, r, r, system)
		}
		for _, p := range access.Presets()[0].Permissions.List() {
			put(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES ('basic', 'o', ?)`, string(p))
		}
		for name, role := range map[string]string{"ada": "admin", "sol": "staffing", "hana": "interviewer", "ines": "interviewer", "nora": "basic", "tom": "basic"} {
			put(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, 1)`, "p-"+name, name+"@x.example", name+"@x.example", name)
			put(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, 'o', ?, ?, ?, 1, 1)`, name, "p-"+name, role, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   map[string]any
	text   string
}

func (o *office) ask(who, method, path string, body any, header ...string) answer {
	o.t.Helper()
	var in bytes.Buffer
	if text, ok := body.(string); ok {
		in.WriteString(text)
	} else if body != nil {
		if err := json.NewEncoder(&in).Encode(body); err != nil {
			o.t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.ts.URL+"/api/v1"+path, &in)
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+who)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(res.Body); err != nil {
		o.t.Fatal(err)
	}
	a := answer{status: res.StatusCode, header: res.Header, text: out.String()}
	_ = json.Unmarshal(out.Bytes(), &a.body)
	return a
}

func (o *office) want(a answer, status int, about ...any) answer {
	o.t.Helper()
	if a.status != status {
		o.t.Fatalf("%v: %d, not %d: %s", about, a.status, status, a.text)
	}
	return a
}

// position makes one with hana as Hiring Manager and tom as Team Member, paying 61002 EUR.
func (o *office) position(private bool) string {
	o.t.Helper()
	a := o.want(o.ask("ada", "POST", "/positions", fmt.Sprintf(`{"title":"Backend engineer","private":%v,
		"compensation":{"min":{"amount_minor":6100200,"currency":"EUR"},"period":"year"},
		"team":[{"member_id":"hana","team_role":"hiring_manager"},{"member_id":"tom","team_role":"team_member"}]}`, private)), 201)
	if at := a.header.Get("Location"); at != "/api/v1/positions/"+a.body["id"].(string) {
		o.t.Error(at)
	}
	return a.body["id"].(string)
}

func TestPositionsByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		open, private := o.position(false), o.position(true)
		for who, w := range map[string]struct{ open, private, list int }{
			"ada": {200, 200, 2}, "hana": {200, 200, 2}, "tom": {200, 200, 2}, "nora": {200, 404, 1}, "sol": {200, 404, 1}, "ines": {404, 404, -1},
		} {
			pay := who == "ada" || who == "hana"
			for id, want := range map[string]int{open: w.open, private: w.private} {
				a := o.want(o.ask(who, "GET", "/positions/"+id, nil), want, who)
				o.pay(who, a, want == 200 && pay, want == 200 && !pay)
				if want == 404 && a.text != o.ask(who, "GET", "/positions/unknown", nil).text {
					t.Error("hidden and unknown differ")
				}
			}
			if w.list < 0 {
				o.want(o.ask(who, "GET", "/positions", nil), 403, who)
				continue
			}
			a := o.want(o.ask(who, "GET", "/positions?count=true", nil), 200, who)
			if items := a.body["items"].([]any); len(items) != w.list || a.body["count"].(float64) != float64(w.list) {
				t.Errorf("%s: %s", who, a.text)
			}
			o.pay(who, a, pay, false)
			if who == "nora" == strings.Contains(a.text, "@x.example") {
				t.Errorf("%s and addresses: %s", who, a.text)
			}
		}
	})
}

func (o *office) pay(who string, a answer, shown, withheld bool) {
	o.t.Helper()
	if strings.Contains(a.text, "6100200") != shown || strings.Contains(a.text, `"compensation"`) && !shown && a.body["items"] == nil != withheld {
		o.t.Errorf("%s: %s", who, a.text)
	}
	if _, named := a.body["withheld"]; named != withheld {
		o.t.Errorf("%s: %s", who, a.text)
	}
}

func TestChangingAPositionByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		id := o.position(false)
		at := "/positions/" + id
		for who, want := range map[string]int{"tom": 200, "sol": 200, "nora": 403, "ines": 404} {
			o.want(o.ask(who, "PATCH", at, `{"department":"Senior"}`), want, who)
			if want == 200 {
				o.want(o.ask(who, "PATCH", at, `{"compensation":null}`), 403, who)
				want = 422
			}
			o.want(o.ask(who, "PATCH", at, `{"salary":1}`), want, who, "unknown fields are refused, after sight")
		}
		a := o.want(o.ask("hana", "PATCH", at, `{"compensation":{"max":{"amount_minor":7100200,"currency":"EUR"},"period":"month"}}`), 200)
		if c := a.body["compensation"].(map[string]any); c["min"] != nil || c["period"] != "month" {
			t.Error(c)
		}
		o.want(o.ask("hana", "PATCH", at, `{"compensation":{"min":{"amount_minor":1,"currency":"USD"},"max":{"amount_minor":7,"currency":"EUR"}}}`), 422)
		a = o.want(o.ask("hana", "PATCH", at, `{"compensation":null}`), 200)
		if c := a.body["compensation"].(map[string]any); c["max"] != nil {
			t.Error("null clears it, and it is still there for its reader", c)
		}
		tag := o.ask("tom", "GET", at, nil).header.Get("ETag")
		o.want(o.ask("hana", "PATCH", at, `{"compensation":{"max":{"amount_minor":7,"currency":"EUR"}}}`), 200)
		if now := o.ask("tom", "GET", at, nil).header.Get("ETag"); now != tag {
			t.Error("a change of pay shows in the tag of somebody who does not see it")
		}
		o.want(o.ask("tom", "PATCH", at, `{"title":"A"}`, "If-Match", tag), 200)
		o.want(o.ask("tom", "PATCH", at, `{"title":"B"}`, "If-Match", tag), 412)
		a = o.want(o.ask("ada", "PATCH", at, `{"private":true,"public":true}`), 422)
		if !strings.Contains(a.text, "careers page") {
			t.Error(a.text)
		}
		o.want(o.ask("sol", "PATCH", at, `{"private":true}`), 403)
		o.want(o.ask("tom", "PATCH", at, `{"private":true}`), 200)
		o.want(o.ask("sol", "GET", at, nil), 404)
		a = o.want(o.ask("tom", "GET", at+"/privacy", nil), 200)
		if a.body["people"].(float64) != 2 { // sol and nora
			t.Error(a.text)
		}
		o.want(o.ask("ada", "POST", at+"/open", nil), 200)
		o.want(o.ask("ada", "POST", at+"/open", `{}`), 409)
		o.want(o.ask("ada", "DELETE", at, nil), 204)
		o.want(o.ask("ada", "GET", at, nil), 404)
	})
}

func TestTheTeamByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		at := "/positions/" + o.position(false)
		team := `[{"member_id":"hana","team_role":"hiring_manager"},{"member_id":"nora","team_role":"recruiter"}]`
		for who, want := range map[string]int{"tom": 403, "sol": 403, "nora": 403, "ines": 404} {
			o.want(o.ask(who, "PUT", at+"/team", team), want, who)
			o.want(o.ask(who, "PUT", at+"/team", `{"team":1}`), want, who, "before the body is looked at")
		}
		a := o.want(o.ask("hana", "PUT", at+"/team", team), 200)
		var names []string
		for _, m := range a.body["team"].([]any) {
			names = append(names, m.(map[string]any)["name"].(string)+" "+m.(map[string]any)["team_role"].(string))
		}
		if !slices.Equal(names, []string{"hana hiring_manager", "nora recruiter"}) {
			t.Error(names)
		}
		o.want(o.ask("nora", "GET", at, nil), 200)
		o.want(o.ask("hana", "PUT", at+"/team", `[]`), 422)
		o.want(o.ask("hana", "PUT", at+"/team", `[{"member_id":"nobody","team_role":"recruiter"}]`), 422)
		a = o.want(o.ask("nora", "GET", "/positions/people?q=so", nil), 200, "a lead sees names")
		if len(a.body["items"].([]any)) != 1 {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "GET", "/positions/people", nil), 403)
	})
}

func TestPhasesByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		at := "/positions/" + o.position(false) + "/phases"
		names := func(a answer) (out []string) {
			for _, i := range a.body["items"].([]any) {
				p := i.(map[string]any)
				out = append(out, fmt.Sprint(p["stage"], " ", p["name"]))
			}
			return out
		}
		a := o.want(o.ask("tom", "POST", at, `{"name":"Case","stage":2,"kind":"assessment"}`), 201)
		one := a.header.Get("Location")
		if a.body["minutes"].(float64) != 45 || a.body["needs_all"] != true {
			t.Error(a.text)
		}
		id := a.body["id"].(string)
		if one != "/api/v1"+at+"/"+id {
			t.Error(one)
		}
		o.want(o.ask("nora", "GET", at+"/"+id, nil), 200)
		o.want(o.ask("nora", "PATCH", at+"/"+id, `{"name":"X"}`), 403)
		o.want(o.ask("ines", "GET", at+"/"+id, nil), 404)
		o.want(o.ask("tom", "PATCH", at+"/"+id, `{"name":"Case study","needs_all":false}`), 200)
		a = o.want(o.ask("nora", "GET", at, nil), 200)
		if got := names(a); !slices.Equal(got, []string{"1 Phone screen", "2 Interview", "2 Case study", "3 Final interview"}) {
			t.Error(got)
		}
		var order []map[string]any
		for i, p := range a.body["items"].([]any) {
			order = append(order, map[string]any{"phase_id": p.(map[string]any)["id"], "stage": 4 - i})
		}
		a = o.want(o.ask("tom", "PUT", at, order), 200)
		if got := names(a); !slices.Equal(got, []string{"1 Final interview", "2 Case study", "3 Interview", "4 Phone screen"}) {
			t.Error(got)
		}
		o.want(o.ask("tom", "PUT", at, order[1:]), 409)
		o.want(o.ask("tom", "DELETE", at+"/"+id, nil), 204)
		o.want(o.ask("tom", "DELETE", at+"/"+id, nil), 404)
		a = o.want(o.ask("tom", "POST", at+"/copy", map[string]string{"position_id": o.position(false)}), 200)
		if got := names(a); len(got) != 6 {
			t.Error(got)
		}
	})
}

func TestClosingByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		at := "/positions/" + o.position(false)
		o.want(o.ask("tom", "POST", at+"/close", nil), 409, "a draft")
		o.want(o.ask("tom", "POST", at+"/open", nil), 200)
		for _, status := range []string{"applied", "in_review", "offer", "hired", "withdrawn"} {
			o.apply(strings.TrimPrefix(at, "/positions/"), status)
		}
		for who, want := range map[string]int{"nora": 403, "ines": 404} {
			o.want(o.ask(who, "POST", at+"/close", `{"applications":"reject"}`), want, who)
			o.want(o.ask(who, "POST", at+"/close", `{"applications":"lose"}`), want, who)
		}
		o.want(o.ask("tom", "POST", at+"/close", `{"applications":"lose"}`), 422)
		a := o.want(o.ask("tom", "POST", at+"/close", `{"reason":"On hold"}`), 200)
		if a.body["status"] != "closed" || a.body["closing_reason"] != "On hold" || o.statuses() != "applied hired in_review offer withdrawn" {
			t.Error(a.text, o.statuses())
		}
		o.want(o.ask("tom", "POST", at+"/open", nil), 200)
		a = o.want(o.ask("tom", "POST", at+"/close", `{"applications":"reject","reason":"Filled","send_email":true}`), 200)
		if a.body["closing_reason"] != "Filled" || o.statuses() != "hired offer rejected rejected withdrawn" {
			t.Error(a.text, o.statuses())
		}
	})
}

func (o *office) apply(position, status string) {
	o.t.Helper()
	err := o.d.Write(o.t.Context(), func(ctx context.Context, tx db.Tx) error {
		id := db.NewID()
		if _, err := tx.NewRaw(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES (?, 'o', 'Zoë', 'zoe', 1, 1)`, id).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewRaw(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, status, moved_at, applied_at, updated_at) VALUES (?, 'o', ?, ?, FALSE, ?, 1, 1, 1)`, id, position, id, status).Exec(ctx)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) statuses() string {
	o.t.Helper()
	var all []string
	err := o.d.Read(o.t.Context(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT status FROM applications ORDER BY status`).Scan(ctx, &all)
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return strings.Join(all, " ")
}
