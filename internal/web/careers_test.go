package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/positions"
)

// office is a server of careers pages, with one open position of Northwind's.
type office struct {
	t    testing.TB
	d    *db.DB
	s    *Server
	ts   *httptest.Server
	room *positions.Room
	slug string // of the position
}

func offices(t *testing.T, fn func(o *office)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(careersOffice(t, d)) })
}

func careersOffice(t testing.TB, d *db.DB) *office {
	t.Helper()
	people(t, d)
	err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE organizations SET name = 'Northwind Labs', careers_text = 'We build **weather**.', consent_text = 'You may keep this for a year.', brand_color = '#0b5d3b', website = 'https://northwind.example'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := files.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, d: d, room: positions.New(d)}
	kept := files.New(d, blobs, extract.Text)
	kept.Temp = t.TempDir()
	deps := Deps{DB: d, Now: d.Now, Secret: []byte("secret"), PublicURL: "http://jobs.northwind.example", Positions: o.room, Files: kept,
		Candidates: candidates.New(d, kept), Authenticate: (&house{d: d, dead: map[string]bool{}}).authenticate}
	o.s, err = build(deps, func(s *Server) { s.careers() })
	if err != nil {
		t.Fatal(err)
	}
	o.s.careersPause = 0
	o.ts = httptest.NewServer(o.s)
	t.Cleanup(func() { o.s.Close(); o.ts.Close() })
	o.slug = o.open(positions.NewPosition{Title: "Backend engineer", Public: true, Department: "Engineering", Locations: []string{"Porto, Portugal"},
		Description:  "You will **build** the forecast.\n\n<script>alert(1)</script>",
		Compensation: &positions.Compensation{Currency: "EUR", Min: new(int64(6100200)), Max: new(int64(7100200))},
		Form: positions.Form{Questions: []positions.Question{
			{ID: "when", Kind: positions.Short, Label: "When could you start?", Required: true},
			{ID: "permit", Kind: positions.YesNo, Label: "Do you need a permit?"},
			{ID: "tool", Kind: positions.Choice, Label: "Which tool?", Choices: []string{"Hammer", "Saw"}},
			{ID: "work", Kind: positions.File, Label: "A sample of your work"},
		}}})
	return o
}

// open makes and opens a position and gives its slug.
func (o *office) open(n positions.NewPosition) string {
	o.t.Helper()
	ada, err := (&house{d: o.d, dead: map[string]bool{}}).authenticate(o.t.Context(), "ada", "")
	if err != nil {
		o.t.Fatal(err)
	}
	p, err := o.room.Create(o.t.Context(), ada, n)
	if err == nil {
		p, err = o.room.Open(o.t.Context(), ada, p.ID)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return p.Slug
}

func (o *office) get(path string) answer {
	o.t.Helper()
	return o.do(http.NewRequest("GET", o.ts.URL+path, nil))
}

func (o *office) do(r *http.Request, err error) answer {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r.WithContext(o.t.Context()))
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return answer{res, string(b)}
}

// part is a field of a form, or a file where it has a file's name.
type part struct{ name, file, value string }

func (o *office) send(parts ...part) answer {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, p := range parts {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"`, p.name))
		if p.file != "" {
			h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"; filename="%s"`, p.name, p.file))
		}
		w, err := form.CreatePart(h)
		if err != nil {
			o.t.Fatal(err)
		}
		io.WriteString(w, p.value)
	}
	form.Close()
	r, err := http.NewRequest("POST", o.ts.URL+"/careers/north/"+o.slug, &body)
	if err == nil {
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return o.do(r, err)
}

var hiddenValue = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// carried are the hidden fields of a form.
func carried(a answer) (out []part) {
	for _, m := range hiddenValue.FindAllStringSubmatch(a.text, -1) {
		out = append(out, part{m[1], "", m[2]})
	}
	return out
}

func (o *office) form(parts ...part) []part {
	o.t.Helper()
	return append(carried(o.get("/careers/north/"+o.slug)), parts...)
}

func (o *office) want(a answer, status int, words ...string) answer {
	o.t.Helper()
	if a.StatusCode != status {
		o.t.Fatalf("%d, not %d: %s", a.StatusCode, status, a.text)
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			o.t.Errorf("the answer lacks %q:\n%s", w, a.text)
		}
	}
	return a
}

func (o *office) lacks(a answer, words ...string) {
	o.t.Helper()
	for _, w := range words {
		if strings.Contains(a.text, w) {
			o.t.Errorf("the answer has %q", w)
		}
	}
}

