package positions

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/library/profiles"
)

// Status of a position: a draft is opened, an open one closed, a closed one opened again.
type Status string

const (
	Draft  Status = "draft"
	Open   Status = "open"
	Closed Status = "closed"
)

// Statuses in the order of a position's life.
var Statuses = []Status{Draft, Open, Closed}

// Label is the status as people read it.
func (s Status) Label() string {
	return map[Status]string{Draft: "Draft", Open: "Open", Closed: "Closed"}[s]
}

// Remote says where the work is done.
type Remote string

const (
	OnSite     Remote = "on_site"
	Hybrid     Remote = "hybrid"
	RemoteWork Remote = "remote"
)

// Remotes in the order in which forms offer them.
var Remotes = []Remote{OnSite, Hybrid, RemoteWork}

// Label is the remote policy as people read it.
func (r Remote) Label() string {
	return map[Remote]string{OnSite: "On site", Hybrid: "Hybrid", RemoteWork: "Remote"}[r]
}

// Employment is the kind of contract.
type Employment string

const (
	FullTime   Employment = "full_time"
	PartTime   Employment = "part_time"
	Contract   Employment = "contract"
	Temporary  Employment = "temporary"
	Internship Employment = "internship"
)

// Employments in the order in which forms offer them.
var Employments = []Employment{FullTime, PartTime, Contract, Temporary, Internship}

// Label is the employment type as people read it.
func (e Employment) Label() string {
	return map[Employment]string{FullTime: "Full-time", PartTime: "Part-time", Contract: "Contract",
		Temporary: "Temporary", Internship: "Internship"}[e]
}

// Position is an opening as one reader gets it.
//
// Compensation is nil for readers who may not see it, and named in Withheld, whether there is any or not. Team
// holds the active members of the hiring team; their addresses are empty for readers who may not see them. Phases
// are the steps of today, without archived ones.
type Position struct {
	ID, OrgID                       string
	Title, Slug                     string
	JobRole, Level                  profiles.Named // the names show to whoever sees the position
	JobRoleArchived                 bool           // the job role is no more, but for what points to it
	Description                     string         // Markdown
	Department                      string
	Locations                       []string
	Remote                          Remote
	Employment                      Employment
	Compensation                    *Compensation
	Status                          Status
	Private, Public                 bool
	Form                            Form
	ClosingReason                   string
	Team                            []Teammate
	Phases                          []Phase
	CreatedBy                       string // member
	CreatedAt, UpdatedAt            db.Time
	OpenedAt, ClosedAt, PublishedAt db.Time
	May                             Rights
	Withheld                        []string
}

// Rights are what the reader may do here, decided when the position was read, for pages that show or leave out
// a button. The verb behind the button decides again.
type Rights struct {
	Update, Publish, Privacy, Team, Compensation, Delete bool
	AddCandidate                                         bool
	SeeCandidates                                        bool
	Contact                                              bool // e-mail candidates here
}

// Row is what rules read of the position.
func (p Position) Row() access.Row {
	return access.Row{OrgID: p.OrgID, ID: p.ID, PositionID: p.ID, Status: string(p.Status),
		Private: access.Is(p.Private), Public: access.Is(p.Public)}
}

// OnCareersPage reports whether everybody can read the posting now.
func (p Position) OnCareersPage() bool { return p.Status == Open && p.Public && !p.Private }

// Part is what is edited, and therefore compared, at once.
type Part string

const (
	Details Part = "details" // text, place, contract
	Pay     Part = "pay"
	Asking  Part = "form" // the application form
)

// Version changes when a part changes, as far as this reader sees it: never with what they do not see. A form carries
// the version that it shows, so that nobody overwrites what they have not read.
func (p Position) Version(part Part) string {
	var content any
	switch part {
	case Details:
		content = []any{p.Title, p.JobRole.ID, p.Level.ID, p.Description, p.Department, p.Locations, p.Remote, p.Employment}
	case Pay:
		content = p.Compensation
	case Asking:
		content = p.Form
	}
	raw, err := json.Marshal(content)
	if err != nil {
		panic("positions: " + err.Error()) // only plain values are in it
	}
	sum := sha256.Sum256(raw)
	return string(part) + ":" + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// changedSince reports whether the part that a version speaks of is another by now. No version is never old.
func (p Position) changedSince(version string) bool {
	part, _, _ := strings.Cut(version, ":")
	return version != "" && version != p.Version(Part(part))
}

// seenBy narrows the position to what the actor may read of it and says what they may do.
func (p *Position) seenBy(a access.Actor) {
	row, application := p.Row(), p.Row()
	application.Status = "in_review" // one that is not closing
	p.May = Rights{
		Update:        access.May(a, access.PositionUpdate, row),
		Publish:       access.May(a, access.PositionPublish, row),
		Privacy:       access.May(a, access.PositionPrivacy, row),
		Team:          access.May(a, access.PositionTeam, row),
		Compensation:  access.May(a, access.PositionCompensation, row),
		Delete:        access.May(a, access.PositionDelete, row),
		AddCandidate:  access.May(a, access.PositionAddCandidate, row),
		SeeCandidates: access.May(a, access.ApplicationView, row),
		Contact:       access.May(a, access.ApplicationContact, application),
	}
	// Access: compensation is a field group; without sight of it not even its absence shows.
	if !p.May.Compensation {
		p.Compensation = nil
		p.Withheld = []string{"compensation"}
	}
}
