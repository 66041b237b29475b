package api

import (
	"context"

	"candor/internal/access"
)

// starterSetJSON is how much of the starter set was not there yet.
type starterSetJSON struct {
	Categories   int `json:"categories" example:"8"`
	Competencies int `json:"competencies" example:"5"`
	Levels       int `json:"levels" example:"4"`
	JobRoles     int `json:"job_roles" example:"1"`
	Questions    int `json:"questions" example:"60"`
	Templates    int `json:"templates" example:"6"`
	Forms        int `json:"feedback_forms" example:"3"`
}

// starterSet is the door by which a new organisation gets what Candor brings along.
func (s *Server) starterSet() {
	Register(s, Op{Method: "POST", Path: "/library/starter-set", Tag: "questions", Summary: "Add the starter set", Need: access.NeedRole(access.QuestionsApprove),
		Description: "Questions, templates, forms, competencies, levels and a job role, as the organisation's: those whose names it does not have yet. Needs what adding each of them needs."},
		func(ctx context.Context, a access.Actor, _ *struct{ Body *Nothing }) (*One[starterSetJSON], error) {
			added, err := s.Library.AddStarterSet(ctx, a)
			return Answer(starterSetJSON(added)), err
		})
}