func (o *office) number(sql string) (n int) {
	o.t.Helper()
	err := o.d.Read(o.t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql).Scan(ctx, &n) })
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func resume(t *testing.T, name string) part {
	b, err := os.ReadFile("../files/extract/samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return part{"resume", name, string(b)}
}

func person(name, email string) []part {
	return []part{{"name", "", name}, {"email", "", email}, {"answers.when", "", "In May"}, {"consent", "", "true"}}
}

func TestTheCareersPages(t *testing.T) {
	offices(t, func(o *office) {
		a := o.want(o.get("/careers/north"), 200, "Work at Northwind Labs", "We build <strong>weather</strong>", "Backend engineer", "Porto, Portugal", "1 open position", "/careers/north/brand.css?")
		o.lacks(a, "<script", "61,002")
		a = o.want(o.get("/careers/north/"+o.slug), 200, "<strong>build</strong>", "When could you start?", "You may keep this for a year.", `name="answers.tool"`, `type="application/ld+json"`)
		o.lacks(a, "61,002", "6100200", "<script>alert", `src="/assets`)
		if len(a.text) > 30_000 {
			t.Errorf("the page has %d bytes", len(a.text))
		}
		css := o.want(o.get(regexp.MustCompile(`/careers/north/brand\.css\?\w+`).FindString(a.text)), 200, "--accent")
		if !strings.Contains(css.Header.Get("Cache-Control"), "immutable") || css.Header.Get("Content-Type") != "text/css; charset=utf-8" {
			t.Error(css.Header)
		}
		for _, path := range []string{"/careers/nowhere", "/careers/north/nothing", "/careers/nowhere/" + o.slug, "/careers/north/" + o.slug + "/received", "/careers/north/" + o.slug + "/received?receipt=x"} {
			o.want(o.get(path), 404)
		}
		private := o.open(positions.NewPosition{Title: "Secret", Private: true})
		if hidden, unknown := o.get("/careers/north/"+private), o.get("/careers/north/unknown"); hidden.StatusCode != 404 || hidden.text != unknown.text {
			t.Error("private and unknown differ")
		}
	})
}

func TestThePostingForSearchEngines(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	read := func(slug string) (out map[string]any) {
		t.Helper()
		a := o.want(o.get("/careers/north/"+slug), 200)
		m := regexp.MustCompile(`(?s)<script id="posting" type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(a.text)
		if m == nil {
			t.Fatal(a.text)
		}
		if err := json.Unmarshal([]byte(m[1]), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	p := read(o.slug)
	for name, want := range map[string]string{
		"@context": `"https://schema.org/"`, "@type": `"JobPosting"`, "title": `"Backend engineer"`, "employmentType": `"FULL_TIME"`, "directApply": "true",
		"datePosted":         `"` + o.d.Now().Format("2006-01-02") + `"`,
		"hiringOrganization": `{"@type":"Organization","name":"Northwind Labs","sameAs":"https://northwind.example"}`,
		"identifier":         `{"@type":"PropertyValue","name":"Northwind Labs","value":"` + o.slug + `"}`,
		"jobLocation":        `[{"@type":"Place","address":{"@type":"PostalAddress","addressCountry":"Portugal","addressLocality":"Porto"}}]`,
		"url":                `"http://jobs.northwind.example/careers/north/` + o.slug + `"`,
	} {
		if got, _ := json.Marshal(p[name]); string(got) != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if d := p["description"].(string); !strings.Contains(d, "<strong>build</strong>") || strings.Contains(d, "<script") {
		t.Error(d)
	}
	if p["baseSalary"] != nil || p["jobLocationType"] != nil {
		t.Error("pay that the page does not show, or a place that is none")
	}
	remote := read(o.open(positions.NewPosition{Title: "X", Public: true, Remote: positions.RemoteWork, Locations: []string{"Portugal"}, Employment: positions.Contract,
		Compensation: &positions.Compensation{Currency: "JPY", Min: new(int64(5000)), Period: positions.Hour, OnPosting: true}}))
	for name, want := range map[string]string{"jobLocationType": `"TELECOMMUTE"`, "applicantLocationRequirements": `[{"@type":"AdministrativeArea","name":"Portugal"}]`, "jobLocation": "null",
		"employmentType": `"CONTRACTOR"`, "baseSalary": `{"@type":"MonetaryAmount","currency":"JPY","value":{"@type":"QuantitativeValue","minValue":5000,"unitText":"HOUR"}}`} {
		if got, _ := json.Marshal(remote[name]); string(got) != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAnApplicationArrives(t *testing.T) {
	offices(t, func(o *office) {
		parts := o.form(append(person("Mireille Okonkwo", "mireille@example.com"), part{"links", "", "https://a.example\nhttps://b.example"}, part{"answers.permit", "", "no"},
			part{"answers.tool", "", "Saw"}, resume(t, "mireille-okonkwo.pdf"), part{"answers.work", "bridge.png", "\x89PNG\r\n\x1a\n picture"})...)
		a := o.want(o.send(parts...), 303)
		to := a.Header.Get("Location")
		if strings.Contains(to, "ireille") || !strings.HasPrefix(to, "/careers/north/"+o.slug+"/received?receipt=") {
			t.Error(to)
		}
		o.want(o.get(to), 200, "Thank you, Mireille Okonkwo", "mireille@example.com", "mireille-okonkwo.pdf", "In May", "Saw", "bridge.png", "https://b.example", `content="noindex"`)
		o.want(o.send(parts...), 303) // sent twice
		if n := o.number(`SELECT count(*) FROM applications`); n != 1 {
			t.Errorf("%d applications", n)
		}
		if n := o.number(`SELECT count(*) FROM files`); n != 2 {
			t.Errorf("%d files", n)
		}
		if n := o.number(`SELECT count(*) FROM mails`); n != 1 {
			t.Errorf("%d letters", n)
		}
	})
}

func TestManyAtOnceAreOneApplication(t *testing.T) {
	offices(t, func(o *office) {
		parts := o.form(append(person("Zoë Quillfeather", "zoe@example.com"), resume(t, "zoe-quillfeather.odt"))...)
		var wait sync.WaitGroup
		for range 6 {
			wait.Go(func() {
				if a := o.send(parts...); a.StatusCode != 303 {
					t.Errorf("%d %s", a.StatusCode, a.text)
				}
			})
		}
		wait.Wait()
		if n := o.number(`SELECT count(*) FROM applications`); n != 1 {
			t.Errorf("%d applications", n)
		}
	})
}

func TestNothingIsTypedOrChosenTwice(t *testing.T) {
	offices(t, func(o *office) {
		a := o.send(o.form(part{"name", "", "  "}, part{"email", "", "zoe@"}, part{"links", "", "https://a.example"}, part{"answers.tool", "", "Saw"},
			part{"answers.when", "", "<soon>"}, resume(t, "zoe-quillfeather.docx"), part{"answers.work", "virus.exe", "MZ\x90\x00\x03"})...)
		o.want(a, 422, "https://a.example", "&lt;soon&gt;", `value="zoe@"`, "zoe-quillfeather.docx", "need your attention", `value="Saw" checked`)
		for _, field := range []string{"name", "email", "consent", "answers.work"} {
			if !strings.Contains(a.text, `href="#field-`+field+`"`) {
				t.Errorf("%s is not in the summary", field)
			}
		}
		if n := o.number(`SELECT count(*) FROM applications`); n != 0 {
			t.Errorf("%d applications", n)
		}
		parts := append(carried(a), person("Zoë Quillfeather", "zoe@example.com")...)
		a = o.want(o.send(parts...), 303)
		o.want(o.get(a.Header.Get("Location")), 200, "zoe-quillfeather.docx")
		if n := o.number(`SELECT count(*) FROM files`); n != 1 {
			t.Errorf("%d files", n)
		}
	})
}

func TestAKeptFileCanBeReplacedOrLeftOut(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	a := o.want(o.send(o.form(resume(t, "zoe-quillfeather.docx"), part{"answers.work", "a.txt", "words of mine"})...), 422, "zoe-quillfeather.docx", "a.txt", "drop.answers.work")
	o.lacks(a, "drop.resume") // it is required
	parts := append(carried(a), person("Zoë", "zoe@example.com")...)
	a = o.want(o.send(append(parts, part{"drop.answers.work", "", "true"}, resume(t, "zoe-quillfeather.pdf"))...), 303)
	received := o.want(o.get(a.Header.Get("Location")), 200, "zoe-quillfeather.pdf")
	o.lacks(received, "a.txt", "docx")
}

func TestAForgedTicketIsNoFile(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	other := o.open(positions.NewPosition{Title: "Other", Public: true, Form: positions.Form{Questions: []positions.Question{{ID: "work", Kind: positions.File, Label: "Work"}}}})
	a := o.want(o.send(o.form(resume(t, "zoe-quillfeather.docx"))...), 422)
	var ticket string
	for _, p := range carried(a) {
		if p.name == "kept.resume" {
			ticket = p.value
		}
	}
	for _, forged := range []string{"", "x", ticket[:len(ticket)-2] + "AA"} {
		o.want(o.send(o.form(append(person("Zoë", "zoe@example.com"), part{"kept.resume", "", forged})...)...), 422, "Attach your résumé.")
	}
	o.slug = other // a ticket of another posting
	o.want(o.send(o.form(append(person("Zoë", "zoe@example.com"), part{"kept.resume", "", ticket})...)...), 422, "Attach your résumé.")
}

func TestMachinesDoNotApply(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	full := append(person("Bot", "bot@example.com"), resume(t, "zoe-quillfeather.docx"))
	a := o.want(o.send(full...), 422, "send it once more", `value="bot@example.com"`)
	if n := o.number(`SELECT count(*) FROM applications`); n != 0 {
		t.Error("an application without a form of ours")
	}
	o.want(o.send(append(append(carried(a), part{"homepage", "", "https://spam.example"}), full...)...), 422, "send it once more")
	o.want(o.send(append(carried(a), person("Person", "p@example.com")...)...), 303) // who sends it once more is through, with the file
	if n := o.number(`SELECT count(*) FROM applications`); n != 1 {
		t.Error(n)
	}
	o.s.careersPause = 300 * time.Millisecond
	parts, began := o.form(full...), time.Now()
	o.want(o.send(parts...), 303)
	if took := time.Since(began); took < 250*time.Millisecond {
		t.Errorf("taken after %v", took)
	}
}

func TestTooMuchIsSaidBesideTheField(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	large := "%PDF-1.7\n" + strings.Repeat("x", 11<<20)
	a := o.send(o.form(append(person("Zoë", "zoe@example.com"), part{"resume", "large.pdf", large})...)...)
	o.want(a, 422, "larger than 10 MB", `value="zoe@example.com"`, `href="#field-resume"`)
	a = o.send(o.form(append(person("Zoë", "zoe@example.com"), part{"resume", "empty.pdf", ""})...)...)
	o.want(a, 422, `href="#field-resume"`)
	if n := o.number(`SELECT count(*) FROM blobs`); n != 0 {
		t.Errorf("%d blobs are kept", n)
	}
}

func TestOneNetworkSendsOnlySoManyForms(t *testing.T) {
	offices(t, func(o *office) {
		o.room.PerHour = 2
		for range 2 {
			o.want(o.send(o.form()...), 422)
		}
		if a := o.want(o.send(o.form()...), 429); a.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		testdb.ClockOf(o.d).Advance(61 * time.Minute)
		o.want(o.send(o.form()...), 422)
	})
}

func TestAFormForWhatIsNoLongerPublishedIsNotTaken(t *testing.T) {
	o := careersOffice(t, testdb.Open(t, db.SQLite))
	parts := o.form(append(person("Zoë", "zoe@example.com"), resume(t, "zoe-quillfeather.docx"))...)
	ada, err := (&house{d: o.d, dead: map[string]bool{}}).authenticate(t.Context(), "ada", "")
	if err != nil {
		t.Fatal(err)
	}
	var list []positions.Listed
	found, err := o.room.List(t.Context(), ada, positions.Filter{}, db.Page{})
	if list = found.Items; err != nil || len(list) != 1 {
		t.Fatal(err)
	}
	if _, err := o.room.Close(t.Context(), ada, list[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	o.want(o.send(parts...), 404)
}

// An address typed with a slash at its end leads to the page, and to nothing that is not there.
func TestASlashTooManyLeadsToThePage(t *testing.T) {
	offices(t, func(o *office) {
		for from, to := range map[string]string{"/careers/north/": "/careers/north", "/careers/north/?q=a": "/careers/north?q=a",
			"/careers/north/" + o.slug + "/": "/careers/north/" + o.slug, "/careers/nobody/": "/careers/nobody"} {
			if got := o.want(o.get(from), 301).Header.Get("Location"); got != to {
				t.Errorf("%s leads to %s", from, got)
			}
		}
		o.want(o.get("/careers/nobody"), 404)
	})
}

// Above the form stands which question is meant; what was typed is quoted as it was typed; a file that is kept stands
// below the field it belongs to.
func TestARefusedApplicationSaysWhichQuestion(t *testing.T) {
	offices(t, func(o *office) {
		a := o.want(o.send(o.form(append(person("Zoë", "zoe@example.com"), part{"links", "", "not a link at all"}, part{"answers.when", "", ""}, resume(t, "zoe-quillfeather.pdf"))...)...), 422,
			`“When could you start?”: Please answer this.</a>`, "“not a link at all” is not an address on the web.", "<span>Please answer this.</span>", "The file below is kept")
		if label, kept := strings.Index(a.text, `for="field-resume"`), strings.Index(a.text, `class="chosen"`); kept < label || label < 0 {
			t.Errorf("the kept file stands at %d, its field at %d", kept, label)
		}
	})
}
