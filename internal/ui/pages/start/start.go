// Package start draws the start page and the search page.
package start

import (
	"candor/internal/candidates"
	"candor/internal/dashboard"
	"candor/internal/search"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// Page is the start page of one member.
type Page struct {
	Shell shell.AppProps
	Clock kit.Clock
	Name  string // the member's first name
	dashboard.Start
}

// strip are the counts that are greater than zero, each leading to exactly the rows it counts.
func (p Page) strip() (out []kit.Figure) {
	if n := p.Strip.OpenPositions; n > 0 {
		out = append(out, kit.Figure{Count: n, Label: one(n, "open position", "open positions"), Href: "/positions?status=open"})
	}
	if n := p.Strip.Candidates; n > 0 {
		out = append(out, kit.Figure{Count: n, Label: one(n, "candidate", "candidates"), Href: "/candidates"})
	}
	return out
}

func one(n int, singular, plural string) string {
	if n == 1 {
		return singular
	}
	return plural
}

func (p Page) greeting() string {
	hour := p.Clock.Now.In(p.Clock.Zone).Hour()
	switch {
	case hour < 12:
		return "Good morning, " + p.Name
	case hour < 18:
		return "Good afternoon, " + p.Name
	}
	return "Good evening, " + p.Name
}

func (p Page) hiring() bool { return p.Positions != nil || p.Pipeline != nil || p.New != nil }

// library: the reader sees questions or templates.
func (p Page) library() bool { return p.Library.Questions != nil || p.Library.Templates != nil }

func (p Page) workspace() bool { return p.library() || p.Team != nil }

// browse leads to the rows that are counted first.
func (p Page) browse() string {
	if p.Library.Questions != nil {
		return "/questions?bank=org"
	}
	return "/templates?bank=org"
}

func (p Page) nothing() bool {
	return len(p.strip()) == 0 && !p.hiring() && p.Approvals == nil && !p.workspace() && p.Actions == dashboard.Actions{}
}

func (p Page) positionBar() []kit.Segment {
	c := p.Positions
	return []kit.Segment{
		{Label: "Open", Count: c.Open, Href: "/positions?status=open", Tone: kit.Now},
		{Label: "Draft", Count: c.Draft, Href: "/positions?status=draft"},
		{Label: "Closed", Count: c.Closed, Href: "/positions?status=closed", Tone: kit.Faint},
	}
}

func (p Page) longest() (most int) {
	for _, r := range p.Pipeline.Rows {
		most = max(most, r.N)
	}
	return most
}

func roleFacts(t *dashboard.Team) (facts []kit.Fact) {
	for _, r := range t.Roles {
		facts = append(facts, kit.Fact{Label: r.Name, Value: holders(r)})
	}
	return facts
}

func statusHref(s candidates.Status) string { return "/candidates?status=" + string(s) }

// FindPage is what was found, as a page of its own for those without script.
type FindPage struct {
	Shell shell.AppProps
	Q     string
	search.Results
}

// Commands are the results as the palette lists them.
func Commands(r search.Results) []kit.CommandGroup {
	people := kit.CommandGroup{Title: "Candidates"}
	for _, p := range r.People {
		people.Commands = append(people.Commands, kit.Command{Label: p.Name, Note: p.Headline, Icon: "user", Href: "/candidates/" + p.ID})
	}
	positions := kit.CommandGroup{Title: "Positions"}
	for _, p := range r.Positions {
		positions.Commands = append(positions.Commands, kit.Command{Label: p.Title, Note: p.Department, Icon: "briefcase", Href: "/positions/" + p.ID})
	}
	resumes := kit.CommandGroup{Title: "In résumés"}
	for _, f := range r.Resumes {
		resumes.Commands = append(resumes.Commands, kit.Command{Label: f.Name, Note: f.Snippet, Icon: "file-text", Href: "/applications/" + f.ApplicationID})
	}
	questions := kit.CommandGroup{Title: "Questions"}
	for _, q := range r.Questions {
		questions.Commands = append(questions.Commands, kit.Command{Label: q.Title, Note: standing(q), Icon: "message-square", Href: "/questions/" + q.ID})
	}
	templates := kit.CommandGroup{Title: "Templates"}
	for _, t := range r.Templates {
		templates.Commands = append(templates.Commands, kit.Command{Label: t.Title, Note: standing(t), Icon: "file-text", Href: "/templates/" + t.ID})
	}
	return []kit.CommandGroup{people, positions, questions, templates, resumes}
}

// share is n of the most, in per cent; what is there at all stays visible.
func share(n, most int) int {
	if n == 0 || most == 0 {
		return 0
	}
	return max(1, n*100/most)
}

// standing names what is not the organisation's.
func standing(i search.Item) string {
	return map[string]string{"personal": "Personal", "pending": "Pending approval"}[i.Visibility]
}
