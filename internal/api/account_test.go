package api_test

import (
	"context"
	"testing"

	"candor/internal/db"
	"candor/internal/org"
)

// Whoever is in several organisations is told who they are all the same: the person until they choose, the member once
// the header does.
func TestWhoeverSignsInIsToldWhoTheyAre(t *testing.T) {
	firms(t, func(f *firm) {
		err := f.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			_, err := org.Found(ctx, tx, org.Founding{Organization: "Tailspin", Slug: "tailspin", TimeZone: "UTC", PersonID: f.ada.PersonID()})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		ada := map[string]string{"email": "ada@northwind.example", "password": everybodys}
		got := f.want("", "POST", "/sessions", ada, 201)
		member := got.body["member"].(map[string]any)
		if len(member) != 2 || member["name"] != "Ada" || member["email"] != "ada@northwind.example" || len(got.body["organizations"].([]any)) != 2 {
			t.Error(got.text)
		}
		chosen := f.ask("", "POST", "/sessions", ada, "Candor-Organization", "tailspin")
		member = chosen.body["member"].(map[string]any)
		if chosen.status != 201 || member["role"] != "Admin" || member["owner"] != true || member["id"] == nil || member["email"] != "ada@northwind.example" {
			t.Error(chosen.text)
		}
		me := f.ask(chosen.body["token"].(string), "GET", "/me", nil, "Candor-Organization", "tailspin")
		if id := me.body["member"].(map[string]any)["id"]; id != member["id"] {
			t.Error(me.text)
		}
		token := got.body["token"].(string)
		before := len(f.ask(token, "GET", "/sessions", nil, "Candor-Organization", "tailspin").items("id"))
		if a := f.ask("", "POST", "/sessions", ada, "Candor-Organization", "elsewhere"); a.status != 404 {
			t.Error(a.text)
		}
		if after := len(f.ask(token, "GET", "/sessions", nil, "Candor-Organization", "tailspin").items("id")); before != 2 || after != before {
			t.Error("a session that nobody has the token of stays", before, after)
		}
	})
}

// "Idempotency-Key on every POST": a change of one's own account is carried out once, a refused one not at all.
func TestChangesOfOnesOwnAccountAreCarriedOutOnce(t *testing.T) {
	firms(t, func(f *firm) {
		sol := f.signIn("sol")
		again := func(path string, body map[string]string, key string, status int, replayed bool) {
			t.Helper()
			a := f.ask(sol, "POST", path, body, "Idempotency-Key", key)
			if a.status != status || (a.header.Get("Idempotency-Replayed") == "true") != replayed || status == 204 && a.text != "" {
				t.Errorf("%s %s: %d %v %s", path, key, a.status, a.header, a.text)
			}
		}
		email := map[string]string{"email": "sol@elsewhere.example", "password": everybodys}
		again("/me/email", map[string]string{"email": "sol@elsewhere.example", "password": "wrong guess"}, "e", 422, false)
		again("/me/email", email, "e", 204, false)
		again("/me/email", email, "e", 204, true)
		again("/me/email", map[string]string{"email": "sol@another.example", "password": everybodys}, "e", 422, false)
		if n := f.count(`SELECT count(*) FROM mail_tokens WHERE purpose = 'confirm'`); n > 1 {
			t.Errorf("%d links", n)
		}
		if n := f.count(`SELECT count(*) FROM audit WHERE action = 'email.asked'`); n != 1 {
			t.Errorf("asked %d times", n)
		}
		other := f.signIn("sol")
		change := map[string]string{"password": everybodys, "new_password": "another password"}
		again("/me/password", map[string]string{"password": "wrong guess", "new_password": "another password"}, "p", 422, false)
		again("/me/password", change, "p", 204, false)
		f.want(other, "GET", "/me", nil, 401)
		again("/me/password", change, "p", 204, true)
		again("/me/password", change, "q", 422, false)
		if n := f.count(`SELECT count(*) FROM audit WHERE action = 'password.changed'`); n != 1 {
			t.Errorf("changed %d times", n)
		}
	})
}

// Addresses are written as they are read, and what is undone is named.
func TestCandidatesAreAddedWithEmails(t *testing.T) {
	offices(t, func(o *office) {
		position := o.position(false)
		a := o.want(o.ask("ada", "POST", "/candidates", map[string]any{"name": "Grace", "emails": []string{"g@a.example", "g@b.example"}, "position": position}), 201)
		if list := a.body["emails"].([]any); len(list) != 2 || list[0] != "g@a.example" {
			t.Error(a.text)
		}
		application := a.body["applications"].([]any)[0].(map[string]any)["id"].(string)
		at := "/applications/" + application
		a = o.want(o.ask("tom", "POST", at+"/undo", `{}`), 422)
		if fields := a.body["errors"].([]any); len(fields) != 1 || fields[0].(map[string]any)["field"] != "id" {
			t.Error(a.text)
		}
		o.want(o.ask("nora", "POST", at+"/undo", `{}`), 403)
		o.want(o.ask("ines", "POST", at+"/undo", `{}`), 404)
	})
}

func (f *firm) count(sql string) (n int) {
	f.t.Helper()
	if err := f.d.Read(f.t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql).Scan(ctx, &n) }); err != nil {
		f.t.Fatal(err)
	}
	return n
}
