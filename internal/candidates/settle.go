package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// settle does a permitted move: the row, the states of the phases, the line of activity, and the audit line where a
// closing stage is entered or left.
func settle(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[access.Application], from record, to place) error {
	if err := put(ctx, tx, pass, to); err != nil {
		return err
	}
	var skipped []string
	var err error
	if to.PositionID != from.PositionID {
		err = carry(ctx, tx, pass, a, from, to)
	}
	if err == nil && to.Phase != nil {
		skipped, err = enter(ctx, tx, pass, a, to)
	}
	if err != nil {
		return err
	}
	if err := auditClosing(ctx, tx, a, from, to.PositionID, to.Status); err != nil {
		return err
	}
	return activity.Record(ctx, tx, a, movedLine(from, to, skipped))
}

// carry marks the phases of the new plan that were completed on the old one under the same name. What was done
// there stays kept: the way back finds it.
func carry(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], a access.Actor, from record, to place) error {
	old, err := loadPhases(ctx, tx, from.PositionID)
	if err != nil {
		return err
	}
	kept, err := loadStored(ctx, tx, from.ID)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, p := range old {
		if kept[p.ID].State == Completed {
			done[db.Key(p.Name)] = true
		}
	}
	for _, p := range to.Phases {
		if _, has := kept[p.ID]; has || p.Archived || !done[db.Key(p.Name)] {
			continue
		}
		if err := keepState(ctx, tx, pass, a, p.ID, Completed); err != nil {
			return err
		}
	}
	return nil
}

// enter opens the phase that is moved into, and skips unfinished ones of the stages before: whoever moves a card
// past them decides that. Interviews that are planned stay planned.
func enter(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], a access.Actor, to place) (skipped []string, err error) {
	kept, err := loadStored(ctx, tx, pass.ID())
	if err != nil {
		return nil, err
	}
	for _, p := range to.Phases {
		state := kept[p.ID].State
		if p.Stage >= to.Phase.Stage || p.Archived || state.Done() || state == Scheduled || state == InProgress {
			continue
		}
		if err := keepState(ctx, tx, pass, a, p.ID, Skipped); err != nil {
			return nil, err
		}
		skipped = append(skipped, p.Name)
	}
	switch kept[to.Phase.ID].State {
	case Completed, Scheduled, InProgress, Available:
		return skipped, nil
	}
	return skipped, keepState(ctx, tx, pass, a, to.Phase.ID, Available)
}

// movement is what the line of a move tells.
type movement struct {
	From         Status   `json:"from"`
	FromPhase    string   `json:"from_phase,omitempty"`
	To           Status   `json:"to"`
	ToPhase      string   `json:"to_phase,omitempty"`
	Skipped      []string `json:"skipped,omitempty"`
	FromPosition string   `json:"from_position,omitempty"`
	ToPosition   string   `json:"to_position,omitempty"`
}

func movedLine(from record, to place, skipped []string) activity.Line {
	data := movement{From: from.Status, To: to.Status, Skipped: skipped}
	if from.Status == InReview {
		data.FromPhase = from.PhaseName
	}
	if to.Phase != nil {
		data.ToPhase = to.Phase.Name
	}
	line := activity.Line{Kind: "application.moved", ApplicationID: from.ID, CandidateID: from.CandidateID, PositionID: to.PositionID}
	if to.PositionID != from.PositionID {
		line.Object, line.OtherPosition = "moved", from.PositionID
		data.FromPosition, data.ToPosition = from.Title, to.Title
	}
	line.Data = data
	return line
}

// auditClosing keeps who moved an application into or out of a closing stage.
func auditClosing(ctx context.Context, tx db.Tx, a access.Actor, from record, positionID string, to Status) error {
	if !from.Status.Closing() && !to.Closing() {
		return nil
	}
	return activity.Audit(ctx, tx, a, activity.Entry{Action: "application.closing", Object: "application", ObjectID: from.ID, ObjectName: from.Name,
		PositionID: positionID, ApplicationID: from.ID, Before: map[string]any{"status": from.Status}, After: map[string]any{"status": to}})
}
