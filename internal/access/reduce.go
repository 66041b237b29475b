package access

// reduce: the actor is known, what is left mentions columns only.

func (x constant) reduce(*Actor, *resource) expr { return x }

func (x all) reduce(a *Actor, res *resource) expr {
	return allOf(x, func(e expr) expr { return e.reduce(a, res) })
}

func (x any_) reduce(a *Actor, res *resource) expr {
	return anyOf(x, func(e expr) expr { return e.reduce(a, res) })
}

func (x not) reduce(a *Actor, res *resource) expr { return negated(x.x.reduce(a, res)) }

func (x named) reduce(a *Actor, res *resource) expr { return x.x.reduce(a, res) }
func (x holds) reduce(a *Actor, _ *resource) expr   { return constant(a.holds(x.n)) }

func (x holdsOn) reduce(a *Actor, _ *resource) expr {
	if a.holds(x.n) {
		return constant(true)
	}
	return among(x.col, a.positionsWith(x.n))
}

func (x onTeam) reduce(a *Actor, _ *resource) expr {
	return among(x.col, a.positions(func(seat) bool { return true }))
}

func among(col Column, values []string) expr {
	if len(values) == 0 {
		return constant(false)
	}
	return in{col, values}
}

func (x isMe) reduce(a *Actor, _ *resource) expr {
	if !a.ownThrough(x.through) {
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
func (x in) reduce(*Actor, *resource) expr     { return among(x.col, x.of) }

func (x linked) reduce(a *Actor, res *resource) expr {
	if !a.ownThrough(x.through) || res.link == nil {
		return constant(false)
	}
	return linked{member: a.member}
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

func (x everyChild) reduce(a *Actor, res *resource) expr {
	if res.child == nil {
		return constant(false)
	}
	whole := a.inPerson()
	return everyChild{x.of.reduce(&whole, res.child.kind), x.x.reduce(a, res.child.kind)}
}

func (x noChild) reduce(_ *Actor, res *resource) expr {
	if res.child == nil {
		return constant(false)
	}
	return x
}

func (x childAt) reduce(*Actor, *resource) expr { return x }
