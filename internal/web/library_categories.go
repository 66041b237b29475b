package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/library"
	pages "candor/internal/ui/pages/library"
)

type categoryForm struct {
	Name  string `form:"name"`
	Color string `form:"color"`
}

func (f categoryForm) typed() pages.CategoryForm {
	return pages.CategoryForm{Name: f.Name, Color: f.Color}
}

func (s *Server) categoryList(w http.ResponseWriter, r *Request) error {
	return s.categoriesPage(w, r, http.StatusOK, pages.CategoriesPage{})
}

func (s *Server) categoriesPage(w http.ResponseWriter, r *Request, status int, p pages.CategoriesPage) (err error) {
	if p.All, err = s.Library.Categories(r.Context(), r.Actor); err != nil {
		return err
	}
	p.Shell, p.Address, p.Change = s.Shell(r, "Categories"), "/question-categories", r.Actor.Holds(access.QuestionsUpdate)
	if p.New.Color == "" { // the first that is not taken
		p.New.Color = freeColor(p.All)
	}
	return s.Answer(w, r, status, pages.Categories(p))
}

func freeColor(all []library.Category) string {
	taken := map[string]bool{}
	for _, c := range all {
		taken[c.Color] = true
	}
	for _, c := range library.Colors {
		if !taken[c] {
			return c
		}
	}
	return library.Colors[len(all)%len(library.Colors)]
}

func (s *Server) categoryCreate(w http.ResponseWriter, r *Request) error {
	var form categoryForm
	err := r.Decode(&form)
	var c library.Category
	if err == nil {
		c, err = s.Library.CreateCategory(r.Context(), r.Actor, library.Category{Name: form.Name, Color: form.Color})
	}
	if bad, ok := Problems(err); ok {
		return s.categoriesPage(w, r, http.StatusUnprocessableEntity, pages.CategoriesPage{New: form.typed(), Problems: bad})
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/question-categories", "Category “"+c.Name+"” added.")
}

// changeable is the category of the address, for those who may change it.
func (s *Server) changeableCategory(r *Request, title string) (pages.CategoryPage, error) {
	c, err := s.Library.Category(r.Context(), r.Actor, r.PathValue("id"))
	if err == nil {
		err = r.Actor.Require(access.QuestionsUpdate)
	}
	return pages.CategoryPage{Shell: s.Shell(r, title), Category: c, Form: pages.CategoryForm{Name: c.Name, Color: c.Color}}, err
}

func (s *Server) categoryEdit(w http.ResponseWriter, r *Request) error {
	p, err := s.changeableCategory(r, "Edit category")
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.CategorySheet(p))
}

func (s *Server) categorySave(w http.ResponseWriter, r *Request) error {
	p, err := s.changeableCategory(r, "Edit category")
	if err != nil {
		return err
	}
	var form categoryForm
	if err = r.Decode(&form); err == nil {
		_, err = s.Library.EditCategory(r.Context(), r.Actor, p.Category.ID, &form.Name, &form.Color)
	}
	if bad, ok := Problems(err); ok {
		p.Form, p.Problems = form.typed(), bad
		return s.Invalid(w, r, pages.CategorySheet(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/question-categories", "Category saved.")
}

func (s *Server) categoryDeleting(w http.ResponseWriter, r *Request) error {
	p, err := s.changeableCategory(r, "Delete category")
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.CategoryDelete(p))
}

func (s *Server) categoryDelete(w http.ResponseWriter, r *Request) error {
	p, err := s.changeableCategory(r, "Delete category")
	if err != nil {
		return err
	}
	err = s.Library.DeleteCategory(r.Context(), r.Actor, p.Category.ID)
	if errs.Is(err, errs.Conflict) {
		p.Instead = errs.As(err).Message
		return s.Answer(w, r, http.StatusConflict, pages.CategoryDelete(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/question-categories", "Category “"+p.Category.Name+"” is deleted.")
}
