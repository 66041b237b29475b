package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/library"
)

// fieldsForm reads a feedback form as it was typed. The lines come in their order; the inputs of each carry its key.
func (r *Request) fieldsForm() (f pages.FieldsForm, do string, err error) {
	var head struct {
		Name        string `form:"name"`
		Description string `form:"description,raw"`
		Seen        string `form:"seen"`
		Scale       string `form:"scale.kind"`
		Levels      string `form:"scale.levels"`
		Labels      string `form:"scale.labels"`
		Do          string `form:"do"`
	}
	if err = r.Decode(&head); err != nil {
		return f, "", err
	}
	f = pages.FieldsForm{Name: head.Name, Description: head.Description, Seen: head.Seen, Scale: head.Scale, Levels: head.Levels, Labels: head.Labels}
	values := r.PostForm
	for _, line := range values["line"][:min(len(values["line"]), mostLines)] {
		if kind, key, _ := strings.Cut(line, ":"); kind == "f" && goodKey(key) {
			f.Fields = append(f.Fields, fieldLine(values, key))
		}
	}
	return f, head.Do, nil
}

func fieldLine(values url.Values, key string) pages.FieldLine {
	return pages.FieldLine{Key: key, ID: lineValue(values, "id", key), Kind: lineValue(values, "kind", key), Label: lineValue(values, "label", key), Help: lineValue(values, "help", key),
		Options: lineValue(values, "options", key), Required: slices.Contains(values["required-"+key], "true")}
}

func fieldKeys(f pages.FieldsForm) (keys []string) {
	for _, line := range f.Fields {
		keys = append(keys, line.Key)
	}
	return keys
}

// fieldsOf is a feedback form as its form shows it.
func fieldsOf(c library.Form, seen int) pages.FieldsForm {
	f := pages.FieldsForm{Name: c.Name, Description: c.Description, Seen: strconv.Itoa(seen), Scale: string(c.Scale.Kind), Labels: strings.Join(c.Scale.Labels, "\n")}
	if c.Scale.Levels > 0 {
		f.Levels = strconv.Itoa(c.Scale.Levels)
	}
	for _, field := range c.Fields {
		f.Fields = append(f.Fields, pages.FieldLine{Key: freshKey(fieldKeys(f)), ID: field.ID, Kind: string(field.Kind), Label: field.Label, Help: field.Help,
			Options: strings.Join(field.Options, "\n"), Required: field.Required})
	}
	return f
}

// written is what the form says.
func fieldsWritten(f pages.FieldsForm) (library.Form, error) {
	c := library.Form{Name: f.Name, Description: f.Description, Scale: library.Scale{Kind: library.ScaleKind(f.Scale)}}
	var wrong []errs.Field
	switch c.Scale.Kind {
	case library.NumericScale:
		n, err := strconv.Atoi(f.Levels)
		if err != nil && f.Levels != "" {
			wrong = append(wrong, errs.F("scale.levels", "Give a whole number."))
		}
		c.Scale.Levels = n
	case library.LabelledScale:
		c.Scale.Labels = linesOf(f.Labels)
	}
	for _, line := range f.Fields {
		c.Fields = append(c.Fields, library.Field{ID: line.ID, Kind: library.FieldKind(line.Kind), Label: line.Label, Help: line.Help, Required: line.Required, Options: linesOf(line.Options)})
	}
	return c, errs.Bad(wrong...)
}

