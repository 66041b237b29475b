package oracle

import "slices"

func offerSentences() []sentence {
	submitted := func(by string, sole bool) Offer {
		f := offer(public, "offer")
		f.SubmitterID, f.SoleApprover = by, sole
		return f
	}
	anyOffers := func() []instance {
		var all []instance
		for _, permission := range []string{"offers:create", "offers:update", "offers:send", "offers:approve"} {
			all = append(all, yes(permission, onOffer(with(permission), "view", offer(public, "offer"))),
				yes(permission+": its pay", onOffer(with(permission), "pay", offer(public, "offer"))),
				no(permission+" on a private position", onOffer(with(permission), "view", offer(private, "offer"))),
				yes(permission+" on a private position one sees", onOffer(with(permission, "job_positions:view_private"), "view", offer(private, "offer"))),
				yes(permission+": the line", onLine(with(permission, "candidates:view"), "read", line(public, "applied", "offer"))))
		}
		return all
	}
	return []sentence{
		says("Of an offer: any offers:* string there (private: also view_private), with the candidate's name, the position's title and the offer's own pay.",
			slices.Concat(anyOffers(), []instance{
				no("everything else", onOffer(without("offers:create", "offers:update", "offers:send", "offers:approve"), "view", offer(public, "offer"))),
				yes("whatever the stage, without close", onOffer(basic("offers:approve"), "view", offer(public, "hired"))),
				no("of an unknown application", onOffer(without("job_positions:view_private"), "view", Offer{ID: "o", OrgID: here})),
			})...),
		says("offers:* are in no organisation role by default: they come by Hiring Manager or Recruiter on the position, or a custom role.",
			no("Admin", onOffer(admin(), "view", offer(public, "offer"))),
			no("Staffing", onOffer(staffing(), "view", offer(public, "offer"))),
			yes("Hiring Manager", onOffer(manager(), "approve", offer(private, "offer"))),
			yes("Recruiter", onOffer(nothing().on("recruiter"), "send", offer(private, "offer"))),
			no("Team Member", onOffer(helper(), "view", offer(public, "offer"))),
			yes("Admin on the team", onOffer(admin().on("recruiter"), "view", offer(public, "offer"))),
		),
		says("Draft an offer",
			yes("on an application one sees", onOffer(with("offers:create", "candidates:view"), "create", offer(public, "in_review"))),
			no("on one that one does not see", onOffer(without("candidates:view"), "create", offer(public, "in_review"))),
			no("everything else", onOffer(without("offers:create"), "create", offer(public, "in_review"))),
		),
		says("Edit a draft offer; submit it; record the answer",
			slices.Concat(
				each(yes, "offers:update", func(action string) func(*Oracle) bool {
					return onOffer(with("offers:update"), action, offer(public, "offer"))
				},
					"update", "submit", "record_answer"),
				each(no, "everything else", func(action string) func(*Oracle) bool {
					return onOffer(without("offers:update"), action, offer(public, "offer"))
				},
					"update", "submit", "record_answer"),
			)...),
		says("**Whatever reaches the candidate** (mail, rejection mail, time, invitation, booking link) needs candidates:contact there",
			yes("send, contact, close", onOffer(with("offers:send", "candidates:contact", "candidates:close"), "send", offer(public, "offer"))),
			no("without offers:send", onOffer(without("offers:send"), "send", offer(public, "offer"))),
			no("without contact", onOffer(without("candidates:contact"), "send", offer(public, "offer"))),
			no("without close, while closing", onOffer(without("candidates:close"), "send", offer(public, "offer"))),
			yes("without close, while open", onOffer(without("candidates:close"), "send", offer(public, "in_review"))),
		),
		says("The submitter never approves their own offer, unless no other active member, not the candidate, holds offers:approve there and can see the offer (evaluated at the decision, recorded).",
			yes("another's", onOffer(basic("offers:approve"), "approve", submitted("somebody else", false))),
			no("one's own", onOffer(everything(), "approve", submitted("me", false))),
			yes("one's own, as the sole approver", onOffer(everything(), "approve", submitted("me", true))),
			no("everything else", onOffer(without("offers:approve"), "approve", submitted("somebody else", true))),
		),
	}
}
