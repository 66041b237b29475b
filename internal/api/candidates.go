package api

import (
	"context"
	"slices"

	"candor/internal/access"
	"candor/internal/candidates"
)

type candidateFilter struct {
	Paging
	Tag      string `query:"tag" maxLength:"60" doc:"Only with this tag" example:"compilers"`
	Position string `query:"position" doc:"Only with an application on this position (its id)" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Source   string `query:"source" enum:"careers_page,referral,by_hand,import,api,agency,job_board" doc:"Only whose newest application came so"`
	Status   string `query:"status" enum:"active,on_hold,hired,archived" doc:"Only these"`
	Sort     string `query:"sort" enum:"newest,name" default:"newest" doc:"By the newest application, or A–Z"`
}

// candidates are the doors of people; their files have doors in a file of their own.
func (s *Server) candidates() {
	Register(s, Op{Method: "GET", Path: "/candidates", Tag: "candidates", Summary: "List candidates",
		Description: "People whom you see, through the applications that you see. q looks for names, addresses and tags.",
		Need:        access.NeedPermission(access.CandidatesView)},
		func(ctx context.Context, a access.Actor, in *candidateFilter) (*List[candidateJSON], error) {
			f := candidates.CandidateFilter{Q: in.Q, Tag: in.Tag, Standing: candidates.Standing(in.Status), PositionID: in.Position,
				Source: candidates.Source(in.Source), ByName: in.Sort == "name"}
			found, err := s.Candidates.Candidates(ctx, a, f, in.Page())
			return Listed(found, candidateAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/candidates", Tag: "candidates", Summary: "Add a candidate", Status: 201,
		Description: "With an application where a position is named. An address that belongs to a person whom you see is 409 known_person: add an application to that person, or say somebody_else. A résumé is sent to /candidates/{id}/files afterwards.",
		Need:        access.NeedPermission(access.CandidatesCreate)},
		func(ctx context.Context, a access.Actor, in *Body[candidateInput]) (*One[candidateJSON], error) {
			added, err := s.Candidates.Add(ctx, a, in.Body.candidate())
			return Created("/candidates/"+added.CandidateID, addedAsJSON(added)), err
		})
	Register(s, Op{Method: "GET", Path: "/candidates/{id}", Tag: "candidates", Summary: "Read a candidate",
		Need: access.NeedPermission(access.CandidatesView)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[candidateJSON], error) {
			p, err := s.Candidates.Candidate(ctx, a, in.ID)
			return Answer(profileAsJSON(p)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/candidates/{id}", Tag: "candidates", Summary: "Change a candidate",
		Description: "All of the change or nothing. Emails, phone and links need candidates:update_contact where you see an application of theirs, or in your role.",
		Need:        access.NeedPermission(access.CandidatesUpdate, access.CandidatesUpdateContact), Sight: s.mayCandidate(access.CandidateUpdate, access.CandidateContact)},
		func(ctx context.Context, a access.Actor, in *Change[candidatePatch]) (*One[candidateJSON], error) {
			p, err := s.Candidates.Edit(ctx, a, in.ID, in.Body.patch())
			return Answer(profileAsJSON(p)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/candidates/{id}", Tag: "candidates", Summary: "Delete a candidate",
		Description: "Every application of theirs that you see, with all that hangs on it, and the person if that was all.",
		Need:        access.NeedRole(access.CandidatesDelete)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Candidates.Delete(ctx, a, in.ID)
		})
	s.candidateLinks()
	s.candidateFiles()
}

type linkedInput struct {
	MemberID string `json:"member_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// candidateLinks are the doors of members who are candidates themselves.
func (s *Server) candidateLinks() {
	need := access.NeedPermission(access.CandidatesClose, access.MembersUpdate)
	Register(s, Op{Method: "PUT", Path: "/candidates/{id}/member", Tag: "candidates", Summary: "Link a candidate to a member",
		Description: "The member then sees no more than name and status of the applications, and may do nothing with them.", Need: need, Sight: s.mayCandidate(access.CandidateLink)},
		func(ctx context.Context, a access.Actor, in *Change[linkedInput]) (*One[candidateJSON], error) {
			p, err := s.Candidates.Link(ctx, a, in.ID, in.Body.MemberID)
			return Answer(profileAsJSON(p)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/candidates/{id}/member", Tag: "candidates", Summary: "Unlink a candidate from a member",
		Description: "For good: an equal address does not link the two again. Never done by the linked member.", Need: need},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			_, err := s.Candidates.Unlink(ctx, a, in.ID)
			return nil, err
		})
}

// addedAsJSON is the new person; for those who may add people and see none, no more than the id.
func addedAsJSON(added candidates.Added) candidateJSON {
	if added.Profile.ID == "" {
		return candidateJSON{ID: added.CandidateID}
	}
	return profileAsJSON(added.Profile)
}

// mayCandidate is asked only when a body is refused: one of the rules is enough to be told what is wrong with it.
func (s *Server) mayCandidate(rules ...access.Rule[access.Candidate]) func(context.Context, access.Actor, string) error {
	return func(ctx context.Context, a access.Actor, id string) (err error) {
		for _, rule := range rules {
			if err = s.Candidates.PermittedPerson(ctx, a, id, rule); err == nil {
				return nil
			}
		}
		return err
	}
}

// parts are the names of what is withheld.
func parts(all []candidates.Withheld) (out []string) {
	for _, w := range all {
		out = append(out, w.Part)
	}
	return out
}

// allowed are the names of what somebody may do, in order.
func allowed(can map[string]bool) []string {
	out := []string{}
	for name, yes := range can {
		if yes {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// listOf is never nil: a part that is there and empty is not a part that is withheld.
func listOf(in []string) []string { return append([]string{}, in...) }

// either is the first that is given.
func either(one, other string) string {
	if one != "" {
		return one
	}
	return other
}
