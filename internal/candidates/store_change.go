package candidates

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// change updates the one application that the pass was issued for.
func change(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], set string, args ...any) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	args = append(args, db.At(tx.Now()), pass.ID(), pass.OrgID())
	_, err := tx.NewRaw(`UPDATE applications SET `+set+`, updated_at = ? WHERE id = ? AND org_id = ?`, args...).Exec(ctx)
	return errs.Wrap(err, "change application")
}

// put writes where an application is; whatever ended it before is over.
func put(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], to place) error {
	return change(ctx, tx, pass, `position_id = ?, private = ?, status = ?, phase_id = ?, moved_at = ?, snoozed_until = NULL,
		reject_reason = '', reject_note = '', ended_at = NULL, ended_by = NULL, mail_note = ''`,
		to.PositionID, to.Private, to.Status, null(to.phaseID()), db.At(tx.Now()))
}

// end writes how an application ended; the phase it was in stays.
func end(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], a access.Actor, status Status, reason, note, mailNote string) error {
	return change(ctx, tx, pass, `status = ?, moved_at = ?, snoozed_until = NULL, reject_reason = ?, reject_note = ?, mail_note = ?, ended_at = ?, ended_by = ?`,
		status, db.At(tx.Now()), reason, note, mailNote, db.At(tx.Now()), null(a.MemberID()))
}

// standsThere refuses a second active application of a person on a position. Access: one that the actor does not
// see does not count, or the refusal would tell of it.
func standsThere(ctx context.Context, tx db.Tx, a access.Actor, candidateID, positionID, but string) error {
	sight := access.Where(a, access.ApplicationView)
	if sight.Nothing() {
		return nil
	}
	var n int
	q := tx.NewSelect().TableExpr("applications AS a").ColumnExpr("count(*)").Where("a.candidate_id = ? AND a.id <> ?", candidateID, but).
		Where("coalesce(a.position_id, '') = ? AND coalesce(a.status, '') IN ('applied', 'in_review', 'offer', 'hired')", positionID)
	if err := sight.On(q, "a").Scan(ctx, &n); err != nil {
		return fmt.Errorf("look for a second application: %w", err)
	}
	if n > 0 {
		return errs.Of(errs.Conflict, "This person has an application on that position already.").Coded("already_applied")
	}
	return nil
}
