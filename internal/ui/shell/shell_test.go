package shell

import (
	"bytes"
	"strings"
	"testing"

	"candor/internal/ui/kit"
	"github.com/a-h/templ"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	ctx := templ.WithChildren(t.Context(), kit.Text("the page"))
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func has(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("no %q", w)
		}
	}
}

var app = AppProps{
	Title: "Positions", Org: "Northwind Labs", Member: "Ada Lovelace", Appearance: "dark", Slim: true,
	Nav:  []NavGroup{{Items: []NavItem{{Label: "Positions", Href: "/positions", Icon: "briefcase", Key: "p", Count: kit.N(6), Current: true, Bar: true}}}},
	Find: "/find", Search: "/search", Live: "/live", AppearanceAction: "/appearance", Banner: "You see what Nora sees.", BannerOut: "/view-as",
	Flashes: []kit.FlashProps{{Tone: kit.Good, Text: "Position created.", Undo: "/undo", Seconds: 10}},
}

func TestApp(t *testing.T) {
	page := render(t, App(app))
	has(t, page, "<title>Positions · Candor</title>", `data-appearance="dark"`, `data-sidebar="slim"`, `id="main"`, `href="#main"`, "the page",
		`aria-current="page"`, `hx-sse:connect="/live"`, `data-keys="g p"`, "You see what Nora sees.", "Position created.", `hx-swap-oob="beforeend:#flashes"`, `includeIndicatorCSS`)
	if strings.Index(page, `id="live"`) < strings.Index(page, "</main>") {
		t.Error("the stream belongs outside <main>, or moving about cuts it")
	}
}

func TestEmptyAppStandsToo(t *testing.T) {
	has(t, render(t, App(AppProps{})), "<title> · Candor</title>", "the page")
}

func TestPlainAndError(t *testing.T) {
	has(t, render(t, Plain(PlainProps{Title: "Sign in", Lead: "Welcome back.", Org: "Northwind Labs"})), "Sign in", "Welcome back.", "the page")
	has(t, render(t, Error(ErrorProps{Status: 404, Title: "There is nothing here, or nothing you may see."})), "nothing you may see", "404", `data-problem=`)
	has(t, render(t, Error(ErrorProps{Status: 403, Title: "No.", App: &app})), `id="sidebar"`, `data-problem="No."`)
}

// A posting's words come from people: they must not end the script they are in.
func TestCareersPosting(t *testing.T) {
	page := render(t, Careers(CareersProps{Title: "Jobs", Company: "Tailspin", Home: "/careers/tailspin", Brand: "/careers/tailspin/brand.css", Posting: map[string]string{"title": "</script><script>alert(1)</script>"}}))
	has(t, page, `application/ld+json`, `/careers/tailspin/brand.css`, "the page")
	if strings.Contains(page, "<script>alert") {
		t.Error("the posting's words broke out")
	}
	if strings.Contains(page, `type="module"`) || strings.Contains(page, "htmx") {
		t.Error("a careers page needs no script")
	}
}
