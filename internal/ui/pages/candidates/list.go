package candidates

import (
	"net/url"

	"github.com/a-h/templ"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ListPage is /candidates: people, or the applications of all positions.
type ListPage struct {
	Shell   shell.AppProps
	Clock   kit.Clock
	Address string
	View    url.Values // the parts of the address that choose what is listed, without the page

	Applications bool // applications instead of people
	People       db.List[candidates.Candidate]
	Rows         db.List[candidates.Application]
	Positions    []kit.Option // to filter by
	Next, First  string
	Add          bool
	Tag          bool // people can be selected and tagged
}

func (p ListPage) get(name string) string { return p.View.Get(name) }

// with is the address of the same list with one part changed; an empty value takes it out.
func (p ListPage) with(name, value string) string {
	return withPart("/candidates", p.View, name, value)
}

func withPart(path string, view url.Values, name, value string) string {
	v := url.Values{}
	for n, all := range view {
		v[n] = all
	}
	if v.Set(name, value); value == "" {
		v.Del(name)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// clear is the address without filters; empty where none is set.
func (p ListPage) clear() string {
	for _, name := range []string{"q", "standing", "status", "position", "source", "tag"} {
		if p.get(name) == "" {
			continue
		}
		if p.Applications {
			return "/candidates?view=applications"
		}
		return "/candidates"
	}
	return ""
}

func (p ListPage) tabs() []kit.Tab {
	return []kit.Tab{
		{Label: "People", Icon: "users", Href: "/candidates", Current: !p.Applications},
		{Label: "Applications", Icon: "inbox", Href: "/candidates?view=applications", Current: p.Applications},
	}
}

// keep are the parts of the address that no filter holds.
func (p ListPage) keep() map[string]string {
	out := map[string]string{}
	names := []string{"sort"}
	if p.Applications {
		names = append(names, "view")
	}
	for _, name := range names {
		if v := p.get(name); v != "" {
			out[name] = v
		}
	}
	if p.get("tag") != "" {
		out["tag"] = p.get("tag")
	}
	return out
}

func (p ListPage) says() string {
	if p.Applications {
		return counted(p.Rows.Count, "application", "applications")
	}
	return counted(p.People.Count, "person", "people")
}

func counted(n *int, one, many string) string {
	if n == nil {
		return ""
	}
	return kit.Plural(*n, one, many)
}

// empty says what would be here.
func (p ListPage) empty() kit.EmptyProps {
	switch {
	case p.clear() != "":
		return kit.EmptyProps{Icon: "search", Title: "Nobody fits these filters"}
	case p.Applications:
		return kit.EmptyProps{Icon: "inbox", Title: "No applications yet", Text: "Everybody who applies for a position that you see, and everybody who is added to one, will be here."}
	}
	return kit.EmptyProps{Icon: "users", Title: "No candidates yet", Text: "Everybody who applies for a position that you see, and everybody who is added by hand, will be here."}
}

func (p ListPage) heads() []kit.Head {
	byName := p.get("sort") == "name"
	name := kit.Head{Label: "Candidate", Href: p.with("sort", "name")}
	newest := kit.Head{Label: "Applied", Href: p.with("sort", "")}
	if byName {
		name.Sorted = "ascending"
	} else {
		newest.Sorted = "descending"
	}
	if p.Applications {
		return []kit.Head{{Label: "Candidate"}, {Label: "Position"}, {Label: "Status"}, {Label: "Next"}, {Label: "Source"}, {Label: "Applied", Sorted: "descending", Href: p.with("sort", "")}}
	}
	heads := []kit.Head{name, {Label: "Headline", Width: "less"}, {Label: "Applications"}, {Label: "Status"}, {Label: "Tags", Width: "less"}, {Label: "Source"}, newest}
	if p.Tag {
		return append([]kit.Head{{Label: "Select", Hide: true, Width: "icon"}}, heads...)
	}
	return heads
}

func standingOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any status"}}
	for _, s := range candidates.Standings {
		out = append(out, kit.Option{Value: string(s), Label: s.Label()})
	}
	return out
}

func statusOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any status"}}
	for _, s := range candidates.Statuses {
		out = append(out, kit.Option{Value: string(s), Label: s.Label()})
	}
	return out
}

func anySource() []kit.Option {
	return append([]kit.Option{{Value: "", Label: "Any source"}}, sourceOptions()...)
}

func (p ListPage) positionOptions() []kit.Option {
	return append([]kit.Option{{Value: "", Label: "Any position"}}, p.Positions...)
}

// newestAt is when the person's newest application came, or when they were added.
func newestAt(c candidates.Candidate) db.Time {
	if len(c.Applications) > 0 && !c.Applications[0].AppliedAt.IsZero() {
		return c.Applications[0].AppliedAt
	}
	return c.AddedAt
}

// shown is how many of something stand in a cell; the rest is counted.
const shown = 2

func firstApplications(c candidates.Candidate) []candidates.Application {
	return c.Applications[:min(shown, len(c.Applications))]
}

func firstTags(c candidates.Candidate) []string { return c.Tags[:min(shown+1, len(c.Tags))] }

func rest(n, most int) string {
	if n <= most {
		return ""
	}
	return "+" + kit.Number(n-most)
}

// where an application stands, in one word or two.
func stands(a candidates.Application) string {
	if a.Phase != nil && a.Status == candidates.InReview {
		return a.Phase.Name
	}
	return a.Status.Label()
}

// toDialog lets a button of a form show the answer in the dialog.
var toDialog = templ.Attributes{"data-dialog": "open"}

// TagSheet asks which tags many people get.
type TagSheet struct {
	Shell       shell.AppProps
	IDs         []string
	Back        string
	Add, Remove string
	Problems    kit.Problems
}

// BulkResult says of each of many what was done, where something was refused.
type BulkResult struct {
	Shell shell.AppProps
	Title string
	candidates.Bulk
	One, Many string // "was rejected", "were rejected"
	Back      string
	Undo      string
}

func (p BulkResult) refused() (out []candidates.BulkItem) {
	for _, i := range p.Items {
		if !i.Done {
			out = append(out, i)
		}
	}
	return out
}

func (p BulkResult) done() (out []candidates.BulkItem) {
	for _, i := range p.Items {
		if i.Done {
			out = append(out, i)
		}
	}
	return out
}

// lead says how many, and of few also who.
func (p BulkResult) lead() string {
	if p.Done == 0 {
		return "Nobody " + p.One + "."
	}
	return kit.Number(p.Done) + " of " + kit.Number(len(p.Items)) + " " + p.Many + p.names() + "."
}

// few fit into a sentence.
const few = 3

func (p BulkResult) names() string {
	done := p.done()
	if len(done) > few {
		return ""
	}
	names := make([]string, len(done))
	for i, item := range done {
		names[i] = item.Name
	}
	return ": " + listed(names)
}
