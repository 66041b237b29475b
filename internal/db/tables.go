package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// table is one table as a dump sees it.
type table struct {
	name    string
	columns []column
	parents []string // tables it refers to
}

type column struct {
	name string
	kind columnKind
}

type columnKind int

const (
	textColumn columnKind = iota
	intColumn
	boolColumn
	floatColumn
	bytesColumn
)

func (t table) columnNames() []string {
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.name
	}
	return out
}

func (t table) columnList() string {
	out := t.columnNames()
	for i, name := range out {
		out[i] = quoted(name)
	}
	return strings.Join(out, ", ")
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// bookkeeping are the tables of the schema's own history.
var bookkeeping = []string{"goose_db_version", "schema_files"}

// derived tells tables and triggers of the search index: the engines' indexes
// differ, and triggers fill them from the rows of other tables.
func derived(name string) bool { return strings.HasPrefix(name, "search_") }

// querier is what both pools and transactions can do.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// tables lists the tables that are dumped, parents before children. Columns the
// database computes itself are left out.
func (d *DB) tables(ctx context.Context, q querier) ([]table, error) {
	columns, parents := sqliteColumns, sqliteParents
	if d.engine == Postgres {
		columns, parents = postgresColumns, postgresParents
	}
	byName := map[string]*table{}
	err := eachRow(ctx, q, columns, func(name, column, kind string) error {
		if derived(name) || slices.Contains(bookkeeping, name) {
			return nil
		}
		k, err := kindOf(kind)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", name, column, err)
		}
		if byName[name] == nil {
			byName[name] = &table{name: name}
		}
		byName[name].columns = append(byName[name].columns, tableColumn(column, k))
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(ctx, q, parents, func(child, parent, _ string) error {
		if t := byName[child]; t != nil && child != parent {
			t.parents = append(t.parents, parent)
		}
		return nil
	})
	return parentsFirst(byName), err
}

func tableColumn(name string, k columnKind) column { return column{name, k} }

const (
	sqliteColumns = `SELECT t.name, c.name, c.type FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.hidden = 0 ORDER BY t.name, c.cid`
	sqliteParents = `SELECT t.name, f."table", '' FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
		WHERE t.schema = 'main' AND t.type = 'table' ORDER BY 1, 2`

	postgresColumns = `SELECT t.relname, a.attname, y.typname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid JOIN pg_type y ON y.oid = a.atttypid
		WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
		ORDER BY t.relname, a.attnum`
	postgresParents = `SELECT c.relname, p.relname, '' FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
		WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2`
)

func kindOf(declared string) (columnKind, error) {
	switch strings.ToLower(declared) {
	case "text", "varchar", "bpchar":
		return textColumn, nil
	case "integer", "int", "bigint", "int2", "int4", "int8":
		return intColumn, nil
	case "bool", "boolean":
		return boolColumn, nil
	case "real", "float4", "float8", "double precision":
		return floatColumn, nil
	case "blob", "bytea":
		return bytesColumn, nil
	}
	return 0, fmt.Errorf("the type %s is not one both engines have", declared)
}

// eachRow runs a query of three texts.
func eachRow(ctx context.Context, q querier, query string, fn func(a, b, c string) error) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a, b, c string
		if err := rows.Scan(&a, &b, &c); err != nil {
			return err
		}
		if err := fn(a, b, c); err != nil {
			return err
		}
	}
	return rows.Err()
}

// parentsFirst sorts tables so that what is referred to comes earlier, as far
// as that is possible.
func parentsFirst(byName map[string]*table) []table {
	names := make([]string, 0, len(byName))
	for name := range byName {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []table
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		t := byName[name]
		if t == nil || seen[name] {
			return
		}
		seen[name] = true
		for _, p := range t.parents {
			visit(p)
		}
		out = append(out, *t)
	}
	for _, name := range names {
		visit(name)
	}
	return out
}
