package access

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// scratch is one kind's abstract rows in a database: temporary tables with the columns of the real ones, every one of
// them nullable. The tables that a compiled rule names itself (links, children, counters) stand in front of the real
// ones under their names, so that nothing of the product has to know.
type scratch struct {
	t    failer
	ctx  context.Context
	tx   db.Tx
	res  *resource
	rows []state
	from string
	seen map[string]answers
}

// engines runs a test on both engines at once, each with a database of its own.
func engines(t *testing.T, ask func(t *testing.T, d *db.DB)) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		if only := os.Getenv("CANDOR_PROOF_ENGINE"); only != "" && only != e.String() {
			continue // the planted faults of internal/access/faults show on one
		}
		t.Run(e.String(), func(t *testing.T) {
			t.Parallel()
			ask(t, testdb.Open(t, e))
		})
	}
}

// failer is a test, or one try of a random one.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

var errDone = errors.New("the scratch world is thrown away")

// withScratch fills a scratch world, asks in it, and leaves no trace of it.
func withScratch(t failer, d *db.DB, res *resource, rows []state, ask func(s *scratch)) {
	t.Helper()
	err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		s := &scratch{t: t, ctx: ctx, tx: tx, res: res, rows: rows, seen: map[string]answers{}}
		s.fill()
		ask(s)
		return errDone
	})
	if !errors.Is(err, errDone) {
		t.Fatalf("%v", err)
	}
}

func (s *scratch) run(sql string, args ...any) {
	s.t.Helper()
	if _, err := s.tx.NewRaw(sql, args...).Exec(s.ctx); err != nil {
		s.t.Fatalf("%v\n%.500s", err, sql)
	}
}

// table makes a temporary table; columns are "name kind" pairs as SQL says them.
func (s *scratch) table(name string, columns ...string) {
	s.run("CREATE TEMPORARY TABLE " + name + " (" + strings.Join(columns, ", ") + ")")
}

// insert writes many rows at once: each is a list of literals.
func (s *scratch) insert(name string, rows [][]string) {
	for len(rows) > 0 {
		n := min(len(rows), 400)
		lines := make([]string, n)
		for i, r := range rows[:n] {
			lines[i] = "(" + strings.Join(r, ", ") + ")"
		}
		s.run("INSERT INTO " + name + " VALUES " + strings.Join(lines, ", "))
		rows = rows[n:]
	}
	if s.tx.Engine() == db.Postgres { // or it takes the table for empty and walks it a thousand times
		s.run("ANALYZE " + name)
	}
}

var scratchColumns = []struct {
	col  Column
	kind string
}{{colOrg, "TEXT"}, {colPosition, "TEXT"}, {colStatus, "TEXT"}, {colOwn, "TEXT"}, {colAuthor, "TEXT"}, {colSubmitter, "TEXT"}, {colObject, "TEXT"}, {colSight, "TEXT"},
	{colPrivate, "BOOLEAN"}, {colPublic, "BOOLEAN"}}

// fill writes the rows. Columns that the kind finds on a joined row ("_app.status") go to a table of their own.
func (s *scratch) fill() {
	main, joined := []string{"n INTEGER", "app INTEGER"}, []string{"id INTEGER"}
	names := map[string]bool{"n": true, "app": true}
	column := func(name, kind string) {
		if !names[name] {
			names[name] = true
			main = append(main, name+" "+kind)
		}
	}
	for _, c := range scratchColumns {
		if name := s.res.columns[c.col]; strings.HasPrefix(name, "_app.") {
			joined = append(joined, strings.TrimPrefix(name, "_app.")+" "+c.kind)
		} else if name != "" {
			column(name, c.kind)
		}
	}
	if s.res.link != nil {
		column(s.res.link.key, "TEXT")
	}
	if s.res.child != nil {
		column("id", "TEXT")
	}
	s.table("x", main...)
	s.from = "x AS t"
	if len(joined) > 1 {
		s.table("x_app", joined...)
		s.from = "x AS t LEFT JOIN x_app AS t_app ON t_app.id = t.app"
	}
	s.insertRows(main, joined)
	s.fillLinks()
	s.fillChildren()
	s.fillCounters()
}

func (s *scratch) insertRows(main, joined []string) {
	var rows, apps [][]string
	for n := range s.rows {
		r := &s.rows[n]
		values := map[string]string{"n": strconv.Itoa(n), "app": strconv.Itoa(n), "id": strconv.Itoa(n)}
		for _, c := range scratchColumns {
			if name := s.res.columns[c.col]; name != "" {
				values[strings.TrimPrefix(name, "_app.")+" "+c.kind] = literal(r, c.col)
			}
		}
		if s.res.link != nil {
			values[s.res.link.key+" TEXT"] = text(s.linkKey(n))
		}
		if s.res.child != nil {
			values["id TEXT"] = text(fmt.Sprint("k", n))
		}
		pick := func(columns []string) []string {
			out := make([]string, len(columns))
			for i, c := range columns {
				v, ok := values[c]
				if !ok {
					v = values[strings.Fields(c)[0]]
				}
				out[i] = v
			}
			return out
		}
		rows, apps = append(rows, pick(main)), append(apps, pick(joined))
	}
	s.insert("x", rows)
	if len(joined) > 1 {
		s.insert("x_app", apps)
	}
}

