package positions_test

import (
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/positions"
)

func TestWhoMayCreate(t *testing.T) {
	each(t, func(c *company) {
		for name, want := range map[string]errs.Kind{"ada": fine, "sol": fine, "ines": refused, "nora": refused} {
			_, err := c.room.Create(t.Context(), c.as(name), positions.NewPosition{Title: "X"})
			c.is(err, want, name)
		}
		tom := c.make(positions.NewPosition{}, "tom team_member")
		_, err := c.room.Create(t.Context(), c.as("tom"), positions.NewPosition{Title: "X", CopyPlan: tom.ID})
		c.is(err, refused, "a team role creates nothing")
	})
}

func TestANewPositionHasTheDefaults(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Title: "  Backend\tengineer "}, "")
		if p.Title != "Backend engineer" || p.Status != positions.Draft || p.Private || p.Public || p.Remote != positions.OnSite || p.Employment != positions.FullTime {
			t.Errorf("%+v", p)
		}
		if p.Form.Resume != positions.Required || p.Form.Phone != positions.Optional || p.Form.Links != positions.Optional {
			t.Errorf("%+v", p.Form)
		}
		if names := phaseNames(p.Phases); !slices.Equal(names, []string{"1.1 Phone screen", "2.1 Interview", "3.1 Final interview"}) {
			t.Error(names)
		}
		if !strings.HasPrefix(p.Slug, "backend-engineer-") {
			t.Error(p.Slug)
		}
	})
}

func TestACreatorWhoWouldLoseSightBecomesRecruiter(t *testing.T) {
	each(t, func(c *company) {
		c.hire("maker", "maker", access.PositionsCreate)
		for _, who := range []struct {
			name, team string
			private    bool
			want       access.TeamRole
		}{
			{"sol", "hana hiring_manager", true, access.Recruiter},
			{"sol", "hana hiring_manager", false, ""},
			{"sol", "hana hiring_manager, sol team_member", true, access.TeamMember},
			{"ada", "", true, ""},
			{"maker", "", false, access.Recruiter},
		} {
			p, err := c.room.Create(t.Context(), c.as(who.name), positions.NewPosition{Title: "X", Private: who.private, Team: c.seats(who.team)})
			c.is(err, fine, who)
			if got := p.TeamRoleOf(c.members[who.name]); got != who.want {
				t.Errorf("%+v became %q", who, got)
			}
		}
	})
}

func TestTheCreatorsTeamRoleCountsForPay(t *testing.T) {
	each(t, func(c *company) {
		for team, want := range map[string]errs.Kind{
			"sol recruiter":                        fine,
			"sol hiring_manager":                   fine,
			"sol team_member":                      refused,
			"hana hiring_manager":                  refused,
			"sol team_member, hana hiring_manager": refused,
		} {
			p, err := c.room.Create(t.Context(), c.as("sol"), positions.NewPosition{Title: "X", Team: c.seats(team), Compensation: euros(70000, 90000)})
			c.is(err, want, team)
			if want == fine && (p.Compensation == nil || *p.Compensation.Max != 9_000_000) {
				t.Errorf("%s: %+v", team, p.Compensation)
			}
		}
		if n := c.number(`SELECT count(*) FROM positions`); n != 2 {
			t.Errorf("%d positions: a refused one was made", n)
		}
		p, err := c.room.Create(t.Context(), c.as("sol"), positions.NewPosition{Title: "X", Private: true, Team: c.seats("hana hiring_manager"), Compensation: euros(1, 2)})
		c.is(err, fine, "who becomes Recruiter of a private position enters pay")
		if p.Compensation == nil {
			t.Error("and sees it")
		}
	})
}

func TestTheCreatorNamesAnyTeam(t *testing.T) {
	each(t, func(c *company) { // Staffing holds neither assign_team nor offers
		p, err := c.room.Create(t.Context(), c.as("sol"), positions.NewPosition{Title: "X", Team: c.seats("hana hiring_manager, tom team_member")})
		c.is(err, fine)
		if len(p.Team) != 2 || p.Team[0].TeamRole != access.HiringManager {
			t.Error(p.Team)
		}
		_, err = c.room.SetTeam(t.Context(), c.as("sol"), p.ID, c.seats("sol hiring_manager"))
		c.is(err, refused, "but does not edit it later")
		c.write(`UPDATE members SET status = 'deactivated' WHERE id = ?`, c.members["tom"])
		for _, team := range []string{"tom recruiter", "hana recruiter, hana team_member", "hana boss"} {
			_, err = c.room.Create(t.Context(), c.as("sol"), positions.NewPosition{Title: "X", Team: c.seats(team)})
			c.is(err, invalid, team)
		}
		c.hire("maker", "maker", access.PositionsCreate)
		_, err = c.room.Create(t.Context(), c.as("maker"), positions.NewPosition{Title: "X", Team: c.seats("hana recruiter")})
		c.is(err, invalid, "who may not see names cannot name")
	})
}

