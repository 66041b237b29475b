package positions_test

import (
	"slices"
	"testing"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

// The table of one position (docs/using/access.md, "On one position"), columns Compensation and Private, through get, list, counts
// and update.
func TestTheTableOfOnePosition(t *testing.T) {
	each(t, func(c *company) {
		const team = "hana hiring_manager, rui recruiter, tom team_member"
		open := c.make(positions.NewPosition{Title: "Open", Compensation: euros(61002, 80000)}, team)
		private := c.make(positions.NewPosition{Title: "Private", Private: true, Compensation: euros(61002, 80000)}, team)
		for _, who := range []struct {
			name             string
			sees, pay, privy bool
		}{
			{"ada", true, true, true},
			{"hana", true, true, true},
			{"rui", true, true, true},
			{"tom", true, false, true},
			{"nora", true, false, false},
			{"sol", true, false, false},
			{"ines", false, false, false},
		} {
			a := c.as(who.name)
			c.reads(who.name, a, open, who.sees, who.pay)
			c.reads(who.name, a, private, who.privy, who.pay)
			c.changesPay(who.name, a, open, who.sees, who.pay)
			c.changesPay(who.name, a, private, who.privy, who.pay)
			if !who.sees {
				_, err := c.room.List(t.Context(), a, positions.Filter{}, all())
				c.is(err, refused, who.name, "a collection whose string one holds nowhere")
				_, err = c.room.Counts(t.Context(), a)
				c.is(err, refused, who.name)
				continue
			}
			want := []string{"Open"}
			if who.privy {
				want = []string{"Open", "Private"}
			}
			if got := c.titles(who.name, positions.Filter{Sort: positions.ByTitle}); !slices.Equal(got, want) {
				t.Errorf("%s lists %v, not %v", who.name, got, want)
			}
			counts, err := c.room.Counts(t.Context(), a)
			c.is(err, fine)
			if counts.Draft != len(want) || counts.Total() != len(want) {
				t.Errorf("%s counts %+v, not %d", who.name, counts, len(want))
			}
		}
	})
}

func (c *company) reads(name string, a access.Actor, p positions.Position, sees, pay bool) {
	c.t.Helper()
	got, err := c.room.Get(c.t.Context(), a, p.ID)
	if !sees {
		c.is(err, hidden, name, p.Title)
		return
	}
	c.is(err, fine, name, p.Title)
	if (got.Compensation != nil) != pay || slices.Contains(got.Withheld, "compensation") == pay {
		c.t.Errorf("%s reads %s with compensation %v, withheld %v", name, p.Title, got.Compensation, got.Withheld)
	}
	list, err := c.room.List(c.t.Context(), a, positions.Filter{}, all())
	c.is(err, fine)
	for _, l := range list.Items {
		if l.ID == p.ID && (l.Compensation != nil) != pay {
			c.t.Errorf("%s lists %s with compensation %v", name, p.Title, l.Compensation)
		}
	}
}

func (c *company) changesPay(name string, a access.Actor, p positions.Position, sees, pay bool) {
	c.t.Helper()
	want := refused
	if !sees {
		want = hidden
	} else if pay {
		want = fine
	}
	_, err := c.room.Update(c.t.Context(), a, p.ID, positions.Patch{Compensation: euros(61002, 80000)})
	c.is(err, want, name, p.Title)
}

func TestPayLooksTheSameToStrangersWhetherThereIsAnyOrNot(t *testing.T) {
	each(t, func(c *company) {
		with := c.make(positions.NewPosition{Compensation: euros(1, 2)}, "tom team_member")
		without := c.make(positions.NewPosition{}, "tom team_member")
		for _, p := range []positions.Position{with, without} {
			before, err := c.room.Get(t.Context(), c.as("tom"), p.ID)
			c.is(err, fine)
			if before.Compensation != nil || !slices.Equal(before.Withheld, []string{"compensation"}) {
				t.Errorf("%v %v", before.Compensation, before.Withheld)
			}
			c.clock.Advance(1000)
			_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Compensation: euros(3, 4)})
			c.is(err, fine)
			after, err := c.room.Get(t.Context(), c.as("tom"), p.ID)
			c.is(err, fine)
			if before.Version(positions.Details) != after.Version(positions.Details) || before.Version(positions.Pay) != after.Version(positions.Pay) || before.UpdatedAt != after.UpdatedAt {
				t.Error("a change of pay shows to somebody who does not see it")
			}
		}
	})
}

