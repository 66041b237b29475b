package access

// The library: questions, interview templates, feedback forms. They lie under no position, so only the organisation role
// counts. What an item's status is for others is its visibility: personal, pending or org; any other shows to nobody
// (archived ones stay readable where they are used, by the rule of what uses them).

// shelf is a kind of library item with the strings of its domain. Feedback forms are under templates, as permissions.csv says.
type shelf struct{ see, edit, remove, publish, approve Permission }

var (
	questions = shelf{QuestionsView, QuestionsUpdate, QuestionsDelete, QuestionsPublish, QuestionsApprove}
	templates = shelf{TemplatesView, TemplatesUpdate, TemplatesDelete, TemplatesPublish, TemplatesApprove}

	personal = in{colStatus, []string{"personal"}}
	pending  = in{colStatus, []string{"pending"}}
	inOrg    = in{colStatus, []string{"org"}}
)

// mine: "one's own things: the kind's :view", which only a key has to hold; in person they are one's own always.
func (s shelf) mine() expr { return say("yours", isMe{colAuthor, SetOf(s.see)}) }

// kept is what its creator still has for themselves.
func (s shelf) kept() expr { return all_(in{colStatus, []string{"personal", "pending"}}, s.mine()) }

// shared is what the organisation has.
func (s shelf) shared() expr { return all_(inOrg, inRole(s.see)) }

// "Every new item is Personal: visible only by its creator; Pending approval: visible to its creator and to holders of
// :approve; Org items: visible to holders of :view."
func (s shelf) view() expr {
	return all_(sameOrg{}, some(s.kept(), all_(pending, inRole(s.approve)), s.shared()))
}

// "An edit needs :update: by a holder of :approve it is live at once; by anyone else it is a pending revision (needs
// :publish too). Own Personal items are edited by their creator without further strings."
func (s shelf) change() expr {
	return all_(sameOrg{}, some(s.kept(), all_(s.shared(), inRole(s.edit), some(inRole(s.approve), inRole(s.publish)))))
}

func (s shelf) changeLive() expr {
	return all_(sameOrg{}, some(s.kept(), all_(s.shared(), inRole(s.edit), inRole(s.approve))))
}

// "Org items: deletable with :delete."
func (s shelf) delete() expr {
	return all_(sameOrg{}, some(s.kept(), all_(s.shared(), inRole(s.remove))))
}

// "Publish needs :publish"; publishing a rejected or withdrawn item, which is Personal again, is Resubmit.
func (s shelf) submit() expr {
	return all_(sameOrg{}, personal, s.mine(), inRole(s.publish))
}

// "With :approve as well the item becomes Org at once."
func (s shelf) submitAtOnce() expr { return all_(s.submit(), inRole(s.approve)) }

// "Clone: Org items or one's own, with :view."
func (s shelf) clone() expr {
	return all_(sameOrg{}, inRole(s.see), some(inOrg, all_(in{colStatus, []string{"personal", "pending"}}, isMe{col: colAuthor})))
}

// "Shared templates and phases take Org items only."
func (s shelf) use() expr { return all_(sameOrg{}, s.shared()) }

// Questions
var (
	QuestionView          = Rule[Question]{"see the question", questions.view()}
	QuestionEdit          = Rule[Question]{"edit the question", questions.change()}
	QuestionEditLive      = Rule[Question]{"edit the question without a reviewer", questions.changeLive()}
	QuestionDelete        = Rule[Question]{"delete the question", questions.delete()}
	QuestionPublish       = Rule[Question]{"publish the question", questions.submit()}
	QuestionPublishAtOnce = Rule[Question]{"publish the question without a reviewer", questions.submitAtOnce()}
	QuestionClone         = Rule[Question]{"clone the question", questions.clone()}
	QuestionUse           = Rule[Question]{"use the question in shared templates", questions.use()}
)

// Interview templates
var (
	TemplateView          = Rule[Template]{"see the template", templates.view()}
	TemplateEdit          = Rule[Template]{"edit the template", templates.change()}
	TemplateEditLive      = Rule[Template]{"edit the template without a reviewer", templates.changeLive()}
	TemplateDelete        = Rule[Template]{"delete the template", templates.delete()}
	TemplatePublish       = Rule[Template]{"publish the template", templates.submit()}
	TemplatePublishAtOnce = Rule[Template]{"publish the template without a reviewer", templates.submitAtOnce()}
	TemplateClone         = Rule[Template]{"clone the template", templates.clone()}
	TemplateUse           = Rule[Template]{"use the template in phases", templates.use()}
)

// Feedback forms
var (
	FormView          = Rule[Form]{"see the form", templates.view()}
	FormEdit          = Rule[Form]{"edit the form", templates.change()}
	FormEditLive      = Rule[Form]{"edit the form without a reviewer", templates.changeLive()}
	FormDelete        = Rule[Form]{"delete the form", templates.delete()}
	FormPublish       = Rule[Form]{"publish the form", templates.submit()}
	FormPublishAtOnce = Rule[Form]{"publish the form without a reviewer", templates.submitAtOnce()}
	FormClone         = Rule[Form]{"clone the form", templates.clone()}
	FormUse           = Rule[Form]{"use the form in phases", templates.use()}
)

// Requests for approval. A row's object is the kind of what is asked for, its author who made that, its submitter who
// asked, its status the request's own.
var (
	ofQuestions = in{colObject, []string{"question"}}
	ofTemplates = in{colObject, []string{"template", "form"}}

	// Who could approve it, were it somebody else's.
	approver = some(all_(ofQuestions, inRole(QuestionsApprove)), all_(ofTemplates, inRole(TemplatesApprove)))

	// "Nobody decides their own request, nor has it under Your approvals."
	RequestDecide = Rule[Request]{"approve or reject", all_(sameOrg{}, pending, approver,
		because("own_request", "Nobody decides their own request.", negate(isMe{col: colSubmitter})))}

	// The one exception, where the verb has found that nobody else is left to decide.
	RequestDecideAlone = Rule[Request]{"approve or reject as the only one who can", all_(sameOrg{}, pending, approver)}

	// "Withdraw while pending": whoever submitted it.
	RequestWithdraw = Rule[Request]{"withdraw the request", all_(sameOrg{}, pending, byMe(colSubmitter))}

	// A rejected or withdrawn item is Personal again, and so are the rounds that ended so: for who made it and who
	// submitted it. What waits, or was approved, is also for those who can approve.
	RequestView = Rule[Request]{"see the request", all_(sameOrg{}, some(byMe(colSubmitter), byMe(colAuthor),
		all_(in{colStatus, []string{"pending", "approved"}}, approver)))}
)

func byMe(c Column) expr {
	return some(all_(ofQuestions, isMe{c, SetOf(QuestionsView)}), all_(ofTemplates, isMe{c, SetOf(TemplatesView)}))
}
