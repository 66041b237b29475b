package positions

import (
	"fmt"

	"github.com/a-h/templ"

	"candor/internal/positions"
	"candor/internal/ui/kit"
)

// TeamPage is /positions/{id}/team.
type TeamPage struct {
	Head
	Team     TeamForm
	People   []kit.Option
	Problems kit.Problems
}

// PrivacyPage asks before a position stops being private.
type PrivacyPage struct {
	Head
	Reveal positions.Reveal
}

// ClosePage asks what becomes of the applications.
type ClosePage struct {
	Head
	Active       int // applications under way that the reader sees; those in Offer stay
	Applications string
	Reason, Note string
	SendEmail    bool
	Reasons      []kit.Option
	Problems     kit.Problems
}

// DeletePage asks before a position is deleted, or says why it cannot be.
type DeletePage struct {
	Head
	Instead string // why it can only be closed
}

func (p DeletePage) lead() string {
	if p.Instead != "" {
		return p.Instead
	}
	return "Its text, its hiring team and its phases go for good. A position that had candidates can only be closed."
}

// close is what can be done instead.
func (p DeletePage) close() kit.ButtonProps {
	if p.Position.Status == positions.Open && p.Position.May.Publish {
		return kit.ButtonProps{Label: "Close position…", Icon: "ban", Href: p.path() + "/close", Dialog: true}
	}
	return kit.ButtonProps{Label: "Back to the settings", Href: p.path() + "/settings", Attrs: templ.Attributes{"data-dialog": "close"}}
}

// PhasePage is the sheet of one phase; ID is empty for a new one.
type PhasePage struct {
	Head
	ID, Name, Kind, Stage, Minutes, Guidance string
	NeedsAll                                 bool
	Template, Form                           string // of the library, by id
	Templates, Forms                         []kit.Option
	Newest, Newer                            bool // take the newest revision; there is one
	Problems                                 kit.Problems
}

func teamLead(p TeamPage) string {
	if p.Position.May.Team {
		return "Each person has one role here. Keep at least one Hiring Manager or Recruiter."
	}
	return ""
}

// reveals says who would see what, in one sentence.
func (p PrivacyPage) reveals() string {
	v := p.Reveal
	if v.People == 0 {
		return "Nobody sees it who does not see it now."
	}
	text := fmt.Sprintf("%s will see this position", kit.Plural(v.People, "more person", "more people"))
	if v.Applications > 0 {
		text += fmt.Sprintf(", with %s", kit.Plural(v.Applications, "application", "applications"))
	}
	if v.Lines > 0 {
		text += fmt.Sprintf(" and %s of its history", kit.Plural(v.Lines, "line", "lines"))
	}
	return text + ", as far as their role goes. It does not go on the careers page by this."
}

func (p ClosePage) lead() string {
	if p.Position.OnCareersPage() {
		return "It leaves the careers page and takes no more applications. Interviews that are planned stay."
	}
	return "It takes no more applications. Interviews that are planned stay."
}

func (p ClosePage) choices() []kit.Option {
	reject := kit.Option{Value: "reject", Label: "Reject them", Help: "Those in Offer stay, and those you may not reject."}
	return []kit.Option{{Value: "keep", Label: "Keep them as they are"}, reject}
}

func (p PhasePage) newest() []string {
	if p.Newest {
		return []string{"true"}
	}
	return nil
}

func (p PhasePage) title() string {
	if p.ID == "" {
		return "Add a phase"
	}
	return "Edit " + p.Name
}

func (p PhasePage) action() string {
	if p.ID == "" {
		return p.path() + "/phases"
	}
	return p.path() + "/phases/" + p.ID
}

func (p PhasePage) button() string {
	if p.ID == "" {
		return "Add phase"
	}
	return "Save phase"
}
