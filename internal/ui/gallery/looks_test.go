package main

import (
	"net/http/httptest"
	"testing"

	"candor/internal/ui"
	"candor/internal/ui/looks"
)

// Every part and frame, wide, dark and narrow: nothing to complain of.
func TestLooks(t *testing.T) {
	server, p := start(t)
	for _, path := range []string{"/", "/board", "/list", "/profile", "/form", "/settings", "/reject", "/missing", "/sign-in", "/careers?colour=facc15", "/?palette=slate"} {
		for _, w := range looks.Windows {
			p.Go(server+path, w)
			p.Shot(path[1:] + "-page")
			for _, problem := range p.Problems() {
				t.Errorf("%s, %s: %s", path, w.Name, problem)
			}
		}
	}
}

// One walk through what script adds: each step also works without it.
func TestBehaviour(t *testing.T) {
	server, p := start(t)
	wide := looks.Windows[0]
	p.Go(server+"/list", wide)
	looks.Eval[bool](p, `window.stayed = true`)

	p.Press("g")
	p.Press("p")
	p.Until(`location.pathname === "/board" && document.title.startsWith("Backend engineer")`)
	p.Press("g")
	p.Press("c")
	p.Until(`location.pathname === "/list"`)

	p.Press("j")
	p.Press("x")
	p.Until(`document.querySelector(".selection__count").textContent === "1 candidate selected"`)

	p.Press("c") // the dialog, and out of it with an answer
	p.Until(`document.querySelector("#dialog").open && document.activeElement.name === "reason"`)
	p.Click("#dialog .button--danger")
	p.Until(`!document.querySelector("#dialog").open && document.querySelector(".flash__text").textContent === "Grace Hopper rejected."`)

	looks.Eval[any](p, `fetch("/poke").then(() => null)`)
	p.Until(`/^[1-9]/.test(document.querySelector("#pokes").textContent)`)
	if !looks.Eval[bool](p, `window.stayed === true`) {
		t.Error("the page was loaded anew: moving about should exchange <main> only")
	}
	for _, problem := range p.Problems() {
		t.Error(problem)
	}
}

func TestRefusedForm(t *testing.T) {
	server, p := start(t)
	p.Go(server+"/form", looks.Windows[0])
	p.Type("#field-about", "kept")
	p.Click(".actions .button--primary")
	p.Until(`document.activeElement.matches(".error-summary")`)
	if got := looks.Eval[string](p, `document.querySelector("#field-about").value + " " + location.pathname`); got != "kept /form" {
		t.Errorf("after a refusal: %s", got)
	}
	p.Type("#field-title", "Engineer")
	p.Click(".actions .button--primary")
	p.Until(`location.pathname === "/list"`)
}

func TestBoard(t *testing.T) {
	server, p := start(t)
	column := func(card string) string {
		return looks.Eval[string](p, `document.querySelector("#`+card+`").closest("[data-column]").id`)
	}
	p.Go(server+"/board", looks.Windows[0])
	p.Until(`document.querySelector(".board").dataset.canDrag !== undefined`)
	p.Drag("#card-1", "#col-tech .column__cards")
	p.Until(`document.querySelector("#card-1").closest("#col-tech") && !document.querySelector("#card-1").dataset.busy`)

	looks.Eval[any](p, `document.querySelector("#card-2 a").focus()`)
	p.Press("m") // Offer is refused: the card goes back, the reason is said
	p.Until(`document.querySelector("[data-move-menu]").matches(":popover-open")`)
	looks.Eval[any](p, `document.querySelector("[data-move-menu] [value=offer]").click()`)
	p.Until(`document.querySelector(".flash__text")?.textContent === "Only closers move somebody into Offer."`)
	if got := column("card-2"); got != "col-screen" {
		t.Errorf("a refused card is in %s", got)
	}

	p.Drag("#card-3", "#col-final .column__cards") // Final round asks first
	p.Until(`document.querySelector("#dialog").open`)
	if got := column("card-3"); got != "col-screen" {
		t.Errorf("a card that is asked about is in %s", got)
	}
}

func TestSettingsCardsAreSavedAlone(t *testing.T) {
	server, p := start(t)
	p.Go(server+"/settings", looks.Windows[0])
	p.Type("#field-intro", "typed")
	p.Click("#general .settings-card__foot .button")
	p.Until(`document.querySelector(".flash__text")?.textContent === "Saved."`)
	if got := looks.Eval[string](p, `document.querySelector("#field-intro").value + " " + location.search`); got != "typed " {
		t.Errorf("the other card: %q", got)
	}
	looks.Eval[any](p, `document.querySelectorAll("form").forEach((f) => f.reset())`)
}

func start(t *testing.T) (string, *looks.Page) {
	t.Helper()
	ui.ReadFromDisk("") // what the product serves
	p := looks.Open(t)
	server := httptest.NewServer(routes())
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() }) // the stream of signals stays open else
	return server.URL, p
}
