package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"candor/internal/errs"
)

// Load fills an empty database from a dump, of either engine and of this or an
// older schema, and migrates it. Nothing is kept unless everything is right:
// the dump whole, every reference true. Counters and flags that triggers keep
// come from the dump as they are; only the search index is made anew.
func (d *DB) Load(ctx context.Context, r io.Reader) (Summary, error) {
	in, err := openDump(r)
	if err != nil {
		return Summary{}, err
	}
	if err := d.prepareLoad(ctx, in.summary.Schema); err != nil {
		return Summary{}, err
	}
	if d.engine == Postgres {
		err = d.loadPostgres(ctx, in)
	} else {
		err = d.loadSQLite(ctx, in)
	}
	if err != nil {
		return Summary{}, err
	}
	if err := d.Migrate(ctx); err != nil {
		return Summary{}, err
	}
	return in.summary, d.Analyze(ctx)
}

// prepareLoad brings an empty database to exactly the dump's schema.
func (d *DB) prepareLoad(ctx context.Context, schema int64) error {
	have, want, err := d.Version(ctx)
	if err != nil {
		return err
	}
	if schema > want {
		return errs.Of(errs.Conflict, fmt.Sprintf(
			"This backup was made by a newer Candor: its schema is version %d, this program knows %d.", schema, want)).Coded("backup_newer")
	}
	empty, err := d.Empty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		return errs.Of(errs.Conflict, "There is something in this database already.").Coded("not_empty")
	}
	if have > schema {
		if err := d.Wipe(ctx); err != nil {
			return err
		}
	}
	return d.migrateTo(ctx, schema)
}

// Empty tells whether no table has a row, or there are no tables at all.
func (d *DB) Empty(ctx context.Context) (bool, error) {
	empty := true
	err := d.Read(ctx, func(ctx context.Context, tx Tx) error {
		all, err := d.tables(ctx, tx)
		if err != nil {
			return err
		}
		empty = true
		for _, t := range all {
			var found []int
			if err := tx.NewRaw("SELECT 1 FROM "+quoted(t.name)+" LIMIT 1").Scan(ctx, &found); err != nil {
				return err
			}
			if len(found) > 0 && t.name != "timetable" { // a server that only ever idled leaves that
				empty = false
				return nil
			}
		}
		return nil
	})
	return empty, err
}

// fill reads all tables of a dump; put takes one table's rows from next until
// that returns io.EOF.
func (d *DB) fill(in *dumpReader, tables []table, put func(t table, next func() ([]any, error)) error) error {
	for {
		head, err := in.nextTable()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		t, err := target(head, tables)
		if err != nil {
			return err
		}
		next := func() ([]any, error) {
			row, err := in.nextRow()
			if err != nil {
				return nil, err
			}
			if len(row) != len(t.columns) {
				return nil, errDamaged("a row of " + t.name + " has the wrong length")
			}
			for i, v := range row {
				if row[i], err = t.columns[i].value(v, d.engine); err != nil {
					return nil, fmt.Errorf("%s: %w", t.name, err)
				}
			}
			return row, nil
		}
		if err := put(t, next); err != nil {
			return fmt.Errorf("load %s: %w", t.name, err)
		}
	}
}

// target is the table as the dump orders its columns.
func target(head dumpTable, tables []table) (table, error) {
	i := slices.IndexFunc(tables, func(t table) bool { return t.name == head.Table })
	if i < 0 {
		return table{}, errDamaged("this schema has no table " + head.Table)
	}
	t := table{name: head.Table}
	for _, name := range head.Columns {
		j := slices.IndexFunc(tables[i].columns, func(c column) bool { return c.name == name })
		if j < 0 {
			return t, errDamaged("the table " + head.Table + " has no column " + name)
		}
		t.columns = append(t.columns, tables[i].columns[j])
	}
	return t, nil
}

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
