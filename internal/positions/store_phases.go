package positions

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// phasesOf reads the plan of a visible position, in order; archived phases come last where they are asked for.
func phasesOf(ctx context.Context, tx db.Tx, positionID string, archivedToo bool) ([]Phase, error) {
	which := ` AND archived_at IS NULL`
	if archivedToo {
		which = ``
	}
	phases := []Phase{}
	err := tx.NewRaw(`SELECT id, position_id, name, stage, rank, kind, guidance, minutes, needs_all, archived_at FROM phases
		WHERE position_id = ?`+which+` ORDER BY coalesce(archived_at, 0), stage, rank, id`, positionID).Scan(ctx, &phases)
	if err != nil {
		return nil, fmt.Errorf("read phases: %w", err)
	}
	return phases, nil
}

func insertPhase(ctx context.Context, tx db.Tx, orgID string, p Phase) error {
	_, err := tx.NewRaw(`INSERT INTO phases (id, org_id, position_id, name, stage, rank, kind, guidance, minutes, needs_all, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.ID, orgID, p.PositionID, p.Name, p.Stage, p.Rank, string(p.Kind), p.Guidance, p.Minutes, p.NeedsAll,
		db.At(tx.Now())).Exec(ctx)
	return errs.Wrap(err, "insert phase")
}

func savePhase(ctx context.Context, tx db.Tx, p Phase) error {
	_, err := tx.NewRaw(`UPDATE phases SET name = ?, stage = ?, rank = ?, kind = ?, guidance = ?, minutes = ?, needs_all = ? WHERE id = ? AND position_id = ?`,
		p.Name, p.Stage, p.Rank, string(p.Kind), p.Guidance, p.Minutes, p.NeedsAll, p.ID, p.PositionID).Exec(ctx)
	return errs.Wrap(err, "save phase")
}

// traces counts what refers to a phase: cards that sit in it which the actor sees, and whether anything refers to
// it at all, seen or not.
func traces(ctx context.Context, tx db.Tx, phaseID string, f access.Filter[access.Application]) (visible int, used bool, err error) {
	if !f.Nothing() {
		where, args := f.SQL("a")
		err = tx.NewRaw(`SELECT count(*) FROM applications AS a WHERE a.phase_id = ? AND `+where, append([]any{phaseID}, args...)...).Scan(ctx, &visible)
	}
	if err == nil {
		err = tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM applications WHERE phase_id = ?) OR EXISTS (SELECT 1 FROM phase_progress WHERE phase_id = ?)
			OR EXISTS (SELECT 1 FROM interviews WHERE phase_id = ?)`, phaseID, phaseID, phaseID).Scan(ctx, &used)
	}
	return visible, used, errs.Wrap(err, "look for uses of the phase")
}

func deletePhase(ctx context.Context, tx db.Tx, p Phase) error {
	_, err := tx.NewRaw(`DELETE FROM phases WHERE id = ? AND position_id = ?`, p.ID, p.PositionID).Exec(ctx)
	return errs.Wrap(err, "delete phase")
}

func archivePhase(ctx context.Context, tx db.Tx, p Phase) error {
	_, err := tx.NewRaw(`UPDATE phases SET archived_at = ? WHERE id = ? AND position_id = ?`, db.At(tx.Now()), p.ID, p.PositionID).Exec(ctx)
	return errs.Wrap(err, "archive phase")
}
