package library

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"candor/internal/approvals"
	"candor/internal/library"
	"candor/internal/ui/kit"
)

// Kind is what pages call a sort of items, and where they live.
type Kind struct {
	Path      string // "/questions"
	One, Many string // "question", "questions"
	Publish   string // label of the button: "Publish to org bank"
	Clone     string // "Clone to personal"
}

// Questions are the first of the three kinds.
var Questions = Kind{Path: "/questions", One: "question", Many: "questions", Publish: "Publish to org bank", Clone: "Clone to personal"}

// Href is the page of an item.
func (k Kind) Href(id string) string { return k.Path + "/" + id }

// listName is the name of the list.
func (k Kind) listName() string { return strings.ToUpper(k.Many[:1]) + k.Many[1:] }

// Title is the kind at the beginning of a sentence.
func (k Kind) Title() string { return strings.ToUpper(k.One[:1]) + k.One[1:] }

// marks are the badges of an item: whose it is, and how the latest round of asking stands where that says more.
func marks(i library.Item) []string {
	out := []string{map[library.Visibility]string{library.Personal: "personal", library.Pending: "pending_approval", library.Org: "org"}[i.Visibility]}
	if out[0] == "" {
		out[0] = "archived"
	}
	if i.Visibility == library.Personal && i.Approval != nil && i.Approval.State == approvals.Rejected {
		out = append(out, "rejected")
	}
	return out
}

// changeWaits: the organisation's item has a change that waits, and the reader may know.
func changeWaits(i library.Item) bool {
	return i.Visibility == library.Org && i.Approval != nil && i.Approval.Change && i.Approval.State == approvals.Pending
}

// again reports whether publishing the item is submitting it once more.
func again(i library.Item) bool {
	return i.Approval != nil && (i.Approval.State == approvals.Rejected || i.Approval.State == approvals.Withdrawn)
}

// publishing is the button that publishes: a globe, or, for what came back, the arrow of once more.
func publishing(k Kind, i library.Item) kit.ButtonProps {
	if again(i) {
		return kit.ButtonProps{Label: "Resubmit", Icon: "rotate-cw"}
	}
	return kit.ButtonProps{Label: k.Publish, Icon: "globe"}
}

// rowButton is an icon of a row, sent with the form around the table. The key presses it where the row is walked to.
func rowButton(b kit.ButtonProps, action, key, title string) kit.ButtonProps {
	b.IconOnly, b.Small, b.Variant, b.Action = true, true, kit.Quiet, action
	b.Attrs = templ.Attributes{"data-row-key": key, "title": b.Label + " (" + key + ")", "aria-label": b.Label + ": " + title}
	return b
}

// difficulty is a word with as many bars as it is hard.
func bars(d library.Difficulty) string {
	return map[library.Difficulty]string{library.Easy: "1", library.Medium: "2", library.Hard: "3"}[d]
}

// few is how many tags stand in a row; the rest is counted.
const few = 2

func firstTags(tags []string) []string { return tags[:min(few, len(tags))] }

func more(n int) string {
	if n <= few {
		return ""
	}
	return "+" + kit.Number(n-few)
}

// tagged is the list of a kind narrowed to a tag.
func tagged(k Kind, tag string) templ.SafeURL {
	return templ.SafeURL(k.Path + "?" + url.Values{"tag": {tag}}.Encode())
}

func names(all []library.Name) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = n.Name
	}
	return strings.Join(out, ", ")
}

// Saving says what saving will do, before it is done. i is nil for what is new.
func Saving(k Kind, i *library.Item) (kit.Tone, string) {
	switch {
	case i == nil:
		return kit.Neutral, "Saved for you alone. Nobody else sees it until you publish it."
	case i.Visibility == library.Pending:
		return kit.Wait, "It is waiting for approval: saving a change takes the request back, and it is yours alone until you submit it again."
	case i.Visibility == library.Personal:
		return kit.Neutral, "Saved for you alone."
	case i.May.EditLive:
		return kit.Neutral, "Live at once, for everybody who uses the library."
	case changeWaits(*i):
		return kit.Wait, "Your change is waiting for approval: what you save now takes its place. The live " + k.One + " stays until then."
	}
	return kit.Wait, "Goes to a reviewer. The live " + k.One + " stays until the change is approved."
}
