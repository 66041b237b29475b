package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/api"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/org"
)

// firm is an organisation made by its own verbs; people sign in with their names and the same password.
type firm struct {
	t    *testing.T
	d    *db.DB
	room *org.Room
	ts   *httptest.Server
	ada  access.Actor
}

const everybodys = "candor-demo"

func firms(t *testing.T, fn func(f *firm)) {
	t.Helper()
	hash := org.HashPassword(everybodys)
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		f := &firm{t: t, d: d, room: org.New(d, org.Config{PublicURL: "https://hire.example"})}
		err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
			f.ada, err = org.Found(ctx, tx, org.Founding{Organization: "Northwind", Slug: "northwind", TimeZone: "UTC", Name: "Ada",
				Email: "ada@northwind.example", PasswordHash: hash})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		console, err := f.room.Console(t.Context(), "northwind")
		if err != nil {
			t.Fatal(err)
		}
		for name, role := range map[string]string{"ben": "Admin", "sol": "Staffing", "ines": "Interviewer"} {
			if _, err := f.room.AddMember(t.Context(), console, org.Arrival{Email: name + "@northwind.example", Role: role, PasswordHash: hash}); err != nil {
				t.Fatal(err)
			}
		}
		s := api.New(api.Deps{DB: d, Now: d.Now, Secret: []byte("secret"), PerMinute: -1, Org: f.room, Log: slog.New(slog.DiscardHandler),
			Authenticate: func(ctx context.Context, token, slug string) (access.Actor, error) {
				a, _, err := f.room.Authenticate(ctx, token, slug)
				return a, err
			}})
		f.ts = httptest.NewServer(s)
		t.Cleanup(f.ts.Close)
		fn(f)
	})
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   map[string]any
	text   string
}

func (f *firm) ask(token, method, path string, body any, header ...string) reply {
	f.t.Helper()
	var in bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&in).Encode(body); err != nil {
			f.t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(f.t.Context(), method, f.ts.URL+"/api/v1"+path, &in)
	if err != nil {
		f.t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(res.Body); err != nil {
		f.t.Fatal(err)
	}
	a := reply{status: res.StatusCode, header: res.Header, text: out.String()}
	_ = json.Unmarshal(out.Bytes(), &a.body)
	return a
}

// want asks and checks the status, and words in the answer.
func (f *firm) want(token, method, path string, body any, status int, words ...string) reply {
	f.t.Helper()
	a := f.ask(token, method, path, body)
	if a.status != status {
		f.t.Fatalf("%s %s: %d %s, want %d", method, path, a.status, a.text, status)
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			f.t.Fatalf("%s %s: %s does not say %q", method, path, a.text, w)
		}
	}
	return a
}

func (f *firm) signIn(name string) string {
	f.t.Helper()
	a := f.want("", "POST", "/sessions", map[string]string{"email": name + "@northwind.example", "password": everybodys}, 201)
	return a.body["token"].(string)
}

// items of a list, by a field.
func (r reply) items(field string) (out []string) {
	list, _ := r.body["items"].([]any)
	for _, i := range list {
		out = append(out, fmt.Sprint(i.(map[string]any)[field]))
	}
	return out
}

func (f *firm) id(token, path, field, value string) string {
	f.t.Helper()
	list, _ := f.want(token, "GET", path, nil, 200).body["items"].([]any)
	for _, i := range list {
		if m := i.(map[string]any); m[field] == value {
			return m["id"].(string)
		}
	}
	f.t.Fatalf("no %s with %s %s", path, field, value)
	return ""
}

func TestAProgramSignsInAndAsksWhoItIs(t *testing.T) {
	firms(t, func(f *firm) {
		got := f.want("", "POST", "/sessions", map[string]string{"email": "ada@northwind.example", "password": everybodys}, 201, `"slug":"northwind"`)
		member := got.body["member"].(map[string]any)
		if member["role"] != "Admin" || member["owner"] != true || member["email"] != "ada@northwind.example" {
			t.Errorf("the member is %v", member)
		}
		token := got.body["token"].(string)
		me := f.want(token, "GET", "/me", nil, 200)
		if n := len(me.body["permissions"].([]any)); n != 59 {
			t.Errorf("%d permissions", n)
		}
		if me.body["role"].(map[string]any)["name"] != "Admin" || me.body["organization"].(map[string]any)["name"] != "Northwind" || len(me.body["teams"].([]any)) != 0 {
			t.Errorf("me is %s", me.text)
		}
		f.want("", "POST", "/sessions", map[string]string{"email": "ada@northwind.example", "password": "wrong guess"}, 401, `"code":"wrong_password"`)
		f.want("", "GET", "/me", nil, 401)
		list := f.want(token, "GET", "/sessions?limit=1&count=true&q=go-http", nil, 200, `"count":1`)
		if fmt.Sprint(list.items("current")) != "[true]" {
			t.Errorf("sessions: %s", list.text)
		}
		second := f.signIn("ada")
		f.want(second, "DELETE", "/sessions", nil, 204)
		f.want(token, "GET", "/me", nil, 401)
		f.want(second, "DELETE", "/sessions/"+f.want(second, "GET", "/sessions", nil, 200).items("id")[0], nil, 204)
		f.want(second, "GET", "/me", nil, 401)
	})
}

