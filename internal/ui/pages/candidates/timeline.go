package candidates

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/a-h/templ"

	"candor/internal/candidates"
	"candor/internal/mail"
	"candor/internal/ui/kit"
)

// Timeline is what happened, newest first, with the choice of what to show.
type Timeline struct {
	Clock  kit.Clock
	Feed   candidates.Feed
	Show   Show
	Path   string              // of the page it stands on
	Older  string              // address of older lines; empty at the end
	Newest string              // address of the beginning, on a later page
	Titles map[string]string   // of positions by application: where lines of several stand together
	Markup func(string) string // Markdown made safe
}

// Show narrows a timeline to lines of one kind.
type Show string

// shows are the choices with the kinds of lines behind them; the first shows all.
var shows = []struct {
	show  Show
	label string
	kinds []string
}{
	{"", "All", nil},
	{"notes", "Notes", []string{"note.added"}},
	{"stages", "Stages", []string{"application.added", "application.received", "application.again", "application.moved", "application.rejected", "application.withdrawn",
		"application.reopened", "application.undone", "application.snoozed", "application.woken", "phase.completed", "phase.skipped", "phase.available"}},
	{"mail", "Email", []string{"mail.sent", "mail.failed", "mail.skipped", "mail.uncertain"}},
	{"files", "Files", []string{"file.added", "file.removed"}},
}

// Kinds are the lines that a choice shows; nil is all of them, and so is a choice that does not exist.
func (s Show) Kinds() []string {
	for _, one := range shows {
		if one.show == s {
			return one.kinds
		}
	}
	return nil
}

func (t Timeline) href(s Show) string {
	if s == "" {
		return t.Path
	}
	return t.Path + "?show=" + string(s)
}

// dated is a line with the day that begins with it.
type dated struct {
	candidates.FeedLine
	Day string
}

func (t Timeline) lines() []dated {
	out := make([]dated, len(t.Feed.Items))
	before := ""
	for i, l := range t.Feed.Items {
		out[i] = dated{FeedLine: l}
		if day := t.day(l.At.Time); day != before {
			out[i].Day, before = day, day
		}
	}
	return out
}