func TestPrivacyNeedsATeamRoleOrPrivateSight(t *testing.T) {
	each(t, func(c *company) {
		for name, want := range map[string]errs.Kind{"ada": fine, "hana": fine, "rui": fine, "tom": fine, "sol": refused, "nora": refused, "ines": hidden} {
			p := c.make(positions.NewPosition{}, "hana hiring_manager, rui recruiter, tom team_member")
			_, err := c.room.SetPrivate(t.Context(), c.as(name), p.ID, true)
			c.is(err, want, name, "on")
			private := c.make(positions.NewPosition{Private: true}, "hana hiring_manager, rui recruiter, tom team_member")
			if want == refused {
				want = hidden
			}
			_, err = c.room.SetPrivate(t.Context(), c.as(name), private.ID, false)
			c.is(err, want, name, "off")
		}
	})
}

func TestPrivateTakesOffTheCareersPageAndNeverPutsOn(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Public: true}, "tom team_member, hana hiring_manager")
		p, err := c.room.Open(t.Context(), c.as("ada"), p.ID)
		c.is(err, fine)
		if !p.OnCareersPage() {
			t.Fatal("open, public and not private is on the careers page")
		}
		p, err = c.room.SetPrivate(t.Context(), c.as("tom"), p.ID, true)
		c.is(err, fine)
		if p.Public || !p.Private {
			t.Fatalf("private %v, public %v", p.Private, p.Public)
		}
		_, err = c.room.SetPublic(t.Context(), c.as("ada"), p.ID, true)
		c.is(err, invalid, "a private position cannot be public")
		p, err = c.room.SetPrivate(t.Context(), c.as("tom"), p.ID, false)
		c.is(err, fine)
		if p.Public || p.Private {
			t.Fatalf("private %v, public %v", p.Private, p.Public)
		}
		_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Private: ptr(true), Public: ptr(true)})
		c.is(err, invalid)
	})
}

func TestAllUnderAPositionFollowsItsPrivacy(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "hana hiring_manager")
		c.apply(p, "applied", "")
		if n := c.number(`SELECT count(*) FROM applications WHERE private`); n != 0 {
			t.Fatal(n)
		}
		_, err := c.room.SetPrivate(t.Context(), c.as("hana"), p.ID, true)
		c.is(err, fine)
		if n := c.number(`SELECT count(*) FROM applications WHERE private`); n != 1 {
			t.Fatal("the application is not private")
		}
		_, err = c.room.Get(t.Context(), c.as("nora"), p.ID)
		c.is(err, hidden)
	})
}

func TestRevealCountsWhoGainsSightAndWhatTheyFind(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Private: true}, "hana hiring_manager, tom team_member")
		c.apply(p, "applied", "")
		c.apply(p, "rejected", "")
		v, err := c.room.Reveals(t.Context(), c.as("hana"), p.ID)
		c.is(err, fine)
		// sol, rui and nora see positions; ada saw it already, tom and hana are on the team, ines sees none.
		if v.People != 3 || v.Applications != 2 || v.Lines < 1 {
			t.Errorf("%+v", v)
		}
		_, err = c.room.Reveals(t.Context(), c.as("nora"), p.ID)
		c.is(err, hidden)
		open := c.make(positions.NewPosition{}, "hana hiring_manager")
		v, err = c.room.Reveals(t.Context(), c.as("hana"), open.ID)
		c.is(err, fine)
		if v != (positions.Reveal{}) {
			t.Errorf("nothing is revealed by what everybody sees: %+v", v)
		}
		_, err = c.room.Reveals(t.Context(), c.as("nora"), open.ID)
		c.is(err, refused)
	})
}

