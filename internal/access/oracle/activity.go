package oracle

import (
	"fmt"
	"slices"

	"github.com/cedar-policy/cedar-go"
)

// Line is one line of an application's activity.
type Line struct {
	Application      *Application
	Object           string // "", note, feedback, offer, moved
	FeedbackAuthorID string // of a feedback line
	FeedbackSealed   bool   // of a feedback line: as Feedback.Sealed
	OtherPosition    *Position
}

var lineObjects = []string{"", "note", "feedback", "offer", "moved"}

// Line answers read (the whole line) and appear (it stands in the feed, if only as "moved to another position").
// The two differ only for lines of another position.
func (o *Oracle) Line(m Member, action string, l Line) bool {
	return o.As(m).Line(action, l)
}

// Line is Oracle.Line for a prepared member.
func (k *Asker) Line(action string, l Line) bool {
	if !slices.Contains(lineObjects, l.Object) {
		panic(fmt.Sprintf("oracle: a line has no object %q", l.Object))
	}
	var below []string
	var more cedar.RecordMap
	if l.OtherPosition != nil {
		below = append(below, l.OtherPosition.OrgID)
		more = cedar.RecordMap{"elsewhere": k.elsewhere(*l.OtherPosition)}
	}
	facts := l.Application.facts(below...)
	facts["object"] = cedar.String(l.Object)
	facts["sealed"] = cedar.Boolean(l.FeedbackSealed)
	person(facts, "author", l.FeedbackAuthorID)
	return k.ask("line."+action, "Line", "", facts, k.at(l.Application.position()), more)
}
