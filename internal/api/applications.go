package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/candidates"
)

type applicationFilter struct {
	Paging
	Position  string `query:"position" doc:"Only on this position (its id)" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Phase     string `query:"phase" doc:"Only in this phase (its id)" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Candidate string `query:"candidate" doc:"Only of this person (their id)" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Status    string `query:"status" enum:"applied,in_review,offer,hired,rejected,withdrawn" doc:"Only these"`
	Source    string `query:"source" enum:"careers_page,referral,by_hand,import,api,agency,job_board" doc:"Only that came so"`
	Tag       string `query:"tag" maxLength:"60" doc:"Only of people with this tag" example:"compilers"`
	Starred   bool   `query:"starred" doc:"Only those with your star"`
	Sort      string `query:"sort" enum:"applied,moved,name" default:"applied" doc:"Newest first; last moved first or A–Z within one position or person"`
}

type applicationInput struct {
	Candidate   string `json:"candidate,omitempty" doc:"Id of a person whom you see" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	CandidateID string `json:"candidate_id,omitempty" doc:"The same as candidate" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Position    string `json:"position,omitempty" doc:"Id of a position that you see" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PositionID  string `json:"position_id,omitempty" doc:"The same as position" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Phase       string `json:"phase,omitempty" doc:"Where it begins (id); left out, it is Applied" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	PhaseID     string `json:"phase_id,omitempty" doc:"The same as phase" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Source      string `json:"source,omitempty" enum:"careers_page,referral,by_hand,import,api,agency,job_board" doc:"api unless said"`
	SourceName  string `json:"source_name,omitempty" maxLength:"200" example:"Lin Okafor"`
}

// applicationPatch changes what it names.
type applicationPatch struct {
	Source     *string `json:"source,omitempty" enum:"careers_page,referral,by_hand,import,api,agency,job_board"`
	SourceName *string `json:"source_name,omitempty" maxLength:"200" doc:"The agency, the job board, or who referred them" example:"Lin Okafor"`
}

// applications are the doors of people on positions; what is done to one has doors in a file of its own.
func (s *Server) applications() {
	view := access.NeedPermission(access.CandidatesView)
	Register(s, Op{Method: "GET", Path: "/applications", Tag: "applications", Summary: "List applications",
		Description: "Those that you see, newest first.", Need: view},
		func(ctx context.Context, a access.Actor, in *applicationFilter) (*List[applicationJSON], error) {
			found, err := s.Candidates.Applications(ctx, a, in.filter(), in.Page())
			return Listed(found, applicationAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/applications", Tag: "applications", Summary: "Add an application", Status: 201,
		Description: "Puts a person whom you see on one more position. Whoever stands there already is 409.",
		Need:        access.NeedPermission(access.CandidatesCreate)},
		func(ctx context.Context, a access.Actor, in *Body[applicationInput]) (*One[applicationJSON], error) {
			added, err := s.Candidates.AddApplication(ctx, a, in.Body.application())
			if err != nil {
				return nil, err
			}
			p, err := s.now(ctx, a, added.ApplicationID)
			return Created("/applications/"+added.ApplicationID, p), err
		})
	Register(s, Op{Method: "GET", Path: "/applications/{id}", Tag: "applications", Summary: "Read an application", Need: view},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[applicationJSON], error) {
			d, err := s.Candidates.Application(ctx, a, in.ID)
			return Answer(dossierAsJSON(d)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/applications/{id}", Tag: "applications", Summary: "Change an application",
		Description: "How it came. Where it stands is moved, who it is about is changed with the candidate, and what was submitted stays as it was.",
		Need:        access.NeedPermission(access.CandidatesUpdate), Sight: s.mayApplication(access.ApplicationNote)},
		func(ctx context.Context, a access.Actor, in *Change[applicationPatch]) (*One[applicationJSON], error) {
			if _, err := s.Candidates.EditApplication(ctx, a, in.ID, in.Body.patch()); err != nil {
				return nil, err
			}
			p, err := s.now(ctx, a, in.ID)
			return Answer(p), err
		})
	Register(s, Op{Method: "DELETE", Path: "/applications/{id}", Tag: "applications", Summary: "Delete an application",
		Description: "With all that hangs on it. The person stays, even without another; but the only one that you see of a person is 409 (only_application) unless your role sees private positions: delete the candidate instead.",
		Need:        access.NeedRole(access.CandidatesDelete)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Candidates.DeleteApplication(ctx, a, in.ID)
		})
	s.applicationParts()
	s.applicationMoves()
	s.applicationMarks()
	s.applicationFiles()
	s.boards()
}

func (in applicationFilter) filter() candidates.ApplicationFilter {
	f := candidates.ApplicationFilter{PositionID: in.Position, PhaseID: in.Phase, CandidateID: in.Candidate, Status: candidates.Status(in.Status),
		Source: candidates.Source(in.Source), Tag: in.Tag, Q: in.Q, Starred: in.Starred}
	if in.Sort != "applied" {
		f.Sort = candidates.Sort(in.Sort)
	}
	return f
}

func (in applicationInput) application() candidates.NewApplication {
	return candidates.NewApplication{CandidateID: either(in.Candidate, in.CandidateID), PositionID: either(in.Position, in.PositionID),
		PhaseID: either(in.Phase, in.PhaseID), Source: sourceOf(in.Source), SourceName: in.SourceName}
}

func (in applicationPatch) patch() candidates.ApplicationPatch {
	out := candidates.ApplicationPatch{SourceName: in.SourceName}
	if in.Source != nil {
		out.Source = new(candidates.Source(*in.Source))
	}
	return out
}
