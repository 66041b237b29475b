package web_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
	"candor/internal/mail"
)

// northwind is the demo company behind its doors; people ask by their keys.
type northwind struct {
	*firm
	*company.Company
	clock *testdb.Clock
}

// sinkTransport takes letters and keeps none.
type sinkTransport struct{}

func (sinkTransport) Deliver(_ context.Context, _ mail.Message, handOver func() error) error {
	return handOver()
}

func inNorthwind(t *testing.T, fn func(n *northwind)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		blobs, err := files.Disk(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		clock := testdb.ClockOf(d)
		h, err := house.Build(house.Plan{PublicURL: "http://candor.test", Secret: bytes.Repeat([]byte("k"), 32), DB: d, Now: clock.Now, Blobs: blobs,
			Extract: extract.Text, Letters: sinkTransport{}, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		f := &firm{t: t, d: d, h: h, ts: httptest.NewServer(h.Web), jars: map[string]http.CookieJar{}}
		t.Cleanup(func() {
			f.ts.Close()
			h.Stop(context.Background())
		})
		made, err := company.Fill(t.Context(), h, company.Steady(time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC), clock.Set))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Worker.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		n := &northwind{firm: f, Company: made, clock: clock}
		for _, who := range []string{"ben", "rui", "tom", "nora", "kit", "sol", "ines"} {
			f.post(who, "/sign-in", url.Values{"email": {who + "@northwind.example"}, "password": {company.Password}}).leadsTo("/")
		}
		fn(n)
	})
}

func (n *northwind) app(key string) string { return "/applications/" + n.Applications[key] }

// fileOf is the address of the first file of an application.
func (n *northwind) fileOf(key string) string {
	n.t.Helper()
	d, err := n.House.Candidates.Application(n.t.Context(), n.As(n.t.Context(), "ada"), n.Applications[key])
	if err != nil || len(d.Files) == 0 {
		n.t.Fatal(key, err)
	}
	return "/files/" + d.Files[0].ID
}

// upload sends a form with a file.
func (n *northwind) upload(who, path, field, name string, content []byte, form url.Values) page {
	n.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, all := range form {
		for _, v := range all {
			m.WriteField(k, v)
		}
	}
	if name != "" {
		f, _ := m.CreateFormFile(field, name)
		f.Write(content)
	}
	m.Close()
	if n.jars[who] == nil {
		n.jars[who], _ = cookiejar.New(nil)
	}
	r, _ := http.NewRequestWithContext(n.t.Context(), "POST", n.ts.URL+path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	c := &http.Client{Jar: n.jars[who], CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(r)
	if err != nil {
		n.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	return page{n.t, who + ": POST " + path, res.StatusCode, res.Header.Get("Location"), res.Header, string(text)}
}

// rows is how many rows a table of the page has.
func (p page) rows() int { return strings.Count(p.text, "data-row") }

// undo is the address that the flash of a page offers.
func (p page) undo() string {
	p.t.Helper()
	return p.find(`action="(/undo/[^"]+)"`)
}

func TestOnesOwnFileShowsNothing(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		secrets := []string{"Umbrage", "flibbertigibbet", "+351 910 000 122", "kit@northwind.example", "Recruiting coordinator", "Careers page"}
		app := n.get("kit", n.app("kit@coordinator")).is(200, "Kit Arden", "Hired", "This is your own application.")
		main := regexp.MustCompile(`(?s)<main.*</main>`).FindString(app.text)
		person := n.get("kit", "/candidates/"+n.Candidates["kit"]).is(200, "Kit Arden", "Hired", "This is your own application.")
		profile := regexp.MustCompile(`(?s)<main.*</main>`).FindString(person.text)
		for _, text := range []string{main, profile} {
			for _, s := range append(secrets, "<form", "<button", "textarea", "iframe", "/move", "/reject", "/star") {
				if strings.Contains(text, s) {
					t.Errorf("one's own file says %q", s)
				}
			}
		}
		for _, path := range []string{"/move", "/reject", "/withdraw", "/snooze", "/star", "/notes", "/transfer"} {
			n.post("kit", n.app("kit@coordinator")+path, url.Values{"status": {"applied"}, "reason": {"other"}, "body": {"x"}, "for": {"week"}, "position_id": {n.Positions["backend"]}}).is(403)
		}
		for _, path := range []string{"/move", "/reject", "/snooze", "/transfer", "/files"} {
			n.get("kit", n.app("kit@coordinator")+path).is(403, "This is your own application.")
		}
		for _, path := range []string{"/edit", "/applications"} {
			n.get("kit", "/candidates/"+n.Candidates["kit"]+path).is(403)
		}
		n.get("kit", n.fileOf("kit@coordinator")).is(404)
		n.get("kit", "/candidates").is(200, "This is your own application.").lacks("/applications/" + n.Applications["kit@coordinator"] + "\" data-tick")
		n.get("ben", n.app("kit@coordinator")).is(200, "Umbrage")
	})
}

func TestWhileClosingOthersSeeNoActivity(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		sentence := "Only the hiring manager, the recruiter and admins see activity in Offer and Hired, and change the stage there."
		for who, reads := range map[string]bool{"rui": true, "ben": true, "tom": false, "nora": false} {
			p := n.get(who, n.app("lena@backend")).is(200, "Lena Hofstätter", "Offer", "gossamer")
			if reads {
				p.is(200, "skerrick").lacks(sentence)
			} else {
				p.is(200, sentence).lacks("skerrick", "/notes", "Reject…")
			}
		}
		n.get("tom", n.app("lena@backend")).is(200, `aria-disabled="true"`)
		n.get("nora", n.app("lena@backend")).lacks("Add note")
		n.post("tom", n.app("lena@backend")+"/move", url.Values{"status": {"in_review"}}).is(403, sentence)
		n.post("tom", n.app("lena@backend")+"/notes", url.Values{"body": {"x"}}).is(403, sentence)
		n.get("tom", n.app("lena@backend")+"/move").is(403, sentence)
		n.get("tom", "/candidates/"+n.Candidates["lena"]).is(200, sentence).lacks("skerrick")

		// Into Offer a Team Member is asked, and has no way back.
		n.post("tom", n.app("grace@backend")+"/move", url.Values{"status": {"offer"}}).is(422, "its activity will close for you", "Move to Offer").lacks("skerrick")
		n.post("tom", n.app("grace@backend")+"/move", url.Values{"status": {"offer"}, "confirmed": {"true"}}).leadsTo(n.app("grace@backend"))
		n.get("tom", n.app("grace@backend")).is(200, "Grace Villeneuve is now in Offer.", sentence).lacks("/undo/", "pelmanism")
	})
}

