package library

import (
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// FieldsPage is the form of a feedback form, new or being edited.
type FieldsPage struct {
	Shell    shell.AppProps
	Item     *library.Item // nil while it is new
	Form     FieldsForm
	Problems kit.Problems
	Stale    bool
}

// FieldsForm is a feedback form as it was typed. Each field has a key, by which its inputs find it wherever it is moved.
type FieldsForm struct {
	Name, Description, Seen string
	Scale, Levels, Labels   string // kind; how many; one a line
	Fields                  []FieldLine
	Unsaved                 bool
}

// FieldLine is a field as it was typed.
type FieldLine struct {
	Key, ID, Kind, Label, Help, Options string // options one a line
	Required                            bool
}

func (p FieldsPage) title() string {
	if p.Item == nil {
		return "New feedback form"
	}
	return "Edit feedback form"
}

func fieldKinds() (out []kit.Option) {
	for _, k := range library.FieldKinds {
		out = append(out, kit.Option{Value: string(k), Label: k.Label()})
	}
	return out
}

func scaleKinds() (out []kit.Option) {
	for _, k := range library.ScaleKinds {
		out = append(out, kit.Option{Value: string(k), Label: k.Label()})
	}
	return out
}

func fieldName(n int, f FieldLine) string { return or(f.Label, "Field "+strconv.Itoa(n+1)) }

func on(is bool) []string {
	if is {
		return []string{"true"}
	}
	return nil
}

// newFields are the buttons that add one.
func newFields() []kit.ButtonProps {
	var out []kit.ButtonProps
	for _, k := range library.FieldKinds {
		out = append(out, kit.ButtonProps{ID: "do-add-" + string(k), Label: "Add " + map[library.FieldKind]string{library.RatingField: "rating", library.SelectField: "select",
			library.TextField: "text", library.RecommendationField: "recommendation"}[k], Icon: "plus", Small: true, Name: "do", Value: "add:" + string(k)})
	}
	return out
}

// dragged marks the list of fields for the script that drags lines.
var dragged = templ.Attributes{"data-lines": ""}
