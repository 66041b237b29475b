// Package approvals asks a second person. A request says who wants what to be approved: a question, an interview template or
// a feedback form for the organisation's library, a change of one, later an offer. Whoever may decide approves it or
// rejects it with a reason; whoever asked may withdraw it while it waits. What approval does to the item is said by the
// room that owns its kind (Subject). docs/adr/0013-library-and-approvals.md tells who sees what of it.
package approvals

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// State of a request: it is pending until it ends in one of the three others.
type State string

const (
	Pending   State = "pending"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
)

// States in the order in which lists offer them.
var States = []State{Pending, Approved, Rejected, Withdrawn}

// Label is the state as people read it.
func (s State) Label() string {
	return map[State]string{Pending: "Pending approval", Approved: "Approved", Rejected: "Rejected", Withdrawn: "Withdrawn"}[s]
}

// Request is one round of asking.
type Request struct {
	ID, OrgID   string
	Kind        string // question, template, form, offer
	ItemID      string
	Title       string // of the item, as it was submitted
	Revision    int    // of the item: what is asked for, whatever its author writes meanwhile
	Change      bool   // of something that the organisation has already
	CreatorID   string // who made the item, or the change of it
	SubmitterID string // who asks
	Submitter   string
	SubmittedAt db.Time
	State       State
	DecidedBy   string
	Decider     string
	DecidedAt   db.Time
	Reason      string // of a rejection
	Alone       bool   // decided by the submitter, because nobody else who is active could
	May         Rights
}

// Rights are what the reader may do to a request, decided when it was read.
type Rights struct{ Decide, Withdraw bool }

// Row is what rules read of the request.
func (r Request) Row() access.Row {
	return access.Row{OrgID: r.OrgID, ID: r.ID, Object: r.Kind, Status: string(r.State), AuthorID: r.CreatorID, SubmitterID: r.SubmitterID}
}

// Subject is what the room that owns a kind of items does about requests for them, in the transaction of the decision.
type Subject struct {
	Kind     string
	Check    func(ctx context.Context, tx db.Tx, a access.Actor, r Request) error // may refuse an approval, with a sentence; nil asks nothing
	Approved func(ctx context.Context, tx db.Tx, a access.Actor, r Request) error // makes the revision the organisation's
	Ended    func(ctx context.Context, tx db.Tx, a access.Actor, r Request) error // it was rejected or withdrawn
}

// Room decides requests and lists them.
type Room struct {
	DB       *db.DB
	subjects map[string]Subject
}

// New makes the room; each kind is registered before anything is decided.
func New(d *db.DB) *Room { return &Room{DB: d, subjects: map[string]Subject{}} }

// Register says what decisions do to a kind of items. Each kind has one owner.
func (r *Room) Register(s Subject) {
	if _, twice := r.subjects[s.Kind]; twice || s.Approved == nil || s.Ended == nil {
		panic("approvals: " + s.Kind + " is registered twice, or without saying what its decisions do")
	}
	r.subjects[s.Kind] = s
}
