package guards

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"candor/internal/apptest/company"
	"candor/internal/db"
	"candor/internal/ui/looks"
)

type view struct {
	name, path string
	by         []string
}

// viewed are the pages to look at, and by whom: the first sees each in the light, in the dark and narrow, the others in
// the light and narrow. At least three people of the cast see what matters most.
var viewed = []view{
	{"start", "/", []string{"ada", "tom", "ines"}},
	{"positions", "/positions", []string{"ada", "rui", "nora"}},
	{"position", "/positions/{backend}", []string{"rui", "tom", "nora"}},
	{"position-private", "/positions/{cfo}", []string{"ben", "tom"}},
	{"position-closed", "/positions/{coordinator}", []string{"ben"}},
	{"position-new", "/positions/new", []string{"rui"}},
	{"position-team", "/positions/{backend}/team", []string{"hana"}},
	{"position-settings", "/positions/{backend}/settings", []string{"rui", "tom"}},
	{"position-close", "/positions/{sales}/close", []string{"ada"}},
	{"position-delete", "/positions/{data}/delete", []string{"ada"}},
	{"position-privacy", "/positions/{backend}/privacy", []string{"hana"}},
	{"position-privacy-off", "/positions/{cfo}/privacy", []string{"ben"}},
	{"phase-new", "/positions/{backend}/phases/new", []string{"rui"}},
	{"phase", "/positions/{backend}/phases/{phase:backend/Case study}", []string{"rui"}},
	{"board", "/positions/{backend}/board", []string{"rui", "tom", "nora"}},
	{"board-empty", "/positions/{data}/board", []string{"hana"}},
	{"table", "/positions/{backend}/table", []string{"rui"}},
	{"candidates", "/candidates", []string{"rui", "tom", "nora"}},
	{"applications", "/candidates?view=applications", []string{"rui"}},
	{"candidate", "/candidates/{grace}", []string{"rui", "nora"}},
	{"candidate-new", "/candidates/new", []string{"rui"}},
	{"candidate-add", "/candidates/{grace}/applications", []string{"rui"}},
	{"candidate-edit", "/candidates/{grace}/edit", []string{"rui", "sol"}},
	{"candidate-delete", "/candidates/{grace}/delete", []string{"sol"}},
	{"candidate-link", "/candidates/{grace}/link", []string{"hana"}},
	{"candidate-unlink", "/candidates/{kit}/unlink", []string{"ben"}},
	{"application", "/applications/{grace@backend}", []string{"rui", "tom", "nora"}},
	{"application-offer", "/applications/{lena@backend}", []string{"hana", "tom", "nora"}},
	{"application-own", "/applications/{kit@coordinator}", []string{"kit", "ben"}},
	{"application-delete", "/applications/{sena@backend}/delete", []string{"ada", "sol"}},
	{"files", "/applications/{grace@backend}/files", []string{"rui"}},
	{"file-remove", "/applications/{grace@backend}/files/{file:grace@backend}/remove", []string{"rui"}},
	{"snooze", "/applications/{grace@backend}/snooze", []string{"tom"}},
	{"transfer", "/applications/{grace@backend}/transfer", []string{"rui"}},
	{"reject", "/applications/{ravi@backend}/reject", []string{"rui", "sol"}},
	{"move", "/applications/{ravi@backend}/move", []string{"tom"}},
	{"questions", "/questions", []string{"ada", "mia", "ines"}},
	{"questions-mine", "/questions?bank=mine", []string{"mia"}},
	{"questions-pending", "/questions?bank=pending", []string{"sol", "mia"}},
	{"questions-none", "/questions?q=nothing+like+it", []string{"ines"}},
	{"question", "/questions/{question:shared}", []string{"mia", "sol", "ines"}},
	{"question-pending", "/questions/{question:pending}", []string{"ada", "mia"}},
	{"question-rejected", "/questions/{question:rejected}", []string{"mia"}},
	{"question-revision", "/questions/{question:shared}/revisions/3", []string{"sol"}},
	{"question-new", "/questions/new", []string{"mia"}},
	{"question-edit", "/questions/{question:shared}/edit", []string{"ada", "mia"}},
	{"question-delete", "/questions/{question:draft}/delete", []string{"mia"}},
	{"questions-import", "/questions/import", []string{"sol"}},
	{"question-categories", "/question-categories", []string{"mia", "ines"}},
	{"question-category", "/question-categories/{category:laboratory}", []string{"sol"}},
	{"question-category-delete", "/question-categories/{category:laboratory}/delete", []string{"sol"}},
	{"templates", "/templates", []string{"ada", "mia", "ines"}},
	{"template", "/templates/{template:shared}", []string{"ada", "ines"}},
	{"template-new", "/templates/new", []string{"mia"}},
	{"template-edit", "/templates/{template:shared}/edit", []string{"ada"}},
	{"template-delete", "/templates/{template:draft}/delete", []string{"mia"}},
	{"template-revision", "/templates/{template:shared}/revisions/1", []string{"ada"}},
	{"feedback-forms", "/feedback-forms", []string{"ada", "ines"}},
	{"feedback-form", "/feedback-forms/{feedback-form:shared}", []string{"ada", "ines"}},
	{"feedback-form-new", "/feedback-forms/new", []string{"mia"}},
	{"feedback-form-edit", "/feedback-forms/{feedback-form:shared}/edit", []string{"ada"}},
	{"feedback-form-delete", "/feedback-forms/{feedback-form:rejected}/delete", []string{"mia"}},
	{"feedback-form-revision", "/feedback-forms/{feedback-form:shared}/revisions/1", []string{"ada"}},
	{"approvals", "/approvals", []string{"ada", "mia"}},
	{"approvals-submitted", "/approvals?view=submitted", []string{"mia"}},
	{"approval", "/approvals/{approval:question/pending}", []string{"ada", "mia"}},
	{"approval-reject", "/approvals/{approval:question/pending}/reject", []string{"sol"}},
	{"members", "/settings/members", []string{"ada", "sol"}},
	{"member", "/settings/members/{member:nora}", []string{"ada", "sol"}},
	{"member-role", "/settings/members/{member:nora}/role", []string{"ada"}},
	{"member-role-chosen", "/settings/members/{member:nora}/role?role_id={role:Staffing}", []string{"ada"}},
	{"member-deactivate", "/settings/members/{member:hana}/deactivate", []string{"ben"}},
	{"member-remove", "/settings/members/{member:hana}/remove", []string{"ben"}},
	{"members-invite", "/settings/members/invite", []string{"ben", "sol"}},
	{"roles", "/settings/roles", []string{"ada", "sol"}},
	{"role-new", "/settings/roles/new", []string{"ada"}},
	{"role", "/settings/roles/{role:Author}", []string{"ben", "mia"}},
	{"role-system", "/settings/roles/{role:Staffing}", []string{"sol"}},
	{"role-delete", "/settings/roles/{role:Author}/delete", []string{"ben"}},
	{"job-roles", "/settings/job-roles", []string{"ada", "ines"}},
	{"job-role", "/settings/job-roles/{job_role:Backend engineer}", []string{"ada", "ines", "nora"}},
	{"job-role-gaps", "/settings/job-roles/{job_role:Product designer}", []string{"sol", "ines"}},
	{"job-role-cell", "/settings/job-roles/{job_role:Backend engineer}?cell={competency:Communication}.{level:Senior}", []string{"ada"}},
	{"job-role-new", "/settings/job-roles/new", []string{"ada"}},
	{"job-role-edit", "/settings/job-roles/{job_role:Product designer}/edit", []string{"sol"}},
	{"job-role-history", "/settings/job-roles/{job_role:Backend engineer}/history", []string{"ines"}},
	{"job-role-delete", "/settings/job-roles/{job_role:Backend engineer}/delete", []string{"ada"}},
	{"competencies", "/settings/competencies", []string{"ada"}},
	{"competency-new", "/settings/competencies/new", []string{"ada"}},
	{"competency", "/settings/competencies/{competency:Communication}", []string{"sol"}},
	{"competency-delete", "/settings/competencies/{competency:Communication}/delete", []string{"ada"}},
	{"levels", "/settings/levels", []string{"sol", "nora"}},
	{"level-new", "/settings/levels/new", []string{"ada"}},
	{"level", "/settings/levels/{level:Senior}", []string{"ada"}},
	{"level-delete", "/settings/levels/{level:Senior}/delete", []string{"ada"}},
	{"settings", "/settings", []string{"ada", "mia"}},
	{"domain-remove", "/settings/domains/{domain:second}/remove", []string{"ada"}},
	{"owner", "/settings/owner", []string{"ada"}},
	{"profile", "/settings/profile", []string{"ines"}},
	{"keys", "/settings/keys", []string{"ada"}},
	{"key-new", "/settings/keys/new", []string{"ada"}},
	{"audit", "/settings/audit", []string{"ben"}},
	{"tasks", "/settings/tasks", []string{"ben"}},
	{"find", "/find?q=compiler", []string{"rui"}},
	{"letters", "/dev/letters", []string{"ada"}},
	{"parts", "/dev/ui", []string{"ada"}},
	{"api", "/api/docs", []string{"ada"}},
	{"organisations", "/organizations", []string{"ada"}},
	{"hidden", "/positions/{vp}", []string{"nora"}},
	{"careers", "/careers/northwind", []string{"visitor"}},
	{"posting", "/careers/northwind/{slug:design}", []string{"visitor"}},
	{"sign-in", "/sign-in", []string{"visitor"}},
	{"forgot", "/forgot", []string{"visitor"}},
	{"invite", "/invite/{link:invite}", []string{"visitor"}},
	{"reset", "/reset/{link:reset}", []string{"visitor"}},
	{"verify", "/verify/{link:verify}", []string{"visitor"}},
	{"set-up", "/set-up", []string{"first"}},
}

