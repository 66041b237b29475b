package access

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/errs"
)

// What must hold of every rule and every actor, whatever the rules say.

func TestMoreRightsNeverShowLess(t *testing.T) {
	forAnyone(t, func(t *rapid.T, p proof, k asker) {
		more := k
		switch rapid.IntRange(0, 3).Draw(t, "gains") {
		case 0:
			more.role = more.role.With(rapid.SampledFrom(p.reads).Draw(t, "string"))
		case 1:
			more.role = everyString
		case 2:
			i := rapid.IntRange(0, 1).Draw(t, "place")
			more.on[i] = oddPart(k.on[i].grants.With(rapid.SampledFrom(p.reads).Draw(t, "string")))
		case 3:
			i := rapid.IntRange(0, 1).Draw(t, "place")
			if more.on[i] = manager; k.on[i].odd || k.on[i] == recruits {
				more.on[i] = oddPart(everyString)
			}
		}
		if k.nobody {
			more.nobody = false
		}
		if k.key != nil && rapid.Bool().Draw(t, "key") {
			key := k.key.With(rapid.SampledFrom(p.reads).Draw(t, "string"))
			more.key = &key
		}
		implied(t, p, k, more, "more rights show less")
	})
}

// sameSight: the one thing that more rights may take away. A link is decided for everything one sees of a person, so
// whoever comes to see one more application has to hold the string there as well.
func sameSight(p proof, few, many *Actor, r *Row) bool {
	if p.name != CandidateLink.name {
		return true
	}
	x, y := few.inPerson(), many.inPerson()
	for i := range r.Children {
		if decide(seeApplication, &x, &r.Children[i]) != decide(seeApplication, &y, &r.Children[i]) {
			return false
		}
	}
	return true
}

// A position of one's own making does not help: one more application, where one may do everything, opens no link that
// was shut on a person with a visible one.
func TestOnesOwnPositionOpensNoLink(t *testing.T) {
	p := proofs()[slices.IndexFunc(proofs(), func(p proof) bool { return p.name == CandidateLink.name })]
	shut := 0
	for _, k := range askers(p.reads) {
		a := k.actor()
		mine := a
		mine.seats = append(slices.Clone(a.seats), seat{elsewhere, HiringManager, teamSets[HiringManager]})
		for _, s := range p.rows.all() {
			if len(s.Children) == 0 || !decide(seeCandidate, &a, &s.Row) || decide(p.x, &a, &s.Row) {
				continue
			}
			shut++
			with := s.Row
			with.Children = append(slices.Clone(with.Children), Row{OrgID: here, PositionID: elsewhere, Private: No, Status: "applied", OwnMemberID: s.OwnMemberID})
			if decide(p.x, &mine, &with) {
				t.Fatalf("%v\n%+v", k, with)
			}
		}
	}
	if shut < 1000 {
		t.Error("the states say nothing:", shut)
	}
}

func TestAKeyNeverShowsMore(t *testing.T) {
	forAnyone(t, func(t *rapid.T, p proof, k asker) {
		person := k
		person.key = nil
		implied(t, p, k, person, "the key shows more than the member sees")
		person.key = &everyString
		k.key = nil
		implied(t, p, k, person, "a key that holds everything shows less")
	})
}

func TestNothingCrossesOrganisations(t *testing.T) {
	forAnyone(t, func(t *rapid.T, p proof, k asker) {
		a := k.actor()
		for _, s := range p.rows.all() {
			if s.OrgID != here && decide(p.x, &a, &s.Row) {
				t.Fatalf("%s: %v, %+v", p.name, k, s.Row)
			}
		}
	})
}

func TestNobodyActsOnTheirOwnFile(t *testing.T) {
	forAnyone(t, func(t *rapid.T, p proof, k asker) {
		if slices.Contains([]string{ApplicationView.name, CandidateView.name}, p.name) || !slices.Contains(columnsOf(p.x), colOwn) && p.res == &positionResource {
			return
		}
		a := k.actor()
		for _, s := range p.rows.all() {
			if s.OwnMemberID == me && decide(p.x, &a, &s.Row) {
				t.Fatalf("%s: %v, %+v", p.name, k, s.Row)
			}
		}
	})
}

// The explanation says what is decided, at the top and wherever a part is named.
func TestExplanationsSayWhatIsDecided(t *testing.T) {
	forAnyone(t, func(t *rapid.T, p proof, k asker) {
		a, all := k.actor(), p.rows.all()
		for range 40 {
			s := rapid.SampledFrom(all).Draw(t, "row")
			tree := p.x.explain(&a, &s.Row)
			if tree.Yes != decide(p.x, &a, &s.Row) || !sound(tree) {
				t.Fatalf("%s: %v %+v\n%+v", p.name, k, s.Row, tree)
			}
		}
	})
}

// sound: "all of" is yes when all parts are, "one of" when one is, "not" when its part is not.
func sound(t Tree) bool {
	yes := 0
	for _, p := range t.Parts {
		if !sound(p) || p.Label == "" {
			return false
		}
		if p.Yes {
			yes++
		}
	}
	switch t.Label {
	case "all of":
		return t.Yes == (yes == len(t.Parts))
	case "one of":
		return t.Yes == (yes > 0)
	case "not":
		return t.Yes == (yes == 0)
	}
	return true
}

