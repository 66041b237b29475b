package kit

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// Every part in every state renders, as HTML a browser has nothing to mend in,
// and with nothing the page's policy forbids.
func TestGallery(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Gallery() {
		t.Run(e.Name+" "+e.State, func(t *testing.T) {
			if key := e.Name + "/" + e.State; seen[key] {
				t.Errorf("two examples are called %s", key)
			} else {
				seen[key] = true
			}
			var b bytes.Buffer
			if err := e.Component.Render(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
			inspect(t, b.String())
		})
	}
}

func inspect(t *testing.T, page string) {
	ids := map[string]bool{}
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("left open: %v", open)
			}
			return
		case html.StartTagToken:
			token := z.Token()
			attributes(t, token, ids)
			if !void[token.Data] {
				open = append(open, token.Data)
			}
		case html.SelfClosingTagToken:
			attributes(t, z.Token(), ids)
		case html.EndTagToken:
			token := z.Token()
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

var void = map[string]bool{"input": true, "img": true, "br": true, "hr": true, "meta": true, "link": true, "path": false}

func attributes(t *testing.T, token html.Token, ids map[string]bool) {
	names := map[string]bool{}
	for _, a := range token.Attr {
		if names[a.Key] {
			t.Errorf("<%s> says %s twice", token.Data, a.Key)
		}
		names[a.Key] = true
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
			t.Errorf("<%s %s>: the page's policy forbids it", token.Data, a.Key)
		}
		if a.Key == "id" {
			if ids[a.Val] || a.Val == "" {
				t.Errorf("id %q twice, or empty", a.Val)
			}
			ids[a.Val] = true
		}
	}
	if token.Data == "script" || token.Data == "style" {
		t.Errorf("<%s> in a part", token.Data)
	}
}

func TestClock(t *testing.T) {
	for d, want := range map[string]string{"30s": "just now", "90s": "2 minutes ago", "59m": "59 minutes ago", "1h": "1 hour ago", "47h": "1 day ago", "648h": "27 days ago", "1000h": "21 January", "9000h": "23 February 2024"} {
		if got := shown.Relative(ago(parse(t, d))); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	if got := shown.Relative(shown.Now.Add(3 * day)); got != "in 3 days" {
		t.Error(got)
	}
}

func TestWords(t *testing.T) {
	if Number(1234567) != "1,234,567" || Number(-1000) != "−1,000" || Number(0) != "0" {
		t.Error(Number(1234567), Number(-1000))
	}
	if Initials("Ada Lovelace") != "AL" || Initials("Ada Lovelace (Hiring Manager)") != "AL" || Initials("Ada Lovelace, Recruiter") != "AL" || Initials("żaneta") != "Ż" || Initials("  ") != "?" || Letter("östra") != "Ö" {
		t.Error(Initials("Ada Lovelace"), Initials("żaneta"), Letter("östra"))
	}
	if Plural(1, "person", "people") != "1 person" || Plural(1200, "person", "people") != "1,200 people" {
		t.Error("plurals")
	}
}

func parse(t *testing.T, s string) time.Duration {
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
