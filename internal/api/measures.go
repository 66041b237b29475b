package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/library/profiles"
)

// measureJSON is a competency or a level.
type measureJSON struct {
	ID          string    `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name        string    `json:"name" example:"Senior"`
	Description string    `json:"description" example:"Takes on unclear or risky work."`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
}

// measureInput makes one; only the name is required.
type measureInput struct {
	Name        string `json:"name,omitempty" maxLength:"100" example:"Senior"`
	Description string `json:"description,omitempty" maxLength:"2000" example:"Takes on unclear or risky work."`
}

// measurePatch changes what it names.
type measurePatch struct {
	Name        *string `json:"name,omitempty" maxLength:"100" example:"Principal"`
	Description *string `json:"description,omitempty" maxLength:"2000"`
}

// measures are the doors of competencies and of levels: the same for both.
func (s *Server) measures() {
	for _, of := range []struct {
		x                            profiles.Axis
		one                          string
		view, create, update, delete access.Permission
	}{
		{profiles.Competencies, "a competency", access.CompetenciesView, access.CompetenciesCreate, access.CompetenciesUpdate, access.CompetenciesDelete},
		{profiles.Levels, "a level", access.LevelsView, access.LevelsCreate, access.LevelsUpdate, access.LevelsDelete},
	} {
		x, path, tag, sight := of.x, "/"+of.x.Many(), of.x.Many(), s.seeMeasure(of.x)
		Register(s, Op{Method: "GET", Path: path, Tag: tag, Summary: "List " + x.Many(), Description: "In the organisation's order, which every matrix follows.", Need: access.NeedRole(of.view)},
			func(ctx context.Context, a access.Actor, in *Paging) (*List[measureJSON], error) {
				found, err := s.Profiles.Measures(ctx, a, x, in.Q, in.Page())
				return Listed(found, measureAsJSON), err
			})
		Register(s, Op{Method: "POST", Path: path, Tag: tag, Summary: "Create " + of.one, Description: "It stands last.", Status: 201, Need: access.NeedRole(of.create)},
			func(ctx context.Context, a access.Actor, in *Body[measureInput]) (*One[measureJSON], error) {
				m, err := s.Profiles.CreateMeasure(ctx, a, x, profiles.MeasureDraft{Name: &in.Body.Name, Description: &in.Body.Description})
				return Created(path+"/"+m.ID, measureAsJSON(m)), err
			})
		Register(s, Op{Method: "PUT", Path: path, Tag: tag, Summary: "Put the " + x.Many() + " in order", Description: "Names each of them once, by its id.", Need: access.NeedRole(of.update)},
			func(ctx context.Context, a access.Actor, in *Body[[]string]) (*List[measureJSON], error) {
				all, err := s.Profiles.OrderMeasures(ctx, a, x, in.Body)
				if err != nil {
					return nil, err
				}
				return Listed(db.List[profiles.Measure]{Items: all}, measureAsJSON), nil
			})
		Register(s, Op{Method: "GET", Path: path + "/{id}", Tag: tag, Summary: "Read " + of.one, Need: access.NeedRole(of.view)},
			func(ctx context.Context, a access.Actor, in *ByID) (*One[measureJSON], error) {
				m, err := s.Profiles.Measure(ctx, a, x, in.ID)
				return Answer(measureAsJSON(m)), err
			})
		Register(s, Op{Method: "PATCH", Path: path + "/{id}", Tag: tag, Summary: "Change " + of.one, Need: access.NeedRole(of.update), Sight: sight},
			func(ctx context.Context, a access.Actor, in *Change[measurePatch]) (*One[measureJSON], error) {
				m, err := s.Profiles.EditMeasure(ctx, a, x, in.ID, profiles.MeasureDraft(in.Body))
				return Answer(measureAsJSON(m)), err
			})
		Register(s, Op{Method: "DELETE", Path: path + "/{id}", Tag: tag, Summary: "Delete " + of.one,
			Description: "One that nothing uses; else 409, saying what you see of what uses it.", Need: access.NeedRole(of.delete)},
			func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
				return nil, s.Profiles.DeleteMeasure(ctx, a, x, in.ID)
			})
	}
}

// seeMeasure is asked only when a body is refused: whoever may not see it still gets 404.
func (s *Server) seeMeasure(x profiles.Axis) func(context.Context, access.Actor, string) error {
	return func(ctx context.Context, a access.Actor, id string) error {
		_, err := s.Profiles.Measure(ctx, a, x, id)
		return err
	}
}

func measureAsJSON(m profiles.Measure) measureJSON {
	return measureJSON{m.ID, m.Name, m.Description, m.CreatedAt.Time, m.UpdatedAt.Time}
}
