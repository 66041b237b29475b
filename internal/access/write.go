package access

import (
	"fmt"
	"strings"

	"github.com/uptrace/bun/schema"
)

// writer turns a reduced rule into SQL that means the same on both engines. Negation is pushed to the
// leaves, and every leaf is two-valued: it says what NULL means.
type writer struct {
	sql   []byte
	args  []string       // for the question marks in sql
	in    schema.Dialect // where it is known, values stand in sql themselves, as it quotes them
	alias string
	res   *resource
	drive bool // the predicate hangs on a list of keys: start from it
	hint  bool // keep SQLite, which knows nothing of the rows, from walking the whole organisation instead
}

func (w *writer) column(c Column) string {
	name := w.res.columns[c]
	if name == "" {
		panic(fmt.Sprintf("access: %s has no column %s", w.res.name, columnNames[c]))
	}
	if strings.HasPrefix(name, "_") {
		return w.alias + name
	}
	return w.alias + "." + name
}

// inner names a table inside a subquery: never as the query around it may, or a row would be compared with itself.
func (w *writer) inner(what string) string { return w.alias + "_" + what }

// put writes a part, with a question mark for each of the values.
func (w *writer) put(sql string, values ...string) {
	if w.in == nil {
		w.sql, w.args = append(w.sql, sql...), append(w.args, values...)
		return
	}
	for _, v := range values {
		before, after, _ := strings.Cut(sql, "?")
		w.sql, sql = w.in.AppendString(append(w.sql, before...), v), after
	}
	w.sql = append(w.sql, sql...)
}

// done is the text with the values of its question marks.
func (w *writer) done() (string, []any) {
	args := make([]any, len(w.args))
	for i, v := range w.args {
		args[i] = v
	}
	return string(w.sql), args
}

func (w *writer) list(values []string) {
	w.put("(")
	for i, v := range values {
		if i > 0 {
			w.put(", ")
		}
		w.put("?", v)
	}
	w.put(")")
}

func (w *writer) join(xs []expr, op string, negated bool) {
	w.put("(")
	for i, x := range xs {
		if i > 0 {
			w.put(op)
		}
		x.write(w, negated)
	}
	w.put(")")
}

func (x constant) write(w *writer, negated bool) {
	if bool(x) != negated {
		w.put("1 = 1")
	} else {
		w.put("1 = 0")
	}
}

func (x all) write(w *writer, negated bool) {
	if len(x) == 0 {
		constant(true).write(w, negated)
		return
	}
	if negated {
		w.join(x, " OR ", true)
	} else {
		w.join(x, " AND ", false)
	}
}

func (x any_) write(w *writer, negated bool) {
	if len(x) == 0 {
		constant(false).write(w, negated)
		return
	}
	if negated {
		w.join(x, " AND ", true)
	} else {
		w.join(cheapFirst(x), " OR ", false)
	}
}

// cheapFirst puts alternatives over the row's own columns before those that look elsewhere: both engines ask them in
// this order.
func cheapFirst(xs any_) any_ {
	out := make(any_, 0, len(xs))
	for _, own := range []bool{true, false} {
		for _, x := range xs {
			if onlyColumns(x) == own {
				out = append(out, x)
			}
		}
	}
	return out
}

func (x not) write(w *writer, negated bool) { x.x.write(w, !negated) }

func (x isTrue) write(w *writer, negated bool) {
	switch {
	case x.unknown() && negated:
		w.put(w.column(x.col) + " IS FALSE")
	case x.unknown():
		w.put(w.column(x.col) + " IS NOT FALSE")
	case negated:
		w.put(w.column(x.col) + " IS NOT TRUE")
	default:
		w.put(w.column(x.col) + " IS TRUE")
	}
}

func (x in) write(w *writer, negated bool) {
	col := w.column(x.col)
	switch {
	// SQLite takes no index for a condition with a part that has none. PostgreSQL drops the part, and keeps its
	// estimate of how many rows there are; an expression over the column would lose that.
	case x.col == colOrg && w.hint && !negated && len(x.of) == 1:
		w.put("("+col+" = ? OR 1 = 0)", x.of[0])
	case negated && len(x.of) == 1:
		w.put("("+col+" <> ? OR "+col+" IS NULL)", x.of[0])
	case negated:
		w.put("(" + col + " NOT IN ")
		w.list(x.of)
		w.put(" OR " + col + " IS NULL)")
	case len(x.of) == 1:
		w.put(col+" = ?", x.of[0])
	default:
		w.put(col + " IN ")
		w.list(x.of)
	}
}

