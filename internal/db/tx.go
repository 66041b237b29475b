package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"

	"candor/internal/errs"
)

// poolWait is how long a transaction waits for its turn. Longer means that
// something is stuck; an answer is better than a queue without end.
const poolWait = 30 * time.Second

// Tx is a running transaction: a bun.IDB for queries, with the instant and
// the engine a verb needs. Only Read and Write make one, and they end it.
type Tx struct {
	bun.Tx
	state *txState
}

type txState struct {
	db    *DB
	now   time.Time
	after []func()
	said  map[[2]string]bool // signals sent already: saying it twice adds nothing
}

// Now is one instant for the whole transaction, in UTC to the millisecond, so
// that everything written together carries the same time.
func (tx Tx) Now() time.Time { return tx.state.now }

// Engine says which of the two engines this is.
func (tx Tx) Engine() Engine { return tx.state.db.engine }

// AfterCommit runs fn once the transaction is committed; never if it is not,
// and once only if the transaction had to be tried again.
func (tx Tx) AfterCommit(fn func()) { tx.state.after = append(tx.state.after, fn) }

// Lock is appended to a raw SELECT of rows that are about to be changed. On
// SQLite it is empty: there, a writer is alone anyhow.
func (tx Tx) Lock() string {
	if tx.Engine() == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// Commit is not for verbs: Write commits when they return nil.
func (tx Tx) Commit() error { return errNotYours }

// Rollback is not for verbs: Write rolls back when they return an error.
func (tx Tx) Rollback() error { return errNotYours }

var (
	errNotYours = errors.New("db: only Read and Write end a transaction")
	errNested   = errors.New("db: Read or Write inside a transaction: pass the transaction down instead")
)

// Read runs fn on one snapshot of the database: everything it sees was true
// at the same moment. It can write nothing. fn may be run a second time (after
// a schema change under a live connection), so it must not have effects
// outside before it returns.
func (d *DB) Read(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error {
	// SQLite's readers are read-only connections; its snapshots need no asking.
	opts := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return d.run(ctx, d.reader, opts, fn)
}

// Write runs fn and keeps all that it wrote, or nothing if it returns an
// error, panics, or ctx ends before it is done. On SQLite writers come one
// after the other; on PostgreSQL they are read committed, and fn runs again
// when the server asked for that (deadlock, serialisation), so it must not
// have effects outside: those belong in AfterCommit or in a task.
//
// The context given to fn carries the transaction; a Read or Write inside it
// is refused, since it would wait for itself.
func (d *DB) Write(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error {
	return d.run(ctx, d.writer, &sql.TxOptions{}, d.around(ctx, fn))
}

type inside struct{ d *DB }

func (d *DB) run(ctx context.Context, pool *bun.DB, opts *sql.TxOptions, fn func(context.Context, Tx) error) error {
	if ctx.Value(inside{d}) != nil {
		if tx, ok := d.lentTo(ctx); ok && opts.ReadOnly {
			return fn(ctx, tx)
		}
		return errNested
	}
	for attempt := 1; ; attempt++ {
		after, err := d.once(ctx, pool, opts, fn)
		if err == nil {
			for _, f := range after {
				f()
			}
			return nil
		}
		if ctx.Err() != nil || !d.worthAgain(err, attempt) {
			return ended(ctx, asConflict(err))
		}
		pause(ctx, attempt)
	}
}

// ended makes sure that a failure after the caller has left says so: drivers
// have words of their own for it ("interrupted").
func ended(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	return err
}

// once is one try of a transaction.
func (d *DB) once(ctx context.Context, pool *bun.DB, opts *sql.TxOptions, fn func(context.Context, Tx) error) (after []func(), err error) {
	conn, err := connect(ctx, pool)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	// The transaction does not hang on the caller's context: database/sql would
	// roll back from another goroutine, at any moment. The queries do, and so
	// does the decision below whether to commit.
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	btx, err := conn.BeginTx(own, opts)
	if err != nil {
		return nil, err
	}
	over := false
	defer func() {
		if !over { // also when fn panics or a test ends in it
			rollback(btx, conn)
		}
	}()
	state := &txState{db: d, now: d.Now()}
	tx := Tx{Tx: btx, state: state}
	if err := fn(context.WithValue(ctx, inside{d}, true), tx); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	over = true
	// A server that does not answer a commit must not hold a request for ever.
	defer time.AfterFunc(poolWait, cancel).Stop()
	if err := btx.Commit(); err != nil {
		discard(conn)
		return nil, err
	}
	return state.after, nil
}

func connect(ctx context.Context, pool *bun.DB) (bun.Conn, error) {
	wait, cancel := context.WithTimeout(ctx, poolWait)
	defer cancel()
	conn, err := pool.Conn(wait)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return conn, errs.As(errs.Wait(5*time.Second, "Candor is very busy right now. Please try again in a moment.")).With(err)
	}
	return conn, err
}

// rollback ends a transaction that is not to be kept. A connection that cannot
// even do that is thrown away: in the pool it would fail the next request.
func rollback(tx bun.Tx, conn bun.Conn) {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		discard(conn)
	}
}

func discard(conn bun.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}

// pause waits a little longer each time, and never equally long as the
// transaction it collided with.
func pause(ctx context.Context, attempt int) {
	d := time.Duration(attempt*attempt) * 2 * time.Millisecond
	t := time.NewTimer(d/2 + rand.N(d))
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
