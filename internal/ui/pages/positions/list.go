package positions

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"candor/internal/positions"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ListPage is /positions.
type ListPage struct {
	Shell       shell.AppProps
	Clock       kit.Clock
	Here        string // its address with everything in it
	Filter      positions.Filter
	Counts      positions.Counts
	Departments []string
	Items       []positions.Listed
	Next        string
	MayCreate   bool
}

// tabs are the statuses with what the reader would find behind each.
func (p ListPage) tabs() []kit.Tab {
	tabs := []kit.Tab{{Label: "All", Href: p.address("status", ""), Count: kit.N(p.Counts.Total()), Current: p.Filter.Status == ""}}
	for _, s := range []positions.Status{positions.Open, positions.Draft, positions.Closed} {
		tabs = append(tabs, kit.Tab{Label: s.Label(), Href: p.address("status", string(s)), Count: kit.N(p.Counts.Of(s)), Current: p.Filter.Status == s})
	}
	return tabs
}

// address is this list with one part of its address changed; a page further on begins again.
func (p ListPage) address(name, value string) string {
	q := url.Values{}
	for n, v := range p.parts() {
		if v != "" {
			q.Set(n, v)
		}
	}
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	if len(q) == 0 {
		return "/positions"
	}
	return "/positions?" + q.Encode()
}

func (p ListPage) parts() map[string]string {
	parts := map[string]string{"status": string(p.Filter.Status), "department": p.Filter.Department, "q": p.Filter.Q, "mine": "", "sort": ""}
	if p.Filter.Mine {
		parts["mine"] = "true"
	}
	if p.Filter.Sort == positions.ByTitle {
		parts["sort"] = "title"
	}
	return parts
}

// keep is what the filters carry along.
func (p ListPage) keep() map[string]string {
	keep := map[string]string{}
	for _, name := range []string{"status", "sort"} {
		if v := p.parts()[name]; v != "" {
			keep[name] = v
		}
	}
	return keep
}

func (p ListPage) filtered() bool {
	return p.Filter.Department != "" || p.Filter.Q != "" || p.Filter.Mine
}

func (p ListPage) clear() string {
	if !p.filtered() {
		return ""
	}
	all := p
	all.Filter = positions.Filter{Status: p.Filter.Status, Sort: p.Filter.Sort}
	return all.address("status", string(p.Filter.Status))
}

func (p ListPage) heads() []kit.Head {
	title, created := kit.Head{Label: "Position", Href: p.address("sort", "title")}, kit.Head{Label: "Created", Href: p.address("sort", "")}
	if p.Filter.Sort == positions.ByTitle {
		title.Sorted = "ascending"
	} else {
		created.Sorted = "descending"
	}
	return []kit.Head{title, {Label: "Status"}, {Label: "Department"}, {Label: "Place"}, {Label: "Hiring team"}, {Label: "Active candidates", Number: true}, created}
}

func (p ListPage) says() string {
	n := kit.Plural(len(p.Items), "position", "positions")
	if p.Next != "" {
		return n + " shown"
	}
	return n
}

func href(id string) string { return "/positions/" + id }

func names(team []positions.Teammate) []string {
	out := make([]string, len(team))
	for i, t := range team {
		out[i] = t.Name
	}
	return out
}

// place is where the work is done, in words.
func place(p positions.Position) string {
	places := strings.Join(p.Locations, ", ")
	switch {
	case places == "":
		return p.Remote.Label()
	case p.Remote == positions.OnSite:
		return places
	}
	return places + " (" + strings.ToLower(p.Remote.Label()) + ")"
}

func on(yes bool) []string {
	if yes {
		return []string{"true"}
	}
	return nil
}

func options[T ~string](all []T, label func(T) string) []kit.Option {
	out := make([]kit.Option, len(all))
	for i, v := range all {
		out[i] = kit.Option{Value: string(v), Label: label(v)}
	}
	return out
}

func words(all []string) []kit.Option { return options(all, func(s string) string { return s }) }

// suggestions ties a text field to the list of departments.
func suggestions(departments []string) templ.Attributes {
	if len(departments) == 0 {
		return nil
	}
	return templ.Attributes{"list": "departments"}
}
