package positions_test

import (
	"slices"
	"testing"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/positions"
)

func TestWhoEditsTheHiringTeam(t *testing.T) {
	each(t, func(c *company) {
		for name, want := range map[string]errs.Kind{"ada": fine, "hana": fine, "rui": fine, "tom": refused, "sol": refused, "nora": refused, "ines": hidden} {
			p := c.make(positions.NewPosition{}, "hana hiring_manager, rui recruiter, tom team_member")
			got, err := c.room.SetTeam(t.Context(), c.as(name), p.ID, c.seats("hana hiring_manager, rui recruiter, tom team_member, nora team_member"))
			c.is(err, want, name)
			if want == fine && (len(got.Team) != 4 || got.TeamRoleOf(c.members["nora"]) != access.TeamMember) {
				t.Errorf("%s: %+v", name, got.Team)
			}
		}
	})
}

func TestNobodyGivesATeamRoleThatHoldsWhatTheyLack(t *testing.T) {
	each(t, func(c *company) {
		c.hire("assigner", "assigner", append(access.OfTeamRole(access.TeamMember).List(), access.PositionsAssignTeam)...)
		p := c.make(positions.NewPosition{}, "hana hiring_manager")
		for team, want := range map[string]errs.Kind{
			"hana hiring_manager, nora team_member":     fine, // every string of Team Member
			"hana hiring_manager":                       fine, // taking one away gives nothing
			"hana hiring_manager, nora recruiter":       refused,
			"hana recruiter":                            refused, // another role, though equal in access
			"hana hiring_manager, assigner recruiter":   refused,
			"hana team_member, assigner hiring_manager": refused,
		} {
			_, err := c.room.SetTeam(t.Context(), c.as("assigner"), p.ID, c.seats(team))
			c.is(err, want, team)
		}
		// Whoever holds all of Admin's strings gives any, offers included.
		_, err := c.room.SetTeam(t.Context(), c.as("ada"), p.ID, c.seats("ada hiring_manager"))
		c.is(err, fine)
		// A key that lacks them does not.
		key := c.as("ada").WithKey(access.SetOf(access.PositionsView, access.PositionsViewPrivate, access.PositionsAssignTeam))
		_, err = c.room.SetTeam(t.Context(), key, p.ID, c.seats("hana hiring_manager"))
		c.is(err, refused)
	})
}

func TestATeamKeepsALead(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "hana hiring_manager, tom team_member")
		for _, team := range []string{"", "tom team_member", "hana team_member"} {
			_, err := c.room.SetTeam(t.Context(), c.as("ada"), p.ID, c.seats(team))
			c.is(err, invalid, team)
			if errs.As(err).Message != "Keep at least one Hiring Manager or Recruiter." {
				t.Error(errs.As(err).Message)
			}
		}
		_, err := c.room.SetTeam(t.Context(), c.as("hana"), p.ID, c.seats("rui recruiter"))
		c.is(err, fine, "one may leave when another leads")
		_, err = c.room.SetTeam(t.Context(), c.as("hana"), p.ID, c.seats("hana recruiter"))
		c.is(err, hidden, "and is out at once")
	})
}

func TestDeactivatedMembersRestInTheirSeats(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "hana hiring_manager, rui recruiter, tom team_member")
		c.write(`UPDATE members SET status = 'deactivated' WHERE id = ?`, c.members["rui"])
		got, err := c.room.Get(t.Context(), c.as("ada"), p.ID)
		c.is(err, fine)
		if len(got.Team) != 2 {
			t.Errorf("%+v", got.Team)
		}
		_, err = c.room.SetTeam(t.Context(), c.as("ada"), p.ID, c.seats("rui recruiter"))
		c.is(err, invalid, "no active member")
		_, err = c.room.SetTeam(t.Context(), c.as("ada"), p.ID, c.seats("hana hiring_manager"))
		c.is(err, fine)
		c.write(`UPDATE members SET status = 'active' WHERE id = ?`, c.members["rui"])
		got, err = c.room.Get(t.Context(), c.as("ada"), p.ID)
		c.is(err, fine)
		if len(got.Team) != 2 || got.TeamRoleOf(c.members["rui"]) != access.Recruiter {
			t.Errorf("%+v", got.Team)
		}
	})
}

func TestAChangeOfTeamIsInForceAtOnceAndOnRecord(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Private: true}, "hana hiring_manager")
		nora := c.as("nora") // facts of before
		_, err := c.room.SetTeam(t.Context(), c.as("hana"), p.ID, c.seats("hana hiring_manager, nora team_member"))
		c.is(err, fine)
		_, err = c.room.Get(t.Context(), nora, p.ID)
		c.is(err, fine, "facts are read again when the epoch has moved")
		_, err = c.room.SetTeam(t.Context(), c.as("hana"), p.ID, c.seats("hana hiring_manager"))
		c.is(err, fine)
		_, err = c.room.Get(t.Context(), nora, p.ID)
		c.is(err, hidden)
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'team.changed' AND position_id = ?`, p.ID); n != 3 {
			t.Errorf("%d lines in the audit log", n)
		}
		_, err = c.room.SetTeam(t.Context(), c.as("hana"), p.ID, c.seats("hana hiring_manager"))
		c.is(err, fine)
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'team.changed'`); n != 3 {
			t.Error("nothing changed, and a line says so")
		}
	})
}

func TestPickersShowActiveNamesToThoseWhoMaySeeThem(t *testing.T) {
	each(t, func(c *company) {
		c.write(`UPDATE members SET status = 'deactivated' WHERE id = ?`, c.members["ines"])
		c.make(positions.NewPosition{}, "hana hiring_manager, tom team_member")
		for name, want := range map[string][]string{
			"ada":  {"ada", "hana", "nora", "rui", "sol", "tom"},
			"sol":  {"ada", "hana", "nora", "rui", "sol", "tom"},
			"tom":  {"ada", "hana", "nora", "rui", "sol", "tom"}, // interviews:assign there
			"nora": {"nora"},
		} {
			people, err := c.room.People(t.Context(), c.as(name), "")
			c.is(err, fine)
			var got []string
			for _, p := range people {
				got = append(got, p.Name)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v", name, got)
			}
		}
		people, err := c.room.People(t.Context(), c.as("ada"), "H")
		c.is(err, fine)
		if len(people) != 1 || people[0].Name != "hana" {
			t.Error(people)
		}
	})
}