// unseen are doors that are read and are no pages to look at, with the reason.
var unseen = map[string]string{
	"GET /applications/{id}/people":             "what a field offers while one types",
	"GET /applications/{id}/transfer/positions": "what a field offers while one types",
	"GET /candidates/new/positions":             "what a field offers while one types",
	"GET /candidates/{id}/link/members":         "what a field offers while one types",
	"GET /approvals/waiting":                    "the count in the sidebar, asked for alone",
	"GET /questions/tags":                       "what a field offers while one types",
	"GET /positions/people":                     "what a field offers while one types",
	"GET /positions/{id}/board/{lane}":          "more cards of a lane, which the board takes in",
	"GET /careers/{org}/{position}/received":    "seen after a form was sent: TestTheCareersPagesInABrowser",
	"GET /careers/{org}/{$}":                    "leads to the address without the last stroke",
	"GET /careers/{org}/{position}/{$}":         "leads to the address without the last stroke",
	"GET /careers/{org}/brand.css":              "a style",
	"GET /assets/":                              "styles, scripts, letters",
	"GET /files/{id}":                           "a file as it was sent",
	"GET /live":                                 "a stream",
	"GET /healthz":                              "a word for machines",
	"GET /readyz":                               "a word for machines",
	"GET /robots.txt":                           "words for machines",
}