func TestHiddenAndRefused(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		hidden := []string{n.app("edda@cfo"), n.app("edda@cfo") + "/reject", n.app("edda@cfo") + "/move", "/candidates/" + n.Candidates["edda"], "/candidates/" + n.Candidates["edda"] + "/edit",
			"/positions/" + n.Positions["cfo"] + "/board", "/positions/" + n.Positions["cfo"] + "/table", n.fileOf("edda@cfo"), n.fileOf("edda@cfo") + "?inline=1"}
		unknown := n.get("nora", "/applications/0190-unknown").is(404)
		for _, path := range hidden {
			p := n.get("nora", path).is(404)
			if main := regexp.MustCompile(`(?s)<main.*</main>`); main.FindString(p.text) != main.FindString(unknown.text) {
				t.Errorf("%s is not answered as an unknown one", path)
			}
		}
		for _, path := range []string{n.app("edda@cfo") + "/move", n.app("edda@cfo") + "/reject", n.app("edda@cfo") + "/notes", n.app("edda@cfo") + "/star", "/candidates/" + n.Candidates["edda"] + "/shelf"} {
			n.post("nora", path, url.Values{"status": {"offer"}, "reason": {"other"}, "body": {"x"}}).is(404)
		}
		for _, path := range []string{"/move", "/reject", "/snooze", "/transfer", "/files"} {
			n.get("nora", n.app("grace@backend")+path).is(403)
			n.post("nora", n.app("grace@backend")+path, url.Values{"status": {"offer"}, "reason": {"other"}, "for": {"week"}, "position_id": {n.Positions["support"]}}).is(403)
		}
		n.get("nora", n.app("grace@backend")).is(200, "pelmanism").lacks("Reject…", "Move to…", "Add note", "/delete", "Edit details")
		n.get("ines", "/candidates").is(403)
		n.get("ines", n.app("grace@backend")).is(404)
		// A person with a hidden application looks like a person with one.
		n.get("nora", "/candidates/"+n.Candidates["sena"]).is(200, "Backend engineer").lacks("VP Engineering", "Zephyrine", "Hana Sato")
		n.get("nora", n.app("sena@backend")).is(200).lacks("VP Engineering")
	})
}

