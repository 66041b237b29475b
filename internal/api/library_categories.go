package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/library"
)

// questionCategoryJSON is a category with how much is in it.
type questionCategoryJSON struct {
	CategoryJSON
	Questions int `json:"questions" doc:"In it, of those that you see" example:"8"`
}

type categoryInput struct {
	Name  string `json:"name,omitempty" maxLength:"200" example:"Problem solving"`
	Color string `json:"color,omitempty" enum:"teal,blue,violet,pink,red,orange,amber,green,slate"`
}

type categoryPatch struct {
	Name  *string `json:"name,omitempty" maxLength:"200" example:"Problem solving"`
	Color *string `json:"color,omitempty" enum:"teal,blue,violet,pink,red,orange,amber,green,slate"`
}

// categories are the doors of the groups that questions are in.
func (s *Server) categories() {
	view := access.NeedRole(access.QuestionsView)
	Register(s, Op{Method: "GET", Path: "/question-categories", Tag: "questions", Summary: "List question categories", Need: view},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[questionCategoryJSON], error) {
			all, err := s.Library.Categories(ctx, a)
			if err != nil {
				return nil, err
			}
			found, err := shortList(all, in, "categories", func(c library.Category) string { return c.ID }, func(c library.Category) string { return c.Name })
			return Listed(found, categoryAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/question-categories", Tag: "questions", Summary: "Create a question category", Status: 201, Need: access.NeedRole(access.QuestionsUpdate)},
		func(ctx context.Context, a access.Actor, in *Body[categoryInput]) (*One[questionCategoryJSON], error) {
			c, err := s.Library.CreateCategory(ctx, a, library.Category{Name: in.Body.Name, Color: in.Body.Color})
			return Created("/question-categories/"+c.ID, categoryAsJSON(c)), err
		})
	Register(s, Op{Method: "GET", Path: "/question-categories/{id}", Tag: "questions", Summary: "Read a question category", Need: view.OnItem()},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[questionCategoryJSON], error) {
			c, err := s.Library.Category(ctx, a, in.ID)
			return Answer(categoryAsJSON(c)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/question-categories/{id}", Tag: "questions", Summary: "Change a question category", Need: access.NeedRole(access.QuestionsUpdate).OnItem(),
		Sight: func(ctx context.Context, a access.Actor, id string) error {
			_, err := s.Library.Category(ctx, a, id)
			return firstOf(err, a.Require(access.QuestionsUpdate))
		}},
		func(ctx context.Context, a access.Actor, in *Change[categoryPatch]) (*One[questionCategoryJSON], error) {
			c, err := s.Library.EditCategory(ctx, a, in.ID, in.Body.Name, in.Body.Color)
			return Answer(categoryAsJSON(c)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/question-categories/{id}", Tag: "questions", Summary: "Delete a question category",
		Description: "409 where questions that you see are in it.", Need: access.NeedRole(access.QuestionsUpdate).OnItem()},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Library.DeleteCategory(ctx, a, in.ID)
		})
}

func categoryAsJSON(c library.Category) questionCategoryJSON {
	return questionCategoryJSON{CategoryJSON{c.ID, c.Name, c.Color}, c.Questions}
}
