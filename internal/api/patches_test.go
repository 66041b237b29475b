package api_test

import (
	"testing"
	"time"
)

func TestKeysAndInvitationsAreChangedByTheAPI(t *testing.T) {
	firms(t, func(f *firm) {
		ada, sol := f.signIn("ada"), f.signIn("sol")
		key := f.want(ada, "POST", "/keys", map[string]any{"name": "Sync", "permissions": []string{"org:view"}}, 201).body["id"].(string)
		at := "/keys/" + key
		tag := f.want(ada, "GET", at, nil, 200).header.Get("ETag")
		f.want(sol, "PATCH", at, map[string]any{"name": "Mine"}, 404)
		f.want(ada, "PATCH", at, map[string]any{"nme": "Payroll"}, 422)
		f.want(ada, "PATCH", at, map[string]any{"name": ""}, 422, `"field":"name"`)
		until := f.d.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
		f.want(ada, "PATCH", at, map[string]any{"name": "Payroll", "expires_at": until}, 200, `"name":"Payroll"`, `"expires_at"`)
		if got := f.want(ada, "PATCH", at, map[string]any{"expires_at": nil}, 200, `"name":"Payroll"`); got.body["expires_at"] != nil {
			t.Error(got.text)
		}
		if a := f.ask(ada, "PATCH", at, map[string]any{"name": "Late"}, "If-Match", tag); a.status != 412 {
			t.Error(a.text)
		}

		invitation := f.want(ada, "POST", "/invitations", map[string]string{"email": "newt@northwind.example", "role_id": f.id(ada, "/roles", "name", "Interviewer")}, 201).body["id"].(string)
		at = "/invitations/" + invitation
		f.want(ada, "PATCH", at, map[string]any{}, 200, `"role":"Interviewer"`)
		f.want(ada, "PATCH", at, map[string]any{"role_id": f.id(ada, "/roles", "name", "Staffing")}, 200, `"role":"Staffing"`)
		f.want(sol, "PATCH", at, map[string]any{"role_id": f.id(ada, "/roles", "name", "Admin")}, 403)
		if got := f.want(ada, "PATCH", at, map[string]any{"role_id": ""}, 200); got.body["role_id"] != nil {
			t.Error("the default role is named", got.text)
		}
	})
}

// How an application came is corrected; what was submitted is not.
func TestApplicationsAreChangedByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		_, application := o.grace(o.position(false))
		at := "/applications/" + application
		a := o.want(o.ask("tom", "PATCH", at, `{"source":"referral","source_name":"Lin"}`), 200)
		if a.body["source"] != "referral" || a.body["source_name"] != "Lin" || a.header.Get("ETag") != o.ask("tom", "GET", at, nil).header.Get("ETag") {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "PATCH", at, `{"answers":[]}`), 422)
		o.want(o.ask("nora", "PATCH", at, `{"answers":[]}`), 403)
		o.want(o.ask("ines", "PATCH", at, `{"answers":[]}`), 404)
	})
}
