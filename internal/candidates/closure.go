package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

// ClosePosition closes an open position and keeps its active applications, or rejects those that may be: each one is
// checked by itself, and whoever is in Offer or Hired stays there. Undo takes the rejections back; the position is
// opened again by hand. It needs job_positions:publish there; mail with
// the rejections needs candidates:contact there (403 if it is asked for without).
func (r *Room) ClosePosition(ctx context.Context, a access.Actor, positionID string, in CloseChoice) (out Closure, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = Closure{}
		if out.Position, err = positions.CloseIn(ctx, tx, a, positionID, in.PositionNote); err != nil {
			return err
		}
		head := boardHead{ID: positionID, OrgID: a.OrgID(), Private: out.Position.Private}
		if in.SendEmail {
			if _, err := access.Permit(a, access.ApplicationContact, head.row(InReview)); err != nil {
				return err
			}
		}
		if in.Applications != "keep" && in.Applications != "reject" {
			return errs.Bad(errs.F("applications", "Keep the active applications, or reject them."))
		}
		active, err := activeOn(ctx, tx, a, positionID)
		if err != nil {
			return err
		}
		if in.Applications == "keep" {
			out.Kept = len(active)
			return nil
		}
		return out.rejectAll(ctx, tx, a, active, in)
	})
	return out, err
}

func (c *Closure) rejectAll(ctx context.Context, tx db.Tx, a access.Actor, active []activeOne, in CloseChoice) error {
	reason := Reject{Reason: in.Reason, Note: "The position was closed.", SendEmail: in.SendEmail}
	if reason.Reason == "" {
		reason.Reason = "other"
	}
	if _, err := reason.check(); err != nil {
		return err
	}
	var tried Bulk
	undoID := db.NewID() // one way back for all of them
	for _, one := range active {
		if one.Status.Closing() {
			c.Kept++
			continue
		}
		err := tried.try(one.ID, func() (string, error) {
			m, err := reject(ctx, tx, a, one.ID, reason, undoID)
			if err == nil && m.Undo != nil {
				c.Undo = m.Undo
			}
			return "", err
		})
		if err != nil {
			return err
		}
	}
	c.Rejected, c.Kept = tried.Done, c.Kept+len(tried.Items)-tried.Done
	if tried.Done == 0 {
		return nil
	}
	return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "position", ID: c.Position.ID})
}

type activeOne struct {
	ID     string
	Status Status
}

// activeOn are the applications on a position that still want a decision, or were hired, as far as the actor sees
// them, in an order in which they can be locked.
func activeOn(ctx context.Context, tx db.Tx, a access.Actor, positionID string) (out []activeOne, err error) {
	sight := access.Where(a, access.ApplicationView)
	if sight.Nothing() {
		return nil, nil
	}
	q := tx.NewSelect().TableExpr("applications AS a").ColumnExpr("a.id, a.status").
		Where("a.position_id = ? AND a.org_id = ? AND coalesce(a.status, '') IN ('applied', 'in_review', 'offer', 'hired')", positionID, a.OrgID())
	err = sight.On(q, "a").OrderExpr("a.id").Scan(ctx, &out)
	return out, errs.Wrap(err, "list active applications")
}
