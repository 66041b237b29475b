package library

import (
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// RevisionPage is one save of an item.
type RevisionPage struct {
	Shell    shell.AppProps
	Clock    kit.Clock
	Kind     Kind
	Item     library.Item
	Revision library.Revision
	Against  int // the readable revision before; 0 for none
	Changes  []library.Changed
	Content  templ.Component
	Edit     string // address of the editor that begins with it; "" for none
}

func (p RevisionPage) title() string { return "Revision " + strconv.Itoa(p.Revision.Number) }

func (p RevisionPage) crumbs() []kit.Crumb {
	return []kit.Crumb{{Label: p.Kind.listName(), Href: p.Kind.Path}, {Label: p.Item.Title, Href: p.Kind.Href(p.Item.ID)}}
}

func (p RevisionPage) changedSince() string {
	return "Changed since revision " + strconv.Itoa(p.Against)
}

// stay answers a form where it stands: the page does not jump to its top.
var stay = templ.Attributes{"hx-swap": "outerMorph show:none", "hx-push-url": "false"}
