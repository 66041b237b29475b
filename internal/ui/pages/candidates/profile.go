package candidates

import (
	"strings"

	"candor/internal/candidates"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ProfilePage is /candidates/{id}: a person with the applications that the reader sees.
type ProfilePage struct {
	Shell shell.AppProps
	Clock kit.Clock
	candidates.Profile
	Timeline *Timeline // nil on one's own file
	Resume   *Resume
	Same     []candidates.Candidate // who seem to be the same person
	Address  string
}

func (p ProfilePage) path() string { return "/candidates/" + p.ID }

func (p ProfilePage) more() (items []kit.MenuItem) {
	shelf := func(s candidates.Standing, label, icon string) {
		if p.Can.Update && p.Standing != s && p.Standing != candidates.StandingHired { // Hired is computed, whatever the shelf
			items = append(items, kit.MenuItem{Label: label, Icon: icon, Post: p.path() + "/shelf", Name: "status", Value: string(s), Stay: true})
		}
	}
	shelf(candidates.StandingActive, "Set active", "check")
	shelf(candidates.StandingOnHold, "Put on hold", "alarm-clock")
	shelf(candidates.StandingArchived, "Archive", "inbox")
	rule := len(items) > 0
	if p.Can.Link && p.LinkedID == "" {
		items = append(items, kit.MenuItem{Label: "Link to a member…", Icon: "link", Href: p.path() + "/link", Dialog: true, Rule: rule, Note: "Somebody who works here now"})
	}
	if p.Can.Link && p.LinkedID != "" {
		items = append(items, kit.MenuItem{Label: "Unlink from " + p.LinkedMember + "…", Icon: "link", Href: p.path() + "/unlink", Dialog: true, Rule: rule})
	}
	if p.Can.Delete {
		items = append(items, kit.MenuItem{Label: "Delete candidate…", Icon: "trash-2", Href: p.path() + "/delete", Dialog: true, Danger: true, Rule: true})
	}
	return items
}

func (p ProfilePage) facts() (facts []kit.Fact) {
	if p.Source != "" {
		facts = append(facts, kit.Fact{Label: "Source", Text: p.Source.Label(p.SourceName)})
	}
	facts = append(facts, kit.Fact{Label: "Known since", Value: kit.Time(p.Clock, p.AddedAt.Time)})
	if p.LinkedMember != "" {
		facts = append(facts, kit.Fact{Label: "Works here", Text: p.LinkedMember})
	}
	return facts
}

// EditSheet changes a person. Fields whose right the reader lacks are not there.
type EditSheet struct {
	Shell    shell.AppProps
	Path     string // of the person
	Back     string
	Can      candidates.CandidateCan
	Form     EditForm
	Problems kit.Problems
}

// EditForm is the sheet as typed.
type EditForm struct {
	Name, Headline, Location, Tags, Phone string
	Emails                                []string
	Links                                 []candidates.Link
}

// EditOf fills the sheet with what is known.
func EditOf(c candidates.Candidate) EditForm {
	return EditForm{Name: c.Name, Headline: c.Headline, Location: c.Location, Tags: strings.Join(c.Tags, ", "), Phone: c.Phone, Emails: c.Emails, Links: c.Links}
}

// emailFields are the addresses with an empty one after them.
func (f EditForm) emailFields(problems kit.Problems) (out []kit.Field) {
	for i, e := range append(append([]string{}, f.Emails...), "") {
		field := kit.Field{Name: "emails", ID: "field-emails-" + kit.Number(i), Label: "Another e-mail", Hide: true, Value: e, Autocomplete: "off"}
		if i == 0 {
			field.ID, field.Label, field.Hide, field.Error = "field-emails", "E-mail", false, problems.Of("emails")
		} else if e == "" {
			field.Placeholder = "Another address"
		}
		out = append(out, field)
	}
	return out
}

// linkField is one link: what it is called and where it leads.
type linkField struct{ Label, URL kit.Field }

func (f EditForm) linkFields(problems kit.Problems) (out []linkField) {
	for i, l := range append(append([]candidates.Link{}, f.Links...), candidates.Link{}) {
		n := kit.Number(i)
		one := linkField{
			Label: kit.Field{Name: "link_labels", ID: "field-link-label-" + n, Label: "Name of the link", Hide: i > 0, Value: l.Label, Placeholder: "Portfolio", Autocomplete: "off"},
			URL:   kit.Field{Name: "links", ID: "field-links-" + n, Label: "Address of the link", Hide: i > 0, Value: l.URL, Placeholder: "https://", Autocomplete: "off"},
		}
		if i == 0 {
			one.Label.Label, one.URL.Label, one.URL.ID, one.URL.Error = "Link", "Address", "field-links", problems.Of("links")
		}
		out = append(out, one)
	}
	return out
}

// LinkSheet says which member a person is.
type LinkSheet struct {
	Shell    shell.AppProps
	Name     string
	Path     string
	Members  []candidates.Member
	Chosen   string
	Problems kit.Problems
}

func memberChoices(all []candidates.Member) (out []kit.Option) {
	for _, m := range all {
		label := m.Name
		if m.Title != "" {
			label += ", " + m.Title
		}
		out = append(out, kit.Option{Value: m.ID, Label: label})
	}
	return out
}

// AddSheet puts a known person on one more position.
type AddSheet struct {
	Shell              shell.AppProps
	Name               string
	Path               string
	Targets            []candidates.Target
	Chosen             string
	Source, SourceName string
	Problems           kit.Problems
}

func sourceOptions() (out []kit.Option) {
	for _, s := range candidates.Sources {
		out = append(out, kit.Option{Value: string(s), Label: s.Label("")})
	}
	return out
}

// whereOf says where somebody stands, to tell people of one name apart.
func whereOf(c candidates.Candidate) string {
	var words []string
	if c.Headline != "" {
		words = append(words, c.Headline)
	}
	for i, a := range c.Applications {
		if i < 2 && a.PositionTitle != "" {
			words = append(words, a.PositionTitle+", "+a.Status.Label())
		}
	}
	return strings.Join(words, " · ")
}

// said: the head of one's own profile says all that the list of applications would.
func (p ProfilePage) said() bool {
	return len(p.Applications) == 1 && string(p.Applications[0].Status) == string(p.Standing)
}
