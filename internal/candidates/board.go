package candidates

import "candor/internal/db"

// Board is a position's applications as its columns show them.
type Board struct {
	PositionID    string
	PositionTitle string
	PositionOpen  bool // the reader sees the position itself: link to it
	Private       bool
	Columns       []Column
	Rejected      int // reachable by filter, not columns
	Withdrawn     int
	Can           BoardCan
}

// BoardCan says what this reader may do on the whole board. Every card is checked again when it moves.
type BoardCan struct {
	Update  bool // within open stages
	Close   bool // in Offer and Hired
	Contact bool
	Add     bool
}

// Column is a stage of the way through: Applied, one per stage of the plan, Offer, Hired.
type Column struct {
	Key   string // "applied", "in_review", "stage-2", "offer", "hired"
	Title string
	Count int // of all its cards that the reader sees, loaded or not
	Lanes []Lane
}

// Lane is a stack of cards inside a column: one per parallel phase, else just one.
type Lane struct {
	Key    string // "applied", "phase-ID", …: what BoardLane is asked for
	Phase  *Phase
	Status Status // what a card becomes here
	Count  int
	Cards  db.List[Application] // newest arrivals first, 200 at once

	MayLeave bool   // cards can be taken from here
	MayEnter bool   // cards can be put here
	Confirm  bool   // ask first: its activity closes for the reader
	Says     string // what will happen on a drop, or why it is refused
}

// BoardFilter narrows the cards.
type BoardFilter struct {
	Q       string
	Quick   Quick
	Starred bool
	Tag     string
}

// Quick is one of the quick filters.
type Quick string

const (
	QuickAll          Quick = ""
	QuickInterviewing Quick = "interviewing" // in a phase, in progress or completed interview
	QuickScheduled    Quick = "scheduled"
	QuickNeedsAction  Quick = "needs_action"
	QuickSnoozed      Quick = "snoozed"
)
