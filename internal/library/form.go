package library

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
)

// Form is what interviewers fill in after an interview.
type Form struct {
	Name        string  `json:"name"`
	Description string  `json:"description,omitempty"`
	Fields      []Field `json:"fields,omitempty"`
	Scale       Scale   `json:"scale"`
}

// FieldKind is how a field is answered.
type FieldKind string

const (
	RatingField         FieldKind = "rating"         // on the form's scale
	SelectField         FieldKind = "select"         // one of its options
	TextField           FieldKind = "text"           // in words
	RecommendationField FieldKind = "recommendation" // one of its options; tallied over interviews
)

// FieldKinds in the order in which forms offer them.
var FieldKinds = []FieldKind{RatingField, SelectField, TextField, RecommendationField}

// Label is the kind as people read it.
func (k FieldKind) Label() string {
	return map[FieldKind]string{RatingField: "Rating", SelectField: "Select", TextField: "Text", RecommendationField: "Recommendation"}[k]
}

// Field is one line of a form. Its id stays when the form is edited, so that answers find it.
type Field struct {
	ID       string    `json:"id"`
	Kind     FieldKind `json:"kind"`
	Label    string    `json:"label"`
	Help     string    `json:"help,omitempty"`
	Required bool      `json:"required,omitempty"`
	Options  []string  `json:"options,omitempty"` // of select and recommendation
}

// ScaleKind says what ratings are given on.
type ScaleKind string

const (
	OrganisationScale ScaleKind = "organisation" // the organisation's own, as it is when the interview is made
	NumericScale      ScaleKind = "numeric"      // 1 to Levels
	LabelledScale     ScaleKind = "labelled"     // Labels, from the lowest to the highest
)

// ScaleKinds in the order in which forms offer them.
var ScaleKinds = []ScaleKind{OrganisationScale, NumericScale, LabelledScale}

// Label is the scale as people read it.
func (k ScaleKind) Label() string {
	return map[ScaleKind]string{OrganisationScale: "The organisation's scale", NumericScale: "Numbers", LabelledScale: "Labels"}[k]
}

// Scale is what ratings of a form are given on. The zero value is the organisation's.
type Scale struct {
	Kind   ScaleKind `json:"kind"`
	Levels int       `json:"levels,omitempty"` // of a numeric one: 2 to 10
	Labels []string  `json:"labels,omitempty"` // of a labelled one: 2 to 10
}

// Recommendations are the options of a recommendation that brings none: an even number, so that nobody stays in the
// middle.
var Recommendations = []string{"Strong no", "No", "Yes", "Strong yes"}

var formKind = kind[access.Form, Form]{
	name: "form", word: "feedback form", see: access.TemplatesView, update: access.TemplatesUpdate, publish: access.TemplatesPublish, approve: access.TemplatesApprove,
	view: access.FormView, edit: access.FormEdit, editLive: access.FormEditLive, remove: access.FormDelete,
	submit: access.FormPublish, atOnce: access.FormPublishAtOnce, clone: access.FormClone, use: access.FormUse,
	settle: func(_ context.Context, _ db.Tx, _ access.Actor, f *Form, was Form) (problems, error) {
		return f.settle(was), nil
	},
	shareable: func(context.Context, db.Tx, access.Actor, Form, Form) error { return nil },
	digest:    func(f Form) digest { return digest{title: f.Name, parts: len(f.Fields)} },
	copied:    func(f Form) Form { return f },
	dress:     func(context.Context, db.Tx, access.Actor, string, *Form) error { return nil },
	parts: func(_ names, f Form) []Part {
		return []Part{
			{Name: "name", Label: "Name", Text: f.Name},
			{Name: "description", Label: "Description", Text: f.Description},
			{Name: "scale", Label: "Scale", Text: f.Scale.text()},
			{Name: "fields", Label: "Fields", Text: f.text()},
		}
	},
}

func (f *Form) settle(was Form) (p problems) {
	f.Name = p.title("name", f.Name, "A feedback form needs a name.")
	f.Description = p.text("description", f.Description, maxText)
	f.Scale.settle(&p)
	if len(f.Fields) > maxFields {
		p.add("fields", fmt.Sprintf("At most %d fields fit.", maxFields))
		return p
	}
	seen := map[string]bool{}
	for i := range f.Fields {
		field, at := &f.Fields[i], fmt.Sprintf("fields.%d.", i)
		if seen[field.ID] || !slices.ContainsFunc(was.Fields, func(o Field) bool { return o.ID == field.ID }) {
			field.ID = db.NewID() // new, or another's
		}
		seen[field.ID] = true
		field.settle(&p, at)
	}
	return p
}

func (f *Field) settle(p *problems, at string) {
	f.Label = p.title(at+"label", f.Label, "A field needs a label.")
	f.Help = p.text(at+"help", f.Help, maxHelp)
	if !slices.Contains(FieldKinds, f.Kind) {
		p.add(at+"kind", "A field is a rating, a select, a text or a recommendation.")
	}
	if f.Kind == RecommendationField && len(f.Options) == 0 {
		f.Options = slices.Clone(Recommendations)
	}
	if f.Kind != SelectField && f.Kind != RecommendationField {
		f.Options = nil
		return
	}
	f.Options = p.options(at+"options", f.Options, maxOptions)
}

// options are two or more different lines.
func (p *problems) options(field string, all []string, most int) []string {
	var out []string
	for _, o := range all {
		o = p.line(field, o, maxOption)
		if db.Key(o) == "" {
			continue
		}
		if slices.ContainsFunc(out, func(x string) bool { return db.Key(x) == db.Key(o) }) {
			p.add(field, "“"+o+"” is there twice.")
		}
		out = append(out, o)
	}
	if len(out) < 2 || len(out) > most {
		p.add(field, fmt.Sprintf("Give 2 to %d different choices.", most))
	}
	return out
}

func (s *Scale) settle(p *problems) {
	switch s.Kind {
	case "", OrganisationScale:
		*s = Scale{Kind: OrganisationScale}
	case NumericScale:
		s.Labels = nil
		if s.Levels == 0 {
			s.Levels = 5
		}
		if s.Levels < 2 || s.Levels > 10 {
			p.add("scale.levels", "A scale has 2 to 10 levels.")
		}
	case LabelledScale:
		s.Levels = 0
		s.Labels = p.options("scale.labels", s.Labels, 10)
	default:
		p.add("scale.kind", "A scale is the organisation's, numeric or labelled.")
	}
}

func (s Scale) text() string {
	switch s.Kind {
	case NumericScale:
		return fmt.Sprintf("1 to %d", s.Levels)
	case LabelledScale:
		return strings.Join(s.Labels, ", ")
	}
	return s.Kind.Label()
}

// text is the fields as lines.
func (f Form) text() string {
	var out strings.Builder
	for i, field := range f.Fields {
		fmt.Fprintf(&out, "%d. %s (%s", i+1, field.Label, strings.ToLower(field.Kind.Label()))
		if field.Required {
			out.WriteString(", required")
		}
		out.WriteString(")\n")
		if field.Help != "" {
			out.WriteString("   " + field.Help + "\n")
		}
		if len(field.Options) > 0 {
			out.WriteString("   " + strings.Join(field.Options, " / ") + "\n")
		}
	}
	return strings.TrimSpace(out.String())
}
