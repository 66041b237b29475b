package positions_test

import (
	"slices"
	"testing"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/positions"
)

func (c *company) plan(p positions.Position) []string {
	c.t.Helper()
	phases, err := c.room.Phases(c.t.Context(), c.as("ada"), p.ID)
	c.is(err, fine)
	return phaseNames(phases)
}

func TestAPlanIsNumberedWithoutGaps(t *testing.T) {
	each(t, func(c *company) {
		ctx, ada := t.Context(), c.as("ada")
		p := c.make(positions.NewPosition{}, "")
		talk, final := p.Phases[1], p.Phases[2]
		added, err := c.room.AddPhase(ctx, ada, p.ID, positions.Phase{Name: "Case study", Stage: 2, Kind: positions.AssessmentPhase})
		c.is(err, fine)
		if added.Stage != 2 || added.Rank != 2 || added.Minutes != 45 {
			t.Errorf("%+v", added)
		}
		_, err = c.room.AddPhase(ctx, ada, p.ID, positions.Phase{Name: "Lunch"})
		c.is(err, fine)
		want := []string{"1.1 Phone screen", "2.1 Interview", "2.2 Case study", "3.1 Final interview", "4.1 Lunch"}
		if got := c.plan(p); !slices.Equal(got, want) {
			t.Fatal(got)
		}
		moved, err := c.room.ChangePhase(ctx, ada, p.ID, talk.ID, positions.PhasePatch{Stage: ptr(3), Name: ptr("Deep dive")})
		c.is(err, fine)
		if moved.Name != "Deep dive" || moved.Stage != 3 || moved.Rank != 2 {
			t.Errorf("%+v", moved)
		}
		_, err = c.room.ChangePhase(ctx, ada, p.ID, final.ID, positions.PhasePatch{Stage: ptr(9)})
		c.is(err, fine)
		want = []string{"1.1 Phone screen", "2.1 Case study", "3.1 Deep dive", "4.1 Lunch", "5.1 Final interview"}
		if got := c.plan(p); !slices.Equal(got, want) {
			t.Fatal(got)
		}
		plan, err := c.room.Phases(ctx, ada, p.ID)
		c.is(err, fine)
		var order []positions.Slot
		for i := len(plan) - 1; i >= 0; i-- {
			order = append(order, positions.Slot{PhaseID: plan[i].ID, Stage: 1 + (len(plan)-1-i)/2*10})
		}
		arranged, err := c.room.Arrange(ctx, ada, p.ID, order)
		c.is(err, fine)
		want = []string{"1.1 Final interview", "1.2 Lunch", "2.1 Deep dive", "2.2 Case study", "3.1 Phone screen"}
		if got := phaseNames(arranged); !slices.Equal(got, want) || !slices.Equal(c.plan(p), want) {
			t.Fatal(got)
		}
		if stages := positions.Stages(arranged); len(stages) != 3 || len(stages[0]) != 2 {
			t.Error(stages)
		}
		_, err = c.room.Arrange(ctx, ada, p.ID, order[1:])
		c.is(err, conflict, "a phase is missing")
		_, err = c.room.Arrange(ctx, ada, p.ID, append(order[1:], order[1]))
		c.is(err, conflict, "a phase is named twice")
	})
}

func TestWhoEditsAPlan(t *testing.T) {
	each(t, func(c *company) {
		for name, want := range map[string]errs.Kind{"ada": fine, "hana": fine, "tom": fine, "sol": fine, "nora": refused, "ines": hidden} {
			p := c.make(positions.NewPosition{}, "hana hiring_manager, tom team_member")
			_, err := c.room.AddPhase(t.Context(), c.as(name), p.ID, positions.Phase{Name: "Y"})
			c.is(err, want, name)
			_, err = c.room.ChangePhase(t.Context(), c.as(name), p.ID, p.Phases[0].ID, positions.PhasePatch{Minutes: ptr(20), NeedsAll: ptr(false)})
			c.is(err, want, name)
			_, err = c.room.Arrange(t.Context(), c.as(name), p.ID, nil)
			if want == fine {
				c.is(err, conflict)
			} else {
				c.is(err, want, name)
			}
			c.is(c.room.RemovePhase(t.Context(), c.as(name), p.ID, p.Phases[1].ID), want, name)
			_, err = c.room.AddPhase(t.Context(), c.as(name), p.ID, positions.Phase{})
			if want == fine {
				want = invalid
			}
			c.is(err, want, name)
		}
		one, two := c.make(positions.NewPosition{}, ""), c.make(positions.NewPosition{}, "")
		_, err := c.room.ChangePhase(t.Context(), c.as("ada"), one.ID, two.Phases[0].ID, positions.PhasePatch{Minutes: ptr(20)})
		c.is(err, hidden, "a phase of another position")
		c.is(c.room.RemovePhase(t.Context(), c.as("ada"), one.ID, two.Phases[0].ID), hidden)
	})
}

func TestAPhaseInUseStays(t *testing.T) {
	each(t, func(c *company) {
		ctx := t.Context()
		c.hire("blind", "blind", access.PositionsView, access.PositionsUpdate)
		p := c.make(positions.NewPosition{}, "")
		unused, sat, passed := p.Phases[0], p.Phases[1], p.Phases[2]
		c.apply(p, "in_review", sat.ID)
		c.apply(p, "rejected", sat.ID)
		gone := c.apply(p, "in_review", "")
		c.write(`INSERT INTO phase_progress (application_id, phase_id, org_id, state, at) VALUES (?, ?, ?, 'completed', ?)`, gone, passed.ID, c.org, 1)

		err := c.room.RemovePhase(ctx, c.as("ada"), p.ID, sat.ID)
		c.is(err, conflict)
		if m := errs.As(err).Message; m != "This phase is in use: 2 candidates are in it. Move them first." {
			t.Error(m)
		}
		c.is(c.room.RemovePhase(ctx, c.as("ada"), p.ID, unused.ID), fine)
		c.is(c.room.RemovePhase(ctx, c.as("ada"), p.ID, passed.ID), fine)
		c.is(c.room.RemovePhase(ctx, c.as("blind"), p.ID, sat.ID), fine, "a hidden use says nothing")
		if got := c.plan(p); len(got) != 0 {
			t.Error(got)
		}
		for id, kept := range map[string]int{unused.ID: 0, sat.ID: 1, passed.ID: 1} {
			if n := c.number(`SELECT count(*) FROM phases WHERE id = ?`, id); n != kept {
				t.Errorf("%s: %d", id, n)
			}
		}
		c.is(c.room.RemovePhase(ctx, c.as("ada"), p.ID, sat.ID), hidden, "an archived phase is no phase of today")
	})
}
