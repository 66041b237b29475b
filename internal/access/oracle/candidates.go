package oracle

import "github.com/cedar-policy/cedar-go"

// Candidate is a person with all their applications, hidden ones included. OwnMemberID is the member they are linked
// to, "" nobody; it counts for each application too.
type Candidate struct {
	ID, OrgID    string
	Applications []*Application
	OwnMemberID  string
}

// Candidate answers view (also the name), view_contact (also tags), edit (name, headline, tags), edit_contact, delete,
// erase, link_own_file, unlink_own_file, and create (a person without an application; the applications are not read).
// Deleting is of the applications the member sees: ask Application view for each.
func (o *Oracle) Candidate(m Member, action string, c Candidate) bool {
	return o.As(m).Candidate(action, c)
}

// candidateStrings are the strings that, held where one visible application is, open a question about the person.
var candidateStrings = map[string]string{
	"edit":         "candidates:update",
	"edit_contact": "candidates:update_contact",
}

// everywhereStrings are the strings that open a question about the person if they are held wherever a visible
// application is, and there is one.
var everywhereStrings = map[string]string{
	"link_own_file":   "candidates:close",
	"unlink_own_file": "candidates:close",
}

// Candidate is Oracle.Candidate for a prepared member.
//
// Cedar knows no "some" and no "every". So it is asked about each application first, and the sums go into the question
// about the person.
func (k *Asker) Candidate(action string, c Candidate) bool {
	visible := k.some(c, func(a Application) bool { return k.Application("view", a) })
	one := visible
	visible = k.candidate("view", c, visible, false, false)
	if action == "view" {
		return visible
	}
	permission, byPlace := candidateStrings[action]
	held := byPlace && visible && k.some(c, func(a Application) bool { return k.holds(a, permission) })
	permission, everywhere := everywhereStrings[action]
	heldEverywhere := everywhere && one && !k.inPerson.some(c, func(a Application) bool {
		return k.inPerson.Application("view", a) && !k.at(a.Position).strings.Contains(k.oracle.catalogue.values[permission])
	})
	return k.candidate(action, c, visible, held, heldEverywhere)
}

// MergeCandidates answers whether the member may merge two people.
// "Merging needs update_contact on both; hidden applications travel along unmentioned."
func (o *Oracle) MergeCandidates(m Member, a, b Candidate) bool {
	k := o.As(m)
	return k.Candidate("edit_contact", a) && k.Candidate("edit_contact", b)
}

func (k *Asker) candidate(action string, c Candidate, visible, held, heldEverywhere bool) bool {
	facts := cedar.RecordMap{
		"organisations": organisations(c.OrgID),
		"applications":  cedar.Long(len(c.Applications)),
	}
	person(facts, "own", c.OwnMemberID)
	return k.decide("candidate."+action, "Candidate", c.ID, facts, cedar.NewRecord(cedar.RecordMap{
		"visible":                   cedar.Boolean(visible),
		"on_visible_position":       cedar.Boolean(held),
		"on_every_visible_position": cedar.Boolean(heldEverywhere),
	}))
}

// some says whether the answer is yes for at least one application. An application that is not known (nil) is never it.
func (k *Asker) some(c Candidate, ask func(Application) bool) bool {
	for _, a := range c.Applications {
		if a == nil {
			continue
		}
		linked := *a
		if c.OwnMemberID != "" && c.OwnMemberID == k.member.ID {
			linked.OwnMemberID = c.OwnMemberID
		}
		if ask(linked) {
			return true
		}
	}
	return false
}
