// Package mail writes letters and sees to it that each leaves once. A verb puts a letter into the outbox in its own
// transaction; a task writes it out, decides once more whether its reader may read it, and hands it to the mail server.
// A letter is never sent twice, whatever dies in between: docs/adr/0009-mail-once.md tells how.
package mail

import (
	"time"

	"candor/internal/db"
)

// Letter is a letter to be sent.
type Letter struct {
	OrgID string // empty: the installation's own, such as a new password
	To    string // e-mail address; empty with ReaderMemberID: theirs when it leaves
	Name  string // of the recipient

	// ReaderMemberID is the member a letter about something inside is for. When it leaves, the member must be active and
	// allowed to open the application (or see the position, or the request for approval), or it is skipped; names are read anew, and on
	// a private position it says only that there is an update.
	ReaderMemberID string

	ApplicationID, PositionID string
	RequestID                 string // for approval
	Template                  Template
	Data                      Data

	Unique   string        // the same letter asked for twice is one letter; within the organisation
	After    time.Duration // waits this long, so that it can be cancelled meanwhile: UndoWindow for what has an undo
	ByMember string        // who caused it
}

// UndoWindow is how long a letter waits that a person may take back.
const UndoWindow = 10 * time.Second

// Template names one of the letters Candor writes.
type Template string

// The letters, and what Data each needs (beside the organisation's name, which is always known).
const (
	Received       Template = "received"        // to a candidate: Candidate, Position; Received
	Rejection      Template = "rejection"       // to a candidate: Candidate, Position; Text replaces the usual one
	Invitation     Template = "invitation"      // to somebody new: Inviter, Path, Days; Role
	Verification   Template = "verification"    // of an address: Path; Name
	Reset          Template = "reset"           // of a password: Path; Name
	NewApplication Template = "new_application" // to a member: Path; the rest is read when it leaves
	Mention        Template = "mention"         // to a member who reads the activity: Inviter (who wrote the note), Path; the rest is read when it leaves

	ApprovalWanted  Template = "approval_wanted"  // to a member who can decide: Inviter (who asks), Path; the rest is read when it leaves
	ApprovalDecided Template = "approval_decided" // to who asked, or made it: Inviter (who decided), Path; the rest is read when it leaves
)

// Data fills a template. Every value is data: line breaks and control characters in it are taken out (Text may have
// several paragraphs), and nothing in it becomes markup or a header.
type Data struct {
	Candidate string   `json:",omitempty"`
	Position  string   `json:",omitempty"` // its title
	Item      string   `json:",omitempty"` // what approval is asked for: its kind and title
	Outcome   string   `json:",omitempty"` // approved, rejected, withdrawn
	Inviter   string   `json:",omitempty"`
	Role      string   `json:",omitempty"`
	Name      string   `json:",omitempty"` // how the letter greets
	Text      string   `json:",omitempty"`
	Received  []string `json:",omitempty"` // what an applicant sent, line by line
	Path      string   `json:",omitempty"` // of the link, beginning with "/"; the installation's address is put before it
	Days      int      `json:",omitempty"`
}

// State is where a letter is.
type State string

// The states; migration 0012 says how they follow each other.
const (
	Queued    State = "queued"
	Claimed   State = "claimed"
	Handed    State = "handed"
	Sent      State = "sent"
	Uncertain State = "uncertain"
	Failed    State = "failed"
	Skipped   State = "skipped"
	Cancelled State = "cancelled"
)

// Mail is a letter as it stands in the outbox.
type Mail struct {
	ID            string
	OrgID         string
	ApplicationID string
	PositionID    string
	RequestID     string
	ReaderID      string
	Template      Template
	ToEmail       string
	ToName        string
	Subject       string // empty until it has been written out
	Body          string // plain text; empty until then, and again afterwards if it held a secret link
	State         State
	Reason        string // a sentence, for skipped, failed and uncertain
	NotBefore     db.Time
	SentAt        db.Time
	CreatedAt     db.Time
	CreatedBy     string
}

// Room sends letters and shows what became of them.
type Room struct {
	DB        *db.DB
	Transport Transport
	PublicURL string // put before paths of links; no slash at its end
	Demo      bool   // letters are kept to be looked at
}

// New makes the room.
func New(d *db.DB, t Transport, publicURL string) *Room {
	return &Room{DB: d, Transport: t, PublicURL: publicURL}
}
