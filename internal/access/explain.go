package access

import (
	"fmt"

	"candor/internal/errs"
)

// Tree is why: every named part of a rule with its fact and verdict.
type Tree struct {
	Label string
	Yes   bool
	Parts []Tree
}

// Explain is the decision with its reasons. It is for the actor themselves, or for the access explorer; what it
// names of the row must be visible to whoever reads it. No door opens to it yet: the access explorer, an issue to
// come, is that door, and until then the proofs keep it true.
func Explain[K Kind](a Actor, rule Rule[K], row Row) Tree {
	t := rule.x.explain(&a, &row)
	t.Label = rule.name
	return t
}

func (x constant) explain(*Actor, *Row) Tree { return Tree{Label: fmt.Sprint(bool(x)), Yes: bool(x)} }

func (x all) explain(a *Actor, r *Row) Tree  { return explainParts("all of", x, a, r, decide(x, a, r)) }
func (x any_) explain(a *Actor, r *Row) Tree { return explainParts("one of", x, a, r, decide(x, a, r)) }

func explainParts(label string, xs []expr, a *Actor, r *Row, yes bool) Tree {
	t := Tree{Label: label, Yes: yes}
	for _, x := range xs {
		t.Parts = append(t.Parts, x.explain(a, r))
	}
	return t
}

func (x not) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "not", Yes: decide(x, a, r), Parts: []Tree{x.x.explain(a, r)}}
}

func (x named) explain(a *Actor, r *Row) Tree {
	inner := x.x.explain(a, r)
	return Tree{Label: x.label, Yes: inner.Yes, Parts: inner.Parts}
}

func (x holds) explain(a *Actor, r *Row) Tree {
	return Tree{Label: fmt.Sprintf("your role holds %s", x.p), Yes: decide(x, a, r)}
}

func (x holdsOn) explain(a *Actor, r *Row) Tree {
	return Tree{Label: fmt.Sprintf("your role or your part on this position holds %s", x.p), Yes: decide(x, a, r)}
}

func (x onTeam) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "you are on the hiring team", Yes: decide(x, a, r)}
}

func (x isMe) explain(a *Actor, r *Row) Tree {
	return Tree{Label: fmt.Sprintf("the %s is you", columnNames[x.col]), Yes: decide(x, a, r)}
}

func (x sameOrg) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "in your organisation", Yes: decide(x, a, r)}
}

func (x isTrue) explain(a *Actor, r *Row) Tree {
	return Tree{Label: fmt.Sprintf("it is %s", columnNames[x.col]), Yes: decide(x, a, r)}
}

func (x in) explain(a *Actor, r *Row) Tree {
	return Tree{Label: fmt.Sprintf("its %s is one of %v", columnNames[x.col], x.of), Yes: decide(x, a, r)}
}

func (x linked) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "you are assigned", Yes: decide(x, a, r)}
}

func (x someChild) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "one of the applications allows it", Yes: decide(x, a, r)}
}

func (x everyChild) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "every application you see allows it", Yes: decide(x, a, r)}
}

func (x noChild) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "there is no application", Yes: decide(x, a, r)}
}

func (x childAt) explain(a *Actor, r *Row) Tree {
	return Tree{Label: "there is an application on one of your positions", Yes: decide(x, a, r)}
}

// Pass is the proof that an actor may do something to one object. Only Permit can issue one; a store's
// change of a single object takes it.
type Pass[K Kind] struct{ id, org, member string }

// ID is the object's id.
func (p Pass[K]) ID() string { return p.id }

// OrgID is the object's organisation.
func (p Pass[K]) OrgID() string { return p.org }

// Valid is false for the zero value, which no store accepts.
func (p Pass[K]) Valid() bool { return p.id != "" }

// Permit decides about an object that the actor sees, and refuses (403) with a code and one sentence that
// names only what the actor may know.
func Permit[K Kind](a Actor, rule Rule[K], row Row) (Pass[K], error) {
	if !decide(rule.x, &a, &row) {
		code, sentence := why(rule.x, &a, &row)
		return Pass[K]{}, errs.Refuse(code, sentence)
	}
	return Pass[K]{id: row.ID, org: row.OrgID, member: a.member}, nil
}

// Withheld says why a part of a visible item is withheld, or that it is not.
func Withheld[K Kind](a Actor, rule Rule[K], row Row) (code, sentence string, withheld bool) {
	if decide(rule.x, &a, &row) {
		return "", "", false
	}
	code, sentence = why(rule.x, &a, &row)
	return code, sentence, true
}

// why finds the first part of a rule that failed and has words for it.
func why(x expr, a *Actor, r *Row) (code, sentence string) {
	if code, sentence = firstReason(x, a, r); code != "" {
		return code, sentence
	}
	return "not_permitted", "You may not do this here."
}

func firstReason(x expr, a *Actor, r *Row) (code, sentence string) {
	if decide(x, a, r) {
		return "", ""
	}
	switch x := x.(type) {
	case named:
		if x.code == "" {
			return firstReason(x.x, a, r)
		}
		if whole := a.inPerson(); a.key != nil && decide(x.x, &whole, r) { // the member may, their key may not
			_, sentence = firstReason(x.x, a, r)
		}
		if sentence == "" {
			sentence = x.sentence
		}
		return x.code, sentence
	case all:
		for _, e := range x {
			if code, sentence = firstReason(e, a, r); code != "" {
				return code, sentence
			}
		}
	case any_:
		for _, e := range x {
			if code, sentence = firstReason(e, a, r); code != "" {
				return code, sentence
			}
		}
	case holds:
		e := errs.As(a.refusal(x.p, false))
		return e.Code, e.Message
	case holdsOn:
		e := errs.As(a.refusal(x.p, true))
		return e.Code, e.Message
	}
	return "", ""
}
