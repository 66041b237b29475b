package web

import (
	"net/http"

	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/files"
	pages "candor/internal/ui/pages/candidates"
)

// noteForm is an empty note, with those first who can be mentioned in it.
func (s *Server) noteForm(r *Request, id string) (f pages.NoteForm, err error) {
	f.People, err = s.Candidates.Mentionable(r.Context(), r.Actor, id, "")
	return f, err
}

func (s *Server) noteAdd(w http.ResponseWriter, r *Request) error {
	var form struct {
		Body     string   `form:"body"`
		Mentions []string `form:"mentions"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	_, err := s.Candidates.Note(r.Context(), r.Actor, r.PathValue("id"), candidates.NewNote{Body: form.Body, Mentions: form.Mentions})
	if bad, ok := Problems(err); ok {
		p, cause := s.applicationPage(r)
		if cause != nil {
			return cause
		}
		p.Note.Body, p.Note.Mentions, p.Note.Problems = form.Body, form.Mentions, bad
		return s.Invalid(w, r, pages.Application(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, applicationPath(r), "Note added.")
}

// notePeople answers the field of mentions with whom the typed letters find.
func (s *Server) notePeople(w http.ResponseWriter, r *Request) error {
	found, err := s.Candidates.Mentionable(r.Context(), r.Actor, r.PathValue("id"), r.FormValue("q"))
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.MemberOptions(found))
}

// fileAsk is "Add a file…" as a page.
func (s *Server) fileAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.fileSheet(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.AddFile(sheet))
}

func (s *Server) fileSheet(r *Request) (p pages.FileSheet, err error) {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Write })
	return pages.FileSheet{Shell: s.Shell(r, "Add a file"), Name: d.CandidateName, Path: applicationPath(r), As: "resume"}, err
}

func (s *Server) fileAdd(w http.ResponseWriter, r *Request) error {
	f, head, err := r.File("file")
	if err != nil {
		return err
	}
	as := r.PostFormValue("as")
	if f == nil {
		err = errs.Bad(errs.F("file", "Choose a file."))
	} else {
		defer f.Close()
		_, err = s.Candidates.AddFile(r.Context(), r.Actor, r.PathValue("id"), as == "resume", candidates.Upload{Name: head.Filename, Body: f})
	}
	if e := errs.As(err); err != nil && (e.Kind == errs.Invalid || e.Kind == errs.TooLarge) {
		sheet, cause := s.fileSheet(r)
		if cause != nil {
			return cause
		}
		sheet.As, sheet.Problems = as, problemsAt("file", err)
		return s.Invalid(w, r, pages.AddFile(sheet))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, applicationPath(r), "File added.")
}

// fileRemoveAsk asks before a file goes.
func (s *Server) fileRemoveAsk(w http.ResponseWriter, r *Request) error {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Write })
	if err != nil {
		return err
	}
	for _, f := range d.Files {
		if f.ID == r.PathValue("file") {
			return s.Show(w, r, pages.Confirm(pages.ConfirmSheet{Shell: s.Shell(r, "Remove file"), Title: "Remove " + f.Name + "?", Lead: removal(f),
				Action: r.URL.Path, Back: applicationPath(r), Button: "Remove file"}))
		}
	}
	return errs.Hidden()
}

func removal(f files.File) string {
	if f.Purpose == files.Resume {
		return "The résumé goes for good, and is found by search no more."
	}
	return "The file goes for good."
}

func (s *Server) fileRemove(w http.ResponseWriter, r *Request) error {
	if err := s.Candidates.RemoveFile(r.Context(), r.Actor, r.PathValue("id"), r.PathValue("file")); err != nil {
		return err
	}
	return s.SeeOther(w, r, applicationPath(r), "File removed.")
}
