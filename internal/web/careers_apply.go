package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/careers"
)

// careersApply takes in an application. Whatever is wrong comes back with everything that was typed, and with the
// files that were sent.
func (s *Server) careersApply(w http.ResponseWriter, r *Request) error {
	at, posting, err := s.careersPostingOf(r)
	if err != nil {
		return err
	}
	if err := s.Positions.Arrive(r.Context(), at.visitor, r.Address()); err != nil {
		return err
	}
	sent, err := s.readApplication(r, at, posting)
	if err != nil {
		return err
	}
	t, ours := s.readToken(at, posting, sent.text["token"])
	if !ours || sent.text[pages.Trap] != "" { // a person whose page is older than our secret, or a machine
		sent.say("", "Please look over your application and send it once more.")
		sent.text["token"] = s.formToken(at, posting)
		return s.Invalid(w, r, pages.Posting(s.careersPage(at, posting, sent.filled())))
	}
	if err := s.unhurried(r, t); err != nil {
		return err
	}
	got, err := s.Candidates.Apply(r.Context(), at.visitor, sent.form(posting, t))
	if bad, ok := Problems(sent.late(err)); ok {
		sent.problems = sent.merged(bad)
		return s.Invalid(w, r, pages.Posting(s.careersPage(at, posting, sent.filled())))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, at.home+"/"+posting.Slug+"/received?receipt="+s.sealReceipt(at, posting, got), "")
}

// unhurried lets a form wait until its least time is over: that costs people nothing, and machines their speed.
func (s *Server) unhurried(r *Request, t stamp) error {
	left := s.careersPause - s.Now().Sub(time.UnixMilli(t.At))
	if left <= 0 {
		return nil
	}
	timer := time.NewTimer(min(left, s.careersPause))
	defer timer.Stop()
	select {
	case <-r.Context().Done():
		return r.Context().Err()
	case <-timer.C:
		return nil
	}
}

// sent is an application form as it arrived.
type sent struct {
	posting  positions.Posting
	text     map[string]string // by field, as typed
	files    map[string]*candidates.Upload
	chosen   map[string]*pages.Chosen // files that come back with the form
	problems kit.Problems
}

func (f *sent) say(field, words string) {
	f.problems = append(f.problems, errs.F(field, words))
}

// form is what the verb takes. A file that was refused goes along empty, so that it is refused together with whatever
// else is wrong.
func (f *sent) form(p positions.Posting, t stamp) candidates.CareersForm {
	out := candidates.CareersForm{Posting: p.Slug, Token: t.ID + f.digest(), Name: f.text["name"], Email: f.text["email"], Phone: f.text["phone"],
		Links: strings.Split(f.text["links"], "\n"), Consent: f.text["consent"] != "", Answers: map[string]string{}, Files: map[string]*candidates.Upload{}}
	out.Links = slices.DeleteFunc(out.Links, func(l string) bool { return strings.TrimSpace(l) == "" })
	out.Resume = f.upload("resume")
	for _, q := range p.Form.Questions {
		name := "answers." + q.ID
		out.Answers[q.ID] = f.text[name]
		if u := f.upload(name); u != nil {
			out.Files[q.ID] = u
		}
	}
	return out
}

func (f *sent) upload(name string) *candidates.Upload {
	if f.problems.Of(name) != "" {
		return &candidates.Upload{Name: name, Body: strings.NewReader("")}
	}
	return f.files[name]
}

// digest names what was sent: the same page sent twice with the same content is one application, a corrected one is
// another.
func (f *sent) digest() string {
	h := sha256.New()
	names := make([]string, 0, len(f.text))
	for name := range f.text {
		if name == "name" || name == "email" || name == "phone" || name == "links" || strings.HasPrefix(name, "answers.") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		h.Write([]byte(name + "\x00" + f.text[name] + "\x00"))
	}
	names = names[:0]
	for name := range f.files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		h.Write([]byte(name + "\x00" + f.files[name].Kept.SHA256 + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// late turns "sent too long ago" into what the applicant can put right: choose the file again.
func (f *sent) late(err error) error {
	if !errs.Is(err, errs.Conflict) {
		return err
	}
	var wrong []errs.Field
	for name := range f.files {
		wrong = append(wrong, errs.F(name, "This file was sent too long ago. Please choose it again."))
	}
	f.chosen = map[string]*pages.Chosen{}
	if wrong == nil {
		return err
	}
	return errs.Bad(wrong...)
}

// merged puts what was found wrong with files while they arrived in place of what the verb says of them.
func (f *sent) merged(found kit.Problems) kit.Problems {
	found = slices.DeleteFunc(found, func(p errs.Field) bool { return f.problems.Of(p.Name) != "" })
	found = append(found, f.problems...)
	place := func(p errs.Field) int { return slices.Index(f.order(), p.Name) }
	slices.SortStableFunc(found, func(a, b errs.Field) int { return cmp.Compare(place(a), place(b)) })
	return found
}

// order is that of the fields on the page.
func (f *sent) order() []string {
	names, last := []string{"name", "email", "phone", "links"}, []string{"consent", "resume"}
	for _, q := range f.posting.Form.Questions {
		if q.Kind == positions.File {
			last = append(last, "answers."+q.ID)
		} else {
			names = append(names, "answers."+q.ID)
		}
	}
	return append(names, last...)
}

// filled is the form as it comes back.
func (f *sent) filled() pages.Filled {
	out := pages.Filled{Token: f.text["token"], Name: f.text["name"], Email: f.text["email"], Phone: f.text["phone"], Links: f.text["links"],
		Consent: f.text["consent"] != "", Answers: map[string]string{}, Files: map[string]*pages.Chosen{}, Resume: f.chosen["resume"], Problems: f.problems}
	for _, q := range f.posting.Form.Questions {
		out.Answers[q.ID] = f.text["answers."+q.ID]
		if c := f.chosen["answers."+q.ID]; c != nil {
			out.Files[q.ID] = c
		}
	}
	return out
}
