package library

import (
	"net/url"

	"github.com/a-h/templ"

	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ApprovalsPage is /approvals: what waits for the reader's decision, or what they have submitted.
type ApprovalsPage struct {
	Shell   shell.AppProps
	Clock   kit.Clock
	Address string
	View    url.Values // the parts of the address that choose what is listed, without the page

	Mine        bool // the second tab
	List        db.List[approvals.Request]
	Next, First string
	Waiting     int // Your approvals, whatever the filters
	Decides     bool
}

// ApprovalKinds are the words for what can be asked for, in the order in which lists offer them.
var ApprovalKinds = []struct{ Kind, Word string }{{"question", "Question"}, {"template", "Template"}, {"form", "Feedback form"}}

// KindWord is what a request is about, at the beginning of a sentence.
func KindWord(q approvals.Request) string {
	word := q.Kind
	for _, k := range ApprovalKinds {
		if k.Kind == q.Kind {
			word = k.Word
		}
	}
	if q.Change {
		return word + ", change"
	}
	return word
}

const approvalsPath = "/approvals"

func (p ApprovalsPage) get(name string) string { return p.View.Get(name) }

func (p ApprovalsPage) tabs() []kit.Tab {
	return []kit.Tab{
		{Label: "Your approvals", Href: approvalsPath, Count: kit.N(p.Waiting), Current: !p.Mine},
		{Label: "Submitted by you", Href: approvalsPath + "?view=submitted", Current: p.Mine},
	}
}

func (p ApprovalsPage) keep() map[string]string {
	if p.Mine {
		return map[string]string{"view": "submitted"}
	}
	return nil
}

func (p ApprovalsPage) base() string {
	if p.Mine {
		return approvalsPath + "?view=submitted"
	}
	return approvalsPath
}

func (p ApprovalsPage) filtered() bool {
	return p.get("q") != "" || p.get("kind") != "" || p.get("state") != ""
}

// clear is the address of the tab without filters; empty where none is set.
func (p ApprovalsPage) clear() string {
	if !p.filtered() {
		return ""
	}
	return p.base()
}

func approvalKinds() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any type"}}
	for _, k := range ApprovalKinds {
		out = append(out, kit.Option{Value: k.Kind, Label: k.Word})
	}
	return out
}

func approvalStates() []kit.Option {
	out := []kit.Option{{Value: "", Label: "Any state"}}
	for _, s := range approvals.States {
		out = append(out, kit.Option{Value: string(s), Label: s.Label()})
	}
	return out
}

func (p ApprovalsPage) heads() []kit.Head {
	if p.Mine {
		return []kit.Head{{Label: "Title", Width: "wide"}, {Label: "Type"}, {Label: "State"}, {Label: "Reason"}, {Label: "Submitted"}, {Label: "Actions", Hide: true}}
	}
	return []kit.Head{{Label: "Title", Width: "wide"}, {Label: "Type"}, {Label: "Submitted by"}, {Label: "Submitted"}, {Label: "Actions", Hide: true}}
}

func (p ApprovalsPage) empty() kit.EmptyProps {
	switch {
	case p.filtered():
		return kit.EmptyProps{Icon: "search", Title: "No request fits these filters"}
	case p.Mine:
		return kit.EmptyProps{Icon: "send", Title: "You have submitted nothing yet", Text: "A question, template or feedback form that you publish without being able to approve it waits here for somebody who can."}
	case !p.Decides:
		return kit.EmptyProps{Icon: "badge-check", Title: "Nothing waits for you", Text: "You can submit questions and templates; others decide about them. What became of yours stands under Submitted by you."}
	}
	return kit.EmptyProps{Icon: "badge-check", Title: "Nothing waits for your decision", Text: "What colleagues submit for the organisation's library will be here. Your own requests are decided by somebody else."}
}

func (p ApprovalsPage) says() string {
	if len(p.List.Items) == 0 {
		return ""
	}
	if p.Mine || p.filtered() || p.Next != "" || p.First != "" {
		return kit.Plural(len(p.List.Items), "request", "requests") + " shown"
	}
	return kit.Plural(len(p.List.Items), "request", "requests")
}

// ApprovalKeys are what the list answers to beside what its buttons say.
func ApprovalKeys(mine bool) []kit.ShortcutGroup {
	if mine {
		return nil
	}
	return []kit.ShortcutGroup{{Title: "On the row you walked to", List: []kit.Shortcut{{Keys: []string{"a"}, Does: "Approve"}, {Keys: []string{"r"}, Does: "Reject, with a reason"}}}}
}

func requestHref(q approvals.Request) string { return approvalsPath + "/" + q.ID }

// ended is a state as a badge knows it.
func stateMark(s approvals.State) string {
	if s == approvals.Pending {
		return "pending_approval"
	}
	return string(s)
}

// rowKey is a button of a row that a key presses.
func rowKey(key, label, title string) templ.Attributes {
	return templ.Attributes{"data-row-key": key, "title": label + " (" + key + ")", "aria-label": label + ": " + title}
}

// ApprovalPage is one request: what was submitted, as it was submitted, and what is done about it.
type ApprovalPage struct {
	Shell    shell.AppProps
	Clock    kit.Clock
	Request  approvals.Request
	Me       string // the reader's member id
	Item     string // address of the item, where the reader sees it
	Kind     Kind
	Against  int               // the revision it is compared with; 0 for none
	Changes  []library.Changed // between the two
	Content  templ.Component   // as submitted; nil where the reader does not see it (any more)
	Next     string            // where deciding leads
	Problems kit.Problems
}

func (p ApprovalPage) path() string { return requestHref(p.Request) }

func (p ApprovalPage) title() string {
	if p.Request.May.Decide {
		return "Review " + p.Kind.One
	}
	return p.Kind.Title() + " submitted for approval"
}

func (p ApprovalPage) who() string {
	who := or(p.Request.Submitter, "Somebody who is gone")
	if p.Request.SubmitterID == p.Me {
		who = "You"
	}
	if p.Request.Change {
		return who + " submitted a change of the organisation's " + p.Kind.One
	}
	return who + " submitted this for the organisation"
}

func (p ApprovalPage) compared() string {
	if p.Request.Change {
		return "What would change"
	}
	return "What has changed since it was rejected"
}

// whole names the item as it was submitted, below what changed.
func (p ApprovalPage) whole() string { return "The whole " + p.Kind.One + " as it was submitted" }

// ended says how the round ended.
func (p ApprovalPage) ended() string {
	who := or(p.Request.Decider, "Somebody who is gone")
	if p.Request.DecidedBy == p.Me {
		who = "You"
	}
	switch p.Request.State {
	case approvals.Approved:
		if p.Request.Alone {
			return who + " approved it alone: nobody else who was active could"
		}
		return who + " approved it"
	case approvals.Rejected:
		return who + " rejected it"
	}
	return who + " withdrew the request"
}

// missing says why there is nothing to read.
func (p ApprovalPage) missing() string {
	return "What was submitted is its creator's alone again."
}

// RejectPage asks why.
type RejectPage struct {
	Shell    shell.AppProps
	Request  approvals.Request
	Kind     Kind
	Next     string
	Reason   string
	Problems kit.Problems
}

func (p RejectPage) path() string { return requestHref(p.Request) }

func (p RejectPage) lead() string {
	who := or(p.Request.Submitter, "Who submitted it")
	if p.Request.Change {
		return "“" + p.Request.Title + "” stays as it is. " + who + " reads your reason."
	}
	return "“" + p.Request.Title + "” is Personal again. " + who + " reads your reason, and can resubmit."
}
