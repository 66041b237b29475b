package web

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// A page listens on one stream. What it hears are ids of things that changed and that it may see at that
// moment; the parts of the page then fetch themselves again as their reader. Each signal is decided for each
// subscriber, with facts about the member that are at most a second old, on the row as it is now.

// LiveDecider says whether the actor sees one thing now. It loads the thing's row by its id, whatever the
// actor may see, and asks access; what is not there is not visible.
type LiveDecider func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error)

// Decide registers the decision for one kind of signal; a kind without one is never sent.
func (s *Server) Decide(kind string, d LiveDecider) {
	if s.deciders[kind] != nil {
		panic("web: two deciders for signals of " + kind)
	}
	s.deciders[kind] = d
}

const (
	factsLast  = time.Second           // a decision rests on facts no older than this
	gather     = 40 * time.Millisecond // signals of one change come together
	heartbeat  = 15 * time.Second      // a comment line, so that proxies keep the stream
	writeTime  = 10 * time.Second      // a reader that takes longer is gone
	mostAtOnce = 200                   // more signals than this at once: look at everything again
	mostSeen   = 5000                  // things remembered as visible to one stream
	mostOpen   = 40                    // streams of one member at a time, on this replica: each costs a decision a signal
)

// live answers GET /live with the stream.
func (s *Server) live(w http.ResponseWriter, r *Request) error {
	if s.Hub == nil {
		return errs.Hidden()
	}
	if !s.streams.open(r.Actor.MemberID()) {
		e := errs.Of(errs.TooMany, "Too many pages are open at once. Close some, and load this one again.")
		e.RetryAfter = time.Minute
		return e
	}
	defer s.streams.close(r.Actor.MemberID())
	signals, cancel := s.Hub.Subscribe(r.Actor.OrgID())
	defer cancel()
	s.metrics.streams.Inc()
	defer s.metrics.streams.Dec()
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Time{}) // the stream lasts as long as the page
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // for proxies that would collect the stream
	st := &stream{s: s, r: r, w: w, c: c, facts: r.Actor, factsAt: time.Now(), seen: map[string]bool{}}
	if st.send("hello", nil) != nil {
		return nil
	}
	st.run(r.Context(), signals)
	return nil
}

// streams counts the open pages of each member.
type streams struct {
	mu sync.Mutex
	of map[string]int
}

func (s *streams) open(member string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[member] >= mostOpen {
		return false
	}
	if s.of == nil {
		s.of = map[string]int{}
	}
	s.of[member]++
	return true
}

func (s *streams) close(member string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[member]--; s.of[member] <= 0 {
		delete(s.of, member)
	}
}

// stream is one open page.
type stream struct {
	s       *Server
	r       *Request
	w       http.ResponseWriter
	c       *http.ResponseController
	facts   access.Actor
	factsAt time.Time
	seen    map[string]bool // what this stream has been told of: it may be told that it is gone
}

// run ends with the page, the session or the server.
func (st *stream) run(ctx context.Context, signals <-chan activity.Signal) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-st.s.closing:
			return
		case <-beat.C: // also finds out that the session has ended while nothing happened
			if st.refresh(ctx) != nil || st.write(": still here\n\n") != nil {
				return
			}
		case sig, ok := <-signals:
			if !ok || st.tell(ctx, st.collect(sig, signals)) != nil {
				return
			}
		}
	}
}

// collect waits a moment for what belongs to the same change, and takes each signal once.
func (st *stream) collect(first activity.Signal, signals <-chan activity.Signal) []activity.Signal {
	all, known := []activity.Signal{first}, map[activity.Signal]bool{first: true}
	wait := time.NewTimer(gather)
	defer wait.Stop()
	for {
		select {
		case sig, ok := <-signals:
			if !ok {
				return all // run sees the closed channel next
			}
			if !known[sig] {
				known[sig] = true
				all = append(all, sig)
			}
		case <-wait.C:
			return all
		case <-st.s.closing:
			return all
		}
	}
}

// wakes are signals of changes to who may what: whether the session still stands is asked again at once.
var wakes = map[string]bool{"member": true, "role": true, "position": true, "settings": true, "session": true, "resync": true}

