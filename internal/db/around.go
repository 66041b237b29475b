package db

import (
	"context"
	"slices"
	"sync/atomic"
)

// A door sometimes has something to say in the transaction of the verb it calls: "only if it is still what
// the client read", "and remember that this request was carried out". First and Last put it there without
// the verb knowing.

type hooks struct {
	first, last []func(ctx context.Context, tx Tx) error
	done        *atomic.Bool
}

type (
	hooksKey struct{}
	lent     struct{ d *DB }
)

// First returns a context whose first Write that commits runs fn before anything else in it; an error
// undoes the whole. Reads inside fn, on the context it is given, read in the same transaction.
func First(ctx context.Context, fn func(ctx context.Context, tx Tx) error) context.Context {
	h := hooksOf(ctx)
	h.first = append(slices.Clip(h.first), fn)
	return context.WithValue(ctx, hooksKey{}, h)
}

// Last is First for the end: fn runs after the verb has done its work, just before the commit.
func Last(ctx context.Context, fn func(ctx context.Context, tx Tx) error) context.Context {
	h := hooksOf(ctx)
	h.last = append(slices.Clip(h.last), fn)
	return context.WithValue(ctx, hooksKey{}, h)
}

// Apart returns a context whose Writes are none of the door's business: what is put away before the verb's own
// transaction, and is nothing to anybody until that one names it.
func Apart(ctx context.Context) context.Context {
	return context.WithValue(ctx, hooksKey{}, hooks{done: new(atomic.Bool)})
}

func hooksOf(ctx context.Context) hooks {
	h, ok := ctx.Value(hooksKey{}).(hooks)
	if !ok {
		h.done = new(atomic.Bool)
	}
	return h
}

// around puts the hooks of ctx, if there are any and they have not run yet, around the work of a Write.
func (d *DB) around(ctx context.Context, fn func(context.Context, Tx) error) func(context.Context, Tx) error {
	h := hooksOf(ctx)
	if len(h.first)+len(h.last) == 0 || h.done.Load() {
		return fn
	}
	return func(ctx context.Context, tx Tx) error {
		for _, f := range h.first {
			if err := f(context.WithValue(ctx, lent{d}, tx), tx); err != nil {
				return err
			}
		}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		for _, f := range h.last {
			if err := f(ctx, tx); err != nil {
				return err
			}
		}
		tx.AfterCommit(func() { h.done.Store(true) })
		return nil
	}
}

// lentTo is the transaction that a Read inside a hook reads in.
func (d *DB) lentTo(ctx context.Context) (Tx, bool) {
	tx, ok := ctx.Value(lent{d}).(Tx)
	return tx, ok
}

// Queue makes transactions with the same name come one after the other, until they end. On SQLite writers
// do so anyhow.
func (tx Tx) Queue(ctx context.Context, name string) error {
	if tx.Engine() == SQLite {
		return nil
	}
	_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name).Exec(ctx)
	return err
}
