package guards

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/files/extract/samples"
	"candor/internal/house"
	"candor/internal/ui/looks"
)

// served is a house behind a real address, over a database whose clock runs.
func served(t *testing.T, e db.Engine) (*house.House, *letters, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	d := testdb.Open(t, e)
	clock := testdb.ClockOf(d)
	clock.Set(time.Now().UTC().Truncate(time.Millisecond))
	blobs, err := files.Disk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sent := &letters{}
	address := "http://" + server.Listener.Addr().String()
	h, err := house.Build(house.Plan{PublicURL: address, Secret: bytes.Repeat([]byte("k"), 32), DB: d, Blobs: blobs, Extract: extract.Text,
		Now: clock.Now, Letters: sent, Demo: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = h.Web
	server.Start()
	t.Cleanup(func() {
		h.Stop(context.Background())
		server.Close()
	})
	return h, sent, address
}

// From an empty machine to a company that hires: set-up in the browser, a position on the careers page, three real
// résumés through the form, found by their words, and one of them all the way to Hired.
func TestFromAnEmptyMachineToAHire(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			h, sent, address := served(t, e)
			clock := testdb.ClockOf(h.DB)
			p := looks.Open(t)
			wide := looks.Windows[0]

			p.Go(address+"/", wide)
			p.Until(`location.pathname === "/set-up"`)
			fill(p, map[string]string{"organization": "Tidewater", "name": "Olivia Strand", "email": "olivia@tidewater.example", "password": "a long enough sentence"})
			submit(p, "main form")
			p.Until(`location.pathname === "/" && document.querySelector(".sidebar, .app")`)

			p.Go(address+"/positions/new", wide)
			fill(p, map[string]string{"title": "Harbour pilot", "locations": "Porto", "description": "Bring ships in."})
			submit(p, `form[action="/positions"]`)
			p.Until(`/^\/positions\/[0-9a-f-]{36}/.test(location.pathname)`)
			position := strings.Split(looks.Eval[string](p, `location.pathname`), "/")[2]
			post(p, "/positions/"+position+"/open", nil)
			post(p, "/positions/"+position+"/public", map[string]string{"public": "true"})

			for _, one := range []struct {
				person samples.Person
				kind   string
			}{{samples.Zoe, "pdf"}, {samples.Tomasz, "docx"}, {samples.Mireille, "odt"}} {
				p.Go(address+"/careers/tidewater", wide)
				href := looks.Eval[string](p, `document.querySelector('a[href^="/careers/tidewater/"]').getAttribute("href")`)
				p.Go(address+href, wide)
				clock.Advance(30 * time.Second) // somebody read and typed
				fill(p, map[string]string{"name": one.person.Name, "email": one.person.Email})
				upload(p, "resume", one.person.File+"."+one.kind, one.person.Resume(one.kind))
				submit(p, `main form[method=post]`)
				p.Until(`location.pathname.endsWith("/received")`)
				if text := looks.Eval[string](p, `document.body.innerText`); !strings.Contains(text, one.person.Name) {
					t.Errorf("the receipt does not name %s", one.person.Name)
				}
			}
			if err := h.Worker.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(sent.sent); n != 3 {
				t.Errorf("%d confirmations were sent, want 3", n)
			}

			for _, one := range samples.People()[:3] {
				p.Go(address+"/find?q="+one.Words[0], wide)
				if text := looks.Eval[string](p, `document.querySelector("main").innerText`); !strings.Contains(text, one.Name) {
					t.Errorf("%q does not find %s", one.Words[0], one.Name)
				}
			}

			p.Go(address+"/positions/"+position+"/board", wide)
			card := looks.Eval[string](p, `[...document.querySelectorAll("[data-card]")].find(c => c.innerText.includes("Zoë")).id`)
			p.Until(`document.querySelector(".board").dataset.canDrag !== undefined`)
			p.Drag("#"+card, `[data-column]:not(#lane-applied) [data-cards]`)
			p.Until(`!document.querySelector("#` + card + `").closest("#lane-applied") && !document.querySelector("#` + card + `").dataset.busy`)
			application := strings.TrimPrefix(card, "application-")
			for _, status := range []string{"offer", "hired"} {
				post(p, "/applications/"+application+"/move", map[string]string{"status": status})
			}
			p.Go(address+"/applications/"+application, wide)
			p.Until(`document.querySelector(".page-header").innerText.includes("Hired")`)
			for _, problem := range p.Problems() {
				t.Error(problem)
			}
		})
	}
}

// A move on one board is on another within a second, without anybody reloading.
func TestASecondBrowserSeesAMoveWithinASecond(t *testing.T) {
	h, _, address := served(t, db.SQLite)
	r := populate(t, h)
	one, other := looks.Open(t), looks.Open(t)
	one.Cookie(address, "candor-session", r.tokens["rui"])
	other.Cookie(address, "candor-session", r.tokens["hana"])
	board := address + "/positions/" + r.Positions["backend"] + "/board"
	one.Go(board, looks.Windows[0])
	other.Go(board, looks.Windows[0])
	card := "application-" + r.Applications["ravi@backend"]
	other.Until(`document.querySelector("#` + card + `").closest("#lane-applied")`)
	looks.Eval[bool](other, `window.stayed = true; document.querySelector("#main") !== null`)
	post(one, "/applications/"+r.Applications["ravi@backend"]+"/move", map[string]string{"status": "in_review"})
	began := time.Now()
	other.Until(`!document.querySelector("#` + card + `").closest("#lane-applied")`)
	if took := time.Since(began); took > time.Second {
		t.Errorf("the second browser saw the move after %v", took)
	}
	if !looks.Eval[bool](other, `window.stayed === true`) {
		t.Error("the second browser was loaded anew")
	}
}

// fill types into fields by name, as a person would see them typed.
func fill(p *looks.Page, values map[string]string) {
	text, _ := json.Marshal(values)
	looks.Eval[bool](p, `(() => { const v = `+string(text)+`; for (const n in v) { const f = document.querySelector('[name="' + n + '"]'); f.value = v[n];
		f.dispatchEvent(new Event("input", {bubbles: true})); f.dispatchEvent(new Event("change", {bubbles: true})) } return true })()`)
}

// upload puts a file into a field.
func upload(p *looks.Page, field, name string, content []byte) {
	looks.Eval[bool](p, fmt.Sprintf(`(() => { const raw = atob(%q); const bytes = Uint8Array.from(raw, c => c.charCodeAt(0)); const t = new DataTransfer();
		t.items.add(new File([bytes], %q)); document.querySelector('[name=%q]').files = t.files; return true })()`, base64.StdEncoding.EncodeToString(content), name, field))
}

func submit(p *looks.Page, form string) {
	looks.Eval[bool](p, fmt.Sprintf(`(() => { document.querySelector(%q).requestSubmit(); return true })()`, form))
}

// post sends a form as the page would, and waits for the answer.
func post(p *looks.Page, path string, values map[string]string) {
	text, _ := json.Marshal(values)
	status := looks.Eval[int](p, fmt.Sprintf(`fetch(%q, {method: "POST", body: new URLSearchParams(%s || {})}).then(r => r.status)`, path, text))
	if status >= http.StatusBadRequest {
		panic(fmt.Sprintf("POST %s: %d", path, status))
	}
}
