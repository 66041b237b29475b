package queue

import (
	"context"
	"database/sql"
	"strings"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"candor/internal/db"
)

// lease is one claimed task. by is unique to the claim, so what a worker
// writes about a task it has lost changes nothing.
type lease struct {
	ID          string         `bun:"id"`
	Org         sql.NullString `bun:"org_id"`
	Kind        string         `bun:"kind"`
	Args        string         `bun:"args"`
	Attempt     int            `bun:"attempt"`
	MaxAttempts int            `bun:"max_attempts"`
	Key         sql.NullString `bun:"unique_key"`
	CreatedAt   db.Time        `bun:"created_at"`
	By          string         `bun:"lease_by"`

	until    atomic.Int64 // unix milliseconds
	finished atomic.Bool  // by the handler itself
	cancel   context.CancelCauseFunc
}

const leaseColumns = "id, org_id, kind, args, attempt, max_attempts, unique_key, created_at, lease_by"

func insert(ctx context.Context, tx db.Tx, kind string, args []byte, r request) error {
	var key any
	if r.key != "" {
		key = kind + "/" + r.org + "/" + r.key
	}
	// The update also holds the row: a worker cannot begin the waiting task
	// before this transaction, whose changes it is to see, is committed.
	_, err := tx.NewRaw(`INSERT INTO tasks (id, org_id, kind, args, max_attempts, run_at, unique_key, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (unique_key) WHERE state = 'ready' DO UPDATE SET args = excluded.args, attempt = 0, max_attempts = excluded.max_attempts,
			run_at = CASE WHEN excluded.run_at < tasks.run_at THEN excluded.run_at ELSE tasks.run_at END`,
		db.NewID(), orNull(r.org), kind, string(args), r.max, db.At(r.at), key, db.At(tx.Now())).Exec(ctx)
	return err
}

// due tells whether there is anything to claim, without writing.
func due(ctx context.Context, tx db.Tx, kinds []string) (bool, error) {
	var found []int
	err := tx.NewRaw("SELECT 1 FROM tasks WHERE state = 'ready' AND run_at <= ? AND kind IN ? LIMIT 1",
		db.At(tx.Now()), bun.Tuple(kinds)).Scan(ctx, &found)
	return len(found) > 0, err
}

// claim takes up to n due tasks of the given kinds, oldest first. On
// PostgreSQL it steps over rows another worker is claiming.
func claim(ctx context.Context, tx db.Tx, by string, kinds []string, n int, until time.Time) ([]*lease, error) {
	skip := ""
	if tx.Engine() == db.Postgres {
		skip = " FOR UPDATE OF t SKIP LOCKED"
	}
	var out []*lease
	err := tx.NewRaw(`WITH due AS (
			SELECT t.id FROM tasks t WHERE t.state = 'ready' AND t.run_at <= ? AND t.kind IN ?
			AND (t.unique_key IS NULL OR NOT EXISTS (SELECT 1 FROM tasks r WHERE r.state = 'running' AND r.unique_key = t.unique_key))
			ORDER BY t.run_at, t.id LIMIT ?`+skip+`)
		UPDATE tasks SET state = 'running', attempt = attempt + 1, lease_until = ?, lease_by = ?
		WHERE id IN (SELECT id FROM due) RETURNING `+leaseColumns,
		db.At(tx.Now()), bun.Tuple(kinds), n, db.At(until), by).Scan(ctx, &out)
	for _, l := range out {
		l.until.Store(until.UnixMilli())
	}
	return out, err
}

// extend moves the end of leases and says which of them are still held.
func extend(ctx context.Context, tx db.Tx, held []*lease, until time.Time) (map[*lease]bool, error) {
	pairs, args := ours(held)
	// By the claim too: this worker may have lost a task and got it again.
	type claimed struct{ ID, LeaseBy string }
	var rows []claimed
	err := tx.NewRaw("UPDATE tasks SET lease_until = ? WHERE state = 'running' AND (id, lease_by) IN "+pairs+" RETURNING id, lease_by",
		append([]any{db.At(until)}, args...)...).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	still := make(map[claimed]bool, len(rows))
	for _, r := range rows {
		still[r] = true
	}
	out := make(map[*lease]bool, len(rows))
	for _, l := range held {
		out[l] = still[claimed{l.ID, l.By}]
	}
	return out, nil
}

