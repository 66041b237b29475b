package access

import "slices"

// summarised replaces children by their summary, for lists and counts. A rule that does not ask for the actor's
// organisation itself cannot leave that to its children either.
func summarised(x expr, org string) expr {
	if tenant, _ := split(x, org); !tenant {
		org = ""
	}
	return lower(x, org)
}

// lower replaces each question about children. org is what their tenant's condition may be left to.
func lower(x expr, org string) expr {
	switch x := x.(type) {
	case someChild:
		return summarise(x.x, org)
	case noChild:
		return in{colSight, []string{"none"}}
	case all:
		return allOf(x, func(e expr) expr { return lower(e, org) })
	case any_:
		out := make(any_, 0, len(x))
		for _, e := range x {
			switch e := lower(e, org).(type) {
			case any_:
				out = append(out, e...)
			default:
				out = append(out, e)
			}
		}
		out = mergeIn(out)
		if slices.ContainsFunc(out, everybody) {
			return constant(true)
		}
		return simplifyAny(hiddenOnly(out))
	case not:
		return not{lower(x.x, org)}
	}
	return x
}

// everybody: whoever has an application of any kind, and whoever has none. The column holds nothing else.
func everybody(x expr) bool {
	e, ok := x.(in)
	return ok && e.col == colSight && subset([]string{"none", "open", "private"}, e.of)
}

// mergeIn joins alternatives over the same column into one list.
func mergeIn(xs any_) any_ {
	out := make(any_, 0, len(xs))
next:
	for _, x := range xs {
		for i, y := range out {
			if joined, ok := join(y, x); ok {
				out[i] = joined
				continue next
			}
		}
		out = append(out, x)
	}
	return out
}

func join(x, y expr) (expr, bool) {
	switch x := x.(type) {
	case in:
		if y, ok := y.(in); ok && x.col == y.col {
			return in{x.col, union(x.of, y.of)}, true
		}
	case childAt:
		if y, ok := y.(childAt); ok && x.hidden == y.hidden {
			return childAt{union(x.positions, y.positions), x.hidden}, true
		}
	}
	return nil, false
}

func union(x, y []string) []string {
	out := append(slices.Clone(x), y...)
	slices.Sort(out)
	return slices.Compact(out)
}

// summarise lowers "some application is visible" onto the summary column where the residual has the two
// forms that real roles leave ("not private", "on one of my positions"), because OR over EXISTS costs whole-table
// scans on both engines. Anything else stays an EXISTS.
func summarise(x expr, org string) expr {
	parts, ok := dropOrg(x, org).(any_)
	if !ok {
		parts = any_{x}
	}
	out := any_{}
	for _, p := range parts {
		p = dropOrg(p, org)
		switch e := p.(type) {
		case constant:
			return in{colSight, []string{"open", "private"}}
		case in:
			if e.col != colPosition {
				return someChild{x}
			}
			out = append(out, childAt{positions: e.of})
		case not:
			if t, ok := e.x.(isTrue); !ok || t.col != colPrivate {
				return someChild{x}
			}
			out = append(out, in{colSight, []string{"open"}})
		default:
			return someChild{x}
		}
	}
	return simplifyAny(hiddenOnly(mergeIn(out)))
}

// hiddenOnly: beside "has an application that is not private", only private applications can still add somebody.
// They are few, and have an index of their own.
func hiddenOnly(xs any_) any_ {
	if !slices.ContainsFunc(xs, func(x expr) bool {
		e, ok := x.(in)
		return ok && e.col == colSight && slices.Contains(e.of, "open")
	}) {
		return xs
	}
	out := slices.Clone(xs)
	for i, x := range out {
		if e, ok := x.(childAt); ok {
			out[i] = childAt{e.positions, true}
		}
	}
	return out
}

// dropOrg: a candidate's applications are of the candidate's organisation (the database sees to it), which
// the parent's own tenant condition already tests.
func dropOrg(x expr, org string) expr {
	_, rest := split(x, org)
	return rest
}

// split takes the tenant's condition out of a conjunction.
func split(x expr, org string) (tenant bool, rest expr) {
	if isTenant(x, org) {
		return true, constant(true)
	}
	conj, ok := x.(all)
	if !ok {
		return false, x
	}
	out := make(all, 0, len(conj))
	for _, e := range conj {
		if isTenant(e, org) {
			tenant = true
		} else {
			out = append(out, e)
		}
	}
	return tenant, simplifyAll(out)
}

func isTenant(x expr, org string) bool {
	e, ok := x.(in)
	return ok && e.col == colOrg && len(e.of) == 1 && e.of[0] == org
}
