package library_test

import (
	"strings"
	"testing"

	"candor/internal/approvals"
	"candor/internal/errs"
	"candor/internal/library"
)

// "A question starts as Personal the moment you save it. Only you see it; no other team member, including Admin."
func TestWhatIsPersonalIsNobodyElses(t *testing.T) {
	each(t, func(s *shelf) {
		q := s.ask("mia", library.Question{Title: "Canary", Tags: []string{"plumage"}})
		if q.Visibility != library.Personal || !q.May.Edit || !q.May.Delete || !q.May.Publish || q.May.PublishAtOnce || q.May.Use {
			t.Errorf("%+v", q.Item)
		}
		for _, who := range []string{"ada", "sol", "ines", "max"} {
			a := s.as(who)
			_, err := s.room.Questions.Get(t.Context(), a, q.ID)
			s.is(err, hidden, who)
			_, err = s.room.Questions.Edit(t.Context(), a, q.ID, 0, func(q *library.Question) { q.Title = "Stolen" })
			s.is(err, hidden, who)
			for name, err := range map[string]error{
				"publish":   second(s.room.Questions.Publish(t.Context(), a, q.ID)),
				"withdraw":  second(s.room.Questions.Withdraw(t.Context(), a, q.ID)),
				"clone":     second(s.room.Questions.Clone(t.Context(), a, q.ID)),
				"delete":    s.room.Questions.Delete(t.Context(), a, q.ID),
				"revisions": second(s.room.Questions.Revisions(t.Context(), a, q.ID)),
				"diff":      second(s.room.Questions.Diff(t.Context(), a, q.ID, 1, 1)),
			} {
				if !errs.Is(err, hidden) {
					t.Errorf("%s may %s: %v", who, name, err)
				}
			}
			if got := s.titles(who, library.Filter{}); len(got) != 0 {
				t.Error(who, got)
			}
			if tags, err := s.room.Questions.Tags(t.Context(), a, "", 50); err != nil || len(tags) != 0 {
				t.Error(who, tags, err)
			}
		}
		if n := s.number(`SELECT count(*) FROM audit WHERE object_name LIKE '%anary%' OR before LIKE '%anary%' OR after LIKE '%anary%'`); n != 0 {
			t.Error("the audit log names it")
		}
	})
}

// The way of an author: pending, rejected with a reason, edited, resubmitted, approved, cloned.
func TestTheWayOfAnAuthor(t *testing.T) {
	each(t, func(s *shelf) {
		qs := s.room.Questions
		q := s.ask("mia", library.Question{Title: "Tell me", Description: "One"})
		q, err := qs.Publish(t.Context(), s.as("mia"), q.ID)
		s.is(err, fine)
		if q.Visibility != library.Pending || q.Approval == nil || q.Approval.State != "pending" || !q.May.Withdraw || q.May.Decide || q.May.Publish {
			t.Fatalf("%+v %+v", q.Item, q.Approval)
		}
		_, err = qs.Publish(t.Context(), s.as("mia"), q.ID)
		s.is(err, conflict)
		for who, sees := range map[string]bool{"ada": true, "sol": true, "ines": false, "max": false} {
			e, err := qs.Get(t.Context(), s.as(who), q.ID)
			if sees != (err == nil) || sees && (!e.May.Decide || e.May.Edit || e.May.Delete || e.May.Clone || e.May.Withdraw) {
				t.Errorf("%s: %+v %v", who, e.Item, err)
			}
			if got := len(s.titles(who, library.Filter{Bank: library.PendingBank})); (got == 1) != sees {
				t.Errorf("%s counts %d", who, got)
			}
		}
		_, err = s.asking.Reject(t.Context(), s.as("sol"), q.Approval.ID, "Too short")
		s.is(err, fine)
		_, err = qs.Get(t.Context(), s.as("sol"), q.ID)
		s.is(err, hidden, "rejected")
		q, err = qs.Get(t.Context(), s.as("mia"), q.ID)
		s.is(err, fine)
		if q.Visibility != library.Personal || q.Approval.State != "rejected" || q.Approval.Reason != "Too short" || !q.May.Publish {
			t.Fatalf("%+v", q)
		}
		q, err = qs.Edit(t.Context(), s.as("mia"), q.ID, 1, func(q *library.Question) { q.Description = "One and two" })
		s.is(err, fine)
		_, err = qs.Edit(t.Context(), s.as("mia"), q.ID, 1, func(q *library.Question) { q.Description = "Three" })
		s.is(err, stale)
		q, err = qs.Publish(t.Context(), s.as("mia"), q.ID) // Resubmit
		s.is(err, fine)
		if n, err := qs.Against(t.Context(), s.as("kit"), *q.Approval); n != 1 || err != nil {
			t.Error(n, err)
		}
		diff, err := qs.Diff(t.Context(), s.as("kit"), q.ID, 1, 2)
		if s.is(err, fine); len(diff) != 1 || diff[0].Name != "description" {
			t.Errorf("%+v", diff)
		}
		_, err = s.asking.Approve(t.Context(), s.as("kit"), q.Approval.ID)
		s.is(err, fine)
		for _, who := range []string{"mia", "ada", "ines", "max"} {
			e, err := qs.Get(t.Context(), s.as(who), q.ID)
			if s.is(err, fine, who); e.Visibility != library.Org || e.Content.Description != "One and two" || e.PublishedAt.IsZero() || !e.May.Clone {
				t.Errorf("%s: %+v", who, e)
			}
		}
		revisions, err := qs.Revisions(t.Context(), s.as("ines"), q.ID)
		if s.is(err, fine); len(revisions) != 1 || revisions[0].Number != 2 || !revisions[0].Live {
			t.Errorf("%+v", revisions)
		}
		_, _, err = qs.Revision(t.Context(), s.as("ada"), q.ID, 1)
		s.is(err, hidden, "what was rejected")
		c, err := qs.Clone(t.Context(), s.as("ines"), q.ID)
		if s.is(err, fine); c.Visibility != library.Personal || c.Title != "Tell me" || c.ClonedFrom != q.ID || c.May.Publish || !c.May.Edit {
			t.Errorf("%+v", c.Item)
		}
		_, err = qs.Publish(t.Context(), s.as("ines"), c.ID)
		s.is(err, refused, "an Interviewer does not publish")
		_, err = qs.Create(t.Context(), s.as("ines"), library.Question{Title: "Mine"})
		s.is(err, refused, "an Interviewer does not create")
	})
}