// Every page is looked at: one that is added and stands neither in the list nor among the excused fails here.
func TestEveryPageIsLookedAt(t *testing.T) {
	h, _, _ := served(t, db.SQLite)
	var pages []string
	for _, d := range h.Web.Routes() {
		if strings.HasPrefix(d.Pattern, "GET ") && !strings.HasPrefix(d.Pattern, "GET /api/v1/") {
			pages = append(pages, d.Pattern)
		}
	}
	seen := map[string]bool{}
	for _, v := range viewed {
		pattern := doorOf(pages, "GET", v.path)
		if pattern == "" {
			t.Errorf("%s: %s is no page", v.name, v.path)
		}
		seen[pattern] = true
	}
	for _, p := range pages {
		if reason, excused := unseen[p]; !seen[p] && (!excused || reason == "") {
			t.Errorf("%s is neither looked at nor excused", p)
		} else if seen[p] && excused {
			t.Errorf("%s is looked at: take its excuse away", p)
		}
	}
	for p := range unseen {
		if !slices.Contains(pages, p) {
			t.Errorf("%s is excused, and is no page", p)
		}
	}
}

// Every page as its readers see it, wide, dark and narrow: nothing that axe, the console or the content policy complain
// of, nothing that scrolls sideways. With CANDOR_LOOKS a picture of each is kept.
func TestLooks(t *testing.T) {
	h, sent, address := served(t, db.SQLite)
	r := populate(t, h)
	r.letters = sent
	r.inTheMail(t)
	_, _, empty := served(t, db.SQLite)
	var seen atomic.Int64
	t.Run("as", func(t *testing.T) { // two people at a time: each has a browser, and there are many pages
		for _, who := range append(slices.Clone(everybody), "first") { // who comes first to an empty installation
			mine := slices.DeleteFunc(slices.Clone(viewed), func(v view) bool { return !slices.Contains(v.by, who) })
			if len(mine) == 0 {
				continue
			}
			t.Run(who, func(t *testing.T) {
				t.Parallel()
				p, at := looks.Open(t), address
				switch who {
				case "first":
					at = empty
				case "visitor":
				default:
					p.Cookie(address, "candor-session", r.tokens[who])
				}
				for _, v := range mine {
					for _, w := range looks.Windows {
						if w.Dark && who != v.by[0] {
							continue
						}
						r.look(t, p, v, at, who, w)
						seen.Add(1)
					}
				}
			})
		}
	})
	if seen := seen.Load(); seen < 200 && !t.Failed() && flag.Lookup("test.run").Value.String() == "TestLooks" {
		t.Errorf("only %d pictures were looked at", seen)
	}
}