// What happens where a reader does not look is not heard: a hidden application of a person they see, the activity of a
// closing stage, one's own file.
func TestNothingIsHeardOfWhatIsHidden(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		hidden := []struct{ path, words string }{
			{n.app("sena@vp") + "/notes", "a hidden application"},
			{n.app("lena@backend") + "/notes", "a closing stage"},
			{n.app("kit@coordinator") + "/notes", "one's own file"},
		}
		for _, who := range []string{"nora", "kit"} {
			heard := n.live(who)
			for _, h := range hidden {
				n.post("ben", h.path, url.Values{"body": {"A note in " + h.words}}).is(303)
			}
			n.post("ben", n.app("sena@vp")+"/snooze", url.Values{"for": {"week"}}).is(303)
			n.post("ben", n.app("sena@vp")+"/snooze", url.Values{"for": {"week"}}).is(303)
			n.post("ben", n.app("zoe@backend")+"/notes", url.Values{"body": {"A note that everybody reads"}}).is(303)
			for {
				line := heard()
				for _, id := range []string{n.Candidates["sena"], n.Applications["sena@vp"], n.Applications["lena@backend"], n.Candidates["lena"], n.Applications["kit@coordinator"], n.Positions["coordinator"]} {
					if strings.Contains(line, id) {
						t.Errorf("%s heard %s", who, line)
					}
				}
				if strings.Contains(line, n.Applications["zoe@backend"]) {
					break
				}
			}
		}
	})
}

// A person who stays is not told of when a hidden application of theirs goes.
func TestNothingIsHeardOfAHiddenApplicationThatIsDeleted(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		hears := map[string]func() string{"nora": n.live("nora"), "ben": n.live("ben")}
		n.post("ben", n.app("sena@vp")+"/delete", url.Values{}).is(303)
		n.post("ben", n.app("zoe@backend")+"/notes", url.Values{"body": {"A note that everybody reads"}}).is(303)
		told := map[string]bool{}
		for who, heard := range hears {
			for line := heard(); !strings.Contains(line, n.Applications["zoe@backend"]); line = heard() {
				told[who] = told[who] || strings.Contains(line, n.Candidates["sena"])
			}
		}
		if told["nora"] || !told["ben"] {
			t.Errorf("who heard of the person: %v", told)
		}
	})
}

// live opens somebody's stream; each call gives its next line.
func (n *northwind) live(who string) func() string {
	n.t.Helper()
	req, _ := http.NewRequestWithContext(n.t.Context(), "GET", n.ts.URL+"/live", nil)
	res, err := (&http.Client{Jar: n.jars[who]}).Do(req)
	if err != nil || res.StatusCode != 200 {
		n.t.Fatal(res, err)
	}
	n.t.Cleanup(func() { res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	next := func() string {
		if !lines.Scan() {
			n.t.Fatal("the stream ended: ", lines.Err())
		}
		return lines.Text()
	}
	for next() != "event: hello" {
	}
	return next
}

func TestRejectingKeepsWhatWasTypedAndCanBeUndone(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		path := n.app("ravi@backend")
		n.get("rui", path+"/reject").is(200, "Reject Ravi Subramanian", "Not a fit", "Candidate withdrew", "Send rejection email", `name="send_email"`, "checked")
		n.get("sol", path+"/reject").is(200, "Not a fit").lacks("send_email") // may reject, may not write to candidates
		n.post("sol", path+"/reject", url.Values{"reason": {"other"}, "send_email": {"true"}}).is(403)
		wrong := n.post("rui", path+"/reject", url.Values{"note": {"Asked for crumhorns."}}).is(422, "Choose a reason", "Asked for crumhorns.", "error-summary")
		if regexp.MustCompile(`name="send_email"[^>]*checked|checked[^>]*name="send_email"`).MatchString(wrong.text) {
			t.Error("the switch did not stay as it was put")
		}

		n.post("rui", path+"/reject", url.Values{"reason": {"not_a_fit"}, "note": {"Asked for crumhorns."}, "send_email": {"true"}}).leadsTo(path)
		p := n.get("rui", path).is(200, "Ravi Subramanian rejected.", "Not a fit", "Asked for crumhorns.", "Email is about to leave")
		undo := p.undo()
		n.post("ben", undo, nil).is(404) // only who did it
		n.post("rui", undo, nil).is(303)
		n.get("rui", path).is(200, "Undone.", "Applied").lacks("Asked for crumhorns.", "Email is about to leave")
		n.post("rui", undo, nil).is(404)

		n.post("rui", path+"/reject", url.Values{"reason": {"not_a_fit"}, "send_email": {"true"}}).is(303)
		late := n.get("rui", path).undo()
		n.clock.Advance(11 * time.Second)
		n.post("rui", late, nil).is(409, "The time to undo this is over.")
		if err := n.House.Worker.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		n.get("rui", path).is(200, "Email sent")
		n.post("sol", n.app("sena@vp")+"/reject", nil).is(404) // no rights without sight
	})
}

