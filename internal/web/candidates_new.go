package web

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/candidates"
)

// newForm is what the page for adding somebody sends.
type newForm struct {
	Name       string `form:"name"`
	Email      string `form:"email"`
	Phone      string `form:"phone"`
	Headline   string `form:"headline"`
	Location   string `form:"location"`
	Links      string `form:"links"`
	Tags       string `form:"tags"`
	Position   string `form:"position_id"` // "ID" or "ID/PHASE"
	Source     string `form:"source"`
	SourceName string `form:"source_name"`
	Known      string `form:"known"` // "else", or the id of the person it is
	Kept       string `form:"kept"`  // the résumé that came before, sealed
	Then       string `form:"then"`  // "new" for the next one

	resume *candidates.Upload
}

func (f newForm) at() (position, phase string) {
	position, phase, _ = strings.Cut(f.Position, "/")
	return position, phase
}

func (f newForm) candidate() candidates.NewCandidate {
	position, phase := f.at()
	in := candidates.NewCandidate{Name: f.Name, Email: f.Email, Phone: f.Phone, Headline: f.Headline, Location: f.Location, Tags: splitTags(f.Tags),
		PositionID: position, PhaseID: phase, Source: candidates.Source(f.Source), SourceName: f.SourceName, Resume: f.resume, SomebodyElse: f.Known == "else"}
	for line := range strings.SplitSeq(f.Links, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			in.Links = append(in.Links, candidates.Link{URL: line})
		}
	}
	return in
}

func (s *Server) candidateNew(w http.ResponseWriter, r *Request) error {
	p, err := s.newPage(r, newForm{Position: r.FormValue("position"), Source: string(candidates.ByHand)}, nil)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.New(p))
}

func (s *Server) newPage(r *Request, f newForm, problems kit.Problems) (p pages.NewPage, err error) {
	p = pages.NewPage{Shell: s.Shell(r, "Add candidate"), Problems: problems, Form: pages.NewForm{Name: f.Name, Email: f.Email, Phone: f.Phone, Headline: f.Headline,
		Location: f.Location, Links: f.Links, Tags: f.Tags, Position: f.Position, Source: f.Source, SourceName: f.SourceName, Known: f.Known}}
	if f.resume != nil && f.resume.Kept != nil {
		p.Form.Kept, p.Form.KeptName = s.keepTicket(r, *f.resume.Kept), f.resume.Kept.Name
	}
	if p.Targets, err = s.Candidates.AddTargets(r.Context(), r.Actor, ""); err != nil {
		return p, err
	}
	p.Targets, err = s.withChosen(r, p.Targets, f)
	return p, err
}

// withChosen adds the chosen position to the first ones that the field offers, if it is a later one.
func (s *Server) withChosen(r *Request, all []candidates.Target, f newForm) ([]candidates.Target, error) {
	id, _ := f.at()
	if id == "" || slices.ContainsFunc(all, func(t candidates.Target) bool { return t.PositionID == id }) {
		return all, nil
	}
	p, err := s.Positions.Get(r.Context(), r.Actor, id)
	if errs.Is(err, errs.NotFound) || err == nil && !p.May.AddCandidate {
		return all, nil // the verb says so when the form is sent
	}
	t := candidates.Target{PositionID: p.ID, Title: p.Title}
	for _, ph := range p.Phases {
		t.Phases = append(t.Phases, candidates.Phase{ID: ph.ID, Name: ph.Name, Stage: ph.Stage})
	}
	return append(all, t), err
}

// addTargets answers the field with the positions that what is typed finds.
func (s *Server) addTargets(w http.ResponseWriter, r *Request) error {
	found, err := s.Candidates.AddTargets(r.Context(), r.Actor, r.FormValue("q"))
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.TargetOptions(found))
}

func (s *Server) candidateAdd(w http.ResponseWriter, r *Request) error {
	var form newForm
	err := r.Decode(&form)
	if err == nil {
		err = s.takeResume(r, &form)
	}
	var to string
	if err == nil {
		to, err = s.addPerson(r, form)
	}
	if e := errs.As(err); err != nil && returns(e, form) {
		p, cause := s.newPage(r, form, problemsOf(e))
		if cause != nil {
			return cause
		}
		if e.Code == "known_person" || form.Known != "" {
			if p.Known, err = s.Candidates.ByEmail(r.Context(), r.Actor, form.Email); err != nil {
				return err
			}
		}
		return s.Invalid(w, r, pages.New(p))
	}
	if err != nil {
		return err
	}
	if form.Then == "new" {
		to = "/candidates/new?position=" + strings.ReplaceAll(form.Position, "/", "%2F")
	}
	return s.SeeOther(w, r, to, form.Name+" added.")
}

// returns reports whether the form comes back with the error, so that its sender can put it right.
func returns(e *errs.Error, f newForm) bool {
	position, _ := f.at()
	return e.Kind == errs.Invalid || e.Kind == errs.TooLarge || e.Kind == errs.Conflict || e.Kind == errs.Refused && position == ""
}

// problemsOf says each problem at its field.
func problemsOf(e *errs.Error) kit.Problems {
	switch {
	case len(e.Fields) > 0:
		return e.Fields
	case e.Code == "known_person":
		return kit.Problems{errs.F("known", e.Message)}
	case e.Kind == errs.Conflict && e.Code == "": // the kept file is gone by now
		return kit.Problems{errs.F("resume", e.Message)}
	case e.Kind == errs.Refused:
		return kit.Problems{errs.F("position_id", "Choose a position. "+e.Message)}
	}
	return kit.Problems{errs.F("position_id", e.Message)}
}

