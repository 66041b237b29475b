package web

import (
	"context"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/library"
)

// shelves is a server of the library's pages, and a browser without script for each person: ada (Admin), sol (Staffing),
// ines (Interviewer), mia (Author: writes and publishes, approves nothing), eve (nothing of the library).
type shelves struct {
	*desk
	library *library.Room
	asking  *approvals.Room
}

func onShelves(t *testing.T, fn func(k *shelves)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(openShelves(t, d)) })
}

func openShelves(t *testing.T, d *db.DB) *shelves {
	t.Helper()
	people(t, d)
	asking := approvals.New(d)
	room := library.New(d, asking)
	h := &house{t: t, d: d, logs: &syncBuffer{}, dead: map[string]bool{}}
	h.write(func(ctx context.Context, tx db.Tx) error {
		if err := hire(ctx, tx); err != nil {
			return err
		}
		return hireAuthor(ctx, tx)
	})
	s, err := build(Deps{DB: d, Now: d.Now, Secret: []byte("secret"), Library: room, Approvals: asking,
		Authenticate: func(ctx context.Context, token, _ string) (a access.Actor, err error) {
			err = d.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
				a, err = access.Load(ctx, tx, "o", token)
				return err
			})
			return a, err
		}}, func(s *Server) { s.questions() })
	if err != nil {
		t.Fatal(err)
	}
	h.s = s
	h.ts = httptest.NewServer(s)
	t.Cleanup(func() { s.Close(); h.ts.Close() })
	return &shelves{&desk{house: h}, room, asking}
}

func hireAuthor(ctx context.Context, tx db.Tx) error {
	put := func(sql string, args ...any) (err error) { _, err = tx.NewRaw(sql, args...).Exec(ctx); return err }
	if err := put(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES ('r-author', 'o', 'Author', 'author', '', 1, 1)`); err != nil {
		return err
	}
	presets := access.Presets()
	author := presets[slices.IndexFunc(presets, func(p access.Preset) bool { return p.Name == "Author" })]
	for _, p := range author.Permissions.List() {
		if err := put(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES ('r-author', 'o', ?)`, string(p)); err != nil {
			return err
		}
	}
	if err := put(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES ('r-none', 'o', 'None', 'none', '', 1, 1)`); err != nil {
		return err
	}
	for name, role := range map[string]string{"mia": "r-author", "eve": "r-none"} {
		if err := put(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, 1)`, "p-"+name, name+"@x.example", name+"@x.example", name); err != nil {
			return err
		}
		if err := put(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, 'o', ?, ?, ?, 1, 1)`, name, "p-"+name, role, name); err != nil {
			return err
		}
	}
	return nil
}

// question is written by somebody through the form; its path.
func (k *shelves) question(who, title string, more url.Values) string {
	k.t.Helper()
	form := url.Values{"title": {title}, "description": {"Say **why**."}, "model_answer": {"It depends."}, "difficulty": {"hard"}, "tags": {"go, databases"}}
	for name, v := range more {
		form[name] = v
	}
	return k.sees(k.ask(who, "/questions", form), 303).Header.Get("Location")
}

// said is what the next page of somebody says was done.
func (k *shelves) said(a answer) string {
	k.t.Helper()
	flash := kFlash(k, a)
	if len(flash) == 0 {
		return ""
	}
	return flash[0]
}

// kFlash opens the page that an answer leads to, with the cookies that came.
func kFlash(k *shelves, a answer) (out []string) {
	k.t.Helper()
	var cookies []string
	for _, c := range a.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	cookie, _ := a.Request.Cookie("candor-session")
	page := k.send("", "GET", a.Header.Get("Location"), "", "Cookie: "+strings.Join(append(cookies, "candor-session="+cookie.Value), "; "))
	for _, m := range flashText.FindAllStringSubmatch(page.text, -1) {
		out = append(out, m[1])
	}
	return out
}

var (
	flashText = regexp.MustCompile(`<p class="flash__text">([^<]*)</p>`)
	requestID = regexp.MustCompile(`name="request" value="([^"]+)"`)
)

