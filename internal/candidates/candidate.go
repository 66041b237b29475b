package candidates

import (
	"candor/internal/db"
	"candor/internal/files"
)

// Candidate is a person, as one reader gets them: through the applications this reader sees and nothing else.
//
// On the reader's own file (Own) only ID, Name, Standing and the applications' own status are filled.
type Candidate struct {
	ID       string
	Name     string
	Standing Standing // Active, On Hold, Hired, Archived
	Own      bool     // "This is your own application."

	Headline     string
	Location     string
	Emails       []string
	Phone        string
	Links        []Link
	Tags         []string
	Source       Source // of the newest application that the reader sees
	SourceName   string
	AddedAt      db.Time // when the first of them came
	LastMovedAt  db.Time // when one of them last came or changed its stage
	Applications []Application
	Withheld     []Withheld
}

// Link is an address on the web with what it is called.
type Link struct {
	Label string `json:"label,omitempty"`
	URL   string `json:"url"`
}

// Profile is a candidate with what belongs to a page of their own.
type Profile struct {
	Candidate
	Files        []files.File // of the applications that the reader may open, newest application first
	LinkedMember string       // the member this person is, by name, for those who may link and unlink
	LinkedID     string
	Can          CandidateCan
}

// CandidateCan says what this reader may do with the person now.
type CandidateCan struct {
	Update  bool // name, headline, location, tags, shelf
	Contact bool // e-mails, phone, links
	Delete  bool
	Link    bool
	Add     bool // an application to at least one position
}
