package oracle

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What must hold of every member and every state, whatever the single sentences say.
func TestLaws(t *testing.T) {
	o := New()
	dice := rand.New(rand.NewPCG(1, 2))
	actions := actionsOf(o, "application", "holds", "move_position")
	for range 60 {
		m := someMember(dice)
		richer := m
		richer.Permissions = append(slices.Clone(m.Permissions), catalog.strings[dice.IntN(len(catalog.strings))])
		abroad := m
		abroad.OrgID = there
		k, rich, foreign := o.As(m), o.As(richer), o.As(abroad)
		for _, a := range everyApplication() {
			own := a.OwnMemberID == m.ID
			sight := k.Application("view", a)
			for _, action := range actions {
				answer := k.Application(action, a)
				switch {
				case answer && !rich.Application(action, a):
					t.Errorf("%s: one more string took it away: %v + %s, %v", action, m, richer.Permissions[len(m.Permissions)], a)
				case answer && foreign.Application(action, a):
					t.Errorf("%s: it crosses organisations", action)
				case answer && !sight && action != "add" && action != "assignable":
					t.Errorf("%s: without sight: %v, %v", action, m, a)
				case answer && own && !slices.Contains([]string{"view", "name", "status"}, action):
					t.Errorf("%s: on one's own file: %v, %v", action, m, a)
				}
			}
			if c := candidate(a); k.Candidate("view", c) != sight {
				t.Errorf("a person with one application is seen %v, the application %v", !sight, sight)
			}
		}
	}
}

// actionsOf lists what can be asked about a kind of thing through its method.
func actionsOf(o *Oracle, noun string, but ...string) []string {
	var actions []string
	for _, name := range o.Questions() {
		if action, ok := strings.CutPrefix(name, noun+"."); ok && !slices.Contains(but, action) {
			actions = append(actions, action)
		}
	}
	return actions
}

func someMember(dice *rand.Rand) Member {
	m := nothing()
	density := dice.IntN(10)
	for _, p := range catalog.strings {
		if dice.IntN(10) < density {
			m.Permissions = append(m.Permissions, p)
		}
	}
	return m.on([]string{"", "", "hiring_manager", "recruiter", "team_member"}[dice.IntN(5)])
}

// everyApplication is each combination of what can be known of one. Every identity has three values: me, somebody
// else, nobody.
func everyApplication() []Application {
	var all []Application
	for _, isPrivate := range []*bool{public, private, nil} {
		for _, status := range []string{"applied", "in_review", "offer", "hired", "rejected", "withdrawn", ""} {
			for _, own := range []string{"", "me", "somebody else"} {
				for _, on := range []string{"p", "q", ""} {
					a := application(isPrivate, status)
					a.OwnMemberID = own
					a.Position.ID = on
					if on == "" {
						a.Position = nil
					}
					all = append(all, a)
				}
			}
		}
	}
	return all
}
