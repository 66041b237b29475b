package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"candor/internal/activity"
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
	{"invitation.created", "invited"}, {"invitation.resent", "invited again"}, {"invitation.revoked", "took back the invitation of"},
	{"role.created", "created the role"}, {"role.updated", "changed the role"}, {"role.deleted", "deleted the role"},
	{"team.changed", "changed the hiring team of"}, {"position.private", "changed who sees"}, {"position.public", "changed the publication of"},
	{"organization.created", "set up"}, {"organization.updated", "changed settings of"}, {"organization.default_role", "changed the default role of"},
	{"organization.owner", "made owner"}, {"domain.added", "approved a domain of"}, {"domain.primary", "changed the primary domain of"}, {"domain.removed", "removed a domain of"},
	{"key.created", "made the API key"}, {"key.revoked", "revoked the API key"},
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
	if l.ActorName == "" {
		return "Candor"
	}
	return l.ActorName
}

// what names the thing; somebody who did it to themselves is not named twice.
func what(l activity.Logged) string {
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

// differences compares before and after field by field.
func differences(l activity.Logged) []difference {
	before, after := fields(l.Before), fields(l.After)
	var names []string
	for n := range before {
		names = append(names, n)
	}
	for n := range after {
		if _, both := before[n]; !both {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	var out []difference
	for _, n := range names {
		b, a := before[n], after[n]
		if b == a || strings.HasSuffix(n, "_id") {
			continue
		}
		out = append(out, difference{Name: strings.ReplaceAll(n, "_", " "), Before: b, After: a})
	}
	return out
}

// fields reads an object's values as people read them.
func fields(raw json.RawMessage) map[string]string {
	out := map[string]string{}
	var values map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return out
	}
	for name, v := range values {
		out[name] = said(v)
	}
	return out
}

func said(v json.RawMessage) string {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return text
	}
	var list []string
	if json.Unmarshal(v, &list) == nil {
		if len(list) > 12 {
			return fmt.Sprintf("%s and %d more", strings.Join(list[:12], ", "), len(list)-12)
		}
		return strings.Join(list, ", ")
	}
	if bytes.Equal(v, []byte("null")) {
		return ""
	}
	return string(v)
}

// door says through which way it was done, where that is worth a word.
func door(via string) string {
	switch via {
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
