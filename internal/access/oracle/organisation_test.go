package oracle

import "slices"

func organisationSentences() []sentence {
	inactive, nobody, abroad := everything().on("hiring_manager"), everything(), everything().on("hiring_manager")
	inactive.Active, nobody.ID, abroad.OrgID = false, "", there
	noOrg := everything()
	noOrg.OrgID = ""
	foreign := position(public)
	foreign.OrgID = there
	unowned := position(public)
	unowned.OrgID = ""
	crossing := application(public, "in_review")
	crossing.Position.OrgID = there
	own := feedback(public, "in_review", "me", "me")
	gate := func(m Member, permission string) func(*Oracle) bool {
		return func(o *Oracle) bool { return o.Gate(m, permission) }
	}
	may := func(m Member, action string, given ...string) func(*Oracle) bool {
		return func(o *Oracle) bool { return o.Organisation(m, action, here, given) }
	}
	role := func(m Member, action string, r CustomRole, added ...string) func(*Oracle) bool {
		r.OrgID = here
		return func(o *Oracle) bool { return o.Role(m, action, r, added) }
	}
	person := func(m Member, action string, p Person, given ...string) func(*Oracle) bool {
		p.OrgID = here
		return func(o *Oracle) bool { return o.Person(m, action, p, given) }
	}
	interviewers := catalog.sets["interviewer"]
	someAdmin := Person{ID: "x", Permissions: catalog.sets["admin"]}
	someInterviewer := Person{ID: "x", Permissions: interviewers}
	return []sentence{
		says("Nothing crosses organisations.",
			no("a position there", onPosition(everything(), "view", foreign)),
			no("from there a position here", onPosition(abroad, "view", position(public))),
			no("an application here on a position there", onApplication(everything(), "view", crossing)),
			no("a person there", onCandidate(everything(), "view", Candidate{ID: "c", OrgID: there})),
			no("a line of a position there", onLine(everything(), "read", Line{Application: reviewed(), Object: "moved", OtherPosition: &foreign})),
			no("one's own feedback there", onFeedback(abroad, own)),
			no("a library item there", onItem(everything(), "view", LibraryItem{OrgID: there, Kind: "question", Visibility: "org"})),
			no("no organisation is nobody's", onPosition(noOrg, "view", unowned)),
		),
		says("A deactivated member: sessions in this organisation and API keys end at once and for good (keys are not revived), team roles rest and do not count",
			no("sees no position", onPosition(inactive, "view", position(public))),
			no("sees no person", onCandidate(inactive, "view", candidate())),
			no("reads not even own feedback", onFeedback(inactive, own)),
			no("nobody sees a position", onPosition(nobody, "view", position(public))),
			no("nobody passes a gate", gate(nobody, "job_positions:view")),
		),
		says("opens to whoever holds its string in the role or on at least one position",
			yes("in the role", gate(staffing(), "candidates:view")),
			yes("on one position", gate(helper(), "candidates:contact")),
			no("on no position", gate(staffing(), "candidates:contact")),
			no("not by another team role", gate(helper(), "candidates:close")),
			no("offers are not Admin's", gate(admin(), "offers:approve")),
		),
		says("each need every string given, except that whoever holds all of Admin's strings may give any.",
			yes("what one holds", may(with("roles:create", "org:view"), "role_create", "org:view")),
			no("what one lacks", may(with("roles:create"), "role_create", "org:view")),
			yes("Admin gives what Admin lacks", may(admin(), "role_create", "offers:approve")),
			no("nearly Admin does not", may(without("offers:approve", "billing:manage"), "role_create", "offers:approve")),
			no("without the string of the act", may(without("roles:create"), "role_create")),
		),
		says("setting the default role (org:manage and roles:update)",
			yes("both", may(with("org:manage", "roles:update"), "default_role")),
			no("manage alone", may(with("org:manage"), "default_role")),
			no("update alone", may(with("roles:update"), "default_role")),
			no("a role one lacks", may(with("org:manage", "roles:update"), "default_role", "org:view")),
		),
		says("Nobody edits the role they hold, nor changes their own role.",
			yes("another role", role(admin(), "edit", CustomRole{})),
			no("the role one holds", role(admin(), "edit", CustomRole{Mine: true})),
			no("adding what one lacks", role(with("roles:update"), "edit", CustomRole{}, "org:view")),
			no("without roles:update", role(without("roles:update"), "edit", CustomRole{})),
			yes("another's role", person(admin(), "reassign", Person{ID: "x"})),
			no("one's own role", person(admin(), "reassign", Person{ID: "me"})),
			no("another's role without roles:update", person(without("roles:update"), "reassign", Person{ID: "x"})),
		),
		says("they can be neither edited nor deleted",
			no("edited", role(everything(), "edit", CustomRole{System: true})),
			no("deleted", role(everything(), "delete", CustomRole{System: true})),
			yes("a custom role is deleted with roles:delete", role(with("roles:delete"), "delete", CustomRole{})),
			no("and not without", role(without("roles:delete"), "delete", CustomRole{})),
		),
		says("Removing, deactivating or demoting needs the right to hand out that person's present role.",
			yes("Admin removes an Admin", person(admin(), "remove", someAdmin)),
			yes("and one who holds what Admin lacks", person(admin(), "remove", Person{ID: "x", Permissions: catalog.strings})),
			no("members:remove alone does not", person(with("members:remove"), "remove", someAdmin)),
			yes("but removes one who holds nothing more", person(with("members:remove"), "remove", Person{ID: "x"})),
			no("members:update does not deactivate an Admin", person(with("members:update"), "deactivate", someAdmin)),
			yes("members:update reactivates", person(with("members:update"), "reactivate", someAdmin)),
			no("and nothing else does", person(without("members:update"), "reactivate", someAdmin)),
			yes("Admin demotes an Admin", person(admin(), "reassign", someAdmin, interviewers...)),
			yes("everything a role holds is enough", person(with(slices.Concat(interviewers, []string{"members:remove"})...), "remove", someInterviewer)),
			no("demoting a role one lacks", person(with("roles:update"), "reassign", someInterviewer)),
			no("nor giving it", person(with("roles:update"), "reassign", someInterviewer, interviewers...)),
			yes("keeping what one lacks from nobody", person(with(slices.Concat(interviewers, []string{"roles:update"})...), "reassign", Person{ID: "x"}, interviewers...)),
			yes("a promotion takes nothing away", person(with(slices.Concat(interviewers, []string{"roles:update"})...), "reassign", someInterviewer, interviewers...)),
			no("removing needs members:remove", person(without("members:remove"), "remove", someInterviewer)),
		),
		says("members:invite without roles:update invites with the Interviewer role only.",
			yes("Staffing invites an Interviewer", may(staffing(), "invite", interviewers...)),
			no("Staffing invites nobody else", may(staffing(), "invite", "org:view")),
			yes("with roles:update what one holds", may(with("members:invite", "roles:update", "org:view"), "invite", "org:view")),
			no("and not what one lacks", may(with("members:invite", "roles:update"), "invite", "org:view")),
			yes("Admin invites to anything", may(admin(), "invite", "offers:approve")),
			no("nobody invites without members:invite", may(without("members:invite"), "invite", interviewers...)),
			no("nor to anything else", may(without("members:invite"), "invite", "org:view")),
		),
		says("One owner, always an active Admin: cannot be removed, deactivated or given another role",
			no("removed", person(everything(), "remove", Person{ID: "x", Owner: true})),
			no("deactivated", person(everything(), "deactivate", Person{ID: "x", Owner: true})),
			no("given another role", person(everything(), "reassign", Person{ID: "x", Owner: true}, "org:view")),
			yes("but named", person(everything(), "edit", Person{ID: "x", Owner: true})),
		),
	}
}

// reviewed is an application on a public position, in review.
func reviewed() *Application {
	a := application(public, "in_review")
	return &a
}
