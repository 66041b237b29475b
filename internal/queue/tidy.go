package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"candor/internal/db"
)

// keepLeases extends the leases of running tasks, three times in their
// lifetime.
func (w *Worker) keepLeases(living context.Context) {
	tick := time.NewTicker(w.lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-living.Done():
			return
		case <-tick.C:
			w.extendLeases(living)
		}
	}
}

// extendLeases also ends the handlers of tasks that are not ours any more:
// somebody else is doing them.
func (w *Worker) extendLeases(ctx context.Context) {
	w.mu.Lock()
	held := make([]*lease, 0, len(w.running))
	for l := range w.running {
		held = append(held, l)
	}
	w.mu.Unlock()
	if len(held) == 0 {
		return
	}
	var still map[*lease]bool
	var until time.Time
	err := w.db.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		until = tx.Now().Add(w.lease)
		still, err = extend(ctx, tx, held, until)
		return err
	})
	now := w.db.Now().UnixMilli()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range held {
		switch {
		case err == nil && still[l]:
			l.until.Store(until.UnixMilli())
		case err != nil && now < l.until.Load():
			// Not extended, but nobody else can have it yet.
		case l.cancel != nil && !l.finished.Load():
			l.cancel(errLost)
		}
	}
	if err != nil && ctx.Err() == nil {
		w.log.Error("cannot extend the leases of running tasks", "tasks", len(held), "error", err)
	}
}

// tidy returns what dead workers held, and removes what was done long ago.
func (w *Worker) tidy(ctx context.Context) {
	tick := time.NewTicker(w.lease / 4)
	defer tick.Stop()
	for {
		err := errors.Join(w.returnExpired(ctx), w.sweepDone(ctx), w.warnOfStrangers(ctx))
		if err != nil && ctx.Err() == nil {
			w.log.Error("cannot tidy the queue", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// returnExpired puts back the tasks of workers that were not heard of in time.
// The attempt counts: a task that kills its process must not go on for ever.
func (w *Worker) returnExpired(ctx context.Context) error {
	for {
		var n int
		err := w.db.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			gone, err := expired(ctx, tx, 100)
			n = len(gone)
			if err != nil || n == 0 {
				return err
			}
			var batch []outcome
			for _, l := range gone {
				batch = append(batch, outcome{lease: l, err: Later(0, errors.New("the worker stopped in the middle"))})
			}
			if err := w.record(ctx, tx, batch, true); err != nil {
				return err
			}
			return db.Notify(ctx, tx, channel, "task")
		})
		if err != nil || n < 100 {
			return err
		}
	}
}

func (w *Worker) sweepDone(ctx context.Context) error {
	now := w.db.Now()
	if now.Sub(w.lastSweep) < time.Hour {
		return nil
	}
	for {
		var n int64
		err := w.db.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
			n, err = sweep(ctx, tx, now.Add(-keepDone), 500)
			return err
		})
		if err != nil {
			return err
		}
		if n < 500 {
			w.lastSweep = now
			return nil
		}
	}
}

// warnOfStrangers says once that there are tasks this program does not know.
// They stay where they are: during an upgrade a newer replica does them.
func (w *Worker) warnOfStrangers(ctx context.Context) error {
	kinds, err := w.strangers(ctx)
	for _, kind := range kinds {
		if !w.warned[kind] {
			w.warned[kind] = true
			w.log.Error("nothing here handles this kind of task", "kind", kind)
		}
	}
	return err
}

func (w *Worker) strangers(ctx context.Context) (kinds []string, err error) {
	err = w.db.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		kinds, err = strangers(ctx, tx, w.kinds())
		return err
	})
	return kinds, err
}

// Drain runs everything that is due now, and what that puts into the queue, one
// task after the other, and returns the errors of those that failed. Tests use
// it in the place of Start; it also fails on a task that nothing handles.
func (w *Worker) Drain(ctx context.Context) error {
	if err := errors.Join(w.checkTimetable(), w.makeDueSlots(ctx), w.returnExpired(ctx)); err != nil {
		return err
	}
	var failed []error
	for {
		got, err := w.claim(ctx, 1, true)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		if len(got) == 0 {
			break
		}
		out := w.work(ctx, got[0])
		if out.err != nil {
			failed = append(failed, fmt.Errorf("%s, attempt %d: %w", out.lease.Kind, out.lease.Attempt, out.err))
		}
		err = w.write(ctx, []outcome{out})
		w.mu.Lock()
		delete(w.running, got[0])
		w.mu.Unlock()
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
	}
	kinds, err := w.strangers(ctx)
	if err != nil {
		return errors.Join(append(failed, err)...)
	}
	for _, kind := range kinds {
		failed = append(failed, fmt.Errorf("nothing handles tasks of the kind %s", kind))
	}
	return errors.Join(failed...)
}
