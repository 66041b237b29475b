package candidates

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Delete removes the applications of a person that the actor sees, with everything that hangs on them, and the
// person if there are no others. It needs candidates:delete in the role. A person with an application that the actor
// does not see survives, unseen by them.
func (r *Room) Delete(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		_, row, err := holdPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		pass, err := access.Permit(a, access.CandidateDelete, row)
		if err != nil {
			return err
		}
		seen, err := visibleOf(ctx, tx, a, []string{id})
		if err != nil {
			return err
		}
		if err := removeApplications(ctx, tx, a, seen[id]); err != nil || len(seen[id]) < len(row.Children) {
			return err
		}
		return removePerson(ctx, tx, a, pass)
	})
}

// DeleteApplication removes one application and leaves the person, who may then have none. It needs
// candidates:delete in the role. The only application of a person that the actor sees goes with the person alone (409,
// only_application), unless private positions are seen by the role: see onlyOne.
func (r *Room) DeleteApplication(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, _, err := permitted(ctx, tx, a, id, access.ApplicationDelete)
		if err != nil {
			return err
		}
		if err := onlyOne(ctx, tx, a, rec); err != nil {
			return err
		}
		return removeApplications(ctx, tx, a, []record{rec})
	})
}

// DeletableApplication asks, before anything is confirmed, whether DeleteApplication would do it; its errors are the same.
func (r *Room) DeletableApplication(ctx context.Context, a access.Actor, id string) error {
	return access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationDelete, rec.row()); err != nil {
			return err
		}
		return onlyOne(ctx, tx, a, rec)
	})
}

// onlyOne refuses to leave a person without a visible application. Access: without an application a person is seen by
// whoever sees candidates, with a hidden one by nobody who does not see that; so what is left would tell which it is.
// Who sees private positions by the role sees the person either way.
func onlyOne(ctx context.Context, tx db.Tx, a access.Actor, rec record) error {
	if a.Holds(access.PositionsViewPrivate) {
		return nil
	}
	seen, err := visibleOf(ctx, tx, a, []string{rec.CandidateID})
	if err != nil || len(seen[rec.CandidateID]) > 1 {
		return err
	}
	return errs.Of(errs.Conflict, "This is the only application of this person. Delete the candidate instead.").Coded("only_application")
}

// removeApplications deletes applications, each permitted by itself, and the lines about them. The audit log keeps
// ids, not names: who was deleted shall be forgotten.
func removeApplications(ctx context.Context, tx db.Tx, a access.Actor, all []record) error {
	var ids []string
	for _, rec := range all {
		if _, err := access.Permit(a, access.ApplicationDelete, rec.row()); err != nil {
			return err
		}
		ids = append(ids, rec.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.NewRaw(`DELETE FROM applications WHERE org_id = ? AND id IN (?)`, a.OrgID(), bun.List(ids)).Exec(ctx); err != nil {
		return fmt.Errorf("delete applications: %w", err)
	}
	if err := activity.Forget(ctx, tx, ids, ""); err != nil {
		return err
	}
	for _, rec := range all {
		err := activity.Audit(ctx, tx, a, activity.Entry{Action: "application.deleted", Object: "application", ObjectID: rec.ID, PositionID: rec.PositionID, OwnFileOf: rec.OwnMemberID})
		if err != nil {
			return err
		}
		for _, s := range []activity.Signal{
			{Org: a.OrgID(), Kind: "application", ID: rec.ID, Position: rec.PositionID},
			{Org: a.OrgID(), Kind: "candidate", ID: rec.CandidateID, On: rec.PositionID},
			{Org: a.OrgID(), Kind: "position", ID: rec.PositionID},
		} {
			if err := activity.Send(ctx, tx, s); err != nil {
				return err
			}
		}
	}
	return nil
}

func removePerson(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[access.Candidate]) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	if _, err := tx.NewRaw(`DELETE FROM candidates WHERE id = ? AND org_id = ?`, pass.ID(), pass.OrgID()).Exec(ctx); err != nil {
		return fmt.Errorf("delete candidate: %w", err)
	}
	if err := activity.Forget(ctx, tx, nil, pass.ID()); err != nil {
		return err
	}
	return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "candidate", ID: pass.ID()})
}
