package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/dashboard"
	"candor/internal/search"
)

// hitJSON is one thing that was found. Kind says what it is, and so which address reads it.
type hitJSON struct {
	Kind     string `json:"kind" enum:"candidate,position,question,template,resume" example:"candidate"`
	ID       string `json:"id" doc:"Of the candidate, position, question or template; of the application whose résumé was found" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Title    string `json:"title" doc:"A person's name, or the title of a position, question or template" example:"Grace Villeneuve"`
	Detail   string `json:"detail,omitempty" doc:"Headline or department; whose a question or template is (personal, pending, org); for a résumé the position's title" example:"Compiler engineer"`
	Snippet  string `json:"snippet,omitempty" doc:"The words around the first match in a résumé" example:"… schedulers for lathes …"`
	FileID   string `json:"file_id,omitempty" doc:"The résumé that was found" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a12"`
	PersonID string `json:"candidate_id,omitempty" doc:"Whose résumé it is" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a13"`
}

type searchInput struct {
	Q     string `query:"q" maxLength:"200" doc:"Words to look for; the beginning of each is enough, and all must be there" example:"compiler"`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"10" doc:"Most results of each kind"`
}

func (s *Server) search() {
	Register(s, Op{Method: "GET", Path: "/search", Tag: "search", Summary: "Search",
		Description: "People by name, headline, address and tag; positions; questions and interview templates by title; words in résumés. It finds what you may see, best first within each kind. It is no list: limit is the most of each kind, at most 20, and there is no further page and no count. To read on, ask the list itself with the same q.",
		Need:        access.SignedIn("search finds what its reader sees")},
		func(ctx context.Context, a access.Actor, in *searchInput) (*List[hitJSON], error) {
			found, err := s.Search.Search(ctx, a, in.Q, in.Limit)
			return AllOf(hits(found)), err
		})
}

func hits(r search.Results) (out []hitJSON) {
	for _, p := range r.People {
		out = append(out, hitJSON{Kind: "candidate", ID: p.ID, Title: p.Name, Detail: p.Headline})
	}
	for _, p := range r.Positions {
		out = append(out, hitJSON{Kind: "position", ID: p.ID, Title: p.Title, Detail: p.Department})
	}
	for _, q := range r.Questions {
		out = append(out, hitJSON{Kind: "question", ID: q.ID, Title: q.Title, Detail: q.Visibility})
	}
	for _, t := range r.Templates {
		out = append(out, hitJSON{Kind: "template", ID: t.ID, Title: t.Title, Detail: t.Visibility})
	}
	for _, f := range r.Resumes {
		out = append(out, hitJSON{Kind: "resume", ID: f.ApplicationID, Title: f.Name, Detail: f.PositionTitle, Snippet: f.Snippet, FileID: f.FileID, PersonID: f.CandidateID})
	}
	return out
}

// dashboardJSON is the start page as numbers. A part is absent where its reader holds nothing that opens it, or where
// it has nothing to show.
type dashboardJSON struct {
	OpenPositions *int               `json:"open_positions,omitempty" doc:"In the summary; absent when zero" example:"5"`
	Candidates    *int               `json:"candidates,omitempty" doc:"In the summary; absent when zero" example:"128"`
	Actions       []string           `json:"actions" doc:"Quick actions you may take" example:"[\"new_position\",\"new_candidate\"]"`
	Approvals     *approvalsJSON     `json:"approvals,omitempty" doc:"Your approvals; absent when nothing waits for you"`
	Positions     *positionCountJSON `json:"positions,omitempty"`
	Pipeline      []stageJSON        `json:"pipeline,omitempty" doc:"Applications by status, in the order of the way through"`
	NewThisWeek   []arrivalJSON      `json:"new_this_week,omitempty" doc:"The newest five of the last seven days"`
	Library       *libraryCountJSON  `json:"library,omitempty" doc:"What the organisation's library has, of the kinds you may see"`
	Team          *teamCountJSON     `json:"team,omitempty"`
}

type approvalsJSON struct {
	Count  int           `json:"count" doc:"How many wait for your decision" example:"1"`
	Newest []waitingJSON `json:"newest" doc:"The newest five"`
}

type waitingJSON struct {
	ID          string    `json:"id" doc:"Of the request: /approvals/{id}" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Kind        string    `json:"kind" enum:"question,template,form" example:"question"`
	Title       string    `json:"title" example:"How do you explain a deadlock?"`
	Submitter   string    `json:"submitter" doc:"Name" example:"Mia Castellan"`
	SubmittedAt time.Time `json:"submitted_at" example:"2026-03-02T10:00:00Z"`
}

