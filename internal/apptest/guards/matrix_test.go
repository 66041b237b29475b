package guards

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// try is one row of the matrix: something somebody might do, through its door.
type try struct {
	name, method, path string
	body               any
}

type fields map[string]any

var matrix = []struct {
	title string
	tries []try
}{
	{"Positions", []try{
		{"list positions", "GET", "/api/v1/positions", nil},
		{"see an open position", "GET", "/api/v1/positions/{backend}", nil},
		{"see a private position", "GET", "/api/v1/positions/{cfo}", nil},
		{"see a private position, tom not on it", "GET", "/api/v1/positions/{vp}", nil},
		{"see an unknown position", "GET", "/api/v1/positions/{unknown}", nil},
		{"see a position of another organisation", "GET", "/api/v1/positions/{pilot}", nil},
		{"create a position", "POST", "/api/v1/positions", fields{"title": "New one"}},
		{"edit an open position", "PATCH", "/api/v1/positions/{backend}", fields{"title": "Backend developer"}},
		{"edit a private position", "PATCH", "/api/v1/positions/{cfo}", fields{"title": "Finance chief"}},
		{"set pay", "PATCH", "/api/v1/positions/{backend}", fields{"compensation": fields{"min": fields{"amount_minor": 100, "currency": "EUR"}}}},
		{"make a position private", "PATCH", "/api/v1/positions/{backend}", fields{"private": true}},
		{"make a private position visible", "PATCH", "/api/v1/positions/{cfo}", fields{"private": false}},
		{"put a position on the careers page", "PATCH", "/api/v1/positions/{sales}", fields{"public": true}},
		{"close a position", "POST", "/api/v1/positions/{sales}/close", fields{"applications": "keep"}},
		{"edit the hiring team", "PUT", "/api/v1/positions/{backend}/team", []fields{{"member_id": "member:hana", "team_role": "hiring_manager"}}},
		{"delete a position", "DELETE", "/api/v1/positions/{data}", nil},
		{"add a phase", "POST", "/api/v1/positions/{backend}/phases", fields{"name": "Tea"}},
	}},
	{"Candidates and applications", []try{
		{"list candidates", "GET", "/api/v1/candidates", nil},
		{"see a candidate", "GET", "/api/v1/candidates/{grace}", nil},
		{"see a candidate of a private position", "GET", "/api/v1/candidates/{edda}", nil},
		{"see a candidate with one hidden application", "GET", "/api/v1/candidates/{sena}", nil},
		{"add a candidate", "POST", "/api/v1/candidates", fields{"name": "New Person", "position": "{backend}"}},
		{"edit a candidate", "PATCH", "/api/v1/candidates/{grace}", fields{"headline": "Compilers"}},
		{"edit contact information", "PATCH", "/api/v1/candidates/{grace}", fields{"phone": "+351 1"}},
		{"delete a candidate", "DELETE", "/api/v1/candidates/{grace}", nil},
		{"list applications", "GET", "/api/v1/applications", nil},
		{"see an application", "GET", "/api/v1/applications/{grace@backend}", nil},
		{"see an application on a private position", "GET", "/api/v1/applications/{edda@cfo}", nil},
		{"see the hidden one of two applications", "GET", "/api/v1/applications/{sena@vp}", nil},
		{"read activity", "GET", "/api/v1/applications/{grace@backend}/activity", nil},
		{"read activity in Offer", "GET", "/api/v1/applications/{lena@backend}/activity", nil},
		{"read activity in Hired", "GET", "/api/v1/applications/{amir@backend}/activity", nil},
		{"read activity in Offer, private", "GET", "/api/v1/applications/{hugo@cfo}/activity", nil},
		{"read one's own file (kit)", "GET", "/api/v1/applications/{kit@coordinator}/activity", nil},
		{"move within open stages", "POST", "/api/v1/applications/{ravi@backend}/move", fields{"status": "in_review"}},
		{"move into Offer", "POST", "/api/v1/applications/{grace@backend}/move", fields{"status": "offer", "confirmed": true}},
		{"move into Hired", "POST", "/api/v1/applications/{lena@backend}/move", fields{"status": "hired"}},
		{"move out of Offer", "POST", "/api/v1/applications/{lena@backend}/move", fields{"status": "applied"}},
		{"move to another position", "POST", "/api/v1/applications/{grace@backend}/move", fields{"position_id": "{support}"}},
		{"move on one's own file (kit)", "POST", "/api/v1/applications/{kit@coordinator}/move", fields{"status": "applied"}},
		{"reject", "POST", "/api/v1/applications/{ravi@backend}/reject", fields{"reason": "not_a_fit"}},
		{"reject with a mail", "POST", "/api/v1/applications/{ravi@backend}/reject", fields{"reason": "not_a_fit", "send_email": true}},
		{"reject in Offer", "POST", "/api/v1/applications/{lena@backend}/reject", fields{"reason": "other"}},
		{"withdraw", "POST", "/api/v1/applications/{grace@backend}/withdraw", fields{}},
		{"read feedback", "GET", "/api/v1/applications/{grace@backend}/feedback", nil},
	}},
	{"Organisation, members, roles", []try{
		{"see the organisation", "GET", "/api/v1/organization", nil},
		{"change the organisation", "PATCH", "/api/v1/organization", fields{"name": "Northwind"}},
		{"list members", "GET", "/api/v1/members", nil},
		{"see a member", "GET", "/api/v1/members/{member:nora}", nil},
		{"give a member another role", "PATCH", "/api/v1/members/{member:nora}", fields{"role_id": "{role:Author}"}},
		{"change one's own role (tom)", "PATCH", "/api/v1/members/{member:tom}", fields{"role_id": "{role:Author}"}},
		{"deactivate a member", "POST", "/api/v1/members/{member:nora}/deactivate", fields{}},
		{"remove a member", "DELETE", "/api/v1/members/{member:nora}", nil},
		{"remove the owner", "DELETE", "/api/v1/members/{member:ada}", nil},
		{"invite an interviewer", "POST", "/api/v1/invitations", fields{"email": "new@northwind.example"}},
		{"list invitations", "GET", "/api/v1/invitations", nil},
		{"list roles", "GET", "/api/v1/roles", nil},
		{"create a role", "POST", "/api/v1/roles", fields{"name": "Tiny", "permissions": []string{"org:view"}}},
		{"edit a role", "PATCH", "/api/v1/roles/{role:Author}", fields{"description": "Writes"}},
		{"delete a role", "DELETE", "/api/v1/roles/{role:Author}", nil},
		{"read the catalogue", "GET", "/api/v1/permissions", nil},
		{"read the audit log", "GET", "/api/v1/audit", nil},
		{"list keys", "GET", "/api/v1/keys", nil},
		{"see oneself", "GET", "/api/v1/me", nil},
		{"read the organisation's activity", "GET", "/api/v1/activity", nil},
		{"search", "GET", "/api/v1/search?q=grace", nil},
	}},
	{"Pages", []try{
		{"start page", "GET", "/", nil},
		{"positions page", "GET", "/positions", nil},
		{"page of an open position", "GET", "/positions/{backend}", nil},
		{"page of a private position", "GET", "/positions/{cfo}", nil},
		{"new position page", "GET", "/positions/new", nil},
		{"settings of a position", "GET", "/positions/{backend}/settings", nil},
		{"team of a position", "GET", "/positions/{backend}/team", nil},
		{"board of an open position", "GET", "/positions/{backend}/board", nil},
		{"board of a private position", "GET", "/positions/{cfo}/board", nil},
		{"table of an open position", "GET", "/positions/{backend}/table", nil},
		{"candidates page", "GET", "/candidates", nil},
		{"profile", "GET", "/candidates/{grace}", nil},
		{"profile, private", "GET", "/candidates/{edda}", nil},
		{"application page", "GET", "/applications/{grace@backend}", nil},
		{"application page in Offer", "GET", "/applications/{lena@backend}", nil},
		{"application page, private", "GET", "/applications/{edda@cfo}", nil},
		{"own application page (kit)", "GET", "/applications/{kit@coordinator}", nil},
		{"drag a card", "POST", "/applications/{ravi@backend}/move", url.Values{"status": {"in_review"}}},
		{"drag a card to Hired", "POST", "/applications/{lena@backend}/move", url.Values{"status": {"hired"}}},
		{"members page", "GET", "/settings/members", nil},
		{"roles page", "GET", "/settings/roles", nil},
		{"settings page", "GET", "/settings", nil},
		{"search page", "GET", "/find?q=grace", nil},
		{"careers page", "GET", "/careers/northwind", nil},
	}},
}

