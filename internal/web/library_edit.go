package web

import (
	"net/http"
	"strconv"
	"strings"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/library"
)

// questionForm is a question as a form sends it. Do is "preview" where it is only to be looked at.
type questionForm struct {
	Title        string   `form:"title"`
	Description  string   `form:"description,raw"`
	ModelAnswer  string   `form:"model_answer,raw"`
	Category     string   `form:"category_id"`
	Difficulty   string   `form:"difficulty"`
	Answer       string   `form:"answer_kind"`
	Tags         string   `form:"tags"`
	Competencies []string `form:"competencies"`
	Seen         string   `form:"seen"`
	Do           string   `form:"do"`
}

func (f questionForm) typed() pages.QuestionForm {
	return pages.QuestionForm{Title: f.Title, Description: f.Description, ModelAnswer: f.ModelAnswer, Category: f.Category, Difficulty: f.Difficulty,
		Answer: f.Answer, Tags: f.Tags, Competencies: f.Competencies, Seen: f.Seen}
}

func (f questionForm) question() library.Question {
	return library.Question{Title: f.Title, Description: f.Description, ModelAnswer: f.ModelAnswer, CategoryID: f.Category, Difficulty: library.Difficulty(f.Difficulty),
		Answer: library.AnswerKind(f.Answer), Tags: splitTags(f.Tags), Competencies: f.Competencies}
}

// written is a question as its form shows it.
func written(q library.Question, seen int) pages.QuestionForm {
	return pages.QuestionForm{Title: q.Title, Description: q.Description, ModelAnswer: q.ModelAnswer, Category: q.CategoryID, Difficulty: string(q.Difficulty),
		Answer: string(q.Answer), Tags: strings.Join(q.Tags, ", "), Competencies: q.Competencies, Seen: strconv.Itoa(seen)}
}

// questionEditor shows the form of a question.
func (s *Server) questionEditor(w http.ResponseWriter, r *Request, status int, p pages.EditPage) (err error) {
	title := "New question"
	if p.Item != nil {
		title = "Edit " + p.Item.Title
	}
	p.Shell = s.Shell(r, title)
	if p.Choices, err = s.Library.Choices(r.Context(), r.Actor); err != nil {
		return err
	}
	if p.Tags, err = s.ownTags(r, "", tagsOffered); err != nil {
		return err
	}
	p.Preview = &pages.QuestionPreview{Title: p.Form.Title, Text: questionText(library.Question{Description: p.Form.Description, ModelAnswer: p.Form.ModelAnswer})}
	return s.Answer(w, r, status, pages.Edit(p))
}

// ownTags are the tags of what the reader sees; none for who sees no library, and writes all the same.
func (s *Server) ownTags(r *Request, typed string, most int) ([]library.Tag, error) {
	all, err := s.Library.Questions.Tags(r.Context(), r.Actor, typed, most)
	if errs.Is(err, errs.Refused) {
		return nil, nil
	}
	return all, err
}

func (s *Server) questionNew(w http.ResponseWriter, r *Request) error {
	if err := r.Actor.Require(access.QuestionsUpdate); err != nil { // also without the door's gate
		return err
	}
	return s.questionEditor(w, r, http.StatusOK, pages.EditPage{Form: pages.QuestionForm{Category: r.FormValue("category"), Tags: r.FormValue("tag")}})
}

