package library

import (
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// PlanPage is the form of a template, new or being edited.
type PlanPage struct {
	Shell    shell.AppProps
	Item     *library.Item // nil while it is new
	Form     PlanForm
	Found    FoundQuestions
	Problems kit.Problems
	Stale    bool // somebody else has changed it meanwhile
}

// PlanForm is a template as it was typed. Each section and each question in it has a key, by which its fields find it
// wherever it is moved to.
type PlanForm struct {
	Name, Description, Guidance, Seen string
	Find, Into                        string // what is looked for, and the section that gets it
	Sections                          []PlanSection
	Unsaved                           bool // something was moved, added or taken away
}

// PlanSection is a section as it was typed.
type PlanSection struct {
	Key, Title string
	Lines      []PlanLine
}

// PlanLine is a question of a section.
type PlanLine struct {
	Key, Question, Title, State string
	Revision, Latest            int
	Minutes, Note               string
}

// FoundQuestions are what a template could ask.
type FoundQuestions struct {
	Find    string
	All     []library.Item
	More    bool            // there are others
	In      map[string]bool // asked already
	Blocked bool            // the reader sees no questions
	OrgOnly bool            // a template of the organisation takes no Personal ones
}

func (q PlanLine) newer() bool { return q.Latest > q.Revision && q.Revision > 0 }

// hint says what keeps a template with this question from being shared.
func (q PlanLine) hint() string {
	switch q.State {
	case string(library.Personal):
		return "Personal: publish it before you publish the template."
	case string(library.Pending):
		return "Waits for approval: the template can be published once it is approved."
	}
	return ""
}

// sum of the minutes that can be read as such.
func (s PlanSection) sum() (n int) {
	for _, q := range s.Lines {
		if m, err := strconv.Atoi(q.Minutes); err == nil && m > 0 {
			n += m
		}
	}
	return n
}

func (f PlanForm) sum() (n int) {
	for _, s := range f.Sections {
		n += s.sum()
	}
	return n
}

func (f PlanForm) count() (n int) {
	for _, s := range f.Sections {
		n += len(s.Lines)
	}
	return n
}

func (f PlanForm) sections() (out []kit.Option) {
	for n, s := range f.Sections {
		out = append(out, kit.Option{Value: s.Key, Label: or(s.Title, "Section "+strconv.Itoa(n+1))})
	}
	return out
}

// into is the section that gets what is added: the one that was chosen, or the last.
func (f PlanForm) into() string {
	for _, s := range f.Sections {
		if s.Key == f.Into {
			return f.Into
		}
	}
	if len(f.Sections) == 0 {
		return ""
	}
	return f.Sections[len(f.Sections)-1].Key
}

func (p PlanPage) title() string {
	if p.Item == nil {
		return "New template"
	}
	return "Edit template"
}

func (p PlanPage) crumbs() []kit.Crumb { return crumbsOf(Templates, p.Item) }

func crumbsOf(k Kind, i *library.Item) []kit.Crumb {
	out := []kit.Crumb{{Label: k.listName(), Href: k.Path}}
	if i != nil {
		out = append(out, kit.Crumb{Label: i.Title, Href: k.Href(i.ID)})
	}
	return out
}

// editAction is where the form of an item is sent; editBack is where leaving it leads.
func editAction(k Kind, i *library.Item) string {
	if i == nil {
		return k.Path
	}
	return k.Href(i.ID) + "/edit"
}

func editBack(k Kind, i *library.Item) string {
	if i == nil {
		return k.Path
	}
	return k.Href(i.ID)
}

// saveWord names what the button does.
func saveWord(k Kind, i *library.Item) string {
	switch {
	case i == nil:
		return "Save " + k.One
	case i.Visibility == library.Org && !i.May.EditLive:
		return "Submit change"
	}
	return "Save changes"
}

func savingIcon(k Kind, i *library.Item) string {
	tone, _ := Saving(k, i)
	switch {
	case tone == kit.Wait:
		return "badge-check"
	case i != nil && i.May.EditLive && i.Visibility == library.Org:
		return "globe"
	}
	return "lock"
}

func savingTone(k Kind, i *library.Item) string { tone, _ := Saving(k, i); return string(tone) }

func savingWords(k Kind, i *library.Item) string { _, words := Saving(k, i); return words }

// inForm answers the buttons that change the form and save nothing: the page stays where it is.
var inForm = templ.Attributes{"hx-status:202": "swap:outerMorph show:none", "data-do": "guard plan"}

// do is a button that changes the form and saves nothing.
func do(value, label, icon string, more templ.Attributes) kit.ButtonProps {
	attrs := templ.Attributes{"title": label}
	for k, v := range more {
		attrs[k] = v
	}
	return kit.ButtonProps{ID: "do-" + value, Label: label, Icon: icon, IconOnly: true, Small: true, Variant: kit.Quiet, Name: "do", Value: value, Attrs: attrs}
}

func upKey() templ.Attributes   { return templ.Attributes{"data-up": ""} }
func downKey() templ.Attributes { return templ.Attributes{"data-down": ""} }

// sectionName is what a section is called while it is edited.
func sectionName(f PlanForm, n int) string {
	return or(f.Sections[n].Title, "Section "+strconv.Itoa(n+1))
}

// foundAttrs ask for questions while one types.
var foundAttrs = templ.Attributes{"hx-post": "/templates/questions", "hx-trigger": "input changed delay:200ms from:#field-find", "hx-include": "#template-form", "hx-target": "#found", "hx-select": "#found",
	"hx-swap": "outerMorph show:none", "hx-push-url": "false"}
