package access

import "slices"

func simplifyAll(xs all) expr {
	out := xs
	for i, x := range xs { // nearly always nothing is, and nothing needs copying
		switch {
		case !absorbed(x, xs, i):
			if len(out) < len(xs) {
				out = append(out, x)
			}
		case len(out) == len(xs):
			out = append(make(all, 0, len(xs)-1), xs[:i]...)
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
	case childAt:
		e, ok := y.(childAt)
		return ok && subset(e.positions, x.positions) && (e.hidden || !x.hidden)
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

// atPosition decides what is said of the position, once it is known.
func atPosition(x expr, position string) expr {
	switch x := x.(type) {
	case in:
		if x.col == colPosition {
			return constant(slices.Contains(x.of, position))
		}
	case not:
		return negated(atPosition(x.x, position))
	case all:
		return allOf(x, func(e expr) expr { return atPosition(e, position) })
	case any_:
		return anyOf(x, func(e expr) expr { return atPosition(e, position) })
	}
	return x
}

// negated, allOf and anyOf build a tree anew from changed parts, without constants in it.
func negated(x expr) expr {
	switch x := x.(type) {
	case constant:
		return !x
	case not:
		return x.x
	}
	return not{x}
}

func allOf(xs all, change func(expr) expr) expr {
	out := make(all, 0, len(xs))
	for _, x := range xs {
		switch x := change(x).(type) {
		case constant:
			if !x {
				return constant(false)
			}
		case all:
			out = append(out, x...)
		default:
			out = append(out, x)
		}
	}
	return simplifyAll(out)
}

func anyOf(xs any_, change func(expr) expr) expr {
	out := make(any_, 0, len(xs))
	for _, x := range xs {
		switch x := change(x).(type) {
		case constant:
			if x {
				return constant(true)
			}
		case any_:
			out = append(out, x...)
		default:
			out = append(out, x)
		}
	}
	return simplifyAny(out)
}
