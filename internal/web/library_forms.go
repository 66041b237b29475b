package web

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/library"
	pages "candor/internal/ui/pages/library"
)

// feedbackForms lists the doors of feedback forms.
func (s *Server) feedbackForms() {
	sh := s.formShelf()
	sh.doors()
	update, edit := access.NeedPermission(access.TemplatesUpdate), access.NeedPermission(access.TemplatesView, access.TemplatesUpdate)
	s.Handle("GET /feedback-forms", access.NeedPermission(access.TemplatesView, access.TemplatesApprove), sh.cards)
	s.Handle("GET /feedback-forms/new", update, s.formNew)
	s.Handle("POST /feedback-forms", update, s.formCreate)
	s.Handle("GET /feedback-forms/{id}/edit", edit, s.formEdit)
	s.Handle("POST /feedback-forms/{id}/edit", edit, s.formSave)

	s.Decide("form", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Library.Forms.Sees(ctx, tx, a, id)
	})
}

func (s *Server) formShelf() *shelf[access.Form, library.Form] {
	sh := &shelf[access.Form, library.Form]{s: s, kind: pages.Forms, see: access.TemplatesView, drop: access.TemplatesDelete, update: access.TemplatesUpdate,
		publish: access.TemplatesPublish, approve: access.TemplatesApprove, published: "Feedback form published to org bank",
		room:  func() *library.Shelf[access.Form, library.Form] { return s.Library.Forms },
		words: func(f library.Form) templ.Component { return pages.FormWords("w", safeHTML(f.Description), f) }}
	sh.rules.edit, sh.rules.remove = access.FormEdit, access.FormDelete
	sh.show = func(w http.ResponseWriter, r *Request, status int, i library.Item, f library.Form, review pages.Review) (err error) {
		p := pages.FormPage{Shell: s.Shell(r, i.Title), Clock: r.Clock(), Item: i, Form: f, Description: safeHTML(f.Description), Review: review, Problems: review.Problems}
		if p.History, err = sh.history(r, i); err != nil {
			return err
		}
		return s.Answer(w, r, status, pages.Form(p))
	}
	return sh
}
