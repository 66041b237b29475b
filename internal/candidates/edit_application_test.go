package candidates_test

import (
	"testing"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
)

// How an application came is corrected by whoever writes on it; where it stands and what was submitted stay.
func TestHowAnApplicationCameIsCorrected(t *testing.T) {
	each(t, func(c *company) {
		open, private := c.add("Paula Novak", c.open), c.add("Quentin Roy", c.private)
		referral, agency, rumour := candidates.Referral, candidates.Source("agency"), candidates.Source("rumour")
		name := " Lin  Okafor "
		edit := func(who, id string, p candidates.ApplicationPatch) error {
			_, err := c.room.EditApplication(ctx, c.as(who), id, p)
			return err
		}
		c.hidden(edit("nora", private.ID, candidates.ApplicationPatch{Source: &rumour}))
		c.hidden(edit("zed", open.ID, candidates.ApplicationPatch{Source: &agency}))
		c.is(edit("nora", open.ID, candidates.ApplicationPatch{Source: &rumour}), errs.Refused, "")
		c.is(edit("tom", open.ID, candidates.ApplicationPatch{Source: &rumour}), errs.Invalid, "")
		got, err := c.room.EditApplication(ctx, c.as("tom"), open.ID, candidates.ApplicationPatch{Source: &referral, SourceName: &name})
		c.ok(err)
		if got.Source != candidates.Referral || got.SourceName != "Lin Okafor" || got.Status != open.Status || got.MovedAt != open.MovedAt {
			c.Error(text(got))
		}
		c.ok(edit("tom", open.ID, candidates.ApplicationPatch{}))
		c.ok(edit("tom", open.ID, candidates.ApplicationPatch{Source: &referral}))
		again, err := c.room.Application(ctx, c.as("nora"), open.ID)
		c.ok(err)
		if again.Source != candidates.Referral || again.SourceName != "Lin Okafor" {
			c.Error(text(again))
		}
		feed, err := c.room.Activity(ctx, c.as("tom"), open.ID, []string{"application.edited"}, db.Page{Count: true})
		c.ok(err)
		if *feed.Count != 1 || string(feed.Items[0].Data) != `{"fields":["source","source_name"]}` {
			c.Error(text(feed))
		}
		c.move(open.ID, candidates.Move{Status: candidates.Offer})
		c.is(edit("tom", open.ID, candidates.ApplicationPatch{Source: &agency}), errs.Refused, "closing_stage")
		c.ok(edit("hana", open.ID, candidates.ApplicationPatch{Source: &agency}))
	})
}