func (t Timeline) day(at time.Time) string {
	zone := t.Clock.Zone
	if zone == nil {
		zone = time.UTC
	}
	midnight := func(x time.Time) time.Time {
		y, m, d := x.In(zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	switch midnight(t.Clock.Now).Sub(midnight(at)) {
	case 0:
		return "Today"
	case 24 * time.Hour:
		return "Yesterday"
	}
	return t.Clock.Day(at)
}

// line is one line in words.
func (t Timeline) line(l candidates.FeedLine) kit.LineProps {
	p := kit.LineProps{ID: "line-" + l.ID, Who: l.ActorName, At: l.At.Time, Icon: iconOf(l.Kind), What: says(l)}
	if l.ActorID == "" { // the candidate, or the product itself
		p.Who = ""
	}
	if title := t.Titles[l.ApplicationID]; title != "" {
		p.What += " · " + title
	}
	switch l.Kind {
	case "application.rejected", "application.withdrawn":
		p.Tone = kit.Faint
	case "mail.failed", "mail.uncertain":
		p.Tone = kit.Bad
	}
	return p
}

var icons = map[string]string{
	"application.moved": "arrow-right", "application.rejected": "ban", "application.withdrawn": "log-out", "application.snoozed": "alarm-clock",
	"application.woken": "alarm-clock", "application.undone": "undo-2", "application.reopened": "undo-2",
	"note": "message-square", "mail": "mail", "file": "paperclip", "phase": "list-checks", "candidate": "pencil", "application": "inbox",
}

func iconOf(kind string) string {
	if icon, ok := icons[kind]; ok {
		return icon
	}
	noun, _, _ := strings.Cut(kind, ".")
	if icon, ok := icons[noun]; ok {
		return icon
	}
	return "history"
}

// told is what lines carry beside their kind.
type told struct {
	From       string   `json:"from"`
	FromPhase  string   `json:"from_phase"`
	To         string   `json:"to"`
	ToPhase    string   `json:"to_phase"`
	Skipped    []string `json:"skipped"`
	Here       string   `json:"from_position"`
	There      string   `json:"to_position"`
	Label      string   `json:"label"`
	Name       string   `json:"name"`
	Phase      string   `json:"phase"`
	Source     string   `json:"source"`
	SourceName string   `json:"source_name"`
	Template   string   `json:"template"`
	Reason     string   `json:"reason"`
	Fields     []string `json:"fields"`
}

func tellOf(l candidates.FeedLine) (d told) {
	_ = json.Unmarshal(l.Data, &d) // a line without particulars is said in general
	return d
}

// plain are the lines that need no particulars.
var plain = map[string]string{
	"application.received": "Applied through the careers page", "application.again": "Applied again",
	"application.undone": "undid the last change", "application.withdrawn": "noted that the candidate withdrew", "application.reopened": "reopened the application",
	"application.snoozed": "snoozed the application", "application.woken": "ended the snooze", "candidate.added": "added this person", "note.added": "wrote a note",
}

// says is what happened, as the end of a sentence that begins with whoever did it.
func says(l candidates.FeedLine) string {
	if words := plain[l.Kind]; words != "" {
		return words
	}
	d := tellOf(l)
	switch l.Kind {
	case "application.added":
		return "added the application · " + candidates.Source(d.Source).Label(d.SourceName)
	case "application.moved":
		return moved(l, d)
	case "application.rejected":
		return "rejected the application · " + d.Label
	case "candidate.edited":
		return "edited " + listed(d.Fields)
	case "candidate.status":
		return "set the status to " + candidates.Standing(d.To).Label()
	case "file.added":
		return "added " + d.Name
	case "file.removed":
		return "removed " + d.Name
	}
	noun, verb, _ := strings.Cut(l.Kind, ".")
	switch noun {
	case "phase":
		return map[string]string{"completed": "completed ", "skipped": "skipped ", "available": "opened again: "}[verb] + d.Phase
	case "mail":
		words := letters[d.Template] + map[string]string{"sent": " sent", "failed": " could not be delivered", "skipped": " not sent", "uncertain": " may not have left"}[verb]
		if d.Reason == mail.NoServer {
			words += ": no mail server is set up"
		}
		return words
	}
	return strings.ReplaceAll(verb+" "+noun, "_", " ")
}

var letters = map[string]string{"received": "Confirmation email", "rejection": "Rejection email", "": "Email"}

func moved(l candidates.FeedLine, d told) string {
	if l.Object == "moved" {
		if d.Here != "" && d.There != "" {
			return "moved the application from " + d.Here + " to " + d.There
		}
		return "moved the application to another position"
	}
	from, to := or(d.FromPhase, candidates.Status(d.From).Label()), or(d.ToPhase, candidates.Status(d.To).Label())
	if from == "" || to == "" {
		return "moved this"
	}
	return "moved this from " + from + " to " + to
}

// beneath is what stands below a line in small: what was passed over, why a letter did not leave.
func beneath(l candidates.FeedLine) string {
	d := tellOf(l)
	switch {
	case l.Kind == "application.moved" && len(d.Skipped) > 0:
		return "Passed over: " + strings.Join(d.Skipped, ", ")
	case strings.HasPrefix(l.Kind, "mail.") && d.Reason != mail.NoServer: // that one is said in the line
		return d.Reason
	}
	return ""
}

// listed says "name, tags and e-mail".
func listed(fields []string) string {
	names := map[string]string{"emails": "e-mail", "phone": "phone", "links": "links"}
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = or(names[f], f)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// mentioned are the names in a note.
func mentioned(n *candidates.Note) string {
	names := make([]string, len(n.Mentions))
	for i, m := range n.Mentions {
		names[i] = m.Name
	}
	return listed(names)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// chip marks the choice that is shown; the others exchange the timeline alone.
func chip(current bool) templ.Attributes {
	a := templ.Attributes{"hx-target": "#activity", "hx-select": "#activity", "hx-swap": "outerMorph show:none"}
	if current {
		a["aria-current"] = "true"
	}
	return a
}

func nothingOf(s Show) string {
	switch s {
	case "notes":
		return "No notes yet."
	case "mail":
		return "No emails yet."
	case "files":
		return "No files were added or removed."
	case "stages":
		return "It has not moved yet."
	}
	return "Nothing has happened yet."
}
