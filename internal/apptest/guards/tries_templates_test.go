package guards

import "net/url"

// shelfTries knock at the pages that templates and feedback forms have alike. rejected is one of mia's that she may
// delete; more is what a new one is made of.
func shelfTries(path, kind, one string, more url.Values) []try {
	at := func(key string) string { return path + "/{" + kind + ":" + key + "}" }
	form := url.Values{"name": {"New one"}}
	for k, v := range more {
		form[k] = v
	}
	return []try{
		{one + "s page", "GET", path, nil},
		{"page of a shared " + one, "GET", at("shared"), nil},
		{"page of a Personal " + one, "GET", at("draft"), nil},
		{"page of an unknown " + one, "GET", path + "/{unknown}", nil},
		{"new " + one + " page", "GET", path + "/new", nil},
		{"write a " + one, "POST", path, form},
		{"editor of a shared " + one, "GET", at("shared") + "/edit", nil},
		{"change a shared " + one, "POST", at("shared") + "/edit", form},
		{"change a Personal " + one, "POST", at("draft") + "/edit", form},
		{"publish a Personal " + one, "POST", at("draft") + "/publish", url.Values{}},
		{"withdraw a " + one, "POST", at(map[string]string{"template": "pending", "feedback-form": "draft"}[kind]) + "/withdraw", url.Values{}},
		{"clone a shared " + one, "POST", at("shared") + "/clone", url.Values{}},
		{"before deleting a shared " + one, "GET", at("shared") + "/delete", nil},
		{"delete a Personal " + one, "POST", at("draft") + "/delete", url.Values{}},
		{"before deleting many " + one + "s", "POST", path + "/delete/ask", url.Values{"ids": {"{" + kind + ":draft}"}}},
		{"delete many " + one + "s", "POST", path + "/delete", url.Values{"ids": {"{" + kind + ":draft}"}}},
	}
}

var templateTries = append(append(shelfTries("/templates", "template", "template", nil), []try{
	{"page of a pending template (mia)", "GET", "/templates/{template:pending}", nil},
	{"what a template could ask", "POST", "/templates/questions", url.Values{"find": {"clock"}}},
	{"renew a question of a template", "POST", "/templates/{template:shared}/renew", url.Values{"question": {"{question:shared}"}}},
	{"approve a template on its page", "POST", "/templates/{template:pending}/approve", url.Values{"request": {"{approval:template/pending}"}}},
	{"reject a template on its page", "POST", "/templates/{template:pending}/reject", url.Values{"request": {"{approval:template/pending}"}, "reason": {"No."}}},
}...), append(shelfTries("/feedback-forms", "feedback-form", "feedback form", url.Values{"scale.kind": {"organisation"}}), []try{
	{"page of a rejected feedback form (mia)", "GET", "/feedback-forms/{feedback-form:rejected}", nil},
	{"approve a rejected feedback form of another organisation's", "POST", "/feedback-forms/{unknown}/approve", url.Values{"request": {"{approval:question/pending}"}}},
	{"reject a feedback form of another organisation's", "POST", "/feedback-forms/{unknown}/reject", url.Values{"request": {"{approval:question/pending}"}, "reason": {"No."}}},
}...)...)

var approvalTries = []try{
	{"approvals page", "GET", "/approvals", nil},
	{"submitted by oneself", "GET", "/approvals?view=submitted", nil},
	{"how many wait", "GET", "/approvals/waiting", nil},
	{"page of a pending request (mia)", "GET", "/approvals/{approval:question/pending}", nil},
	{"page of a rejected request (mia)", "GET", "/approvals/{approval:question/rejected}", nil},
	{"page of an unknown request", "GET", "/approvals/{unknown}", nil},
	{"before rejecting", "GET", "/approvals/{approval:question/pending}/reject", nil},
	{"approve", "POST", "/approvals/{approval:question/pending}/approve", url.Values{}},
	{"approve a template", "POST", "/approvals/{approval:template/pending}/approve", url.Values{}},
	{"reject", "POST", "/approvals/{approval:question/pending}/reject", url.Values{"reason": {"No."}}},
	{"reject without a reason", "POST", "/approvals/{approval:question/pending}/reject", url.Values{}},
	{"withdraw (mia)", "POST", "/approvals/{approval:question/pending}/withdraw", url.Values{}},
}
