package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Copy writes a copy of an SQLite database to path, as it is at one moment,
// while others go on writing; the copy is checked and safely on disk when Copy
// returns, and path never holds half of one. For PostgreSQL see Dump.
func (d *DB) Copy(ctx context.Context, path string) error {
	if d.engine != SQLite {
		return errors.New("only an SQLite database can be copied as a file")
	}
	// A connection of its own: the readers may not write, the writer must not
	// be held up.
	pool, err := sql.Open("sqlite", sqliteDSN(d.path, "full", sqliteWrite))
	if err != nil {
		return err
	}
	defer pool.Close()
	dir, err := os.MkdirTemp(filepath.Dir(path), ".candor-copy-") // mode 0700
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	making := filepath.Join(dir, "copy.db")
	if _, err := pool.ExecContext(ctx, "VACUUM INTO ?", making); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	if err := CheckFile(ctx, making); err != nil {
		return err
	}
	if err := syncFile(making); err != nil {
		return err
	}
	if err := os.Chmod(making, 0o600); err != nil {
		return err
	}
	if err := os.Rename(making, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// CheckFile reads an SQLite file to the last page and says what is wrong with
// it.
func CheckFile(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite", "file:"+escapePath(path)+"?mode=ro&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	defer pool.Close()
	var says string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&says); err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	if says != "ok" {
		return fmt.Errorf("check %s: %s", path, says)
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Analyze refreshes what the planner knows of the tables' contents; useful
// after loading many rows.
func (d *DB) Analyze(ctx context.Context) error {
	_, err := d.writer.ExecContext(ctx, "ANALYZE")
	return err
}

// Wipe removes every table, with everything in it. There is no way back.
func (d *DB) Wipe(ctx context.Context) error {
	if d.engine == Postgres {
		return d.wipePostgres(ctx)
	}
	pool, err := sql.Open("sqlite", sqliteDSN(d.path, "full", sqliteMigrate))
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// Virtual tables first: they take their shadows with them.
	var virtual, plain []string
	err = eachRow(ctx, tx, "SELECT name, type, '' FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'", func(name, kind, _ string) error {
		switch kind {
		case "virtual":
			virtual = append(virtual, name)
		case "table":
			plain = append(plain, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range slices.Concat(virtual, plain) {
		if _, err := tx.ExecContext(ctx, "DROP TABLE "+quoted(name)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// wipePostgres drops what Candor made, not the schema, which may belong to
// somebody else.
func (d *DB) wipePostgres(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, d.pg.Copy())
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	all, err := statements(ctx, tx,
		`SELECT format('DROP TABLE %I CASCADE', t.relname) FROM pg_class t WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition AND`+ownTables,
		`SELECT format('DROP FUNCTION %s CASCADE', p.oid::regprocedure) FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
			AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')`)
	if err != nil {
		return err
	}
	for i, s := range all {
		// Dropping one function may have dropped another that calls it.
		if strings.HasPrefix(s, "DROP FUNCTION ") {
			all[i] = strings.Replace(s, "DROP FUNCTION ", "DROP FUNCTION IF EXISTS ", 1)
		}
	}
	if err := runAll(ctx, tx, all); err != nil {
		return err
	}
	return tx.Commit(ctx)
}
