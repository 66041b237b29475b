package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/markdown"
	pages "candor/internal/ui/pages/library"
)

// templates lists the doors of interview templates.
func (s *Server) templates() {
	sh := s.templateShelf()
	sh.doors()
	update, edit := access.NeedPermission(access.TemplatesUpdate), access.NeedPermission(access.TemplatesView, access.TemplatesUpdate)
	s.Handle("GET /templates", access.NeedPermission(access.TemplatesView, access.TemplatesApprove), sh.cards)
	s.Handle("GET /templates/new", update, s.templateNew)
	s.Handle("POST /templates", update, s.templateCreate)
	s.Handle("GET /templates/{id}/edit", edit, s.templateEdit)
	s.Handle("POST /templates/{id}/edit", edit, s.templateSave)
	s.Handle("POST /templates/{id}/renew", edit, s.templateRenew)
	s.Handle("POST /templates/questions", update, s.templateQuestions)

	s.Decide("template", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Library.Templates.Sees(ctx, tx, a, id)
	})
}

func (s *Server) templateShelf() *shelf[access.Template, library.Template] {
	sh := &shelf[access.Template, library.Template]{s: s, kind: pages.Templates, see: access.TemplatesView, drop: access.TemplatesDelete, update: access.TemplatesUpdate,
		publish: access.TemplatesPublish, approve: access.TemplatesApprove, published: "Template published to org bank",
		room:  func() *library.Shelf[access.Template, library.Template] { return s.Library.Templates },
		words: func(t library.Template) templ.Component { return pages.TemplateWords(templateText(t)) }}
	sh.rules.edit, sh.rules.remove = access.TemplateEdit, access.TemplateDelete
	sh.show = func(w http.ResponseWriter, r *Request, status int, i library.Item, t library.Template, review pages.Review) (err error) {
		p := pages.TemplatePage{Shell: s.Shell(r, i.Title), Clock: r.Clock(), Item: i, Text: templateText(t), Review: review, Problems: review.Problems}
		if p.History, err = sh.history(r, i); err != nil {
			return err
		}
		return s.Answer(w, r, status, pages.Template(p))
	}
	return sh
}

func templateText(t library.Template) pages.TemplateText {
	out := pages.TemplateText{Minutes: t.Minutes(), Description: safeHTML(t.Description), Guidance: safeHTML(t.Guidance)}
	for _, s := range t.Sections {
		part := pages.SectionText{Title: s.Title, Minutes: s.Minutes()}
		for _, q := range s.Questions {
			line := pages.AskedText{Asked: q}
			if q.Text != nil {
				line.Words = questionText(*q.Text)
			}
			part.Questions = append(part.Questions, line)
		}
		out.Sections = append(out.Sections, part)
	}
	return out
}

func safeHTML(text string) string {
	if text == "" {
		return ""
	}
	return markdown.HTML(text)
}

// cardsOnPage is how many templates or forms a page of the list shows.
const cardsOnPage = 60

// cards is the list of a kind that is shown as cards.
func (sh *shelf[K, C]) cards(w http.ResponseWriter, r *Request) error {
	s, ctx, a := sh.s, r.Context(), r.Actor
	page, err := s.page(r, cardsOnPage)
	if err != nil {
		return err
	}
	view := view(r, "q", "bank", "sort")
	f := library.Filter{Q: view.Get("q"), Bank: library.Bank(view.Get("bank")), Sort: library.Sort(view.Get("sort"))}
	p := pages.CardsPage{Clock: r.Clock(), Kind: sh.kind, Address: r.URL.RequestURI(), View: view, Counts: map[library.Bank]int{},
		New: a.Holds(sh.update) && a.Holds(sh.publish), Decide: a.Holds(sh.approve) || a.Holds(sh.publish)}
	if p.List, err = sh.room().List(ctx, a, f, page); err != nil {
		return err
	}
	for _, b := range library.Banks {
		in := f
		in.Bank = b
		if p.Counts[b], err = sh.room().Count(ctx, a, in); err != nil {
			return err
		}
	}
	p.Shell = s.Shell(r, pages.ListTitle(sh.kind))
	p.Shell.Shortcuts = pages.Keys(a.Holds(sh.publish), a.Holds(sh.see))
	p.Next, p.First = s.after(r, sh.kind.Path, p.List.Next), first(r, sh.kind.Path, view)
	return s.Show(w, r, pages.Cards(p))
}

// templateRenew takes the newest revision of a question into a template.
func (s *Server) templateRenew(w http.ResponseWriter, r *Request) error {
	id := r.PathValue("id")
	was, err := s.templateShelf().editable(r)
	if err != nil {
		return err
	}
	var form struct {
		Question string `form:"question"`
		Seen     string `form:"seen"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	seen, _ := strconv.Atoi(form.Seen)
	latest := map[string]int{}
	for _, part := range was.Content.Sections {
		for _, q := range part.Questions {
			if q.QuestionID == form.Question && q.Newer() {
				latest[q.QuestionID] = q.Latest
			}
		}
	}
	if len(latest) == 0 {
		return s.SeeOther(w, r, pages.Templates.Href(id), "That question is up to date.")
	}
	e, err := s.Library.Templates.Edit(r.Context(), r.Actor, id, seen, func(t *library.Template) {
		for i := range t.Sections {
			for j := range t.Sections[i].Questions {
				if q := &t.Sections[i].Questions[j]; latest[q.QuestionID] > 0 {
					q.Revision = latest[q.QuestionID]
				}
			}
		}
	})
	if bad, ok := Problems(err); ok {
		sh := s.templateShelf()
		review, err := sh.review(r, was.Item)
		if err != nil {
			return err
		}
		review.Problems = bad
		return sh.show(w, r, http.StatusUnprocessableEntity, was.Item, was.Content, review)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, pages.Templates.Href(id), savedWords("template", was.Item, e.Item))
}

// editable is an item that the reader may edit, and what they go on with: what they have submitted, or another revision
// of theirs that the address names.
func (sh *shelf[K, C]) editable(r *Request) (e library.Entry[C], err error) {
	ctx, id := r.Context(), r.PathValue("id")
	if e, err = sh.room().Get(ctx, r.Actor, id); err != nil {
		return e, err
	}
	if !e.May.Edit {
		if err = sh.room().Permitted(ctx, r.Actor, id, sh.rules.edit); err != nil {
			return e, err
		}
	}
	number := 0
	if q := e.Approval; q != nil && q.Change && q.May.Withdraw {
		number = q.Revision
	}
	if from, err := strconv.Atoi(r.URL.Query().Get("from")); err == nil {
		number = from
	}
	if number > 0 {
		_, e.Content, err = sh.room().Revision(ctx, r.Actor, id, number)
	}
	return e, err
}

// mayWrite refuses those who may not create items of the kind, also without the door's gate.
func (sh *shelf[K, C]) mayWrite(r *Request) error {
	if err := r.Actor.Require(sh.update); err != nil {
		return err
	}
	return nil
}

// stale reports that an item was changed while its form was open.
func stale(err error) bool { return errs.Is(err, errs.Stale) }
