package oracle

import (
	"fmt"

	"github.com/cedar-policy/cedar-go"
)

// LibraryItem is a question, an interview template or a feedback form. An unknown visibility ("") is seen by nobody.
type LibraryItem struct {
	ID, OrgID   string
	Kind        string // question | template | form
	Visibility  string // personal | pending | org
	CreatorID   string
	SubmitterID string // who asked for publication; "" while pending means the creator
}

// libraryDomains are the domains of the strings by kind. Feedback forms are under templates, as permissions.csv says.
var libraryDomains = map[string]string{"question": "questions", "template": "templates", "form": "templates"}

// Library answers view, create (visibility and creator are not read), edit (live, or as a pending revision), edit_live,
// delete, publish (also resubmit), publish_at_once (becomes Org without a reviewer), withdraw, decide (approve or
// reject), clone, use_shared (in shared templates and phases).
func (o *Oracle) Library(m Member, action string, item LibraryItem) bool {
	return o.As(m).Library(action, item)
}

// Library is Oracle.Library for a prepared member.
func (k *Asker) Library(action string, item LibraryItem) bool {
	return k.decide("library."+action, "LibraryItem", item.ID, item.facts(), cedar.Record{})
}

// PublishOnBehalf answers whether the member may publish a question that its interviewer made in this live interview.
func (o *Oracle) PublishOnBehalf(m Member, item LibraryItem, of Interview) bool {
	k := o.As(m)
	return k.decide("library.publish_on_behalf", "LibraryItem", item.ID, item.facts(),
		cedar.NewRecord(cedar.RecordMap{"sees_interview": cedar.Boolean(k.Interview("view", of))}))
}

func (item LibraryItem) facts() cedar.RecordMap {
	domain, known := libraryDomains[item.Kind]
	if !known {
		panic(fmt.Sprintf("oracle: %q is not a kind of library item", item.Kind))
	}
	needs := cedar.RecordMap{}
	for _, action := range []string{"view", "update", "delete", "publish", "approve"} {
		needs[cedar.String(action)] = cedar.String(domain + ":" + action)
	}
	facts := cedar.RecordMap{
		"organisations": organisations(item.OrgID),
		"visibility":    cedar.String(item.Visibility),
		"question":      cedar.Boolean(item.Kind == "question"),
		"needs":         cedar.NewRecord(needs),
	}
	person(facts, "creator", item.CreatorID)
	submitter := item.SubmitterID
	if submitter == "" {
		submitter = item.CreatorID
	}
	person(facts, "submitter", submitter)
	return facts
}