// The visibility page, word for word, at the doors of people.
func TestPublishingAtOnce(t *testing.T) {
	onShelves(t, func(k *shelves) {
		at := k.question("sol", "What does a mutex cost?", nil)
		mine := k.sees(k.ask("sol", "/questions", nil), 200, "What does a mutex cost?", ">Personal</span>", "Publish to org bank", "Clone to personal", at+"/publish")
		k.not(mine, "Pending approval</span>", "Resubmit")
		for _, who := range []string{"ada", "mia", "ines"} {
			k.not(k.sees(k.ask(who, "/questions", nil), 200), "mutex", ">databases<")
			k.sees(k.ask(who, at, nil), 404)
			k.not(k.sees(k.ask(who, "/questions/tags?q=", nil), 200), "databases")
		}
		k.sees(k.ask("eve", "/questions", nil), 403)
		k.sees(k.ask("eve", at, nil), 404)
		if got := k.said(k.sees(k.ask("sol", at+"/publish", url.Values{"next": {"/questions"}}), 303)); got != "Question published to org bank" {
			t.Errorf("the toast says %q", got)
		}
		for _, who := range []string{"ada", "mia", "ines"} {
			k.sees(k.ask(who, "/questions", nil), 200, "mutex", ">Org</span>", "Clone to personal")
			k.not(k.ask(who, "/questions", nil), "Publish to org bank", "Resubmit")
		}
		k.sees(k.ask("ines", at, nil), 200, "<strong>why</strong>", "It depends.", "published this to the org bank")
		k.not(k.ask("ines", at, nil), `href="`+at+`/edit"`, "Delete question")
		k.sees(k.ask("ines", at+"/edit", nil), 403)
		k.sees(k.ask("ines", at+"/publish", url.Values{}), 403)
		k.sees(k.ask("ines", at+"/delete", nil), 403)
	})
}

func TestWithoutApproveItWaits(t *testing.T) {
	onShelves(t, func(k *shelves) {
		at := k.question("mia", "Tell me about a conflict", nil)
		k.sees(k.ask("mia", at+"/publish", url.Values{"next": {"/questions"}}), 303)
		k.sees(k.ask("mia", "/questions", nil), 200, ">Pending approval</span>")
		k.not(k.ask("mia", "/questions", nil), "Publish to org bank", ">Review<")
		k.sees(k.ask("ines", at, nil), 404)
		k.not(k.ask("ines", "/questions?bank=pending", nil), "conflict")

		list := k.sees(k.ask("ada", "/questions?bank=pending", nil), 200, "Tell me about a conflict", at+"#review")
		k.not(list, at+"/publish", at+"/clone")
		page := k.sees(k.ask("ada", at, nil), 200, "This waits for your decision", "mia submitted this question", "Approve", "Reject")
		request := requestID.FindStringSubmatch(page.text)[1]
		k.not(k.sees(k.ask("mia", at, nil), 200, "Waiting for approval", "Withdraw request"), "Approve</span>")
		k.sees(k.ask("mia", at+"/approve", url.Values{"request": {request}}), 403)
		k.sees(k.ask("ines", at+"/approve", url.Values{"request": {request}}), 404)

		// Rejected with a reason, which only who made it reads.
		k.sees(k.ask("ada", at+"/reject", url.Values{"request": {request}, "reason": {" "}}), 422, "Say why", `href="#field-reason"`)
		done := k.sees(k.ask("ada", at+"/reject", url.Values{"request": {request}, "reason": {"Too close to what we have"}}), 303)
		if to := done.Header.Get("Location"); to != "/questions" {
			t.Errorf("who rejected is led to %s, which they do not see any more", to)
		}
		k.sees(k.ask("ada", at, nil), 404)
		k.sees(k.ask("mia", "/questions", nil), 200, ">Personal</span>", ">Rejected</span>", "Resubmit")
		k.not(k.ask("mia", "/questions", nil), "Publish to org bank")
		k.sees(k.ask("mia", at, nil), 200, "This was rejected", "Too close to what we have", "Resubmit")

		// Edited, resubmitted, compared, approved.
		edit := k.sees(k.ask("mia", at+"/edit", nil), 200, "Saved for you alone.", `value="Tell me about a conflict"`)
		k.not(edit, "Goes to a reviewer")
		form := url.Values{"title": {"Tell me about a conflict at work"}, "description": {"Say **why**."}, "model_answer": {"It depends on both."}, "seen": {"1"}}
		k.sees(k.ask("mia", at+"/edit", form), 303)
		k.sees(k.ask("mia", at+"/publish", url.Values{}), 303)
		k.sees(k.ask("mia", at+"/edit", nil), 200, "saving a change takes the request back")
		page = k.sees(k.ask("sol", at, nil), 200, "What has changed since it was rejected", "[added: ", "at work")
		old := request
		request = requestID.FindStringSubmatch(page.text)[1]
		if got := k.said(k.sees(k.ask("sol", at+"/approve", url.Values{"request": {old}}), 303)); !strings.Contains(got, "no longer waiting") {
			t.Errorf("a request that was decided before says %q", got)
		}
		if got := k.said(k.sees(k.ask("sol", at+"/approve", url.Values{"request": {request}}), 303)); got != "Question published to org bank" {
			t.Errorf("the toast says %q", got)
		}
		if got := k.said(k.sees(k.ask("ada", at+"/approve", url.Values{"request": {request}}), 303)); !strings.Contains(got, "no longer waiting") {
			t.Errorf("who comes second is told %q", got)
		}
		k.sees(k.ask("ines", at, nil), 200, "It depends on both.")
		k.not(k.ask("ines", at, nil), "Too close to what we have", "rejected it")
		k.sees(k.ask("ines", at+"/revisions/1", nil), 404)

		// Cloned: a Personal copy, the original untouched.
		clone := k.sees(k.ask("ines", at+"/clone", url.Values{}), 303).Header.Get("Location")
		k.sees(k.ask("ines", clone, nil), 200, "Personal", "Delete question")
		k.not(k.ask("ines", clone, nil), "Publish to org bank")
		k.sees(k.ask("ada", clone, nil), 404)
	})
}

