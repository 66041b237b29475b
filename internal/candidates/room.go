package candidates

import "candor/internal/db"

// Room is where candidates and applications are kept. All verbs of the feature are its methods.
type Room struct {
	DB *db.DB
}

// New makes the room over a database.
func New(d *db.DB) *Room { return &Room{DB: d} }
