package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/library"
)

// mostLines is how many sections and questions are read of a form; the library takes fewer, and says so.
const mostLines = 300

// planForm reads a template as it was typed. The lines come in their order; the fields of each carry its key.
func (r *Request) planForm() (f pages.PlanForm, do string, err error) {
	var head struct {
		Name        string `form:"name"`
		Description string `form:"description,raw"`
		Guidance    string `form:"guidance,raw"`
		Seen        string `form:"seen"`
		Find        string `form:"find"`
		Into        string `form:"into"`
		Do          string `form:"do"`
	}
	if err = r.Decode(&head); err != nil {
		return f, "", err
	}
	f = pages.PlanForm{Name: head.Name, Description: head.Description, Guidance: head.Guidance, Seen: head.Seen, Find: head.Find, Into: head.Into}
	values := r.PostForm
	for _, line := range values["line"][:min(len(values["line"]), mostLines)] {
		kind, key, _ := strings.Cut(line, ":")
		if !goodKey(key) {
			continue
		}
		if kind == "s" || len(f.Sections) == 0 {
			section := pages.PlanSection{Key: key}
			if kind != "s" {
				section.Key = "s" + key
			}
			section.Title = lineValue(values, "section", section.Key)
			f.Sections = append(f.Sections, section)
		}
		if kind == "q" {
			last := &f.Sections[len(f.Sections)-1]
			last.Lines = append(last.Lines, planLine(values, key))
		}
	}
	return f, head.Do, nil
}

func planLine(values url.Values, key string) pages.PlanLine {
	line := pages.PlanLine{Key: key, Question: lineValue(values, "question", key), Title: lineValue(values, "title", key), State: lineValue(values, "state", key),
		Minutes: lineValue(values, "minutes", key), Note: lineValue(values, "note", key)}
	line.Revision, _ = strconv.Atoi(lineValue(values, "revision", key))
	line.Latest, _ = strconv.Atoi(lineValue(values, "latest", key))
	return line
}

// lineValue is a field of a line; what is no text is read as what is left of it.
func lineValue(values url.Values, name, key string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(clean(values.Get(name+"-"+key), false), ""), "\x00", "")
}

