package positions_test

import (
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/positions"
)

// "Shared templates and phases take Org items only": whoever has another one, it cannot be chosen, and a refusal does not
// tell it from one that is not there. A phase keeps the revision it took until somebody takes the newer one.
func TestPhasesTakeWhatTheOrganisationHas(t *testing.T) {
	each(t, func(c *company) {
		ctx, ada := t.Context(), c.as("ada")
		shelves := library.New(c.d, approvals.New(c.d))
		shelves.Templates.UsedBy(positions.UsesTemplate)
		shelves.Forms.UsedBy(positions.UsesForm)
		template := func(who, name string, publish bool) string {
			made, err := shelves.Templates.Create(ctx, c.as(who), library.Template{Name: name})
			c.is(err, fine)
			if publish {
				_, err = shelves.Templates.Publish(ctx, c.as(who), made.ID)
				c.is(err, fine)
			}
			return made.ID
		}
		screen, own, theirs := template("ada", "Screen", true), template("ada", "Draft", false), template("sol", "Secret", false)
		form, err := shelves.Forms.Create(ctx, ada, library.Form{Name: "Impressions", Fields: []library.Field{{Kind: "text", Label: "Notes"}}})
		c.is(err, fine)
		_, err = shelves.Forms.Publish(ctx, ada, form.ID)
		c.is(err, fine)

		p := c.make(positions.NewPosition{}, "")
		first := p.Phases[0]
		for _, id := range []string{own, theirs, form.ID, "nothing"} {
			_, err := c.room.ChangePhase(ctx, ada, p.ID, first.ID, positions.PhasePatch{Template: &positions.Pick{ID: id}})
			c.is(err, invalid, id)
			if f := errs.As(err).Fields; len(f) != 1 || f[0].Name != "template_id" || f[0].Message != "Choose an interview template of the organisation's library." {
				t.Error(f)
			}
			_, err = c.room.AddPhase(ctx, ada, p.ID, positions.Phase{Name: "More", Template: positions.Pinned{ID: id}})
			c.is(err, invalid, id)
		}
		ph, err := c.room.ChangePhase(ctx, ada, p.ID, first.ID, positions.PhasePatch{Template: &positions.Pick{ID: screen}, Form: &positions.Pick{ID: form.ID}})
		c.is(err, fine)
		if ph.Template.Name != "Screen" || ph.Template.Newer() || ph.Form.Name != "Impressions" {
			t.Errorf("%+v", ph)
		}
		_, err = shelves.Templates.Edit(ctx, ada, screen, 0, func(t *library.Template) { t.Guidance = "Begin on time." })
		c.is(err, fine)
		ph, err = c.room.ChangePhase(ctx, ada, p.ID, first.ID, positions.PhasePatch{Name: ptr("Call"), Template: &positions.Pick{ID: screen}})
		c.is(err, fine)
		if !ph.Template.Newer() || ph.Template.Revision != 1 {
			t.Errorf("a newer revision is taken unasked: %+v", ph.Template)
		}
		ph, err = c.room.ChangePhase(ctx, ada, p.ID, first.ID, positions.PhasePatch{Template: &positions.Pick{ID: screen, Newest: true}})
		c.is(err, fine)
		if ph.Template.Newer() || ph.Template.Revision != 2 {
			t.Errorf("%+v", ph.Template)
		}
		c.copied(p)
		c.inUse(shelves, screen, p)
	})
}

// copied: the plan of another position comes with what its phases take.
func (c *company) copied(from positions.Position) {
	c.t.Helper()
	to := c.make(positions.NewPosition{CopyPlan: from.ID}, "")
	if got := to.Phases[0]; got.Template.Name != "Screen" || got.Template.Revision != 2 || got.Form.Name != "Impressions" {
		c.t.Errorf("%+v", got)
	}
	_, err := c.room.ChangePhase(c.t.Context(), c.as("ada"), to.ID, to.Phases[0].ID, positions.PhasePatch{Template: &positions.Pick{}})
	c.is(err, fine)
}

// inUse: a template in a phase that the actor sees is named; in one that they do not see, it goes from the lists and stays
// where it is.
func (c *company) inUse(shelves *library.Room, template string, p positions.Position) {
	c.t.Helper()
	ctx := c.t.Context()
	err := shelves.Templates.Delete(ctx, c.as("ada"), template)
	c.is(err, conflict)
	if m := errs.As(err).Message; !strings.Contains(m, "Call ("+p.Title+")") {
		c.t.Error(m)
	}
	c.hire("keeper", "keeper", access.TemplatesView, access.TemplatesDelete)
	c.is(shelves.Templates.Delete(ctx, c.as("keeper"), template), fine, "sees no position")
	_, err = shelves.Templates.Get(ctx, c.as("ada"), template)
	c.is(err, hidden)
	now, err := c.room.Phase(ctx, c.as("ada"), p.ID, p.Phases[0].ID)
	c.is(err, fine)
	if now.Template.Name != "Screen" {
		c.t.Errorf("%+v", now.Template)
	}
	_, err = c.room.ChangePhase(ctx, c.as("ada"), p.ID, p.Phases[0].ID, positions.PhasePatch{Minutes: ptr(35), Template: &positions.Pick{ID: template}})
	c.is(err, fine, "what it has already can stay")
	_, err = c.room.ChangePhase(ctx, c.as("ada"), p.ID, p.Phases[1].ID, positions.PhasePatch{Template: &positions.Pick{ID: template}})
	c.is(err, invalid)
}
