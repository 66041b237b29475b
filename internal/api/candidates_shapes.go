package api

import (
	"time"

	"candor/internal/candidates"
	"candor/internal/files"
)

// linkJSON is an address on the web.
type linkJSON struct {
	Label string `json:"label,omitempty" maxLength:"200" example:"Portfolio"`
	URL   string `json:"url" maxLength:"2000" example:"https://grace.example"`
}

// candidateJSON is a person, through the applications that the reader sees. On one's own file there are name and status.
type candidateJSON struct {
	ID           string            `json:"id" doc:"Opaque, sortable by creation" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name         string            `json:"name" example:"Grace Villeneuve"`
	Status       string            `json:"status,omitempty" enum:"active,on_hold,hired,archived" doc:"hired: one of the applications that you see is"`
	Own          bool              `json:"own" doc:"This is you"`
	Headline     *string           `json:"headline,omitempty" example:"Compiler engineer"`
	Location     *string           `json:"location,omitempty" example:"Porto"`
	Emails       []string          `json:"emails,omitzero" example:"[\"grace@mail.example\"]"`
	Phone        *string           `json:"phone,omitempty" example:"+351 910 000 100"`
	Links        []linkJSON        `json:"links,omitzero"`
	Tags         []string          `json:"tags,omitzero" example:"[\"compilers\"]"`
	Source       string            `json:"source,omitempty" enum:"careers_page,referral,by_hand,import,api,agency,job_board" doc:"Of the newest application that you see"`
	SourceName   string            `json:"source_name,omitempty" doc:"The agency, the job board, or who referred them" example:"Lin Okafor"`
	AddedAt      *time.Time        `json:"added_at,omitempty" doc:"When the first of the applications came"`
	MovedAt      *time.Time        `json:"last_moved_at,omitempty" doc:"When one of them last came or changed its stage"`
	Applications []applicationJSON `json:"applications,omitzero" doc:"Those that you see, newest first"`
	Files        []fileJSON        `json:"files,omitzero" doc:"Not in lists"`
	Member       *namedJSON        `json:"linked_member,omitempty" doc:"The member this person is, for those who may link them"`
	Can          []string          `json:"can,omitzero" doc:"What you may do with the person now; not in lists" enum:"update,update_contact,delete,link,add_application" example:"[\"update\"]"`
	Withheld     []string          `json:"withheld,omitempty" doc:"Parts that are there for others" example:"[\"contact\"]"`
}

// fileJSON is a file of an application.
type fileJSON struct {
	ID            string    `json:"id" doc:"GET /files/{id} gives its bytes" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	ApplicationID string    `json:"application_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Purpose       string    `json:"purpose" enum:"resume,attachment,answer" doc:"answer: to a question of the application form"`
	Name          string    `json:"name" example:"grace.pdf"`
	Kind          string    `json:"kind" enum:"pdf,docx,odt,rtf,txt,png,jpeg" doc:"By content"`
	MediaType     string    `json:"media_type" example:"application/pdf"`
	Size          int64     `json:"size" doc:"Bytes" example:"48210"`
	SHA256        string    `json:"sha256" doc:"Hexadecimal" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	TextState     string    `json:"text_state" enum:"none,pending,done,failed" doc:"Whether its words can be searched"`
	TextNote      string    `json:"text_note,omitempty" doc:"Why they cannot" example:"The document is protected by a password."`
	CreatedAt     time.Time `json:"created_at"`
	CreatedBy     string    `json:"created_by,omitempty" doc:"A member; absent: the candidate" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// candidateInput adds a person; only the name is required.
type candidateInput struct {
	Name         string     `json:"name,omitempty" maxLength:"200" example:"Grace Villeneuve"`
	Emails       []string   `json:"emails,omitempty" maxItems:"20" doc:"The first is the one that letters go to" example:"[\"grace@mail.example\"]"`
	Email        string     `json:"email,omitempty" maxLength:"254" doc:"Short for emails with one; with both, it stands first" example:"grace@mail.example"`
	Phone        string     `json:"phone,omitempty" maxLength:"200" example:"+351 910 000 100"`
	Headline     string     `json:"headline,omitempty" maxLength:"200" example:"Compiler engineer"`
	Location     string     `json:"location,omitempty" maxLength:"200" example:"Porto"`
	Links        []linkJSON `json:"links,omitempty" maxItems:"20"`
	Tags         []string   `json:"tags,omitempty" maxItems:"50" example:"[\"compilers\"]"`
	Position     string     `json:"position,omitempty" doc:"Id of the position they apply for; without one there is no application, and that needs candidates:create in your role" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PositionID   string     `json:"position_id,omitempty" doc:"The same as position" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PhaseID      string     `json:"phase_id,omitempty" doc:"Where the application begins; left out, it is Applied" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Source       string     `json:"source,omitempty" enum:"careers_page,referral,by_hand,import,api,agency,job_board" doc:"api unless said"`
	SourceName   string     `json:"source_name,omitempty" maxLength:"200" example:"Lin Okafor"`
	SomebodyElse bool       `json:"somebody_else,omitempty" doc:"The address belongs to a person whom you see (409 known_person); this is another one"`
}

