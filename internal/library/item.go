package library

import (
	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
)

// Visibility says whose an item is. A fourth state, archived, is in use by something and in no list.
type Visibility string

const (
	Personal Visibility = "personal" // its creator's alone
	Pending  Visibility = "pending"  // its creator's, and waiting for somebody who can approve it
	Org      Visibility = "org"      // the organisation's

	archived Visibility = "archived"
)

// Label is the badge.
func (v Visibility) Label() string {
	return map[Visibility]string{Personal: "Personal", Pending: "Pending approval", Org: "Org", archived: "No longer in the library"}[v]
}

// Difficulty of a question; empty where nobody has said.
type Difficulty string

const (
	Easy   Difficulty = "easy"
	Medium Difficulty = "medium"
	Hard   Difficulty = "hard"
)

// Difficulties in the order in which forms offer them.
var Difficulties = []Difficulty{Easy, Medium, Hard}

// Label is the difficulty as people read it.
func (d Difficulty) Label() string {
	return map[Difficulty]string{Easy: "Easy", Medium: "Medium", Hard: "Hard"}[d]
}

// AnswerKind is how a question is answered; empty where nobody has said.
type AnswerKind string

const (
	Discussion AnswerKind = "discussion"
	Coding     AnswerKind = "coding"
	Exercise   AnswerKind = "exercise"
)

// AnswerKinds in the order in which forms offer them.
var AnswerKinds = []AnswerKind{Discussion, Coding, Exercise}

// Label is the kind of answer as people read it.
func (k AnswerKind) Label() string {
	return map[AnswerKind]string{Discussion: "Discussion", Coding: "Coding", Exercise: "Exercise"}[k]
}

// Item is a question, template or form without its content: what lists show. A list gives it as the reader sees it.
//
// Revision is the live one; numbers count every save, also those that the reader does not see. UpdatedAt is when the live
// revision became it. Approval is the latest round of asking that the reader may see, with its reason if it was
// rejected; of an organisation's item it may be about a change that waits.
type Item struct {
	ID, OrgID, Kind, Title string
	Visibility             Visibility
	CreatorID, Creator     string
	Revision               int
	Category               *Category
	Difficulty             Difficulty
	Answer                 AnswerKind
	Tags                   []string
	Competencies           []Name
	Parts                  int // questions of a template, fields of a form
	Minutes                int // of a template
	ClonedFrom             string
	CreatedAt, UpdatedAt   db.Time
	PublishedAt            db.Time
	Approval               *approvals.Request
	May                    Rights

	revisions int
}

// Name is something with a name: a competency.
type Name struct{ ID, Name string }

// Rights are what the reader may do to an item, decided when it was read. EditLive and PublishAtOnce: without a second
// person. Withdraw and Decide are about the round in Approval. Use: in shared templates and phases.
type Rights struct {
	Edit, EditLive, Publish, PublishAtOnce bool
	Withdraw, Decide                       bool
	Clone, Delete, Use                     bool
}

// Row is what rules read of the item.
func (i Item) Row() access.Row {
	return access.Row{OrgID: i.OrgID, ID: i.ID, Status: string(i.Visibility), AuthorID: i.CreatorID}
}

// Entry is an item with its content: of its live revision, unless it says otherwise.
type Entry[C any] struct {
	Item
	Content C
}
