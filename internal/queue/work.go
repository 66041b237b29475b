package queue

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"candor/internal/db"
)

// outcome is what became of one attempt, to be written down.
type outcome struct {
	lease *lease
	err   error // nil: done
	freed bool  // stopped by us, not failed: it goes back as if it had not begun
	wrote bool  // the handler has written down that it is done
}

// work runs the handler of one task.
func (w *Worker) work(living context.Context, l *lease) outcome {
	h := w.handlers[l.Kind]
	ctx, cancel := context.WithCancelCause(living)
	defer cancel(nil)
	w.mu.Lock()
	l.cancel = cancel
	w.mu.Unlock()
	ctx, stop := context.WithTimeout(ctx, h.limit)
	defer stop()
	began := time.Now()
	err := w.protect(ctx, h, l)
	out := outcome{lease: l, err: err, wrote: l.finished.Load()}
	switch {
	case err == nil:
		w.log.Debug("task done", "kind", l.Kind, "task", l.ID, "took", time.Since(began))
	case out.wrote:
		out.err = nil
		w.log.Warn("task failed after it was done", "kind", l.Kind, "task", l.ID, "error", err)
	case errors.Is(context.Cause(ctx), errLost):
		w.log.Warn("task lost to another worker", "kind", l.Kind, "task", l.ID)
	case living.Err() != nil:
		out.freed = true
	default:
		w.log.Warn("task failed", "kind", l.Kind, "task", l.ID, "attempt", l.Attempt, "of", l.MaxAttempts, "error", err)
	}
	return out
}

// protect turns a panic into an error: one bad task must not end the process.
func (w *Worker) protect(ctx context.Context, h *handler, l *lease) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			w.log.Error("task panicked", "kind", l.Kind, "task", l.ID, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	return h.run(ctx, l)
}

// settle writes outcomes down, as many at once as there are: each transaction
// costs a visit to the disk.
func (w *Worker) settle() {
	for first := range w.settled {
		batch := []outcome{first}
		for more := true; more && len(batch) < 200; {
			select {
			case o, ok := <-w.settled:
				if more = ok; ok {
					batch = append(batch, o)
				}
			default:
				more = false
			}
		}
		w.settleUntilDone(batch)
		w.mu.Lock()
		for _, o := range batch {
			delete(w.running, o.lease)
			if o.lease.Key.Valid {
				w.poke() // a task with the same key may have waited for this one
			}
		}
		w.mu.Unlock()
	}
}

// settleUntilDone tries again while the database is away: the work is done, and
// forgetting it would mean doing it twice. The leases are extended meanwhile.
// It gives up when the worker stops.
func (w *Worker) settleUntilDone(batch []outcome) {
	for try := 1; ; try++ {
		err := w.write(context.Background(), batch)
		if err == nil {
			return
		}
		w.log.Error("cannot write down finished tasks", "tasks", len(batch), "error", err)
		select {
		case <-w.stopped:
			if try > 3 {
				return
			}
		case <-time.After(time.Duration(min(try, 10)) * 200 * time.Millisecond):
		}
	}
}

// write puts all outcomes into one transaction; if that fails, each into its
// own, so that one bad apple (a failing OnDead) does not hold up the rest.
func (w *Worker) write(ctx context.Context, batch []outcome) error {
	err := w.db.Write(ctx, func(ctx context.Context, tx db.Tx) error { return w.record(ctx, tx, batch, true) })
	if err == nil || len(batch) == 1 && batch[0].err == nil {
		return err
	}
	for _, o := range batch {
		one := []outcome{o}
		if err = w.db.Write(ctx, func(ctx context.Context, tx db.Tx) error { return w.record(ctx, tx, one, true) }); err == nil {
			continue
		}
		w.log.Error("cannot write down a task as it should be", "kind", o.lease.Kind, "task", o.lease.ID, "error", err)
		if err = w.db.Write(ctx, func(ctx context.Context, tx db.Tx) error { return w.record(ctx, tx, one, false) }); err != nil {
			return err
		}
	}
	return nil
}

// record writes outcomes in the given transaction. Without hooks OnDead is
// left out.
func (w *Worker) record(ctx context.Context, tx db.Tx, batch []outcome, hooks bool) error {
	var done []*lease
	for _, o := range batch {
		switch {
		case o.wrote:
		case o.err == nil:
			done = append(done, o.lease)
		case o.freed:
			if err := again(ctx, tx, o.lease, tx.Now(), o.lease.Attempt-1, ""); err != nil {
				return err
			}
		default:
			if err := w.recordFailure(ctx, tx, o, hooks); err != nil {
				return err
			}
		}
	}
	if len(done) == 0 {
		return nil
	}
	_, err := finishAll(ctx, tx, done)
	return err
}

func (w *Worker) recordFailure(ctx context.Context, tx db.Tx, o outcome, hooks bool) error {
	l, why := o.lease, shorten(o.err.Error())
	if _, never := errors.AsType[giveUp](o.err); !never && l.Attempt < l.MaxAttempts {
		wait := backoff(l.Attempt)
		if said, ok := errors.AsType[later](o.err); ok {
			wait = said.in
		}
		return again(ctx, tx, l, tx.Now().Add(wait), l.Attempt, why)
	}
	ours, err := bury(ctx, tx, l, why)
	if err != nil || !ours {
		return err
	}
	tx.AfterCommit(func() { w.log.Error("task is dead", "kind", l.Kind, "task", l.ID, "error", why) })
	if h := w.handlers[l.Kind]; hooks && h != nil && h.dead != nil {
		return h.dead(ctx, tx, l, o.err)
	}
	return nil
}

// backoff is how long to wait after the n-th attempt: 2 s, 4 s, 8 s, … up to an
// hour, a quarter more or less, so that a thousand tasks that failed together
// do not come back together.
func backoff(n int) time.Duration {
	d := time.Hour
	if n < 12 {
		d = time.Second << n
	}
	return d*3/4 + rand.N(d/2)
}

// shorten keeps what a person can use of an error; the log has all of it.
func shorten(s string) string {
	const limit = 1000
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit]) + " …"
}
