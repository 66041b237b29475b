package activity_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

func (w *world) history() {
	open, staff := w.apps[w.open], w.apps[w.staff]
	w.did(activity.Line{Kind: "candidate.added", CandidateID: w.both})
	w.did(activity.Line{Kind: "position.opened", PositionID: w.open})
	w.did(activity.Line{Kind: "position.private", PositionID: w.staff})
	w.did(activity.Line{Kind: "application.added", ApplicationID: open, CandidateID: w.both, PositionID: w.open, Data: map[string]string{"source": "api"}})
	w.did(activity.Line{Kind: "note.added", ApplicationID: open, CandidateID: w.both, PositionID: w.open, Object: "note", ObjectID: "n1"})
	w.did(activity.Line{Kind: "offer.drafted", ApplicationID: open, CandidateID: w.both, PositionID: w.open, Object: "offer", ObjectID: "f1"})
	w.did(activity.Line{Kind: "application.added", ApplicationID: staff, CandidateID: w.both, PositionID: w.staff})
	w.did(activity.Line{Kind: "application.moved", ApplicationID: open, CandidateID: w.both, PositionID: w.open, Object: "moved", OtherPosition: w.staff,
		Data: map[string]string{"from": "Chief of staff"}})
}

// Each reader gets the lines of what they see, newest first; the count is the length of the list, for whatever is asked.
func TestEachReadsTheLinesOfWhatTheySee(t *testing.T) {
	worlds(t, func(w *world) {
		w.history()
		everything := []string{"application.moved", "application.added", "note.added", "application.added", "position.private", "position.opened"}
		withOffers := slices.Insert(slices.Clone(everything), 2, "offer.drafted")
		public := []string{"application.moved", "note.added", "application.added", "position.opened"}
		about := activity.About{ApplicationID: w.apps[w.open]}
		for _, c := range []struct {
			who, what string
			about     activity.About
			want      []string
		}{
			{"ada", "all", activity.About{}, everything},
			{"hana", "all", activity.About{}, withOffers},
			{"nora", "all", activity.About{}, public},
			{"ines", "all", activity.About{}, nil},
			{"zed", "all", activity.About{}, nil},
			{"ada", "the application", about, []string{"application.moved", "note.added", "application.added"}},
			{"hana", "the application", about, []string{"application.moved", "offer.drafted", "note.added", "application.added"}},
			{"zed", "the application", about, nil},
			{"nora", "a hidden application", activity.About{ApplicationID: w.apps[w.staff]}, nil},
			{"hana", "a hidden application", activity.About{ApplicationID: w.apps[w.staff]}, []string{"application.added"}},
			{"ada", "the person", activity.About{CandidateID: w.both}, []string{"application.moved", "application.added", "note.added", "application.added", "candidate.added"}},
			{"nora", "the person", activity.About{CandidateID: w.both}, []string{"application.moved", "note.added", "application.added", "candidate.added"}},
			{"nora", "the position", activity.About{PositionID: w.open}, []string{"position.opened"}},
			{"nora", "the private position", activity.About{PositionID: w.staff}, nil},
			{"hana", "the private position", activity.About{PositionID: w.staff}, []string{"position.private"}},
			{"nora", "some kinds", activity.About{Kinds: []string{"note.added", "position.private"}}, []string{"note.added"}},
			{"nora", "whoever did it", activity.About{Q: " Ad"}, public},
			{"nora", "somebody else", activity.About{Q: "nora"}, nil},
			{"nora", "a wildcard", activity.About{Q: "%"}, nil},
		} {
			got := kinds(w.lines(c.who, c.about))
			if c.who == "hana" && c.what == "all" { // newest first: the offer stands before the note
				slices.Sort(got)
				slices.Sort(c.want)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s reads of %s %v, want %v", c.who, c.what, got, c.want)
			}
		}
	})
}

