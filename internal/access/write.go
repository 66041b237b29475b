package access

import (
	"fmt"
	"strings"
)

// writer turns a reduced rule into SQL that means the same on both engines. Negation is pushed to the
// leaves, and every leaf is two-valued: it says what NULL means.
type writer struct {
	sql   strings.Builder
	args  []any
	alias string
	res   *resource
	depth int
	drive bool // keep the planner from walking the whole organisation: the rest of the predicate is selective
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

func (w *writer) put(sql string, args ...any) {
	w.sql.WriteString(sql)
	w.args = append(w.args, args...)
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
		w.join(x, " OR ", false)
	}
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
	case x.col == colOrg && w.drive && !negated && len(x.of) == 1:
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

func (x linked) write(w *writer, negated bool) {
	l := w.res.link
	key := w.alias + "." + l.key
	sub := "(SELECT l." + l.tableKey + " FROM " + l.table + " AS l WHERE l." + l.member + " = ?"
	if negated { // a NULL among the keys would make NOT IN unknown for every row
		w.put("("+key+" NOT IN "+sub+" AND l."+l.tableKey+" IS NOT NULL) OR "+key+" IS NULL)", x.member)
		return
	}
	w.put(key+" IN "+sub+")", x.member)
}

// someChild and childAt stand for rights over a child, so Not is never over them.
func (x someChild) write(w *writer, negated bool) {
	if negated {
		panic("access: Not over children")
	}
	c := w.res.child
	w.depth++
	inner := fmt.Sprintf("c%d", w.depth)
	w.put("EXISTS (SELECT 1 FROM " + c.table + " AS " + inner + " WHERE " + inner + "." + c.parentKey + " = " + w.alias + ".id AND ")
	outerAlias, outerRes := w.alias, w.res
	w.alias, w.res = inner, c.kind
	x.x.write(w, false)
	w.alias, w.res = outerAlias, outerRes
	w.put(")")
	w.depth--
}

func (x noChild) write(w *writer, negated bool) {
	c := w.res.child
	if !negated {
		w.put("NOT ")
	}
	inner := w.alias + "_none" // never the outer alias, or the subquery would compare a row with itself
	w.put("EXISTS (SELECT 1 FROM " + c.table + " AS " + inner + " WHERE " + inner + "." + c.parentKey + " = " + w.alias + ".id)")
}

func (x childAt) write(w *writer, negated bool) {
	if negated {
		panic("access: Not over children")
	}
	c := w.res.child
	w.put(w.alias + ".id IN (SELECT c." + c.parentKey + " FROM " + c.table + " AS c WHERE c.position_id IN ")
	w.list(x.positions)
	w.put(")")
}

func (x named) write(*writer, bool)   { panic(unreduced(x)) }
func (x holds) write(*writer, bool)   { panic(unreduced(x)) }
func (x holdsOn) write(*writer, bool) { panic(unreduced(x)) }
func (x onTeam) write(*writer, bool)  { panic(unreduced(x)) }
func (x isMe) write(*writer, bool)    { panic(unreduced(x)) }
func (x sameOrg) write(*writer, bool) { panic(unreduced(x)) }