func linesOf(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// atFields gives problems the names of the inputs that they are about: fields.0.label is label-KEY.
func atFields(f pages.FieldsForm, problems kit.Problems) kit.Problems {
	out := slices.Clone(problems)
	for n, p := range out {
		part := strings.Split(p.Name, ".")
		if len(part) != 3 || part[0] != "fields" {
			continue
		}
		if i, err := strconv.Atoi(part[1]); err == nil && i >= 0 && i < len(f.Fields) {
			out[n].Name = part[2] + "-" + f.Fields[i].Key
		}
	}
	return out
}

func (s *Server) fieldsEditor(w http.ResponseWriter, r *Request, status int, p pages.FieldsPage) error {
	title := "New feedback form"
	if p.Item != nil {
		title = "Edit " + p.Item.Title
	}
	p.Shell, p.Problems = s.Shell(r, title), atFields(p.Form, p.Problems)
	p.Form.Unsaved = p.Form.Unsaved || status != http.StatusOK
	return s.Answer(w, r, status, pages.Fields(p))
}

func (s *Server) formNew(w http.ResponseWriter, r *Request) error {
	if err := s.formShelf().mayWrite(r); err != nil {
		return err
	}
	return s.fieldsEditor(w, r, http.StatusOK, pages.FieldsPage{})
}

func (s *Server) formCreate(w http.ResponseWriter, r *Request) error {
	if err := s.formShelf().mayWrite(r); err != nil {
		return err
	}
	f, do, err := r.fieldsForm()
	p := pages.FieldsPage{Form: f}
	if err == nil && do != "" && do != "save" {
		changeFields(&p.Form, do)
		return s.fieldsEditor(w, r, http.StatusAccepted, p)
	}
	var c library.Form
	if err == nil {
		c, err = fieldsWritten(f)
	}
	var e library.Entry[library.Form]
	if err == nil {
		e, err = s.Library.Forms.Create(r.Context(), r.Actor, c)
	}
	if bad, ok := Problems(err); ok {
		p.Problems = bad
		return s.fieldsEditor(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, pages.Forms.Href(e.ID), "Feedback form saved. Only you see it.")
}

func (s *Server) formEdit(w http.ResponseWriter, r *Request) error {
	e, err := s.formShelf().editable(r)
	if err != nil {
		return err
	}
	return s.fieldsEditor(w, r, http.StatusOK, pages.FieldsPage{Item: &e.Item, Form: fieldsOf(e.Content, e.Revision)})
}

func (s *Server) formSave(w http.ResponseWriter, r *Request) error {
	was, err := s.formShelf().editable(r)
	if err != nil {
		return err
	}
	f, do, err := r.fieldsForm()
	p := pages.FieldsPage{Item: &was.Item, Form: f}
	if err == nil && do != "" && do != "save" {
		changeFields(&p.Form, do)
		return s.fieldsEditor(w, r, http.StatusAccepted, p)
	}
	var c library.Form
	if err == nil {
		c, err = fieldsWritten(f)
	}
	seen, _ := strconv.Atoi(f.Seen)
	var e library.Entry[library.Form]
	if err == nil {
		e, err = s.Library.Forms.Edit(r.Context(), r.Actor, was.ID, seen, func(was *library.Form) { *was = c })
	}
	if bad, ok := Problems(err); ok {
		p.Problems = bad
		return s.fieldsEditor(w, r, http.StatusUnprocessableEntity, p)
	}
	if stale(err) {
		p.Stale, p.Form.Seen = true, strconv.Itoa(was.Revision)
		return s.fieldsEditor(w, r, http.StatusPreconditionFailed, p)
	}
	if errs.Is(err, errs.Conflict) { // somebody else's change waits
		p.Problems = kit.ProblemsOf(err)
		return s.fieldsEditor(w, r, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, pages.Forms.Href(e.ID), savedWords("form", was.Item, e.Item))
}

// changeFields does what a button of the form says.
func changeFields(f *pages.FieldsForm, do string) {
	f.Unsaved = true
	verb, what, _ := strings.Cut(do, ":")
	if verb == "add" && slices.Contains(library.FieldKinds, library.FieldKind(what)) {
		line := pages.FieldLine{Key: freshKey(fieldKeys(*f)), Kind: what}
		if what == string(library.RecommendationField) {
			line.Label, line.Options = "Recommendation", strings.Join(library.Recommendations, "\n")
		}
		f.Fields = append(f.Fields, line)
		return
	}
	at := slices.IndexFunc(f.Fields, func(l pages.FieldLine) bool { return l.Key == what })
	switch {
	case at < 0:
	case verb == "drop":
		f.Fields = slices.Delete(f.Fields, at, at+1)
	case verb == "up" && at > 0:
		f.Fields[at-1], f.Fields[at] = f.Fields[at], f.Fields[at-1]
	case verb == "down" && at < len(f.Fields)-1:
		f.Fields[at+1], f.Fields[at] = f.Fields[at], f.Fields[at+1]
	}
}
