package access

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"candor/internal/access/oracle"
)

// The oracle makes much garbage, and the machine has memory to spare.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// answers are one yes or no for each row.
type answers []bool

// oracleAnswers remembers what the oracle said of one rule's rows, by all that the actor holds at their place: on
// another position with the same holdings it would say the same.
type oracleAnswers struct {
	p    proof
	seen map[string]answers
	puts int

	inPerson bool // the rule reads what the member holds without the key
}

// of is the oracle's answer for every row, block by block.
func (o *oracleAnswers) of(t failer, k asker) answers {
	var out answers
	var asks *oracle.Asker
	for place, block := range o.p.rows {
		sig := o.signature(k, place)
		got, known := o.seen[sig]
		if !known {
			if asks == nil {
				asks = theOracle.As(k.member())
			}
			got = o.put(t, k, asks, block)
			o.seen[sig] = got
		}
		out = append(out, got...)
	}
	return out
}

func (o *oracleAnswers) put(t failer, k asker, asks *oracle.Asker, block []state) answers {
	out := make(answers, len(block))
	for i, s := range block {
		s = o.p.reaching(k, s)
		for j, ask := range o.p.ask {
			if j > 0 && (i+len(o.seen))%3 != 0 && !full { // they are one policy for the oracle: a third of the states shows it
				continue
			}
			yes := ask(asks, s)
			o.puts++
			if j > 0 && yes != out[i] {
				t.Fatalf("%s: two questions to the oracle that should be one differ: %v, %+v", o.p.name, k, s)
			}
			out[i] = yes
		}
	}
	return out
}

func (o *oracleAnswers) signature(k asker, place int) string {
	here := k.on[:]
	if len(o.p.rows) > 1 { // each block is one place
		here = []part{{}}
		if place < len(k.on) {
			here[0] = k.on[place]
		}
	}
	sig := fmt.Sprint(k.nobody, k.nowhere, k.through(k.role), k.owns(InterviewsConduct), k.owns(InterviewsConduct, InterviewsViewAll), k.owns(QuestionsView), k.owns(TemplatesView))
	for _, p := range here {
		sig += fmt.Sprint(p.has, k.through(p.grants))
	}
	if k.key != nil && o.inPerson { // what the key takes away is asked about, too
		sig += fmt.Sprint(k.role, k.on)
	}
	return sig
}

// reaching takes from a row what is one's own but not within the reach of one's key.
func (p proof) reaching(k asker, s state) state {
	if p.own != "" || p.ownByKind {
		return p.reachingItem(k, s)
	}
	if !k.owns(InterviewsConduct) && s.AuthorID == me {
		s.AuthorID = she
	}
	if !k.owns(InterviewsConduct, InterviewsViewAll) {
		s.Linked = slices.DeleteFunc(slices.Clone(s.Linked), func(m string) bool { return m == me })
	}
	return s
}

func (p proof) reachingItem(k asker, s state) state {
	see := p.own
	switch {
	case p.ownByKind && s.Object == "question":
		see = QuestionsView
	case p.ownByKind:
		see = TemplatesView
	}
	if !k.owns(see) {
		if s.AuthorID == me {
			s.AuthorID = she
		}
		if s.SubmitterID == me {
			s.SubmitterID = she
		}
	}
	return s
}

// solved is a proof with every actor and every answer of the oracle.
type solved struct {
	proof
	askers []asker
	actors []Actor
	all    []state
	want   []answers // by actor, by row
	puts   int
}

// solve asks the oracle about one rule, once for all tests.
func solve(t failer, name string) *solved {
	t.Helper()
	one, _ := solving.LoadOrStore(name, sync.OnceValue(func() *solved {
		all := proofs()
		p := all[slices.IndexFunc(all, func(p proof) bool { return p.name == name })]
		o := &oracleAnswers{p: p, seen: map[string]answers{}}
		walk(p.x, func(x expr) {
			if _, every := x.(everyChild); every {
				o.inPerson = true
			}
		})
		s := &solved{proof: p, askers: askers(p.reads), all: p.rows.all()}
		for _, k := range s.askers {
			s.actors = append(s.actors, k.actor())
			s.want = append(s.want, o.of(t, k))
		}
		s.puts = o.puts
		return s
	}))
	return one.(func() *solved)()
}

var solving sync.Map

// Guard 4, first half: the decision is the oracle's, in every abstract state of every rule.
func TestDecisionsAreTheOracles(t *testing.T) {
	var states, puts atomic.Int64
	t.Cleanup(func() { t.Logf("%d decisions, %d questions to the oracle", states.Load(), puts.Load()) })
	for _, p := range proofs() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := solve(t, p.name)
			yes := 0
			for n, k := range s.askers {
				for i := range s.all {
					if s.want[n][i] {
						yes++
					}
					if got := decide(s.x, &s.actors[n], &s.all[i].Row); got != s.want[n][i] {
						t.Fatalf("%s: decided %v\nactor %v\nrow %+v", p.name, got, k, s.all[i].Row)
					}
				}
				states.Add(int64(len(s.all)))
			}
			puts.Add(int64(s.puts))
			if yes == 0 {
				t.Error("nobody ever may: the states say nothing")
			}
		})
	}
}

// Every rule of policy.go is in the list of proofs.
func TestEveryRuleIsProved(t *testing.T) {
	proved := map[string]bool{}
	for _, p := range proofs() {
		proved[p.name] = true
	}
	for name := range ruleNames(t) {
		if !proved[name] {
			t.Errorf("the rule %q is not proved", name)
		}
	}
	if len(proved) != len(ruleNames(t)) {
		t.Errorf("%d proofs, %d rules: two rules share a name, or one is gone", len(proved), len(ruleNames(t)))
	}
}

// ruleNames are the names that the policy files give to rules.
func ruleNames(t *testing.T) map[string]bool {
	out := map[string]bool{}
	for _, file := range []string{"policy.go", "policy_applications.go", "policy_library.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if generic, ok := lit.Type.(*ast.IndexExpr); ok && fmt.Sprint(generic.X) == "Rule" {
				name := lit.Elts[0].(*ast.BasicLit).Value
				if out[strings.Trim(name, `"`)] {
					t.Errorf("two rules are called %s", name)
				}
				out[strings.Trim(name, `"`)] = true
			}
			return true
		})
	}
	return out
}

// What the catalogue gives to the built-in roles is the same in both readings of it.
func TestBothReadTheSameCatalogue(t *testing.T) {
	for name, set := range map[string]Set{"admin": OfSystemRole(Admin), "staffing": OfSystemRole(Staffing), "interviewer": OfSystemRole(Interviewer),
		"hiring_manager": OfTeamRole(HiringManager), "recruiter": OfTeamRole(Recruiter), "team_member": OfTeamRole(TeamMember)} {
		if !slices.Equal(texts(set), theOracle.RoleSet(name)) {
			t.Errorf("%s: %v here, %v there", name, texts(set), theOracle.RoleSet(name))
		}
	}
	if !slices.Equal(texts(Everything()), theOracle.Permissions()) {
		t.Error("the strings differ")
	}
}