// finish marks one task done; false if it is no longer this worker's.
func finish(ctx context.Context, tx db.Tx, l *lease) (bool, error) {
	n, err := finishAll(ctx, tx, []*lease{l})
	return n == 1, err
}

func finishAll(ctx context.Context, tx db.Tx, done []*lease) (int64, error) {
	pairs, args := ours(done)
	return changed(tx.NewRaw("UPDATE tasks SET state = 'done', finished_at = ?, lease_until = NULL, last_error = '' WHERE state = 'running' AND (id, lease_by) IN "+pairs,
		append([]any{db.At(tx.Now())}, args...)...).Exec(ctx))
}

// ours spells the pairs that say: this task, and still under this claim.
func ours(held []*lease) (sql string, args []any) {
	for _, l := range held {
		args = append(args, l.ID, l.By)
	}
	return "(VALUES " + strings.TrimSuffix(strings.Repeat("(?, ?), ", len(held)), ", ") + ")", args
}

// again puts a task back. If a newer one with the same key is waiting by now,
// that one does the work and this one is done.
func again(ctx context.Context, tx db.Tx, l *lease, at time.Time, attempt int, why string) error {
	n, err := changed(tx.NewRaw(`UPDATE tasks SET state = 'ready', run_at = ?, attempt = ?, last_error = ?, lease_until = NULL
		WHERE id = ? AND lease_by = ? AND state = 'running'
		AND NOT EXISTS (SELECT 1 FROM tasks o WHERE o.state = 'ready' AND o.unique_key = tasks.unique_key)`,
		db.At(at), attempt, why, l.ID, l.By).Exec(ctx))
	if err != nil || n > 0 {
		return err
	}
	_, err = finish(ctx, tx, l)
	return err
}

// bury marks a task dead; false if it is no longer this worker's.
func bury(ctx context.Context, tx db.Tx, l *lease, why string) (bool, error) {
	n, err := changed(tx.NewRaw("UPDATE tasks SET state = 'dead', finished_at = ?, lease_until = NULL, last_error = ? WHERE id = ? AND lease_by = ? AND state = 'running'",
		db.At(tx.Now()), why, l.ID, l.By).Exec(ctx))
	return n > 0, err
}

// expired are running tasks whose worker has not been heard of in time.
func expired(ctx context.Context, tx db.Tx, limit int) ([]*lease, error) {
	skip := ""
	if tx.Engine() == db.Postgres {
		skip = " FOR UPDATE SKIP LOCKED"
	}
	var out []*lease
	err := tx.NewRaw("SELECT "+leaseColumns+" FROM tasks WHERE state = 'running' AND lease_until < ? ORDER BY lease_until LIMIT ?"+skip,
		db.At(tx.Now()), limit).Scan(ctx, &out)
	return out, err
}

// sweep deletes tasks that were done before t, a few at a time.
func sweep(ctx context.Context, tx db.Tx, before time.Time, limit int) (int64, error) {
	return changed(tx.NewRaw("DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE state = 'done' AND finished_at < ? ORDER BY finished_at LIMIT ?)",
		db.At(before), limit).Exec(ctx))
}

// strangers are the kinds of due tasks that none of the given kinds covers.
func strangers(ctx context.Context, tx db.Tx, kinds []string) ([]string, error) {
	var out []string
	err := tx.NewRaw("SELECT DISTINCT kind FROM tasks WHERE state = 'ready' AND run_at <= ? AND kind NOT IN ? ORDER BY kind",
		db.At(tx.Now()), bun.Tuple(kinds)).Scan(ctx, &out)
	return out, err
}

func changed(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
