package web

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"candor/internal/activity"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// heard is one event of a stream.
type heard struct {
	event string
	change
}

// listen opens the stream of a page; the channel closes when the stream ends.
func (h *house) listen(who string) <-chan heard {
	h.t.Helper()
	req, _ := http.NewRequestWithContext(h.t.Context(), "GET", h.ts.URL+"/live", nil)
	req.AddCookie(&http.Cookie{Name: h.s.cookieName("session"), Value: who})
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil || res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		h.t.Fatal(res, err)
	}
	out := make(chan heard, 100)
	go func() {
		defer close(out)
		defer res.Body.Close()
		var one heard
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			line := lines.Text()
			if event, ok := strings.CutPrefix(line, "event: "); ok {
				one.event = event
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				_ = json.Unmarshal([]byte(data), &one.change)
				out <- one
				one = heard{}
			}
		}
	}()
	if first := <-out; first.event != "hello" {
		h.t.Fatal(first)
	}
	return out
}

func (h *house) signal(sigs ...activity.Signal) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx db.Tx) error {
		for _, s := range sigs {
			if err := activity.Send(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// next is what the stream says next, "" when it has ended.
func next(t *testing.T, from <-chan heard) heard {
	t.Helper()
	select {
	case e := <-from:
		return e
	case <-time.After(20 * time.Second):
		t.Fatal("the stream is silent")
		return heard{}
	}
}

func TestSignalsAreDecidedForEachReader(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		listening := make(chan bool, 100)
		defer d.Listen("candor_live", func(string) { listening <- true })()
		<-listening // from here on the hub misses nothing
		ada, ines := h.listen("ada"), h.listen("ines")
		h.signal(
			activity.Signal{Org: "o", Kind: "application", ID: "hidden-1", Position: "p1"},
			activity.Signal{Org: "elsewhere", Kind: "application", ID: "a0", Position: "p1"},
			activity.Signal{Org: "o", Kind: "unheard-of", ID: "u1"},
			activity.Signal{Org: "o", Kind: "application", ID: "a1", Position: "p1"},
			activity.Signal{Org: "o", Kind: "application", ID: "a1", Position: "p1"},
			activity.Signal{Org: "o", Kind: "application", ID: "a2", Position: "hidden-p"},
		)
		want := []heard{
			{"changed", change{Kind: "application", ID: "a1", Position: "p1"}},
			{"changed", change{Kind: "application", ID: "a2"}},
		}
		for _, w := range want {
			if got := next(t, ada); got != w {
				t.Errorf("ada heard %+v, not %+v", got, w)
			}
		}
		for _, w := range want { // ines sees no positions, so no position's id
			w.Position = ""
			if got := next(t, ines); got != w {
				t.Errorf("ines heard %+v, not %+v", got, w)
			}
		}
	})
}

func TestWhatIsSeenNoMoreIsGoneAndWhoMayWhatIsReadAgain(t *testing.T) {
	h := open(t, sqlite(t))
	ada := h.listen("ada")
	h.signal(activity.Signal{Org: "o", Kind: "position", ID: "p1"})
	if got := next(t, ada); got.ID != "p1" || got.Gone {
		t.Fatal(got)
	}
	h.write(func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.NewRaw("UPDATE members SET role_id = 'r-int' WHERE id = 'ada'").Exec(ctx); err != nil {
			return err
		}
		for _, id := range []string{"p1", "p2"} {
			if err := activity.Send(ctx, tx, activity.Signal{Org: "o", Kind: "position", ID: id}); err != nil {
				return err
			}
		}
		return nil
	})
	if got := next(t, ada); got.ID != "p1" || !got.Gone { // p2 was never known here: not a word
		t.Fatalf("%+v", got)
	}
	if got := next(t, ada); got.event != "hello" { // anything may have come or gone
		t.Fatalf("%+v", got)
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	h := open(t, sqlite(t))
	ada, ines := h.listen("ada"), h.listen("ines")
	h.end("ada")
	h.signal(activity.Signal{Org: "o", Kind: "member", ID: "ada"}, activity.Signal{Org: "o", Kind: "application", ID: "a1"})
	if got := next(t, ada); got != (heard{}) {
		t.Errorf("a dead session heard %+v", got)
	}
	if got := next(t, ines); got.ID != "a1" {
		t.Errorf("%+v", got)
	}
	h.write(func(ctx context.Context, tx db.Tx) error { // deactivated
		if _, err := tx.NewRaw("UPDATE members SET status = 'deactivated' WHERE id = 'ines'").Exec(ctx); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: "o", Kind: "application", ID: "a2"})
	})
	if got := next(t, ines); got != (heard{}) {
		t.Errorf("a deactivated member heard %+v", got)
	}
}

func TestStreamsEndWithTheServer(t *testing.T) {
	h := open(t, sqlite(t))
	ada := h.listen("ada")
	h.s.Close()
	if got := next(t, ada); got != (heard{}) {
		t.Errorf("%+v", got)
	}
	if a := h.get("", "/live"); a.StatusCode != 303 {
		t.Error(a.StatusCode)
	}
}

func TestManySignalsBecomeOneLookAgain(t *testing.T) {
	h := open(t, sqlite(t))
	ada := h.listen("ada")
	var all []activity.Signal
	for range mostAtOnce + 1 {
		all = append(all, activity.Signal{Org: "o", Kind: "application", ID: db.NewID()})
	}
	h.signal(all...)
	if got := next(t, ada); got.event != "hello" {
		t.Fatalf("%+v", got)
	}
}

// Each open page costs a decision a signal: nobody opens more than anybody needs, and who closes one may open another.
func TestNobodyOpensTooManyStreams(t *testing.T) {
	h := open(t, sqlite(t))
	ask := func(who string) *http.Response {
		req, _ := http.NewRequestWithContext(t.Context(), "GET", h.ts.URL+"/live", nil)
		req.AddCookie(&http.Cookie{Name: h.s.cookieName("session"), Value: who})
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	var first *http.Response
	for n := range mostOpen {
		res := ask("ada")
		if res.StatusCode != 200 {
			t.Fatal(n, res.StatusCode)
		}
		if first == nil {
			first = res
		}
	}
	if res := ask("ada"); res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Error("one more:", res.StatusCode, res.Header)
	}
	if res := ask("ines"); res.StatusCode != 200 {
		t.Error("somebody else:", res.StatusCode)
	}
	first.Body.Close()
	for range 200 { // the server notices the closed page when it does
		if ask("ada").StatusCode == 200 {
			return
		}
		runtime.Gosched()
	}
	t.Error("who closed one cannot open another")
}
