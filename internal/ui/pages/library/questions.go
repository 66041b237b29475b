package library

import (
	"net/url"
	"slices"

	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// QuestionsPage is /questions.
type QuestionsPage struct {
	Shell   shell.AppProps
	Clock   kit.Clock
	Address string
	View    url.Values // the parts of the address that choose what is listed, without the page

	List        db.List[library.Item]
	Next, First string
	Counts      map[library.Bank]int // of each bank, with the same filters
	Choices     library.Choices
	Tags        []library.Tag
	May         QuestionsMay
}

// QuestionsMay is what the reader may do to the library as a whole.
type QuestionsMay struct {
	New        bool // create, and publish what is created
	Import     bool
	Categories bool // see them
	Starter    bool // add the starter set
	Decide     bool // has a bank of what waits
}

func (p QuestionsPage) get(name string) string { return p.View.Get(name) }

func (p QuestionsPage) tags() []string { return p.View["tag"] }

// with is the address of the same list with one part changed.
func (p QuestionsPage) with(name string, values ...string) string {
	v := url.Values{}
	for n, all := range p.View {
		v[n] = all
	}
	delete(v, name)
	for _, value := range values {
		if value != "" {
			v.Add(name, value)
		}
	}
	if len(v) == 0 {
		return Questions.Path
	}
	return Questions.Path + "?" + v.Encode()
}

func (p QuestionsPage) withoutTag(tag string) string {
	return p.with("tag", slices.DeleteFunc(slices.Clone(p.tags()), func(t string) bool { return t == tag })...)
}

// filters are the names of what narrows the list, beside the bank.
var filters = []string{"q", "category", "tag", "difficulty", "answer", "competency"}

func (p QuestionsPage) filtered() bool {
	return slices.ContainsFunc(filters, func(name string) bool { return p.get(name) != "" })
}

// clear is the address without filters, in the same bank; empty where none is set.
func (p QuestionsPage) clear() string {
	if !p.filtered() {
		return ""
	}
	v := url.Values{}
	for _, name := range []string{"bank", "sort"} {
		if p.get(name) != "" {
			v.Set(name, p.get(name))
		}
	}
	if len(v) == 0 {
		return Questions.Path
	}
	return Questions.Path + "?" + v.Encode()
}

func (p QuestionsPage) keep() map[string]string {
	out := map[string]string{}
	for _, name := range []string{"bank", "sort"} {
		if p.get(name) != "" {
			out[name] = p.get(name)
		}
	}
	return out
}

func (p QuestionsPage) bank() library.Bank { return library.Bank(p.get("bank")) }

// banks are whose questions are shown, each with what the reader would find there.
func (p QuestionsPage) banks() (tabs []kit.Tab) {
	for _, b := range library.Banks {
		if b == library.PendingBank && !p.May.Decide && p.Counts[b] == 0 && p.bank() != b {
			continue
		}
		tabs = append(tabs, kit.Tab{Label: b.Label(), Href: p.with("bank", string(b)), Count: kit.N(p.Counts[b]), Current: p.bank() == b})
	}
	return tabs
}

func (p QuestionsPage) says() string {
	return kit.Plural(p.Counts[p.bank()], "question", "questions")
}

// empty says what would be here.
func (p QuestionsPage) empty() kit.EmptyProps {
	switch {
	case p.filtered():
		return kit.EmptyProps{Icon: "search", Title: "No question fits these filters"}
	case p.bank() == library.Mine:
		return kit.EmptyProps{Icon: "message-square", Title: "None of your own yet", Text: "Questions that you write or clone are yours alone until you publish them."}
	case p.bank() == library.OrgBank:
		return kit.EmptyProps{Icon: "library", Title: "Nothing in the org bank yet", Text: "Questions that are published to the organisation will be here, for everybody who interviews."}
	case p.bank() == library.PendingBank:
		return kit.EmptyProps{Icon: "badge-check", Title: "Nothing waits for approval"}
	case p.May.New:
		return kit.EmptyProps{Icon: "message-square", Title: "No questions yet", Text: "A question is what you ask, what a good answer holds, and what it tells you. Yours stay private until you publish them."}
	}
	return kit.EmptyProps{Icon: "message-square", Title: "No questions yet", Text: "Questions that are published to the organisation will be here, for everybody who interviews."}
}

// edits and deletes: there is a row that can be.
func (p QuestionsPage) edits() bool {
	return slices.ContainsFunc(p.List.Items, func(i library.Item) bool { return i.May.Edit })
}

func (p QuestionsPage) deletes() bool {
	return slices.ContainsFunc(p.List.Items, func(i library.Item) bool { return i.May.Delete })
}

func (p QuestionsPage) selects() bool { return p.edits() || p.deletes() }

func (p QuestionsPage) heads() []kit.Head {
	title := kit.Head{Label: "Question", Href: p.with("sort", "title"), Width: "wide"}
	newest := kit.Head{Label: "Created", Href: p.with("sort")}
	if p.get("sort") == string(library.ByTitle) {
		title.Sorted = "ascending"
	} else {
		newest.Sorted = "descending"
	}
	heads := []kit.Head{title, {Label: "Category"}, {Label: "Difficulty"}, {Label: "Tags", Width: "tags"}, {Label: "Competencies", Number: true, Width: "measures"},
		{Label: "Visibility"}, {Label: "By"}, newest, {Label: "Actions", Hide: true}}
	if p.selects() {
		return append([]kit.Head{{Label: "Select", Hide: true, Width: "icon"}}, heads...)
	}
	return heads
}

func (p QuestionsPage) categoryOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any category"}}
	for _, c := range p.Choices.Categories {
		out = append(out, kit.Option{Value: c.ID, Label: c.Name})
	}
	return out
}

