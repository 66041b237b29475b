package api

import (
	"time"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/library"
)

// LibraryItemJSON is what questions, templates and feedback forms have in common.
type LibraryItemJSON struct {
	ID          string            `json:"id" doc:"Opaque, sortable by creation" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Visibility  string            `json:"visibility" enum:"personal,pending,org" doc:"personal: yours alone. pending: waits for somebody who can approve it. org: the organisation's"`
	Approval    itemApprovalJSON  `json:"approval"`
	Creator     namedJSON         `json:"creator"`
	Revision    int               `json:"revision" doc:"The live one. Every save has a number, those that you do not see too" example:"3"`
	ClonedFrom  string            `json:"cloned_from,omitempty" doc:"What you cloned it from" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at" doc:"When the live revision became it"`
	PublishedAt *time.Time        `json:"published_at,omitempty" doc:"When it became the organisation's"`
	Can         []libraryRightTag `json:"can" doc:"What you may do with it now; live and at_once: without a second person" example:"[\"edit\"]"`
}

// libraryRightTag is one of the rights.
type libraryRightTag string

// itemApprovalJSON is the latest round of asking for approval that you may see.
type itemApprovalJSON struct {
	State       string     `json:"state" enum:"none,pending,approved,rejected,withdrawn" doc:"none: none that you may see"`
	ID          string     `json:"id,omitempty" doc:"Decided at /approvals/{id}" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Revision    int        `json:"revision,omitempty" doc:"What was submitted" example:"3"`
	Change      bool       `json:"change,omitempty" doc:"Of something that the organisation has already: the live revision stays until approval"`
	Submitter   *namedJSON `json:"submitter,omitempty"`
	SubmittedAt *time.Time `json:"submitted_at,omitempty"`
	Decider     *namedJSON `json:"decider,omitempty"`
	DecidedAt   *time.Time `json:"decided_at,omitempty"`
	Reason      string     `json:"reason,omitempty" doc:"Of a rejection" example:"It asks for the answer it wants to hear."`
}

// CategoryJSON is a group of questions.
type CategoryJSON struct {
	ID    string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name  string `json:"name" example:"Problem solving"`
	Color string `json:"color" enum:"teal,blue,violet,pink,red,orange,amber,green,slate"`
}

func libraryItemAsJSON(i library.Item) LibraryItemJSON {
	out := LibraryItemJSON{ID: i.ID, Visibility: string(i.Visibility), Approval: itemApprovalJSON{State: "none"}, Creator: namedJSON{i.CreatorID, i.Creator},
		Revision: i.Revision, ClonedFrom: i.ClonedFrom, CreatedAt: i.CreatedAt.Time, UpdatedAt: i.UpdatedAt.Time, PublishedAt: moment(i.PublishedAt.Time), Can: libraryRights(i.May)}
	if i.Approval != nil {
		out.Approval = itemApprovalAsJSON(*i.Approval)
	}
	return out
}

func itemApprovalAsJSON(q approvals.Request) itemApprovalJSON {
	r := approvalAsJSON(q)
	return itemApprovalJSON{State: r.State, ID: r.ID, Revision: r.Revision, Change: r.Change, Submitter: &r.Submitter, SubmittedAt: &r.SubmittedAt,
		Decider: r.Decider, DecidedAt: r.DecidedAt, Reason: r.Reason}
}

func libraryRights(m library.Rights) []libraryRightTag {
	out := []libraryRightTag{}
	for _, r := range []struct {
		name string
		held bool
	}{{"edit", m.Edit}, {"edit_live", m.EditLive}, {"publish", m.Publish}, {"publish_at_once", m.PublishAtOnce}, {"withdraw", m.Withdraw},
		{"decide", m.Decide}, {"clone", m.Clone}, {"delete", m.Delete}, {"use", m.Use}} {
		if r.held {
			out = append(out, libraryRightTag(r.name))
		}
	}
	return out
}

// RevisionJSON is one save of an item.
type RevisionJSON struct {
	Number   int        `json:"number" example:"3"`
	Author   namedJSON  `json:"author"`
	At       time.Time  `json:"at"`
	SharedAt *time.Time `json:"shared_at,omitempty" doc:"Since when the organisation has it; absent for a draft"`
	Live     bool       `json:"live" doc:"The one that readers get"`
	Waiting  bool       `json:"waiting" doc:"The one that a request for approval asks for"`
}

func revisionAsJSON(r library.Revision) RevisionJSON {
	return RevisionJSON{Number: r.Number, Author: namedJSON{r.AuthorID, r.Author}, At: r.At.Time, SharedAt: moment(r.Shared.Time), Live: r.Live, Waiting: r.Waiting}
}

// changedJSON is a field that differs between two revisions.
type changedJSON struct {
	Field  string     `json:"field" example:"description"`
	Label  string     `json:"label" example:"Description"`
	Before string     `json:"before"`
	After  string     `json:"after"`
	Words  []wordJSON `json:"words" doc:"Both texts in one, piece by piece"`
}

// wordJSON is a piece of text that is in both revisions, or in one of them.
type wordJSON struct {
	Text string `json:"text" example:"Tell me"`
	How  string `json:"how" enum:"same,removed,added"`
}

func changedAsJSON(c library.Changed) changedJSON {
	out := changedJSON{Field: c.Name, Label: c.Label, Before: c.Before, After: c.After}
	for _, w := range c.Words {
		how := string(w.How)
		if w.How == library.Same {
			how = "same"
		}
		out.Words = append(out.Words, wordJSON{w.Text, how})
	}
	return out
}

// revisionOf is one revision with its content, and what differs from another.
type revisionOf[T any] struct {
	RevisionJSON
	Content T             `json:"content"`
	Changes []changedJSON `json:"changes,omitempty" doc:"Only with against: the fields that differ"`
}

// libraryFilter is what lists of all three kinds take.
type libraryFilter struct {
	Paging
	Bank string `query:"bank" enum:"mine,org,pending" doc:"mine: yours that are not the organisation's. pending: what waits, yours and what you could approve"`
	Sort string `query:"sort" enum:"created,title" default:"created" doc:"Newest first, or by title"`
}

func (f libraryFilter) filter() library.Filter {
	return library.Filter{Q: f.Q, Bank: library.Bank(f.Bank), Sort: library.Sort(f.Sort)}
}

// seen is who comes to doors of a kind at all.
func seen(ps ...access.Permission) access.Need { return access.NeedPermission(ps...) }
