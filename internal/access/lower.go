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
		out := make(all, len(x))
		for i, e := range x {
			out[i] = lower(e, org)
		}
		return simplifyAll(out)
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
		return simplifyAny(mergeIn(out))
	case not:
		return not{lower(x.x, org)}
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
