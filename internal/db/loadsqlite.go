package db

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"strings"
)

// loadSQLite takes the triggers away, loads, and puts them back, all in one
// transaction. Foreign keys are off on its connection and checked at the end.
func (d *DB) loadSQLite(ctx context.Context, in *dumpReader) error {
	pool, err := sql.Open("sqlite", sqliteDSN(d.path, "full", sqliteMigrate))
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	tables, err := d.tables(ctx, pool)
	if err != nil {
		return err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var putBack []string
	err = eachRow(ctx, tx, "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger'", func(name, text, _ string) error {
		if !derived(name) {
			putBack = append(putBack, name, text)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := 0; i < len(putBack); i += 2 {
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+quoted(putBack[i])); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM timetable"); err != nil {
		return err
	}
	err = d.fill(in, tables, func(t table, next func() ([]any, error)) error { return insertRows(ctx, tx, t, next) })
	if err != nil {
		return err
	}
	for i := 1; i < len(putBack); i += 2 {
		if _, err := tx.ExecContext(ctx, putBack[i]); err != nil {
			return err
		}
	}
	if err := checkForeignKeys(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

func insertRows(ctx context.Context, tx *sql.Tx, t table, next func() ([]any, error)) error {
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+quoted(t.name)+" ("+t.columnList()+") VALUES ("+marks+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
}
