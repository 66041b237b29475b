package candidates

import (
	"candor/internal/db"
	"candor/internal/files"
)

// Application is a person on a position, as one reader gets it in a list or on a board.
//
// On the reader's own file (Own) only the ids of application and person, the name, Status and Closing are filled.
type Application struct {
	ID            string
	CandidateID   string
	CandidateName string
	PositionID    string
	PositionTitle string
	PositionOpen  bool // the reader sees the position itself, not only its title: link to it
	Status        Status
	Closing       bool // Offer or Hired
	Own           bool // "This is your own application."

	Headline     string
	Phase        *Phase // where the card sits; nil before the first phase and in closing stages
	PhaseState   PhaseState
	NextAction   NextAction
	Source       Source
	SourceName   string
	AppliedAt    db.Time
	MovedAt      db.Time // when it came to where it stands: the age of a card
	SnoozedUntil db.Time // zero or past: not snoozed
	Starred      bool    // by the reader; stars are personal

	Withheld []Withheld // parts that exist for others, with the reason
}

// Snoozed reports whether the application sleeps at this instant.
func (a Application) Snoozed(now db.Time) bool { return a.SnoozedUntil.After(now.Time) }

// Withheld is a part of a visible thing that this reader does not get. It depends on reader and state only,
// never on whether there is a value.
type Withheld struct {
	Part     string // "activity", "answers", "files", "contact", …
	Code     string // closing_stage, own_file or not_permitted
	Sentence string // for the notice that stands in its place
}

// Dossier is one application with everything that its reader may have.
type Dossier struct {
	Application
	Emails    []string // of the person, for the header; empty on one's own file
	Phone     string
	Answers   []Answer     // as submitted first; never overwritten
	Submitted []Submission // each time the form was sent, oldest first; later ones came while it was active
	Files     []files.File
	Consent   string // the text agreed to
	ConsentAt db.Time
	AddedBy   string // the member who added it by hand; empty for the careers page
	Rejection *Rejection
	EndedAt   db.Time // rejected or withdrawn
	Progress  []Stage
	Can       Can
}

// Answer is one question of the position's form with what the applicant said, both as they were at that moment.
type Answer struct {
	QuestionID string `json:"question_id"`
	Question   string `json:"question"`
	Kind       string `json:"kind"` // short, long, choice, yes_no, file
	Text       string `json:"text,omitempty"`
	FileID     string `json:"file_id,omitempty"`
	FileName   string `json:"file_name,omitempty"`
}

// Submission is an application form as it was sent.
type Submission struct {
	ID      string
	At      db.Time
	Again   bool // the application was there already
	Name    string
	Email   string
	Phone   string
	Links   []Link
	Answers []Answer
}

// Can says what this reader may do with the application as it stands; pages show exactly these controls.
type Can struct {
	Write        bool // snooze, note, complete and skip phases, add files
	Move         bool // to another open stage
	Transfer     bool // to another position
	ToOffer      bool
	ConfirmOffer bool // …but its activity closes for them: ask first
	ToHired      bool
	Reject       bool
	Withdraw     bool
	Reopen       bool
	Activity     bool
	Contact      bool // without it the switch "Send rejection email" is absent
	Star         bool
	Delete       bool
	Locked       *Withheld // why moving is refused, for the notice beside the disabled control
}