func TestSignInIsThrottledWithRetryAfter(t *testing.T) {
	firms(t, func(f *firm) {
		for range 5 {
			f.want("", "POST", "/sessions", map[string]string{"email": "ada@northwind.example", "password": "wrong guess"}, 401)
		}
		got := f.want("", "POST", "/sessions", map[string]string{"email": "ada@northwind.example", "password": everybodys}, 429)
		if got.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		f.signIn("ben")
	})
}

func TestSeveralOrganisationsAreChosenByHeader(t *testing.T) {
	firms(t, func(f *firm) {
		err := f.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			_, err := org.Found(ctx, tx, org.Founding{Organization: "Tailspin", Slug: "tailspin", TimeZone: "UTC", PersonID: f.ada.PersonID()})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got := f.want("", "POST", "/sessions", map[string]string{"email": "ada@northwind.example", "password": everybodys}, 201, "tailspin", "northwind")
		if got.body["member"].(map[string]any)["id"] != nil {
			t.Errorf("a member of which one? %s", got.text)
		}
		token := got.body["token"].(string)
		f.want(token, "GET", "/me", nil, 400, "organization_required")
		for _, slug := range []string{"tailspin", "northwind"} {
			if me := f.ask(token, "GET", "/me", nil, "Candor-Organization", slug); me.status != 200 || me.body["organization"].(map[string]any)["slug"] != slug {
				t.Errorf("%s: %d %s", slug, me.status, me.text)
			}
		}
		if me := f.ask(token, "GET", "/me", nil, "Candor-Organization", "elsewhere"); me.status != 404 {
			t.Errorf("elsewhere: %d", me.status)
		}
	})
}

func TestMembersRolesAndInvitationsThroughTheAPI(t *testing.T) {
	firms(t, func(f *firm) {
		ada, sol, ines := f.signIn("ada"), f.signIn("sol"), f.signIn("ines")
		if got := f.want(ada, "GET", "/members?count=true&limit=2", nil, 200, `"count":4`, "next_cursor"); fmt.Sprint(got.items("name")) != "[Ada Ben]" {
			t.Errorf("members: %s", got.text)
		}
		f.want(ines, "GET", "/members", nil, 403)
		f.want(ines, "GET", "/invitations", nil, 403)
		f.want(ines, "GET", "/roles", nil, 403)
		solID, adaID := f.id(ada, "/members", "name", "Sol"), f.id(ada, "/members", "name", "Ada")
		f.want(ines, "GET", "/members/"+solID, nil, 404)

		role := f.want(ada, "POST", "/roles", map[string]any{"name": "Basic", "permissions": []string{"org:view", "candidates:view"}}, 201, `"member_count":0`, `"system":false`)
		basic := role.body["id"].(string)
		admin := f.id(ada, "/roles", "name", "Admin")
		f.want(ada, "PATCH", "/roles/"+admin, map[string]any{"name": "Boss"}, 403, "Cannot update default role")
		f.want(ada, "DELETE", "/roles/"+admin, nil, 403, "Cannot update default role")
		f.want(sol, "POST", "/roles", map[string]any{"name": "Mine"}, 403)
		f.want(sol, "PATCH", "/roles/"+basic, map[string]any{"nme": 1}, 422)
		f.want(ines, "PATCH", "/roles/"+basic, map[string]any{"nme": 1}, 404)

		f.want(ada, "POST", "/members/"+solID+"/preview", map[string]string{"role_id": basic}, 200, `"to":"Basic"`, `"gains":[]`)
		f.want(ada, "PATCH", "/members/"+solID, map[string]string{"role_id": basic}, 200, `"role":"Basic"`)
		if me := f.want(sol, "GET", "/me", nil, 200); len(me.body["permissions"].([]any)) != 2 {
			t.Errorf("the new role is not in force: %s", me.text)
		}
		f.want(ada, "PATCH", "/members/"+solID, map[string]string{"role_id": "01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"}, 422, "Role does not belong to this org")
		f.want(ada, "DELETE", "/roles/"+basic, nil, 409, "held by 1 member", "role_in_use")
		f.want(ada, "DELETE", "/members/"+adaID, nil, 403, "Cannot remove org owner")
		f.want(ada, "GET", "/members/"+solID+"/leaving", nil, 200, `"teams":0`)
		f.want(ada, "POST", "/members/"+solID+"/deactivate", nil, 200, `"status":"deactivated"`)
		f.want(sol, "GET", "/me", nil, 401)
		f.want(ada, "POST", "/members/"+solID+"/reactivate", map[string]any{}, 200, `"status":"active"`)
		f.want(ada, "DELETE", "/members/"+solID, nil, 204)
		f.want(ada, "GET", "/members/"+solID, nil, 404)
		f.want(ada, "DELETE", "/roles/"+basic, nil, 204)

		made := f.want(ada, "POST", "/invitations", map[string]string{"email": "newt@northwind.example"}, 201, `"status":"pending"`)
		invitation := made.body["id"].(string)
		if made.header.Get("Location") != "/api/v1/invitations/"+invitation || strings.Contains(made.text, "token") {
			t.Errorf("made %s at %s", made.text, made.header.Get("Location"))
		}
		f.want(ada, "POST", "/invitations", map[string]string{"email": "newt@northwind.example"}, 409, "already_invited")
		f.want(ada, "POST", "/invitations/"+invitation+"/resend", nil, 200)
		f.want(ada, "DELETE", "/invitations/"+invitation, nil, 204)
		f.want(ada, "GET", "/invitations/"+invitation, nil, 404)
		f.want(ada, "GET", "/audit?action=invitation.revoked", nil, 200, "newt@northwind.example")
		f.want(ines, "GET", "/audit", nil, 403)
	})
}

