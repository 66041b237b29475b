package access

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"candor/internal/access/oracle"
	"candor/internal/db"
)

func TestSmallSeatsAreFound(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	teams := map[string]TeamRole{}
	for n := range 60 {
		position := fmt.Sprintf("p%03d", dice.IntN(1000))
		teams[position] = TeamRoles[n%3]
		a := Actor{org: here, member: me, seats: seatsOf(teams)}
		for i := range 1000 {
			position := fmt.Sprintf("p%03d", i)
			if got := a.TeamRole(position); got != teams[position] {
				t.Fatalf("%s: %q, want %q", position, got, teams[position])
			}
			if got, want := a.HoldsOn(CandidatesClose, position), teams[position] == HiringManager || teams[position] == Recruiter; got != want {
				t.Fatalf("%s: %v", position, got)
			}
		}
	}
	if (Actor{org: here, seats: seatsOf(teams)}).HoldsAnywhere(CandidatesView) {
		t.Error("nobody holds something")
	}
}

// Whoever reads a person without their applications must not take them for a person without any.
func TestSmallUnknownChildrenShowNothing(t *testing.T) {
	viewer := asker{role: everyString}.actor()
	row := Row{OrgID: here, ID: "c"}
	if May(viewer, CandidateView, row) {
		t.Error("applications that nobody loaded are none")
	}
	if row.KnowsChildren = true; !May(viewer, CandidateView, row) {
		t.Error("a person without applications is hidden")
	}
}

func TestSmallUnknownChildrenAreNotEveryChild(t *testing.T) {
	viewer, row := asker{role: everyString}.actor(), Row{OrgID: here, ID: "c"}
	every := everyChild{constant(true), constant(true)}
	if decide(every, &viewer, &row) {
		t.Error("applications that nobody loaded are all as asked")
	}
	if row.KnowsChildren = true; !decide(every, &viewer, &row) {
		t.Error("of none, one is not as asked")
	}
}

// "Whoever sees more applications has to answer for more", and a key that sees less does not answer for less.
func TestSmallAKeyAnswersForWhatTheMemberSees(t *testing.T) {
	person := asker{role: everyString}.actor()
	row := Row{OrgID: here, ID: "c", KnowsChildren: true, Children: []Row{{OrgID: here, PositionID: p1, Private: Yes, Status: "applied"}}}
	every := everyChild{inRole(PositionsViewPrivate), constant(false)}
	key := person.WithKey(SetOf(CandidatesView))
	if decide(every, &person, &row) || decide(every, &key, &row) {
		t.Error("what only the member sees is not asked")
	}
	if in := every.reduce(&key, &candidateResource).(everyChild); in.of != constant(true) {
		t.Error("in lists what only the member sees is not asked")
	}
}

// What random rules hardly ever bring together: lists of children's positions side by side.
func TestSmallListsOfChildren(t *testing.T) {
	both, ok := join(childAt{[]string{p2}, false}, childAt{[]string{p1}, false})
	if at, is := both.(childAt); !ok || !is || len(at.positions) != 2 {
		t.Errorf("%v %v", both, ok)
	}
	if _, ok := join(childAt{[]string{p1}, true}, childAt{[]string{p2}, false}); ok {
		t.Error("private and other applications are joined")
	}
	if implies(childAt{[]string{p1}, false}, childAt{[]string{p1}, true}) || !implies(childAt{[]string{p1}, true}, childAt{[]string{p1}, false}) {
		t.Error("an application implies a private one, or the other way round not")
	}
	for _, beside := range []in{{colSight, []string{"none"}}, {colOwn, []string{me}}} {
		if kept := hiddenOnly(any_{beside, childAt{[]string{p1}, false}}); kept[1].(childAt).hidden {
			t.Errorf("beside %v only private applications count", beside)
		}
	}
	if !Where(asker{role: everyString}.actor(), ApplicationView).At("").Nothing() {
		t.Error("at no position is somewhere")
	}
}

func TestSmallNobodyNeedsNoQuery(t *testing.T) {
	for _, p := range proofs() {
		for _, a := range []Actor{{}, Visitor(here), System(here, "tests")} {
			if p.name != PositionPublished.name && !p.where(a).Nothing() {
				t.Errorf("%s: nobody is worth a query", p.name)
			}
		}
	}
	if !Where(Actor{}, PositionPublished).Nothing() {
		t.Error("the careers page of no organisation")
	}
	var zero Filter[Application]
	if sql, _ := zero.SQL("t"); !zero.Nothing() || sql != "1 = 0" || zero.Shape() != Nothing {
		t.Error("a filter that nobody made matches something")
	}
}

