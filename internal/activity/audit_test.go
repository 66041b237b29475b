package activity_test

import (
	"context"
	"slices"
	"testing"

	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

func (w *world) changes() {
	pay := map[string]int{"min": 1}
	w.changed(activity.Entry{Action: "team.changed", Object: "position", ObjectID: w.open, ObjectName: "Backend engineer", PositionID: w.open})
	w.changed(activity.Entry{Action: "position.pay", Object: "position", ObjectID: w.open, ObjectName: "Backend engineer", PositionID: w.open, Group: "compensation", Before: nil, After: pay})
	w.changed(activity.Entry{Action: "position.private", Object: "position", ObjectID: w.staff, ObjectName: "Chief of staff", PositionID: w.staff, Before: false, After: true})
	w.changed(activity.Entry{Action: "application.closing", Object: "application", ObjectID: w.apps[w.open], ObjectName: "Grace", PositionID: w.open, ApplicationID: w.apps[w.open]})
	w.changed(activity.Entry{Action: "question.rejected", Object: "question", ObjectID: "q1", OwnerID: w.cast["cleo"][1]})
	w.changed(activity.Entry{Action: "candidate.linked", Object: "candidate", ObjectID: w.both, OwnFileOf: w.cast["cleo"][1]})
	w.changed(activity.Entry{Action: "member.role", Object: "member", ObjectID: w.cast["nora"][1], ObjectName: "Nora"})
	w.changed(activity.Entry{Action: "member.renamed", Object: "member", ObjectID: w.cast["cleo"][1], ObjectName: "Cleo"})
	w.changed(activity.Entry{Action: "key.created", Object: "key", ObjectID: "k1", ObjectName: "Payroll"})
	w.changed(activity.Entry{Action: "domain.added", Object: "organization", ObjectID: "north", ObjectName: "North"})
}

// A line shows to holders of org:audit who see what it is about; the count is the length of the list, whatever is asked.
func TestTheAuditLogShowsWhatItsReaderSees(t *testing.T) {
	worlds(t, func(w *world) {
		w.changes()
		ada := []string{"domain.added", "key.created", "member.renamed", "member.role", "candidate.linked", "application.closing", "position.private", "position.pay", "team.changed"}
		cleo := []string{"member.renamed", "question.rejected", "application.closing", "position.pay", "team.changed"}
		for _, c := range []struct {
			who   string
			asked activity.Asked
			want  []string
		}{
			{"ada", activity.Asked{}, ada},
			{"cleo", activity.Asked{}, cleo},
			{"zed", activity.Asked{}, nil},
			{"cleo", activity.Asked{Action: "position.private"}, nil},
			{"ada", activity.Asked{Action: "position.private"}, []string{"position.private"}},
			{"ada", activity.Asked{ObjectID: w.open}, []string{"position.pay", "team.changed"}},
			{"cleo", activity.Asked{ActorID: w.cast["ada"][1]}, cleo},
			{"cleo", activity.Asked{ActorID: w.cast["cleo"][1]}, nil},
			{"ada", activity.Asked{Q: "CHIEF"}, []string{"position.private"}},
			{"ada", activity.Asked{Q: "ada"}, ada},
			{"cleo", activity.Asked{Q: "chief"}, nil},
			{"ada", activity.Asked{Q: "_"}, nil},
		} {
			if got := actions(w.log(c.who, c.asked)); !slices.Equal(got, c.want) {
				t.Errorf("%s reads of %+v %v, want %v", c.who, c.asked, got, c.want)
			}
		}
		for _, who := range []string{"hana", "nora", "ines"} {
			a := w.as(who)
			w.read(func(ctx context.Context, tx db.Tx) error {
				if _, err := activity.AuditLog(ctx, tx, a, activity.Asked{}, db.Page{}); errs.KindOf(err) != errs.Refused {
					t.Errorf("%s: %v", who, err)
				}
				return nil
			})
		}
	})
}

// Values follow their field group; the line itself, and that they are withheld, is known.
func TestAuditValuesFollowTheirFieldGroup(t *testing.T) {
	worlds(t, func(w *world) {
		w.changes()
		pay := activity.Asked{Action: "position.pay"}
		if l := w.log("ada", pay)[0]; l.Withheld || string(l.After) != `{"min":1}` || string(l.Before) != "null" || l.ActorName != "ada" {
			t.Errorf("%+v", l)
		}
		if l := w.log("cleo", pay)[0]; !l.Withheld || string(l.After) != "null" || string(l.Before) != "null" || l.ObjectName != "Backend engineer" {
			t.Errorf("%+v", l)
		}
		w.changed(activity.Entry{Action: "position.odd", Object: "position", PositionID: w.open, Group: "nobody knows", After: 1})
		if l := w.log("ada", activity.Asked{Action: "position.odd"})[0]; !l.Withheld {
			t.Error("a group without a rule is shown")
		}
	})
}

// In Offer too the closers' line shows to whoever opens the application, and not on one's own file.
func TestAuditLinesOfAnApplicationFollowIt(t *testing.T) {
	worlds(t, func(w *world) {
		w.changes()
		w.run(`UPDATE candidates SET own_member_id = ?, own_how = 'hand' WHERE id = ?`, w.cast["ada"][1], w.both)
		if got := actions(w.log("ada", activity.Asked{Action: "application.closing"})); len(got) != 0 {
			t.Error(got)
		}
		if got := actions(w.log("cleo", activity.Asked{Action: "application.closing"})); len(got) != 1 {
			t.Error(got)
		}
	})
}

func TestTheAuditLogIsAppendOnly(t *testing.T) {
	worlds(t, func(w *world) {
		w.changes()
		for _, sql := range []string{`UPDATE audit SET action = 'nothing'`, `DELETE FROM audit`} {
			if err := w.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { _, err := tx.NewRaw(sql).Exec(ctx); return err }); err == nil {
				t.Error("not refused: " + sql)
			}
		}
		ada := w.as("ada")
		for _, e := range []activity.Entry{{Action: "x", Before: func() {}}, {Action: "x", After: func() {}}} {
			if err := w.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error { return activity.Audit(ctx, tx, ada, e) }); err == nil {
				t.Error("a value that cannot be written is kept")
			}
		}
	})
}
