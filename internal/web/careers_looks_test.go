package web

import (
	"io"
	"net/http"
	"regexp"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/ui/looks"
)

// What a stranger sees, in a browser: no complaint of the console, the content policy (the posting for search engines
// is a data block in the page) or axe, nothing that scrolls sideways; also with everything wrong, and after sending.
func TestTheCareersPagesInABrowser(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	p := looks.Open(t)
	at := o.ts.URL + "/careers/north"
	for _, w := range looks.Windows {
		for _, page := range [][2]string{{"careers", ""}, {"careers-posting", "/" + o.slug}} {
			p.Go(at+page[1], w)
			p.Shot(page[0])
			for _, problem := range p.Problems() {
				t.Errorf("%s, %s: %s", page[0], w.Name, problem)
			}
		}
		if n := looks.Eval[int64](p, `document.querySelectorAll("script:not([type='application/ld+json'])").length`); n != 0 {
			t.Errorf("%d scripts", n)
		}
		p.Type("input[name=email]", "zoe@")
		p.Click("form button.button--primary")
		p.Until(`document.querySelector(".error-summary") && document.readyState === "complete"`)
		p.Shot("careers-refused")
		for _, problem := range p.Problems() {
			t.Errorf("refused, %s: %s", w.Name, problem)
		}
		if got := looks.Eval[string](p, `location.hash`); got != "#apply" {
			t.Errorf("the refused form stands at %q", got)
		}
	}
	a := o.want(o.send(o.form(append(person("Zoë Quillfeather", "zoe@example.com"), resume(t, "zoe-quillfeather.pdf"))...)...), 303)
	for _, w := range looks.Windows {
		p.Go(o.ts.URL+a.Header.Get("Location"), w)
		p.Shot("careers-received")
		for _, problem := range p.Problems() {
			t.Errorf("received, %s: %s", w.Name, problem)
		}
	}
}

// A posting with all it needs is under 100 kB.
func TestTheCareersPageIsLight(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	weigh := func(url string) int {
		r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		n, err := io.Copy(io.Discard, res.Body)
		if err != nil || res.StatusCode != 200 || n == 0 {
			t.Fatal(url, res.Status, n, err)
		}
		return int(n)
	}
	page := o.want(o.get("/careers/north/"+o.slug), 200)
	total := weigh(o.ts.URL + "/careers/north/" + o.slug)
	for _, m := range regexp.MustCompile(`(?:href|src)="(/assets/[^"]+|/careers/north/brand\.css\?\w+)"`).FindAllStringSubmatch(page.text, -1) {
		total += weigh(o.ts.URL + m[1])
	}
	if total > 100_000 {
		t.Errorf("%d bytes", total)
	}
	t.Logf("%d bytes", total)
}
