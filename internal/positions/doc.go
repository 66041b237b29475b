// Package positions holds the openings people are hired for: what is looked for, who hires, the steps that
// candidates go through, who may see it, and how it stands on the careers page.
//
// A position is a draft until it is opened; it can be closed and opened again. Its hiring team may do there what
// their team role says. A private position exists for its hiring team and for those who see private positions
// only. On the careers page stands what is open, public and not private. What it pays leaves this package only
// for readers who may see it.
package positions

import "candor/internal/db"

// Room is everything that can be done with positions. Every verb takes who asks, and answers hidden (404) for
// what they may not see, refused (403) for what they see and may not do, invalid (422) for wrong input.
type Room struct {
	DB      *db.DB
	PerHour int // application forms taken from one network in an hour; 0 is 60, negative is without limit (the demo)
}

// New opens the room.
func New(d *db.DB) *Room { return &Room{DB: d} }