func TestWhatIsWrongWithANewPositionIsSaidByField(t *testing.T) {
	each(t, func(c *company) {
		for name, n := range map[string]positions.NewPosition{
			"title":                    {Title: " "},
			"description":              {Title: "X", Description: strings.Repeat("x", 50_001)},
			"remote":                   {Title: "X", Remote: "moon"},
			"employment_type":          {Title: "X", Employment: "serf"},
			"public":                   {Title: "X", Private: true, Public: true},
			"compensation.currency":    {Title: "X", Compensation: &positions.Compensation{Currency: "XXL", Min: ptr(int64(1))}},
			"compensation.max":         {Title: "X", Compensation: euros(2, 1)},
			"form.questions.0.choices": {Title: "X", Form: positions.Form{Questions: []positions.Question{{Kind: positions.Choice, Label: "Which?", Choices: []string{"one", "One "}}}}},
			"form.questions.0.label":   {Title: "X", Form: positions.Form{Questions: []positions.Question{{Kind: positions.Short}}}},
			"phases.1.name":            {Title: "X", Phases: []positions.Phase{{Name: "A"}, {}}},
			"copy_plan":                {Title: "X", CopyPlan: "nowhere"},
		} {
			_, err := c.room.Create(t.Context(), c.as("ada"), n)
			c.is(err, invalid, name)
			if f := errs.As(err).Fields; len(f) != 1 || f[0].Name != name || f[0].Message == "" {
				t.Errorf("%s: %+v", name, f)
			}
		}
	})
}

func TestAPlanIsCopiedFromAVisiblePositionOnly(t *testing.T) {
	each(t, func(c *company) {
		from := c.make(positions.NewPosition{Private: true, Phases: []positions.Phase{
			{Name: "Case study", Stage: 1, Kind: positions.AssessmentPhase, Minutes: 90, Guidance: "Ask *why*."}, {Name: "Panel", Stage: 1}, {Name: "Talk", Stage: 2}}}, "tom team_member")
		p, err := c.room.Create(t.Context(), c.as("ada"), positions.NewPosition{Title: "Y", CopyPlan: from.ID})
		c.is(err, fine)
		if names := phaseNames(p.Phases); !slices.Equal(names, []string{"1.1 Case study", "1.2 Panel", "2.1 Talk"}) || p.Phases[0].Guidance != "Ask *why*." || p.Phases[0].ID == from.Phases[0].ID {
			t.Error(p.Phases)
		}
		_, err = c.room.Create(t.Context(), c.as("sol"), positions.NewPosition{Title: "Y", CopyPlan: from.ID})
		c.is(err, invalid, "hidden")
		unknown, err2 := c.room.Create(t.Context(), c.as("sol"), positions.NewPosition{Title: "Y", CopyPlan: "unknown"})
		c.is(err2, invalid)
		if err.Error() != err2.Error() || unknown.ID != "" {
			t.Error("hidden and unknown differ")
		}
		copied, err := c.room.CopyPlan(t.Context(), c.as("ada"), p.ID, from.ID)
		c.is(err, fine)
		if names := phaseNames(copied); len(names) != 6 || names[3] != "3.1 Case study" || names[5] != "4.1 Talk" {
			t.Error(names)
		}
		_, err = c.room.CopyPlan(t.Context(), c.as("sol"), p.ID, from.ID)
		c.is(err, invalid)
	})
}

func TestSlugsTellNothingOfOtherPositions(t *testing.T) {
	each(t, func(c *company) {
		c.make(positions.NewPosition{Title: "Chief Financial Officer", Private: true}, "")
		p := c.make(positions.NewPosition{Title: "Chief Financial Officer"}, "")
		if strings.HasSuffix(p.Slug, "-2") || p.Slug == "chief-financial-officer" {
			t.Error(p.Slug)
		}
		for title, want := range map[string]string{"Ingénieur·e «backend»": "ingenieur-e-backend-", "主任": "position-", strings.Repeat("long ", 40): "long-long-"} {
			p := c.make(positions.NewPosition{Title: title[:min(len(title), 190)]}, "")
			if !strings.HasPrefix(p.Slug, want) || len(p.Slug) > 70 {
				t.Error(p.Slug)
			}
		}
	})
}

func phaseNames(phases []positions.Phase) (out []string) {
	for _, p := range phases {
		out = append(out, string(rune('0'+p.Stage))+"."+string(rune('0'+p.Rank))+" "+p.Name)
	}
	return out
}