// linked and childAt start from the few rows that the actor has, where the whole predicate hangs on them: the list of
// keys drives the query. Beside an alternative that may let most rows through they ask row by row instead, or every
// page would collect the list first; the LIMIT keeps PostgreSQL from doing just that.
func (x linked) write(w *writer, negated bool) {
	l, inner := w.res.link, w.inner("link")
	key, of := w.alias+"."+l.key, " FROM "+l.table+" AS "+inner+" WHERE "+inner+"."+l.member+" = ?"
	switch {
	case w.drive && !negated:
		w.put(key+" IN (SELECT "+inner+"."+l.tableKey+of+")", x.member)
	case negated:
		w.put("(SELECT TRUE"+of+" AND "+inner+"."+l.tableKey+" = "+key+" LIMIT 1) IS NOT TRUE", x.member)
	default:
		w.put("(SELECT TRUE"+of+" AND "+inner+"."+l.tableKey+" = "+key+" LIMIT 1) IS TRUE", x.member)
	}
}

// someChild, everyChild and childAt stand for rights over a child, so Not is never over them.
func (x someChild) write(w *writer, negated bool) {
	if negated {
		panic("access: Not over children")
	}
	c, inner := w.res.child, w.inner("some")
	w.put("EXISTS (SELECT 1 FROM " + c.table + " AS " + inner + " WHERE " + inner + "." + c.parentKey + " = " + w.alias + ".id AND ")
	outerAlias, outerRes := w.alias, w.res
	w.alias, w.res = inner, c.kind
	x.x.write(w, false)
	w.alias, w.res = outerAlias, outerRes
	w.put(")")
}

func (x everyChild) write(w *writer, negated bool) {
	if negated {
		panic("access: Not over children")
	}
	c, inner := w.res.child, w.inner("but")
	w.put("NOT EXISTS (SELECT 1 FROM " + c.table + " AS " + inner + " WHERE " + w.alias + ".id = " + inner + "." + c.parentKey + " AND ")
	outerAlias, outerRes := w.alias, w.res
	w.alias, w.res = inner, c.kind
	x.of.write(w, false)
	w.put(" AND ")
	x.x.write(w, true)
	w.alias, w.res = outerAlias, outerRes
	w.put(")")
}

func (x noChild) write(w *writer, negated bool) {
	c, inner := w.res.child, w.inner("none")
	if !negated {
		w.put("NOT ")
	}
	w.put("EXISTS (SELECT 1 FROM " + c.table + " AS " + inner + " WHERE " + inner + "." + c.parentKey + " = " + w.alias + ".id)")
}

func (x childAt) write(w *writer, negated bool) {
	if negated {
		panic("access: Not over children")
	}
	c, inner := w.res.child, w.inner("at")
	from := " FROM " + c.table + " AS " + inner + " WHERE "
	if w.drive {
		w.put(w.alias + ".id IN (SELECT " + inner + "." + c.parentKey + from)
	} else {
		w.put("(SELECT TRUE" + from + inner + "." + c.parentKey + " = " + w.alias + ".id AND ")
	}
	w.put(inner + "." + c.kind.columns[colPosition] + " IN ")
	w.list(x.positions)
	if x.hidden {
		w.put(" AND " + inner + "." + c.kind.columns[colPrivate] + " IS NOT FALSE")
	}
	if w.drive {
		w.put(")")
	} else {
		w.put(" LIMIT 1) IS TRUE")
	}
}

func (x named) write(*writer, bool)   { panic(unreduced(x)) }
func (x holds) write(*writer, bool)   { panic(unreduced(x)) }
func (x holdsOn) write(*writer, bool) { panic(unreduced(x)) }
func (x onTeam) write(*writer, bool)  { panic(unreduced(x)) }
func (x isMe) write(*writer, bool)    { panic(unreduced(x)) }
func (x sameOrg) write(*writer, bool) { panic(unreduced(x)) }
