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
	which := ` AND p.archived_at IS NULL`
	if archivedToo {
		which = ``
	}
	var rows []phaseRow
	err := tx.NewRaw(`SELECT p.id, p.position_id, p.name, p.stage, p.rank, p.kind, p.guidance, p.minutes, p.needs_all, p.archived_at,
			coalesce(p.template_id, '') AS template_id, p.template_revision, coalesce(t.title, '') AS template_name, coalesce(t.revision, 0) AS template_latest,
			coalesce(p.form_id, '') AS form_id, p.form_revision, coalesce(f.title, '') AS form_name, coalesce(f.revision, 0) AS form_latest
		FROM phases AS p LEFT JOIN library_items AS t ON t.id = p.template_id LEFT JOIN library_items AS f ON f.id = p.form_id
		WHERE p.position_id = ?`+which+` ORDER BY coalesce(p.archived_at, 0), p.stage, p.rank, p.id`, positionID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read phases: %w", err)
	}
	phases := make([]Phase, len(rows))
	for i, r := range rows {
		phases[i] = r.Phase
		phases[i].Template = Pinned{r.TemplateID, r.TemplateRevision, r.TemplateName, r.TemplateLatest}
		phases[i].Form = Pinned{r.FormID, r.FormRevision, r.FormName, r.FormLatest}
	}
	return phases, nil
}

type phaseRow struct {
	Phase
	TemplateID, TemplateName         string
	TemplateRevision, TemplateLatest int
	FormID, FormName                 string
	FormRevision, FormLatest         int
}

func insertPhase(ctx context.Context, tx db.Tx, orgID string, p Phase) error {
	_, err := tx.NewRaw(`INSERT INTO phases (id, org_id, position_id, name, stage, rank, kind, guidance, minutes, needs_all, template_id, template_revision, form_id, form_revision, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?, nullif(?, ''), ?, ?)`, p.ID, orgID, p.PositionID, p.Name, p.Stage, p.Rank, string(p.Kind), p.Guidance, p.Minutes, p.NeedsAll,
		p.Template.ID, p.Template.Revision, p.Form.ID, p.Form.Revision, db.At(tx.Now())).Exec(ctx)
	return errs.Wrap(err, "insert phase")
}

func savePhase(ctx context.Context, tx db.Tx, p Phase) error {
	_, err := tx.NewRaw(`UPDATE phases SET name = ?, stage = ?, rank = ?, kind = ?, guidance = ?, minutes = ?, needs_all = ?,
			template_id = nullif(?, ''), template_revision = ?, form_id = nullif(?, ''), form_revision = ? WHERE id = ? AND position_id = ?`,
		p.Name, p.Stage, p.Rank, string(p.Kind), p.Guidance, p.Minutes, p.NeedsAll,
		p.Template.ID, p.Template.Revision, p.Form.ID, p.Form.Revision, p.ID, p.PositionID).Exec(ctx)
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
