package kit

import (
	"github.com/a-h/templ"
)

// Status is a word with a shape and, last, a colour: any one of the three is
// enough to read it.
type Status struct {
	Word  string
	Shape string // key of shapes
	Tone  Tone
}

// Tone is what a status or notice feels like.
type Tone string

const (
	Neutral Tone = "neutral" // nothing to do
	Now     Tone = "now"     // in hand
	Wait    Tone = "wait"    // somebody is waiting
	Good    Tone = "good"    // done, as hoped
	Bad     Tone = "bad"     // failed, or will destroy
	Faint   Tone = "faint"   // over
)

// statuses are the words of the domain. An unknown one shows as it is written,
// with a ring.
var statuses = map[string]Status{
	// positions
	"draft":  {"Draft", "dashed", Faint},
	"open":   {"Open", "dot", Now},
	"closed": {"Closed", "dash", Faint},
	// applications
	"applied":   {"Applied", "ring", Neutral},
	"in_review": {"In Review", "half", Now},
	"offer":     {"Offer", "most", Now},
	"hired":     {"Hired", "tick", Good},
	"rejected":  {"Rejected", "cross", Faint},
	"withdrawn": {"Withdrawn", "dash", Faint},
	"snoozed":   {"Snoozed", "dashed", Faint},
	// candidates
	"active":   {"Active", "dot", Now},
	"on_hold":  {"On Hold", "dashed", Wait},
	"archived": {"Archived", "dash", Faint},
	// phases and interviews
	"locked":      {"Locked", "dashed", Faint},
	"available":   {"Available", "ring", Neutral},
	"planned":     {"Planned", "dashed", Neutral},
	"scheduled":   {"Scheduled", "ring", Now},
	"in_progress": {"In progress", "half", Now},
	"completed":   {"Completed", "tick", Good},
	"cancelled":   {"Cancelled", "dash", Faint},
	"skipped":     {"Skipped", "dash", Faint},
	// members
	"pending":     {"Pending invite", "dashed", Wait},
	"expired":     {"Invite expired", "cross", Faint},
	"deactivated": {"Deactivated", "dash", Faint},
	// library and approvals
	"personal":         {"Personal", "dashed", Faint},
	"pending_approval": {"Pending approval", "half", Wait},
	"approved":         {"Approved", "tick", Good},
	"org":              {"Org", "dot", Now},
	// tasks, mail and other machinery
	"waiting": {"Waiting", "dashed", Wait},
	"sent":    {"Sent", "tick", Good},
	"failed":  {"Failed", "cross", Bad},
	"dead":    {"Given up", "cross", Bad},
}

// StatusOf is the status with a name of the domain ("in_review").
func StatusOf(name string) Status {
	if s, ok := statuses[name]; ok {
		return s
	}
	return Status{Word: name, Shape: "ring", Tone: Neutral}
}

// shapes are drawn on a 16 × 16 grid.
var shapes = map[string]string{
	"dashed": `<circle cx="8" cy="8" r="5.75" stroke-dasharray="2.6 2"/>`,
	"ring":   `<circle cx="8" cy="8" r="5.75"/>`,
	"dot":    `<circle cx="8" cy="8" r="5.75"/><circle cx="8" cy="8" r="2.75" fill="currentColor" stroke="none"/>`,
	"half":   `<circle cx="8" cy="8" r="5.75"/><path d="M8 4.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" stroke="none"/>`,
	"most":   `<circle cx="8" cy="8" r="5.75"/><path d="M8 8V4.5A3.5 3.5 0 1 1 4.5 8z" fill="currentColor" stroke="none"/>`,
	"tick":   `<circle cx="8" cy="8" r="6.5" fill="currentColor" stroke="none"/><path class="shape__cut" d="m5.2 8.2 2 2 3.7-4.1"/>`,
	"cross":  `<circle cx="8" cy="8" r="5.75"/><path d="m6 6 4 4m0-4-4 4"/>`,
	"dash":   `<circle cx="8" cy="8" r="5.75"/><path d="M5.75 8h4.5"/>`,
}

// StatusMark is a status of the domain, shape and word: StatusMark("in_review").
func StatusMark(name string) templ.Component { return StatusSaying(StatusOf(name)) }

// StatusSaying is a status with words of its own ("Interview on Tuesday").
func StatusSaying(s Status) templ.Component {
	b := append(make([]byte, 0, 512), `<span class="status" data-tone="`...)
	b = append(text(b, string(s.Tone)), `">`...)
	b = append(append(b, shapeOf(s)...), `<span class="status__word">`...)
	return drawn(append(text(b, s.Word), `</span></span>`...))
}

// Shape draws the sign of a status without its word, for places that say the
// word themselves.
func Shape(name string) templ.Component { return shape(StatusOf(name)) }

func shape(s Status) templ.Component { return shapeOf(s) }

func shapeOf(s Status) drawn {
	if d, ok := drawnShapes[s.Shape][s.Tone]; ok {
		return d
	}
	return drawShape(s.Tone, shapes[s.Shape])
}

// drawnShapes are those of the usual tones: a list has one in each row.
var drawnShapes = func() map[string]map[Tone]drawn {
	all := map[string]map[Tone]drawn{}
	for name, lines := range shapes {
		all[name] = map[Tone]drawn{}
		for _, tone := range []Tone{Neutral, Now, Wait, Good, Bad, Faint} {
			all[name][tone] = drawShape(tone, lines)
		}
	}
	return all
}()

func drawShape(tone Tone, lines string) drawn {
	return drawn(`<svg class="shape" data-tone="` + string(tone) + `" viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" ` +
		`stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">` + lines + `</svg>`)
}

func noticeIcon(t Tone) string {
	switch t {
	case Good:
		return "circle-check"
	case Bad:
		return "circle-alert"
	case Wait:
		return "triangle-alert"
	default:
		return "info"
	}
}

// noticeRole makes what went wrong heard at once, and the rest in turn.
func noticeRole(t Tone) string {
	if t == Bad {
		return "alert"
	}
	return "note"
}
