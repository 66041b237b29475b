package db

import (
	"context"
	"errors"
	"io"

	"github.com/jackc/pgx/v5"
)

// loadPostgres does the same with PostgreSQL's means: the owner of a table may
// disable its triggers, and drop and add its references, which checks them all.
func (d *DB) loadPostgres(ctx context.Context, in *dumpReader) error {
	tables, err := d.tables(ctx, d.reader)
	if err != nil {
		return err
	}
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
	before, err := statements(ctx, tx, triggersOff, referencesOff, `SELECT 'TRUNCATE timetable'`)
	if err != nil {
		return err
	}
	after, err := statements(ctx, tx, referencesOn, triggersOn)
	if err != nil {
		return err
	}
	if err := runAll(ctx, tx, before); err != nil {
		return err
	}
	err = d.fill(in, tables, func(t table, next func() ([]any, error)) error {
		_, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columnNames(), &copySource{next: next})
		return err
	})
	if err != nil {
		return err
	}
	// Numbers that count by themselves go on after the highest one loaded.
	counters, err := statements(ctx, tx, countersOn)
	if err != nil {
		return err
	}
	if err := runAll(ctx, tx, append(counters, after...)); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// Queries that write the statements to run.
const (
	ownTables  = ` t.relnamespace = current_schema()::regnamespace `
	userMade   = ` NOT g.tgisinternal AND g.tgname NOT LIKE 'search\_%' `
	triggers   = ` FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid WHERE` + ownTables + `AND` + userMade
	references = ` FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid WHERE f.contype = 'f' AND f.conparentid = 0 AND` + ownTables

	triggersOff   = `SELECT format('ALTER TABLE %I DISABLE TRIGGER %I', t.relname, g.tgname)` + triggers
	triggersOn    = `SELECT format('ALTER TABLE %I ENABLE TRIGGER %I', t.relname, g.tgname)` + triggers
	referencesOff = `SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, f.conname)` + references
	referencesOn  = `SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, f.conname, pg_get_constraintdef(f.oid))` + references
	countersOn    = `SELECT format('SELECT setval(%L, (SELECT max(%I) FROM %I))', pg_get_serial_sequence(quote_ident(t.relname), a.attname), a.attname, t.relname)
		FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid WHERE` + ownTables + `AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
		AND pg_get_serial_sequence(quote_ident(t.relname), a.attname) IS NOT NULL AND t.relname NOT LIKE 'search\_%' AND t.relname <> 'goose_db_version'`
)

func statements(ctx context.Context, tx pgx.Tx, queries ...string) (out []string, err error) {
	for _, q := range queries {
		rows, _ := tx.Query(ctx, q)
		more, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func runAll(ctx context.Context, tx pgx.Tx, all []string) error {
	for _, s := range all {
		if _, err := tx.Exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// copySource feeds rows to COPY.
type copySource struct {
	next func() ([]any, error)
	row  []any
	err  error
}

func (c *copySource) Next() bool {
	c.row, c.err = c.next()
	return c.err == nil
}

func (c *copySource) Values() ([]any, error) { return c.row, nil }

func (c *copySource) Err() error {
	if errors.Is(c.err, io.EOF) {
		return nil
	}
	return c.err
}
