package positions

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Phases is the plan of a visible position, in order.
func (r *Room) Phases(ctx context.Context, a access.Actor, positionID string) ([]Phase, error) {
	p, err := r.Get(ctx, a, positionID)
	return p.Phases, err
}

// Phase is one phase of a visible position's plan.
func (r *Room) Phase(ctx context.Context, a access.Actor, positionID, phaseID string) (Phase, error) {
	plan, err := r.Phases(ctx, a, positionID)
	if err == nil && phaseIn(plan, phaseID).ID == "" {
		err = errs.Hidden()
	}
	return phaseIn(plan, phaseID), err
}

// PhasesIn is the plan inside a transaction of another verb, archived phases last where they are asked for. The
// actor sees the position, or this is hidden.
func PhasesIn(ctx context.Context, tx db.Tx, a access.Actor, positionID string, archivedToo bool) ([]Phase, error) {
	if _, err := find(ctx, tx, positionID, access.Where(a, access.PositionView), ""); err != nil {
		return nil, err
	}
	return phasesOf(ctx, tx, positionID, archivedToo)
}

// AddPhase adds a phase. With a stage number that exists it runs in parallel to that stage; with a greater one, or
// none, it comes last. Of Template and Form the ids are read: what the organisation's library has, as it is now. It needs
// job_positions:update there, like every change of the plan.
func (r *Room) AddPhase(ctx context.Context, a access.Actor, positionID string, n Phase) (added Phase, err error) {
	err = r.changePlan(ctx, a, positionID, func(ctx context.Context, tx db.Tx, a access.Actor, plan []Phase) ([]Phase, error) {
		if len(plan) >= MaxPhases {
			return nil, errs.Bad(errs.F("phases", fmt.Sprintf("A position has at most %d phases.", MaxPhases)))
		}
		if err := errs.Bad(n.settle("")...); err != nil {
			return nil, err
		}
		if err := n.pin(ctx, tx, a, ""); err != nil {
			return nil, err
		}
		n.ID, n.PositionID, n.Rank = db.NewID(), positionID, MaxPhases+1
		if err := insertPhase(ctx, tx, a.OrgID(), n); err != nil {
			return nil, err
		}
		return append(plan, n), nil
	}, func(plan []Phase) { added = phaseIn(plan, n.ID) })
	return added, err
}

// PhasePatch changes some fields of a phase; nil leaves one as it is.
type PhasePatch struct {
	Name, Guidance *string
	Kind           *PhaseKind
	Minutes, Stage *int // Stage: that of another phase makes the two parallel
	NeedsAll       *bool
	Template, Form *Pick
}

// ChangePhase changes a phase.
func (r *Room) ChangePhase(ctx context.Context, a access.Actor, positionID, phaseID string, c PhasePatch) (changed Phase, err error) {
	err = r.changePlan(ctx, a, positionID, func(ctx context.Context, tx db.Tx, a access.Actor, plan []Phase) ([]Phase, error) {
		i := slices.IndexFunc(plan, func(p Phase) bool { return p.ID == phaseID })
		if i < 0 {
			return nil, errs.Hidden()
		}
		p := &plan[i]
		if c.Stage != nil && *c.Stage != p.Stage {
			p.Rank = MaxPhases + 1
		}
		set(&p.Name, c.Name)
		set(&p.Guidance, c.Guidance)
		set(&p.Kind, c.Kind)
		set(&p.Minutes, c.Minutes)
		set(&p.Stage, c.Stage)
		set(&p.NeedsAll, c.NeedsAll)
		if err := errs.Bad(p.settle("")...); err != nil {
			return nil, err
		}
		return plan, p.choose(ctx, tx, a, c.Template, c.Form, "")
	}, func(plan []Phase) { changed = phaseIn(plan, phaseID) })
	return changed, err
}

// Slot puts a phase into a stage.
type Slot struct {
	PhaseID string
	Stage   int
}

// Arrange puts the phases in the order given, equal stage numbers in parallel. Every phase of the plan is named once.
func (r *Room) Arrange(ctx context.Context, a access.Actor, positionID string, order []Slot) (arranged []Phase, err error) {
	err = r.changePlan(ctx, a, positionID, func(_ context.Context, _ db.Tx, _ access.Actor, plan []Phase) ([]Phase, error) {
		named := map[string]Slot{}
		for rank, s := range order {
			for i := range plan {
				if plan[i].ID == s.PhaseID {
					plan[i].Stage, plan[i].Rank = s.Stage, rank
					named[s.PhaseID] = s
				}
			}
			if s.Stage < 1 || s.Stage > 1000 {
				return nil, errs.Bad(errs.F("stage", "Stages are numbered 1, 2, 3."))
			}
		}
		if len(named) != len(plan) || len(order) != len(plan) {
			return nil, errs.Of(errs.Conflict, "The plan has changed meanwhile. Look at it again, then put it in order.").Coded("plan_changed")
		}
		return plan, nil
	}, func(plan []Phase) { arranged = plan })
	return arranged, err
}