func TestNothingCrossesOrganisations(t *testing.T) {
	testdb2(t, func(c, other *company) {
		p := c.make(positions.NewPosition{}, "hana hiring_manager")
		_, err := other.room.Get(t.Context(), other.as("ada"), p.ID)
		c.is(err, hidden)
		_, err = other.room.SetTeam(t.Context(), other.as("ada"), p.ID, other.seats("hana hiring_manager"))
		c.is(err, hidden)
		_, err = c.room.Create(t.Context(), c.as("ada"), positions.NewPosition{Title: "X", Team: other.seats("hana hiring_manager")})
		c.is(err, invalid, "a member of another organisation")
		if got := other.titles("ada", positions.Filter{}); len(got) != 0 {
			t.Error(got)
		}
	})
}

func TestCountsAddUpForEverySortOfReader(t *testing.T) {
	each(t, func(c *company) {
		c.hire("seer", "seer", access.PositionsView, access.PositionsViewPrivate)
		for i := range 12 {
			team := "hana hiring_manager"
			if i%3 == 0 {
				team += ", tom team_member, ines team_member"
			}
			p := c.make(positions.NewPosition{Private: i%2 == 0}, team)
			if i%4 > 0 {
				_, err := c.room.Open(t.Context(), c.as("ada"), p.ID)
				c.is(err, fine)
			}
			if i%4 == 3 {
				_, err := c.room.Close(t.Context(), c.as("ada"), p.ID, "")
				c.is(err, fine)
			}
		}
		for _, name := range []string{"ada", "seer", "nora", "tom", "hana", "ines", "sol"} {
			counts, err := c.room.Counts(t.Context(), c.as(name))
			c.is(err, fine, name)
			for _, s := range positions.Statuses {
				if got := c.titles(name, positions.Filter{Status: s}); len(got) != counts.Of(s) {
					t.Errorf("%s: %d %s in the list, %d in the counts", name, len(got), s, counts.Of(s))
				}
			}
			if got := c.titles(name, positions.Filter{}); len(got) != counts.Total() || len(got) == 0 {
				t.Errorf("%s: %d in the list, %d in the counts", name, len(got), counts.Total())
			}
		}
	})
}

func TestAddressesOfTeammatesNeedMembersViewOrATeamRole(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "hana hiring_manager, tom team_member")
		for name, shown := range map[string]bool{"ada": true, "sol": true, "tom": true, "nora": false} {
			got, err := c.room.Get(t.Context(), c.as(name), p.ID)
			c.is(err, fine)
			if len(got.Team) != 2 || got.Team[0].Name != "hana" || (got.Team[0].Email != "") != shown {
				t.Errorf("%s: %+v", name, got.Team)
			}
		}
	})
}

func TestAnAPIKeyNarrows(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Private: true, Compensation: euros(1, 2)}, "hana hiring_manager")
		key := c.as("hana").WithKey(access.SetOf(access.PositionsView, access.PositionsViewPrivate))
		got, err := c.room.Get(t.Context(), key, p.ID)
		c.is(err, fine)
		if got.Compensation != nil {
			t.Error("the key does not hold view_compensation")
		}
		_, err = c.room.Get(t.Context(), c.as("hana").WithKey(access.SetOf(access.PositionsView)), p.ID)
		c.is(err, hidden)
		_, err = c.room.Create(t.Context(), c.as("ada").WithKey(access.SetOf(access.PositionsCreate)), positions.NewPosition{Title: "X"})
		c.is(err, refused)
		if n := c.number(`SELECT count(*) FROM positions`); n != 1 {
			t.Error("a refused position was made")
		}
	})
}

func TestNobodyGetsNothing(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "")
		for _, nobody := range []access.Actor{{}, access.Visitor(c.org)} {
			_, err := c.room.Get(t.Context(), nobody, p.ID)
			c.is(err, hidden)
			_, err = c.room.List(t.Context(), nobody, positions.Filter{}, db.Page{})
			c.is(err, refused)
			_, err = c.room.Create(t.Context(), nobody, positions.NewPosition{Title: "X"})
			c.is(err, refused)
		}
	})
}