func TestSmallViewAsStaysInOneOrganisation(t *testing.T) {
	mine := asker{role: everyString}.actor()
	theirs := mine
	theirs.org = abroad
	if !Where(mine, ApplicationView).And(Where(theirs, ApplicationView)).Nothing() {
		t.Error("a filter over two organisations is not empty")
	}
}

// heard notes that a comparison failed.
type heard struct{ failed bool }

func (*heard) Helper()                 {}
func (h *heard) Fatalf(string, ...any) { h.failed = true; panic(h) }
func (h *heard) failsOn(what func()) (failed bool) {
	defer func() {
		if r := recover(); r != nil && r != any(h) {
			panic(r)
		}
		failed = h.failed
	}()
	h.failed = false
	what()
	return false
}

// The comparison itself can fail: with one answer turned round, each of its forms says so.
func TestTheComparisonNotices(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		h := &heard{}
		rows := randomRows(60)
		withScratch(t, d, &anythingResource, rows, func(s *scratch) {
			s.t = h
			x := all{sameOrg{}, some(negate(private), linked{})}
			a := asker{}.actor()
			f := Where(a, Rule[anything]{"seen or linked", x})
			right := decisions(x, a, rows)
			if h.failsOn(func() { s.compare(f, right, "") }) {
				t.Fatal("it fails on what is right")
			}
			others := variants(f)
			for i := range rows {
				if rows[i].impossible {
					continue
				}
				wrong := append(answers{}, right...)
				wrong[i] = !wrong[i]
				for name, form := range map[string]func(){
					"list":  func() { s.same("list", f, wrong, true, "") },
					"exact": func() { s.same("exact", others.exact, wrong, false, "") },
					"parts": func() { s.parts(others.columns, others.link, wrong, "") },
				} {
					if !h.failsOn(form) {
						t.Fatalf("%s: row %d is answered wrongly, and it does not notice", name, i)
					}
				}
			}
			s.t = t
			s.countersNotice(h, a)
		})
	})
}

// countersNotice compares a filter that counters serve with one row too many.
func (s *scratch) countersNotice(h *heard, a Actor) {
	x := all{sameOrg{}, negate(private)}
	want := decisions(x, a, s.rows)
	f := Where(a, Rule[anything]{"open", x})
	if _, _, ok := f.Counted("c"); !ok {
		s.t.Fatalf("the counters carry what they do not serve")
	}
	s.run("INSERT INTO candidate_counts (org_id, private, n) VALUES ('" + here + "', FALSE, 1)")
	s.t = h
	if !h.failsOn(func() { s.compare(f, want, "") }) {
		panic("counters that count one too many are not noticed")
	}
}

// Two questions to the oracle that stand for one rule must agree, and it is noticed if they do not.
func TestSmallQuestionsMustAgree(t *testing.T) {
	p := proofs()[0]
	first := p.ask[0]
	p.ask = append(p.ask, func(k *oracle.Asker, s state) bool { return !first(k, s) })
	o, k := &oracleAnswers{p: p, seen: map[string]answers{}}, asker{role: everyString}
	if h := (&heard{}); !h.failsOn(func() { o.put(h, k, theOracle.As(k.member()), p.rows[0]) }) {
		t.Error("they differ everywhere, and nothing is said")
	}
}

// "One's own things: the kind's :view; own feedback: interviews:conduct", in the key.
func TestSmallOwnThingsThroughAKey(t *testing.T) {
	person := asker{role: SetOf(OrgView)}.actor()
	own := Row{OrgID: here, ID: "x", PositionID: p1, Private: Yes, Status: "offer", AuthorID: me, Linked: []string{me}}
	for _, c := range []struct {
		key                 Set
		feedback, interview bool
	}{
		{SetOf(OrgView), false, false}, {SetOf(InterviewsViewAll), false, true}, {SetOf(InterviewsConduct), true, true},
	} {
		a := person.WithKey(c.key)
		if May(a, FeedbackView, own) != c.feedback || May(a, InterviewView, own) != c.interview {
			t.Errorf("a key that holds %v: feedback %v, interview %v", c.key.List(), !c.feedback, !c.interview)
		}
	}
	if !May(person, FeedbackView, own) || !May(person, InterviewView, own) {
		t.Error("in person one's own things need no string")
	}
}

// The oracle's answers are compared: a rule that always says yes differs, and the rule itself does not.
func TestSmallMutantsAreToldFromTheRule(t *testing.T) {
	s := solve(t, PositionView.name)
	order := make([]int, len(s.actors))
	for i := range order {
		order[i] = i
	}
	if s.kills(s.x, order) || !s.kills(constant(true), order) || !s.kills(constant(false), order) {
		t.Error("the rule is killed, or a constant is not")
	}
}