type libraryCountJSON struct {
	Questions *int `json:"questions,omitempty" doc:"Absent without questions:view" example:"60"`
	Templates *int `json:"templates,omitempty" doc:"Absent without templates:view" example:"6"`
}

type positionCountJSON struct {
	Open   int `json:"open" example:"5"`
	Draft  int `json:"draft" example:"1"`
	Closed int `json:"closed" example:"2"`
}

type stageJSON struct {
	Status string `json:"status" enum:"applied,in_review,offer,hired,rejected,withdrawn" example:"applied"`
	Count  int    `json:"count" example:"12"`
}

type arrivalJSON struct {
	Application string    `json:"application" doc:"Id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Candidate   string    `json:"candidate" doc:"Id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a12"`
	Name        string    `json:"name" example:"Ravi Subramanian"`
	Position    string    `json:"position" doc:"Title" example:"Backend engineer"`
	Source      string    `json:"source" example:"careers_page"`
	AppliedAt   time.Time `json:"applied_at" example:"2026-03-02T10:00:00Z"`
}

type teamCountJSON struct {
	Members            int             `json:"members" example:"12"`
	PendingInvitations int             `json:"pending_invitations" example:"1"`
	Roles              []roleCountJSON `json:"roles"`
}

type roleCountJSON struct {
	ID    string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name  string `json:"name" example:"Staffing"`
	Count int    `json:"count" example:"3"`
}

func (s *Server) dashboard() {
	Register(s, Op{Method: "GET", Path: "/dashboard", Tag: "dashboard", Summary: "Read the start page",
		Need: access.SignedIn("the start page shows each member what is theirs")},
		func(ctx context.Context, a access.Actor, _ *struct{}) (*One[dashboardJSON], error) {
			start, err := s.Dashboard.Start(ctx, a)
			return Answer(dashboardAsJSON(start)), err
		})
}

func dashboardAsJSON(d dashboard.Start) dashboardJSON {
	out := dashboardJSON{Actions: []string{}, OpenPositions: unlessZero(d.Strip.OpenPositions), Candidates: unlessZero(d.Strip.Candidates)}
	if d.Actions.NewPosition {
		out.Actions = append(out.Actions, "new_position")
	}
	if d.Actions.NewCandidate {
		out.Actions = append(out.Actions, "new_candidate")
	}
	if d.Actions.NewQuestion {
		out.Actions = append(out.Actions, "new_question")
	}
	if d.Actions.NewTemplate {
		out.Actions = append(out.Actions, "new_template")
	}
	if d.Approvals != nil {
		out.Approvals = &approvalsJSON{Count: d.Approvals.N, Newest: []waitingJSON{}}
		for _, q := range d.Approvals.Rows {
			out.Approvals.Newest = append(out.Approvals.Newest, waitingJSON{q.ID, q.Kind, q.Title, q.Submitter, q.SubmittedAt.Time})
		}
	}
	if l := d.Library; l.Questions != nil || l.Templates != nil {
		out.Library = &libraryCountJSON{l.Questions, l.Templates}
	}
	if p := d.Positions; p != nil {
		out.Positions = &positionCountJSON{Open: p.Open, Draft: p.Draft, Closed: p.Closed}
	}
	if d.Pipeline != nil {
		for _, r := range d.Pipeline.Rows {
			out.Pipeline = append(out.Pipeline, stageJSON{string(r.Status), r.N})
		}
	}
	if d.New != nil {
		for _, r := range d.New.Rows {
			out.NewThisWeek = append(out.NewThisWeek, arrivalJSON{r.ApplicationID, r.CandidateID, r.Name, r.Position, string(r.Source), r.At.Time})
		}
	}
	if t := d.Team; t != nil {
		out.Team = &teamCountJSON{Members: t.Members, PendingInvitations: t.Pending, Roles: []roleCountJSON{}}
		for _, r := range t.Roles {
			out.Team.Roles = append(out.Team.Roles, roleCountJSON{r.ID, r.Name, r.N})
		}
	}
	return out
}

func unlessZero(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
