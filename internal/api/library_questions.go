package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/library"
)

// interviewQuestionJSON is a question as one reader gets it.
type interviewQuestionJSON struct {
	LibraryItemJSON
	Title        string        `json:"title" example:"Tell me about a decision you changed"`
	Description  *string       `json:"description,omitempty" doc:"Markdown. Not in lists"`
	ModelAnswer  *string       `json:"model_answer,omitempty" doc:"Markdown. Not in lists"`
	Category     *CategoryJSON `json:"category,omitempty"`
	Tags         []string      `json:"tags" example:"[\"judgement\"]"`
	Difficulty   string        `json:"difficulty" enum:",easy,medium,hard" doc:"Empty where nobody has said"`
	AnswerKind   string        `json:"answer_kind" enum:",discussion,coding,exercise" doc:"Empty where nobody has said"`
	Competencies []namedJSON   `json:"competencies"`
}

// interviewQuestionContentJSON is a question as a revision has it.
type interviewQuestionContentJSON struct {
	Title        string   `json:"title" example:"Tell me about a decision you changed"`
	Description  string   `json:"description" doc:"Markdown"`
	ModelAnswer  string   `json:"model_answer" doc:"Markdown"`
	CategoryID   string   `json:"category_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Tags         []string `json:"tags" example:"[\"judgement\"]"`
	Difficulty   string   `json:"difficulty" enum:",easy,medium,hard"`
	AnswerKind   string   `json:"answer_kind" enum:",discussion,coding,exercise"`
	Competencies []string `json:"competencies" doc:"Ids"`
}

type interviewQuestionInput struct {
	Title        string   `json:"title,omitempty" maxLength:"400" example:"Tell me about a decision you changed"`
	Description  string   `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	ModelAnswer  string   `json:"model_answer,omitempty" maxLength:"40000" doc:"Markdown"`
	CategoryID   string   `json:"category_id,omitempty" maxLength:"64" doc:"One of /question-categories" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Tags         []string `json:"tags,omitempty" maxItems:"100" example:"[\"judgement\"]"`
	Difficulty   string   `json:"difficulty,omitempty" enum:",easy,medium,hard"`
	AnswerKind   string   `json:"answer_kind,omitempty" enum:",discussion,coding,exercise"`
	Competencies []string `json:"competencies,omitempty" maxItems:"100" doc:"Ids of /competencies" example:"[\"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11\"]"`
}

type interviewQuestionPatch struct {
	Title        *string   `json:"title,omitempty" maxLength:"400" example:"Tell me about a decision you changed"`
	Description  *string   `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	ModelAnswer  *string   `json:"model_answer,omitempty" maxLength:"40000" doc:"Markdown"`
	CategoryID   *string   `json:"category_id,omitempty" maxLength:"64" doc:"Empty takes it out of its category" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Tags         *[]string `json:"tags,omitempty" maxItems:"100" doc:"All of them" example:"[\"judgement\"]"`
	Difficulty   *string   `json:"difficulty,omitempty" enum:",easy,medium,hard"`
	AnswerKind   *string   `json:"answer_kind,omitempty" enum:",discussion,coding,exercise"`
	Competencies *[]string `json:"competencies,omitempty" maxItems:"100" doc:"All of their ids" example:"[\"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11\"]"`
}

// questionFilter is the list's; QuestionParts is what an export takes as well.
type questionFilter struct {
	Paging
	QuestionParts
}

type QuestionParts struct {
	Bank       string   `query:"bank" enum:"mine,org,pending" doc:"mine: yours that are not the organisation's. pending: what waits, yours and what you could approve"`
	Sort       string   `query:"sort" enum:"created,title" default:"created" doc:"Newest first, or by title"`
	Category   string   `query:"category" maxLength:"64" doc:"Only of this category, by id"`
	Tags       []string `query:"tag,explode" maxItems:"20" doc:"Only with this tag; given several times, with all of them" example:"[\"judgement\"]"`
	Difficulty string   `query:"difficulty" enum:"easy,medium,hard" doc:"Only these"`
	AnswerKind string   `query:"answer_kind" enum:"discussion,coding,exercise" doc:"Only these"`
	Competency string   `query:"competency" maxLength:"64" doc:"Only with this competency, by id"`
}

func (p QuestionParts) filter(q string) library.Filter {
	return library.Filter{Q: q, Bank: library.Bank(p.Bank), Sort: library.Sort(p.Sort), CategoryID: p.Category, Tags: p.Tags,
		Difficulty: library.Difficulty(p.Difficulty), Answer: library.AnswerKind(p.AnswerKind), CompetencyID: p.Competency}
}

func (s *Server) questions() {
	registerShelf(s, shelf[access.Question, library.Question, questionFilter, interviewQuestionInput, interviewQuestionPatch, interviewQuestionJSON, interviewQuestionContentJSON]{
		path: "/questions", tag: "questions", one: "question", many: "questions",
		see: access.QuestionsView, update: access.QuestionsUpdate, publish: access.QuestionsPublish, approve: access.QuestionsApprove, remove: access.QuestionsDelete,
		room: func() *library.Shelf[access.Question, library.Question] { return s.Library.Questions },
		asked: func(in *questionFilter) (library.Filter, *Paging) {
			return in.filter(in.Q), &in.Paging
		},
		made: interviewQuestionInput.question, change: interviewQuestionPatch.change, entry: interviewQuestionAsJSON, listed: listedQuestion, content: questionContentAsJSON,
		aboutCreate: "Personal: nobody else sees that it exists until you publish it.",
		aboutDelete: "Yours, or with questions:delete the organisation's. 409 where templates that you see ask it.",
	})
	s.exchange()
}

func (in interviewQuestionInput) question() library.Question {
	return library.Question{Title: in.Title, Description: in.Description, ModelAnswer: in.ModelAnswer, CategoryID: in.CategoryID, Tags: in.Tags,
		Difficulty: library.Difficulty(in.Difficulty), Answer: library.AnswerKind(in.AnswerKind), Competencies: in.Competencies}
}

func (in interviewQuestionPatch) change() func(*library.Question) {
	return func(q *library.Question) {
		set(&q.Title, in.Title)
		set(&q.Description, in.Description)
		set(&q.ModelAnswer, in.ModelAnswer)
		set(&q.CategoryID, in.CategoryID)
		set(&q.Tags, in.Tags)
		setWord(&q.Difficulty, in.Difficulty)
		setWord(&q.Answer, in.AnswerKind)
		set(&q.Competencies, in.Competencies)
	}
}

func interviewQuestionAsJSON(e library.Entry[library.Question]) interviewQuestionJSON {
	out := listedQuestion(e.Item)
	out.Description, out.ModelAnswer = &e.Content.Description, &e.Content.ModelAnswer
	return out
}

func listedQuestion(i library.Item) interviewQuestionJSON {
	out := interviewQuestionJSON{LibraryItemJSON: libraryItemAsJSON(i), Title: i.Title, Tags: i.Tags, Difficulty: string(i.Difficulty), AnswerKind: string(i.Answer)}
	if i.Category != nil {
		out.Category = &CategoryJSON{i.Category.ID, i.Category.Name, i.Category.Color}
	}
	for _, c := range i.Competencies {
		out.Competencies = append(out.Competencies, namedJSON(c))
	}
	return out
}

func questionContentAsJSON(q library.Question) interviewQuestionContentJSON {
	return interviewQuestionContentJSON{Title: q.Title, Description: q.Description, ModelAnswer: q.ModelAnswer, CategoryID: q.CategoryID, Tags: q.Tags,
		Difficulty: string(q.Difficulty), AnswerKind: string(q.Answer), Competencies: q.Competencies}
}

// exchangedJSON is a question in a file: with names where a question has ids.
type exchangedJSON struct {
	Title        string   `json:"title,omitempty" maxLength:"400" example:"Tell me about a decision you changed"`
	Description  string   `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	ModelAnswer  string   `json:"model_answer,omitempty" maxLength:"40000" doc:"Markdown"`
	Category     string   `json:"category,omitempty" maxLength:"200" doc:"Its name" example:"Problem solving"`
	Tags         []string `json:"tags,omitempty" maxItems:"100" example:"[\"judgement\"]"`
	Difficulty   string   `json:"difficulty,omitempty" maxLength:"20" doc:"easy, medium or hard" example:"easy"`
	AnswerKind   string   `json:"answer_kind,omitempty" maxLength:"20" doc:"discussion, coding or exercise" example:"discussion"`
	Competencies []string `json:"competencies,omitempty" maxItems:"100" doc:"Their names" example:"[\"Communication\"]"`
}

