package company

import (
	"context"
	"fmt"

	"candor/internal/library/profiles"
)

// What people are measured by at Northwind Labs.
var (
	competencies = [][2]string{
		{"Problem solving", "Finds out what the problem really is, tests ideas against facts, and says what is not known yet."},
		{"Craft and quality", "Work that is correct, fit for its purpose, and easy for others to check and to continue."},
		{"Communication", "Listens, asks, writes so that a tired colleague can follow, and says difficult things early."},
		{"Collaboration", "Works well with people of other trades and views; shares knowledge and credit."},
		{"Ownership and growth", "Answers for results rather than tasks, owns mistakes, and keeps widening what they take on."},
	}
	levels = [][2]string{
		{"Junior", "Well-described work, with guidance."},
		{"Intermediate", "Ordinary work without help, and knows when to ask."},
		{"Senior", "Unclear or risky work; makes good choices for the whole team."},
		{"Lead", "Shapes the work of several people, and answers for the result."},
	}
)

// profile is a job role: what is expected in each competency, level by level.
type profile struct {
	key, name, about string
	levels           []string
	rows             map[string][]string // competency → one guideline for each of the levels
}

var jobRoles = []profile{
	{key: "backend", name: "Backend engineer", levels: []string{"Junior", "Intermediate", "Senior", "Lead"},
		about: "Builds and runs the services that keep our customers' instruments in time: a handful of Go programs and one PostgreSQL.\n\nThe same profile covers data and infrastructure; the position says where the weight lies.",
		rows: map[string][]string{
			"Problem solving": {
				"Reproduces a fault before explaining it. Tries one idea at a time and asks before an afternoon is lost.",
				"Breaks a feature or a fault into parts without help. Finds the cause, not the symptom, and can name one alternative.",
				"Turns “it is sometimes slow” into a question that a measurement answers. Tests the riskiest assumption first.",
				"Finds the problem behind several problems and decides which are worth solving. Knows when a clock drift is not about clocks."},
			"Craft and quality": {
				"Readable code with tests for the usual cases; improves it after review.",
				"Handles errors and edge cases, fits the design that is there, and can be released on a Thursday.",
				"Designs parts that stay simple as they grow. Thinks of load, security and the person on call from the start.",
				"Keeps the whole affordable to change. Sets standards that teams follow because they help, and retires those that do not."},
			"Communication": {
				"Says what is done, what is next and what is blocked. Commit messages that others understand.",
				"Explains a change, its reasons and its risks to people outside engineering.",
				"Writes proposals that let a group decide. Brings bad news while there is still time to act on it.",
				"Makes direction understood by laboratories and leadership alike; decisions can be found a year later."},
			"Collaboration": {
				"Takes feedback with interest and is reliable about what was agreed.",
				"Works smoothly with support and product. Gives feedback that is specific and kind.",
				"Helps others grow by pairing and review. Makes room for quiet voices.",
				"Builds trust between teams whose aims pull apart, and brings up other leaders."},
			"Ownership and growth": {
				"Finishes what was taken on and looks at it again after release.",
				"Owns a feature from the idea to its behaviour in production; says early when a plan slips.",
				"Answers for a service, including the unglamorous parts. Leads through an incident and removes its cause for good.",
				"Takes on problems nobody owns, decides openly, and changes course in public when proved wrong."},
		}},
	{key: "design", name: "Product designer", levels: []string{"Intermediate", "Senior", "Lead"},
		about: "Draws, prototypes and tests with the people who use our instruments every day.",
		rows: map[string][]string{
			"Problem solving":      {"Asks what the person at the bench is trying to do before drawing anything.", "Frames a vague wish as two or three options with their costs, and shows which one the evidence favours.", "Chooses the questions the product should answer next year."},
			"Craft and quality":    {"Screens that are consistent, accessible and honest about state: empty, loading, wrong.", "Systems rather than screens. Prototypes answer a question and are thrown away without regret.", "The bar for everybody's work, taught by example and by a pattern library that people want to use."},
			"Communication":        {"Walks through a design so that an engineer can build it without guessing.", "Presents to customers and hears what they do not say.", "Brings research, sales and engineering to one sentence that they all sign."},
			"Collaboration":        {"Sits with support for a day each month and brings back what was learned.", "Invites critique early, and gives it so that it can be used.", ""},
			"Ownership and growth": {"Follows a design through to release, and looks at how it is used.", "Owns an instrument's whole interface, its debts included.", "Grows designers, and says no to work that should not be done."},
		}},
	{key: "leader", name: "Engineering leader", levels: []string{"Lead"},
		about: "Leads engineers through the next doubling without losing what makes them good.",
		rows: map[string][]string{
			"Problem solving":      {"Sees a bottleneck in how people work before it shows in what they make."},
			"Communication":        {"Tells forty people the same thing, in forty ways, without it becoming forty things."},
			"Collaboration":        {"Disagrees with the founders early and in private, and carries decisions as their own in public."},
			"Ownership and growth": {"Hires people better than themselves, and lets them be."},
		}},
}

// setUpProfiles fills the library with competencies, levels and job roles; people work on them for a while.
func (c *Company) setUpProfiles(ctx context.Context) error {
	c.travel(140)
	room, ben := c.House.Profiles, c.As(ctx, "ben")
	ids := map[string]string{}
	for _, x := range profiles.Axes {
		all := competencies
		if x == profiles.Levels {
			all = levels
		}
		for _, one := range all {
			m, err := room.CreateMeasure(ctx, ben, x, profiles.MeasureDraft{Name: &one[0], Description: &one[1]})
			if err != nil {
				return fmt.Errorf("%s: %w", one[0], err)
			}
			ids[one[0]] = m.ID
			if x == profiles.Levels {
				c.Levels[one[0]] = m.ID
			}
		}
	}
	for _, p := range jobRoles {
		j, err := room.CreateJobRole(ctx, ben, p.made(ids))
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		c.JobRoles[p.key] = j.ID
	}
	return c.refineProfiles(ctx, ids)
}

func (p profile) made(ids map[string]string) profiles.NewJobRole {
	n := profiles.NewJobRole{Name: p.name, Description: p.about}
	for _, l := range p.levels {
		n.Levels = append(n.Levels, ids[l])
	}
	for _, c := range competencies { // in order: a map has none
		row, ok := p.rows[c[0]]
		if !ok {
			continue
		}
		n.Competencies = append(n.Competencies, ids[c[0]])
		for i, text := range row {
			if text != "" {
				n.Guidelines = append(n.Guidelines, profiles.Guideline{Cell: profiles.Cell{CompetencyID: ids[c[0]], LevelID: ids[p.levels[i]]}, Text: text})
			}
		}
	}
	return n
}

// refineProfiles gives the first job role a history of two changes.
func (c *Company) refineProfiles(ctx context.Context, ids map[string]string) error {
	for _, change := range []struct {
		daysAgo                     float64
		by, competency, level, text string
	}{
		{131, "sol", "Ownership and growth", "Senior", "Answers for a service. Leads through an incident."},
		{129, "ben", "Ownership and growth", "Senior", "Answers for a service, including the unglamorous parts. Leads through an incident and removes its cause for good, and tells the laboratories what it was."},
	} {
		c.travel(change.daysAgo)
		_, err := c.House.Profiles.SetGuideline(ctx, c.As(ctx, change.by), c.JobRoles["backend"], profiles.GuidelineChange{Guideline: profiles.Guideline{
			Cell: profiles.Cell{CompetencyID: ids[change.competency], LevelID: ids[change.level]}, Text: change.text}})
		if err != nil {
			return err
		}
	}
	return nil
}
