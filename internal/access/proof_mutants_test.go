package access

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
)

// mutant is a rule with one thing changed.
type mutant struct {
	what string
	x    expr
}

// mutants are all rules that differ from a rule in one place: a part dropped or made constant, negated where that is
// legal, All for Any, another string, another column, another constant.
func mutants(p proof) []mutant {
	out := mutantsOf(p.x, p.reads, p.res)
	var kept []mutant
	for _, m := range out {
		if !slices.ContainsFunc(kept, func(o mutant) bool { return fmt.Sprintf("%#v", o.x) == fmt.Sprintf("%#v", m.x) }) {
			kept = append(kept, m)
		}
	}
	return kept
}

func mutantsOf(x expr, reads []Permission, res *resource) (out []mutant) {
	add := func(what string, x expr) { out = append(out, mutant{what, x}) }
	inside := func(inner expr, rebuild func(expr) expr) {
		for _, m := range mutantsOf(inner, reads, res) {
			add(m.what, rebuild(m.x))
		}
	}
	if _, wrapped := x.(named); !wrapped {
		add(fmt.Sprintf("%s is always", nodeName(x)), constant(true))
		add(fmt.Sprintf("%s is never", nodeName(x)), constant(false))
		if _, isNot := x.(not); !isNot && !readsRights(x) {
			add(fmt.Sprintf("not %s", nodeName(x)), not{x})
		}
	}
	switch x := x.(type) {
	case all:
		add("Any for All", any_(x))
		for i := range x {
			add(fmt.Sprintf("All without %s", nodeName(x[i])), all(slices.Delete(slices.Clone(x), i, i+1)))
			inside(x[i], func(e expr) expr { y := slices.Clone(x); y[i] = e; return y })
		}
	case any_:
		add("All for Any", all(x))
		for i := range x {
			add(fmt.Sprintf("Any without %s", nodeName(x[i])), any_(slices.Delete(slices.Clone(x), i, i+1)))
			inside(x[i], func(e expr) expr { y := slices.Clone(x); y[i] = e; return y })
		}
	case not:
		add("Not dropped", x.x)
		inside(x.x, func(e expr) expr { return not{e} })
	case named:
		inside(x.x, func(e expr) expr { x.x = e; return x })
	case someChild:
		for _, m := range mutantsOf(x.x, reads, res.child.kind) {
			add(m.what, someChild{m.x})
		}
	case everyChild:
		add("some for every", someChild{all{x.of, x.x}})
		for _, m := range mutantsOf(x.of, reads, res.child.kind) {
			add(m.what, everyChild{m.x, x.x})
		}
		for _, m := range mutantsOf(x.x, reads, res.child.kind) {
			add(m.what, everyChild{x.of, m.x})
		}
	default:
		out = append(out, mutantLeaves(x, reads, res)...)
	}
	return out
}

var textColumns = []Column{colOrg, colPosition, colStatus, colOwn, colAuthor, colSubmitter, colObject}

func mutantLeaves(x expr, reads []Permission, res *resource) (out []mutant) {
	was := nodeName(x)
	add := func(x expr) { out = append(out, mutant{nodeName(x) + " for " + was, x}) }
	switch x := x.(type) {
	case holds:
		for _, p := range otherStrings(x.p, reads) {
			add(holds{p})
		}
		if res.columns[colPosition] != "" {
			add(holdsOn{colPosition, x.permission})
		}
	case holdsOn:
		for _, p := range otherStrings(x.p, reads) {
			add(holdsOn{x.col, p})
		}
		for _, c := range otherColumns(x.col, res) {
			add(holdsOn{c, x.permission})
		}
		add(holds{x.permission})
		add(onTeam{x.col})
	case onTeam:
		for _, c := range otherColumns(x.col, res) {
			add(onTeam{c})
		}
	case isMe:
		for _, c := range otherColumns(x.col, res) {
			add(isMe{c, x.through})
		}
		for _, s := range otherSets(x.through) {
			add(isMe{x.col, s})
		}
	case linked:
		for _, s := range otherSets(x.through) {
			add(linked{through: s})
		}
	case isTrue:
		for _, c := range []Column{colPrivate, colPublic} {
			if c != x.col && res.columns[c] != "" {
				add(isTrue{c})
			}
		}
	case in:
		for i := range x.of {
			add(in{x.col, slices.Delete(slices.Clone(x.of), i, i+1)})
		}
		for _, v := range slices.Concat(statuses, posted, objects, visibilities, rounds, asked) {
			if v != "" && !slices.Contains(x.of, v) && slices.Contains(valuesOf(x, res), v) {
				add(in{x.col, append(slices.Clone(x.of), v)})
			}
		}
		for _, c := range otherColumns(x.col, res) {
			add(in{c, x.of})
		}
	}
	return out
}