// RemovePhase takes a phase out of the plan. While candidates sit in it that the actor sees, it is in use (409). One
// that nothing refers to is deleted; any other is archived without a word, and stays for those who went through it.
func (r *Room) RemovePhase(ctx context.Context, a access.Actor, positionID, phaseID string) error {
	return r.changePlan(ctx, a, positionID, func(ctx context.Context, tx db.Tx, a access.Actor, plan []Phase) ([]Phase, error) {
		i := slices.IndexFunc(plan, func(p Phase) bool { return p.ID == phaseID })
		if i < 0 {
			return nil, errs.Hidden()
		}
		visible, used, err := traces(ctx, tx, phaseID, access.Where(a, access.ApplicationView))
		switch {
		case err != nil:
			return nil, err
		case visible == 1:
			return nil, errs.Of(errs.Conflict, "This phase is in use: 1 candidate is in it. Move them first.").Coded("in_use")
		case visible > 1:
			return nil, errs.Of(errs.Conflict, fmt.Sprintf("This phase is in use: %d candidates are in it. Move them first.", visible)).Coded("in_use")
		case used:
			err = archivePhase(ctx, tx, plan[i])
		default:
			err = deletePhase(ctx, tx, plan[i])
		}
		return slices.Delete(plan, i, i+1), err
	}, func([]Phase) {})
}

// CopyPlan appends the phases of another visible position, with their guidance.
func (r *Room) CopyPlan(ctx context.Context, a access.Actor, positionID, from string) (copied []Phase, err error) {
	err = r.changePlan(ctx, a, positionID, func(ctx context.Context, tx db.Tx, a access.Actor, plan []Phase) ([]Phase, error) {
		theirs, err := PhasesIn(ctx, tx, a, from, false)
		if errs.Is(err, errs.NotFound) {
			return nil, errs.Bad(errs.F("copy_plan", "There is no such position to copy the plan from."))
		}
		if err != nil {
			return nil, err
		}
		if len(plan)+len(theirs) > MaxPhases {
			return nil, errs.Bad(errs.F("copy_plan", fmt.Sprintf("With these there would be more than %d phases.", MaxPhases)))
		}
		last := len(Stages(plan))
		for _, p := range theirs {
			p.ID, p.PositionID, p.Stage = db.NewID(), positionID, last+p.Stage
			if err := insertPhase(ctx, tx, a.OrgID(), p); err != nil {
				return nil, err
			}
			plan = append(plan, p)
		}
		return plan, nil
	}, func(plan []Phase) { copied = plan })
	return copied, err
}

// changePlan loads, permits, lets do change the plan, numbers it anew and keeps what differs. done gets the plan as
// it is in the end.
func (r *Room) changePlan(ctx context.Context, a access.Actor, positionID string,
	do func(ctx context.Context, tx db.Tx, a access.Actor, plan []Phase) ([]Phase, error), done func([]Phase)) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, _, err := permitted(ctx, tx, a, positionID, access.PositionUpdate); err != nil {
			return err
		}
		before, err := phasesOf(ctx, tx, positionID, false)
		if err != nil {
			return err
		}
		plan, err := do(ctx, tx, a, slices.Clone(before))
		if err != nil {
			return err
		}
		number(plan)
		changed := len(plan) != len(before)
		for _, p := range plan {
			if slices.Contains(before, p) {
				continue
			}
			changed = true
			if err := savePhase(ctx, tx, p); err != nil {
				return err
			}
		}
		if !changed {
			done(plan)
			return nil
		}
		if plan, err = phasesOf(ctx, tx, positionID, false); err != nil { // with the names of what was chosen
			return err
		}
		done(plan)
		return activity.Record(ctx, tx, a, activity.Line{Kind: "position.plan", PositionID: positionID})
	})
}

func phaseIn(plan []Phase, id string) Phase {
	for _, p := range plan {
		if p.ID == id {
			return p
		}
	}
	return Phase{}
}
