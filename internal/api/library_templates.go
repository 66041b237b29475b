package api

import (
	"candor/internal/access"
	"candor/internal/library"
)

// interviewTemplateJSON is an interview template as one reader gets it.
type interviewTemplateJSON struct {
	LibraryItemJSON
	Name        string         `json:"name" example:"Technical conversation"`
	Description *string        `json:"description,omitempty" doc:"Markdown. Not in lists"`
	Guidance    *string        `json:"guidance,omitempty" doc:"Markdown for the interviewer. Not in lists"`
	Questions   int            `json:"questions" doc:"How many it asks" example:"7"`
	Minutes     int            `json:"minutes" doc:"They add up" example:"45"`
	Sections    *[]sectionJSON `json:"sections,omitempty" doc:"Not in lists"`
}

// sectionJSON is a part of an interview.
type sectionJSON struct {
	Title     string              `json:"title" example:"Motivation"`
	Minutes   int                 `json:"minutes" example:"13"`
	Questions []askedQuestionJSON `json:"questions"`
}

// askedQuestionJSON is a question in its place. It pins the revision that was live when it was put there.
type askedQuestionJSON struct {
	QuestionID  string  `json:"question_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Revision    int     `json:"revision" doc:"The pinned one" example:"2"`
	Title       string  `json:"title" example:"Tell me about a decision you changed"`
	Minutes     int     `json:"minutes" example:"7"`
	Note        string  `json:"note"`
	Newer       int     `json:"newer_revision,omitempty" doc:"The live one, where the question has been edited since" example:"3"`
	Archived    bool    `json:"archived,omitempty" doc:"It has left the library"`
	Description *string `json:"description,omitempty" doc:"Markdown; with sight of the question"`
	ModelAnswer *string `json:"model_answer,omitempty" doc:"Markdown; with sight of the question"`
}

// interviewTemplateContentJSON is a template as a revision has it.
type interviewTemplateContentJSON struct {
	Name        string        `json:"name" example:"Technical conversation"`
	Description string        `json:"description" doc:"Markdown"`
	Guidance    string        `json:"guidance" doc:"Markdown"`
	Sections    []sectionJSON `json:"sections"`
}

type sectionInput struct {
	Title     string               `json:"title,omitempty" maxLength:"400" example:"Motivation"`
	Questions []askedQuestionInput `json:"questions,omitempty" maxItems:"500"`
}

type askedQuestionInput struct {
	QuestionID string `json:"question_id,omitempty" maxLength:"64" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Revision   int    `json:"revision,omitempty" minimum:"0" doc:"Absent keeps the pinned one, or takes the live one; the live one brings it up to date"`
	Minutes    int    `json:"minutes,omitempty" example:"7"`
	Note       string `json:"note,omitempty" maxLength:"4000"`
}

type interviewTemplateInput struct {
	Name        string         `json:"name,omitempty" maxLength:"400" example:"Technical conversation"`
	Description string         `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	Guidance    string         `json:"guidance,omitempty" maxLength:"40000" doc:"Markdown for the interviewer"`
	Sections    []sectionInput `json:"sections,omitempty" maxItems:"100"`
}

type interviewTemplatePatch struct {
	Name        *string         `json:"name,omitempty" maxLength:"400" example:"Technical conversation"`
	Description *string         `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	Guidance    *string         `json:"guidance,omitempty" maxLength:"40000" doc:"Markdown for the interviewer"`
	Sections    *[]sectionInput `json:"sections,omitempty" maxItems:"100" doc:"All of them, in their order"`
}

func (s *Server) templates() {
	registerShelf(s, shelf[access.Template, library.Template, libraryFilter, interviewTemplateInput, interviewTemplatePatch, interviewTemplateJSON, interviewTemplateContentJSON]{
		path: "/templates", tag: "templates", one: "template", many: "templates",
		see: access.TemplatesView, update: access.TemplatesUpdate, publish: access.TemplatesPublish, approve: access.TemplatesApprove, remove: access.TemplatesDelete,
		room:  func() *library.Shelf[access.Template, library.Template] { return s.Library.Templates },
		asked: func(in *libraryFilter) (library.Filter, *Paging) { return in.filter(), &in.Paging },
		made: func(in interviewTemplateInput) library.Template {
			return library.Template{Name: in.Name, Description: in.Description, Guidance: in.Guidance, Sections: sectionsOf(in.Sections)}
		},
		change: interviewTemplatePatch.change, entry: templateAsJSON, listed: listedTemplate, content: templateContentAsJSON,
		aboutCreate: "Personal: nobody else sees that it exists until you publish it. It takes questions of the organisation and your own; published, of the organisation only.",
		aboutDelete: "Yours, or with templates:delete the organisation's. 409 where something that you see uses it.",
	})
}

func (in interviewTemplatePatch) change() func(*library.Template) {
	return func(t *library.Template) {
		set(&t.Name, in.Name)
		set(&t.Description, in.Description)
		set(&t.Guidance, in.Guidance)
		if in.Sections != nil {
			t.Sections = sectionsOf(*in.Sections)
		}
	}
}

func sectionsOf(in []sectionInput) (out []library.Section) {
	for _, s := range in {
		section := library.Section{Title: s.Title}
		for _, q := range s.Questions {
			section.Questions = append(section.Questions, library.Asked{QuestionID: q.QuestionID, Revision: q.Revision, Minutes: q.Minutes, Note: q.Note})
		}
		out = append(out, section)
	}
	return out
}

func templateAsJSON(e library.Entry[library.Template]) interviewTemplateJSON {
	out, sections := listedTemplate(e.Item), sectionsAsJSON(e.Content.Sections)
	out.Description, out.Guidance, out.Sections = &e.Content.Description, &e.Content.Guidance, &sections
	return out
}

func listedTemplate(i library.Item) interviewTemplateJSON {
	return interviewTemplateJSON{LibraryItemJSON: libraryItemAsJSON(i), Name: i.Title, Questions: i.Parts, Minutes: i.Minutes}
}

func sectionsAsJSON(in []library.Section) []sectionJSON {
	out := []sectionJSON{}
	for _, s := range in {
		section := sectionJSON{Title: s.Title, Minutes: s.Minutes()}
		for _, q := range s.Questions {
			asked := askedQuestionJSON{QuestionID: q.QuestionID, Revision: q.Revision, Title: q.Title, Minutes: q.Minutes, Note: q.Note}
			if q.Newer() {
				asked.Newer = q.Latest
			}
			if q.Text != nil {
				asked.Archived = q.Gone()
				asked.Description, asked.ModelAnswer = &q.Text.Description, &q.Text.ModelAnswer
			}
			section.Questions = append(section.Questions, asked)
		}
		out = append(out, section)
	}
	return out
}

func templateContentAsJSON(t library.Template) interviewTemplateContentJSON {
	return interviewTemplateContentJSON{Name: t.Name, Description: t.Description, Guidance: t.Guidance, Sections: sectionsAsJSON(t.Sections)}
}
