package library

import (
	"github.com/a-h/templ"

	"strings"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// DeletePage asks before an item goes.
type DeletePage struct {
	Shell   shell.AppProps
	Kind    Kind
	Item    library.Item
	Instead string // why it cannot
}

func (p DeletePage) path() string { return p.Kind.Href(p.Item.ID) }

// says what goes.
func (p DeletePage) says() string {
	if p.Item.Visibility == library.Org {
		return "“" + p.Item.Title + "” goes for everybody, with its revisions. This can not be undone."
	}
	return "“" + p.Item.Title + "” goes, with its revisions. Only you have it. This can not be undone."
}

// ManyPage asks what is done to many items: which tags, or whether they go.
type ManyPage struct {
	Shell       shell.AppProps
	Kind        Kind
	IDs         []string
	Back        string
	Tags        []library.Tag
	Add, Remove string
	Problems    kit.Problems
}

func (p ManyPage) count() string { return kit.Plural(len(p.IDs), p.Kind.One, p.Kind.Many) }

// BulkPage says of each of many what was done, where something was refused.
type BulkPage struct {
	Shell shell.AppProps
	Kind  Kind
	Title string
	library.Bulk
	One, Many string // "was deleted", "were deleted"
	Back      string
}

func (p BulkPage) of(done bool) (out []library.BulkItem) {
	for _, i := range p.Items {
		if i.Done == done {
			out = append(out, i)
		}
	}
	return out
}

// named is how many of the many are named in one sentence.
const named = 3

// lead says how many, and of few also which.
func (p BulkPage) lead() string {
	if p.Done == 0 {
		return "None " + p.One + "."
	}
	words := kit.Number(p.Done) + " of " + kit.Number(len(p.Items)) + " " + p.Many
	if done := p.of(true); len(done) <= named {
		titles := make([]string, len(done))
		for n, i := range done {
			titles[n] = "“" + i.Title + "”"
		}
		words += ": " + strings.Join(titles, ", ")
	}
	return words + "."
}

// closes ends the dialog, where there is one.
var closes = templ.Attributes{"data-dialog": "close"}
