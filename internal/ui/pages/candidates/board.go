// Package candidates draws the pages of people and applications: the board, the profile, lists and the questions that
// are asked on the way.
package candidates

import (
	"net/url"
	"time"

	"github.com/a-h/templ"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/positions"
	"candor/internal/ui/shell"
)

// BoardPage is /positions/{id}/board.
type BoardPage struct {
	Shell shell.AppProps
	Clock kit.Clock
	Head  *positions.Head // nil where the reader sees the applications and not the position
	candidates.Board
	Filter  candidates.BoardFilter
	Address string                         // of this page, filters and all
	More    func(l candidates.Lane) string // address of a lane's next cards; "" where there are none
}

// LanePage is the next cards of one lane.
type LanePage struct {
	Clock kit.Clock
	Board candidates.BoardCan
	candidates.Lane
	More string // address of the cards after these
}

// stale is how long a card may rest in a stage before its bar is full.
const stale = 14 * 24 * time.Hour

func (p BoardPage) path() string { return "/positions/" + p.PositionID }

// plainTabs lead between board and table, for those who do not see the position itself.
func plainTabs(id, current string) []kit.Tab {
	path := "/positions/" + id
	return []kit.Tab{
		{Label: "Board", Icon: "columns-3", Href: path + "/board", Current: current == "board"},
		{Label: "Table", Icon: "table", Href: path + "/table", Current: current == "table"},
	}
}

// liveTopic is what a position's applications refresh by. Signals name the position only to those who see it.
func liveTopic(b candidates.Board) string {
	if b.PositionOpen {
		return "position:" + b.PositionID
	}
	return "application"
}

// bare: no lane has a card.
func (p BoardPage) bare() bool {
	for _, c := range p.Columns {
		for _, l := range c.Lanes {
			if len(l.Cards.Items) > 0 {
				return false
			}
		}
	}
	return true
}

// targets are the lanes that the reader may put cards into, for the menu "Move to…".
func (p BoardPage) targets() (out []kit.Target) {
	for _, c := range p.Columns {
		for _, l := range c.Lanes {
			if !l.MayEnter {
				continue
			}
			name, value := Sends(l)
			t := kit.Target{Name: name, Value: value, Label: LaneTitle(c, l)}
			if l.Status.Closing() {
				t.Status = string(l.Status)
			}
			if l.Confirm {
				t.Note = "Its activity will close for you"
			}
			out = append(out, t)
		}
	}
	return out
}

// Sends is what a move into a lane sends.
func Sends(l candidates.Lane) (name, value string) {
	if l.Phase != nil {
		return "phase_id", l.Phase.ID
	}
	return "status", string(l.Status)
}

// LaneTitle is how people call a lane.
func LaneTitle(c candidates.Column, l candidates.Lane) string {
	if l.Phase != nil {
		return l.Phase.Name
	}
	return c.Title
}

func (p BoardPage) column(c candidates.Column, l candidates.Lane) kit.ColumnProps {
	props := kit.ColumnProps{ID: "lane-" + l.Key, Title: LaneTitle(c, l), Count: l.Count, Drop: l.Says}
	if l.Status.Closing() {
		props.Status = string(l.Status)
	}
	props.Refuses = l.Status == candidates.Hired && !l.MayEnter && p.Can.Update
	if l.MayEnter || props.Refuses {
		props.Name, props.Value = Sends(l)
	}
	if len(c.Lanes) > 1 {
		props.Note = "in parallel"
	}
	return props
}

func cards(c kit.Clock, l candidates.Lane) templ.Component {
	now := db.At(c.Now)
	return kit.BoardCards(c, len(l.Cards.Items), func(i int) kit.BoardCardProps { return card(&l.Cards.Items[i], now, l.MayLeave) })
}

// card is one application as the board shows it. One's own has a name and nothing to take hold of.
func card(a *candidates.Application, now db.Time, may bool) kit.BoardCardProps {
	p := kit.BoardCardProps{ID: "application-" + a.ID, Name: a.CandidateName, Href: "/applications/" + a.ID, Line: a.Headline,
		Source: a.Source.Label(a.SourceName), Since: a.MovedAt.Time, Starred: a.Starred}
	if a.Own {
		p.Line, p.Source = "This is your own application.", ""
		return p
	}
	if words := a.NextAction.Label(); words != "" {
		p.Line, p.Action = words, true
	}
	if a.Status.Active() {
		p.Limit = stale
	}
	if a.Snoozed(now) {
		p.Status = "snoozed"
	}
	if may {
		p.Move = p.Href + "/move"
		p.MoveHref = p.Move
	}
	return p
}

func quicks(current candidates.Quick) []kit.Option {
	return []kit.Option{
		{Value: "", Label: "Everyone"},
		{Value: string(candidates.QuickNeedsAction), Label: "Needs action"},
		{Value: string(candidates.QuickInterviewing), Label: "Interviewing"},
		{Value: string(candidates.QuickScheduled), Label: "Scheduled"},
		{Value: string(candidates.QuickSnoozed), Label: "Snoozed"},
	}
}

func (p BoardPage) ended(status candidates.Status) string {
	return p.path() + "/table?" + url.Values{"status": {string(status)}}.Encode()
}

func (p BoardPage) filtered() bool { return p.Filter != candidates.BoardFilter{} }

// MoveSheet asks where an application goes, or whether its mover knows what that means.
type MoveSheet struct {
	Shell    shell.AppProps
	Name     string
	Path     string // of the application
	Targets  []kit.Option
	Chosen   string
	Confirm  bool   // into Offer: its activity closes for the mover
	Sentence string // what confirming means
	Problems kit.Problems
}

func starred(on bool) []string {
	if on {
		return []string{"true"}
	}
	return nil
}

func emptyLane(filtered bool) string {
	if filtered {
		return "Nobody here fits the filter"
	}
	return "Nobody here yet"
}
