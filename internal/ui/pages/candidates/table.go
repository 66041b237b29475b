package candidates

import (
	"net/url"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/positions"
	"candor/internal/ui/shell"
)

// TablePage is /positions/{id}/table: the applications of one position as rows, in every status.
type TablePage struct {
	Shell   shell.AppProps
	Clock   kit.Clock
	Head    *positions.Head
	Board   candidates.Board // without cards
	Rows    db.List[candidates.Application]
	Address string
	View    url.Values // the parts of the address that choose what is listed, without the page

	Next, First string
}

func (p TablePage) path() string { return "/positions/" + p.Board.PositionID }

func (p TablePage) get(name string) string { return p.View.Get(name) }

func (p TablePage) with(name, value string) string {
	return withPart(p.path()+"/table", p.View, name, value)
}

func (p TablePage) clear() string {
	for _, name := range []string{"q", "status", "source", "tag"} {
		if p.get(name) != "" {
			return p.path() + "/table"
		}
	}
	return ""
}

func (p TablePage) keep() map[string]string {
	out := map[string]string{}
	for _, name := range []string{"sort", "tag"} {
		if v := p.get(name); v != "" {
			out[name] = v
		}
	}
	return out
}

// may reports whether anything can be done with selected rows.
func (p TablePage) may() bool { return p.Board.Can.Update || p.Board.Can.Close }

func (p TablePage) heads() []kit.Head {
	sorted := func(label, key, order string) kit.Head {
		h := kit.Head{Label: label, Href: p.with("sort", key)}
		if p.get("sort") == key {
			h.Sorted = order
		}
		return h
	}
	heads := []kit.Head{sorted("Candidate", "name", "ascending"), {Label: "Headline", Width: "less"}, {Label: "Status"}, {Label: "Next"}, {Label: "Source"},
		sorted("Applied", "", "descending"), sorted("Moved", "moved", "descending")}
	if p.may() {
		return append([]kit.Head{{Label: "Select", Hide: true, Width: "icon"}}, heads...)
	}
	return heads
}

func (p TablePage) empty() kit.EmptyProps {
	if p.clear() != "" {
		return kit.EmptyProps{Icon: "search", Title: "Nobody here fits these filters"}
	}
	return kit.EmptyProps{Icon: "users", Title: "Nobody has applied yet", Text: "Everybody who applies for this position, and everybody who is added to it, will be here."}
}

// BulkMoveSheet asks where many applications go.
type BulkMoveSheet struct {
	Shell    shell.AppProps
	Action   string
	Back     string
	IDs      []string
	Targets  []kit.Option
	Chosen   string
	Confirm  bool // into Offer: their activity closes for the mover
	Problems kit.Problems
}
