package queue

import (
	"context"
	"time"
)

// Max is how often the task is tried before it counts as dead.
func Max(attempts int) Option { return func(r *request) { r.max = attempts } }

// OnlySignals takes the once-a-second look away.
func OnlySignals() WorkerOption { return func(w *Worker) { w.poll = time.Hour } }

// ExtendLeases and ReturnExpired do now what loops do every few seconds.
func (w *Worker) ExtendLeases(ctx context.Context)        { w.extendLeases(ctx) }
func (w *Worker) ReturnExpired(ctx context.Context) error { return w.returnExpired(ctx) }

// TakeOne claims a task and lets it lie, as a process does that dies.
func (w *Worker) TakeOne(ctx context.Context) (int, error) {
	got, err := w.claim(ctx, 1, false)
	return len(got), err
}

// Backoff is the wait after the n-th attempt.
var Backoff = backoff

// SweepDone removes what was done long ago.
func (w *Worker) SweepDone(ctx context.Context) error { return w.sweepDone(ctx) }
