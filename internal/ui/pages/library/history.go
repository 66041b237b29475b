package library

import (
	"cmp"
	"slices"
	"strconv"

	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/ui/kit"
)

// Event is one line of an item's history.
type Event struct {
	Line   kit.LineProps
	Marks  []string // "Live", "Waiting", "Draft"
	Href   string   // the revision
	Since  bool     // there is a revision before, which its reader may compare it with
	Reason string   // of a rejection

	order int // of what happened in the same moment
}

// History is what happened to an item, the newest first: its revisions and the rounds of asking, as far as its reader
// may read them.
func History(k Kind, i library.Item, revisions []library.Revision, rounds []approvals.Request) (out []Event) {
	decided := map[int]bool{}
	for _, q := range rounds {
		decided[q.Revision] = decided[q.Revision] || q.State == approvals.Approved
		out = append(out, asked(i, q))
		if q.State != approvals.Pending {
			out = append(out, ended(q))
		}
	}
	for n, r := range revisions {
		e := saved(k, i, r)
		if e.Since = n < len(revisions)-1; len(revisions) == 1 {
			e.Href = "" // it is what the page shows
		}
		out = append(out, e)
		if !r.Shared.IsZero() && !decided[r.Number] && i.PublishedAt == r.Shared && r.Shared.After(r.At.Time) {
			out = append(out, event(r.Shared, 3, "globe", i.Creator, "published this to the org bank"))
		}
	}
	slices.SortStableFunc(out, func(a, b Event) int {
		return cmp.Or(b.Line.At.Compare(a.Line.At), cmp.Compare(b.order, a.order))
	})
	return out
}

func event(at db.Time, order int, icon, who, what string) Event {
	return Event{Line: kit.LineProps{Icon: icon, Who: or(who, "Somebody who is gone"), What: what, At: at.Time}, order: order}
}

func saved(k Kind, i library.Item, r library.Revision) Event {
	what := "saved revision " + strconv.Itoa(r.Number)
	if r.Number == 1 {
		what = "created this " + k.One
	}
	e := event(r.At, 1, "pencil", r.Author, what)
	e.Href = k.Href(i.ID) + "/revisions/" + strconv.Itoa(r.Number)
	switch {
	case r.Live && i.Visibility != library.Org:
	case r.Live:
		e.Marks = append(e.Marks, "Live")
	case r.Waiting:
		e.Marks = append(e.Marks, "Waiting for approval")
	case r.Shared.IsZero():
		e.Marks = append(e.Marks, "Draft")
	}
	return e
}

func asked(i library.Item, q approvals.Request) Event {
	what := "submitted it for the organisation"
	if q.Change {
		what = "submitted a change (revision " + strconv.Itoa(q.Revision) + ")"
	}
	return event(q.SubmittedAt, 2, "send", q.Submitter, what)
}

func ended(q approvals.Request) Event {
	e := event(q.DecidedAt, 3, "circle-check", q.Decider, "approved it")
	switch q.State {
	case approvals.Rejected:
		e.Line.Icon, e.Line.What, e.Reason = "x", "rejected it", q.Reason
	case approvals.Withdrawn:
		e.Line.Icon, e.Line.What = "undo-2", "withdrew the request"
	case approvals.Approved:
		if q.Alone {
			e.Line.What = "approved it alone: nobody else who was active could"
		}
	}
	return e
}