func TestMovesAreUndoneFromTheFlash(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		path := n.app("zoe@backend")
		n.post("rui", path+"/move", url.Values{"to": {"status:applied"}}).leadsTo(path)
		p := n.get("rui", path).is(200, "is now in Applied.")
		n.post("rui", p.undo(), nil).is(303)
		n.get("rui", path).is(200, "Undone.", "Phone screen")
		n.post("rui", path+"/withdraw", nil).leadsTo(path)
		n.get("rui", path).is(200, "withdrew", "Reopen")
		n.post("rui", path+"/reopen", nil).leadsTo(path)
		n.get("rui", path).is(200, "is now in Phone screen.")
		n.post("rui", path+"/snooze", url.Values{"for": {"day"}, "until": {"1999-01-01"}}).is(422, "Choose a day in the coming year.")
		n.post("rui", path+"/snooze", url.Values{"for": {"week"}}).leadsTo(path)
		n.get("rui", path).is(200, "Snoozed until 11 March")
		n.post("rui", path+"/notes", url.Values{"body": {" "}}).is(422, "Write something.")
		n.post("rui", path+"/notes", url.Values{"body": {"Ask **her** about tuning."}, "mentions": {n.Members["hana"]}}).leadsTo(path)
		n.get("rui", path).is(200, "<strong>her</strong>", "Hana Sato")
		n.post("rui", path+"/notes", url.Values{"body": {"x"}, "mentions": {n.Members["ines"]}}).is(422, "Only people who can see this can be mentioned.")
		n.get("rui", path+"?show=notes").is(200, "tuning").lacks("added the application")
	})
}

func TestManyAtOnceSayWhatWasRefused(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		table := "/positions/" + n.Positions["backend"] + "/table"
		bulk := "/positions/" + n.Positions["backend"] + "/applications"
		ids := []string{n.Applications["grace@backend"], n.Applications["zoe@backend"], n.Applications["amir@backend"]}
		n.post("tom", bulk+"/reject/ask", url.Values{"ids": ids}).is(200, "Reject 3 candidates", ids[0], "Not a fit")
		n.post("tom", bulk+"/reject", url.Values{"ids": ids, "note": {"crumhorns"}}).is(422, "Choose a reason.", "crumhorns", ids[2])
		done := n.post("tom", bulk+"/reject", url.Values{"ids": ids, "reason": {"other"}}).is(200, "2 of 3 were rejected: ", "Amir Haddad", "Only the hiring manager")
		n.post("tom", done.undo(), nil).is(303)
		n.get("tom", table).is(200, "Undone for 2 applications.")
		if got := n.get("tom", table+"?status=rejected").is(200).rows(); got != 1 {
			t.Errorf("%d rejected", got)
		}
		n.post("rui", bulk+"/move", url.Values{"ids": ids[:2], "to": {"status:applied"}}).leadsTo(table)
		n.post("rui", n.get("rui", table).is(200, "2 applications moved.").undo(), nil).is(303)
		n.post("rui", bulk+"/move", url.Values{"ids": ids[:2]}).is(422, "Choose a stage.")
		n.post("rui", bulk+"/move", nil).is(422)

		people := []string{n.Candidates["grace"], n.Candidates["zoe"]}
		n.post("rui", "/candidates/tags", url.Values{"ids": people}).is(422, "Name a tag")
		n.post("rui", "/candidates/tags", url.Values{"ids": people, "add": {"Callback, Go"}, "next": {"/candidates?sort=name"}}).leadsTo("/candidates?sort=name")
		if got := n.get("rui", "/candidates?tag=callback").is(200, "2 people changed.").rows(); got != 2 {
			t.Errorf("%d have the tag", got)
		}
	})
}

