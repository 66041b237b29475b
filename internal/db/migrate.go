package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"candor/internal/errs"
)

// migrateLock is the advisory lock under which one replica migrates while the
// others wait. Any number will do as long as it stays.
const migrateLock = 0x63616e646f72 // "candor"

// Migrate brings the schema up to what this program knows; it does nothing if
// it is there already. Several replicas may start at once: one migrates, the
// others wait. It refuses a database made by a newer program, and one whose
// applied migrations are not the ones this program carries.
func (d *DB) Migrate(ctx context.Context) error {
	return d.migrateTo(ctx, 0)
}

// Version says how far the schema is (0: not begun) and how far this program
// would bring it.
func (d *DB) Version(ctx context.Context) (have, want int64, err error) {
	all, err := migrationsFor(d.engine, d.migrations)
	if err != nil {
		return 0, 0, err
	}
	if len(all) > 0 {
		want = all[len(all)-1].version
	}
	have, err = appliedVersion(ctx, d.reader.DB, d.engine)
	return have, want, err
}

func migrationFolder() fs.FS {
	folder, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return folder
}

// migrateTo migrates up to a version (0: all) over a connection of its own,
// since connections that are already open may keep plans of the old schema.
func (d *DB) migrateTo(ctx context.Context, version int64) error {
	all, err := migrationsFor(d.engine, d.migrations)
	if err != nil {
		return err
	}
	if d.engine == Postgres {
		return d.migratePostgres(ctx, all, version)
	}
	return d.migrateSQLite(ctx, all, version)
}

// migratePostgres holds a session lock for the whole time; it ends with the
// connection, also when the process dies.
func (d *DB) migratePostgres(ctx context.Context, all []migration, version int64) error {
	pool := stdlib.OpenDB(*d.pg)
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return fmt.Errorf("wait for another process to finish migrating: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrateLock))
	return applyMigrations(ctx, pool, d.engine, all, version)
}

// migrateSQLite has foreign keys off, so that a table can be made anew the way
// SQLite needs it (create, copy, drop, rename) without its children losing
// their rows, and checks all references afterwards.
//
// SQLite has no lock to hold across transactions: when two processes migrate
// at once, the later one fails on the first thing that exists already, finds
// that the schema has moved, and goes on from there.
func (d *DB) migrateSQLite(ctx context.Context, all []migration, version int64) error {
	pool, err := sql.Open("sqlite", sqliteDSN(d.path, "full", sqliteMigrate))
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	before, err := appliedVersion(ctx, pool, d.engine)
	if err != nil {
		return err
	}
	var last int64 = -1
	for try := 0; ; try++ {
		err := applyMigrations(ctx, pool, d.engine, all, version)
		if err == nil {
			break
		}
		have, _ := appliedVersion(ctx, pool, d.engine)
		if ctx.Err() != nil || errs.KindOf(err) != errs.Internal || have == last && try > 3 {
			return err
		}
		last = have
		pause(ctx, try+1)
	}
	return checkOnce(ctx, pool, before)
}

// checkOnce checks all references after a migration, and not at every start, since that reads the whole database. The
// file remembers the version that was checked: a process that dies between migrating and checking leaves it to the next.
func checkOnce(ctx context.Context, pool *sql.DB, before int64) error {
	now, err := appliedVersion(ctx, pool, SQLite)
	if err != nil {
		return err
	}
	var checked int64
	if err := pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&checked); err != nil || now == before && now == checked {
		return err
	}
	if err := checkForeignKeys(ctx, pool); err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", now))
	return err
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func checkForeignKeys(ctx context.Context, q rowQuerier) error {
	var table, parent string
	var row, key any
	err := q.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("a row of %s refers to a row of %s that is not there", table, parent)
}

// applyMigrations is the same on both engines: check what is there, then let
// goose apply what is missing, each file in a transaction of its own.
func applyMigrations(ctx context.Context, pool *sql.DB, e Engine, all []migration, version int64) error {
	if len(all) == 0 {
		return nil
	}
	const table = "CREATE TABLE IF NOT EXISTS schema_files (version BIGINT PRIMARY KEY, file TEXT NOT NULL, checksum TEXT NOT NULL)"
	if _, err := pool.ExecContext(ctx, table); err != nil {
		return err
	}
	if err := checkApplied(ctx, pool, e, all); err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if e == Postgres {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, pool, gooseFS(all),
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	if version == 0 {
		version = all[len(all)-1].version
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		if failed, ok := errors.AsType[*goose.PartialError](err); ok {
			return fmt.Errorf("migration %s: %w", failed.Failed.Source.Path, failed.Err)
		}
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// checkApplied refuses what this program must not touch.
func checkApplied(ctx context.Context, pool *sql.DB, e Engine, all []migration) error {
	have, err := appliedVersion(ctx, pool, e)
	if err != nil {
		return err
	}
	if want := all[len(all)-1].version; have > want {
		return errs.Of(errs.Conflict, fmt.Sprintf(
			"This database was made by a newer Candor: its schema is version %d, this program knows %d. Start that newer Candor, or restore an older backup.",
			have, want)).Coded("database_newer")
	}
	rows, err := pool.QueryContext(ctx, "SELECT version, file, checksum FROM schema_files ORDER BY version")
	if err != nil {
		return err
	}
	defer rows.Close()
	known := make(map[int64]migration, len(all))
	for _, m := range all {
		known[m.version] = m
	}
	for rows.Next() {
		var version int64
		var file, checksum string
		if err := rows.Scan(&version, &file, &checksum); err != nil {
			return err
		}
		if known[version].checksum != checksum {
			return errs.Of(errs.Conflict, fmt.Sprintf(
				"Migration %s has changed since it was applied to this database. A released migration is never edited: put the old text back and add a new one.",
				file)).Coded("migration_edited")
		}
	}
	return rows.Err()
}

// appliedVersion reads goose's table without making it, so that asking does
// not write.
func appliedVersion(ctx context.Context, pool *sql.DB, e Engine) (int64, error) {
	exists := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'"
	if e == Postgres {
		exists = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('goose_db_version')"
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var n, version int64
	if err := pool.QueryRowContext(ctx, exists).Scan(&n); err != nil || n == 0 {
		return 0, err
	}
	err := pool.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version, err
}