func TestSettingsAndKeysThroughTheAPI(t *testing.T) {
	firms(t, func(f *firm) {
		ada, sol := f.signIn("ada"), f.signIn("sol")
		f.want(sol, "GET", "/organization", nil, 200, `"withheld":["default_role_id","domains"]`)
		f.want(ada, "PATCH", "/organization", map[string]string{"brand_color": "#AA0000", "careers_text": "Come."}, 200, "#aa0000")
		f.want(sol, "PATCH", "/organization", map[string]string{"name": "X"}, 403)
		f.want(ada, "PATCH", "/organization", map[string]string{"slug": "x"}, 422, "at least 2")
		f.want(ada, "POST", "/organization/domains", map[string]string{"domain": "gmail.com"}, 422, "public mail provider")
		f.want(ada, "POST", "/organization/domains", map[string]string{"domain": "northwind.example"}, 201, `"primary":true`)
		f.want(ada, "POST", "/organization/domains", map[string]string{"domain": "elsewhere.example"}, 201)
		f.want(ada, "POST", "/organization/domains/elsewhere.example/primary", nil, 200)
		f.want(ada, "DELETE", "/organization/domains/northwind.example", nil, 409, "owner_on_domain")
		f.want(ada, "DELETE", "/organization/domains/unknown.example", nil, 404)
		f.want(sol, "POST", "/organization/owner", map[string]string{"member_id": f.id(ada, "/members", "name", "Sol")}, 403, "Only the owner")
		f.want(ada, "POST", "/organization/owner", map[string]string{"member_id": f.id(ada, "/members", "name", "Ben")}, 200)

		key := f.want(ada, "POST", "/keys", map[string]any{"name": "Sync", "permissions": []string{"org:view", "members:view"}}, 201, "cnd_")
		token := key.body["token"].(string)
		if me := f.want(token, "GET", "/me", nil, 200); fmt.Sprint(me.body["permissions"]) != "[org:view members:view]" {
			t.Errorf("the key holds %v", me.body["permissions"])
		}
		f.want(token, "GET", "/members", nil, 200)
		f.want(token, "GET", "/roles", nil, 403)
		f.want(token, "GET", "/sessions", nil, 403)
		f.want(token, "POST", "/me/password", map[string]string{"password": everybodys, "new_password": "another password"}, 403)
		if list := f.want(ada, "GET", "/keys", nil, 200); strings.Contains(list.text, token) {
			t.Error("the key is shown twice")
		}
		f.want(sol, "GET", "/keys", nil, 403)
		f.want(sol, "DELETE", "/keys/"+key.body["id"].(string), nil, 404)
		f.want(ada, "DELETE", "/keys/"+key.body["id"].(string), nil, 204)
		f.want(token, "GET", "/me", nil, 401)

		f.want(sol, "PATCH", "/me", map[string]string{"title": "Coordinator", "appearance": "dark"}, 200, "Coordinator", `"appearance":"dark"`)
		f.want(sol, "POST", "/me/password", map[string]string{"password": "wrong guess", "new_password": "another password"}, 422, "not your password")
		f.want(sol, "POST", "/me/password", map[string]string{"password": everybodys, "new_password": "another password"}, 204)
		f.want(ada, "GET", "/tasks", nil, 200)
		f.want(sol, "GET", "/tasks", nil, 403)
		f.want(ada, "POST", "/tasks/nothing/retry", nil, 404)
	})
}
