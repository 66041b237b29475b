package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Withdraw notes that the candidate has taken the application back. It can be reopened. It needs candidates:update
// there, in closing stages candidates:close.
func (r *Room) Withdraw(ctx context.Context, a access.Actor, id string) (out Moved, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		from, pass, err := permitted(ctx, tx, a, id, access.ApplicationUpdate)
		if err != nil {
			return err
		}
		if from.Status.Ended() {
			return errs.Of(errs.Conflict, "This application is "+string(from.Status)+" already.").Coded(string(from.Status))
		}
		before, err := remember(ctx, tx, from)
		if err != nil {
			return err
		}
		if err := end(ctx, tx, pass, a, Withdrawn, "", "", ""); err != nil {
			return err
		}
		if err := auditClosing(ctx, tx, a, from, from.PositionID, Withdrawn); err != nil {
			return err
		}
		err = activity.Record(ctx, tx, a, activity.Line{Kind: "application.withdrawn", ApplicationID: from.ID, CandidateID: from.CandidateID, PositionID: from.PositionID,
			Data: map[string]any{"from": from.Status, "from_phase": from.PhaseName}})
		if err != nil {
			return err
		}
		out, err = moved(ctx, tx, a, from, before, db.NewID())
		return err
	})
	return out, err
}

// Reopen puts a withdrawn application back where it was: into its phase, or to Applied. It needs candidates:update.
func (r *Room) Reopen(ctx context.Context, a access.Actor, id string) (out Moved, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		from, _, err := permitted(ctx, tx, a, id, access.ApplicationUpdate)
		if err != nil {
			return err
		}
		if from.Status != Withdrawn {
			return errs.Of(errs.Conflict, "Only a withdrawn application can be reopened.").Coded("not_withdrawn")
		}
		to := Move{Status: Applied}
		if from.PhaseID != "" && !from.PhaseGone {
			to = Move{PhaseID: from.PhaseID}
		}
		out, err = move(ctx, tx, a, id, to, db.NewID())
		return err
	})
	return out, err
}

// permitted loads an application through the actor (404), keeps its row, and asks one rule (403).
func permitted(ctx context.Context, tx db.Tx, a access.Actor, id string, rule access.Rule[access.Application]) (record, access.Pass[access.Application], error) {
	rec, err := loadForChange(ctx, tx, a, id)
	if err != nil {
		return rec, access.Pass[access.Application]{}, err
	}
	pass, err := access.Permit(a, rule, rec.row())
	return rec, pass, err
}
