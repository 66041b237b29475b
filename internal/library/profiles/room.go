// Package profiles is what people are hired for and measured by: competencies, levels, and job roles, each with a matrix
// that says what a competency means at a level.
//
// They belong to the whole organisation and are decided by the strings of the organisation role alone: with :view one
// sees all of a kind, without it they do not exist. What shows inside something visible (the names in the matrix of a job
// role, the job role of a position) needs no further string.
package profiles

import "candor/internal/db"

// Room holds the verbs of this package.
type Room struct{ DB *db.DB }

// New makes the room. It opens nothing.
func New(d *db.DB) *Room { return &Room{DB: d} }