func (p QuestionsPage) competencyOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any competency"}}
	for _, c := range p.Choices.Competencies {
		out = append(out, kit.Option{Value: c.ID, Label: c.Name})
	}
	return out
}

// tagOptions are the tags that are not chosen already.
func (p QuestionsPage) tagOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any tag"}}
	if len(p.tags()) > 0 {
		out[0].Label = "And tag…"
	}
	for _, t := range p.Tags {
		if !slices.Contains(p.tags(), t.Tag) {
			out = append(out, kit.Option{Value: t.Tag, Label: t.Tag})
		}
	}
	return out
}

func anyDifficulty() []kit.Option {
	return append([]kit.Option{{Value: "", Label: "Any difficulty"}}, difficulties()...)
}

func difficulties() (out []kit.Option) {
	for _, d := range library.Difficulties {
		out = append(out, kit.Option{Value: string(d), Label: d.Label()})
	}
	return out
}

func answerKinds() (out []kit.Option) {
	for _, k := range library.AnswerKinds {
		out = append(out, kit.Option{Value: string(k), Label: k.Label()})
	}
	return out
}

// export is where the questions that the list shows are downloaded.
func (p QuestionsPage) export() string {
	if len(p.View) == 0 {
		return Questions.Path + "/export"
	}
	return Questions.Path + "/export?" + p.View.Encode()
}

// Keys are what the page answers to beside what its buttons say.
func Keys(publish, clone bool) []kit.ShortcutGroup {
	g := kit.ShortcutGroup{Title: "On the row you walked to"}
	if publish {
		g.List = append(g.List, kit.Shortcut{Keys: []string{"p"}, Does: "Publish, or resubmit"})
	}
	if clone {
		g.List = append(g.List, kit.Shortcut{Keys: []string{"y"}, Does: "Clone to personal"})
	}
	if len(g.List) == 0 {
		return nil
	}
	return []kit.ShortcutGroup{g}
}

// listItems are the places behind the list.
func listItems(p QuestionsPage) (items []kit.MenuItem) {
	if p.May.Categories {
		items = append(items, kit.MenuItem{Label: "Categories", Icon: "tag", Href: "/question-categories"})
	}
	if p.May.Import {
		items = append(items, kit.MenuItem{Label: "Import questions…", Icon: "upload", Href: "/questions/import"})
	}
	if p.May.Starter && p.Counts[library.Everything] > 0 {
		items = append(items, kit.MenuItem{Label: "Add the starter set", Icon: "library", Post: "/questions/starter", Note: "What is not here yet, by its name"})
	}
	return items
}
