package access

import (
	"fmt"
	"slices"
)

// expr is a rule's tree. The set of nodes is closed: a new one needs its reason in an ADR and all four
// interpreters (decide, reduce, write, explain).
//
// Source nodes read the actor (holds, holdsOn, isMe, sameOrg, linked); reduce replaces them by what is left to
// ask of columns once the actor is known.
type expr interface {
	decide(a *Actor, r *Row) bool
	reduce(a *Actor, res *resource) expr
	write(w *writer, negated bool)
	explain(a *Actor, r *Row) Tree
}

type (
	constant bool
	all      []expr
	any_     []expr
	not      struct{ x expr }
	named    struct {
		label, code, sentence string
		x                     expr
	}
	holds   struct{ p Permission }
	holdsOn struct {
		col Column
		p   Permission
	}
	isMe    struct{ col Column }
	sameOrg struct{}
	isTrue  struct{ col Column } // unknown reads as yes for private, as no for everything else
	in      struct {
		col Column
		of  []string
	}
	linked    struct{ member string } // member is empty in a rule, filled by reduce
	someChild struct{ x expr }
	noChild   struct{}
	childAt   struct{ positions []string } // after reduce only: some application on one of these positions
)

func sortStrings(s []string) { slices.Sort(s) }

func all_(xs ...expr) expr { return all(xs) }
func some(xs ...expr) expr { return any_(xs) }

// negate is refused over anything that a permission or a team role could make true: more rights never show less.
func negate(x expr) expr {
	if readsRights(x) {
		panic("access: Not over a permission")
	}
	return not{x}
}

func readsRights(x expr) bool {
	switch x := x.(type) {
	case holds, holdsOn:
		return true
	case all:
		return slices.ContainsFunc(x, readsRights)
	case any_:
		return slices.ContainsFunc(x, readsRights)
	case not:
		return readsRights(x.x)
	case named:
		return readsRights(x.x)
	case someChild:
		return true
	}
	return false
}

// ---- decide: one object, in memory

func (x constant) decide(*Actor, *Row) bool { return bool(x) }

func (x all) decide(a *Actor, r *Row) bool {
	for _, e := range x {
		if !e.decide(a, r) {
			return false
		}
	}
	return true
}

func (x any_) decide(a *Actor, r *Row) bool {
	for _, e := range x {
		if e.decide(a, r) {
			return true
		}
	}
	return false
}

func (x not) decide(a *Actor, r *Row) bool     { return !x.x.decide(a, r) }
func (x named) decide(a *Actor, r *Row) bool   { return x.x.decide(a, r) }
func (x holds) decide(a *Actor, _ *Row) bool   { return a.Holds(x.p) }
func (x holdsOn) decide(a *Actor, r *Row) bool { return a.HoldsOn(x.p, r.text(x.col)) }

func (x isMe) decide(a *Actor, r *Row) bool {
	return a.member != "" && r.text(x.col) == a.member
}

func (sameOrg) decide(a *Actor, r *Row) bool { return a.org != "" && r.OrgID == a.org }

func (x isTrue) decide(_ *Actor, r *Row) bool {
	t := r.truth(x.col)
	return t == Yes || t == Unknown && x.unknown()
}

// unknown says what NULL means: what may be private is private, what may be public is not.
func (x isTrue) unknown() bool { return x.col == colPrivate }

func (x in) decide(_ *Actor, r *Row) bool {
	v := r.text(x.col)
	return v != "" && slices.Contains(x.of, v)
}

func (x linked) decide(a *Actor, r *Row) bool {
	return a.member != "" && slices.Contains(r.Linked, a.member)
}

func (x someChild) decide(a *Actor, r *Row) bool {
	for i := range r.Children {
		if x.x.decide(a, &r.Children[i]) {
			return true
		}
	}
	return false
}

func (noChild) decide(_ *Actor, r *Row) bool { return r.KnowsChildren && len(r.Children) == 0 }

func (x childAt) decide(_ *Actor, r *Row) bool {
	return slices.ContainsFunc(r.Children, func(c Row) bool { return slices.Contains(x.positions, c.PositionID) })
}

// ---- reduce: the actor is known, what is left mentions columns only

func (x constant) reduce(*Actor, *resource) expr { return x }

func (x all) reduce(a *Actor, res *resource) expr {
	out := make(all, 0, len(x))
	for _, e := range x {
		switch e := e.reduce(a, res).(type) {
		case constant:
			if !e {
				return constant(false)
			}
		case all:
			out = append(out, e...)
		default:
			out = append(out, e)
		}
	}
	return simplifyAll(out)
}

func (x any_) reduce(a *Actor, res *resource) expr {
	out := make(any_, 0, len(x))
	for _, e := range x {
		switch e := e.reduce(a, res).(type) {
		case constant:
			if e {
				return constant(true)
			}
		case any_:
			out = append(out, e...)
		default:
			out = append(out, e)
		}
	}
	return simplifyAny(out)
}

func (x not) reduce(a *Actor, res *resource) expr {
	switch e := x.x.reduce(a, res).(type) {
	case constant:
		return !e
	case not:
		return e.x
	default:
		return not{e}
	}
}

func (x named) reduce(a *Actor, res *resource) expr { return x.x.reduce(a, res) }
func (x holds) reduce(a *Actor, _ *resource) expr   { return constant(a.Holds(x.p)) }

func (x holdsOn) reduce(a *Actor, _ *resource) expr {
	if a.Holds(x.p) {
		return constant(true)
	}
	if at := a.positionsWith(x.p); len(at) > 0 {
		return in{x.col, at}
	}
	return constant(false)
}

func (x isMe) reduce(a *Actor, _ *resource) expr {
	if a.member == "" {
		return constant(false)
	}
	return in{x.col, []string{a.member}}
}

