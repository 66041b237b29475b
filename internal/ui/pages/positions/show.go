package positions

import (
	"fmt"
	"strings"

	"candor/internal/positions"
	"candor/internal/ui/kit"
)

// ShowPage is /positions/{id}.
type ShowPage struct {
	Head
	Body    string // the description, safe HTML
	Careers string // address of the posting, where it is on the careers page
	History []Event
	// The reader can open the job role.
	SeesJobRole bool
}

// Event is a line of what happened to the position.
type Event struct {
	Line kit.LineProps
	Text string // what it carries: a reason
}

func (p ShowPage) facts() []kit.Fact {
	x := p.Position
	facts := []kit.Fact{{Label: "Department", Text: x.Department}, {Label: "Place", Text: place(x)}, {Label: "Employment", Text: x.Employment.Label()}}
	if x.JobRole.ID != "" {
		fact := kit.Fact{Label: "Job role", Text: x.JobRole.Name}
		if p.SeesJobRole {
			fact.Value = jobRole(x.JobRole)
		}
		facts = append(facts, fact)
	}
	if x.Level.ID != "" {
		facts = append(facts, kit.Fact{Label: "Level", Text: x.Level.Name})
	}
	if x.Compensation != nil {
		pay := x.Compensation.String()
		if x.Compensation.OnPosting {
			pay += ", on the posting"
		}
		facts = append(facts, kit.Fact{Label: "Pay", Text: pay})
	} else {
		facts = append(facts, kit.Fact{Label: "Pay", Value: kit.Withheld("The hiring manager, the recruiter and admins see what it pays.")})
	}
	facts = append(facts, kit.Fact{Label: "Created", Value: kit.Time(p.Clock, x.CreatedAt.Time)})
	if !x.OpenedAt.IsZero() {
		facts = append(facts, kit.Fact{Label: "Opened", Value: kit.Time(p.Clock, x.OpenedAt.Time)})
	}
	if x.Status == positions.Closed {
		facts = append(facts, kit.Fact{Label: "Closed", Value: kit.Time(p.Clock, x.ClosedAt.Time)})
		if x.ClosingReason != "" {
			facts = append(facts, kit.Fact{Label: "Reason", Text: x.ClosingReason})
		}
	}
	return facts
}

// posting says where the posting stands, in one sentence.
func (p ShowPage) posting() string {
	x := p.Position
	switch {
	case x.Private:
		return "A private position is never on the careers page."
	case x.OnCareersPage():
		return "On the careers page now."
	case x.Public && x.Status == positions.Draft:
		return "Goes on the careers page when the position is opened."
	case x.Public:
		return "Off the careers page while the position is closed. It comes back when the position is opened."
	}
	return "Not on the careers page."
}

// asks are what the application form asks for, in words.
func asks(f positions.Form) string {
	out := []string{"name", "e-mail"}
	for _, a := range []struct {
		what string
		ask  positions.Ask
	}{{"phone", f.Phone}, {"résumé", f.Resume}, {"links", f.Links}} {
		switch a.ask {
		case positions.Required:
			out = append(out, a.what)
		case positions.Optional:
			out = append(out, a.what+" (optional)")
		}
	}
	text := "Asks for " + strings.Join(out, ", ")
	if n := len(f.Questions); n > 0 {
		text += ", and " + kit.Plural(n, "question", "questions") + " of your own"
	}
	return text + "."
}

func stageTitle(stage []positions.Phase) string {
	if len(stage) > 1 {
		return fmt.Sprintf("Parallel — Stage %d", stage[0].Stage)
	}
	return ""
}

func length(p positions.Phase) string {
	text := kit.Plural(p.Minutes, "minute", "minutes")
	if p.Kind != positions.InterviewPhase {
		return p.Kind.Label() + " · " + text
	}
	return text
}

func teammate(t positions.Teammate) string {
	if t.Title != "" {
		return t.TeamRole.Label() + " · " + t.Title
	}
	return t.TeamRole.Label()
}

// takeOff is what keeps a position off the careers page: from now on, or also once it is open.
func (p ShowPage) takeOff() string {
	if p.Position.OnCareersPage() {
		return "Take off the careers page"
	}
	return "Keep off the careers page"
}
