package kit

import (
	"strconv"
	"strings"

	"candor/internal/errs"
	"github.com/a-h/templ"
)

// Field is one question of a form. The part (TextField, SelectField, …) says
// how it is answered; values a part has no use for are ignored.
type Field struct {
	Name     string // of the form value
	ID       string // "field-" + Name unless said; needed where a page repeats a name
	Label    string
	Hide     bool   // the label is spoken only: for filters and table cells
	Help     string // one sentence below the field
	Error    string // one sentence; the field is marked
	Value    string
	Values   []string // what is chosen, where several can be
	Options  []Option
	Blank    string // the entry of a select that stands for no choice ("Any department")
	Required bool   // asked for by the server; forms mark what is optional, not what is required
	Optional bool   // shows "optional" after the label
	Disabled bool
	ReadOnly bool
	Focus    bool // has the cursor when the page opens: one a page

	Placeholder  string // an example, never the label
	Autocomplete string // HTML's words: "email", "new-password", "off"
	InputMode    string
	Width        string // "short" (12 characters), "medium" (28); else as wide as its column
	Prefix       string // stands inside before the value: "€", "https://"
	Suffix       string
	Min, Max     string // numbers, dates, and length where it is text
	Step         string
	Rows         int    // of a text area
	Accept       string // of a file: ".pdf,.docx"
	Limit        int64  // of a file or all files, bytes
	Multiple     bool
	Source       string // combobox: address that answers ?q= with <option>s
	Preview      string // Markdown: address that answers a POST of "text" with HTML
	Attrs        templ.Attributes
}

// Option is one answer among several.
type Option struct {
	Value, Label string
	Help         string // second line, where the part has room
	Icon         string
	Disabled     bool
	Group        string // options of one group stand together, in given order
}

// FieldID is the id the field with a name has; error summaries link to it.
func FieldID(name string) string { return "field-" + name }

func (f Field) id() string { return or(f.ID, FieldID(f.Name)) }

func (f Field) chosen(value string) bool {
	if value == f.Value && f.Values == nil {
		return true
	}
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// control is what every input of a field carries.
func (f Field) control() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name}
	f.describe(a)
	set(a, "placeholder", f.Placeholder)
	set(a, "autocomplete", f.Autocomplete)
	set(a, "inputmode", f.InputMode)
	for name, on := range map[string]bool{"required": f.Required, "disabled": f.Disabled, "readonly": f.ReadOnly, "autofocus": f.Focus} {
		if on {
			a[name] = true
		}
	}
	return merge(a, f.Attrs)
}

// describe ties help and error to the control.
func (f Field) describe(a templ.Attributes) {
	by := ""
	if f.Help != "" {
		by = f.id() + "-help"
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
		by = strings.TrimSpace(by + " " + f.id() + "-error")
	}
	set(a, "aria-describedby", by)
}

// bounds are the limits of a text's length.
func (f Field) bounds() templ.Attributes {
	a := f.control()
	set(a, "maxlength", f.Max)
	set(a, "minlength", f.Min)
	return a
}

// ranged are the limits of a number or a date.
func (f Field) ranged() templ.Attributes {
	a := f.control()
	set(a, "min", f.Min)
	set(a, "max", f.Max)
	set(a, "step", f.Step)
	return a
}

func (f Field) rows() string { return strconv.Itoa(max(f.Rows, 3)) }

// groups splits the options where Group changes.
func (f Field) groups() [][]Option {
	var out [][]Option
	for i, o := range f.Options {
		if i == 0 || o.Group != f.Options[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], o)
	}
	return out
}

// Problems are the sentences a refused form comes back with.
type Problems []errs.Field

// ProblemsOf takes them out of an error. An error without fields is one
// problem of the whole form.
func ProblemsOf(err error) Problems {
	if err == nil {
		return nil
	}
	e := errs.As(err)
	if len(e.Fields) == 0 {
		return Problems{{Message: e.Message}}
	}
	return e.Fields
}

// Of is what is wrong with one field, "" if nothing is.
func (p Problems) Of(name string) string {
	for _, f := range p {
		if f.Name == name {
			return f.Message
		}
	}
	return ""
}

// state marks the frame of a field, for its look.
func state(f Field) string {
	if f.Error != "" {
		return "error"
	}
	return "plain"
}

// groupAttrs are what a set of controls carries as a whole.
func groupAttrs(f Field, role string) templ.Attributes {
	a := templ.Attributes{}
	set(a, "role", role)
	f.describe(a)
	delete(a, "aria-invalid") // not allowed on a group; the error text says it
	return a
}

func limit(f Field) string {
	if f.Limit == 0 {
		return ""
	}
	return strconv.FormatInt(f.Limit, 10)
}

// markdownTools are the buttons above a Markdown field; what they do is in
// js/markdown.js.
var markdownTools = []struct{ mark, label, icon string }{
	{"bold", "Bold", "bold"},
	{"italic", "Italic", "italic"},
	{"heading", "Heading", "heading"},
	{"list", "List", "list"},
	{"quote", "Quote", "quote"},
	{"link", "Link", "link"},
}

func tagsAttrs(f Field) templ.Attributes {
	a := f.control()
	a["autocomplete"] = "off"
	if len(f.Options) > 0 {
		a["list"] = f.id() + "-list"
	}
	return a
}
