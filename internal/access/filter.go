package access

import (
	"slices"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
)

// Rule says who may do something to things of one kind. Rules are made in policy.go only.
type Rule[K Kind] struct {
	name string
	x    expr
}

// Name is how explanations and records call the rule.
func (r Rule[K]) Name() string { return r.name }

// May decides about one object.
func May[K Kind](a Actor, rule Rule[K], row Row) bool {
	return decide(rule.x, &a, &row)
}

// Shape is the form of plan that a filter leaves, once the actor is known.
type Shape int

const (
	Nothing       Shape = iota // no row can match: no query is needed
	Whole                      // the organisation alone decides
	Columns                    // a predicate over the row's own columns, carried by the ordering index
	Driven                     // only through a list of positions or a link: start from there
	ColumnsOrLink              // columns, or a link: counts are split
	General                    // anything else
)

func (s Shape) String() string {
	return [...]string{"nothing", "everything", "columns", "driven", "columns or link", "general"}[s]
}

// Filter is what a list or a count takes: only Where can make one. The zero value matches nothing.
type Filter[K Kind] struct {
	res   *resource
	left  expr // reduced, children summarised
	exact expr // reduced, children asked one by one
	org   string
	walk  bool // in the order of the list, row by row
}

// Where compiles a rule for an actor: the same rule that May decides by, as a predicate of SQL.
func Where[K Kind](a Actor, rule Rule[K]) Filter[K] {
	var k K
	res := k.resource()
	exact := rule.x.reduce(&a, res)
	left := exact
	if res.child != nil {
		left = summarised(exact, a.org)
	}
	return Filter[K]{res: res, left: left, exact: exact, org: a.org}
}

// And narrows the filter by another rule: "view as" is what I may see and what they may see.
func (f Filter[K]) And(o Filter[K]) Filter[K] {
	if f.Nothing() || o.Nothing() || f.org != o.org {
		return Filter[K]{}
	}
	f.left, f.exact = conjunction(f.left, o.left), conjunction(f.exact, o.exact)
	return f
}

// Exact asks every child row itself instead of the summary kept on the parent: for loading one object.
func (f Filter[K]) Exact() Filter[K] { f.left = f.exact; return f }

// Nothing reports that no row can match, so that no query is needed.
func (f Filter[K]) Nothing() bool {
	c, ok := f.left.(constant)
	return f.left == nil || ok && !bool(c)
}

// SQL is the predicate over a table alias. A filter that matches nothing says so.
func (f Filter[K]) SQL(alias string) (string, []any) {
	if f.Nothing() {
		return "1 = 0", nil
	}
	w := writer{sql: make([]byte, 0, 256)}
	f.write(&w, alias)
	return w.done()
}

func (f Filter[K]) write(w *writer, alias string) {
	w.alias, w.res = alias, f.res
	if !f.walk && driving(f.left) { // the tenant's condition drives nothing
		w.drive, w.hint = true, !onePlace(f.left)
	}
	w.put("(")
	f.left.write(w, false)
	w.put(")")
}

// onePlace: a single position is looked up with its organisation, in the order of its list.
func onePlace(x expr) bool {
	conj, ok := x.(all)
	if !ok {
		conj = all{x}
	}
	return slices.ContainsFunc(conj, func(e expr) bool {
		i, ok := e.(in)
		return ok && i.col == colPosition && len(i.of) == 1
	})
}

// RowByRow asks each row in the order of the list, where the actor's own few rows would else be collected and sorted
// first. SQLite cannot choose, because it does not know how many they are; a store that does (by Counted) chooses for
// it: of a page of fifty in n rows, collecting costs the actor's rows, walking costs fifty times n through their
// number.
func (f Filter[K]) RowByRow() Filter[K] { f.walk = true; return f }

// At narrows the filter to one position, for what lies on it: what the rule says of positions is decided here and
// not asked of each row.
func (f Filter[K]) At(positionID string) Filter[K] {
	if f.Nothing() || positionID == "" {
		return Filter[K]{}
	}
	f.left, f.exact = f.at(f.left, positionID), f.at(f.exact, positionID)
	return f
}

func (f Filter[K]) at(x expr, position string) expr {
	x = atPosition(x, position)
	if c, ok := x.(constant); ok && !bool(c) {
		return x
	}
	return conjunction(x, in{colPosition, []string{position}})
}

// On adds the predicate to a query.
func (f Filter[K]) On(q *bun.SelectQuery, alias string) *bun.SelectQuery {
	if f.Nothing() {
		return q.Where("1 = 0")
	}
	return q.Where("?", aliased[K]{f, alias})
}

// aliased writes a filter straight into the text of a query, with the values in it.
type aliased[K Kind] struct {
	Filter[K]
	alias string
}

// AppendQuery is what bun asks of a part of a query.
func (f aliased[K]) AppendQuery(gen schema.QueryGen, b []byte) ([]byte, error) {
	w := writer{sql: b, in: gen.Dialect()}
	f.write(&w, f.alias)
	return w.sql, nil
}

// Shape names the plan shape, for stores that count in parts and for tests of plans.
func (f Filter[K]) Shape() Shape {
	if f.Nothing() {
		return Nothing
	}
	rest := f.rest()
	if _, whole := rest.(constant); whole {
		return Whole
	}
	if driving(rest) {
		return Driven
	}
	if _, _, _, ok := alternatives(rest); ok {
		return ColumnsOrLink
	}
	if onlyColumns(rest) {
		return Columns
	}
	return General
}

