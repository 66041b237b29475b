package candidates_test

import (
	"slices"
	"testing"

	"candor/internal/candidates"
	"candor/internal/errs"
)

// Several addresses at once, each of them known; one alone is short for a list of one.
func TestSomebodyIsAddedWithAllTheirAddresses(t *testing.T) {
	each(t, func(c *company) {
		in := candidates.NewCandidate{Name: "Paula Novak", Email: "paula@people.example", Emails: []string{"p@work.example", "PAULA@people.example"}, PositionID: c.open.ID}
		added, err := c.room.Add(ctx, c.as("tom"), in)
		c.ok(err)
		if !slices.Equal(added.Profile.Emails, []string{"paula@people.example", "p@work.example"}) {
			c.Error(added.Profile.Emails)
		}
		_, err = c.room.Add(ctx, c.as("tom"), candidates.NewCandidate{Name: "Another", Emails: []string{"new@people.example", "P@work.example"}, PositionID: c.open.ID})
		c.is(err, errs.Conflict, "known_person")
		_, err = c.room.Add(ctx, c.as("tom"), candidates.NewCandidate{Name: "Another", Emails: []string{"nowhere"}, PositionID: c.open.ID})
		c.is(err, errs.Invalid, "")
	})
}

// To undo nothing in particular is no request; what is hidden stays hidden, and what is refused refused.
func TestAnUndoIsNamed(t *testing.T) {
	each(t, func(c *company) {
		open, private := c.add("Paula Novak", c.open), c.add("Quentin Roy", c.private)
		_, err := c.room.UndoOne(ctx, c.as("tom"), open.ID, "")
		c.is(err, errs.Invalid, "")
		if e := errs.As(err); len(e.Fields) != 1 || e.Fields[0].Name != "id" {
			c.Error(e.Fields)
		}
		_, err = c.room.UndoOne(ctx, c.as("tom"), open.ID, "unknown")
		c.hidden(err)
		_, err = c.room.UndoOne(ctx, c.as("nora"), private.ID, "")
		c.hidden(err)
	})
}
