package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/positions"
	"candor/internal/queue"
	"candor/internal/ui/kit"
)

// AuditPage is /settings/audit.
type AuditPage struct {
	Frame
	Q, Action  string
	Lines      []activity.Logged
	Next, Here string
}

func (p AuditPage) clear() string {
	if p.Q+p.Action == "" {
		return ""
	}
	return "/settings/audit"
}

// deeds are the actions in words: what somebody did to the thing that follows.
var deeds = []struct{ action, words string }{
	{"member.joined", "joined"}, {"member.role", "changed the role of"}, {"member.updated", "edited the name or title of"},
	{"member.deactivated", "deactivated"}, {"member.reactivated", "reactivated"}, {"member.removed", "removed"},
	{"invitation.created", "invited"}, {"invitation.resent", "invited again"}, {"invitation.changed", "changed the role in the invitation of"}, {"invitation.revoked", "took back the invitation of"},
	{"role.created", "created the role"}, {"role.updated", "changed the role"}, {"role.deleted", "deleted the role"},
	{"job_role.created", "created the job role"}, {"job_role.updated", "changed the job role"}, {"job_role.guideline", "wrote a guideline of the job role"}, {"job_role.deleted", "deleted the job role"},
	{"competency.created", "added the competency"}, {"competency.updated", "changed the competency"}, {"competency.ordered", "put in order the"}, {"competency.deleted", "deleted the competency"},
	{"level.created", "added the level"}, {"level.updated", "changed the level"}, {"level.ordered", "put in order the"}, {"level.deleted", "deleted the level"},
	{"team.changed", "changed the hiring team of"}, {"position.private", "changed the privacy of"}, {"position.public", "changed the publication of"},
	{"position.compensation", "changed the pay of"}, {"position.deleted", "deleted the position"},
	{"application.closing", "changed the closing stage of"}, {"application.deleted", "deleted an application"},
	{"candidate.linked", "linked to a member the candidate"}, {"candidate.unlinked", "unlinked from a member the candidate"}, {"mail.resent", "sent again the letter"},
	{"organization.created", "set up"}, {"organization.updated", "changed settings of"}, {"organization.default_role", "changed the default role of"},
	{"organization.owner", "made owner"}, {"domain.added", "approved a domain of"}, {"domain.primary", "changed the primary domain of"}, {"domain.removed", "removed a domain of"},
	{"question.published", "published the question"}, {"question.changed", "changed the question"}, {"question.deleted", "deleted the question"}, {"question.submitted", "submitted for approval the"},
	{"question.approved", "approved the"}, {"question.rejected", "rejected the"}, {"question.withdrawn", "withdrew the"}, {"question.exported", "exported questions of"},
	{"template.published", "published the template"}, {"template.changed", "changed the template"}, {"template.deleted", "deleted the template"}, {"template.submitted", "submitted for approval the"},
	{"template.approved", "approved the"}, {"template.rejected", "rejected the"}, {"template.withdrawn", "withdrew the"},
	{"form.published", "published the feedback form"}, {"form.changed", "changed the feedback form"}, {"form.deleted", "deleted the feedback form"}, {"form.submitted", "submitted for approval the"},
	{"form.approved", "approved the"}, {"form.rejected", "rejected the"}, {"form.withdrawn", "withdrew the"},
	{"category.created", "added the category"}, {"category.updated", "changed the category"}, {"category.deleted", "deleted the category"}, {"library.starter_set", "added the starter set to"},
	{"key.created", "made the API key"}, {"key.changed", "changed the API key"}, {"key.revoked", "revoked the API key"},
	{"password.changed", "changed the password of"}, {"password.reset", "set a new password for"}, {"email.asked", "asked for a new address for"},
	{"email.changed", "changed the address of"}, {"session.ended", "signed out a device of"}, {"task.retried", "tried again the task"}, {"task.discarded", "discarded the task"},
}

