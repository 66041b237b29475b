package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// DeleteJobRole deletes a job role with its history. It needs job_roles:delete. While a position points to it that the
// actor sees, that is refused (409); where only hidden ones do, it is archived, and looks deleted.
func (r *Room) DeleteJobRole(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		j, err := seenRole(ctx, tx, a, id, tx.Lock())
		if err != nil {
			return err
		}
		if err := a.Require(access.JobRolesDelete); err != nil {
			return err
		}
		used, err := usesOf(ctx, tx, a, "job_role", id)
		if err != nil {
			return err
		}
		if err := used.refusal(j.Name); err != nil {
			return err
		}
		if err := retire(ctx, tx, a, "job_roles", id, used.hidden); err != nil {
			return err
		}
		if err := activity.Audit(ctx, tx, a, j.entry("deleted", j.written(), nil)); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "job_role", ID: id})
	})
}