func (sameOrg) reduce(a *Actor, _ *resource) expr {
	if a.org == "" {
		return constant(false)
	}
	return in{colOrg, []string{a.org}}
}

func (x isTrue) reduce(*Actor, *resource) expr { return x }
func (x in) reduce(*Actor, *resource) expr {
	if len(x.of) == 0 {
		return constant(false)
	}
	return x
}

func (x linked) reduce(a *Actor, res *resource) expr {
	if a.member == "" || res.link == nil {
		return constant(false)
	}
	return linked{a.member}
}

func (x someChild) reduce(a *Actor, res *resource) expr {
	if res.child == nil {
		return constant(false)
	}
	inner := x.x.reduce(a, res.child.kind)
	if c, ok := inner.(constant); ok && !bool(c) {
		return constant(false)
	}
	return someChild{inner}
}

func (x noChild) reduce(_ *Actor, res *resource) expr {
	if res.child == nil {
		return constant(false)
	}
	return x
}

func (x childAt) reduce(*Actor, *resource) expr { return x }

// lower replaces children by their summary, for lists and counts.
func lower(x expr) expr {
	switch x := x.(type) {
	case someChild:
		return summarise(x.x)
	case noChild:
		return in{colSight, []string{"none"}}
	case all:
		out := make(all, len(x))
		for i, e := range x {
			out[i] = lower(e)
		}
		return simplifyAll(out)
	case any_:
		out := make(any_, 0, len(x))
		for _, e := range x {
			if inner, ok := lower(e).(any_); ok {
				out = append(out, inner...)
			} else {
				out = append(out, lower(e))
			}
		}
		return simplifyAny(mergeIn(out))
	case not:
		return not{lower(x.x)}
	}
	return x
}

// mergeIn joins alternatives over the same column into one list.
func mergeIn(xs any_) any_ {
	out := make(any_, 0, len(xs))
next:
	for _, x := range xs {
		e, ok := x.(in)
		if ok {
			for i, y := range out {
				if o, ok := y.(in); ok && o.col == e.col {
					merged := append(slices.Clone(o.of), e.of...)
					slices.Sort(merged)
					out[i] = in{o.col, slices.Compact(merged)}
					continue next
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// summarise lowers "some application is visible" onto the summary column where the residual has the two
// forms that real roles leave ("not private", "on one of my positions"), because OR over EXISTS costs whole-table
// scans on both engines. Anything else stays an EXISTS.
func summarise(x expr) expr {
	parts, ok := dropOrg(x).(any_)
	if !ok {
		parts = any_{x}
	}
	out := any_{}
	for _, p := range parts {
		p = dropOrg(p)
		switch e := p.(type) {
		case constant:
			return in{colSight, []string{"open", "private"}}
		case in:
			if e.col != colPosition {
				return someChild{x}
			}
			out = append(out, childAt{e.of})
		case not:
			if t, ok := e.x.(isTrue); !ok || t.col != colPrivate {
				return someChild{x}
			}
			out = append(out, in{colSight, []string{"open"}})
		default:
			return someChild{x}
		}
	}
	return simplifyAny(out)
}

// dropOrg: a candidate's applications are of the candidate's organisation (the database sees to it), which
// the parent's own tenant condition already tests.
func dropOrg(x expr) expr {
	conj, ok := x.(all)
	if !ok {
		if e, ok := x.(in); ok && e.col == colOrg {
			return constant(true)
		}
		return x
	}
	out := make(all, 0, len(conj))
	for _, e := range conj {
		if t, ok := e.(in); ok && t.col == colOrg {
			continue
		}
		out = append(out, e)
	}
	return simplifyAll(out)
}

func simplifyAll(xs all) expr {
	out := make(all, 0, len(xs))
	for i, x := range xs {
		if !absorbed(x, xs, i) {
			out = append(out, x)
		}
	}
	switch len(out) {
	case 0:
		return constant(true)
	case 1:
		return out[0]
	}
	return out
}

// absorbed: in a conjunction, a part that another part implies says nothing ("on my positions, and (not
// private or on my positions)").
func absorbed(x expr, xs all, at int) bool {
	for j, y := range xs {
		if j == at || !implies(y, x) {
			continue
		}
		if implies(x, y) && at < j { // equal: keep the first
			continue
		}
		return true
	}
	return false
}

func implies(y, x expr) bool {
	switch x := x.(type) {
	case in:
		e, ok := y.(in)
		return ok && e.col == x.col && subset(e.of, x.of)
	case any_:
		return slices.ContainsFunc(x, func(part expr) bool { return implies(y, part) })
	case isTrue:
		e, ok := y.(isTrue)
		return ok && e == x
	case not:
		e, ok := y.(not)
		if !ok {
			return false
		}
		a, ok1 := e.x.(isTrue)
		b, ok2 := x.x.(isTrue)
		return ok1 && ok2 && a == b
	case linked:
		e, ok := y.(linked)
		return ok && e == x
	}
	return false
}

func simplifyAny(xs any_) expr {
	out := make(any_, 0, len(xs))
	for i, x := range xs {
		keep := true
		for j, y := range xs {
			if i != j && implies(x, y) && !(implies(y, x) && i < j) {
				keep = false
				break
			}
		}
		if keep {
			out = append(out, x)
		}
	}
	switch len(out) {
	case 0:
		return constant(false)
	case 1:
		return out[0]
	}
	return out
}

func subset(small, big []string) bool {
	if len(small) > len(big) {
		return false
	}
	for _, s := range small {
		if !slices.Contains(big, s) {
			return false
		}
	}
	return true
}

func unreduced(x expr) string { return fmt.Sprintf("access: %T is not reduced", x) }
