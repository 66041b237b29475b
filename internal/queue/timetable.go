package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"candor/internal/db"
)

// entry is one regular task.
type entry struct {
	name  string
	every time.Duration
	args  Args

	mu   sync.Mutex
	slot int64 // the last one this process has seen to
}

// Every puts args into the queue once in each interval, however many replicas
// there are. Slots begin at multiples of the interval since 1970, UTC: a day's
// at midnight. A slot missed while nothing ran is made up for once; the slot in
// which the name is first seen is not run, so that nothing happens just because
// of an installation.
func (w *Worker) Every(name string, interval time.Duration, args Args) {
	for _, e := range w.timetable {
		if e.name == name {
			panic("queue: two regular tasks named " + name)
		}
	}
	if interval < time.Second {
		panic("queue: the shortest interval is a second")
	}
	w.timetable = append(w.timetable, &entry{name: name, every: interval, args: args, slot: -1})
}

func (w *Worker) checkTimetable() error {
	for _, e := range w.timetable {
		if w.handlers[e.args.Kind()] == nil {
			return fmt.Errorf("nothing handles tasks of the kind %s, which the timetable has as %q", e.args.Kind(), e.name)
		}
	}
	return nil
}

// makeDueSlots puts the tasks of new slots into the queue.
func (w *Worker) makeDueSlots(ctx context.Context) error {
	var failed []error
	for _, e := range w.timetable {
		failed = append(failed, w.makeDueSlot(ctx, e))
	}
	return errors.Join(failed...)
}

func (w *Worker) makeDueSlot(ctx context.Context, e *entry) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	slot := w.db.Now().Unix() / int64(e.every/time.Second)
	if slot <= e.slot {
		return nil
	}
	err := w.db.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		first, mine, err := takeSlot(ctx, tx, e.name, slot)
		if err != nil || first || !mine {
			return err
		}
		return Enqueue(ctx, tx, e.args, Unique("every "+e.name))
	})
	if err == nil {
		e.slot = slot
	}
	return err
}

// takeSlot moves the timetable to a slot. first: the name was not there before;
// mine: no other replica has been here in this slot.
func takeSlot(ctx context.Context, tx db.Tx, name string, slot int64) (first, mine bool, err error) {
	n, err := changed(tx.NewRaw("INSERT INTO timetable (name, slot) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, slot).Exec(ctx))
	if err != nil || n > 0 {
		return n > 0, false, err
	}
	n, err = changed(tx.NewRaw("UPDATE timetable SET slot = ? WHERE name = ? AND slot < ?", slot, name, slot).Exec(ctx))
	return false, n > 0, err
}