// candidatePatch changes what it names.
type candidatePatch struct {
	Name     *string     `json:"name,omitempty" maxLength:"200" example:"Grace Villeneuve"`
	Headline *string     `json:"headline,omitempty" maxLength:"200" example:"Compiler engineer"`
	Location *string     `json:"location,omitempty" maxLength:"200" example:"Porto"`
	Tags     *[]string   `json:"tags,omitempty" maxItems:"50" example:"[\"compilers\"]"`
	Status   *string     `json:"status,omitempty" enum:"active,on_hold,archived"`
	Emails   *[]string   `json:"emails,omitempty" maxItems:"20" doc:"Needs candidates:update_contact, as phone and links do" example:"[\"grace@mail.example\"]"`
	Phone    *string     `json:"phone,omitempty" maxLength:"200" example:"+351 910 000 100"`
	Links    *[]linkJSON `json:"links,omitempty" maxItems:"20"`
}

func candidateAsJSON(c candidates.Candidate) candidateJSON {
	out := candidateJSON{ID: c.ID, Name: c.Name, Status: string(c.Standing), Own: c.Own, Withheld: parts(c.Withheld)}
	if out.Applications = applicationsAsJSON(c.Applications); c.Own {
		return out
	}
	out.Headline, out.Location, out.Phone = &c.Headline, &c.Location, &c.Phone
	out.Emails, out.Tags, out.Links = listOf(c.Emails), listOf(c.Tags), make([]linkJSON, len(c.Links))
	for i, l := range c.Links {
		out.Links[i] = linkJSON(l)
	}
	out.Source, out.SourceName = string(c.Source), c.SourceName
	out.AddedAt, out.MovedAt = moment(c.AddedAt.Time), moment(c.LastMovedAt.Time)
	return out
}

func profileAsJSON(p candidates.Profile) candidateJSON {
	out := candidateAsJSON(p.Candidate)
	if p.Own {
		return out
	}
	out.Files = filesAsJSON(p.Files)
	out.Can = allowed(map[string]bool{"update": p.Can.Update, "update_contact": p.Can.Contact, "delete": p.Can.Delete, "link": p.Can.Link, "add_application": p.Can.Add})
	if p.LinkedID != "" {
		out.Member = &namedJSON{p.LinkedID, p.LinkedMember}
	}
	return out
}

func fileAsJSON(f files.File) fileJSON {
	return fileJSON{ID: f.ID, ApplicationID: f.ApplicationID, Purpose: string(f.Purpose), Name: f.Name, Kind: f.Kind, MediaType: f.MIME(), Size: f.Size,
		SHA256: f.SHA256, TextState: string(f.TextState), TextNote: f.TextNote, CreatedAt: f.CreatedAt.Time, CreatedBy: f.CreatedBy}
}

func filesAsJSON(all []files.File) []fileJSON {
	out := make([]fileJSON, len(all))
	for i, f := range all {
		out[i] = fileAsJSON(f)
	}
	return out
}

func (in candidateInput) candidate() candidates.NewCandidate {
	return candidates.NewCandidate{Name: in.Name, Email: in.Email, Emails: in.Emails, Phone: in.Phone, Headline: in.Headline, Location: in.Location, Links: linksOf(in.Links), Tags: in.Tags,
		PositionID: either(in.Position, in.PositionID), PhaseID: in.PhaseID, Source: sourceOf(in.Source), SourceName: in.SourceName, SomebodyElse: in.SomebodyElse}
}

func (in candidatePatch) patch() candidates.CandidatePatch {
	out := candidates.CandidatePatch{Name: in.Name, Headline: in.Headline, Location: in.Location, Tags: in.Tags, Emails: in.Emails, Phone: in.Phone}
	if in.Status != nil {
		out.Shelf = new(candidates.Standing(*in.Status))
	}
	if in.Links != nil {
		out.Links = new(linksOf(*in.Links))
	}
	return out
}

func linksOf(in []linkJSON) []candidates.Link {
	out := make([]candidates.Link, len(in))
	for i, l := range in {
		out[i] = candidates.Link(l)
	}
	return out
}

// sourceOf: what a program adds came by the API, unless it says otherwise.
func sourceOf(s string) candidates.Source {
	return candidates.Source(either(s, string(candidates.ByAPI)))
}
