package library

import (
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/approvals"
	"candor/internal/library"
	"candor/internal/ui/kit"
)

// Review is the round of asking that an item's page speaks of: what waits, for who decides it and for who asked; what
// was rejected, for who may read why.
type Review struct {
	Kind    Kind
	Clock   kit.Clock
	Item    library.Item
	Against int               // the revision that what waits is compared with; 0 for none
	Changes []library.Changed // between the two
	Would   templ.Component   // of a change: the item as it would be
	Me      string            // the reader's member id

	Reason   string // as typed, when something was wrong with it
	Problems kit.Problems
}

func (p Review) request() *approvals.Request { return p.Item.Approval }

// shows reports whether there is anything to say.
func (p Review) shows() bool {
	q := p.request()
	if q == nil {
		return false
	}
	return q.State == approvals.Pending || q.State == approvals.Rejected && (q.Change || p.Item.Visibility == library.Personal)
}

func (p Review) path() string { return p.Kind.Href(p.Item.ID) }

// editFrom is the editor, beginning with what was rejected.
func (p Review) editFrom() string {
	return p.path() + "/edit?from=" + strconv.Itoa(p.request().Revision)
}

func (p Review) title() string {
	q := p.request()
	switch {
	case q.State == approvals.Rejected && q.Change:
		return "This change was rejected"
	case q.State == approvals.Rejected:
		return "This was rejected"
	case p.Item.May.Decide && q.Change:
		return "A change waits for your decision"
	case p.Item.May.Decide:
		return "This waits for your decision"
	case q.Change:
		return "A change is waiting for approval"
	}
	return "Waiting for approval"
}

// asked says who asked for what.
func (p Review) asked() string {
	q := p.request()
	who := or(q.Submitter, "Somebody who is gone")
	if q.SubmitterID == p.Me {
		who = "You"
	}
	if q.Change {
		return who + " submitted a change of this " + p.Kind.One
	}
	return who + " submitted this " + p.Kind.One + " for the organisation"
}

// then says what happens next, to those who do not decide.
func (p Review) then() string {
	if p.request().Change {
		return "The live " + p.Kind.One + " stays as it is until somebody else approves the change."
	}
	return "Until somebody who can approve it decides, only its creator and reviewers see it."
}

func (p Review) compared() string {
	if p.request().Change {
		return "What would change"
	}
	return "What has changed since it was rejected"
}

func or(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
