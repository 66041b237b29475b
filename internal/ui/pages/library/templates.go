package library

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// Templates and Forms are the other two of the three kinds.
var (
	Templates = Kind{Path: "/templates", One: "template", Many: "templates", Publish: "Publish", Clone: "Clone"}
	Forms     = Kind{Path: "/feedback-forms", One: "feedback form", Many: "feedback forms", Publish: "Publish", Clone: "Clone"}
)

// CardsPage is /templates and /feedback-forms.
type CardsPage struct {
	Shell   shell.AppProps
	Clock   kit.Clock
	Kind    Kind
	Address string
	View    url.Values // the parts of the address that choose what is listed, without the page

	List        db.List[library.Item]
	Next, First string
	Counts      map[library.Bank]int // of each bank, with the same filters
	New         bool                 // may create, and publish what is created
	Decide      bool                 // has a bank of what waits
}

func (p CardsPage) get(name string) string { return p.View.Get(name) }

func (p CardsPage) bank() library.Bank { return library.Bank(p.get("bank")) }

// with is the address of the same list with one part changed.
func (p CardsPage) with(name, value string) string {
	v := url.Values{}
	for n, all := range p.View {
		v[n] = all
	}
	v.Set(name, value)
	if value == "" {
		v.Del(name)
	}
	if len(v) == 0 {
		return p.Kind.Path
	}
	return p.Kind.Path + "?" + v.Encode()
}

func (p CardsPage) clear() string {
	if p.get("q") == "" {
		return ""
	}
	return p.with("q", "")
}

func (p CardsPage) keep() map[string]string {
	if p.get("bank") == "" {
		return nil
	}
	return map[string]string{"bank": p.get("bank")}
}

func (p CardsPage) banks() (tabs []kit.Tab) {
	for _, b := range library.Banks {
		if b == library.PendingBank && !p.Decide && p.Counts[b] == 0 && p.bank() != b {
			continue
		}
		tabs = append(tabs, kit.Tab{Label: b.Label(), Href: p.with("bank", string(b)), Count: kit.N(p.Counts[b]), Current: p.bank() == b})
	}
	return tabs
}

func sorts() []kit.Option {
	return []kit.Option{{Value: "", Label: "Newest first"}, {Value: string(library.ByTitle), Label: "By name"}}
}

func (p CardsPage) says() string {
	return kit.Plural(p.Counts[p.bank()], p.Kind.One, p.Kind.Many)
}

func (p CardsPage) icon() string {
	if p.Kind == Forms {
		return "list"
	}
	return "file-text"
}

// empty says what would be here.
func (p CardsPage) empty() kit.EmptyProps {
	what := "A template is the plan of an interview: its sections, the questions of each, and the minutes they take."
	if p.Kind == Forms {
		what = "A feedback form is what interviewers fill in after an interview: ratings, choices, a recommendation."
	}
	switch {
	case p.get("q") != "":
		return kit.EmptyProps{Icon: "search", Title: "No " + p.Kind.One + " fits these filters"}
	case p.bank() == library.PendingBank:
		return kit.EmptyProps{Icon: "badge-check", Title: "Nothing waits for approval"}
	case p.bank() == library.Mine:
		return kit.EmptyProps{Icon: p.icon(), Title: "None of your own yet", Text: p.Kind.listName() + " that you write or clone are yours alone until you publish them."}
	case p.bank() == library.OrgBank:
		return kit.EmptyProps{Icon: "library", Title: "Nothing in the org bank yet", Text: p.Kind.listName() + " that are published to the organisation will be here."}
	}
	return kit.EmptyProps{Icon: p.icon(), Title: "No " + p.Kind.Many + " yet", Text: what}
}

// parts is how many questions or fields an item has.
func parts(k Kind, i library.Item) string {
	if k == Forms {
		return kit.Plural(i.Parts, "field", "fields")
	}
	return kit.Plural(i.Parts, "question", "questions")
}