// "If you hold questions:approve, the question moves to Org immediately"; a change by an author waits, the live one stays.
func TestAChangeOfWhatTheOrganisationHas(t *testing.T) {
	each(t, func(s *shelf) {
		qs := s.room.Questions
		q := s.shared("Old")
		if q.Visibility != library.Org || q.Revision != 1 {
			t.Fatalf("%+v", q.Item)
		}
		retitle := func(to string) func(*library.Question) { return func(q *library.Question) { q.Title = to } }
		_, err := qs.Edit(t.Context(), s.as("ines"), q.ID, 0, retitle("No"))
		s.is(err, refused)
		e, err := qs.Edit(t.Context(), s.as("mia"), q.ID, 0, retitle("New by mia"))
		s.is(err, fine)
		if e.Title != "Old" || e.Approval == nil || !e.Approval.Change || e.Approval.Revision != 2 || e.UpdatedAt != q.UpdatedAt {
			t.Fatalf("%+v %+v", e, e.Approval)
		}
		seen, err := qs.Get(t.Context(), s.as("ines"), q.ID)
		if s.is(err, fine); seen.Approval != nil || seen.Title != "Old" {
			t.Errorf("%+v", seen)
		}
		revisions, err := qs.Revisions(t.Context(), s.as("max"), q.ID)
		if s.is(err, fine); len(revisions) != 1 {
			t.Errorf("%+v", revisions)
		}
		if got := s.titles("ada", library.Filter{Bank: library.PendingBank}); len(got) != 1 {
			t.Error(got)
		}
		if got := s.titles("max", library.Filter{Bank: library.PendingBank}); len(got) != 0 {
			t.Error(got)
		}
		_, err = qs.Edit(t.Context(), s.as("max"), q.ID, 0, retitle("New by max"))
		s.is(err, conflict, "one at a time")
		e, err = qs.Edit(t.Context(), s.as("mia"), q.ID, 0, func(q *library.Question) { q.Description = "More" })
		if s.is(err, fine); e.Approval.Revision != 3 || e.Approval.Title != "New by mia" {
			t.Errorf("%+v", e.Approval)
		}
		_, err = s.asking.Approve(t.Context(), s.as("kit"), e.Approval.ID)
		s.is(err, fine)
		seen, err = qs.Get(t.Context(), s.as("ines"), q.ID)
		if s.is(err, fine); seen.Title != "New by mia" || seen.Content.Description != "More" || seen.Revision != 3 {
			t.Errorf("%+v", seen)
		}
		e, err = qs.Edit(t.Context(), s.as("kit"), q.ID, 0, retitle("New by kit"))
		if s.is(err, fine); e.Title != "New by kit" || e.Revision != 4 {
			t.Errorf("%+v", e)
		}
		revisions, err = qs.Revisions(t.Context(), s.as("ines"), q.ID)
		if s.is(err, fine); len(revisions) != 3 {
			t.Errorf("%+v", revisions)
		}
		e, err = qs.Edit(t.Context(), s.as("max"), q.ID, 0, retitle("Rejected"))
		s.is(err, fine)
		_, err = s.asking.Reject(t.Context(), s.as("sol"), e.Approval.ID, "no")
		s.is(err, fine)
		mine, err := qs.Revisions(t.Context(), s.as("max"), q.ID)
		if s.is(err, fine); len(mine) != 4 || !mine[0].Shared.IsZero() {
			t.Errorf("%+v", mine)
		}
		theirs, err := qs.Revisions(t.Context(), s.as("ada"), q.ID)
		if s.is(err, fine); len(theirs) != 3 {
			t.Errorf("%+v", theirs)
		}
		for who, reads := range map[string]bool{"max": true, q.CreatorID: false} { // a rejected change is its author's, not the item's creator's
			if name, ok := s.called(who); ok {
				who = name
			}
			e, err := qs.Get(t.Context(), s.as(who), q.ID)
			if s.is(err, fine); (e.Approval != nil && e.Approval.State == approvals.Rejected) != reads {
				t.Errorf("%s: %+v", who, e.Approval)
			}
		}
	})
}