func deed(action string) string {
	for _, d := range deeds {
		if d.action == action {
			return d.words
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(action, ".", " "), "_", " ")
}

func actions() []kit.Option {
	out := make([]kit.Option, len(deeds))
	for i, d := range deeds {
		out[i] = kit.Option{Value: d.action, Label: strings.ToUpper(d.words[:1]) + d.words[1:]}
	}
	slices.SortFunc(out, func(a, b kit.Option) int { return strings.Compare(a.Label, b.Label) })
	return out
}

func who(l activity.Logged) string {
	switch {
	case added(l):
		return l.ObjectName
	case byConsole(l):
		return "The command line"
	case l.ActorName == "":
		return "Candor"
	}
	return l.ActorName
}

// byConsole is what the command line did: nobody is behind it whom we know.
func byConsole(l activity.Logged) bool { return l.Via == "cli" && l.ActorID == "" }

// added is somebody who became a member by the command line.
func added(l activity.Logged) bool { return byConsole(l) && l.Action == "member.joined" }

// did is the deed as the line says it.
func did(l activity.Logged) string {
	if added(l) {
		return "was added from the command line"
	}
	return deed(l.Action)
}

// what names the thing; somebody who did it to themselves is not named twice.
func what(l activity.Logged) string {
	if added(l) {
		return ""
	}
	if l.ActorID != "" && l.ActorID == l.ObjectID {
		if l.Action == "member.joined" {
			return ""
		}
		return "themselves"
	}
	if l.ObjectName == "" {
		return l.Object
	}
	return l.ObjectName
}

// difference is one value that changed.
type difference struct{ Name, Before, After string }

// differences compares before and after, field by field; of lists, entry by entry.
func differences(l activity.Logged) []difference {
	_, noun, _ := strings.Cut(l.Action, ".")
	before, after := values(l.Before, noun), values(l.After, noun)
	if added(l) {
		delete(after, "how") // the line says it
	}
	onlyChanges(before, after, l)
	names := slices.Collect(maps.Keys(before))
	for n := range after {
		if _, both := before[n]; !both {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	var out []difference
	for _, n := range names {
		if before[n] != after[n] {
			out = append(out, difference{Name: n, Before: before[n], After: after[n]})
		}
	}
	return out
}

// onlyChanges leaves of a role's permissions, where both lists are there, what went and what came.
func onlyChanges(before, after map[string]string, l activity.Logged) {
	var was, is struct {
		Permissions []access.Permission `json:"permissions"`
	}
	if json.Unmarshal(l.Before, &was) != nil || json.Unmarshal(l.After, &is) != nil || was.Permissions == nil || is.Permissions == nil {
		return
	}
	from, to := access.SetOf(was.Permissions...), access.SetOf(is.Permissions...)
	before["permissions"], after["permissions"] = some(from.Minus(to).List()), some(to.Minus(from).List())
}

// some names up to twelve.
func some[T any](list []T) string {
	const most = 12
	var words []string
	for i, w := range list {
		if i == most {
			return fmt.Sprintf("%s and %d more", strings.Join(words, ", "), len(list)-most)
		}
		words = append(words, fmt.Sprint(w))
	}
	return strings.Join(words, ", ")
}

// values reads what was recorded as people read it, by name.
func values(raw json.RawMessage, noun string) map[string]string {
	out := map[string]string{}
	var one any
	if json.Unmarshal(raw, &one) != nil {
		return out
	}
	switch v := one.(type) {
	case bool:
		out[noun] = yesNo(v)
	case []any: // a hiring team: its people by name
		for _, entry := range v {
			if m, ok := entry.(map[string]any); ok {
				out[fmt.Sprint(m["name"])] = access.TeamRole(fmt.Sprint(m["team_role"])).Label()
			}
		}
	case map[string]any:
		currency, _ := v["currency"].(string)
		for name, value := range v {
			if !strings.HasSuffix(name, "_id") && name != "currency" && value != nil {
				out[label(name)] = said(name, value, currency)
			}
		}
	}
	return out
}

func label(name string) string {
	return strings.ReplaceAll(strings.TrimSuffix(name, "_minor"), "_", " ")
}

func said(name string, value any, currency string) string {
	switch v := value.(type) {
	case bool:
		return yesNo(v)
	case float64:
		if strings.HasSuffix(name, "_minor") {
			return positions.Money(int64(v), currency)
		}
		return kit.Number(int(v))
	case string:
		switch name {
		case "status":
			return kit.StatusOf(v).Word
		case "team_role":
			return access.TeamRole(v).Label()
		}
		return v
	case []any:
		return some(v)
	}
	return fmt.Sprint(value)
}

func yesNo(on bool) string {
	if on {
		return "yes"
	}
	return "no"
}

// door says through which way it was done, where that is worth a word.
func door(l activity.Logged) string {
	if byConsole(l) {
		return ""
	}
	switch l.Via {
	case "key":
		return "with an API key"
	case "api":
		return "through the API"
	case "cli":
		return "on the command line"
	case "mail":
		return "by a mailed link"
	}
	return ""
}

// TasksPage is /settings/tasks.
type TasksPage struct {
	Frame
	Tasks []queue.DeadTask
}

var taskHeads = []kit.Head{{Label: "Task", Width: "wide"}, {Label: "Tried", Number: true}, {Label: "Given up"}, {Label: "More", Hide: true, Width: "icon"}}

// work is what a kind of task does.
func work(kind string) string {
	switch kind {
	case "mail.send":
		return "Send a letter"
	case "files.extract":
		return "Read the words of a file"
	case "org.reset":
		return "Mail a link for a new password"
	}
	return kind
}