func TestCountsLeadToTheRowsTheyCount(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		for _, who := range []string{"ben", "rui", "tom", "nora", "kit", "sol"} {
			start, err := n.House.Dashboard.Start(t.Context(), n.As(t.Context(), who))
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range start.Pipeline.Rows {
				p := n.get(who, "/candidates?status="+string(row.Status)).is(200)
				if p.rows() != row.N || row.N > 0 && !strings.Contains(p.text, ">"+strconv.Itoa(row.N)+" application") {
					t.Errorf("%s: %d are counted as %s, %d listed", who, row.N, row.Status, p.rows())
				}
			}
			if p := n.get(who, "/candidates").is(200); p.rows() != start.Strip.Candidates {
				t.Errorf("%s: %d people are counted, %d listed", who, start.Strip.Candidates, p.rows())
			}
			b, err := n.House.Candidates.Lanes(t.Context(), n.As(t.Context(), who), n.Positions["backend"])
			if err != nil {
				t.Fatal(err)
			}
			if p := n.get(who, "/positions/"+n.Positions["backend"]+"/table?status=rejected").is(200); p.rows() != b.Rejected {
				t.Errorf("%s: %d rejected on the board, %d in the table", who, b.Rejected, p.rows())
			}
		}
	})
}

func TestAddingSomebody(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		n.get("nora", "/candidates/new").is(403)
		n.get("rui", "/candidates/new?position="+n.Positions["backend"]).is(200, "Add candidate", `value="`+n.Positions["backend"]+`" selected`)
		form := url.Values{"name": {""}, "email": {"no address"}, "headline": {"Tuner of crumhorns"}, "tags": {"Brass, Reed"}, "position_id": {n.Positions["backend"]}, "source": {"referral"}, "source_name": {"Tom"}}
		wrong := n.upload("rui", "/candidates", "resume", "cv.txt", []byte("Tunes crumhorns."), form).
			is(422, "Enter a name.", "is not an e-mail address", "Tuner of crumhorns", "Brass, Reed", "cv.txt", "error-summary")
		form.Set("kept", wrong.find(`name="kept" value="([^"]+)"`))
		form.Set("name", "Berta Quill")
		form.Set("email", "grace@mail.example")
		asked := n.upload("rui", "/candidates", "", "", nil, form).is(422, "This e-mail belongs to Grace Villeneuve", "It is Grace Villeneuve: add an application to them", "It is somebody else", "cv.txt")
		if again := n.upload("sol", "/candidates", "", "", nil, form); again.status == 303 {
			t.Error("a kept file was taken from somebody else's form")
		}
		form.Set("kept", asked.find(`name="kept" value="([^"]+)"`))
		form.Set("known", n.Candidates["grace"])
		n.upload("rui", "/candidates", "", "", nil, form).is(422, "This person has an application on that position already.")
		form.Set("known", "else")
		to := n.upload("rui", "/candidates", "", "", nil, form).is(303).to
		if err := n.House.Worker.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		n.get("rui", to).is(200, "Berta Quill added.", "Tuner of crumhorns", "cv.txt", "Tunes crumhorns.", "Referral: Tom")
		n.get("rui", "/candidates/"+n.Candidates["grace"]).is(200, "This may be the same person", "Berta Quill")
		n.upload("rui", "/candidates", "resume", "cv.exe", []byte("MZ\x90\x00"), url.Values{"name": {"Ed"}, "position_id": {n.Positions["backend"]}}).is(422, "Ed")

		// Somebody known, on one more position.
		n.post("rui", "/candidates/"+n.Candidates["yuki"]+"/applications", nil).is(422, "Choose a position.")
		n.post("rui", "/candidates/"+n.Candidates["yuki"]+"/applications", url.Values{"position_id": {n.Positions["design"]}}).is(422, "already")
		n.post("rui", "/candidates/"+n.Candidates["yuki"]+"/applications", url.Values{"position_id": {n.Positions["backend"]}}).is(303)
	})
}

