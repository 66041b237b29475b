package api

import (
	"context"
	"reflect"
	"time"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
)

// acted is an application after something was done with it. It may hold a way back that reading it again does not
// show, so it carries no tag.
type acted struct{ Body applicationJSON }

func (p *acted) finish(*Server, *call) { fill(reflect.ValueOf(&p.Body).Elem()) }

type moveInput struct {
	Status     string `json:"status,omitempty" enum:"applied,in_review,offer,hired,rejected,withdrawn" doc:"in_review is the first phase; rejecting and withdrawing have addresses of their own"`
	PhaseID    string `json:"phase_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PositionID string `json:"position_id,omitempty" doc:"Onto another position, in Applied or in a phase there" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Confirmed  *bool  `json:"confirmed,omitempty" doc:"Into offer, where its activity closes for you: a program knows, unless it says false; then the answer is 409 confirm_closing and nothing moves"`
}

type rejectInput struct {
	Reason    string `json:"reason,omitempty" maxLength:"60" doc:"not_a_fit, failed_interview, compensation_mismatch, other, candidate_withdrew, hired_elsewhere or duplicate" example:"not_a_fit"`
	Note      string `json:"note,omitempty" maxLength:"10000" doc:"Private" example:"Wants to stay in research."`
	SendEmail bool   `json:"send_email,omitempty" doc:"Needs candidates:contact there; the mail waits until the time to undo is over"`
}

type undoInput struct {
	ID string `json:"id,omitempty" doc:"Of the undo that the change answered" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type snoozeInput struct {
	Until *time.Time `json:"until,omitempty" nullable:"true" doc:"At most a year ahead; null or left out wakes it"`
}

type starInput struct {
	Starred *bool `json:"starred,omitempty" doc:"true unless said"`
}

// applicationMoves are the changes of where an application stands.
func (s *Server) applicationMoves() {
	update := access.NeedPermission(access.CandidatesUpdate, access.CandidatesClose)
	Register(s, Op{Method: "POST", Path: "/applications/{id}/move", Tag: "applications", Summary: "Move an application",
		Description: "To a status, a phase or another position. Out of offer and hired, and into hired, it needs candidates:close; to another position candidates:update on both.",
		Need:        update, Sight: s.mayApplication(access.ApplicationUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[moveInput]) (*acted, error) {
			m, err := s.Candidates.Move(ctx, a, in.ID, candidates.Move{Status: candidates.Status(in.Body.Status), PhaseID: in.Body.PhaseID,
				PositionID: in.Body.PositionID, Confirmed: in.Body.Confirmed == nil || *in.Body.Confirmed})
			return s.after(ctx, a, in.ID, m.Undo, err)
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/reject", Tag: "applications", Summary: "Reject an application",
		Description: "For good: to consider somebody again, add a new application.", Need: update, Sight: s.mayApplication(access.ApplicationUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[rejectInput]) (*acted, error) {
			m, err := s.Candidates.Reject(ctx, a, in.ID, candidates.Reject(in.Body))
			return s.after(ctx, a, in.ID, m.Undo, err)
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/withdraw", Tag: "applications", Summary: "Withdraw an application",
		Description: "The candidate has taken it back. It can be reopened.", Need: update},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*acted, error) {
			m, err := s.Candidates.Withdraw(ctx, a, in.ID)
			return s.after(ctx, a, in.ID, m.Undo, err)
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/reopen", Tag: "applications", Summary: "Reopen an application",
		Description: "One that was withdrawn, into its phase or Applied.", Need: update},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*acted, error) {
			m, err := s.Candidates.Reopen(ctx, a, in.ID)
			return s.after(ctx, a, in.ID, m.Undo, err)
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/undo", Tag: "applications", Summary: "Undo a change of an application",
		Description: "Within ten seconds, by whoever made it, if nothing has changed since and no mail has left (409 undo_over, changed_since, mail_left).",
		Need:        update, Sight: s.mayApplication(access.ApplicationUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[undoInput]) (*acted, error) {
			_, err := s.Candidates.UndoOne(ctx, a, in.ID, in.Body.ID)
			return s.after(ctx, a, in.ID, nil, err)
		})
}

// ByApplicationPhase is a request about one phase of an application.
type ByApplicationPhase struct {
	ByID
	PhaseID string `path:"phase_id" doc:"Id of the phase" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type phaseStateInput struct {
	State string `json:"state,omitempty" enum:"completed,skipped,available" doc:"available opens it again"`
}

type changeState struct {
	ByApplicationPhase
	Body phaseStateInput
}

// applicationMarks are the changes that leave an application where it stands.
func (s *Server) applicationMarks() {
	Register(s, Op{Method: "POST", Path: "/applications/{id}/snooze", Tag: "applications", Summary: "Snooze an application",
		Description: "Until a moment, or wake it.", Need: access.NeedPermission(access.CandidatesUpdate), Sight: s.mayApplication(access.ApplicationNote)},
		func(ctx context.Context, a access.Actor, in *Act[snoozeInput]) (*acted, error) {
			var until db.Time
			if t := in.Given().Until; t != nil {
				until = db.At(*t)
			}
			_, err := s.Candidates.Snooze(ctx, a, in.ID, until)
			return s.after(ctx, a, in.ID, nil, err)
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/star", Tag: "applications", Summary: "Star an application",
		Description: "For yourself; nobody else sees it.", Need: access.NeedPermission(access.CandidatesView), Sight: s.mayApplication(access.ApplicationOpen)},
		func(ctx context.Context, a access.Actor, in *Act[starInput]) (*acted, error) {
			on := in.Given().Starred
			_, err := s.Candidates.Star(ctx, a, in.ID, on == nil || *on)
			return s.after(ctx, a, in.ID, nil, err)
		})
	Register(s, Op{Method: "PUT", Path: "/applications/{id}/phases/{phase_id}", Tag: "applications", Summary: "Set the state of a phase",
		Description: "Completes a phase without an interview, skips it, or opens it again. The card stays where it is.",
		Need:        access.NeedPermission(access.CandidatesUpdate), Sight: s.mayApplication(access.ApplicationNote)},
		func(ctx context.Context, a access.Actor, in *changeState) (*acted, error) {
			do := map[string]candidates.PhaseChange{"completed": candidates.CompletePhase, "skipped": candidates.SkipPhase, "available": candidates.ReopenPhase}[in.Body.State]
			_, err := s.Candidates.SetPhase(ctx, a, in.ID, in.PhaseID, do)
			return s.after(ctx, a, in.ID, nil, err)
		})
}

// after is what an action answers: the application as it is now, and the way back.
func (s *Server) after(ctx context.Context, a access.Actor, id string, back *candidates.Undo, err error) (*acted, error) {
	if err != nil {
		return nil, err
	}
	p, err := s.now(ctx, a, id)
	if back != nil {
		p.Undo = &undoJSON{back.ID, back.Until.Time}
	}
	return &acted{p}, err
}

// now is an application as it is; no more than its id for those who do not see it any more.
func (s *Server) now(ctx context.Context, a access.Actor, id string) (applicationJSON, error) {
	d, err := s.Candidates.Application(ctx, a, id)
	if errs.Is(err, errs.NotFound) {
		return applicationJSON{ID: id}, nil
	}
	return dossierAsJSON(d), err
}

// mayApplication is asked only when a body is refused: whoever may not see the application still gets 404, whoever
// may not change it 403.
func (s *Server) mayApplication(rule access.Rule[access.Application]) func(context.Context, access.Actor, string) error {
	return func(ctx context.Context, a access.Actor, id string) error {
		return s.Candidates.Permitted(ctx, a, id, rule)
	}
}
