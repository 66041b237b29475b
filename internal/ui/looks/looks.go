// Package looks opens pages in a real browser and says what is wrong with
// them: what the console says, what the page's policy had to forbid, what axe
// finds, whether one must scroll sideways. It also presses keys and drags. For
// tests only.
package looks

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Window is how a page is looked at.
type Window struct {
	Name          string
	Width, Height int64
	Dark          bool
	Touch         bool
}

// Windows are the ways every page has to stand: wide in both appearances, and
// the narrowest phone, which is also a wide window at 400 % zoom.
var Windows = []Window{
	{Name: "light", Width: 1280, Height: 900},
	{Name: "dark", Width: 1280, Height: 900, Dark: true},
	{Name: "narrow", Width: 320, Height: 700, Touch: true},
}

// Page is one tab. What goes wrong in it is collected until Problems asks.
type Page struct {
	t      testing.TB
	ctx    context.Context
	window Window

	mu   sync.Mutex
	said []string
}

// Open gives a tab in a browser of its own, closed with the test. Without
// Chromium the test is skipped, loudly; with CANDOR_TEST_REQUIRE it fails.
func Open(t testing.TB) *Page {
	t.Helper()
	binary := find()
	if binary == "" {
		if os.Getenv("CANDOR_TEST_REQUIRE") != "" {
			t.Fatal("no Chromium on this machine, and CANDOR_TEST_REQUIRE is set")
		}
		t.Skip("no Chromium on this machine: how pages look was not tested")
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(binary), chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("force-prefers-reduced-motion", true))...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	ctx, end := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(end)
	p := &Page{t: t, ctx: ctx}
	p.do()
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	return p
}

func find() string {
	if path := os.Getenv("CANDOR_TEST_BROWSER"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// hear collects what the browser complains of. Answers of 4xx are the
// server's to give: a page that is refused is still a page.
func (p *Page) hear(event any) {
	said := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			said += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			said = fmt.Sprint("console: ", e.Args[0].Description, string(e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" && !strings.HasPrefix(e.Entry.Text, "Failed to load resource: the server responded with a status of 4") {
			said = "browser: " + e.Entry.Text
		}
	}
	if said != "" {
		p.mu.Lock()
		p.said = append(p.said, said)
		p.mu.Unlock()
	}
}

// Cookie signs the browser in.
func (p *Page) Cookie(url, name, value string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, network.SetCookie, network.SetCookieParams{URL: url, Name: name, Value: value}); err != nil {
		p.t.Fatal(err)
	}
}

// Go opens an address in a window and waits until letters and script are there.
func (p *Page) Go(url string, w Window) {
	p.t.Helper()
	p.light(w)
	var opts []chromedp.EmulateViewportOption
	if w.Touch {
		opts = append(opts, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	p.do(chromedp.EmulateViewport(w.Width, w.Height, opts...), chromedp.Navigate(url))
	p.Until(`document.readyState === "complete" && document.fonts.status === "loaded"`)
}

// Turn shows the page that is open in another appearance, without asking for it again.
func (p *Page) Turn(w Window) {
	p.t.Helper()
	p.light(w)
	p.do(chromedp.EmulateViewport(w.Width, w.Height))
}

// light sets whether the reader wants it light or dark.
func (p *Page) light(w Window) {
	p.t.Helper()
	p.window = w
	scheme := "light"
	if w.Dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, media); err != nil {
		p.t.Fatal(err)
	}
}

// Until waits for an expression of the page to be true, across navigations.
func (p *Page) Until(expression string) {
	p.t.Helper()
	for began := time.Now(); ; {
		_, err := chromedp.Run(p.ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingTimeout(10*time.Second)))
		if err == nil {
			return
		}
		if leaving(err) && time.Since(began) < 10*time.Second {
			continue
		}
		p.Shot("waiting")
		p.t.Fatalf("waited for %s: %v", expression, err)
	}
}

// leaving: the page that was asked is on its way out, and the next one can be asked.
func leaving(err error) bool {
	text := err.Error()
	return strings.Contains(text, "Cannot find context") || strings.Contains(text, "context was destroyed") || strings.Contains(text, "navigated or closed")
}

// Eval is what an expression of the page says.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Click presses the first element of a selector, Type writes into one, Press
// strikes a key ("g", "\r", or one of chromedp's kb).
func (p *Page) Click(selector string) { p.t.Helper(); p.do(chromedp.Click(selector)) }

func (p *Page) Type(selector, text string) { p.t.Helper(); p.do(chromedp.SendKeys(selector, text)) }

func (p *Page) Press(key string) { p.t.Helper(); p.do(chromedp.KeyEvent(key)) }

// Drag takes one element to another by pointer.
func (p *Page) Drag(from, to string) {
	p.t.Helper()
	middle := func(selector string) []float64 {
		return Eval[[]float64](p, fmt.Sprintf(`(() => { const b = document.querySelector(%q).getBoundingClientRect(); return [b.left + b.width / 2, b.top + Math.min(b.height / 2, 60)] })()`, selector))
	}
	a, b := middle(from), middle(to)
	p.do(chromedp.DragAndDropXY(a[0], a[1], b[0], b[1], 15))
}

func (p *Page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// Shot keeps a picture in the folder CANDOR_LOOKS names, if it names one.
func (p *Page) Shot(name string) {
	p.t.Helper()
	folder := os.Getenv("CANDOR_LOOKS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+"-"+p.window.Name+".png"), picture, 0o644)
	}
	if err != nil {
		p.t.Error(err)
	}
}