func (s *Server) questionCreate(w http.ResponseWriter, r *Request) error {
	var form questionForm
	err := r.Decode(&form)
	if err == nil && form.Do == "preview" {
		if err := r.Actor.Require(access.QuestionsUpdate); err != nil {
			return err
		}
		return s.questionEditor(w, r, http.StatusOK, pages.EditPage{Form: form.typed()})
	}
	var e library.Entry[library.Question]
	if err == nil {
		e, err = s.Library.Questions.Create(r.Context(), r.Actor, form.question())
	}
	if bad, ok := Problems(err); ok {
		return s.questionEditor(w, r, http.StatusUnprocessableEntity, pages.EditPage{Form: form.typed(), Problems: bad})
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/questions/"+e.ID, "Question saved. Only you see it.")
}

// editable is a question that the reader may edit, and what they go on with: what they have submitted, or another
// revision of theirs that the address names.
func (s *Server) editable(r *Request) (e library.Entry[library.Question], err error) {
	ctx, id := r.Context(), r.PathValue("id")
	if e, err = s.Library.Questions.Get(ctx, r.Actor, id); err != nil {
		return e, err
	}
	if !e.May.Edit {
		if err = s.Library.Questions.Permitted(ctx, r.Actor, id, access.QuestionEdit); err != nil {
			return e, err
		}
	}
	number := 0
	if q := e.Approval; q != nil && q.Change && q.State == approvals.Pending && q.SubmitterID == r.Actor.MemberID() {
		number = q.Revision
	}
	if from, err := strconv.Atoi(r.URL.Query().Get("from")); err == nil {
		number = from
	}
	if number > 0 {
		_, e.Content, err = s.Library.Questions.Revision(ctx, r.Actor, id, number)
	}
	return e, err
}

func (s *Server) questionEdit(w http.ResponseWriter, r *Request) error {
	e, err := s.editable(r)
	if err != nil {
		return err
	}
	return s.questionEditor(w, r, http.StatusOK, pages.EditPage{Item: &e.Item, Form: written(e.Content, e.Revision)})
}

func (s *Server) questionSave(w http.ResponseWriter, r *Request) error {
	was, err := s.editable(r)
	if err != nil {
		return err
	}
	p := pages.EditPage{Item: &was.Item}
	var form questionForm
	err = r.Decode(&form)
	p.Form = form.typed()
	if err == nil && form.Do == "preview" {
		return s.questionEditor(w, r, http.StatusOK, p)
	}
	seen, _ := strconv.Atoi(form.Seen)
	var e library.Entry[library.Question]
	if err == nil {
		e, err = s.Library.Questions.Edit(r.Context(), r.Actor, was.ID, seen, func(q *library.Question) { *q = form.question() })
	}
	if bad, ok := Problems(err); ok {
		p.Problems = bad
		return s.questionEditor(w, r, http.StatusUnprocessableEntity, p)
	}
	if errs.Is(err, errs.Stale) {
		p.Stale, p.Form.Seen = true, strconv.Itoa(was.Revision)
		return s.questionEditor(w, r, http.StatusPreconditionFailed, p)
	}
	if errs.Is(err, errs.Conflict) { // somebody else's change waits
		p.Problems = kit.ProblemsOf(err)
		return s.questionEditor(w, r, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/questions/"+e.ID, savedWords("question", was.Item, e.Item))
}

// savedWords say what saving has done.
func savedWords(word string, was, is library.Item) string {
	switch {
	case was.Visibility == library.Pending && is.Visibility == library.Personal:
		return "Saved. The request is withdrawn: submit the " + word + " again when it is ready."
	case is.Visibility != library.Org:
		return "Saved. Only you see it."
	case is.Revision == was.Revision && is.Approval != nil && is.Approval.State == approvals.Pending:
		return "Change submitted for approval. The live " + word + " stays until then."
	}
	return "Saved. It is live now."
}

// questionPreview is how what was typed will look, to whoever typed it.
func (s *Server) questionPreview(w http.ResponseWriter, r *Request) error {
	var form questionForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	return s.Show(w, r, pages.Look(&pages.QuestionPreview{Title: form.Title, Text: questionText(library.Question{Description: form.Description, ModelAnswer: form.ModelAnswer})}))
}

// questionTags answers a field with tags that begin with what is typed.
func (s *Server) questionTags(w http.ResponseWriter, r *Request) error {
	all, err := s.Library.Questions.Tags(r.Context(), r.Actor, r.FormValue("q"), 20)
	if err != nil {
		return err
	}
	var options []kit.Option
	for _, t := range all {
		options = append(options, kit.Option{Value: t.Tag})
	}
	return s.Show(w, r, pages.TagOptions(options))
}

func (s *Server) questionTagAsk(w http.ResponseWriter, r *Request) error {
	p, err := s.tagging(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.TagMany(p))
}

func (s *Server) tagging(r *Request) (p pages.ManyPage, err error) {
	if p, err = s.questionShelf().many(r, "Tag"); err == nil {
		p.Tags, err = s.ownTags(r, "", tagsOffered)
	}
	return p, err
}

func (s *Server) questionTagMany(w http.ResponseWriter, r *Request) error {
	p, err := s.tagging(r)
	if err != nil {
		return err
	}
	p.Add, p.Remove = r.FormValue("add"), r.FormValue("remove")
	add, remove := splitTags(p.Add), splitTags(p.Remove)
	if len(add)+len(remove) == 0 {
		p.Problems = kit.Problems{errs.F("add", "Name a tag to add or to take off.")}
		return s.Invalid(w, r, pages.TagMany(p))
	}
	done, err := s.Library.TagMany(r.Context(), r.Actor, p.IDs, add, remove)
	if err != nil {
		return err
	}
	return s.questionShelf().bulkDone(w, r, pages.BulkPage{Bulk: done, Title: "Tags changed", One: "was changed", Many: "were changed", Back: p.Back},
		kit.Plural(done.Done, "question", "questions")+" changed.")
}