// A position that the reader does not see is not named by the line of a move, nor is what the line says more.
func TestAMoveNamesNoHiddenPosition(t *testing.T) {
	worlds(t, func(w *world) {
		w.history()
		for who, sees := range map[string]bool{"ada": true, "hana": true, "nora": false} {
			l := w.lines(who, activity.About{ApplicationID: w.apps[w.open]})[0]
			if sees && (l.OtherPosition != w.staff || l.OtherTitle != "Chief of staff" || !strings.Contains(string(l.Data), "from")) {
				t.Errorf("%s: %+v", who, l)
			}
			if !sees && (l.OtherPosition != "" || l.OtherTitle != "" || string(l.Data) != "{}" || l.RawData != "" || l.PositionID != w.open) {
				t.Errorf("%s: %+v", who, l)
			}
		}
		// What was written while the application was elsewhere needs sight of that position.
		w.did(activity.Line{Kind: "phase.completed", ApplicationID: w.apps[w.open], CandidateID: w.both, PositionID: w.staff})
		if got := kinds(w.lines("nora", activity.About{ApplicationID: w.apps[w.open]})); slices.Contains(got, "phase.completed") {
			t.Error(got)
		}
		if got := kinds(w.lines("hana", activity.About{ApplicationID: w.apps[w.open]})); !slices.Contains(got, "phase.completed") {
			t.Error(got)
		}
	})
}

// In Offer the lines are for closers; one's own file has none.
func TestClosingAndOwnFilesHideLinesAndTheirCount(t *testing.T) {
	worlds(t, func(w *world) {
		w.history()
		w.run(`UPDATE applications SET status = 'offer' WHERE id = ?`, w.apps[w.open])
		about := activity.About{ApplicationID: w.apps[w.open]}
		if n, m := len(w.lines("nora", about)), len(w.lines("hana", about)); n != 0 || m != 4 {
			t.Error(n, m)
		}
		if got := kinds(w.lines("nora", activity.About{})); !slices.Equal(got, []string{"position.opened"}) {
			t.Error(got)
		}
		w.run(`UPDATE candidates SET own_member_id = ?, own_how = 'hand' WHERE id = ?`, w.cast["ada"][1], w.both)
		if got := kinds(w.lines("ada", activity.About{})); !slices.Equal(got, []string{"position.private", "position.opened"}) {
			t.Error(got)
		}
	})
}

// A line is kept for good, unless what it is about is gone.
func TestLinesAreKeptUntilTheirThingIsGone(t *testing.T) {
	worlds(t, func(w *world) {
		w.history()
		refused := func(sql string, args ...any) {
			t.Helper()
			if err := w.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw(sql, args...).Exec(ctx)
				return err
			}); err == nil {
				t.Error("not refused: " + sql)
			}
		}
		refused(`UPDATE activity SET kind = 'nothing'`)
		refused(`DELETE FROM activity WHERE application_id = ?`, w.apps[w.open])
		refused(`DELETE FROM activity WHERE position_id = ?`, w.open)
		if err := w.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return activity.Forget(ctx, tx, []string{w.apps[w.open]}, "")
		}); err == nil {
			t.Error("the lines of an application that is there are gone")
		}
		w.write(func(ctx context.Context, tx db.Tx) error {
			if _, err := tx.NewRaw(`DELETE FROM applications WHERE id = ?`, w.apps[w.open]).Exec(ctx); err != nil {
				return err
			}
			return activity.Forget(ctx, tx, []string{w.apps[w.open]}, "")
		})
		if got := kinds(w.lines("ada", activity.About{CandidateID: w.both})); !slices.Equal(got, []string{"application.added", "candidate.added"}) {
			t.Error(got)
		}
	})
}

// A line that cannot be said is an error of whoever writes it, and nothing is kept.
func TestALineThatCannotBeWrittenIsNone(t *testing.T) {
	worlds(t, func(w *world) {
		ada := w.as("ada")
		for _, l := range []activity.Line{{Kind: "x", Data: func() {}}, {Kind: "x", Object: "rumour"}} {
			if err := w.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { return activity.Record(ctx, tx, ada, l) }); err == nil || !strings.Contains(err.Error(), "activity x") {
				t.Error(err)
			}
		}
		var a access.Actor
		w.read(func(ctx context.Context, tx db.Tx) error {
			if l, err := activity.Lines(ctx, tx, a, activity.About{}, db.Page{Count: true}); err != nil || len(l.Items) != 0 || *l.Count != 0 {
				t.Error("nobody reads", l, err)
			}
			if _, err := activity.Lines(ctx, tx, ada, activity.About{}, db.Page{Cursor: `{"s":"audit","k":{}}`}); err == nil {
				t.Error("a cursor of another list")
			}
			return nil
		})
	})
}
