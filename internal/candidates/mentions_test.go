package candidates_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
)

// However many there are before them by name, those who can see the item are offered, and nobody else is.
func TestWhoeverCanSeeIsOfferedForAMention(t *testing.T) {
	each(t, func(c *company) {
		private := c.add("Quentin Roy", c.private)
		basic := access.Presets()[0].Permissions.List()
		for i := range 70 { // none of them sees a private position
			c.hire(c.org, fmt.Sprintf("mark%02d", i), "", basic...)
		}
		c.hire(c.org, "mark_the_last", "", append(slices.Clone(basic), access.PositionsViewPrivate)...)
		found, err := c.room.Mentionable(ctx, c.as("tom"), private.ID, "mark")
		c.ok(err)
		if len(found) != 1 || found[0].ID != c.members["mark_the_last"] {
			c.Error(text(found))
		}
		_, err = c.room.Note(ctx, c.as("tom"), private.ID, candidates.NewNote{Body: "Look", Mentions: []string{c.members["mark_the_last"], c.members["ada"]}})
		c.ok(err)

		open := c.add("Paula Novak", c.open)
		found, err = c.room.Mentionable(ctx, c.as("tom"), open.ID, "mark")
		c.ok(err)
		if len(found) != 8 {
			c.Error(len(found))
		}
	})
}

// The same people as the decision names one by one, in every state of an application.
func TestThoseOfferedForAMentionAreThoseWhoMayRead(t *testing.T) {
	each(t, func(c *company) {
		for i, p := range []string{c.open.ID, c.private.ID} {
			at := c.open
			if i == 1 {
				at = c.private
			}
			app := c.add(fmt.Sprint("Somebody ", p), at)
			for _, status := range []candidates.Status{"", candidates.Offer, candidates.Hired} {
				if status != "" {
					c.move(app.ID, candidates.Move{Status: status})
				}
				row := access.Row{OrgID: c.org, ID: app.ID, PositionID: p, Status: string(status), Private: access.Is(i == 1)}
				if status == "" {
					row.Status = "applied"
				}
				var want []string
				for name, id := range c.members {
					c.ok(c.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
						a, err := access.Load(ctx, tx, c.org, id)
						if access.May(a, access.ApplicationActivity, row) {
							want = append(want, name)
						}
						return err
					}))
				}
				found, err := c.room.Mentionable(ctx, c.as("hana"), app.ID, "")
				c.ok(err)
				var got []string
				for _, m := range found {
					got = append(got, m.Name)
				}
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					c.Errorf("%s in %s: %v, want %v", at.Title, row.Status, got, want)
				}
			}
		}
	})
}
