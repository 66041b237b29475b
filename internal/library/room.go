// Package library is what a company knows about interviewing: questions, the templates that interviews follow, the forms
// that interviewers fill in, and the competencies, levels and job roles they refer to.
//
// A question, template or form is born Personal: for everybody but its creator it does not exist. Publishing makes it the
// organisation's, at once or through a second person (package approvals). Each save is a revision. The three kinds share
// their verbs: a Shelf is one of them, with the rules and strings of its kind (kind.go).
package library

import (
	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
)

// Room holds the verbs of this package.
type Room struct {
	DB        *db.DB
	Questions *Shelf[access.Question, Question]
	Templates *Shelf[access.Template, Template]
	Forms     *Shelf[access.Form, Form]
}

// New makes the room and says to asking what decisions do to library items.
func New(d *db.DB, asking *approvals.Room) *Room {
	r := &Room{DB: d,
		Questions: &Shelf[access.Question, Question]{db: d, asking: asking, kind: questionKind},
		Templates: &Shelf[access.Template, Template]{db: d, asking: asking, kind: templateKind},
		Forms:     &Shelf[access.Form, Form]{db: d, asking: asking, kind: formKind},
	}
	asking.Register(r.Questions.subject())
	asking.Register(r.Templates.subject())
	asking.Register(r.Forms.subject())
	return r
}