func TestAChangeOfTheOrganisationsWaits(t *testing.T) {
	onShelves(t, func(k *shelves) {
		at := k.question("ada", "What is a race?", nil)
		k.sees(k.ask("ada", at+"/edit", nil), 200, "Saved for you alone.")
		k.sees(k.ask("ada", at+"/publish", url.Values{}), 303)
		k.sees(k.ask("ada", at+"/edit", nil), 200, "Live at once", "Save changes")
		k.sees(k.ask("mia", at+"/edit", nil), 200, "Goes to a reviewer", "Submit change")
		form := url.Values{"title": {"What is a data race?"}, "seen": {"1"}}
		k.sees(k.ask("mia", at+"/edit", form), 303)
		k.not(k.sees(k.ask("ines", at, nil), 200, "What is a race?"), "data race", "Change pending")
		k.sees(k.ask("mia", at, nil), 200, "A change is waiting for approval", "Change pending")
		k.sees(k.ask("mia", at+"/edit", nil), 200, `value="What is a data race?"`, "takes its place")
		page := k.sees(k.ask("sol", at, nil), 200, "A change waits for your decision", "What would change", "[added: </span>data ")
		request := requestID.FindStringSubmatch(page.text)[1]
		k.sees(k.ask("sol", at+"/reject", url.Values{"request": {request}, "reason": {"Keep it short"}}), 303)
		k.sees(k.ask("mia", at, nil), 200, "This change was rejected", "Keep it short", at+"/edit?from=2")
		k.sees(k.ask("mia", at+"/edit?from=2", nil), 200, `value="What is a data race?"`)
		k.sees(k.ask("ines", at+"/edit?from=2", nil), 403)
		k.sees(k.ask("sol", at+"/revisions/2", nil), 404)
		k.sees(k.ask("mia", at+"/revisions/2", nil), 200, "Changed since revision 1", "Draft")

		// Who saves later is told, and loses nothing.
		k.sees(k.ask("ada", at+"/edit", url.Values{"title": {"What is a race condition?"}, "seen": {"1"}}), 303)
		k.sees(k.ask("sol", at+"/edit", url.Values{"title": {"My words"}, "seen": {"1"}}), 412, `value="My words"`, "Somebody has changed this", `name="seen" value="3"`)
		k.sees(k.ask("sol", at+"/edit", url.Values{"title": {"My words"}, "seen": {"3"}}), 303)
	})
}

