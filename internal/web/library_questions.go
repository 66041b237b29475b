package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/markdown"
	pages "candor/internal/ui/pages/library"
)

// questions lists the doors of questions and of their categories.
func (s *Server) questions() {
	sh := s.questionShelf()
	sh.doors()
	see, update, publish := access.NeedPermission(access.QuestionsView, access.QuestionsApprove), access.NeedPermission(access.QuestionsUpdate), access.NeedPermission(access.QuestionsPublish)
	s.Handle("GET /questions", see, s.questionList)
	s.Handle("GET /questions/new", update, s.questionNew)
	s.Handle("POST /questions", update, s.questionCreate)
	s.Handle("POST /questions/preview", see, s.questionPreview)
	s.Handle("GET /questions/{id}/edit", access.NeedPermission(access.QuestionsView, access.QuestionsUpdate), s.questionEdit)
	s.Handle("POST /questions/{id}/edit", access.NeedPermission(access.QuestionsView, access.QuestionsUpdate), s.questionSave)

	s.Handle("GET /questions/tags", see, s.questionTags)
	s.Handle("POST /questions/tags/ask", see, s.questionTagAsk)
	s.Handle("POST /questions/tags", see, s.questionTagMany)

	s.Handle("GET /questions/import", publish, s.questionImport)
	s.Handle("POST /questions/import", publish, s.questionTake, MaxBody(2<<20))
	s.Handle("POST /questions/export", see, s.questionExport)
	s.Handle("POST /questions/starter", access.NeedPermission(access.QuestionsApprove), s.starterAdd)

	s.Handle("GET /question-categories", access.NeedPermission(access.QuestionsView), s.categoryList)
	s.Handle("POST /question-categories", update, s.categoryCreate)
	s.Handle("GET /question-categories/{id}", update, s.categoryEdit)
	s.Handle("POST /question-categories/{id}", update, s.categorySave)
	s.Handle("GET /question-categories/{id}/delete", update, s.categoryDeleting)
	s.Handle("POST /question-categories/{id}/delete", update, s.categoryDelete)

	s.Decide("question", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Library.Questions.Sees(ctx, tx, a, id)
	})
}

func (s *Server) questionShelf() *shelf[access.Question, library.Question] {
	sh := &shelf[access.Question, library.Question]{s: s, kind: pages.Questions, see: access.QuestionsView, drop: access.QuestionsDelete, update: access.QuestionsUpdate,
		publish: access.QuestionsPublish, approve: access.QuestionsApprove, published: "Question published to org bank",
		room:  func() *library.Shelf[access.Question, library.Question] { return s.Library.Questions },
		words: func(q library.Question) templ.Component { return pages.QuestionWords(questionText(q)) }}
	sh.rules.edit, sh.rules.remove = access.QuestionEdit, access.QuestionDelete
	sh.show = func(w http.ResponseWriter, r *Request, status int, i library.Item, q library.Question, review pages.Review) (err error) {
		p := pages.QuestionPage{Shell: s.Shell(r, i.Title), Clock: r.Clock(), Item: i, Text: questionText(q), Review: review}
		if p.History, err = sh.history(r, i); err != nil {
			return err
		}
		if p.Uses, err = s.Library.AskedIn(r.Context(), r.Actor, i.ID); err != nil {
			return err
		}
		return s.Answer(w, r, status, pages.Question(p))
	}
	return sh
}

func questionText(q library.Question) pages.QuestionText {
	var t pages.QuestionText
	if q.Description != "" {
		t.Description = markdown.HTML(q.Description)
	}
	if q.ModelAnswer != "" {
		t.ModelAnswer = markdown.HTML(q.ModelAnswer)
	}
	return t
}

// questionFilter is what the address of a list says.
type questionFilter struct {
	Q          string   `form:"q"`
	Bank       string   `form:"bank"`
	Category   string   `form:"category"`
	Tags       []string `form:"tag"`
	Difficulty string   `form:"difficulty"`
	Answer     string   `form:"answer"`
	Competency string   `form:"competency"`
	Sort       string   `form:"sort"`
}

// questionFilter is the filter that an address says, and the parts of the address that say it.
func (r *Request) questionFilter() (library.Filter, url.Values, error) {
	var q questionFilter
	if err := decode(r.URL.Query(), &q); err != nil {
		return library.Filter{}, nil, err
	}
	view := view(r, "q", "bank", "category", "difficulty", "answer", "competency", "sort")
	if len(q.Tags) > 0 {
		view["tag"] = q.Tags
	}
	return library.Filter{Q: q.Q, Bank: library.Bank(q.Bank), CategoryID: q.Category, Tags: q.Tags, Difficulty: library.Difficulty(q.Difficulty),
		Answer: library.AnswerKind(q.Answer), CompetencyID: q.Competency, Sort: library.Sort(q.Sort)}, view, nil
}

// tagsOffered is how many tags a page offers at once; typing finds the others.
const tagsOffered = 200

// questionsOnPage is how many questions a page of the list shows.
const questionsOnPage = 100

func (s *Server) questionList(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, questionsOnPage)
	if err != nil {
		return err
	}
	f, view, err := r.questionFilter()
	if err != nil {
		return err
	}
	ctx, a := r.Context(), r.Actor
	p := pages.QuestionsPage{Clock: r.Clock(), Address: r.URL.RequestURI(), View: view, Counts: map[library.Bank]int{}, May: s.questionsMay(r)}
	if p.List, err = s.Library.Questions.List(ctx, a, f, page); err != nil {
		return err
	}
	for _, b := range library.Banks {
		in := f
		in.Bank = b
		if p.Counts[b], err = s.Library.Questions.Count(ctx, a, in); err != nil {
			return err
		}
	}
	if p.Choices, err = s.Library.Choices(ctx, a); err != nil {
		return err
	}
	if p.Tags, err = s.Library.Questions.Tags(ctx, a, "", tagsOffered); err != nil {
		return err
	}
	p.Shell = s.Shell(r, "Questions")
	p.Shell.Shortcuts = pages.Keys(a.Holds(access.QuestionsPublish), a.Holds(access.QuestionsView))
	p.Next, p.First = s.after(r, "/questions", p.List.Next), first(r, "/questions", view)
	return s.Show(w, r, pages.List(p))
}

func (s *Server) questionsMay(r *Request) pages.QuestionsMay {
	a := r.Actor
	update, publish := a.Holds(access.QuestionsUpdate), a.Holds(access.QuestionsPublish)
	return pages.QuestionsMay{New: update && publish, Import: update && publish, Categories: a.Holds(access.QuestionsView), Decide: a.Holds(access.QuestionsApprove) || publish, Starter: library.MayAddStarterSet(a) == nil}
}

// starterAdd adds what Candor brings along and is not there yet.
func (s *Server) starterAdd(w http.ResponseWriter, r *Request) error {
	added, err := s.Library.AddStarterSet(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	words := "All of the starter set is here already."
	if added != (library.StarterSet{}) {
		words = "Starter set added: " + kit.Plural(added.Questions, "question", "questions") + ", " + kit.Plural(added.Templates, "template", "templates") + ", " +
			kit.Plural(added.Forms, "feedback form", "feedback forms") + "."
	}
	return s.SeeOther(w, r, "/questions", words)
}
