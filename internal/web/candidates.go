package web

import (
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/files"
	pages "candor/internal/ui/pages/candidates"
)

// people lists the doors of candidates: the list, one person, adding.
func (s *Server) people() {
	see := access.NeedPermission(access.CandidatesView)
	s.Handle("GET /candidates", see, s.candidateList)
	s.Handle("GET /candidates/{id}", see, s.candidateShow)

	add := access.NeedPermission(access.CandidatesCreate)
	s.Handle("GET /candidates/new", add, s.candidateNew)
	s.Handle("POST /candidates", add, s.candidateAdd, MaxBody(files.Resume.Limit()+1<<20))
	s.Handle("GET /candidates/new/positions", add, s.addTargets)
	s.Handle("GET /candidates/{id}/applications", add, s.addToAsk)
	s.Handle("POST /candidates/{id}/applications", add, s.addTo)

	edit := access.NeedPermission(access.CandidatesUpdate, access.CandidatesUpdateContact)
	s.Handle("GET /candidates/{id}/edit", edit, s.candidateEditAsk)
	s.Handle("POST /candidates/{id}/edit", edit, s.candidateEdit)
	s.Handle("POST /candidates/{id}/shelf", edit, s.candidateShelve)
	s.Handle("POST /candidates/tags/ask", access.NeedPermission(access.CandidatesUpdate), s.tagAsk)
	s.Handle("POST /candidates/tags", access.NeedPermission(access.CandidatesUpdate), s.tagMany)

	link := access.NeedPermission(access.MembersUpdate, access.CandidatesClose)
	s.Handle("GET /candidates/{id}/link", link, s.linkAsk)
	s.Handle("GET /candidates/{id}/link/members", link, s.linkMembers)
	s.Handle("POST /candidates/{id}/link", link, s.linkTo)
	s.Handle("GET /candidates/{id}/unlink", link, s.unlinkAsk)
	s.Handle("POST /candidates/{id}/unlink", link, s.unlink)

	remove := access.NeedRole(access.CandidatesDelete)
	s.Handle("GET /candidates/{id}/delete", remove, s.candidateDeleteAsk)
	s.Handle("POST /candidates/{id}/delete", remove, s.candidateDelete)
}

func candidatePath(r *Request) string { return "/candidates/" + r.PathValue("id") }

func (s *Server) candidateShow(w http.ResponseWriter, r *Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	p := pages.ProfilePage{Clock: r.Clock(), Address: r.URL.RequestURI()}
	var err error
	if p.Profile, err = s.Candidates.Candidate(ctx, r.Actor, id); err != nil {
		return err
	}
	p.Shell = s.Shell(r, p.Name)
	if p.Own {
		return s.Show(w, r, pages.Profile(p))
	}
	if p.Resume, err = s.resumeOf(r, p.Files, candidatePath(r)); err != nil {
		return err
	}
	if p.Same, err = s.Candidates.Duplicates(ctx, r.Actor, id); err != nil {
		return err
	}
	p.Timeline, err = s.timeline(r, candidatePath(r), func(kinds []string) (candidates.Feed, error) {
		page, err := s.page(r, 0)
		if err != nil {
			return candidates.Feed{}, err
		}
		return s.Candidates.CandidateActivity(ctx, r.Actor, id, kinds, page)
	})
	if err != nil {
		return err
	}
	if len(p.Applications) > 1 {
		p.Timeline.Titles = map[string]string{}
		for _, a := range p.Applications {
			p.Timeline.Titles[a.ID] = a.PositionTitle
		}
	}
	return s.Show(w, r, pages.Profile(p))
}

func (s *Server) candidateShelve(w http.ResponseWriter, r *Request) error {
	p, err := s.Candidates.Shelve(r.Context(), r.Actor, r.PathValue("id"), candidates.Standing(r.FormValue("status")))
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, r.back(candidatePath(r)), p.Name+" is "+strings.ToLower(p.Standing.Label())+".")
}

// known loads a person for a question about them: hidden (404) comes before refused (403).
func (s *Server) known(r *Request, may func(candidates.CandidateCan) bool) (candidates.Profile, error) {
	p, err := s.Candidates.Candidate(r.Context(), r.Actor, r.PathValue("id"))
	switch {
	case err != nil:
		return p, err
	case p.Own:
		return p, errs.Refuse("own_file", "This is your own application.")
	case !may(p.Can):
		return p, errs.Refuse("not_permitted", "You may not do this with this candidate.")
	}
	return p, nil
}

func (s *Server) candidateDeleteAsk(w http.ResponseWriter, r *Request) error {
	p, err := s.known(r, func(c candidates.CandidateCan) bool { return c.Delete })
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Confirm(pages.ConfirmSheet{Shell: s.Shell(r, "Delete candidate"), Title: "Delete " + p.Name + "?",
		Lead:   "Everything you see of them goes for good: contact, applications, files, answers, notes and activity.",
		Action: candidatePath(r) + "/delete", Back: candidatePath(r), Button: "Delete candidate"}))
}

func (s *Server) candidateDelete(w http.ResponseWriter, r *Request) error {
	if err := s.Candidates.Delete(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/candidates", "Candidate deleted.")
}