func TestDetailsAreEditedAsFarAsOneMay(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		path := "/candidates/" + n.Candidates["grace"]
		n.get("rui", path+"/edit").is(200, `name="emails"`, `name="headline"`, "grace@mail.example")
		n.get("sol", path+"/edit").is(200, `name="headline"`).lacks(`name="emails"`, `name="phone"`)
		n.post("rui", path+"/edit", url.Values{"name": {""}, "emails": {"nothing", ""}, "links": {"not an address"}, "link_labels": {"Site"}, "headline": {"Kept words"}}).
			is(422, "Enter a name.", "“nothing” is not an e-mail address.", "Kept words", "Site")
		n.post("rui", path+"/edit", url.Values{"name": {"Grace V."}, "emails": {"g@mail.example", "grace@mail.example", ""}, "phone": {"1"}, "links": {"grace.example"}, "link_labels": {"Site"}, "tags": {"Go"}}).leadsTo(path)
		n.get("rui", path).is(200, "Grace V.", "g@mail.example", "https://grace.example", "Site")
		// Fields that the sheet did not show are not touched.
		n.post("sol", path+"/edit", url.Values{"name": {"Grace W."}, "emails": {"evil@mail.example"}}).leadsTo(path)
		n.get("rui", path).is(200, "Grace W.", "g@mail.example").lacks("evil@mail.example")
		n.post("rui", path+"/shelf", url.Values{"status": {"on_hold"}}).leadsTo(path)
		n.get("rui", path).is(200, "On Hold")
		// The only application that one sees of somebody goes with the person, and the sheet says so.
		only := n.app("grace@backend") + "/delete"
		n.get("sol", only).is(200, "This is the only application of this person. Delete the candidate instead.", path+"/delete").lacks("Delete application")
		n.post("sol", only, nil).is(409, "This is the only application of this person. Delete the candidate instead.")
		n.get("ben", only).is(200, "Delete application").lacks("the only application")
		n.post("ben", path+"/delete", nil).leadsTo("/candidates")
		n.get("ben", path).is(404)
	})
}

func TestFilesAreSentSafely(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		pdf, txt := n.fileOf("tomasz@design"), n.fileOf("grace@backend")
		p := n.get("rui", pdf).is(200, "%PDF")
		if d := p.header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") || !strings.Contains(p.header.Get("Content-Security-Policy"), "sandbox") {
			t.Error(p.header)
		}
		p = n.get("rui", pdf+"?inline=1").is(200)
		if !strings.HasPrefix(p.header.Get("Content-Disposition"), "inline") || p.header.Get("X-Frame-Options") != "SAMEORIGIN" || !strings.Contains(p.header.Get("Content-Security-Policy"), "sandbox") {
			t.Error(p.header)
		}
		if p = n.get("rui", txt+"?inline=1").is(200); !strings.HasPrefix(p.header.Get("Content-Disposition"), "attachment") {
			t.Error("words are shown by the browser as they are")
		}
		n.get("rui", n.app("tomasz@design")).is(200, `<iframe class="resume__frame" src="`+pdf+`?inline=1`)
		n.get("rui", n.app("tomasz@design")+"?resume=text").is(200, "tarnipuzzle").lacks("<iframe")
		n.get("nobody", pdf).is(303)
		n.get("nora", n.fileOf("edda@cfo")).is(404)

		path := n.app("grace@backend")
		n.post("rui", path+"/files", nil).is(422, "Choose a file.")
		n.upload("rui", path+"/files", "file", "x.exe", []byte("MZ"), url.Values{"as": {"resume"}}).is(422, "error-summary")
		n.upload("rui", path+"/files", "file", "letter.txt", []byte("Dear all"), url.Values{"as": {"file"}}).leadsTo(path)
		remove := n.get("rui", path).is(200, "letter.txt").find(`href="([^"]+/remove)" [^>]*title="Remove letter.txt"`)
		n.get("rui", remove).is(200, "Remove letter.txt?")
		n.post("nora", remove, nil).is(403)
		n.post("rui", remove, nil).leadsTo(path)
		n.get("rui", path).is(200, "removed letter.txt").lacks("Remove letter.txt")
	})
}

func TestLinkingToAMember(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		path := "/candidates/" + n.Candidates["amir"]
		n.get("nora", path+"/link").is(403)
		n.get("rui", path+"/link").is(200, "Otto Brandt")
		n.post("rui", path+"/link", nil).is(422, "Choose a member.")
		n.post("rui", path+"/link", url.Values{"member_id": {n.Members["tom"]}}).leadsTo(path)
		n.get("rui", path).is(200, "Linked to Tom Whitaker.", "Unlink from Tom Whitaker…")
		n.get("tom", n.app("amir@backend")).is(200, "This is your own application.").lacks("theorbo")
		n.post("tom", path+"/unlink", nil).is(403)
		n.post("rui", path+"/unlink", nil).leadsTo(path)
		n.get("tom", n.app("amir@backend")).is(200, "theorbo")
	})
}
