// Package queue keeps background tasks in the database, in the transaction
// that asks for them: if the change is kept, so is the task, and if it is
// rolled back there was never one. Any number of replicas work on one queue.
//
// A task runs at least once. It runs more than once only if a process dies, or
// loses the database, between doing the work and noting it; a handler whose
// work is a database change can rule that out with Task.Finish.
package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"candor/internal/db"
)

// Args are what a task needs to know: a small struct of values that survives
// JSON, holding ids rather than copies. Kind names the handler; it is stored,
// so it never changes.
type Args interface{ Kind() string }

// channel is the signal that wakes workers.
const channel = "candor_tasks"

// defaultMax attempts are spread over about nine hours (see backoff): a mail
// server may be down for a night.
const defaultMax = 20

// Option changes how one task is put into the queue.
type Option func(*request)

type request struct {
	key string
	org string
	at  time.Time
	max int
}

// Unique keeps at most one task of this kind, organisation and key waiting. A
// second Enqueue replaces the waiting task's arguments and moves it forward if
// it asks for an earlier time. A task that is running already does not count,
// since it may have read what has changed since, but the two never run at the
// same time.
func Unique(key string) Option { return func(r *request) { r.key = key } }

// At lets the task wait until t.
func At(t time.Time) Option { return func(r *request) { r.at = t } }

// InOrg says whose task it is; its Admins see it when it is dead. A task
// without belongs to the installation.
func InOrg(orgID string) Option { return func(r *request) { r.org = orgID } }

// Enqueue puts a task into the queue, to be run once the caller's transaction
// is committed.
func Enqueue(ctx context.Context, tx db.Tx, args Args, opts ...Option) error {
	r := request{at: tx.Now(), max: defaultMax}
	for _, o := range opts {
		o(&r)
	}
	body, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("task %s: %w", args.Kind(), err)
	}
	if err := insert(ctx, tx, args.Kind(), body, r); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	if r.at.After(tx.Now()) {
		return nil // workers look once a second anyway
	}
	return db.Notify(ctx, tx, channel, "task")
}

// Task is what a handler gets.
type Task[T Args] struct {
	ID      string
	OrgID   string // "" for a task of the installation
	Attempt int    // 1 the first time
	Max     int
	Asked   time.Time // when it was put into the queue
	Args    T

	lease *lease
}

// LastTry is true if the task is dead should this attempt fail.
func (t Task[T]) LastTry() bool { return t.Attempt >= t.Max }

// Finish marks the task done in the handler's own transaction, so that its
// changes and the mark are kept together or not at all: the changes happen
// exactly once. It fails, and the transaction must be rolled back, if the task
// is no longer this worker's.
func (t Task[T]) Finish(ctx context.Context, tx db.Tx) error {
	ok, err := finish(ctx, tx, t.lease)
	if err != nil {
		return err
	}
	if !ok {
		return errLost
	}
	tx.AfterCommit(func() { t.lease.finished.Store(true) })
	return nil
}

// GiveUp wraps an error that no further attempt can mend: the task is dead at
// once.
func GiveUp(err error) error { return giveUp{err} }

type giveUp struct{ error }

func (g giveUp) Unwrap() error { return g.error }

// Later wraps an error after which the task is tried again in d, not after the
// usual time; for a server that said when to come back. The attempt counts.
func Later(d time.Duration, err error) error { return later{err, d} }

type later struct {
	error
	in time.Duration
}

func (l later) Unwrap() error { return l.error }
