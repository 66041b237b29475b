package access

import (
	"testing"

	"candor/internal/errs"
)

func TestNeeds(t *testing.T) {
	member := Actor{org: "o", member: "m"}
	viewer := member
	viewer.held = SetOf(CandidatesView)
	lead := member
	lead.seats = seatsOf(map[string]TeamRole{"p": HiringManager})
	keyed := viewer.WithKey(SetOf(PositionsView))

	cases := []struct {
		name string
		need Need
		who  Actor
		want errs.Kind
		ok   bool
	}{
		{"nobody at a public door", Public("careers"), Actor{}, 0, true},
		{"nobody at a door for members", SignedIn("start page"), Actor{}, errs.SignIn, false},
		{"a visitor of a careers page is nobody", NeedPermission(CandidatesView), Visitor("o"), errs.SignIn, false},
		{"a member", SignedIn("start page"), member, 0, true},
		{"role holds it", NeedPermission(CandidatesView), viewer, 0, true},
		{"role holds another", NeedPermission(CandidatesDelete), viewer, errs.Refused, false},
		{"any of two", NeedPermission(CandidatesDelete, CandidatesView), viewer, 0, true},
		{"on one position", NeedPermission(CandidatesClose), lead, 0, true},
		{"on one position is not the role", NeedRole(CandidatesClose), lead, errs.Refused, false},
		{"the key lacks it", NeedPermission(CandidatesView), keyed, errs.Refused, false},
		{"own things", Self("own profile", OrgView), member, 0, true},
		{"own things by a key without the string", Self("own profile", OrgView), keyed, errs.Refused, false},
		{"own things by a key", Self("own profile", PositionsView), keyed, 0, true},
		{"undeclared", Need{}, viewer, errs.Refused, false},
	}
	for _, c := range cases {
		err := c.need.Check(c.who)
		if (err == nil) != c.ok || (err != nil && errs.KindOf(err) != c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNeedsThatCannotBeMetDoNotStart(t *testing.T) {
	for name, make := range map[string]func(){
		"unknown string": func() { NeedPermission("positions:look") },
		"no string":      func() { NeedPermission() },
		"no reason":      func() { Public(" ") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was taken", name)
				}
			}()
			make()
		}()
	}
}
