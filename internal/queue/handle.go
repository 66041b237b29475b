package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"candor/internal/db"
)

// handler is a registered function without its type.
type handler struct {
	run   func(ctx context.Context, l *lease) error
	dead  func(ctx context.Context, tx db.Tx, l *lease, cause error) error
	limit time.Duration
}

// HandleOption changes one handler.
type HandleOption func(*handler)

// Timeout ends the handler's context after d; ten minutes if not said.
func Timeout(d time.Duration) HandleOption { return func(h *handler) { h.limit = d } }

// OnDead runs fn in the transaction that marks a task dead, so that what
// waited for it can show that it will not come.
func OnDead[T Args](fn func(ctx context.Context, tx db.Tx, t Task[T], cause error) error) HandleOption {
	return func(h *handler) {
		h.dead = func(ctx context.Context, tx db.Tx, l *lease, cause error) error {
			t, err := decode[T](l)
			if err != nil {
				return err
			}
			return fn(ctx, tx, t, cause)
		}
	}
}

// Handle says what does the tasks of T's kind. Call it before Start. The
// function may run longer than a lease; it must stop when ctx ends. It must
// not hold a transaction while it talks to the outside. An error or a panic
// means: again later, until the attempts are used up.
func Handle[T Args](w *Worker, fn func(ctx context.Context, t Task[T]) error, opts ...HandleOption) {
	var zero T
	kind := zero.Kind()
	if w.handlers[kind] != nil {
		panic("queue: two handlers for " + kind)
	}
	h := &handler{limit: timeLimit}
	for _, o := range opts {
		o(h)
	}
	h.run = func(ctx context.Context, l *lease) error {
		t, err := decode[T](l)
		if err != nil {
			return GiveUp(err)
		}
		return fn(ctx, t)
	}
	w.handlers[kind] = h
}

func decode[T Args](l *lease) (Task[T], error) {
	t := Task[T]{ID: l.ID, OrgID: l.Org.String, Attempt: l.Attempt, Max: l.MaxAttempts, Asked: l.CreatedAt.Time, lease: l}
	if err := json.Unmarshal([]byte(l.Args), &t.Args); err != nil {
		return t, fmt.Errorf("the arguments cannot be read: %w", err)
	}
	return t, nil
}
