package positions

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"candor/internal/positions"
	"candor/internal/ui/kit"
)

// SettingsPage is /positions/{id}/settings: cards that are saved each by itself.
type SettingsPage struct {
	Head
	Details   DetailsForm
	Pay       PayForm
	Asking    positions.Form
	Known     []string // departments in use
	Profiles  Profiles
	Positions []kit.Option // whose plan can be copied
	Careers   string       // address of the posting while it is published
	Kept      string       // why the position cannot be deleted
	// Of the one card that came back: its id and what is wrong.
	Card     string
	Problems kit.Problems
	Seen     string
}

// of is what is wrong with a card.
func (p SettingsPage) of(card string) kit.Problems {
	if p.Card == card {
		return p.Problems
	}
	return nil
}

// seen is the version that a card's form shows.
func (p SettingsPage) seen(card string, part positions.Part) string {
	if p.Card == card && p.Seen != "" {
		return p.Seen
	}
	return p.Position.Version(part)
}

func (p SettingsPage) card(id, title, text, action string) kit.SettingsProps {
	return kit.SettingsProps{ID: id, Title: title, Text: text, Action: p.path() + "/settings/" + action, Problems: p.of(id)}
}

func ask(name, label string, value positions.Ask) kit.Field {
	return kit.Field{Name: name, Label: label, Value: string(value), Options: asksOf}
}

// question is a field of the form builder; its name is the one the verb complains with.
func (p SettingsPage) question(i int, part, label, value string) kit.Field {
	name := fmt.Sprintf("form.questions.%d.%s", i, part)
	return kit.Field{Name: name, Label: label, Value: value, Error: p.of("form").Of(name)}
}

func required(f kit.Field, on bool) kit.Field {
	f.Value = "true"
	if on {
		f.Values = []string{"true"}
	}
	return f
}

func with(f kit.Field, options []kit.Option) kit.Field { f.Options = options; return f }

func lines(f kit.Field, rows int, help string) kit.Field { f.Rows, f.Help = rows, help; return f }

func joined(list []string) string { return strings.Join(list, "\n") }

func questionTitle(i int) string { return fmt.Sprintf("Question %d", i+1) }

// step is a phase in the editor, with what stands around it.
type step struct {
	positions.Phase
	parallel, first, last bool
}

func (p SettingsPage) steps() []step {
	var out []step
	for i, ph := range p.Position.Phases {
		out = append(out, step{Phase: ph, parallel: ph.Rank > 1, first: i == 0, last: i == len(p.Position.Phases)-1})
	}
	return out
}

// order is the plan as the editor sends it: ids in order, "+" before those that run with the one before.
func (p SettingsPage) order() string {
	var ids []string
	for _, s := range p.steps() {
		if s.parallel {
			s.ID = "+" + s.ID
		}
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, ",")
}

func stepAttrs(s step) templ.Attributes {
	a := templ.Attributes{"data-step": s.ID, "id": "step-" + s.ID}
	if s.parallel {
		a["data-parallel"] = "true"
	}
	return a
}
