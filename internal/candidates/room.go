package candidates

import (
	"candor/internal/db"
	"candor/internal/files"
)

// Room is where candidates and applications are kept. All verbs of the feature are its methods.
type Room struct {
	DB    *db.DB
	Files *files.Room
}

// New makes the room over a database and the room of files.
func New(d *db.DB, f *files.Room) *Room { return &Room{DB: d, Files: f} }
