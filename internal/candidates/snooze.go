package candidates

import (
	"context"
	"fmt"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// yearAhead is how far a snooze may reach.
const yearAhead = 366 * 24 * time.Hour

// Snooze puts an application to sleep until a moment at most a year away; the zero Time wakes it. It needs
// candidates:update there, in closing stages candidates:close as well.
func (r *Room) Snooze(ctx context.Context, a access.Actor, id string, until db.Time) (out Application, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, pass, err := permitted(ctx, tx, a, id, access.ApplicationNote)
		if err != nil {
			return err
		}
		switch {
		case rec.Status.Ended():
			return errs.Of(errs.Conflict, "This application is "+string(rec.Status)+".").Coded(string(rec.Status))
		case !until.IsZero() && (!until.After(tx.Now()) || until.After(tx.Now().Add(yearAhead))):
			return errs.Bad(errs.F("until", "Choose a day in the coming year."))
		}
		if err := change(ctx, tx, pass, `snoozed_until = ?`, until); err != nil {
			return err
		}
		line := activity.Line{Kind: "application.snoozed", ApplicationID: rec.ID, CandidateID: rec.CandidateID, PositionID: rec.PositionID,
			Data: map[string]any{"until": until}}
		if until.IsZero() {
			line.Kind, line.Data = "application.woken", nil
		}
		if err := activity.Record(ctx, tx, a, line); err != nil {
			return err
		}
		rec.SnoozedUntil = until
		out = rec.show(a)
		return nil
	})
	return out, err
}

// Star marks an application for the actor alone, or takes the mark away. It needs no more than to open it.
func (r *Room) Star(ctx context.Context, a access.Actor, id string, on bool) (out Application, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationOpen, rec.row()); err != nil {
			return err
		}
		if on {
			_, err = tx.NewRaw(`INSERT INTO stars (member_id, application_id, org_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				a.MemberID(), rec.ID, a.OrgID(), db.At(tx.Now())).Exec(ctx)
		} else {
			_, err = tx.NewRaw(`DELETE FROM stars WHERE member_id = ? AND application_id = ?`, a.MemberID(), rec.ID).Exec(ctx)
		}
		if err != nil {
			return fmt.Errorf("star application: %w", err)
		}
		rec.Starred = on
		out = rec.show(a)
		return nil
	})
	return out, err
}

// SetPhase completes a phase without an interview, skips it, or opens it again. It needs candidates:update there
// and an application in an open stage. The card stays where it is.
func (r *Room) SetPhase(ctx context.Context, a access.Actor, id, phaseID string, do PhaseChange) (out Dossier, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, pass, err := permitted(ctx, tx, a, id, access.ApplicationNote)
		if err != nil {
			return err
		}
		if err := setPhase(ctx, tx, a, pass, rec, phaseID, do); err != nil {
			return err
		}
		if rec, err = loadApplication(ctx, tx, a, id); err != nil {
			return err
		}
		out, err = dossier(ctx, tx, a, rec)
		return err
	})
	return out, err
}

func setPhase(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[access.Application], rec record, phaseID string, do PhaseChange) error {
	phases, err := loadPhases(ctx, tx, rec.PositionID)
	if err != nil {
		return err
	}
	p := find(phases, phaseID)
	to, known := map[PhaseChange]PhaseState{CompletePhase: Completed, SkipPhase: Skipped, ReopenPhase: Available}[do]
	switch {
	case p == nil:
		return errs.Bad(errs.F("phase_id", "There is no such phase in this position's plan."))
	case !known:
		return errs.Bad(errs.F("change", "A phase is completed, skipped or reopened."))
	case rec.Status != Applied && rec.Status != InReview:
		return errs.Of(errs.Conflict, "Phases change while the application is Applied or In Review.").Coded("not_in_review")
	}
	if err := keepState(ctx, tx, pass, a, p.ID, to); err != nil {
		return err
	}
	if err := change(ctx, tx, pass, `phase_id = phase_id`); err != nil { // it changed: an undo of before would lose this
		return err
	}
	return activity.Record(ctx, tx, a, activity.Line{Kind: "phase." + string(to), ApplicationID: rec.ID, CandidateID: rec.CandidateID, PositionID: rec.PositionID,
		Data: map[string]any{"phase": p.Name}})
}
