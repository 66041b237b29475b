package candidates

import (
	"time"

	"candor/internal/candidates"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// RejectSheet asks why, and whether the candidate is told.
type RejectSheet struct {
	Shell     shell.AppProps
	Title     string
	Action    string
	Back      string
	Next      string // where it leads afterwards; empty: to the application
	IDs       []string
	Many      int  // how many are rejected at once; 0: one
	Contact   bool // the reader may write to candidates here: without it the switch is not there
	NoEmail   bool
	Reason    string
	Note      string
	SendEmail bool
	Problems  kit.Problems
}

func (p RejectSheet) reasons() (out []kit.Option) {
	for _, g := range candidates.ReasonGroups {
		for _, r := range g.Reasons {
			out = append(out, kit.Option{Value: r.Key, Label: r.Label, Group: g.Label})
		}
	}
	return out
}

func (p RejectSheet) button() string {
	if p.Many > 0 {
		return "Reject " + kit.Plural(p.Many, "candidate", "candidates")
	}
	return "Reject candidate"
}

func (p RejectSheet) lead() string {
	if p.Many > 0 {
		return "Each one is checked by itself. A rejection is final: to consider somebody again, add a new application."
	}
	return "A rejection is final: to consider them again, add a new application."
}

func (p RejectSheet) send() kit.Field {
	f := kit.Field{Name: "send_email", Label: "Send rejection email", Help: "It leaves when the time to undo is over, ten seconds from now."}
	if p.Many > 0 {
		f.Label, f.Help = "Send rejection emails", "They leave when the time to undo is over, ten seconds from now. Nobody without an address on file gets one."
	}
	if p.SendEmail {
		f.Values = []string{"true"}
	}
	return f
}

// TransferSheet asks for another position.
type TransferSheet struct {
	Shell      shell.AppProps
	Name, From string
	Path       string // of the application
	Targets    []candidates.Target
	Chosen     string
	Problems   kit.Problems
}

// targetOptions are positions, each with the phases one can begin in: "ID" is Applied there, "ID/PHASE" a phase.
func targetOptions(all []candidates.Target) (out []kit.Option) {
	for _, t := range all {
		out = append(out, kit.Option{Value: t.PositionID, Label: t.Title})
		for _, p := range t.Phases {
			out = append(out, kit.Option{Value: t.PositionID + "/" + p.ID, Label: t.Title + " › " + p.Name})
		}
	}
	return out
}

// SnoozeSheet asks how long.
type SnoozeSheet struct {
	Shell    shell.AppProps
	Clock    kit.Clock
	Name     string
	Path     string
	For      string // tomorrow, week, fortnight, month, day
	Until    string // yyyy-mm-dd
	Problems kit.Problems
}

func (p SnoozeSheet) choices() []kit.Option {
	in := func(days int) string {
		return p.Clock.Now.In(zoneOf(p.Clock)).AddDate(0, 0, days).Format("Monday 2 January")
	}
	return []kit.Option{
		{Value: "tomorrow", Label: "Until tomorrow", Help: in(1)},
		{Value: "week", Label: "For a week", Help: in(7)},
		{Value: "fortnight", Label: "For two weeks", Help: in(14)},
		{Value: "month", Label: "For thirty days", Help: in(30)},
		{Value: "day", Label: "Until this day"},
	}
}

func (p SnoozeSheet) day() kit.Field {
	now := p.Clock.Now.In(zoneOf(p.Clock))
	return kit.Field{Name: "until", Label: "Day", Hide: true, Value: p.Until, Error: p.Problems.Of("until"), Width: "medium",
		Min: now.AddDate(0, 0, 1).Format(time.DateOnly), Max: now.AddDate(1, 0, 0).Format(time.DateOnly)}
}

func zoneOf(c kit.Clock) *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// FileSheet takes one file.
type FileSheet struct {
	Shell    shell.AppProps
	Name     string
	Path     string
	As       string // resume or file
	Problems kit.Problems
}

// ConfirmSheet says what goes before it goes.
type ConfirmSheet struct {
	Shell  shell.AppProps
	Title  string
	Lead   string
	Action string
	Back   string
	Button string
}
