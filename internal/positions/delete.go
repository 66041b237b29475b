package positions

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Delete removes a position that never had an application, with its team and phases. It needs
// job_positions:delete. With applications it can only be closed (409); the refusal counts those that the actor sees.
func (r *Room) Delete(ctx context.Context, a access.Actor, id string) error {
	return access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		held, pass, err := permitted(ctx, tx, a, id, access.PositionDelete)
		if err != nil {
			return err
		}
		all, visible, err := applicationsOn(ctx, tx, id, access.Where(a, access.ApplicationView))
		if err != nil {
			return err
		}
		if all > 0 {
			return inUse(visible)
		}
		if err := remove(ctx, tx, pass); err != nil {
			return err
		}
		entry := activity.Entry{Action: "position.deleted", Object: "position", ObjectID: id, ObjectName: held.Title}
		if held.Private { // Access: the line must not tell of it to those who never saw it
			entry.PositionID = id
		}
		if err := activity.Audit(ctx, tx, a, entry); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "position", ID: id})
	})
}

// Deletable says whether Delete would remove the position (409 and why, if not). It needs what Delete needs.
func (r *Room) Deletable(ctx context.Context, a access.Actor, id string) error {
	return access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := find(ctx, tx, id, access.Where(a, access.PositionView), "")
		if err == nil {
			_, err = access.Permit(a, access.PositionDelete, p.Row())
		}
		if err != nil {
			return err
		}
		all, visible, err := applicationsOn(ctx, tx, id, access.Where(a, access.ApplicationView))
		if err == nil && all > 0 {
			err = inUse(visible)
		}
		return err
	})
}

func inUse(visible int) error {
	sentence := "This position can no longer be deleted. Close it instead."
	if visible == 1 {
		sentence = "This position has 1 application, so it cannot be deleted. Close it instead."
	} else if visible > 1 {
		sentence = fmt.Sprintf("This position has %d applications, so it cannot be deleted. Close it instead.", visible)
	}
	return errs.Of(errs.Conflict, sentence).Coded("in_use")
}
