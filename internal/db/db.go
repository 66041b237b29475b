// Package db is the only way to the database. It opens SQLite or PostgreSQL,
// migrates, and gives transactions: Read is one snapshot, Write is all or
// nothing. Everything the two engines do differently stands here, side by
// side, so that the rest of Candor has one text of SQL.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

// Engine says which database stands behind a DB.
type Engine int

const (
	SQLite Engine = iota
	Postgres
)

// String is the engine's name as migrations and messages use it.
func (e Engine) String() string {
	if e == Postgres {
		return "postgres"
	}
	return "sqlite"
}

// DB is an open database. There is one in a process; it may be used by any
// number of goroutines.
type DB struct {
	engine Engine
	now    func() time.Time

	// On PostgreSQL both names are the same pool. On SQLite the writer has one
	// connection, so that writers queue in Go, where waiting is fair and a
	// cancelled request leaves the queue, and readers cannot write.
	writer, reader *bun.DB

	migrations fs.FS

	path string          // SQLite: the file
	pg   *pgx.ConnConfig // PostgreSQL: for connections outside the pool

	signals signals
}

// Open opens "sqlite:PATH" or "postgres://…" and checks that it answers. It
// does not migrate. now is the clock of the whole program; nil is time.Now.
func Open(ctx context.Context, url string, now func() time.Time) (*DB, error) {
	if now == nil {
		now = time.Now
	}
	d := &DB{now: now, migrations: migrationFolder()}
	d.signals.init(d)
	scheme, rest, _ := strings.Cut(url, ":")
	var err error
	switch scheme {
	case "sqlite":
		d.engine = SQLite
		err = d.openSQLite(ctx, rest)
	case "postgres", "postgresql":
		d.engine = Postgres
		err = d.openPostgres(ctx, url)
	default:
		err = fmt.Errorf("the database must be sqlite:PATH or postgres://…, not %s:…", scheme)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Engine says which of the two engines this is.
func (d *DB) Engine() Engine { return d.engine }

// Now is the program's clock, in UTC, to the millisecond: what the database
// can keep.
func (d *DB) Now() time.Time { return d.now().UTC().Truncate(time.Millisecond) }

// Ping asks both pools for a sign of life.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.writer.PingContext(ctx); err != nil {
		return err
	}
	return d.reader.PingContext(ctx)
}

// Stats are the numbers of the two pools, for /metrics; on PostgreSQL the two
// are the same pool.
func (d *DB) Stats() (writer, reader sql.DBStats) {
	return d.writer.DB.Stats(), d.reader.DB.Stats()
}

// Close ends listening and closes the pools. It waits for running queries.
func (d *DB) Close() error {
	d.signals.close()
	err := d.reader.Close()
	if d.writer != d.reader {
		// The writer goes last: the last connection to leave folds the
		// write-ahead log back into the file, which a reader may not do, and
		// which it does only if it ever looked into the log.
		_, _ = d.writer.Exec("PRAGMA wal_checkpoint(PASSIVE)")
		err = errors.Join(err, d.writer.Close())
	}
	return err
}
