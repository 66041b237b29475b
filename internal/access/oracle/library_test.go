package oracle

import "slices"

func librarySentences() []sentence {
	item := func(visibility, creator string) LibraryItem {
		return LibraryItem{ID: "l", OrgID: here, Kind: "question", Visibility: visibility, CreatorID: creator}
	}
	behalf := item("pending", "somebody else")
	behalf.SubmitterID = "me"
	byAnother := item("pending", "me")
	byAnother.SubmitterID = "somebody else"
	template, form := item("org", "somebody else"), item("org", "somebody else")
	template.Kind, form.Kind = "template", "form"
	ownTemplate := item("personal", "me")
	ownTemplate.Kind = "template"
	onBehalf := func(m Member, it LibraryItem, i Interview) func(*Oracle) bool {
		return func(o *Oracle) bool { return o.PublishOnBehalf(m, it, i) }
	}
	othersTemplate := item("personal", "somebody else")
	othersTemplate.Kind = "template"
	every := []string{"view", "edit", "edit_live", "delete", "publish", "publish_at_once", "withdraw", "decide", "clone", "use_shared"}
	q := func(actions ...string) Member {
		var all []string
		for _, action := range actions {
			all = append(all, "questions:"+action)
		}
		return with(all...)
	}
	return []sentence{
		says("Every new item is Personal: visible, searchable, usable only by its creator; not even an Admin sees that it exists.",
			slices.Concat(
				[]instance{yes("its creator", onItem(nothing(), "view", item("personal", "me")))},
				each(no, "every string", func(action string) func(*Oracle) bool {
					return onItem(everything(), action, item("personal", "somebody else"))
				}, every...),
				each(no, "nobody's", func(action string) func(*Oracle) bool { return onItem(everything(), action, item("personal", "")) }, every...),
				each(no, "of unknown visibility", func(action string) func(*Oracle) bool { return onItem(everything(), action, item("", "me")) }, every...),
				[]instance{no("not in shared templates", onItem(everything(), "use_shared", item("personal", "me")))},
			)...),
		says("Publish needs `:publish`; with `:approve` as well the item becomes Org at once",
			yes("publish", onItem(q("publish"), "publish", item("personal", "me"))),
			no("without", onItem(without("questions:publish"), "publish", item("personal", "me"))),
			yes("at once", onItem(q("publish", "approve"), "publish_at_once", item("personal", "me"))),
			no("not at once without approve", onItem(q("publish"), "publish_at_once", item("personal", "me"))),
			no("nor without publish", onItem(without("questions:publish"), "publish_at_once", item("personal", "me"))),
			no("a template by another domain's string", onItem(q("publish"), "publish", ownTemplate)),
			no("an Org item again", onItem(everything(), "publish", item("org", "me"))),
			no("a pending item again", onItem(everything(), "publish", item("pending", "me"))),
		),
		says("without, it is Pending approval: visible to its creator (badge) and to holders of `:approve`",
			yes("its creator", onItem(nothing(), "view", item("pending", "me"))),
			yes("approve", onItem(q("approve"), "view", item("pending", "somebody else"))),
			no("everything else", onItem(without("questions:approve"), "view", item("pending", "somebody else"))),
		),
		says("Nobody decides their own request, nor has it under Your approvals.",
			yes("another's", onItem(q("approve"), "decide", item("pending", "somebody else"))),
			no("one's own", onItem(everything(), "decide", item("pending", "me"))),
			no("one's own on behalf", onItem(everything(), "decide", behalf)),
			yes("one's own question that another submitted", onItem(everything(), "decide", byAnother)),
			no("without approve", onItem(without("questions:approve"), "decide", item("pending", "somebody else"))),
			no("an Org item", onItem(everything(), "decide", item("org", "somebody else"))),
		),
		says("Withdraw while pending.",
			yes("by its submitter", onItem(nothing(), "withdraw", item("pending", "me"))),
			no("by another", onItem(everything(), "withdraw", item("pending", "somebody else"))),
			no("nobody's", onItem(everything(), "withdraw", item("pending", ""))),
			no("by its creator when another submitted it", onItem(everything(), "withdraw", byAnother)),
			no("not while Personal", onItem(everything(), "withdraw", item("personal", "me"))),
		),
		says("Org items: visible to holders of `:view`, deletable with `:delete`.",
			yes("view", onItem(q("view"), "view", item("org", "somebody else"))),
			no("everything else", onItem(without("questions:view"), "view", item("org", "somebody else"))),
			no("not even its creator", onItem(nothing(), "view", item("org", "me"))),
			yes("delete", onItem(q("view", "delete"), "delete", item("org", "somebody else"))),
			no("not delete", onItem(without("questions:delete"), "delete", item("org", "me"))),
			no("not what one does not see", onItem(q("delete"), "delete", item("org", "me"))),
			yes("a template by templates:view", onItem(with("templates:view"), "view", template)),
			yes("a form by templates:view", onItem(with("templates:view"), "view", form)),
			no("a template by questions:view", onItem(q("view"), "view", template)),
			yes("in shared templates and phases", onItem(q("view"), "use_shared", item("org", "somebody else"))),
			no("not what one does not see", onItem(without("questions:view"), "use_shared", item("org", "me"))),
		),
		says("An edit needs `:update`: by a holder of `:approve` it is live at once (unless second reviewer); by anyone else it is a pending revision (needs `:publish` too) and the live one stays until approval.",
			yes("update and approve", onItem(q("view", "update", "approve"), "edit", item("org", "somebody else"))),
			yes("live", onItem(q("view", "update", "approve"), "edit_live", item("org", "somebody else"))),
			yes("update and publish", onItem(q("view", "update", "publish"), "edit", item("org", "somebody else"))),
			no("not live", onItem(q("view", "update", "publish"), "edit_live", item("org", "somebody else"))),
			no("update alone", onItem(q("view", "update"), "edit", item("org", "me"))),
			no("everything but update", onItem(without("questions:update"), "edit", item("org", "me"))),
			no("everything but update, live", onItem(without("questions:update"), "edit_live", item("org", "me"))),
			no("what one does not see", onItem(without("questions:view"), "edit", item("org", "me"))),
			no("what one does not see, live", onItem(without("questions:view"), "edit_live", item("org", "me"))),
		),
		says("Own Personal items are edited and deleted by their creator without further strings; creating one in the library needs `:update`.",
			slices.Concat(
				each(yes, "Personal", func(action string) func(*Oracle) bool { return onItem(nothing(), action, item("personal", "me")) },
					"edit", "edit_live", "delete"),
				each(yes, "pending", func(action string) func(*Oracle) bool { return onItem(nothing(), action, item("pending", "me")) },
					"edit", "edit_live", "delete"),
				each(no, "pending, another's", func(action string) func(*Oracle) bool {
					return onItem(everything(), action, item("pending", "somebody else"))
				}, "edit", "edit_live", "delete"),
				[]instance{
					no("Org is nobody's own", onItem(nothing(), "edit", item("org", "me"))),
					yes("creating", onItem(q("update"), "create", LibraryItem{OrgID: here, Kind: "question"})),
					no("creating with everything else", onItem(without("questions:update"), "create", LibraryItem{OrgID: here, Kind: "question"})),
				},
			)...),
		says("Clone: Org items or one's own, with `:view`",
			yes("Org", onItem(q("view"), "clone", item("org", "somebody else"))),
			yes("one's own", onItem(q("view"), "clone", item("personal", "me"))),
			yes("one's own, pending", onItem(q("view"), "clone", item("pending", "me"))),
			no("without view", onItem(without("questions:view"), "clone", item("personal", "me"))),
			no("another's pending, which an approver sees", onItem(everything(), "clone", item("pending", "somebody else"))),
		),
		says("From that record a holder of questions:publish who sees the interview may publish it on the interviewer's behalf",
			yes("both", onBehalf(with("questions:publish", "interviews:view_all"), item("personal", "somebody else"), interview(public, "in_review"))),
			no("without publish", onBehalf(without("questions:publish"), item("personal", "somebody else"), interview(public, "in_review"))),
			no("without the interview", onBehalf(without("interviews:view_all"), item("personal", "somebody else"), interview(public, "in_review"))),
			no("a pending one", onBehalf(everything(), item("pending", "somebody else"), interview(public, "in_review"))),
			no("a template", onBehalf(everything(), othersTemplate, interview(public, "in_review"))),
		),
	}
}
