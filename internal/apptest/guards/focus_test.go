package guards

import (
	"strings"
	"testing"

	"candor/internal/db"
	"candor/internal/ui/looks"
)

// active is what has the focus, in words.
func active(p *looks.Page) string {
	return looks.Eval[string](p, `(() => { const e = document.activeElement; return e === document.body ? "nothing" : e.tagName + " " + e.textContent.trim().replace(/\s+/g, " ").slice(0, 60) })()`)
}

// What is done on an application by keyboard leaves the focus where one goes on, and makes no noise in the console.
func TestTheFocusIsNeverLost(t *testing.T) {
	h, _, address := served(t, db.SQLite)
	r := populate(t, h)
	p := looks.Open(t)
	p.Cookie(address, "candor-session", r.tokens["rui"])
	wide := looks.Windows[0]
	is := func(after, want string) {
		t.Helper()
		if got := active(p); !strings.HasPrefix(got, want) {
			t.Errorf("after %s the focus is on %s, want %s", after, got, want)
		}
	}
	p.Go(address+"/applications/"+r.Applications["ravi@backend"], wide)
	looks.Eval[bool](p, `(() => { document.querySelector("textarea[name=body]").style.height = "200px"; return true })()`) // somebody made it larger
	p.Type("textarea[name=body]", "Ask @ha")
	p.Until(`document.querySelector(".note-form__people:not([hidden]) li")?.textContent === "Hana Sato"`)
	p.Press("\t")
	if got := looks.Eval[string](p, `document.querySelector("textarea[name=body]").value + "|" + document.querySelector(".note-form select").selectedOptions[0]?.textContent`); got != "Ask @Hana Sato |Hana Sato" {
		t.Errorf("a mention chosen by key: %q", got)
	}
	looks.Eval[bool](p, `(() => { [...document.querySelectorAll("button")].find(b => b.textContent.trim() === "Add note").focus(); document.activeElement.click(); return true })()`)
	p.Until(`document.querySelector(".activity__mentions")?.textContent.includes("Hana Sato")`)
	is("a note", "BUTTON Add note")

	p.Press("e")
	p.Until(`document.querySelector("dialog[open] [name=reason]")`)
	p.Press("\x1b")
	p.Until(`!document.querySelector("dialog[open]")`)
	is("Esc in a dialog", "A Reject…")
	p.Press("e")
	p.Until(`document.querySelector("dialog[open] [name=reason]")`)
	looks.Eval[bool](p, `(() => { document.querySelector("dialog [name=reason]").checked = true; document.querySelector("dialog form").requestSubmit(); return true })()`)
	p.Until(`!document.querySelector("dialog[open]") && document.querySelector("main").innerText.includes("rejected by")`)
	p.Until(`document.activeElement !== document.body`)
	is("a rejection", "H1 Ravi Subramanian")

	p.Go(address+"/candidates", wide)
	looks.Eval[bool](p, `(() => { [...document.querySelectorAll("main a")].find(a => a.textContent.trim() === "Grace Villeneuve").click(); return true })()`)
	p.Until(`document.querySelector("h1").textContent === "Grace Villeneuve" && document.activeElement.tagName === "H1"`)
	looks.Eval[bool](p, `(() => { history.back(); return true })()`)
	p.Until(`location.pathname === "/candidates" && document.activeElement !== document.body && document.querySelector("h1").textContent === "Candidates"`)
	is("going back", "A Grace Villeneuve")

	p.Go(address+"/positions/"+r.Positions["backend"]+"/board", wide)
	first := looks.Eval[string](p, `document.querySelector("[data-card] .board-card__name").textContent`)
	p.Press("j")
	is("j on a fresh board", "A "+first)
	p.Press("j")
	if got := active(p); got == "nothing" || strings.HasPrefix(got, "A "+first) {
		t.Errorf("the second j is on %s", got)
	}
	p.Press("k")
	is("k", "A "+first)
	for _, problem := range p.Problems() {
		t.Error(problem)
	}
}

// What was added is a question of its own from then on, and no longer stands in the box for the next one.
func TestAnAddedQuestionLeavesItsBox(t *testing.T) {
	h, _, address := served(t, db.SQLite)
	r := populate(t, h)
	p := looks.Open(t)
	p.Cookie(address, "candor-session", r.tokens["rui"])
	p.Go(address+"/positions/"+r.Positions["backend"]+"/settings", looks.Windows[0])
	before := looks.Eval[int](p, `document.querySelectorAll(".asked").length`)
	p.Type("[name=new_label]", "Why this job?")
	looks.Eval[bool](p, `(() => { document.querySelector("button[value=add]").click(); return true })()`)
	p.Until(`document.querySelectorAll(".asked").length > ` + string(rune('0'+before)))
	p.Until(`document.querySelector("[name=new_label]").value === ""`)
	if got := looks.Eval[string](p, `[...document.querySelectorAll(".asked input[name$=label]")].at(-1).value`); got != "Why this job?" {
		t.Errorf("the question is %q", got)
	}
}
