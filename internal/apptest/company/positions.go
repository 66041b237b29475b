package company

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/positions"
)

// opening is one position of the company.
type opening struct {
	key     string
	profile [2]string // job role and level, by their keys
	by      string    // who creates it
	new     positions.NewPosition
	pay     [2]int64 // whole units a year; each number stands nowhere else
	showPay bool
	team    map[string]access.TeamRole
	draft   bool
	close   string // the reason; closed at the end
}

const (
	hm = access.HiringManager
	rc = access.Recruiter
	tm = access.TeamMember
)

var openings = []opening{
	{key: "backend", by: "ben", profile: [2]string{"backend", "Senior"}, pay: [2]int64{61003, 84017}, team: map[string]access.TeamRole{"hana": hm, "rui": rc, "tom": tm},
		new: positions.NewPosition{Title: "Backend engineer", Department: "Engineering", Locations: []string{"Lisbon"},
			Remote: positions.Hybrid, Public: true, Form: positions.Form{Phone: positions.Optional, Resume: positions.Required, Links: positions.Optional, Questions: []positions.Question{
				{Kind: positions.Long, Label: "What have you built that you are proud of?", Required: true},
				{Kind: positions.YesNo, Label: "May you work in the EU without a visa from us?", Required: true},
				{Kind: positions.Choice, Label: "When could you start?", Choices: []string{"At once", "Within a month", "Within three months", "Later"}},
			}},
			Phases: []positions.Phase{{Name: "Phone screen", Stage: 1, Kind: positions.InterviewPhase, Minutes: 30}, {Name: "Technical interview", Stage: 2, Kind: positions.InterviewPhase, Minutes: 60},
				{Name: "Case study", Stage: 2, Kind: positions.AssessmentPhase, Minutes: 90}, {Name: "Final round", Stage: 3, Kind: positions.InterviewPhase, Minutes: 60}},
			Description: "You will own the services that keep our customers' instruments in time: a handful of Go programs, one PostgreSQL, and the quiet satisfaction of pagers that stay silent.\n\n**What you will do**\n\n- Design and run services that thousands of laboratories rely on\n- Make slow things fast and clever things simple\n- Teach, review, and be reviewed\n\n**What we look for**\n\n- Years of building things that other people had to keep running\n- A taste for measuring before deciding\n- Writing that a tired colleague can follow"}},
	{key: "design", by: "ben", profile: [2]string{"design", "Senior"}, pay: [2]int64{52009, 68023}, showPay: true, team: map[string]access.TeamRole{"ben": hm, "rui": rc},
		new: positions.NewPosition{Title: "Product designer", Department: "Design", Locations: []string{"Lisbon", "Porto"}, Remote: positions.Hybrid, Public: true,
			Description: "Our instruments are precise; our screens should be, too. You will draw, prototype and test with the people who use them every day.\n\n- Portfolio first, titles last\n- You sit with support for a day each month"}},
	{key: "support", by: "sol", profile: [2]string{"", "Lead"}, pay: [2]int64{38011, 45007}, team: map[string]access.TeamRole{"hana": hm, "tom": tm},
		new: positions.NewPosition{Title: "Customer support lead", Department: "Support", Remote: positions.RemoteWork, Locations: []string{"Europe"}, Public: true,
			Description: "Lead four people who answer laboratories in three languages, and turn what they hear into what we build."}},
	{key: "sales", by: "ada", pay: [2]int64{47013, 91009}, team: map[string]access.TeamRole{"ada": hm, Gone: tm},
		new: positions.NewPosition{Title: "Account executive", Department: "Sales", Locations: []string{"New York"}, Description: "Open our second continent."}},
	{key: "cfo", by: "ada", pay: [2]int64{141019, 173021}, team: map[string]access.TeamRole{"ben": hm, "rui": rc, "tom": tm},
		new: positions.NewPosition{Title: "Chief financial officer", Department: "Leadership", Locations: []string{"Lisbon"}, Private: true,
			Description: "A confidential search under the name Halcyon. The board knows; the company does not yet."}},
	{key: "vp", by: "ben", profile: [2]string{"leader", "Lead"}, pay: [2]int64{118033, 139007}, team: map[string]access.TeamRole{"hana": hm, "rui": rc},
		new: positions.NewPosition{Title: "VP Engineering", Department: "Leadership", Remote: positions.Hybrid, Locations: []string{"Lisbon"}, Private: true,
			Description: "A confidential search under the name Tamarisk: somebody to lead forty engineers through the next doubling."}},
	{key: "data", by: "sol", draft: true, team: map[string]access.TeamRole{"hana": hm},
		new: positions.NewPosition{Title: "Data analyst", Department: "Operations", Locations: []string{"Porto"}, Employment: positions.PartTime}},
	{key: "coordinator", by: "ada", pay: [2]int64{29009, 33011}, close: "Filled", team: map[string]access.TeamRole{"ben": hm, "rui": rc},
		new: positions.NewPosition{Title: "Recruiting coordinator", Department: "People", Locations: []string{"Lisbon"}, Description: "Keep our hiring kind and on time."}},
}

func (c *Company) openPositions(ctx context.Context) error {
	for i, o := range openings {
		c.travel(120 - 8*float64(i))
		if err := c.open(ctx, o); err != nil {
			return fmt.Errorf("%s: %w", o.key, err)
		}
	}
	return nil
}

func (c *Company) open(ctx context.Context, o opening) error {
	n := o.new
	n.JobRoleID, n.LevelID = c.JobRoles[o.profile[0]], c.Levels[o.profile[1]]
	for _, p := range Cast { // in the cast's order: a map has none
		if r, ok := o.team[p.Key]; ok {
			n.Team = append(n.Team, positions.Seat{MemberID: c.Members[p.Key], TeamRole: r})
		}
	}
	if r, ok := o.team[Gone]; ok {
		n.Team = append(n.Team, positions.Seat{MemberID: c.Members[Gone], TeamRole: r})
	}
	// Pay and team are given by Ada: who creates a position need not be allowed to give either.
	by := c.As(ctx, "ada")
	if o.pay[0] > 0 {
		low, high := o.pay[0]*100, o.pay[1]*100
		n.Compensation = &positions.Compensation{Currency: "EUR", Min: &low, Max: &high, Period: positions.Year, OnPosting: o.showPay}
	}
	p, err := c.House.Positions.Create(ctx, by, n)
	if err != nil {
		return err
	}
	c.Positions[o.key] = p.ID
	if o.draft {
		return nil
	}
	_, err = c.House.Positions.Open(ctx, by, p.ID)
	return err
}

func (c *Company) closePositions(ctx context.Context) error {
	c.travel(60)
	for _, o := range openings {
		if o.close == "" {
			continue
		}
		if _, err := c.House.Positions.Close(ctx, c.As(ctx, "ada"), c.Positions[o.key], o.close); err != nil {
			return err
		}
	}
	return nil
}
