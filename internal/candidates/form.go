package candidates

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/positions"
)

// checkedForm is a careers form that has been read against its posting.
type checkedForm struct {
	Title       string
	Name, Email string
	Phone       string
	Links       []Link
	Consent     string
	Answers     []Answer
	wantsResume bool
	resume      *files.Kept
	kept        map[string]files.Kept // by question
}

// check reads the form against what the posting asks. Fields that it does not ask for are dropped.
func (in CareersForm) check(asked asking) (*checkedForm, error) {
	var p problems
	out := &checkedForm{Title: asked.Title, Consent: asked.Consent, kept: map[string]files.Kept{}, Links: []Link{}, Answers: []Answer{}}
	out.Name, out.Email = p.name("name", in.Name), p.email("email", in.Email)
	if out.Email == "" {
		p.add("email", "Enter your e-mail address.")
	}
	if asked.Form.Phone != positions.Off {
		out.Phone = p.line("phone", in.Phone, maxLine)
		p.required("phone", asked.Form.Phone, out.Phone != "", "Enter your phone number.")
	}
	if asked.Form.Links != positions.Off {
		var links []Link
		for _, l := range in.Links {
			links = append(links, Link{URL: l})
		}
		out.Links = p.links("links", links)
		p.required("links", asked.Form.Links, len(out.Links) > 0, "Give at least one link.")
	}
	if asked.Form.Resume != positions.Off {
		out.wantsResume = true
		p.required("resume", asked.Form.Resume, in.Resume != nil, "Attach your résumé.")
	}
	if asked.Consent != "" && !in.Consent {
		p.add("consent", "Please agree, or we may not keep your application.")
	}
	for _, q := range asked.Form.Questions {
		if answer, given := p.answer(q, in); given {
			out.Answers = append(out.Answers, answer)
		}
	}
	return out, p.err()
}

func (p *problems) required(name string, ask positions.Ask, given bool, sentence string) {
	if ask == positions.Required && !given {
		p.add(name, sentence)
	}
}

// answer reads what was said to one question.
func (p *problems) answer(q positions.Question, in CareersForm) (Answer, bool) {
	name := "answers." + q.ID
	out := Answer{QuestionID: q.ID, Question: q.Label, Kind: string(q.Kind)}
	if q.Kind == positions.File {
		if in.Files[q.ID] == nil && q.Required {
			p.add(name, "Attach a file.")
		}
		return out, in.Files[q.ID] != nil
	}
	out.Text = strings.TrimSpace(in.Answers[q.ID])
	if out.Text == "" {
		if q.Required {
			p.add(name, "Please answer this.")
		}
		return out, false
	}
	switch q.Kind {
	case positions.Short:
		out.Text = p.line(name, out.Text, maxLine)
	case positions.Long:
		p.atMost(name, out.Text, maxAnswer)
	case positions.Choice:
		if !slices.Contains(q.Choices, out.Text) {
			p.add(name, "Choose one of the answers given.")
		}
	case positions.YesNo:
		if out.Text != "yes" && out.Text != "no" {
			p.add(name, "Answer yes or no.")
		}
	}
	return out, true
}

// take takes in the bytes of the files that the form asks for. What is wrong with one is said of its field.
func (f *checkedForm) take(ctx context.Context, r *Room, visitor access.Actor, in CareersForm) error {
	var wrong []errs.Field
	var other error
	keep := func(name string, purpose files.Purpose, u *Upload) *files.Kept {
		k, err := r.take(ctx, visitor, purpose, *u)
		switch e := errs.As(err); {
		case err == nil:
			return &k
		case e.Kind == errs.Invalid || e.Kind == errs.TooLarge:
			wrong = append(wrong, errs.F(name, e.Message))
		default:
			other = err
		}
		return nil
	}
	if in.Resume != nil && f.wantsResume {
		f.resume = keep("resume", files.Resume, in.Resume)
	}
	for i, a := range f.Answers {
		if a.Kind != string(positions.File) {
			continue
		}
		if k := keep("answers."+a.QuestionID, files.Answer, in.Files[a.QuestionID]); k != nil {
			f.kept[a.QuestionID], f.Answers[i].FileName = *k, k.Name
		}
	}
	if other != nil {
		return other
	}
	return errs.Bad(wrong...)
}

// attach writes the rows of the files and names them in the answers.
func (f *checkedForm) attach(ctx context.Context, tx db.Tx, visitor access.Actor, applicationID string) error {
	if f.resume != nil {
		if _, err := files.Attach(ctx, tx, visitor, *f.resume, applicationID); err != nil {
			return err
		}
	}
	for i, a := range f.Answers {
		k, has := f.kept[a.QuestionID]
		if !has {
			continue
		}
		file, err := files.Attach(ctx, tx, visitor, k, applicationID)
		if err != nil {
			return err
		}
		f.Answers[i].FileID = file.ID
	}
	return nil
}

func (f *checkedForm) receipt(at time.Time) Receipt {
	out := Receipt{PositionTitle: f.Title, Name: f.Name, Email: f.Email, Phone: f.Phone, Answers: f.Answers, At: db.At(at)}
	for _, l := range f.Links {
		out.Links = append(out.Links, l.URL)
	}
	if f.resume != nil {
		out.Resume = f.resume.Name
	}
	for i := range out.Answers {
		out.Answers[i].FileID = "" // of no use to a visitor
	}
	return out
}

// lines are what the letter says was received.
func (f *checkedForm) lines() []string {
	out := []string{"Name: " + f.Name, "E-mail: " + f.Email}
	if f.Phone != "" {
		out = append(out, "Phone: "+f.Phone)
	}
	for _, l := range f.Links {
		out = append(out, "Link: "+l.URL)
	}
	if f.resume != nil {
		out = append(out, "Résumé: "+f.resume.Name)
	}
	for _, a := range f.Answers {
		asked := a.Question
		if !strings.HasSuffix(asked, "?") {
			asked += ":"
		}
		out = append(out, asked+" "+a.Said()+a.FileName)
	}
	return out
}

// Said is the answer in words: yes and no are kept as a machine writes them.
func (a Answer) Said() string {
	if a.Kind == string(positions.YesNo) && a.Text != "" {
		return strings.ToUpper(a.Text[:1]) + a.Text[1:]
	}
	return a.Text
}
