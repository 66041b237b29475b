package access

import (
	"fmt"
	"slices"
)

// expr is a rule's tree. The set of nodes is closed: a new one needs its reason in an ADR and all four
// interpreters: decide (decide.go), reduce (reduce.go), write (write.go), explain (explain.go).
//
// Source nodes read the actor (holds, holdsOn, onTeam, isMe, sameOrg, linked); reduce replaces them by what is
// left to ask of columns once the actor is known.
type expr interface {
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
	holds   struct{ permission }
	holdsOn struct {
		col Column
		permission
	}
	onTeam struct{ col Column } // any team role on the position
	isMe   struct {
		col     Column
		through Set // an API key needs one of these; none: it needs nothing
	}
	sameOrg struct{}
	isTrue  struct{ col Column } // unknown reads as yes for private, as no for everything else
	in      struct {
		col Column
		of  []string
	}
	linked struct {
		through Set
		member  string // empty in a rule, filled by reduce
	}
	someChild  struct{ x expr }
	everyChild struct{ of, x expr } // x for each child of which the member, whatever key they use, may say of
	noChild    struct{}
	childAt    struct { // after lowering only: some application on one of these positions
		positions []string
		hidden    bool // a private one: those that are not are seen already
	}
)

// permission is a string with its number in the catalogue, looked up once when the rule is made.
type permission struct {
	p Permission
	n int
}

func theString(p Permission) permission {
	n, known := numbers[p]
	if !known {
		panic("access: a rule names the unknown permission " + string(p))
	}
	return permission{p, n}
}

func all_(xs ...expr) expr { return all(xs) }
func some(xs ...expr) expr { return any_(xs) }

// negate is refused over anything that a permission or a team role could make true: more rights never show less. The
// one exception is what everyChild is asked of: whoever sees more applications has to answer for more.
func negate(x expr) expr {
	if readsRights(x) {
		panic("access: Not over a permission")
	}
	return not{x}
}

func readsRights(x expr) bool {
	switch x := x.(type) {
	case holds, holdsOn, onTeam, someChild, everyChild:
		return true
	case all:
		return slices.ContainsFunc(x, readsRights)
	case any_:
		return slices.ContainsFunc(x, readsRights)
	case not:
		return readsRights(x.x)
	case named:
		return readsRights(x.x)
	}
	return false
}

func unreduced(x expr) string { return fmt.Sprintf("access: %T is not reduced", x) }