// look opens a page, or turns it into the dark, and says what is wrong with it.
func (r *rig) look(t *testing.T, p *looks.Page, v view, at, who string, w looks.Window) {
	t.Helper()
	path := r.name(v.path)
	if w.Dark {
		p.Turn(w)
	} else {
		p.Go(at+path, w)
	}
	p.Shot(strings.Join([]string{v.name, who}, "-"))
	want := 200
	if v.name == "hidden" {
		want = 404
	}
	status := looks.Eval[int](p, `performance.getEntriesByType("navigation")[0].responseStatus`)
	if here := looks.Eval[string](p, `location.pathname + location.search`); status != want || here != path {
		t.Errorf("%s, %s: %s answers %d at %s", v.name, who, path, status, here)
	}
	for _, problem := range p.Problems() {
		if v.name == "hidden" && strings.Contains(problem, "404") {
			continue // that is what it shows
		}
		t.Errorf("%s, %s, %s: %s", v.name, who, w.Name, problem)
	}
}

// inTheMail asks for letters with links that open pages, and learns public names.
func (r *rig) inTheMail(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	if err := r.house.Org.AskReset(ctx, "sol@northwind.example", "192.0.2.7"); err != nil {
		t.Fatal(err)
	}
	if err := r.house.Org.AskEmail(ctx, r.As(ctx, "nora"), "nora.lund@northwind.example", company.Password, "192.0.2.8"); err != nil {
		t.Fatal(err)
	}
	if err := r.house.Worker.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	for kind, tokens := range r.linksInLetters() {
		r.things["link:"+kind] = tokens[0]
	}
	r.things["slug:design"] = r.slugOf(t, "design")
}

// The README shows the product: at least three pictures, all of them there (make shots makes them anew).
func TestShotsOfTheReadmeAreThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.Split(string(text), "](docs/shots/")[1:]
	if len(shown) < 3 {
		t.Errorf("the README shows %d pictures", len(shown))
	}
	for _, part := range shown {
		name, _, _ := strings.Cut(part, ")")
		if info, err := os.Stat(filepath.Join(root, "docs/shots", name)); err != nil || info.Size() < 5000 {
			t.Errorf("the README shows docs/shots/%s, which is not there, or no picture", name)
		}
	}
}
