package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/queue"
)

// AuditLog reads who changed what (org:audit); a line shows with sight of its item.
func (r *Room) AuditLog(ctx context.Context, a access.Actor, asked activity.Asked, page db.Page) (db.List[activity.Logged], error) {
	var out db.List[activity.Logged]
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = activity.AuditLog(ctx, tx, a, asked, page)
		return err
	})
	return out, err
}

// DeadTasks lists the organisation's background work that was given up: which kind, and why. It is for those who manage
// the organisation (org:manage).
func (r *Room) DeadTasks(ctx context.Context, a access.Actor) ([]queue.DeadTask, error) {
	var out []queue.DeadTask
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if err := a.Require(access.OrgManage); err != nil {
			return err
		}
		out, err = queue.Dead(ctx, tx, a.OrgID())
		return err
	})
	return out, err
}

// RetryTask gives a dead task all its attempts once more (org:manage).
func (r *Room) RetryTask(ctx context.Context, a access.Actor, id string) error {
	return r.deadTask(ctx, a, id, "task.retried", queue.Retry)
}

// DiscardTask forgets a dead task (org:manage).
func (r *Room) DiscardTask(ctx context.Context, a access.Actor, id string) error {
	return r.deadTask(ctx, a, id, "task.discarded", queue.Discard)
}

func (r *Room) deadTask(ctx context.Context, a access.Actor, id, action string, act func(context.Context, db.Tx, string, string) error) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if !a.Holds(access.OrgManage) {
			return errs.Hidden()
		}
		if err := act(ctx, tx, a.OrgID(), id); err != nil {
			return err
		}
		return activity.Audit(ctx, tx, a, activity.Entry{Action: action, Object: "task", ObjectID: id})
	})
}
