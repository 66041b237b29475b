package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

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
