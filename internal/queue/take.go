package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/internal/db"
)

func (w *Worker) kinds() []string {
	out := make([]string, 0, len(w.handlers))
	for k := range w.handlers {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// take is the loop that claims: when woken, once a second, and whenever a slot
// is free and the last claim left something behind.
func (w *Worker) take(ctx, living context.Context) {
	tick := time.NewTicker(w.poll)
	defer tick.Stop()
	woken := true
	for {
		free := w.takeSlots(ctx)
		if free == 0 {
			return
		}
		got := w.claimDue(ctx, free, woken)
		for range free - len(got) {
			w.slots <- struct{}{}
		}
		for _, l := range got {
			w.handling.Go(func() {
				out := w.work(living, l)
				w.slots <- struct{}{}
				w.settled <- out
			})
		}
		if len(got) == free {
			woken = true
			continue // there may be more: as soon as a slot is free
		}
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
			woken = true
		case <-tick.C:
			woken = false
		}
	}
}

// takeSlots waits for one free slot and takes all that are free; 0 when it is
// over.
func (w *Worker) takeSlots(ctx context.Context) int {
	select {
	case <-ctx.Done():
		return 0
	case <-w.slots:
	}
	if ctx.Err() != nil {
		return 0
	}
	for n := 1; ; n++ {
		select {
		case <-w.slots:
		default:
			return n
		}
	}
}

// claimDue claims up to n tasks. On the poll it looks before it writes: an
// idle installation writes nothing.
func (w *Worker) claimDue(ctx context.Context, n int, woken bool) []*lease {
	var got []*lease
	err := w.makeDueSlots(ctx)
	if err == nil {
		got, err = w.claim(ctx, n, !woken)
	}
	if err != nil && ctx.Err() == nil {
		w.log.Error("cannot take tasks", "error", err)
	}
	return got
}

func (w *Worker) claim(ctx context.Context, n int, look bool) (got []*lease, err error) {
	kinds := w.kinds()
	if len(kinds) == 0 {
		return nil, nil
	}
	if look {
		var some bool
		err := w.db.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
			some, err = due(ctx, tx, kinds)
			return err
		})
		if err != nil || !some {
			return nil, err
		}
	}
	by := fmt.Sprintf("%s-%d", w.id, w.claims.Add(1))
	err = w.db.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		got, err = claim(ctx, tx, by, kinds, n, tx.Now().Add(w.lease))
		return err
	})
	if err != nil {
		return nil, err
	}
	// In the order in which they were asked for: ids sort by creation.
	slices.SortFunc(got, func(a, b *lease) int { return strings.Compare(a.ID, b.ID) })
	w.mu.Lock()
	for _, l := range got {
		w.running[l] = true
	}
	w.mu.Unlock()
	return got, nil
}