// rest is what is asked beyond the tenant.
func (f Filter[K]) rest() expr {
	_, rest := split(f.left, f.org)
	return rest
}

// driving parts are selective by nature: a list of the actor's positions, or their assignments, also together with
// further conditions.
func driving(x expr) bool {
	switch x := x.(type) {
	case linked, childAt:
		return true
	case in:
		return x.col == colPosition || x.col == colAuthor
	case all:
		return slices.ContainsFunc(x, driving)
	case any_:
		return len(x) > 0 && !slices.ContainsFunc(x, func(e expr) bool { return !driving(e) })
	}
	return false
}

// alternatives finds "columns, or a link", with what both have in common: the two can be counted apart.
func alternatives(x expr) (common all, columns, links any_, ok bool) {
	conj, isAll := x.(all)
	if !isAll {
		conj = all{x}
	}
	for _, e := range conj {
		either, isAny := e.(any_)
		if isAny && !ok && slices.ContainsFunc(either, driving) && slices.ContainsFunc(either, func(e expr) bool { return !driving(e) && onlyColumns(e) }) {
			ok = true
			for _, e := range either {
				switch {
				case driving(e):
					links = append(links, e)
				case onlyColumns(e):
					columns = append(columns, e)
				default:
					return nil, nil, nil, false
				}
			}
			continue
		}
		if !onlyColumns(e) {
			return nil, nil, nil, false
		}
		common = append(common, e)
	}
	return common, columns, links, ok
}

func onlyColumns(x expr) bool {
	switch x := x.(type) {
	case isTrue, in, constant:
		return true
	case not:
		return onlyColumns(x.x)
	case all:
		for _, e := range x {
			if !onlyColumns(e) {
				return false
			}
		}
		return true
	case any_:
		for _, e := range x {
			if !onlyColumns(e) {
				return false
			}
		}
		return true
	}
	return false
}

// Counted reports whether the kind's counter table carries every column that the filter reads, and gives
// the predicate over it. Exactly then a sum over counters equals a count of rows.
func (f Filter[K]) Counted(alias string) (sql string, args []any, ok bool) {
	if f.Nothing() {
		return "1 = 0", nil, true
	}
	if f.res.counter == "" || !readsOnly(f.left, f.res.counts) {
		return "", nil, false
	}
	w := writer{alias: alias, res: f.res}
	w.put("(")
	f.left.write(&w, false)
	w.put(")")
	sql, args = w.done()
	return sql, args, true
}

// Parts splits "columns, or a link" into two disjoint filters whose counts add up: the first over columns
// (a sum over counters serves it), the second over the link and not the first.
func (f Filter[K]) Parts() (columns, link Filter[K], ok bool) {
	if f.Shape() != ColumnsOrLink {
		return f, f, false
	}
	tenant, rest := split(f.left, f.org)
	common, cols, links, _ := alternatives(rest)
	if tenant {
		common = append(all{in{colOrg, []string{f.org}}}, common...)
	}
	columns, link = f, f
	columns.left = conjunction(common, simplifyAny(cols))
	link.left = conjunction(common, simplifyAny(links), not{simplifyAny(cols)})
	return columns, link, true
}

// conjunction joins parts into one All, one level deep.
func conjunction(parts ...expr) expr {
	var out all
	for _, e := range parts {
		if conj, ok := e.(all); ok {
			out = append(out, conj...)
		} else {
			out = append(out, e)
		}
	}
	return simplifyAll(out)
}

// OnChildren says where to count instead, if everything hangs on children alone (a hiring team's reader without the
// organisation string): a count of the distinct keys in the table equals a count of rows, which need not be read.
func (f Filter[K]) OnChildren(alias string) (table, key, where string, args []any, ok bool) {
	tenant, rest := split(f.left, f.org)
	at, hangs := rest.(childAt)
	if f.Nothing() || !tenant || !hangs || at.hidden {
		return "", "", "", nil, false
	}
	c := f.res.child
	w := writer{alias: alias, res: c.kind}
	all{in{colOrg, []string{f.org}}, in{colPosition, at.positions}}.write(&w, false)
	where, args = w.done()
	return c.table, alias + "." + c.parentKey, where, args, true
}

func readsOnly(x expr, allowed [numColumns]bool) bool {
	switch x := x.(type) {
	case constant:
		return true
	case in:
		return allowed[x.col]
	case isTrue:
		return allowed[x.col]
	case not:
		return readsOnly(x.x, allowed)
	case all:
		for _, e := range x {
			if !readsOnly(e, allowed) {
				return false
			}
		}
		return true
	case any_:
		for _, e := range x {
			if !readsOnly(e, allowed) {
				return false
			}
		}
		return true
	}
	return false
}

// Places lists positions that everything in the filter hangs on, where it is so (a hiring team's reader
// without the organisation string): an index may start from them. ok is false where more can match.
func (f Filter[K]) Places() (positions []string, ok bool) {
	switch x := f.rest().(type) {
	case in:
		if x.col == colPosition {
			return x.of, true
		}
	case childAt:
		return x.positions, true
	case all:
		for _, e := range x {
			if i, is := e.(in); is && i.col == colPosition {
				return i.of, true
			}
		}
	}
	return nil, false
}