// A refusal carries a code and a sentence, and the sentence is the rule's: it is one of a few that are known before
// any row is, so it can name nothing of the row.
func TestRefusalsNameNothingOfTheRow(t *testing.T) {
	forAnyone(t, func(t *rapid.T, p proof, k asker) {
		a, all := k.actor(), p.rows.all()
		known := sentences(p.x, &a)
		for range 40 {
			s := rapid.SampledFrom(all).Draw(t, "row")
			code, sentence := why(p.x, &a, &s.Row)
			if decide(p.x, &a, &s.Row) {
				continue
			}
			if !known[code+": "+sentence] || !strings.HasSuffix(sentence, ".") {
				t.Fatalf("%s: %v %+v\n%q %q", p.name, k, s.Row, code, sentence)
			}
		}
	})
	row := Row{OrgID: here, ID: "a", PositionID: p1, Status: "offer", Private: No}
	viewer := asker{role: SetOf(CandidatesView)}.actor()
	if pass, err := Permit(viewer, ApplicationView, row); err != nil || !pass.Valid() || pass.ID() != "a" || pass.OrgID() != here {
		t.Errorf("%v %v", pass, err)
	}
	pass, err := Permit(viewer, ApplicationActivity, row)
	if pass.Valid() || errs.KindOf(err) != errs.Refused || errs.As(err).Code != "closing_stage" {
		t.Errorf("%v %v", pass, err)
	}
	if code, sentence, withheld := Withheld(viewer, ApplicationActivity, row); !withheld || code != "closing_stage" || sentence == "" {
		t.Errorf("%v %v %v", code, sentence, withheld)
	}
	if _, _, withheld := Withheld(viewer, ApplicationView, row); withheld {
		t.Error("what is seen is not withheld")
	}
}

// sentences are all that a rule can refuse somebody with, behind their codes.
func sentences(x expr, a *Actor) map[string]bool {
	out := map[string]bool{"not_permitted: You may not do this here.": true}
	under := func(code string, x expr) {
		walk(x, func(x expr) {
			switch x := x.(type) {
			case named:
				if x.code != "" {
					out[x.code+": "+x.sentence] = true
				}
			case holds:
				out[code+": "+errs.As(a.refusal(x.p, false)).Message] = true
			case holdsOn:
				out[code+": "+errs.As(a.refusal(x.p, true)).Message] = true
			}
		})
	}
	under("not_permitted", x)
	walk(x, func(x expr) {
		if x, is := x.(named); is && x.code != "" && a.key != nil { // what a key lacks, where its member may
			under(x.code, x.x)
		}
	})
	return out
}

// The gate without an item: "whoever holds its string in the role or on at least one position".
func TestGatesAreTheOracles(t *testing.T) {
	for _, k := range askers(strings_(CandidatesView, CandidatesClose, MembersView)) {
		if k.key != nil || k.on[0].odd || k.on[1].odd {
			continue
		}
		a, m := k.actor(), k.member()
		delete(m.Teams, elsewhere)
		for _, e := range Catalogue() {
			if got, want := a.HoldsAnywhere(e.Permission), theOracle.Gate(m, string(e.Permission)); got != want {
				t.Errorf("%v, %s: %v, the oracle says %v", k, e.Permission, got, want)
			}
		}
	}
}

func forAnyone(t *testing.T, check func(t *rapid.T, p proof, k asker)) {
	all := proofs()
	rapid.Check(t, func(rt *rapid.T) {
		p := all[rapid.IntRange(0, len(all)-1).Draw(rt, "rule")]
		check(rt, p, anyone(rt, p.reads))
	})
}

func anyone(t *rapid.T, reads []Permission) asker {
	set := func() (s Set) {
		for _, p := range reads {
			if rapid.Bool().Draw(t, string(p)) {
				s = s.With(p)
			}
		}
		return s
	}
	k := asker{role: set(), nobody: rapid.IntRange(0, 19).Draw(t, "nobody") == 0}
	for i := range k.on {
		switch rapid.IntRange(0, 5).Draw(t, "part") {
		case 0:
			k.on[i] = manager
		case 1:
			k.on[i] = helps
		case 2:
			k.on[i] = oddPart(set())
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "by key") == 0 {
		key := set()
		k.key = &key
	}
	return k
}

// implied: whatever the first may, the second may.
func implied(t *rapid.T, p proof, few, many asker, complaint string) {
	a, b := few.actor(), many.actor()
	for _, s := range p.rows.all() {
		if decide(p.x, &a, &s.Row) && !decide(p.x, &b, &s.Row) && sameSight(p, &a, &b, &s.Row) {
			t.Fatalf("%s: %s\n%v\n%v\n%+v", p.name, complaint, few, many, s.Row)
		}
	}
}

func columnsOf(x expr) (out []Column) {
	walk(x, func(x expr) {
		switch x := x.(type) {
		case isMe:
			out = append(out, x.col)
		case isTrue:
			out = append(out, x.col)
		case in:
			out = append(out, x.col)
		}
	})
	return out
}
