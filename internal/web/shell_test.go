package web_test

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/ui/looks"
)

// The palette goes to every page and does from anywhere what can be done from anywhere, for those to whom the doors open.
func TestThePaletteOffersWhatTheDoorsOpen(t *testing.T) {
	onBoth(t, func(f *firm) {
		palette := func(who string) string {
			_, list, _ := strings.Cut(f.get(who, "/").is(200).text, `id="palette-fixed"`)
			list, _, _ = strings.Cut(list, "</dialog>")
			return list
		}
		has := func(who string, hrefs ...string) {
			t.Helper()
			list := palette(who)
			for _, h := range []string{"/positions/new", "/candidates/new", "/settings/members/invite", "/settings/roles/new", "/settings/keys/new", "/settings/profile",
				"/settings/keys", "/settings/audit", "/settings/tasks", "/api/docs", "/settings/members", "/candidates", "/positions", "/settings"} {
				want := strings.Contains(strings.Join(hrefs, " ")+" ", h+" ")
				if got := strings.Contains(list, `href="`+h+`"`); got != want {
					t.Errorf("%s: %s is offered: %t", who, h, got)
				}
			}
		}
		has("ada", "/positions/new", "/candidates/new", "/settings/members/invite", "/settings/roles/new", "/settings/keys/new", "/settings/profile",
			"/settings/keys", "/settings/audit", "/settings/tasks", "/api/docs", "/settings/members", "/candidates", "/positions", "/settings")
		has("sol", "/positions/new", "/candidates/new", "/settings/members/invite", "/settings/profile", "/api/docs", "/settings/members", "/candidates", "/positions", "/settings")
		has("ines", "/settings/profile", "/api/docs", "/settings")
	})
}

// The bar of a phone leads everywhere that the sidebar leads: it has the search and the other organisations too.
func TestTheBottomBarLeadsEverywhere(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.another("Tailspin", "ada@northwind.example")
		_, bar, _ := strings.Cut(f.get("ada", "/").is(200).text, `id="bottombar"`)
		bar, _, _ = strings.Cut(bar, "</nav>")
		for _, w := range []string{"data-palette-open", `href="/find"`, "Other organisations", "Tailspin", `action="/organizations"`, "Your profile", "Sign out"} {
			if !strings.Contains(bar, w) {
				t.Errorf("the bottom bar lacks %s", w)
			}
		}
		if strings.Contains(f.get("ines", "/").is(200).text, "Other organisations") {
			t.Error("ines belongs to one organisation")
		}
	})
}

func TestTheSidebarSaysWhereOneIs(t *testing.T) {
	onBoth(t, func(f *firm) {
		invited := f.post("ada", "/settings/invitations", url.Values{"emails": {"nobody"}}).is(422)
		if got := invited.find(`class="sidebar__link" href="([^"]+)"[^>]*aria-current="page"`); got != "/settings/members" {
			t.Errorf("a refused invitation stands at %s", got)
		}
	})
}

// The palette by keys: typing finds a command by the beginning of its words, Enter does it; it presses what the page
// at hand shows, and nothing that it does not.
func TestThePaletteDoes(t *testing.T) {
	f := oneFirm(t, testdb.Open(t, db.SQLite))
	p := f.browse(t, "ada")
	ask := func(words string) {
		t.Helper()
		looks.Eval[bool](p, `document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true })) || true`)
		p.Until(`document.getElementById("palette").open`)
		p.Type("#palette input", words)
		p.Until(`document.querySelector("#palette [aria-selected=true]:not([hidden])")`)
		p.Press("\r")
	}
	p.Go(f.ts.URL+"/", looks.Windows[0])
	ask("dark")
	p.Until(`document.documentElement.dataset.appearance === "dark"`)
	ask("new pos")
	p.Until(`location.pathname === "/positions/new"`)
	ask("audit")
	p.Until(`location.pathname === "/settings/audit"`)
	p.Go(f.ts.URL+"/settings/members/"+f.member("sol"), looks.Windows[0])
	ask("deactivate")
	p.Until(`document.querySelector("#dialog[open] h1, #dialog[open] h2")?.textContent.startsWith("Deactivate ")`)
	p.Press("\x1b")
	p.Until(`!document.querySelector("#dialog").open`)
	ask("sign out")
	p.Until(`location.pathname === "/sign-in"`)
	for _, problem := range p.Problems() {
		t.Error(problem)
	}
}

// A number leads to the rows it counts: the members of a role are those who are active.
func TestCountsOfMembersLeadToTheirRows(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.add("northwind", "gone@northwind.example", "Staffing")
		f.post("ada", "/settings/members/"+f.member("gone")+"/deactivate", url.Values{}).leadsTo("/settings/members")
		staffing := f.role("Staffing")
		rows := func(href string) int {
			return strings.Count(f.get("ada", html.UnescapeString(href)).is(200).text, `id="member-`)
		}
		for _, page := range []string{"/settings/roles", "/settings/roles/" + staffing, "/"} {
			href := f.get("ada", page).is(200).find(`href="(/settings/members\?status=active&amp;role=` + staffing + `)">1`)
			if n := rows(href); n != 1 {
				t.Errorf("%s counts one, and leads to %d", page, n)
			}
		}
		if n := rows(f.get("ada", "/").is(200).find(`href="(/settings/members\?status=active)"><span class="num">4</span>`)); n != 4 {
			t.Errorf("four members lead to %d", n)
		}
	})
}

// Nobody edits a system role, so nobody is told to have it edited.
func TestARefusalSaysWhatHelps(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.get("ines", "/positions").is(403, "You do not have access to this page", "job_positions:view", "An admin can give you another role.").lacks("add it to your role")
	})
}
