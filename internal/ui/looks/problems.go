package looks

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// axe-core 4.14.1 (MPL-2.0, axe/LICENSE): finds what a person who cannot see,
// point or read easily would stumble over. In tests only.
//
//go:embed axe/axe.min.js
var axe string

// Problems are what the browser said since the last time it was asked, what
// axe finds now, and whether the page is wider than its window.
func (p *Page) Problems() []string {
	p.t.Helper()
	p.mu.Lock()
	list := p.said
	p.said = nil
	p.mu.Unlock()
	list = append(list, p.axe()...)
	if wide := Eval[int64](p, "document.documentElement.scrollWidth"); wide > p.window.Width {
		list = append(list, fmt.Sprintf("one must scroll sideways: %d in %d pixels: %s", wide, p.window.Width, Eval[string](p, widest)))
	}
	return list
}

// widest are the first elements that stick out, but for those inside something that scrolls by itself.
const widest = `(() => {
  const inside = (e) => { for (let a = e.parentElement; a && a !== document.body; a = a.parentElement) if (getComputedStyle(a).overflowX !== "visible") return true; return false };
  return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !inside(e)).slice(0, 4).map((e) => e.tagName + "." + e.className).join(", ")
})()`

const findings = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((r) =>
  r.violations.map((v) => v.id + ": " + v.help + "\n    " + v.nodes.slice(0, 5).map((n) => n.target.join(" ") + " – " + n.failureSummary.replace(/\s+/g, " ")).join("\n    ")))`

func (p *Page) axe() []string {
	p.t.Helper()
	if !Eval[bool](p, `"axe" in window`) {
		if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](axe+"; true")); err != nil {
			p.t.Fatal(err)
		}
	}
	var list []string
	for _, v := range Eval[[]string](p, findings) {
		list = append(list, "axe "+strings.TrimSpace(v))
	}
	return list
}
