package candidates

import (
	"io"

	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/positions"
)

// CareersForm is what the application form of the careers page sends. What is wrong with it is said by field:
// name, email, phone, links, consent, resume, and answers.ID for the question with that id.
type CareersForm struct {
	Posting string // slug of the posting
	Token   string // of the rendered form: sent twice, it is one submission
	Name    string
	Email   string
	Phone   string
	Links   []string
	Answers map[string]string  // question id → text, choice, "yes" or "no"
	Files   map[string]*Upload // question id → file
	Resume  *Upload
	Consent bool // agreed to the organisation's consent text
}

// Upload is a file as it arrives, or one that files has kept already.
type Upload struct {
	Name string
	Body io.Reader
	Kept *files.Kept // instead of Body
}

// Receipt is what the applicant sees: what was received. It says the same for known and unknown people.
type Receipt struct {
	PositionTitle string
	Name, Email   string
	Phone         string
	Links         []string
	Resume        string   // name of the file
	Answers       []Answer // with the names of files
	At            db.Time
}

// NewCandidate is a person added by hand, with an application unless PositionID is empty.
type NewCandidate struct {
	Name, Email, Phone, Headline, Location string
	Links                                  []Link
	Tags                                   []string
	PositionID                             string // empty: no application; needs the organisation role
	PhaseID                                string // empty: Applied
	Source                                 Source // empty: Added by hand
	SourceName                             string
	Resume                                 *Upload
	Emails                                 []string // further addresses
	SomebodyElse                           bool     // an address belongs to a person the reader sees; this is another one
}

// NewApplication puts a person the reader sees on one more position.
type NewApplication struct {
	CandidateID string
	PositionID  string
	PhaseID     string // empty: Applied
	Source      Source
	SourceName  string
}

// CandidatePatch changes what is not nil, all of it or nothing. Emails, Phone and Links need the right to edit contact information.
type CandidatePatch struct {
	Name, Headline, Location *string
	Tags                     *[]string
	Emails                   *[]string
	Phone                    *string
	Links                    *[]Link
	Shelf                    *Standing // active, on_hold or archived
}

// Move says where an application goes; one of Status, PhaseID and PositionID (with PositionID, PhaseID may name a
// phase there).
type Move struct {
	Status     Status // applied, in_review (the first phase), offer, hired
	PhaseID    string
	PositionID string
	Confirmed  bool    // its activity closes for the mover, who knows
	Seen       db.Time // MovedAt as the mover saw it: somebody else's move meanwhile is a conflict; zero: never mind
}

// Moved is an application after a change that can be taken back.
type Moved struct {
	Application Application // zero if its reader no longer sees it
	Undo        *Undo       // nil where there is none
}

// Undo takes a change back, within ten seconds and before any mail leaves.
type Undo struct {
	ID    string
	Until db.Time
}

// Reject ends an application.
type Reject struct {
	Reason    string // key or label of a Reason
	Note      string // private
	SendEmail bool
}

// NewNote is a private note on an application.
type NewNote struct {
	Body     string   // Markdown, at most 10,000 characters
	Mentions []string // members who can see the application's activity
}

// PhaseChange is done to one phase of an application.
type PhaseChange string

const (
	CompletePhase PhaseChange = "complete"
	SkipPhase     PhaseChange = "skip"
	ReopenPhase   PhaseChange = "reopen"
)

// CandidateFilter narrows the list of people; everything is asked of visible applications only.
type CandidateFilter struct {
	Q          string // name, e-mail, tag: every word begins one of them
	Tag        string
	Standing   Standing
	PositionID string
	Source     Source // of the newest application the reader sees
	ByName     bool   // A–Z instead of newest application first
}

// ApplicationFilter narrows a list of applications.
type ApplicationFilter struct {
	PositionID  string
	PhaseID     string
	CandidateID string
	Status      Status
	Source      Source
	Tag         string
	Q           string
	Quick       Quick
	Starred     bool
	Sort        Sort

	// fromAll: the position is asked of a list over all of them. There one's own file, which does not say on which
	// position it is, is not found by it. On the position's own board and table it stands anyhow.
	fromAll bool
}

// Sort is the order of a list of applications.
type Sort string

const (
	SortApplied Sort = ""      // newest application first
	SortMoved   Sort = "moved" // last moved first
	SortName    Sort = "name"  // A–Z
)

// BulkItem is what became of one item of many.
type BulkItem struct {
	ID       string // as asked
	Name     string // of the person; empty where the reader does not see it
	Done     bool
	Code     string // of the refusal
	Sentence string // why not
}

// Bulk says of every item what was done and what was refused, in the order asked.
type Bulk struct {
	Items []BulkItem
	Done  int
	Undo  *Undo // takes back all that was done
}

// CloseChoice says what happens to a closing position's active applications.
type CloseChoice struct {
	Applications string // "keep" or "reject"
	Reason       string // of the rejections; empty: Other
	PositionNote string // why the position closes
	SendEmail    bool
}

// Closure is a closed position with what became of its applications, as far as the closer sees them.
type Closure struct {
	Position positions.Position
	Rejected int
	Kept     int   // active or hired ones that stay: in Offer or Hired, kept by choice, or not for the closer to reject
	Undo     *Undo // of the rejections; nil where nobody was rejected
}
