package api

import (
	"context"
	"encoding/json"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/candidates"
)

// activityJSON is one thing that happened.
type activityJSON struct {
	ID            string           `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	At            time.Time        `json:"at"`
	Actor         namedJSON        `json:"actor" doc:"Without an id: Candor itself, or the candidate"`
	Kind          string           `json:"kind" example:"application.moved"`
	ApplicationID string           `json:"application_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	CandidateID   string           `json:"candidate_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PositionID    string           `json:"position_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Object        string           `json:"object,omitempty" doc:"What the line is about, beside the application" example:"note"`
	ObjectID      string           `json:"object_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Other         *positionRefJSON `json:"other_position,omitempty" doc:"The other of two that an application moved between, where you see it"`
	Data          json.RawMessage  `json:"data,omitempty" doc:"What the kind says more"`
	Note          *privateNoteJSON `json:"note,omitempty"`
}

// privateNoteJSON is a private note on an application.
type privateNoteJSON struct {
	ID       string      `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Body     string      `json:"body" doc:"Markdown" example:"Strong on compilers."`
	Author   namedJSON   `json:"author"`
	At       time.Time   `json:"at"`
	Mentions []namedJSON `json:"mentions"`
}

type privateNoteInput struct {
	Body     string   `json:"body,omitempty" maxLength:"20000" doc:"Markdown" example:"Strong on compilers."`
	Mentions []string `json:"mentions,omitempty" maxItems:"20" doc:"Ids of members who can see the application's activity" example:"[\"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11\"]"`
}

type activityFilter struct {
	Paging
	Kinds []string `query:"kind" maxItems:"50" doc:"Only these" example:"[\"application.moved\"]"`
}

type timelineFilter struct {
	ByID
	Paging
	Kinds []string `query:"kind" maxItems:"50" doc:"Only these" example:"[\"application.moved\"]"`
}

type partFilter struct {
	ByID
	Paging
}

// feedbackJSON is one interviewer's scorecard, as far as it is known that it is in.
type feedbackJSON struct {
	ID          string    `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	InterviewID string    `json:"interview_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Author      namedJSON `json:"author"`
	At          time.Time `json:"at"`
}

// applicationScorecardJSON sums up an application.
type applicationScorecardJSON struct {
	ApplicationID  string         `json:"application_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PhasesComplete int            `json:"phases_complete" example:"1"`
	Phases         int            `json:"phases" example:"3"`
	CurrentPhase   string         `json:"current_phase,omitempty" example:"Interview"`
	OwnOnly        bool           `json:"own_only" doc:"Of feedback you get what is yours alone"`
	Feedback       []feedbackJSON `json:"feedback"`
}

// activity is the door of what happened in the organisation.
func (s *Server) activity() {
	Register(s, Op{Method: "GET", Path: "/activity", Tag: "activity", Summary: "Read the activity",
		Description: "What happened to positions and applications, newest first, as far as you may read it. q looks for whoever did it.",
		Need:        access.NeedPermission(access.CandidatesView, access.PositionsView)},
		func(ctx context.Context, a access.Actor, in *activityFilter) (*List[activityJSON], error) {
			found, err := s.Candidates.AllActivity(ctx, a, activity.About{Kinds: in.Kinds, Q: in.Q}, in.Page())
			return Listed(found.List, lineAsJSON), err
		})
}