func TestTheEditorLosesNothing(t *testing.T) {
	onShelves(t, func(k *shelves) {
		k.sees(k.ask("ines", "/questions/new", nil), 403)
		k.sees(k.ask("ines", "/questions", url.Values{"title": {"No"}}), 403)
		k.not(k.sees(k.ask("ines", "/questions", nil), 200), "New question", "Import questions")
		k.sees(k.ask("mia", "/questions", nil), 200, "New question")
		form := url.Values{"title": {""}, "description": {"Some *words*"}, "tags": {"a, b"}, "difficulty": {"medium"}, "category_id": {"unknown"}}
		k.sees(k.ask("mia", "/questions", form), 422, "Some *words*", `href="#field-title"`, `href="#field-category_id"`, `value="a, b"`, `value="medium" checked`)
		form["do"] = []string{"preview"}
		k.sees(k.ask("mia", "/questions", form), 200, "Some *words*", "<em>words</em>", "No title yet")
		k.sees(k.ask("mia", "/questions/preview", url.Values{"title": {"T"}, "description": {"**b** <b>raw</b>"}}), 200, "<strong>b</strong>")
		k.not(k.ask("mia", "/questions/preview", url.Values{"description": {"<script>x</script>"}}), "<script>x")
		k.not(k.sees(k.ask("mia", "/questions", nil), 200), "Some")
	})
}

func TestTheListIsFilteredByItsAddress(t *testing.T) {
	onShelves(t, func(k *shelves) {
		k.sees(k.ask("mia", "/question-categories", url.Values{"name": {"Systems"}, "color": {"teal"}}), 303)
		all, err := k.library.Categories(t.Context(), k.actor("mia"))
		if err != nil {
			t.Fatal(err)
		}
		one := k.question("mia", "Alpha", url.Values{"category_id": {all[0].ID}})
		k.question("mia", "Beta", url.Values{"difficulty": {"easy"}, "tags": {"go"}})
		k.sees(k.ask("mia", one+"/publish", url.Values{}), 303)
		for address, want := range map[string]string{"": "Alpha Beta", "?q=alp": "Alpha", "?category=" + all[0].ID: "Alpha", "?difficulty=easy": "Beta", "?tag=go": "Alpha Beta",
			"?tag=go&tag=databases": "Alpha", "?bank=pending": "Alpha", "?bank=org": "", "?bank=mine&difficulty=easy": "Beta", "?q=none": ""} {
			a := k.sees(k.ask("mia", "/questions"+address, nil), 200)
			for _, title := range []string{"Alpha", "Beta"} {
				if strings.Contains(a.text, ">"+title+"</a>") != strings.Contains(want, title) {
					t.Errorf("%s lists %s, or does not", address, title)
				}
			}
		}
		k.sees(k.ask("mia", "/questions?q=none", nil), 200, "No question fits these filters", "Clear filters")
		k.sees(k.ask("sol", "/questions?bank=mine", nil), 200, "None of your own yet")
		k.sees(k.ask("ines", "/questions", nil), 200, "No questions yet")
		k.sees(k.ask("mia", "/questions?bank=theirs", nil), 422)
	})
}

func TestManyAtOnce(t *testing.T) {
	onShelves(t, func(k *shelves) {
		id := func(at string) string { return strings.TrimPrefix(at, "/questions/") }
		shared, own := k.question("ada", "Shared", nil), k.question("mia", "Own", nil)
		k.sees(k.ask("ada", shared+"/publish", url.Values{}), 303)
		ids := url.Values{"ids": {id(shared), id(own)}, "next": {"/questions"}}
		k.sees(k.ask("mia", "/questions/delete/ask", ids), 200, "Delete 2 questions")
		k.sees(k.ask("mia", "/questions/tags", ids), 422, "Name a tag")
		ids["add"] = []string{"fresh"}
		k.sees(k.ask("mia", "/questions/tags", ids), 303)
		k.sees(k.ask("mia", own, nil), 200, "fresh")
		k.not(k.ask("ines", shared, nil), "fresh") // it waits for a reviewer
		k.sees(k.ask("mia", "/questions/delete", ids), 200, "1 of 2 were deleted: “Own”.", "Shared")
		k.sees(k.ask("mia", own, nil), 404)
		k.sees(k.ask("ada", "/questions/delete", url.Values{"ids": {id(shared)}}), 303)
		k.sees(k.ask("ines", shared, nil), 404)
	})
}

