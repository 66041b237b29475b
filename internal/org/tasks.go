package org

import (
	"context"
	"time"

	"candor/internal/db"
	"candor/internal/queue"
)

// Tasks hands this room's background work to a worker.
func (r *Room) Tasks(w *queue.Worker) {
	queue.Handle(w, r.sendReset)
	queue.Handle(w, r.tidy)
	w.Every("org.tidy", 24*time.Hour, tidy{})
}

// tidy forgets sessions, links and counted failures that are long over.
type tidy struct{}

func (tidy) Kind() string { return "org.tidy" }

func (r *Room) tidy(ctx context.Context, _ queue.Task[tidy]) error {
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, sweep := range []func(context.Context, db.Tx, time.Time) error{sweepSessions, sweepMailTokens, sweepThrottles} {
			if err := sweep(ctx, tx, tx.Now().Add(-7*24*time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
}
