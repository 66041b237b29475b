package access

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/db"
)

// sameRules begins each series of random rules at the place that CANDOR_PROOF_SEED names: whether a planted fault is
// noticed must not be a matter of luck (internal/access/faults). Without it each run has rules of its own.
func sameRules(t *testing.T, series int) {
	seed, err := strconv.Atoi(os.Getenv("CANDOR_PROOF_SEED"))
	if err != nil {
		return
	}
	if err := flag.Set("rapid.seed", strconv.Itoa(1000*seed+series)); err != nil {
		t.Fatal(err)
	}
}

// The compiler has to be right for rules that nobody wrote yet: random trees over the closed set of nodes, for random
// actors, over rows of a kind that has every column, a link and children, with NULL wherever a column can hold it.
func TestRandomRulesMeanTheSameInSQL(t *testing.T) {
	checks := 10
	if full {
		checks = 200
	}
	engines(t, func(t *testing.T, d *db.DB) {
		rows := randomRows(500)
		withScratch(t, d, &anythingResource, rows, func(s *scratch) {
			shapes := map[Shape]int{}
			for n := range checks {
				sameRules(t, n)
				rapid.Check(t, func(rt *rapid.T) {
					s.t, s.seen = rt, map[string]answers{}
					x := randomRule(rt, &anythingResource, 4)
					if rapid.IntRange(0, 3).Draw(rt, "tenant") > 0 {
						x = all{sameOrg{}, x}
					}
					for range 3 {
						k := randomAsker(rt)
						a := k.actor()
						f := Where(a, Rule[anything]{"random", x})
						want := decisions(x, a, rows)
						shapes[f.Shape()]++
						s.compare(f, want, fmt.Sprint(k, "\n", nodeTree(x)))
						g, both := s.another(rt) // "view as": what one may see and the other may see
						for i := range want {
							both[i] = both[i] && want[i]
						}
						s.compare(f.And(g), both, fmt.Sprint("both: ", k, "\n", nodeTree(x)))
						for i := range 20 {
							if Explain(a, Rule[anything]{"random", x}, rows[i].Row).Yes != want[i] {
								rt.Fatalf("explained otherwise than decided: %s\n%+v", nodeTree(x), rows[i].Row)
							}
						}
					}
				})
			}
			s.t = t
			t.Logf("shapes %v", shapes)
			for shape := Nothing; shape <= General; shape++ {
				if shapes[shape] == 0 {
					t.Errorf("no random rule had the shape %q", shape)
				}
			}
		})
	})
}

// another is a second filter with what it decides.
func (s *scratch) another(t *rapid.T) (Filter[anything], answers) {
	x := all{sameOrg{}, randomRule(t, &anythingResource, 2)}
	a := randomAsker(t).actor()
	return Where(a, Rule[anything]{"another", x}), decisions(x, a, s.rows)
}

var randomStrings = strings_(CandidatesView, PositionsViewPrivate, CandidatesClose)

// randomRows are the same in every run.
func randomRows(n int) (out []state) {
	dice := rand.New(rand.NewPCG(7, 7))
	pick := func(from []string) string { return from[dice.IntN(len(from))] }
	orgs := []string{here, here, here, here, abroad, ""}
	row := func() Row {
		return Row{OrgID: pick(orgs), PositionID: pick(places), Status: pick(statuses), OwnMemberID: pick(people), Private: tris[dice.IntN(3)]}
	}
	for i := range n {
		s := state{Row: row()}
		s.AuthorID, s.Object, s.Public, s.KnowsChildren = pick(people), pick(objects), tris[dice.IntN(3)], true
		if by := assignments[dice.IntN(len(assignments))]; by.key {
			s.key, s.Linked = fmt.Sprint("link", i), by.people
		}
		for range dice.IntN(3) {
			c := row()
			if dice.IntN(8) > 0 {
				c.OrgID = s.OrgID
			}
			s.impossible = s.impossible || c.OrgID != s.OrgID
			s.Children = append(s.Children, c)
		}
		out = append(out, s)
	}
	return out
}

func randomAsker(t *rapid.T) asker {
	pick := func(label string) (s Set) {
		for _, p := range randomStrings {
			if rapid.Bool().Draw(t, label+string(p)) {
				s = s.With(p)
			}
		}
		return s
	}
	k := asker{role: pick("role "), nobody: rapid.IntRange(0, 19).Draw(t, "nobody") == 0}
	if rapid.Bool().Draw(t, "little") {
		k.role = Set{}
	}
	for i := range k.on {
		if rapid.Bool().Draw(t, "part") {
			k.on[i] = oddPart(pick("part "))
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "key") == 0 {
		key := pick("key ")
		k.key = &key
	}
	return k
}

// randomRule draws a tree for a kind. Not is drawn only where it is legal.
func randomRule(t *rapid.T, res *resource, depth int) expr {
	kind := rapid.IntRange(0, 16).Draw(t, "node")
	if depth == 0 && kind < 8 {
		kind += 8
	}
	list := func() (out []expr) {
		for range rapid.IntRange(0, 4).Draw(t, "parts") {
			out = append(out, randomRule(t, res, depth-1))
		}
		return out
	}
	switch kind {
	case 0, 1:
		return all(list())
	case 2, 3:
		return any_(list())
	case 4, 5:
		x := randomRule(t, res, depth-1)
		if readsRights(x) {
			return say("named", x)
		}
		return negate(x)
	case 6, 7:
		if res.child == nil {
			return all(list())
		}
		if kind == 6 && rapid.Bool().Draw(t, "seen") { // the form that real rules have
			return someChild{all{sameOrg{}, randomRule(t, res.child.kind, depth-1)}}
		}
		if rapid.IntRange(0, 3).Draw(t, "every") == 0 {
			return everyChild{randomRule(t, res.child.kind, depth-1), randomRule(t, res.child.kind, depth-1)}
		}
		return someChild{randomRule(t, res.child.kind, depth-1)}
	}
	return randomLeaf(t, res, kind)
}

func randomLeaf(t *rapid.T, res *resource, kind int) expr {
	var texts, truths []Column
	for c, name := range res.columns {
		switch c := Column(c); {
		case name == "" || c == colSight:
		case c == colPrivate || c == colPublic:
			truths = append(truths, c)
		default:
			texts = append(texts, c)
		}
	}
	col := func() Column { return rapid.SampledFrom(texts).Draw(t, "column") }
	str := func() permission { return theString(rapid.SampledFrom(randomStrings).Draw(t, "string")) }
	through := func() Set { return []Set{{}, {}, SetOf(randomStrings[0])}[rapid.IntRange(0, 2).Draw(t, "through")] }
	switch kind {
	case 8:
		return holds{str()}
	case 9:
		return holdsOn{colPosition, str()}
	case 10:
		return isMe{col(), through()}
	case 11:
		return linked{through: through()}
	case 12, 13:
		return isTrue{rapid.SampledFrom(truths).Draw(t, "truth")}
	case 14, 15:
		c := col()
		from := map[Column][]string{colOrg: {here, abroad}, colPosition: places[:2], colOwn: people[1:], colAuthor: people[1:], colObject: objects[1:], colStatus: statuses[1:]}[c]
		return in{c, rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 2, rapid.ID).Draw(t, "of")}
	}
	switch rapid.IntRange(0, 4).Draw(t, "rare") {
	case 0:
		return sameOrg{}
	case 1:
		return onTeam{colPosition}
	case 2:
		return holdsOn{col(), str()}
	case 3:
		return noChild{}
	}
	return constant(rapid.Bool().Draw(t, "constant"))
}