// Second reviewer required: also an approver's publication goes to another approver; the only one left decides alone.
func TestASecondReviewerIsRequired(t *testing.T) {
	each(t, func(s *shelf) {
		s.second(true)
		q := s.ask("sol", library.Question{Title: "Mine"})
		if q.May.PublishAtOnce {
			t.Error("at once")
		}
		q, err := s.room.Questions.Publish(t.Context(), s.as("sol"), q.ID)
		if s.is(err, fine); q.Visibility != library.Pending || q.May.Decide {
			t.Fatalf("%+v", q.Item)
		}
		_, err = s.asking.Approve(t.Context(), s.as("sol"), q.Approval.ID)
		s.is(err, refused)
		_, err = s.asking.Approve(t.Context(), s.as("ada"), q.Approval.ID)
		s.is(err, fine)
		_, err = s.asking.Approve(t.Context(), s.as("kit"), q.Approval.ID)
		s.is(err, conflict, "two at once")
		e, err := s.room.Questions.Edit(t.Context(), s.as("ada"), q.ID, 0, func(q *library.Question) { q.Title = "Changed" })
		if s.is(err, fine); e.Title != "Mine" || !e.Approval.Change {
			t.Errorf("%+v", e)
		}
		s.write(`UPDATE members SET status = 'deactivated' WHERE id IN (?, ?)`, s.members["sol"], s.members["kit"])
		done, err := s.asking.Approve(t.Context(), s.as("ada"), e.Approval.ID)
		if s.is(err, fine); !done.Alone {
			t.Errorf("%+v", done)
		}
	})
}

// Withdraw, and an edit while it waits, make it Personal again; a stranger's leaving leaves the request.
func TestWithdrawingAndLeaving(t *testing.T) {
	each(t, func(s *shelf) {
		qs := s.room.Questions
		q := s.ask("mia", library.Question{Title: "Wait"})
		_, err := qs.Withdraw(t.Context(), s.as("mia"), q.ID)
		s.is(err, conflict)
		_, err = qs.Publish(t.Context(), s.as("mia"), q.ID)
		s.is(err, fine)
		_, err = qs.Withdraw(t.Context(), s.as("sol"), q.ID)
		s.is(err, refused)
		q, err = qs.Withdraw(t.Context(), s.as("mia"), q.ID)
		if s.is(err, fine); q.Visibility != library.Personal || q.Approval.State != "withdrawn" {
			t.Fatalf("%+v", q)
		}
		_, err = qs.Publish(t.Context(), s.as("mia"), q.ID)
		s.is(err, fine)
		q, err = qs.Edit(t.Context(), s.as("mia"), q.ID, 0, func(*library.Question) {})
		if s.is(err, fine); q.Visibility != library.Pending {
			t.Error("nothing changed")
		}
		q, err = qs.Edit(t.Context(), s.as("mia"), q.ID, 0, func(q *library.Question) { q.Title = "Waited" })
		if s.is(err, fine); q.Visibility != library.Personal || q.Approval.State != "withdrawn" {
			t.Fatalf("%+v", q)
		}
		_, err = qs.Get(t.Context(), s.as("ada"), q.ID)
		s.is(err, hidden)

		q, err = qs.Publish(t.Context(), s.as("mia"), q.ID)
		s.is(err, fine)
		s.write(`UPDATE members SET status = 'deactivated' WHERE id = ?`, s.members["mia"])
		_, err = s.asking.Approve(t.Context(), s.as("ada"), q.Approval.ID)
		s.is(err, fine)
		if got := s.titles("ines", library.Filter{}); len(got) != 1 {
			t.Error(got)
		}
	})
}