// valuesOf are the values that a list's column takes in the states of its kind.
func valuesOf(x in, res *resource) []string {
	switch {
	case x.col == colObject && slices.Contains(asked, x.of[0]):
		return asked
	case x.col == colObject:
		return objects
	case res == &libraryResource:
		return visibilities
	case res == &requestResource:
		return rounds
	case slices.Contains(posted, x.of[0]):
		return posted
	}
	return statuses
}

// otherStrings are those that the rule reads elsewhere, and the neighbours in the catalogue.
func otherStrings(p Permission, reads []Permission) (out []permission) {
	n := numbers[p]
	for _, o := range slices.Concat(reads, strings_(catalogue[(n+1)%len(catalogue)].Permission, catalogue[(n+len(catalogue)-1)%len(catalogue)].Permission)) {
		if o != p {
			out = append(out, theString(o))
		}
	}
	return out
}

// otherColumns are those that the kind has; a rule over any other does not compile.
func otherColumns(c Column, res *resource) []Column {
	return slices.DeleteFunc(slices.Clone(textColumns), func(o Column) bool { return o == c || res.columns[o] == "" })
}

// otherSets: nothing is needed, only one of them, a string more.
func otherSets(s Set) (out []Set) {
	if s == (Set{}) { // one's own file is nobody's to need a string for
		return []Set{SetOf(OrgView)}
	}
	out = append(out, Set{}, s.With(OrgView))
	for _, p := range s.List() {
		if s.Len() > 1 {
			out = append(out, s.Minus(SetOf(p)))
		}
	}
	return append(out, SetOf(OrgView))
}

func nodeName(x expr) string {
	switch x := x.(type) {
	case all, any_, not, someChild, everyChild:
		return fmt.Sprintf("%T", x)[len("access."):]
	case named:
		return x.label
	case holds:
		return "holds " + string(x.p)
	case holdsOn:
		return fmt.Sprintf("holds %s on %s", x.p, columnNames[x.col])
	case isMe:
		return fmt.Sprintf("%s is me %v", columnNames[x.col], x.through.List())
	case linked:
		return fmt.Sprintf("linked %v", x.through.List())
	}
	return fmt.Sprintf("%T%v", x, x)
}

// equivalents are mutants that are the same rule in other words, each with the reason.
var equivalents = map[string]string{
	"holds job_positions:view_private on position for holds job_positions:view_private in make the position private or not": "whoever holds it by a team role is on the team",
	"holds members:view on position for holds members:view in see e-mail addresses of the hiring team":                      "whoever holds it by a team role is on the team",
}

func init() {
	for _, kind := range []string{"question", "template", "form"} {
		own := in{colStatus, []string{"personal", "pending"}}
		equivalents[nodeName(in{colStatus, append(slices.Clone(own.of), "org")})+" for "+nodeName(own)+" in clone the "+kind] = "what the organisation has is everybody's to clone"
	}
	for _, object := range []string{"interview", "feedback", "offer"} {
		for _, free := range []string{"none", "note", "file", "mail", "moved"} {
			equivalents[nodeName(in{colObject, []string{object, free}})+" for "+nodeName(in{colObject, []string{object}})+" in read the line"] = "the first alternative lets it through already"
		}
	}
}

// Guard 6, policy: each mutant of each rule differs from the oracle in some state. So every part of every rule
// matters, and the states notice it.
func TestEveryPartOfEveryRuleMatters(t *testing.T) {
	var count atomic.Int64
	t.Cleanup(func() { t.Logf("%d mutants of %d rules", count.Load(), len(proofs())) })
	for _, p := range proofs() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := solve(t, p.name)
			order := rand.New(rand.NewPCG(1, 2)).Perm(len(s.actors)) // neighbours are alike: a shuffle kills sooner
			for _, m := range mutants(p) {
				count.Add(1)
				reason, same := equivalents[m.what+" in "+p.name]
				if killed := s.kills(m.x, order); !killed && !same {
					t.Errorf("survives: %s\n%s", m.what, nodeTree(m.x))
				} else if killed && same {
					t.Errorf("%s is not the same rule after all: %s", m.what, reason)
				}
			}
		})
	}
}

func (s *solved) kills(x expr, order []int) bool {
	for _, n := range order {
		for i := range s.all {
			if decide(x, &s.actors[n], &s.all[i].Row) != s.want[n][i] {
				return true
			}
		}
	}
	return false
}

func nodeTree(x expr) string {
	list := func(name string, xs []expr) string {
		s := name + "("
		for i, e := range xs {
			if i > 0 {
				s += ", "
			}
			s += nodeTree(e)
		}
		return s + ")"
	}
	switch x := x.(type) {
	case all:
		return list("all", x)
	case any_:
		return list("any", x)
	case not:
		return "not " + nodeTree(x.x)
	case named:
		return nodeTree(x.x)
	case someChild:
		return "some child " + nodeTree(x.x)
	case everyChild:
		return "every child of " + nodeTree(x.of) + " is " + nodeTree(x.x)
	}
	return nodeName(x)
}