// takeResume keeps the file that came now, or finds the one that came before.
func (s *Server) takeResume(r *Request, f *newForm) error {
	file, head, err := r.File("resume")
	if err != nil {
		return err
	}
	if file == nil {
		if f.Kept == "" {
			return nil
		}
		kept, err := s.keptFile(r, f.Kept)
		if err == nil {
			f.resume = &candidates.Upload{Name: kept.Name, Kept: &kept}
		}
		return err
	}
	defer file.Close()
	position, _ := f.at()
	kept, err := s.Candidates.KeepResume(r.Context(), r.Actor, position, &candidates.Upload{Name: head.Filename, Body: file})
	if err == nil {
		f.resume = &candidates.Upload{Name: kept.Name, Kept: kept}
	}
	return err
}

// addPerson adds somebody new, or an application to the one that the address belongs to, and says where that is.
func (s *Server) addPerson(r *Request, f newForm) (string, error) {
	if f.Known != "" && f.Known != "else" {
		return s.addToKnown(r, f)
	}
	added, err := s.Candidates.Add(r.Context(), r.Actor, f.candidate())
	switch {
	case err != nil:
		return "", err
	case added.Profile.ID == "": // whoever adds need not see
		return "/candidates/new", nil
	case added.ApplicationID != "":
		return "/applications/" + added.ApplicationID, nil
	}
	return "/candidates/" + added.CandidateID, nil
}

func (s *Server) addToKnown(r *Request, f newForm) (string, error) {
	in := f.candidate()
	if in.PositionID == "" {
		return "/candidates/" + f.Known, nil
	}
	added, err := s.Candidates.AddApplication(r.Context(), r.Actor, candidates.NewApplication{CandidateID: f.Known, PositionID: in.PositionID, PhaseID: in.PhaseID,
		Source: in.Source, SourceName: in.SourceName})
	if err != nil || in.Resume == nil {
		return "/applications/" + added.ApplicationID, err
	}
	_, err = s.Candidates.AddFile(r.Context(), r.Actor, added.ApplicationID, true, *in.Resume)
	if errs.Is(err, errs.Refused) || errs.Is(err, errs.NotFound) { // may add, but not write there: the application stands without the file
		return "/candidates/" + f.Known, nil
	}
	return "/applications/" + added.ApplicationID, err
}

// keepTicket lets a file that is kept come back with its form: sealed, for this member alone.
func (s *Server) keepTicket(r *Request, k files.Kept) string {
	return base64.RawURLEncoding.EncodeToString(sealer(s.Secret).Seal(nil, nil, k.Pack(), ticketFor(r)))
}

func (s *Server) keptFile(r *Request, ticket string) (files.Kept, error) {
	raw, err := base64.RawURLEncoding.DecodeString(ticket)
	if err == nil {
		raw, err = sealer(s.Secret).Open(nil, nil, raw, ticketFor(r))
	}
	if err != nil {
		return files.Kept{}, errs.Bad(errs.F("resume", "Please choose the file again."))
	}
	return files.Unpack(r.Actor, files.Resume, raw)
}

func ticketFor(r *Request) []byte {
	return []byte("new candidate\n" + r.Actor.OrgID() + "\n" + r.Actor.MemberID())
}

// addToAsk puts a known person on one more position.
func (s *Server) addToAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.addToSheet(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.AddTo(sheet))
}

func (s *Server) addToSheet(r *Request) (sheet pages.AddSheet, err error) {
	p, err := s.known(r, func(c candidates.CandidateCan) bool { return c.Add })
	if err != nil {
		return sheet, err
	}
	sheet = pages.AddSheet{Shell: s.Shell(r, "Add to a position"), Name: p.Name, Path: candidatePath(r)}
	sheet.Targets, err = s.Candidates.AddTargets(r.Context(), r.Actor, "")
	return sheet, err
}

func (s *Server) addTo(w http.ResponseWriter, r *Request) error {
	var form newForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	position, phase := form.at()
	var added candidates.Added
	err := errs.Bad(errs.F("position_id", "Choose a position."))
	if position != "" {
		added, err = s.Candidates.AddApplication(r.Context(), r.Actor, candidates.NewApplication{CandidateID: r.PathValue("id"), PositionID: position, PhaseID: phase,
			Source: candidates.Source(form.Source), SourceName: form.SourceName})
	}
	if e := errs.As(err); err != nil && (e.Kind == errs.Invalid || e.Kind == errs.Conflict) {
		sheet, cause := s.addToSheet(r)
		if cause != nil {
			return cause
		}
		sheet.Chosen, sheet.Source, sheet.SourceName, sheet.Problems = form.Position, form.Source, form.SourceName, problemsOf(e)
		return s.Invalid(w, r, pages.AddTo(sheet))
	}
	if err != nil {
		return err
	}
	if _, err := s.Candidates.Application(r.Context(), r.Actor, added.ApplicationID); err != nil { // whoever adds need not see it there
		return s.SeeOther(w, r, candidatePath(r), "Application added.")
	}
	return s.SeeOther(w, r, "/applications/"+added.ApplicationID, "Application added.")
}