// tell decides the signals and sends what the reader may know of them. Where who-may-what has changed in the
// organisation, anything may have come or gone: then the page looks at everything again.
func (st *stream) tell(ctx context.Context, all []activity.Signal) error {
	resync := len(all) > mostAtOnce
	stale := time.Since(st.factsAt) > factsLast
	for _, sig := range all {
		resync = resync || sig.Kind == "resync"
		stale = stale || wakes[sig.Kind]
	}
	before := st.facts.Epoch()
	if stale {
		if err := st.refresh(ctx); err != nil {
			return err
		}
	}
	var out []change
	err := access.Read(ctx, st.s.DB, st.facts, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		st.facts = a // Read has them anew if they have changed
		if !resync {
			out, err = st.decideAll(ctx, tx, a, all)
		}
		return err
	})
	if err != nil {
		if errs.Is(err, errs.Internal) && ctx.Err() == nil {
			st.s.Log.ErrorContext(ctx, "a live stream ended", "error", err)
		}
		return err
	}
	for _, c := range out {
		if err := st.send("changed", c); err != nil {
			return err
		}
	}
	if resync || st.facts.Epoch() != before {
		return st.send("hello", nil)
	}
	return nil
}

func (st *stream) decideAll(ctx context.Context, tx db.Tx, a access.Actor, all []activity.Signal) (out []change, err error) {
	for _, sig := range all {
		c, err := st.decide(ctx, tx, a, sig)
		if err != nil {
			return nil, err
		}
		if c != nil {
			out = append(out, *c)
		}
	}
	return out, nil
}

// change is all that travels.
type change struct {
	Kind     string `json:"kind"`
	ID       string `json:"id"`
	Position string `json:"position,omitempty"` // for those who see it
	Gone     bool   `json:"gone,omitempty"`     // was visible to this stream, is not now; never why
}

// decide is nil for what the reader may not know of.
func (st *stream) decide(ctx context.Context, tx db.Tx, a access.Actor, sig activity.Signal) (*change, error) {
	visible, err := st.sees(ctx, tx, a, sig.Kind, sig.ID)
	if err != nil {
		return nil, err
	}
	if visible {
		if heard, err := st.hears(ctx, tx, a, sig); err != nil || !heard {
			return nil, err
		}
	}
	key := sig.Kind + ":" + sig.ID
	if !visible {
		if !st.seen[key] {
			return nil, nil
		}
		delete(st.seen, key)
		return &change{Kind: sig.Kind, ID: sig.ID, Gone: true}, nil
	}
	if len(st.seen) < mostSeen {
		st.seen[key] = true
	}
	c := &change{Kind: sig.Kind, ID: sig.ID}
	if sig.Position != "" {
		if visible, err = st.sees(ctx, tx, a, "position", sig.Position); err != nil {
			return nil, err
		} else if visible {
			c.Position = sig.Position
		}
	}
	return c, nil
}

// hears: a thing that is seen may change where its reader does not look.
func (st *stream) hears(ctx context.Context, tx db.Tx, a access.Actor, sig activity.Signal) (bool, error) {
	kind, from := "application", sig.From
	switch {
	case sig.On != "":
		kind, from = "position", sig.On
	case sig.Feed:
		kind = "activity"
	}
	if from == "" || kind == sig.Kind && from == sig.ID {
		return true, nil
	}
	return st.sees(ctx, tx, a, kind, from)
}

func (st *stream) sees(ctx context.Context, tx db.Tx, a access.Actor, kind, id string) (bool, error) {
	decide := st.s.deciders[kind]
	if decide == nil {
		return false, nil
	}
	return decide(ctx, tx, a, id)
}

// refresh asks again who reads: a session that has ended, or is of somebody who was deactivated, ends the stream.
func (st *stream) refresh(ctx context.Context) error {
	a, err := st.s.Authenticate(ctx, st.r.SessionToken(), "")
	if err != nil {
		return err
	}
	if a.OrgID() != st.facts.OrgID() || !a.IsMember() { // the session has moved to another organisation
		return errs.Of(errs.SignIn, "The session has moved.")
	}
	st.facts, st.factsAt = a.WithVia("page"), time.Now()
	return nil
}

func (st *stream) send(event string, data any) error {
	text := []byte("{}")
	if data != nil {
		var err error
		if text, err = json.Marshal(data); err != nil {
			return err
		}
	}
	return st.write("event: " + event + "\ndata: " + string(text) + "\n\n")
}

// write gives a reader that has gone a moment, not for ever.
func (st *stream) write(text string) error {
	_ = st.c.SetWriteDeadline(time.Now().Add(writeTime))
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	return st.c.Flush()
}
