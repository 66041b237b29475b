package guards

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"candor/internal/db"
	"candor/internal/ui/looks"
)

// A matrix is written where it stands, without script: the cell opens as a form, and what was typed is not lost where
// somebody else was quicker.
func TestAMatrixIsWrittenInPlace(t *testing.T) {
	onEach(t, func(t *testing.T, r *rig) {
		page := r.name("/settings/job-roles/{job_role:Backend engineer}")
		at := page + "?cell=" + r.id("competency:Communication") + "." + r.id("level:Senior")
		if a := r.send(t.Context(), r.house, "ines", "GET", at, nil); strings.Contains(a.body, "<textarea") || a.status != http.StatusOK {
			t.Error("an interviewer gets a form, or no matrix")
		}
		if a := r.send(t.Context(), r.house, "sol", "GET", at, nil); !strings.Contains(a.body, "Writes proposals that let a group decide") || !strings.Contains(a.body, `name="seen" value="3"`) {
			t.Error("no form with what is there")
		}
		write := func(who, text, seen string) answer {
			return r.send(t.Context(), r.house, who, "POST", page+"/cells", url.Values{"competency_id": {r.id("competency:Communication")}, "level_id": {r.id("level:Senior")}, "guideline": {text}, "seen": {seen}})
		}
		if a := write("ben", "Written by **Ben**.", "3"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), page+"#cell-") {
			t.Fatalf("%d %s", a.status, a.header.Get("Location"))
		}
		a := write("sol", "Written by Sol.", "3")
		if a.status != http.StatusPreconditionFailed || !strings.Contains(a.body, "Written by Sol.") || !strings.Contains(a.body, "Written by **Ben**") || !strings.Contains(a.body, `name="seen" value="4"`) {
			t.Fatalf("%d: what Sol typed, what Ben wrote, or the version is missing", a.status)
		}
		if a := write("sol", "Written by Sol.", "4"); a.status != http.StatusSeeOther {
			t.Errorf("saving once more: %d", a.status)
		}
		if a := write("sol", strings.Repeat("x", 4001), "5"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "too long") {
			t.Errorf("too long: %d", a.status)
		}
		if a := r.send(t.Context(), r.house, "ines", "GET", page+"/history", nil); !strings.Contains(a.body, "v5") || !strings.Contains(a.body, "Sol Lindqvist") {
			t.Error("the history does not tell")
		}
		order := r.send(t.Context(), r.house, "sol", "POST", "/settings/levels/order", url.Values{"do": {"up:" + r.id("level:Lead")},
			"order": {strings.Join([]string{r.id("level:Junior"), r.id("level:Intermediate"), r.id("level:Senior"), r.id("level:Lead")}, ",")}})
		levels := r.send(t.Context(), r.house, "nora", "GET", "/settings/levels", nil).body
		if order.status != http.StatusSeeOther || strings.Index(levels, ">Lead<") > strings.Index(levels, ">Senior<") {
			t.Errorf("the order: %d", order.status)
		}
	})
}

// By keys alone: arrows walk through the matrix, Enter opens a cell, Control and Enter save it, and the focus stays there.
func TestAMatrixByKeyboard(t *testing.T) {
	h, _, address := served(t, db.SQLite)
	r := populate(t, h)
	p := looks.Open(t)
	p.Cookie(address, "candor-session", r.tokens["ada"])
	cell := "cell-" + r.id("competency:Craft and quality") + "-" + r.id("level:Intermediate")
	p.Go(address+r.name("/settings/job-roles/{job_role:Backend engineer}"), looks.Windows[0])
	looks.Eval[bool](p, `document.querySelector("td a[id]").focus() || true`)
	p.Press(kb.ArrowDown)
	p.Press(kb.ArrowRight)
	p.Until(`document.activeElement.id === "` + cell + `"`)
	p.Press("\r")
	p.Until(`document.activeElement.tagName === "TEXTAREA" && document.activeElement.id === "` + cell + `"`)
	looks.Eval[bool](p, `(document.activeElement.value = "By keys.", document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true})))`)
	p.Until(`document.querySelector("main").innerText.includes("By keys.") && document.activeElement.id === "` + cell + `" && document.activeElement.tagName === "A"`)
	p.Press("\r")
	p.Until(`document.activeElement.tagName === "TEXTAREA"`)
	looks.Eval[bool](p, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true, cancelable: true}))`)
	p.Until(`document.activeElement.id === "` + cell + `" && document.activeElement.tagName === "A"`)
	for _, problem := range p.Problems() {
		t.Error(problem)
	}
}
