package access

import "slices"

// decide answers for one object, in memory. It is one function over all nodes, not a method of each, so that
// neither the actor nor the row has to leave the stack: a page of a board asks it some hundred times.
func decide(x expr, a *Actor, r *Row) bool {
	switch x := x.(type) {
	case constant:
		return bool(x)
	case all:
		for _, e := range x {
			if !decide(e, a, r) {
				return false
			}
		}
		return true
	case any_:
		for _, e := range x {
			if decide(e, a, r) {
				return true
			}
		}
		return false
	case not:
		return !decide(x.x, a, r)
	case named:
		return decide(x.x, a, r)
	case holds:
		return a.holds(x.n)
	case holdsOn:
		return a.holdsAt(x.n, r.text(x.col))
	case onTeam:
		return a.onTeam(r.text(x.col))
	case isMe:
		return a.ownThrough(x.through) && r.text(x.col) == a.member
	case sameOrg:
		return a.org != "" && r.OrgID == a.org
	case isTrue:
		t := r.truth(x.col)
		return t == Yes || t == Unknown && x.unknown()
	case in:
		v := r.text(x.col)
		return v != "" && slices.Contains(x.of, v)
	case linked:
		return a.ownThrough(x.through) && slices.Contains(r.Linked, a.member)
	case someChild:
		for i := range r.Children {
			if decide(x.x, a, &r.Children[i]) {
				return true
			}
		}
		return false
	case everyChild:
		whole := a.inPerson()
		for i := range r.Children {
			if decide(x.of, &whole, &r.Children[i]) && !decide(x.x, a, &r.Children[i]) {
				return false
			}
		}
		return r.KnowsChildren
	case noChild:
		return r.KnowsChildren && len(r.Children) == 0
	}
	panic(unreduced(x)) // childAt and whatever is not a rule's
}

// unknown says what NULL means: what may be private is private, what may be public is not.
func (x isTrue) unknown() bool { return x.col == colPrivate }
