package access

import (
	"cmp"
	"strings"

	"candor/internal/access/oracle"
)

var (
	visibilities = []string{"", "personal", "pending", "org", "unheard of"}
	rounds       = []string{"", "pending", "approved", "rejected", "withdrawn", "unheard of"}
	asked        = []string{"", "question", "template", "form", "unheard of"}
)

// unplaced makes one block of rows that lie under no position.
func unplaced(vary func(add func(state))) rows {
	var block []state
	for _, org := range append([]string{here}, foreign...) {
		vary(func(s state) { s.OrgID = org; block = append(block, s) })
	}
	return rows{block}
}

func itemRows() rows {
	return unplaced(func(add func(state)) {
		for _, v := range visibilities {
			for _, creator := range people {
				add(state{Row: Row{Status: v, AuthorID: creator}})
			}
		}
	})
}

func requestRows() rows {
	return unplaced(func(add func(state)) {
		for _, kind := range asked {
			for _, round := range rounds {
				for _, creator := range people {
					for _, submitter := range people {
						add(state{Row: Row{Object: kind, Status: round, AuthorID: creator, SubmitterID: submitter}})
					}
				}
			}
		}
	})
}

func libraryProofs() []proof {
	q := shelfProofs("question", questions, prove(QuestionView, itemRows(), nil), prove(QuestionEdit, itemRows(), nil), prove(QuestionEditLive, itemRows(), nil),
		prove(QuestionDelete, itemRows(), nil), prove(QuestionPublish, itemRows(), nil), prove(QuestionPublishAtOnce, itemRows(), nil),
		prove(QuestionClone, itemRows(), nil), prove(QuestionUse, itemRows(), nil))
	t := shelfProofs("template", templates, prove(TemplateView, itemRows(), nil), prove(TemplateEdit, itemRows(), nil), prove(TemplateEditLive, itemRows(), nil),
		prove(TemplateDelete, itemRows(), nil), prove(TemplatePublish, itemRows(), nil), prove(TemplatePublishAtOnce, itemRows(), nil),
		prove(TemplateClone, itemRows(), nil), prove(TemplateUse, itemRows(), nil))
	f := shelfProofs("form", templates, prove(FormView, itemRows(), nil), prove(FormEdit, itemRows(), nil), prove(FormEditLive, itemRows(), nil),
		prove(FormDelete, itemRows(), nil), prove(FormPublish, itemRows(), nil), prove(FormPublishAtOnce, itemRows(), nil),
		prove(FormClone, itemRows(), nil), prove(FormUse, itemRows(), nil))
	return append(append(append(q, t...), f...), requestProofs()...)
}

// shelfProofs gives the rules of one kind of item, in this order, the oracle's questions and the strings that the
// specification names for them.
func shelfProofs(kind string, of shelf, rules ...proof) []proof {
	for i, r := range []struct {
		action string
		reads  []Permission
	}{
		{"view", strings_(of.see, of.approve)},
		{"edit", strings_(of.see, of.edit, of.approve, of.publish)},
		{"edit_live", strings_(of.see, of.edit, of.approve)},
		{"delete", strings_(of.see, of.remove)},
		{"publish", strings_(of.see, of.publish)},
		{"publish_at_once", strings_(of.see, of.publish, of.approve)},
		{"clone", strings_(of.see)},
		{"use_shared", strings_(of.see)},
	} {
		rules[i].reads, rules[i].own = r.reads, of.see
		rules[i].ask = append(rules[i].ask, func(k *oracle.Asker, s state) bool { return k.Library(r.action, asItem(kind, s.Row)) })
	}
	return rules
}

func asItem(kind string, r Row) oracle.LibraryItem {
	return oracle.LibraryItem{ID: "l", OrgID: r.OrgID, Kind: kind, Visibility: r.Status, CreatorID: r.AuthorID, SubmitterID: r.SubmitterID}
}

// A request is, to the oracle, its item while it waits. Nobody has submitted it is not "its creator has", as the oracle
// reads an item without a word of it.
func asRequested(r Row) (oracle.LibraryItem, bool) {
	item := asItem(r.Object, r)
	item.SubmitterID = cmp.Or(r.SubmitterID, "nobody that is known")
	if r.Status != "pending" {
		item.Visibility = "personal"
	}
	return item, strings.Contains("question template form", r.Object) && r.Object != ""
}

func requestProofs() []proof {
	rs := requestRows()
	approve, see := strings_(QuestionsApprove, TemplatesApprove), strings_(QuestionsView, TemplatesView)
	on := func(action string) func(k *oracle.Asker, s state) bool {
		return func(k *oracle.Asker, s state) bool {
			item, known := asRequested(s.Row)
			return known && k.Library(action, item)
		}
	}
	out := []proof{
		prove(RequestDecide, rs, approve, on("decide")),
		prove(RequestDecideAlone, rs, approve, decidesAlone),
		prove(RequestWithdraw, rs, see, on("withdraw")),
		prove(RequestView, rs, append(approve, see...), reads),
	}
	out[2].ownByKind, out[3].ownByKind = true, true
	return out
}

// decidesAlone: "without another active one the submitter may decide", so what stands here asks for somebody else's.
func decidesAlone(k *oracle.Asker, s state) bool {
	item, known := asRequested(s.Row)
	item.SubmitterID = "nobody that is known"
	return known && k.Library("decide", item)
}

// reads is not the oracle's to say, so the sentences stand here: "Reject needs a reason, which the submitter reads", "both
// read a rejection", "history of every round", and "a rejected or withdrawn item is Personal again".
func reads(k *oracle.Asker, s state) bool {
	item, known := asRequested(s.Row)
	if !known || s.OrgID != here || k.Member().ID == "" {
		return false
	}
	item.Visibility, item.SubmitterID = "pending", "nobody that is known"
	return s.AuthorID == me || s.SubmitterID == me || (s.Status == "pending" || s.Status == "approved") && k.Library("decide", item)
}