// applicationParts are what hangs on an application and on a person, each asked for by itself.
func (s *Server) applicationParts() {
	view := access.NeedPermission(access.CandidatesView)
	Register(s, Op{Method: "GET", Path: "/applications/{id}/activity", Tag: "applications", Summary: "Read an application's activity",
		Description: "Newest first. In offer and hired it is for closers (403 closing_stage); one's own file has none (403 own_file).", Need: view},
		func(ctx context.Context, a access.Actor, in *timelineFilter) (*List[activityJSON], error) {
			found, err := s.Candidates.ActivityAbout(ctx, a, in.ID, activity.About{Kinds: in.Kinds, Q: in.Q}, in.Page())
			return Listed(found.List, lineAsJSON), err
		})
	Register(s, Op{Method: "GET", Path: "/candidates/{id}/activity", Tag: "candidates", Summary: "Read a candidate's activity",
		Description: "What concerns the person, and what happened to those of their applications whose activity you read.", Need: view},
		func(ctx context.Context, a access.Actor, in *timelineFilter) (*List[activityJSON], error) {
			found, err := s.Candidates.CandidateActivityAbout(ctx, a, in.ID, activity.About{Kinds: in.Kinds, Q: in.Q}, in.Page())
			return Listed(found.List, lineAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/notes", Tag: "applications", Summary: "Write a note", Status: 201,
		Description: "Private to those who read the application's activity, and only they can be mentioned.",
		Need:        access.NeedPermission(access.CandidatesUpdate), Sight: s.mayApplication(access.ApplicationNote)},
		func(ctx context.Context, a access.Actor, in *Change[privateNoteInput]) (*noted, error) {
			n, err := s.Candidates.Note(ctx, a, in.ID, candidates.NewNote(in.Body))
			return &noted{noteAsJSON(n)}, err
		})
	Register(s, Op{Method: "GET", Path: "/applications/{id}/feedback", Tag: "applications", Summary: "List an application's feedback",
		Description: "Others' with interviews:view_feedback there, your own always. q is the beginning of any part of its author's name.", Need: view},
		func(ctx context.Context, a access.Actor, in *partFilter) (*List[feedbackJSON], error) {
			found, err := s.Candidates.Feedback(ctx, a, in.ID, in.Q, in.Page())
			return Listed(found, feedbackAsJSON), err
		})
	Register(s, Op{Method: "GET", Path: "/applications/{id}/scorecard", Tag: "applications", Summary: "Read an application's scorecard", Need: view},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[applicationScorecardJSON], error) {
			c, err := s.Candidates.Scorecard(ctx, a, in.ID)
			out := applicationScorecardJSON{ApplicationID: c.ApplicationID, PhasesComplete: c.PhasesComplete, Phases: c.Phases, CurrentPhase: c.CurrentPhase, OwnOnly: c.OwnOnly}
			for _, f := range c.Feedback {
				out.Feedback = append(out.Feedback, feedbackAsJSON(f))
			}
			return Answer(out), err
		})
}

// noted is a new note; it is read as a line of the activity and has no address of its own.
type noted struct{ Body privateNoteJSON }

func lineAsJSON(l candidates.FeedLine) activityJSON {
	out := activityJSON{ID: l.ID, At: l.At.Time, Actor: namedJSON{l.ActorID, l.ActorName}, Kind: l.Kind, ApplicationID: l.ApplicationID, CandidateID: l.CandidateID,
		PositionID: l.PositionID, ObjectID: l.ObjectID, Data: l.Data}
	if l.Object != "none" {
		out.Object = l.Object
	}
	if l.OtherPosition != "" {
		out.Other = &positionRefJSON{l.OtherPosition, l.OtherTitle}
	}
	if l.Note != nil {
		out.Note = new(noteAsJSON(*l.Note))
	}
	return out
}

func noteAsJSON(n candidates.Note) privateNoteJSON {
	out := privateNoteJSON{ID: n.ID, Body: n.Body, Author: namedJSON{n.AuthorID, n.Author}, At: n.At.Time, Mentions: []namedJSON{}}
	for _, m := range n.Mentions {
		out.Mentions = append(out.Mentions, namedJSON{m.ID, m.Name})
	}
	return out
}

func feedbackAsJSON(f candidates.Feedback) feedbackJSON {
	return feedbackJSON{f.ID, f.InterviewID, namedJSON{f.AuthorID, f.Author}, f.At.Time}
}