func TestMatrix(t *testing.T) {
	tables := map[string]string{}
	onEach(t, func(t *testing.T, r *rig) {
		table := r.matrix(t)
		golden(t, "matrix.txt", table)
		tables[t.Name()] = table
	})
	if *update {
		return
	}
	var first string
	for name, table := range tables {
		if first == "" {
			first = table
		}
		if table != first {
			t.Errorf("the engines differ: %s\n%s", name, firstDifference(first, table))
		}
	}
}

// matrix asks every cell twice: with doors that check their needs, and with verbs alone. A no of the doors that the
// verbs would not give is a hole behind the door.
func (r *rig) matrix(t *testing.T) string {
	var b strings.Builder
	for _, g := range matrix {
		fmt.Fprintf(&b, "%-46s", g.title)
		for _, who := range everybody {
			fmt.Fprintf(&b, "%-8s", who)
		}
		b.WriteString("\n")
		for _, try := range g.tries {
			fmt.Fprintf(&b, "%-46s", try.name)
			yes, not := 0, 0
			for _, who := range everybody {
				a := r.attempt(t, try, who)
				if a == "yes" || a == "invalid" { // allowed, and refused for what is in the way
					yes++
				} else {
					not++
				}
				fmt.Fprintf(&b, "%-8s", a)
			}
			b.WriteString("\n")
			if yes == 0 && !strings.Contains(try.name, "unknown") && !strings.Contains(try.name, "another organisation") && !strings.Contains(try.name, "one's own") && !strings.Contains(try.name, "owner") {
				t.Errorf("%q: nobody of the cast can, so a broken door would look the same", try.name)
			}
			if yes == len(everybody) && g.title != "Pages" {
				t.Errorf("%q: everybody can, so a missing check would look the same", try.name)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (r *rig) attempt(t *testing.T, try try, who string) string {
	path, body := r.name(try.path), r.fill(try.body)
	guarded := r.ask(r.house, who, try.method, path, body)
	verdict := guarded.verdict()
	if verdict == "error" {
		t.Errorf("%s as %s: %d %s", try.name, who, guarded.status, guarded.body)
	}
	alone := r.ask(r.open, who, try.method, path, body)
	switch {
	case who == "visitor" && verdict == "login" && alone.verdict() != "yes": // nobody, told so in other words
	case verdict == "no" && alone.verdict() == "hidden": // the gate speaks before the item in the body is looked for
	case alone.verdict() != verdict:
		t.Errorf("%s as %s: the door says %s, the verb alone %s (%d)", try.name, who, verdict, alone.verdict(), alone.status)
	}
	return verdict
}

// fill puts ids into a body.
func (r *rig) fill(body any) any {
	switch b := body.(type) {
	case fields:
		out := fields{}
		for k, v := range b {
			out[k] = r.fill(v)
		}
		return out
	case []fields:
		out := make([]fields, len(b))
		for i, f := range b {
			out[i] = r.fill(f).(fields)
		}
		return out
	case string:
		if strings.HasPrefix(b, "member:") {
			return r.id(b)
		}
		return r.name(b)
	}
	return body
}

// Hidden and unknown are one answer: the same status, the same bytes, the same headers.
func TestHiddenIsUnknown(t *testing.T) {
	onEach(t, func(t *testing.T, r *rig) {
		for _, pair := range [][2]string{
			{"/api/v1/positions/{cfo}", "/api/v1/positions/{unknown}"},
			{"/api/v1/candidates/{edda}", "/api/v1/candidates/{unknown}"},
			{"/api/v1/applications/{edda@cfo}", "/api/v1/applications/{unknown}"},
			{"/positions/{cfo}", "/positions/{unknown}"},
			{"/positions/{cfo}/board", "/positions/{unknown}/board"},
			{"/candidates/{edda}", "/candidates/{unknown}"},
			{"/applications/{edda@cfo}", "/applications/{unknown}"},
		} {
			for _, who := range []string{"sol", "nora", "ines"} {
				hidden := r.ask(r.house, who, "GET", r.name(pair[0]), nil)
				unknown := r.ask(r.house, who, "GET", r.name(pair[1]), nil)
				if hidden.status != http.StatusNotFound || hidden.status != unknown.status {
					t.Errorf("%s as %s: %d, unknown %d", pair[0], who, hidden.status, unknown.status)
				}
				one, other := neutral(r, hidden, pair[0]), neutral(r, unknown, pair[1])
				if one != other {
					t.Errorf("%s as %s: hidden and unknown differ\n%s", pair[0], who, firstDifference(other, one))
				}
			}
		}
	})
}

// neutral is an answer without what every answer has of its own: the request's id and the address asked for.
func neutral(r *rig, a answer, path string) string {
	h := a.header.Clone()
	h.Del("X-Request-Id")
	h.Del("Date")
	var b strings.Builder
	h.Write(&b)
	text := b.String() + "\n" + a.body
	return strings.ReplaceAll(strings.ReplaceAll(text, r.name(path), "PATH"), h.Get("Content-Length"), "N")
}
