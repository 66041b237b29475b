package guards

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestMatrix(t *testing.T) {
	var hold sync.Mutex
	tables := map[string]string{}
	onEach(t, func(t *testing.T, r *rig) {
		table := r.matrix(t)
		golden(t, "matrix.txt", table)
		hold.Lock()
		defer hold.Unlock()
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
			if yes == 0 && !nobodyMay(try.name) {
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

// nobodyMay: what the rows say that nobody can.
func nobodyMay(name string) bool {
	for _, words := range []string{"unknown", "another organisation", "of another application", "one's own", "owner", "system role"} {
		if strings.Contains(name, words) {
			return true
		}
	}
	return false
}

func (r *rig) attempt(t *testing.T, try try, who string) string {
	path, body := r.name(try.path), r.fill(try.body)
	guarded := r.ask(r.house, who, try.method, path, body)
	for _, c := range canaries { // a refusal tells nothing, either
		if guarded.status >= 400 && holds(guarded.all(), c.word) && !slices.Contains(c.seenBy, who) {
			t.Errorf("%s as %s: the answer (%d) holds %q (%s)", try.name, who, guarded.status, c.word, c.secret)
		}
	}
	verdict := guarded.verdict()
	if verdict == "error" {
		t.Errorf("%s as %s: %d %s", try.name, who, guarded.status, guarded.body)
	}
	if verdict != "no" && verdict != "login" { // the door let them pass: without it nothing is different
		return verdict
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
	case url.Values:
		out := url.Values{}
		for k, list := range b {
			for _, v := range list {
				out.Add(k, r.fill(v).(string))
			}
		}
		return out
	case sheet:
		b.values = r.fill(b.values).(url.Values)
		return b
	case []string:
		out := make([]string, len(b))
		for i, v := range b {
			out[i] = r.fill(v).(string)
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
			{"/api/v1/questions/{question:draft}", "/api/v1/questions/{unknown}"},
			{"/api/v1/questions/{question:rejected}/revisions", "/api/v1/questions/{unknown}/revisions"},
			{"/api/v1/questions/{question:shared}/revisions/1", "/api/v1/questions/{question:shared}/revisions/9"},
			{"/api/v1/templates/{template:draft}", "/api/v1/templates/{unknown}"},
			{"/api/v1/feedback-forms/{feedback-form:rejected}", "/api/v1/feedback-forms/{unknown}"},
			{"/api/v1/approvals/{approval:question/rejected}", "/api/v1/approvals/{unknown}"},
			{"/positions/{cfo}", "/positions/{unknown}"},
			{"/positions/{cfo}/board", "/positions/{unknown}/board"},
			{"/candidates/{edda}", "/candidates/{unknown}"},
			{"/applications/{edda@cfo}", "/applications/{unknown}"},
		} {
			for _, who := range []string{"sol", "nora", "ines"} {
				if who == "sol" && strings.HasSuffix(pair[0], "/revisions/1") {
					continue // it was sol's draft
				}
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