// cardButton is a button of a card, with its word; the key presses it where the card is walked to.
func cardButton(b kit.ButtonProps, action, key, title string) kit.ButtonProps {
	b.Small, b.Action = true, action
	b.Attrs = templ.Attributes{"data-row-key": key, "aria-label": b.Label + ": " + title}
	return b
}

// TemplatePage is one interview template.
type TemplatePage struct {
	Shell    shell.AppProps
	Clock    kit.Clock
	Item     library.Item
	Text     TemplateText
	Review   Review
	History  []Event
	Problems kit.Problems // why publishing it was refused
}

// TemplateText is what is in a template, its Markdown made safe HTML.
type TemplateText struct {
	Description, Guidance string
	Minutes               int
	Sections              []SectionText
}

// SectionText is a part of an interview.
type SectionText struct {
	Title     string
	Minutes   int
	Questions []AskedText
}

// AskedText is a question in its place.
type AskedText struct {
	library.Asked
	Words QuestionText
}

func (t TemplateText) empty() bool {
	return t.Description == "" && t.Guidance == "" && len(t.Sections) == 0
}

func (p TemplatePage) path() string { return Templates.Href(p.Item.ID) }

// newer are the questions that were edited since they were put into the template.
func (p TemplatePage) newer() (out []library.Asked) {
	for _, s := range p.Text.Sections {
		for _, q := range s.Questions {
			if q.Newer() {
				out = append(out, q.Asked)
			}
		}
	}
	return out
}

// unpublished are the questions that keep the template from being published.
func (p TemplatePage) unpublished() (n int) {
	for _, s := range p.Text.Sections {
		for _, q := range s.Questions {
			if q.State == library.Personal || q.State == library.Pending {
				n++
			}
		}
	}
	return n
}

func (p TemplatePage) hint() string {
	if n := p.unpublished(); n > 0 && p.Item.Visibility == library.Personal {
		return kit.Plural(n, "question is", "questions are") + " not in the org bank yet. Publish " + them(n) + " before you publish the template."
	}
	return ""
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

func (p TemplatePage) facts() []kit.Fact {
	facts := []kit.Fact{{Label: "Visibility", Value: Standing(p.Item)}, {Label: "Planned", Text: minutes(p.Text.Minutes)}, {Label: "Questions", Text: kit.Number(p.Item.Parts)}}
	return append(facts, originFacts(p.Clock, p.Item)...)
}

// originFacts are by whom an item is and since when.
func originFacts(c kit.Clock, i library.Item) []kit.Fact {
	facts := []kit.Fact{{Label: "By", Text: or(i.Creator, "Somebody who is gone")}, {Label: "Created", Value: kit.Time(c, i.CreatedAt.Time)}}
	if !i.PublishedAt.IsZero() && i.Visibility == library.Org {
		facts = append(facts, kit.Fact{Label: "Published", Value: kit.Time(c, i.PublishedAt.Time)})
	}
	if i.UpdatedAt != i.CreatedAt && i.UpdatedAt != i.PublishedAt {
		facts = append(facts, kit.Fact{Label: "Changed", Value: kit.Time(c, i.UpdatedAt.Time)})
	}
	return facts
}

// minutes as people say them.
func minutes(n int) string {
	if n < 60 {
		return strconv.Itoa(n) + " min"
	}
	if n%60 == 0 {
		return strconv.Itoa(n/60) + " h"
	}
	return strconv.Itoa(n/60) + " h " + strconv.Itoa(n%60) + " min"
}

// sectionTitle is what a section is called; the only one may have no name.
func sectionTitle(s SectionText, n, of int) string {
	if s.Title == "" && of == 1 {
		return "Questions"
	}
	return or(s.Title, "Section "+strconv.Itoa(n+1))
}

func questionHref(id string) templ.SafeURL { return templ.SafeURL(Questions.Href(id)) }

// about are the problems that belong to no field of the page's own forms.
func about(problems kit.Problems, names ...string) (out kit.Problems) {
	for _, p := range problems {
		if !slices.Contains(names, p.Name) {
			p.Name = ""
			out = append(out, p)
		}
	}
	return out
}

// ListTitle is the name of a kind's list.
func ListTitle(k Kind) string { return k.listName() }