// A shared template takes Org questions only; a clone is "(Copy)".
func TestTemplatesTakeQuestions(t *testing.T) {
	each(t, func(s *shelf) {
		ts := s.room.Templates
		org, own := s.shared("Shared"), s.ask("mia", library.Question{Title: "Own of mia"})
		p, err := s.plan("mia", "Screen", org.ID, own.ID)
		s.is(err, fine)
		if p.Minutes != 10 || p.Parts != 2 || p.Content.Sections[0].Questions[1].Title != "Own of mia" || p.Content.Sections[0].Questions[1].Text == nil {
			t.Errorf("%+v", p)
		}
		_, err = s.plan("max", "Theft", own.ID)
		s.is(err, invalid, "a Personal question of somebody else")
		_, unknown := s.plan("max", "Theft", "nothing")
		if err.Error() != unknown.Error() {
			t.Errorf("%v / %v", err, unknown)
		}
		_, err = ts.Publish(t.Context(), s.as("mia"), p.ID)
		if s.is(err, invalid); !strings.Contains(err.Error(), "Own of mia") {
			t.Error(err)
		}
		p, err = ts.Edit(t.Context(), s.as("mia"), p.ID, 0, func(p *library.Template) { *p = planOf("Screen", org.ID) })
		s.is(err, fine)
		p, err = ts.Publish(t.Context(), s.as("mia"), p.ID)
		s.is(err, fine)
		s.is(s.room.Questions.Delete(t.Context(), s.as("ada"), org.ID), conflict, "in use by what ada sees")
		_, err = s.asking.Approve(t.Context(), s.as("sol"), p.Approval.ID)
		s.is(err, fine)
		c, err := ts.Clone(t.Context(), s.as("ines"), p.ID)
		if s.is(err, fine); c.Title != "Screen (Copy)" || c.Content.Name != "Screen (Copy)" || c.Visibility != library.Personal {
			t.Errorf("%+v", c)
		}
		again, err := ts.Get(t.Context(), s.as("sol"), p.ID)
		if s.is(err, fine); again.Title != "Screen" {
			t.Error("the original changed")
		}
		mine := s.ask("sol", library.Question{Title: "Own of sol"})
		_, err = ts.Edit(t.Context(), s.as("sol"), p.ID, 0, func(p *library.Template) { *p = planOf("Screen", org.ID, mine.ID) })
		s.is(err, invalid, "the organisation's template")

		_, err = s.room.Questions.Edit(t.Context(), s.as("sol"), org.ID, 0, func(q *library.Question) { q.Title = "Shared, better" })
		s.is(err, fine)
		again, err = ts.Get(t.Context(), s.as("ines"), p.ID)
		if q := again.Content.Sections[0].Questions[0]; err != nil || !q.Newer() || q.Title != "Shared" || q.Text.Title != "Shared" {
			t.Errorf("%+v %v", q, err)
		}
		again, err = ts.Edit(t.Context(), s.as("sol"), p.ID, 0, func(p *library.Template) { p.Sections[0].Questions[0].Revision = 2 })
		if q := again.Content.Sections[0].Questions[0]; err != nil || q.Newer() || q.Title != "Shared, better" {
			t.Errorf("%+v %v", q, err)
		}
		text, err := ts.Get(t.Context(), s.as("nora"), p.ID)
		if q := text.Content.Sections[0].Questions[0]; err != nil || q.Text != nil || q.Title == "" {
			t.Errorf("questions:view opens the text of a question: %+v %v", q, err)
		}
	})
}

// What only a hidden template uses is archived: whoever deletes it cannot tell.
func TestHiddenUsesArchive(t *testing.T) {
	each(t, func(s *shelf) {
		q := s.shared("Used in secret")
		p, err := s.plan("mia", "Secret plan", q.ID)
		s.is(err, fine)
		s.is(s.room.Questions.Delete(t.Context(), s.as("sol"), q.ID), fine)
		for _, who := range []string{"sol", "mia", "ada"} {
			_, err := s.room.Questions.Get(t.Context(), s.as(who), q.ID)
			s.is(err, hidden, who)
		}
		p, err = s.room.Templates.Get(t.Context(), s.as("mia"), p.ID)
		if got := p.Content.Sections[0].Questions[0]; err != nil || got.Text == nil || got.Text.Title != "Used in secret" || got.State.Label() != "No longer in the library" {
			t.Errorf("%+v %v", got, err)
		}
		_, err = s.room.Templates.Publish(t.Context(), s.as("mia"), p.ID)
		s.is(err, invalid)
		s.is(s.room.Templates.Delete(t.Context(), s.as("mia"), p.ID), fine)
		other := s.shared("Unused")
		s.is(s.room.Questions.Delete(t.Context(), s.as("ines"), other.ID), refused)
		s.is(s.room.Questions.Delete(t.Context(), s.as("sol"), other.ID), fine)
		if n := s.number(`SELECT count(*) FROM library_items WHERE id = ?`, other.ID); n != 0 {
			t.Error("it is still there")
		}
	})
}

func second[T any](_ T, err error) error { return err }
