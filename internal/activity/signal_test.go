package activity_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"candor/internal/activity"
	"candor/internal/db"
)

// ear is a subscriber that has heard that listening began.
type ear struct {
	w      *world
	heard  <-chan activity.Signal
	cancel func()
}

func (w *world) listen(h *activity.Hub, org string) ear {
	w.Helper()
	signals, cancel := h.Subscribe(org)
	return ear{w, signals, cancel}
}

func (e ear) next() activity.Signal {
	e.w.Helper()
	select {
	case s, open := <-e.heard:
		if !open {
			e.w.Fatal("closed")
		}
		return s
	case <-time.After(20 * time.Second):
		e.w.Fatal("nothing is heard")
	}
	panic("unreachable")
}

// begun waits until a signal of one's own comes back: from then on nothing is missed.
func (e ear) begun(org string) {
	e.w.Helper()
	for i := 0; ; i++ {
		id := fmt.Sprint("begin ", i)
		e.w.send(activity.Signal{Org: org, Kind: "settings", ID: id})
		deadline := time.After(500 * time.Millisecond)
		for waiting := true; waiting; {
			select {
			case s := <-e.heard:
				if s.ID == id {
					return
				}
			case <-deadline:
				waiting = false
			}
		}
		if i == 40 {
			e.w.Fatal("listening never began")
		}
	}
}

func (w *world) send(s activity.Signal) {
	w.Helper()
	w.write(func(ctx context.Context, tx db.Tx) error { return activity.Send(ctx, tx, s) })
}

// What a line names is signalled after the commit, to those of its organisation and to nobody else; nothing is said
// of what was undone. Signals say what they come from, so that their hearers can be asked.
func TestLinesAreSignalledOnceTheyAreKept(t *testing.T) {
	worlds(t, func(w *world) {
		h := activity.NewHub(w.d)
		defer h.Close()
		north, south := w.listen(h, "north"), w.listen(h, "south")
		north.begun("north")
		south.begun("south")
		ada := w.as("ada")
		gone := errors.New("undone")
		err := w.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			if err := activity.Record(ctx, tx, ada, activity.Line{Kind: "x", PositionID: "undone"}); err != nil {
				return err
			}
			return gone
		})
		if !errors.Is(err, gone) {
			t.Fatal(err)
		}
		app := w.apps[w.open]
		w.did(activity.Line{Kind: "application.moved", ApplicationID: app, CandidateID: w.both, PositionID: w.open, Object: "moved", OtherPosition: w.staff})
		for _, want := range []activity.Signal{
			{Org: "north", Kind: "application", ID: app, Position: w.open, From: app},
			{Org: "north", Kind: "candidate", ID: w.both, From: app},
			{Org: "north", Kind: "position", ID: w.open, From: app},
			{Org: "north", Kind: "position", ID: w.staff},
		} {
			if got := north.next(); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
		w.did(activity.Line{Kind: "note.added", ApplicationID: app, CandidateID: w.both, PositionID: w.open, Object: "note", ObjectID: "n"})
		if a, c := north.next(), north.next(); !a.Feed || !c.Feed || a.Kind != "application" || c.Kind != "candidate" {
			t.Errorf("%+v %+v", a, c)
		}
		w.send(activity.Signal{Org: "south", Kind: "settings", ID: "last"})
		w.send(activity.Signal{Org: "north", Kind: "settings", ID: "last"})
		if n, s := north.next(), south.next(); n.ID != "last" || s.ID != "last" || s.Org != "south" {
			t.Errorf("%+v %+v", n, s)
		}
		north.cancel()
		north.cancel()
		if _, open := <-north.heard; open {
			t.Error("a subscription that was given up is open")
		}
	})
}

// A subscriber that does not keep up is told to look again, and holds nobody up.
func TestASlowSubscriberIsToldToLookAgain(t *testing.T) {
	worlds(t, func(w *world) {
		h := activity.NewHub(w.d)
		slow, quick := w.listen(h, "north"), w.listen(h, "north")
		quick.begun("north")
		w.write(func(ctx context.Context, tx db.Tx) error {
			for i := range 300 {
				if err := activity.Send(ctx, tx, activity.Signal{Org: "north", Kind: "settings", ID: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			return nil
		})
		w.send(activity.Signal{Org: "north", Kind: "settings", ID: "last"})
		missed := false
		for s := (activity.Signal{}); s.ID != "last"; {
			s = slow.next()
			missed = missed || s.Kind == "resync"
		}
		if !missed {
			t.Error("signals were missed without a word")
		}
		h.Close()
		for range quick.heard { // what waited, and then the end
		}
		if _, open := <-slow.heard; open {
			t.Error("a closed hub has subscribers")
		}
		slow.cancel()
	})
}