type importInput struct {
	Items []exchangedJSON `json:"items,omitempty" maxItems:"1000" doc:"The questions, at most 50"`
	CSV   string          `json:"csv,omitempty" maxLength:"1000000" doc:"Instead of items: a table whose first line names the columns" example:"title,tags\nTell me about a decision you changed,judgement\n"`
}

// importedJSON is what an import made.
type importedJSON struct {
	Items []interviewQuestionJSON `json:"items"`
}

type exportFilter struct {
	QuestionParts
	Q      string `query:"q" maxLength:"200" doc:"Words to look for"`
	Format string `query:"format" enum:"json,csv" default:"json"`
}

// exchange are the doors to files of questions.
func (s *Server) exchange() {
	Register(s, Op{Method: "POST", Path: "/questions/import", Tag: "questions", Summary: "Import questions", Status: 201, MaxBody: 4 << 20,
		Description: "At most 50, all or none; every one that is wrong is named. They are Personal. Needs questions:update as well.", Need: access.NeedRole(access.QuestionsPublish)},
		func(ctx context.Context, a access.Actor, in *Body[importInput]) (*One[importedJSON], error) {
			items, err := in.Body.read()
			if err != nil {
				return nil, firstOf(a.Require(access.QuestionsUpdate), err)
			}
			made, err := s.Library.Import(ctx, a, items)
			var out importedJSON
			for _, e := range made {
				out.Items = append(out.Items, interviewQuestionAsJSON(e))
			}
			return Answer(out), err
		})
	Register(s, Op{Method: "GET", Path: "/questions/export", Tag: "questions", Summary: "Export questions",
		Description: "Those that the list shows with the same filter, all pages in one: what an import takes. That it was done is on record.", Need: seen(access.QuestionsView, access.QuestionsApprove)},
		func(ctx context.Context, a access.Actor, in *exportFilter) (*Raw, error) {
			found, err := s.Library.Export(ctx, a, in.filter(in.Q))
			if err != nil {
				return nil, err
			}
			if in.Format == "csv" {
				return download("text/csv; charset=utf-8", "questions.csv", []byte(library.WriteCSV(found))), nil
			}
			return download("application/json", "questions.json", library.WriteJSON(found)), nil
		})
}

func (in importInput) read() ([]library.Imported, error) {
	if in.CSV != "" {
		return library.ReadCSV(in.CSV)
	}
	var out []library.Imported
	for _, q := range in.Items {
		out = append(out, library.Imported{Title: q.Title, Description: q.Description, ModelAnswer: q.ModelAnswer, Category: q.Category, Tags: q.Tags,
			Difficulty: q.Difficulty, Answer: q.AnswerKind, Competencies: q.Competencies})
	}
	return out, nil
}
