package api

import (
	"candor/internal/access"
	"candor/internal/library"
)

// feedbackFormJSON is a feedback form as one reader gets it.
type feedbackFormJSON struct {
	LibraryItemJSON
	Name        string           `json:"name" example:"Interview feedback"`
	Description *string          `json:"description,omitempty" doc:"Markdown. Not in lists"`
	FieldCount  int              `json:"field_count" example:"8"`
	Fields      *[]formFieldJSON `json:"fields,omitempty" doc:"Not in lists"`
	Scale       *formScaleJSON   `json:"scale,omitempty" doc:"Not in lists"`
}

// formFieldJSON is one line of a feedback form.
type formFieldJSON struct {
	ID       string   `json:"id,omitempty" maxLength:"64" doc:"Stays when the form is edited; absent for a new field" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Kind     string   `json:"kind,omitempty" enum:"rating,select,text,recommendation"`
	Label    string   `json:"label,omitempty" maxLength:"400" example:"Problem solving"`
	Help     string   `json:"help,omitempty" maxLength:"4000"`
	Required bool     `json:"required,omitempty"`
	Options  []string `json:"options,omitempty" maxItems:"100" doc:"Of select and recommendation" example:"[\"No\",\"Yes\"]"`
}

// formScaleJSON is what ratings of a form are given on.
type formScaleJSON struct {
	Kind   string   `json:"kind,omitempty" enum:"organisation,numeric,labelled" doc:"organisation: its own, as it is when the interview is made"`
	Levels int      `json:"levels,omitempty" doc:"Of a numeric one: 2 to 10" example:"5"`
	Labels []string `json:"labels,omitempty" maxItems:"50" doc:"Of a labelled one, from the lowest: 2 to 10" example:"[\"Weak\",\"Strong\"]"`
}

// feedbackFormContentJSON is a form as a revision has it.
type feedbackFormContentJSON struct {
	Name        string          `json:"name" example:"Interview feedback"`
	Description string          `json:"description" doc:"Markdown"`
	Fields      []formFieldJSON `json:"fields"`
	Scale       formScaleJSON   `json:"scale"`
}

type feedbackFormInput struct {
	Name        string          `json:"name,omitempty" maxLength:"400" example:"Interview feedback"`
	Description string          `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	Fields      []formFieldJSON `json:"fields,omitempty" maxItems:"200"`
	Scale       formScaleJSON   `json:"scale,omitempty" doc:"The organisation's unless said"`
}

type feedbackFormPatch struct {
	Name        *string          `json:"name,omitempty" maxLength:"400" example:"Interview feedback"`
	Description *string          `json:"description,omitempty" maxLength:"40000" doc:"Markdown"`
	Fields      *[]formFieldJSON `json:"fields,omitempty" maxItems:"200" doc:"All of them, in their order"`
	Scale       *formScaleJSON   `json:"scale,omitempty"`
}

func (s *Server) feedbackForms() {
	registerShelf(s, shelf[access.Form, library.Form, libraryFilter, feedbackFormInput, feedbackFormPatch, feedbackFormJSON, feedbackFormContentJSON]{
		path: "/feedback-forms", tag: "feedback-forms", one: "feedback form", many: "feedback forms",
		see: access.TemplatesView, update: access.TemplatesUpdate, publish: access.TemplatesPublish, approve: access.TemplatesApprove, remove: access.TemplatesDelete,
		room:  func() *library.Shelf[access.Form, library.Form] { return s.Library.Forms },
		asked: func(in *libraryFilter) (library.Filter, *Paging) { return in.filter(), &in.Paging },
		made: func(in feedbackFormInput) library.Form {
			return library.Form{Name: in.Name, Description: in.Description, Fields: fieldsOf(in.Fields), Scale: in.Scale.scale()}
		},
		change: feedbackFormPatch.change, entry: feedbackFormAsJSON, listed: listedForm, content: formContentAsJSON,
		aboutCreate: "Personal: nobody else sees that it exists until you publish it.",
		aboutDelete: "Yours, or with templates:delete the organisation's. 409 where something that you see uses it.",
	})
}

func (in feedbackFormPatch) change() func(*library.Form) {
	return func(f *library.Form) {
		set(&f.Name, in.Name)
		set(&f.Description, in.Description)
		if in.Fields != nil {
			f.Fields = fieldsOf(*in.Fields)
		}
		if in.Scale != nil {
			f.Scale = in.Scale.scale()
		}
	}
}

func fieldsOf(in []formFieldJSON) (out []library.Field) {
	for _, f := range in {
		out = append(out, library.Field{ID: f.ID, Kind: library.FieldKind(f.Kind), Label: f.Label, Help: f.Help, Required: f.Required, Options: f.Options})
	}
	return out
}

func (in formScaleJSON) scale() library.Scale {
	return library.Scale{Kind: library.ScaleKind(in.Kind), Levels: in.Levels, Labels: in.Labels}
}

func feedbackFormAsJSON(e library.Entry[library.Form]) feedbackFormJSON {
	out, c := listedForm(e.Item), formContentAsJSON(e.Content)
	out.Description, out.Fields, out.Scale = &c.Description, &c.Fields, &c.Scale
	return out
}

func listedForm(i library.Item) feedbackFormJSON {
	return feedbackFormJSON{LibraryItemJSON: libraryItemAsJSON(i), Name: i.Title, FieldCount: i.Parts}
}

func formContentAsJSON(f library.Form) feedbackFormContentJSON {
	out := feedbackFormContentJSON{Name: f.Name, Description: f.Description, Fields: []formFieldJSON{},
		Scale: formScaleJSON{Kind: string(f.Scale.Kind), Levels: f.Scale.Levels, Labels: f.Scale.Labels}}
	for _, x := range f.Fields {
		out.Fields = append(out.Fields, formFieldJSON{ID: x.ID, Kind: string(x.Kind), Label: x.Label, Help: x.Help, Required: x.Required, Options: x.Options})
	}
	return out
}
