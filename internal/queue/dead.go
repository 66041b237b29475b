package queue

import (
	"context"

	"candor/internal/db"
	"candor/internal/errs"
)

// DeadTask is a task that will not be tried again unless somebody asks. What
// it was to do (its arguments) is not shown: the kind and the error say enough.
type DeadTask struct {
	ID        string  `bun:"id"`
	Kind      string  `bun:"kind"`
	Attempts  int     `bun:"attempt"`
	LastError string  `bun:"last_error"`
	AskedAt   db.Time `bun:"created_at"`
	DiedAt    db.Time `bun:"finished_at"`
}

// Dead lists an organisation's dead tasks, the latest first, 200 at most. With
// no organisation it lists those of the installation itself, never everybody's.
// Callers ask access first.
func Dead(ctx context.Context, tx db.Tx, orgID string) ([]DeadTask, error) {
	var out []DeadTask
	where, args := ofOrg(orgID)
	err := tx.NewRaw(`SELECT id, kind, attempt, last_error, created_at, finished_at FROM tasks
		WHERE state = 'dead' AND `+where+` ORDER BY finished_at DESC, id DESC LIMIT 200`, args...).Scan(ctx, &out)
	return out, err
}

// Retry gives a dead task all its attempts once more, at once.
func Retry(ctx context.Context, tx db.Tx, orgID, id string) error {
	where, args := ofOrg(orgID)
	args = append([]any{db.At(tx.Now()), id}, args...)
	n, err := changed(tx.NewRaw(`UPDATE tasks SET state = 'ready', attempt = 0, run_at = ?, finished_at = NULL
		WHERE id = ? AND state = 'dead' AND `+where, args...).Exec(ctx))
	if db.IsUnique(err) {
		return errs.Of(errs.Conflict, "The same task is waiting already. Discard this one instead.").Coded("task_waiting").With(err)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.Hidden()
	}
	return db.Notify(ctx, tx, channel, "task")
}

// Discard forgets a dead task.
func Discard(ctx context.Context, tx db.Tx, orgID, id string) error {
	where, args := ofOrg(orgID)
	n, err := changed(tx.NewRaw("DELETE FROM tasks WHERE id = ? AND state = 'dead' AND "+where, append([]any{id}, args...)...).Exec(ctx))
	if err == nil && n == 0 {
		return errs.Hidden()
	}
	return err
}

func ofOrg(orgID string) (where string, args []any) {
	if orgID == "" {
		return "org_id IS NULL", nil
	}
	return "org_id = ?", []any{orgID}
}

// Counts are the numbers an operator watches, of the whole installation.
type Counts struct {
	Ready, Running, Dead int
	// Oldest is when the oldest task that is due should have begun; zero if
	// nothing waits. Far in the past means that nobody works.
	Oldest db.Time
}

// Count counts the queue, for /metrics. Each number is asked for by itself, since each state has an index of its own
// and what is done, which is most of the table, is in none of them.
func Count(ctx context.Context, tx db.Tx) (Counts, error) {
	var c Counts
	err := tx.NewRaw(`SELECT (SELECT count(*) FROM tasks WHERE state = 'ready'), (SELECT count(*) FROM tasks WHERE state = 'running'),
		(SELECT count(*) FROM tasks WHERE state = 'dead'), (SELECT min(run_at) FROM tasks WHERE state = 'ready' AND run_at <= ?)`,
		db.At(tx.Now())).Scan(ctx, &c.Ready, &c.Running, &c.Dead, &c.Oldest)
	return c, err
}