// goodKey is what we give: a few letters and digits.
func goodKey(key string) bool {
	return key != "" && len(key) <= 12 && !strings.ContainsFunc(key, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}

// freshKey is one that no line has.
func freshKey(taken []string) string {
	for n := len(taken) + 1; ; n++ {
		if key := "k" + strconv.Itoa(n); !slices.Contains(taken, key) {
			return key
		}
	}
}

func planKeys(f pages.PlanForm) (keys []string) {
	for _, s := range f.Sections {
		keys = append(keys, s.Key)
		for _, q := range s.Lines {
			keys = append(keys, q.Key)
		}
	}
	return keys
}

// planOf is a template as its form shows it.
func planOf(t library.Template, seen int) pages.PlanForm {
	f := pages.PlanForm{Name: t.Name, Description: t.Description, Guidance: t.Guidance, Seen: strconv.Itoa(seen)}
	for _, s := range t.Sections {
		section := pages.PlanSection{Key: freshKey(planKeys(f)), Title: s.Title}
		f.Sections = append(f.Sections, section)
		for _, q := range s.Questions {
			last := &f.Sections[len(f.Sections)-1]
			line := pages.PlanLine{Key: freshKey(planKeys(f)), Question: q.QuestionID, Title: q.Title, State: string(q.State), Revision: q.Revision, Latest: q.Latest, Note: q.Note}
			if q.Minutes > 0 {
				line.Minutes = strconv.Itoa(q.Minutes)
			}
			last.Lines = append(last.Lines, line)
		}
	}
	return f
}

// template is what the form says. Minutes that are no number are a problem of their line.
func planTemplate(f pages.PlanForm) (t library.Template, err error) {
	t = library.Template{Name: f.Name, Description: f.Description, Guidance: f.Guidance}
	var wrong []errs.Field
	for _, s := range f.Sections {
		section := library.Section{Title: s.Title}
		for _, q := range s.Lines {
			line := library.Asked{QuestionID: q.Question, Revision: q.Revision, Title: q.Title, Note: q.Note}
			if q.Minutes != "" {
				n, bad := strconv.Atoi(q.Minutes)
				if bad != nil {
					wrong = append(wrong, errs.F("minutes-"+q.Key, "Give whole minutes."))
				}
				line.Minutes = n
			}
			section.Questions = append(section.Questions, line)
		}
		t.Sections = append(t.Sections, section)
	}
	return t, errs.Bad(wrong...)
}

// atLines gives problems the names of the fields that they are about: sections.0.questions.1.minutes is minutes-KEY.
func atLines(f pages.PlanForm, problems kit.Problems) kit.Problems {
	out := slices.Clone(problems)
	for n, p := range out {
		part := strings.Split(p.Name, ".")
		if len(part) < 3 || part[0] != "sections" {
			continue
		}
		i, err := strconv.Atoi(part[1])
		if err != nil || i < 0 || i >= len(f.Sections) {
			continue
		}
		if part[2] == "title" {
			out[n].Name = "section-" + f.Sections[i].Key
		} else if len(part) == 5 {
			if j, err := strconv.Atoi(part[3]); err == nil && j >= 0 && j < len(f.Sections[i].Lines) {
				out[n].Name = part[4] + "-" + f.Sections[i].Lines[j].Key
			}
		}
	}
	return out
}

// planner shows the form of a template.
func (s *Server) planner(w http.ResponseWriter, r *Request, status int, p pages.PlanPage) (err error) {
	title := "New template"
	if p.Item != nil {
		title = "Edit " + p.Item.Title
	}
	p.Shell, p.Problems = s.Shell(r, title), atLines(p.Form, p.Problems)
	p.Form.Unsaved = p.Form.Unsaved || status != http.StatusOK
	if p.Found, err = s.foundQuestions(r, p.Form); err != nil {
		return err
	}
	p.Found.OrgOnly = p.Item != nil && p.Item.Visibility == library.Org
	return s.Answer(w, r, status, pages.Plan(p))
}

// questionsOffered is how many questions the form of a template lists beside it.
const questionsOffered = 30

// foundQuestions are the organisation's and the reader's own that have the words in their title.
func (s *Server) foundQuestions(r *Request, f pages.PlanForm) (out pages.FoundQuestions, err error) {
	out = pages.FoundQuestions{Find: f.Find, In: map[string]bool{}}
	list, err := s.Library.Questions.List(r.Context(), r.Actor, library.Filter{Q: f.Find}, db.Page{Limit: questionsOffered})
	if errs.Is(err, errs.Refused) { // who writes templates need not see questions
		out.Blocked = true
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.More = list.Next != ""
	for _, i := range list.Items {
		if i.Visibility == library.Org || i.CreatorID == r.Actor.MemberID() {
			out.All = append(out.All, i)
		}
	}
	for _, section := range f.Sections {
		for _, q := range section.Lines {
			out.In[q.Question] = true
		}
	}
	return out, nil
}

// templateQuestions answers the list beside the form while one types.
func (s *Server) templateQuestions(w http.ResponseWriter, r *Request) error {
	if err := s.templateShelf().mayWrite(r); err != nil {
		return err
	}
	f, _, err := r.planForm()
	if err != nil {
		return err
	}
	found, err := s.foundQuestions(r, f)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Found(found))
}

func (s *Server) templateNew(w http.ResponseWriter, r *Request) error {
	if err := s.templateShelf().mayWrite(r); err != nil {
		return err
	}
	return s.planner(w, r, http.StatusOK, pages.PlanPage{Form: pages.PlanForm{Sections: []pages.PlanSection{{Key: "k1"}}}})
}

func (s *Server) templateCreate(w http.ResponseWriter, r *Request) error {
	if err := s.templateShelf().mayWrite(r); err != nil {
		return err
	}
	f, do, err := r.planForm()
	p := pages.PlanPage{Form: f}
	if err == nil && do != "" && do != "save" {
		return s.planChanged(w, r, p, do)
	}
	var t library.Template
	if err == nil {
		t, err = planTemplate(f)
	}
	var e library.Entry[library.Template]
	if err == nil {
		e, err = s.Library.Templates.Create(r.Context(), r.Actor, t)
	}
	if bad, ok := Problems(err); ok {
		p.Problems = bad
		return s.planner(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, pages.Templates.Href(e.ID), "Template saved. Only you see it.")
}

func (s *Server) templateEdit(w http.ResponseWriter, r *Request) error {
	e, err := s.templateShelf().editable(r)
	if err != nil {
		return err
	}
	return s.planner(w, r, http.StatusOK, pages.PlanPage{Item: &e.Item, Form: planOf(e.Content, e.Revision)})
}

func (s *Server) templateSave(w http.ResponseWriter, r *Request) error {
	was, err := s.templateShelf().editable(r)
	if err != nil {
		return err
	}
	f, do, err := r.planForm()
	p := pages.PlanPage{Item: &was.Item, Form: f}
	if err == nil && do != "" && do != "save" {
		return s.planChanged(w, r, p, do)
	}
	var t library.Template
	if err == nil {
		t, err = planTemplate(f)
	}
	seen, _ := strconv.Atoi(f.Seen)
	var e library.Entry[library.Template]
	if err == nil {
		e, err = s.Library.Templates.Edit(r.Context(), r.Actor, was.ID, seen, func(c *library.Template) { *c = t })
	}
	if bad, ok := Problems(err); ok {
		p.Problems = bad
		return s.planner(w, r, http.StatusUnprocessableEntity, p)
	}
	if stale(err) {
		p.Stale, p.Form.Seen = true, strconv.Itoa(was.Revision)
		return s.planner(w, r, http.StatusPreconditionFailed, p)
	}
	if errs.Is(err, errs.Conflict) { // somebody else's change waits
		p.Problems = kit.ProblemsOf(err)
		return s.planner(w, r, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, pages.Templates.Href(e.ID), savedWords("template", was.Item, e.Item))
}

// planChanged does what a button of the form says, and shows the form again: 202, for nothing is saved.
func (s *Server) planChanged(w http.ResponseWriter, r *Request, p pages.PlanPage, do string) error {
	verb, what, _ := strings.Cut(do, ":")
	p.Form.Unsaved = true
	switch verb {
	case "section":
		p.Form.Sections = append(p.Form.Sections, pages.PlanSection{Key: freshKey(planKeys(p.Form))})
		p.Form.Into = ""
	case "add":
		q, err := s.Library.Questions.Get(r.Context(), r.Actor, what)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err != nil {
			p.Problems = kit.Problems{errs.F("find", "There is no such question any more.")}
		} else {
			addQuestion(&p.Form, q.Item)
		}
	case "up", "down", "drop", "renew":
		changeLine(&p.Form, verb, what)
	}
	return s.planner(w, r, http.StatusAccepted, p)
}

// addQuestion puts a question at the end of the section that was chosen, once.
func addQuestion(f *pages.PlanForm, i library.Item) {
	for _, s := range f.Sections {
		if slices.ContainsFunc(s.Lines, func(q pages.PlanLine) bool { return q.Question == i.ID }) {
			return
		}
	}
	if len(f.Sections) == 0 {
		f.Sections = append(f.Sections, pages.PlanSection{Key: freshKey(nil)})
	}
	at := len(f.Sections) - 1
	for n, s := range f.Sections {
		if s.Key == f.Into {
			at = n
		}
	}
	line := pages.PlanLine{Key: freshKey(planKeys(*f)), Question: i.ID, Title: i.Title, State: string(i.Visibility), Latest: i.Revision, Minutes: "10"}
	f.Sections[at].Lines = append(f.Sections[at].Lines, line)
}

// changeLine moves, removes or renews the section or question with a key. A question moves from section to section; a
// section that goes leaves its questions to its neighbour.
func changeLine(f *pages.PlanForm, verb, key string) {
	for n := range f.Sections {
		if f.Sections[n].Key == key {
			changeSection(f, verb, n)
			return
		}
		for m := range f.Sections[n].Lines {
			if f.Sections[n].Lines[m].Key == key {
				changeQuestion(f, verb, n, m)
				return
			}
		}
	}
}

func changeSection(f *pages.PlanForm, verb string, n int) {
	s := f.Sections
	switch {
	case verb == "up" && n > 0:
		s[n-1], s[n] = s[n], s[n-1]
	case verb == "down" && n < len(s)-1:
		s[n], s[n+1] = s[n+1], s[n]
	case verb == "drop" && n > 0:
		s[n-1].Lines = append(s[n-1].Lines, s[n].Lines...)
		f.Sections = slices.Delete(s, n, n+1)
	case verb == "drop" && len(s) > 1:
		s[1].Lines = append(slices.Clone(s[0].Lines), s[1].Lines...)
		f.Sections = slices.Delete(s, 0, 1)
	case verb == "drop" && len(s[n].Lines) == 0:
		f.Sections = nil
	}
}

func changeQuestion(f *pages.PlanForm, verb string, n, m int) {
	s := f.Sections
	q := s[n].Lines[m]
	take := func() { s[n].Lines = slices.Delete(s[n].Lines, m, m+1) }
	switch {
	case verb == "renew":
		s[n].Lines[m].Revision = q.Latest
	case verb == "drop":
		take()
	case verb == "up" && m > 0:
		s[n].Lines[m-1], s[n].Lines[m] = q, s[n].Lines[m-1]
	case verb == "up" && n > 0:
		take()
		s[n-1].Lines = append(s[n-1].Lines, q)
	case verb == "down" && m < len(s[n].Lines)-1:
		s[n].Lines[m+1], s[n].Lines[m] = q, s[n].Lines[m+1]
	case verb == "down" && n < len(s)-1:
		take()
		s[n+1].Lines = slices.Insert(s[n+1].Lines, 0, q)
	}
}
