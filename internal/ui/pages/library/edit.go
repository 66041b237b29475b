package library

import (
	"slices"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// EditPage is the form of a question, new or being edited.
type EditPage struct {
	Shell    shell.AppProps
	Item     *library.Item // nil while it is new
	Form     QuestionForm
	Choices  library.Choices
	Tags     []library.Tag
	Problems kit.Problems
	Stale    bool // somebody else has changed it meanwhile
	Preview  *QuestionPreview
}

// QuestionForm is a question as it was typed.
type QuestionForm struct {
	Title, Description, ModelAnswer          string
	Category, Difficulty, Answer, Tags, Seen string
	Competencies                             []string
}

// QuestionPreview is how what was typed will look.
type QuestionPreview struct {
	Title string
	Text  QuestionText
}

func (p EditPage) title() string {
	if p.Item == nil {
		return "New question"
	}
	return "Edit question"
}

func (p EditPage) crumbs() []kit.Crumb {
	out := []kit.Crumb{{Label: "Questions", Href: "/questions"}}
	if p.Item != nil {
		out = append(out, kit.Crumb{Label: p.Item.Title, Href: p.back()})
	}
	return out
}

func (p EditPage) action() string {
	if p.Item == nil {
		return "/questions"
	}
	return Questions.Href(p.Item.ID) + "/edit"
}

func (p EditPage) back() string {
	if p.Item == nil {
		return "/questions"
	}
	return Questions.Href(p.Item.ID)
}

// save names what the button does.
func (p EditPage) save() string {
	switch {
	case p.Item == nil:
		return "Save question"
	case p.Item.Visibility == library.Org && !p.Item.May.EditLive:
		return "Submit change"
	}
	return "Save changes"
}

func (p EditPage) categories() []kit.Option {
	out := []kit.Option{}
	for _, c := range p.Choices.Categories {
		out = append(out, kit.Option{Value: c.ID, Label: c.Name})
	}
	if id := p.Form.Category; id != "" && !slices.ContainsFunc(out, func(o kit.Option) bool { return o.Value == id }) {
		out = append(out, kit.Option{Value: id, Label: p.gone(id)})
	}
	return out
}

// gone is the name of a category that can be kept, and not chosen any more.
func (p EditPage) gone(id string) string {
	if p.Item != nil && p.Item.Category != nil && p.Item.Category.ID == id {
		return p.Item.Category.Name
	}
	return "As it was"
}

// Competencies are those to choose from, with those that a question has although they cannot be chosen any more.
func Competencies(choices []library.Name, item *library.Item, chosen []string) (out []kit.Option) {
	for _, c := range choices {
		out = append(out, kit.Option{Value: c.ID, Label: c.Name})
	}
	known := func(id string) bool {
		return slices.ContainsFunc(out, func(o kit.Option) bool { return o.Value == id })
	}
	if item != nil {
		for _, c := range item.Competencies {
			if !known(c.ID) {
				out = append(out, kit.Option{Value: c.ID, Label: c.Name})
			}
		}
	}
	for _, id := range chosen {
		if !known(id) {
			out = append(out, kit.Option{Value: id, Label: "As it was"})
		}
	}
	return out
}

func tagWords(all []library.Tag) (out []kit.Option) {
	for _, t := range all {
		out = append(out, kit.Option{Value: t.Tag})
	}
	return out
}

// none is the first of a few short answers.
func none(label string, more []kit.Option) []kit.Option {
	return append([]kit.Option{{Value: "", Label: label}}, more...)
}

func (p EditPage) tone() kit.Tone { tone, _ := Saving(Questions, p.Item); return tone }

// will says what saving does.
func (p EditPage) will() string { _, words := Saving(Questions, p.Item); return words }

func (p EditPage) icon() string {
	switch {
	case p.tone() == kit.Wait:
		return "badge-check"
	case p.Item != nil && p.Item.May.EditLive && p.Item.Visibility == library.Org:
		return "globe"
	}
	return "lock"
}
