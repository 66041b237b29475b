package api

import (
	"context"
	"time"

	"candor/internal/db"
	"candor/internal/queue"
)

// sweepKeys is the regular task that forgets old Idempotency-Keys.
type sweepKeys struct{}

// Kind names the task.
func (sweepKeys) Kind() string { return "api.sweep_keys" }

// Tasks gives the worker what the API has to do by itself.
func Tasks(w *queue.Worker, d *db.DB) {
	queue.Handle(w, func(ctx context.Context, _ queue.Task[sweepKeys]) error { return Sweep(ctx, d) })
	w.Every("api sweep keys", time.Hour, sweepKeys{})
}