// linkKey is what the link's table calls a row.
func (s *scratch) linkKey(n int) string {
	if s.rows[n].key == "" {
		return ""
	}
	return fmt.Sprint("i", n)
}

func (s *scratch) fillLinks() {
	l := s.res.link
	if l == nil {
		return
	}
	s.table(l.table, l.tableKey+" TEXT", l.member+" TEXT")
	rows := [][]string{{"NULL", text(me)}, {text("nothing"), text(me)}}
	for n, r := range s.rows {
		for _, m := range r.Linked {
			rows = append(rows, []string{text(s.linkKey(n)), text(m)})
		}
	}
	s.insert(l.table, rows)
}

func (s *scratch) fillChildren() {
	c := s.res.child
	if c == nil {
		return
	}
	columns := []string{c.parentKey + " TEXT"}
	for _, sc := range scratchColumns {
		if name := c.kind.columns[sc.col]; name != "" {
			columns = append(columns, name+" "+sc.kind)
		}
	}
	s.table(c.table, columns...)
	var rows [][]string
	for n := range s.rows {
		for i := range s.rows[n].Children {
			row := []string{text(fmt.Sprint("k", n))}
			for _, sc := range scratchColumns {
				if c.kind.columns[sc.col] != "" {
					row = append(row, literal(&state{Row: s.rows[n].Children[i]}, sc.col))
				}
			}
			rows = append(rows, row)
		}
	}
	s.insert(c.table, rows)
}

// fillCounters sums the rows that can stand in the database, as the triggers do.
func (s *scratch) fillCounters() {
	if s.res.counter == "" {
		return
	}
	var impossible []string
	for n, r := range s.rows {
		if r.impossible {
			impossible = append(impossible, strconv.Itoa(n))
		}
	}
	var columns []string
	for c, counted := range s.res.counts {
		if counted {
			name := s.res.columns[c]
			if Column(c) == colPosition {
				name = "position_id"
			}
			columns = append(columns, name)
		}
	}
	by := strings.Join(columns, ", ")
	s.run("CREATE TEMPORARY TABLE " + s.res.counter + " AS SELECT " + by + ", count(*) AS n FROM x WHERE n NOT IN (" +
		strings.Join(append(impossible, "-1"), ", ") + ") GROUP BY " + by)
}

func literal(r *state, c Column) string {
	switch c {
	case colPrivate, colPublic:
		return []string{"NULL", "FALSE", "TRUE"}[r.truth(c)]
	case colSight:
		return text(sightOf(r.Row))
	}
	return text(r.text(c))
}

func text(s string) string {
	if s == "" {
		return "NULL"
	}
	return "'" + s + "'"
}

// sightOf is the summary that triggers keep on a candidate.
func sightOf(r Row) string {
	sight := "none"
	for _, c := range r.Children {
		if c.Private == No {
			return "open"
		}
		sight = "private"
	}
	return sight
}

// matches is which rows a predicate finds. Equal predicates are asked once.
func (s *scratch) matches(sql string, args []any) answers {
	s.t.Helper()
	key := fmt.Sprint(sql, args)
	if got, known := s.seen[key]; known {
		return got
	}
	var list string
	if err := s.tx.NewRaw("SELECT coalesce(string_agg(CAST(t.n AS TEXT), ','), '') FROM "+s.from+" WHERE "+sql, args...).Scan(s.ctx, &list); err != nil {
		s.t.Fatalf("%v\n%s %v", err, sql, args)
	}
	out := make(answers, len(s.rows))
	if list != "" {
		for n := range strings.SplitSeq(list, ",") {
			i, err := strconv.Atoi(n)
			if err != nil || out[i] {
				s.t.Fatalf("row %s comes twice, or is none: %v\n%s", n, err, sql)
			}
			out[i] = true
		}
	}
	s.seen[key] = out
	return out
}

// counted is the sum over the kind's counters.
func (s *scratch) counted(sql string, args []any) (n int) {
	s.t.Helper()
	if err := s.tx.NewRaw("SELECT coalesce(sum(c.n), 0) FROM "+s.res.counter+" AS c WHERE "+sql, args...).Scan(s.ctx, &n); err != nil {
		s.t.Fatalf("%v\n%s", err, sql)
	}
	return n
}
