package candidates

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// loadPhases are a position's phases in the order of its plan, archived ones last in their stage.
func loadPhases(ctx context.Context, tx db.Tx, positionID string) ([]Phase, error) {
	var rows []struct {
		ID, Name, Kind string
		Stage          int
		Archived       bool
	}
	err := tx.NewRaw(`SELECT id, name, kind, stage, archived_at IS NOT NULL AS archived FROM phases WHERE position_id = ?
		ORDER BY stage, archived_at IS NOT NULL, rank, id`, positionID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load phases: %w", err)
	}
	out := make([]Phase, len(rows))
	for i, r := range rows {
		out[i] = Phase{ID: r.ID, Name: r.Name, Stage: r.Stage, Kind: r.Kind, Archived: r.Archived}
	}
	return out, nil
}

// loadStored is what an application did in its phases.
func loadStored(ctx context.Context, tx db.Tx, applicationID string) (map[string]stored, error) {
	var rows []struct {
		PhaseID string
		State   PhaseState
		At      db.Time
		ByName  string
	}
	err := tx.NewRaw(`SELECT pp.phase_id, pp.state, pp.at, coalesce(p.name, '') AS by_name FROM phase_progress AS pp
		LEFT JOIN members AS m ON m.id = pp.by_member LEFT JOIN people AS p ON p.id = m.person_id
		WHERE pp.application_id = ?`, applicationID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load progress: %w", err)
	}
	out := make(map[string]stored, len(rows))
	for _, r := range rows {
		out[r.PhaseID] = stored{State: r.State, At: r.At, ByName: r.ByName}
	}
	return out, nil
}

// keepState stores what an application did in a phase.
func keepState(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], by access.Actor, phaseID string, state PhaseState) error {
	_, err := tx.NewRaw(`INSERT INTO phase_progress (application_id, phase_id, org_id, state, at, by_member) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (application_id, phase_id) DO UPDATE SET state = excluded.state, at = excluded.at, by_member = excluded.by_member`,
		pass.ID(), phaseID, pass.OrgID(), state, db.At(tx.Now()), null(by.MemberID())).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep progress: %w", err)
	}
	return nil
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