func TestImportIsAllOrNothing(t *testing.T) {
	onShelves(t, func(k *shelves) {
		k.sees(k.ask("ines", "/questions/import", nil), 403)
		k.sees(k.ask("mia", "/questions/import", nil), 200, "At most 50 at once")
		text := "title,difficulty,category\nOne,hard,\n,soon,Nowhere\n"
		k.sees(k.ask("mia", "/questions/import", url.Values{"text": {text}}), 422, "Nothing was imported", "Question 2: A question needs a title.", "There is no category “Nowhere”.", "One,hard,")
		k.not(k.ask("mia", "/questions", nil), ">One</a>")
		k.sees(k.ask("mia", "/questions/import", url.Values{"text": {"  "}}), 422, "Choose a file")
		k.sees(k.ask("mia", "/questions/import", url.Values{"text": {`[{"title":"Two"}]`}}), 303)
		k.sees(k.ask("mia", "/questions", nil), 200, ">Two</a>")
		k.not(k.ask("ada", "/questions", nil), ">Two</a>")
		csv := k.sees(k.ask("mia", "/questions/export?bank=mine", url.Values{"format": {"csv"}}), 200, "title,description", "Two")
		if kind := csv.Header.Get("Content-Disposition"); !strings.Contains(kind, "questions.csv") {
			t.Errorf("an export is %q", kind)
		}
		k.not(k.sees(k.ask("ada", "/questions/export", url.Values{"format": {"json"}}), 200, `"items"`), "Two")
		k.sees(k.ask("eve", "/questions/export", url.Values{"format": {"json"}}), 403)
	})
}

func TestCategories(t *testing.T) {
	onShelves(t, func(k *shelves) {
		k.sees(k.ask("eve", "/question-categories", nil), 403)
		k.not(k.sees(k.ask("ines", "/question-categories", nil), 200, "No categories yet"), "Add category")
		k.sees(k.ask("ines", "/question-categories", url.Values{"name": {"X"}, "color": {"teal"}}), 403)
		k.sees(k.ask("mia", "/question-categories", url.Values{"name": {""}, "color": {"teal"}}), 422, "A category needs a name.")
		k.sees(k.ask("mia", "/question-categories", url.Values{"name": {"Systems"}, "color": {"teal"}}), 303)
		k.sees(k.ask("mia", "/question-categories", url.Values{"name": {"systems"}, "color": {"blue"}}), 422, "There is a category of this name.", `value="systems"`)
		all, err := k.library.Categories(t.Context(), k.actor("mia"))
		if err != nil {
			t.Fatal(err)
		}
		at := "/question-categories/" + all[0].ID
		k.sees(k.ask("ines", at, nil), 403)
		k.sees(k.ask("eve", at, nil), 404)
		k.sees(k.ask("mia", at, url.Values{"name": {"Distributed systems"}, "color": {"violet"}}), 303)
		k.sees(k.ask("ines", "/question-categories", nil), 200, "Distributed systems", `data-hue="violet"`)
		k.question("mia", "Alpha", url.Values{"category_id": {all[0].ID}})
		k.sees(k.ask("mia", at+"/delete", url.Values{}), 409, "This category is in use: 1 question")
		k.not(k.sees(k.ask("ines", "/question-categories", nil), 200), ">1<")
	})
}

// actor is somebody with facts of this moment.
func (k *shelves) actor(who string) (a access.Actor) {
	k.t.Helper()
	k.write(func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, "o", who)
		return err
	})
	return a
}
