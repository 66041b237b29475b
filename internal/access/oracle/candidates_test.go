package oracle

import "slices"

func candidateSentences() []sentence {
	visible, hidden := application(public, "in_review"), application(private, "in_review")
	elsewhere := application(public, "in_review")
	elsewhere.Position.ID = "q"
	elsewhereHidden := application(private, "in_review")
	elsewhereHidden.Position.ID = "q"
	sees := with("candidates:view", "job_positions:view_private").on("hiring_manager")
	keyed := with("candidates:view").on("hiring_manager")
	keyed.InPerson = &sees
	linked := candidate(visible)
	linked.OwnMemberID = "me"
	linkedByApplication := candidate(mine("in_review"))
	anothers := candidate(visible)
	anothers.OwnMemberID = "somebody else"
	unknown := Candidate{ID: "c", OrgID: here, Applications: []*Application{nil}}
	merge := func(m Member, a, b Candidate) func(*Oracle) bool {
		return func(o *Oracle) bool { return o.MergeCandidates(m, a, b) }
	}
	acts := []string{"view_contact", "edit", "edit_contact", "delete", "erase", "link_own_file", "unlink_own_file"}
	return []sentence{
		says("A person is visible through any visible application",
			yes("one visible", onCandidate(basic(), "view", candidate(visible))),
			no("one hidden", onCandidate(basic(), "view", candidate(hidden))),
			yes("one hidden, one visible", onCandidate(basic(), "view", candidate(hidden, visible))),
			yes("one visible, one hidden", onCandidate(basic(), "view", candidate(visible, hidden))),
			no("two hidden", onCandidate(basic(), "view", candidate(hidden, hidden))),
			yes("by a team role", onCandidate(helper(), "view", candidate(elsewhere, hidden))),
			no("not by a team role on another position", onCandidate(helper(), "view", candidate(elsewhere))),
		),
		says("with no application at all (hidden ones count as applications), to holders of candidates:view in the organisation role.",
			yes("in the role", onCandidate(with("candidates:view"), "view", candidate())),
			no("in a team role", onCandidate(manager(), "view", candidate())),
			no("everything but candidates:view", onCandidate(without("candidates:view"), "view", candidate())),
			no("a hidden one counts", onCandidate(without("job_positions:view_private"), "view", candidate(hidden))),
			no("an unknown one counts", onCandidate(everything(), "view", unknown)),
		),
		says("A facet string (contact, close, view_feedback, view_compensation, …) without sight shows nothing.",
			each(no, "everything but sight", func(action string) func(*Oracle) bool {
				return onCandidate(without("job_positions:view_private", "candidates:erase"), action, candidate(hidden))
			}, acts...)...),
		says("Contact information is readable with sight of the person; editable with update_contact on one of the person's visible positions (or in the role).",
			yes("readable", onCandidate(basic(), "view_contact", candidate(visible))),
			no("not editable", onCandidate(basic(), "edit_contact", candidate(visible))),
			yes("editable on one", onCandidate(helper(), "edit_contact", candidate(elsewhere, visible))),
			no("not by a position that is not the person's", onCandidate(basic().on("team_member"), "edit_contact", candidate(elsewhere))),
			yes("in the role", onCandidate(basic("candidates:update_contact"), "edit_contact", candidate(visible))),
			yes("in the role, without an application", onCandidate(basic("candidates:update_contact"), "edit_contact", candidate())),
			no("everything else", onCandidate(without("candidates:update_contact"), "edit_contact", candidate(visible))),
			yes("in closing stages too", onCandidate(helper(), "edit_contact", candidate(application(public, "hired")))),
			no("not on a position whose application one does not see", onCandidate(
				with("candidates:view").onTeamOf("p", ""), "edit_contact", candidate(visible))),
		),
		says("Edit candidates; move; reject; withdraw (closing stages excepted)",
			yes("in the role", onCandidate(basic("candidates:update"), "edit", candidate(visible))),
			yes("in the role, without an application", onCandidate(basic("candidates:update"), "edit", candidate())),
			yes("on one", onCandidate(helper(), "edit", candidate(elsewhere, visible))),
			no("everything else", onCandidate(without("candidates:update"), "edit", candidate(visible))),
		),
		says("Deleting removes the applications the actor sees; a person with a hidden application survives unseen.",
			yes("Staffing", onCandidate(staffing(), "delete", candidate(visible, hidden))),
			no("Hiring Manager", onCandidate(manager(), "delete", candidate(visible))),
			no("everything else", onCandidate(without("candidates:delete"), "delete", candidate(visible))),
		),
		says("Merging needs update_contact on both; hidden applications travel along unmentioned.",
			yes("both", merge(helper(), candidate(visible), candidate(hidden))),
			no("the first", merge(helper(), candidate(visible), candidate(elsewhere))),
			no("the second", merge(helper(), candidate(elsewhere), candidate(visible))),
		),
		says("candidates:erase reaches everything, needs view_private, and reveals nothing but done.",
			yes("both", onCandidate(basic("candidates:erase", "job_positions:view_private"), "erase", candidate(visible))),
			no("erase alone", onCandidate(without("job_positions:view_private"), "erase", candidate(visible))),
			no("view_private by a team role", onCandidate(basic("candidates:erase").on("hiring_manager"), "erase", candidate(visible))),
			no("view_private alone", onCandidate(without("candidates:erase"), "erase", candidate(visible))),
		),
		says("Add candidates and applications; import",
			yes("in the role", onCandidate(with("candidates:create"), "create", candidate())),
			no("in a team role", onCandidate(manager(), "create", candidate())),
			no("everything else", onCandidate(without("candidates:create"), "create", candidate())),
		),
		says("or by hand (candidates:close there, or members:update; unlinking is audited and never by oneself)",
			yes("close there", onCandidate(manager(), "link_own_file", candidate(visible))),
			no("close elsewhere", onCandidate(basic().on("hiring_manager"), "link_own_file", candidate(elsewhere))),
			no("close on one of two that one sees", onCandidate(basic().on("hiring_manager"), "unlink_own_file", candidate(visible, elsewhere))),
			yes("hidden ones are not asked", onCandidate(with("candidates:view").on("hiring_manager"), "unlink_own_file", candidate(visible, elsewhereHidden))),
			no("through a key that sees one of the two", onCandidate(keyed, "unlink_own_file", candidate(visible, elsewhereHidden))),
			no("nowhere", onCandidate(with("candidates:view", "candidates:close"), "link_own_file", candidate())),
			yes("members:update", onCandidate(basic("members:update"), "link_own_file", candidate(visible))),
			no("neither", onCandidate(without("candidates:close", "members:update"), "unlink_own_file", candidate(visible))),
		),
		says("On a linked application one sees name, status and \"This is your own application.\" and only where one would see it anyway",
			slices.Concat(
				[]instance{
					yes("linked", onCandidate(basic(), "view", linked)),
					no("linked, out of sight", onCandidate(interviewer(), "view", linked)),
					yes("linked by its application", onCandidate(basic(), "view", linkedByApplication)),
					no("a place where the application is one's own opens nothing", onCandidate(helper(), "edit_contact", linkedByApplication)),
				},
				each(no, "linked", func(action string) func(*Oracle) bool { return onCandidate(everything(), action, linked) }, acts...),
				each(no, "linked", func(action string) func(*Oracle) bool { return onCandidate(everything(), action, linked) }, "create"),
				each(yes, "another's", func(action string) func(*Oracle) bool { return onCandidate(everything(), action, anothers) }, acts...),
			)...),
	}
}
