package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/positions"
)

func (s *Server) positionTeam(w http.ResponseWriter, r *Request) error {
	head, err := s.positionHead(r, "overview")
	if err != nil {
		return err
	}
	return s.teamSheet(w, r, http.StatusOK, pages.TeamPage{Head: head, Team: pages.TeamOf(head.Position.Team)})
}

func (s *Server) teamSheet(w http.ResponseWriter, r *Request, status int, page pages.TeamPage) (err error) {
	if page.Position.May.Team {
		if page.People, err = s.peopleOptions(r, page.Team); err != nil {
			return err
		}
	}
	return s.Answer(w, r, status, pages.Team(page))
}

func (s *Server) positionSetTeam(w http.ResponseWriter, r *Request) error {
	var form teamForm
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	p, err := s.Positions.SetTeam(r.Context(), r.Actor, r.PathValue("id"), form.seats())
	if bad, ok := Problems(err); ok {
		head, err := s.positionHead(r, "overview")
		if err != nil {
			return err
		}
		return s.teamSheet(w, r, http.StatusUnprocessableEntity, pages.TeamPage{Head: head, Team: form.typed(), Problems: renamed(bad)})
	}
	if err != nil {
		return err
	}
	to := "/positions/" + p.ID
	if err := s.Positions.Permitted(r.Context(), r.Actor, p.ID, access.PositionView); err != nil { // who left the team of a private position
		to = "/positions"
	}
	return s.SeeOther(w, r, to, "Hiring team saved.")
}

func (s *Server) positionPrivacy(w http.ResponseWriter, r *Request) error {
	head, err := s.positionHead(r, "overview")
	if err != nil {
		return err
	}
	v, err := s.Positions.Reveals(r.Context(), r.Actor, head.Position.ID)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Privacy(pages.PrivacyPage{Head: head, Reveal: v}))
}

func (s *Server) positionSetPrivacy(w http.ResponseWriter, r *Request) error {
	var form struct {
		Private bool `form:"private"`
	}
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	p, err := s.Positions.SetPrivate(r.Context(), r.Actor, r.PathValue("id"), form.Private)
	if err != nil {
		return err
	}
	words := p.Title + " is visible to everybody who sees positions."
	if p.Private {
		words = p.Title + " is private now: only the hiring team and those who see private positions see it."
	}
	return s.SeeOther(w, r, r.Next("/positions/"+p.ID), words)
}

func (s *Server) positionSetPublic(w http.ResponseWriter, r *Request) error {
	var form struct {
		Public bool `form:"public"`
	}
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	p, err := s.Positions.SetPublic(r.Context(), r.Actor, r.PathValue("id"), form.Public)
	if err != nil {
		return err
	}
	words := "It is off the careers page."
	switch {
	case p.OnCareersPage():
		words = "It is on the careers page now."
	case p.Public:
		words = "It goes on the careers page when it is opened."
	}
	return s.SeeOther(w, r, "/positions/"+p.ID, words)
}

func (s *Server) positionOpen(w http.ResponseWriter, r *Request) error {
	p, err := s.Positions.Open(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	words := p.Title + " is open."
	if p.OnCareersPage() {
		words = p.Title + " is open, and on the careers page."
	}
	return s.SeeOther(w, r, "/positions/"+p.ID, words)
}

func (s *Server) positionClosing(w http.ResponseWriter, r *Request) error {
	page, err := s.closePage(r)
	if err != nil {
		return err
	}
	page.Applications, page.SendEmail = "keep", page.Position.May.Contact
	return s.Show(w, r, pages.Close(page))
}

// closePage is the sheet that asks; whoever may not close is refused before they are asked.
func (s *Server) closePage(r *Request) (page pages.ClosePage, err error) {
	if page.Head, err = s.positionHead(r, "overview"); err != nil {
		return page, err
	}
	if err := s.Positions.Permitted(r.Context(), r.Actor, page.Position.ID, access.PositionPublish); err != nil {
		return page, err
	}
	if page.Active, err = s.Positions.Active(r.Context(), r.Actor, page.Position.ID); err != nil {
		return page, err
	}
	for _, g := range candidates.ReasonGroups {
		for _, reason := range g.Reasons {
			page.Reasons = append(page.Reasons, kit.Option{Value: reason.Key, Label: reason.Label, Group: g.Label})
		}
	}
	page.Reason = "other"
	return page, nil
}

func (s *Server) positionClose(w http.ResponseWriter, r *Request) error {
	var form struct {
		Applications string `form:"applications"`
		Reason       string `form:"reject_reason"`
		Note         string `form:"note"`
		SendEmail    bool   `form:"send_email"`
	}
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	choice := candidates.CloseChoice{Applications: form.Applications, Reason: form.Reason, PositionNote: form.Note, SendEmail: form.SendEmail && form.Applications == "reject"}
	if choice.Applications == "" { // there were none to ask about
		choice.Applications = "keep"
	}
	done, err := s.Candidates.ClosePosition(r.Context(), r.Actor, r.PathValue("id"), choice)
	if bad, ok := Problems(err); ok {
		page, err := s.closePage(r)
		if err != nil {
			return err
		}
		page.Applications, page.Reason, page.Note, page.SendEmail, page.Problems = form.Applications, form.Reason, form.Note, form.SendEmail, renamed(bad)
		return s.Invalid(w, r, pages.Close(page))
	}
	if err != nil {
		return err
	}
	s.Flash(w, s.undoable(kit.FlashProps{Text: closed(done)}, done.Undo))
	return s.SeeOther(w, r, "/positions/"+done.Position.ID, "")
}

// closed says what was done.
func closed(c candidates.Closure) string {
	words := c.Position.Title + " is closed."
	if c.Rejected > 0 {
		words += " " + kit.Plural(c.Rejected, "candidate was", "candidates were") + " rejected."
	}
	if c.Kept > 0 {
		words += " " + kit.Plural(c.Kept, "stays", "stay") + " as they are."
	}
	if c.Undo != nil {
		words += " Undo takes the rejections back; the position stays closed."
	}
	return words
}

func (s *Server) positionDeleting(w http.ResponseWriter, r *Request) error {
	head, err := s.positionHead(r, "settings")
	if err != nil {
		return err
	}
	page := pages.DeletePage{Head: head}
	if page.Instead, err = s.undeletable(r, head.Position.ID); err != nil {
		return err
	}
	return s.Show(w, r, pages.Delete(page))
}

// undeletable is why a position can only be closed; empty where it can be deleted.
func (s *Server) undeletable(r *Request, id string) (why string, err error) {
	err = s.Positions.Deletable(r.Context(), r.Actor, id)
	if errs.Is(err, errs.Conflict) {
		return errs.As(err).Message, nil
	}
	return "", err
}

func (s *Server) positionDelete(w http.ResponseWriter, r *Request) error {
	head, err := s.positionHead(r, "settings")
	if err != nil {
		return err
	}
	err = s.Positions.Delete(r.Context(), r.Actor, head.Position.ID)
	if errs.Is(err, errs.Conflict) {
		return s.Answer(w, r, http.StatusConflict, pages.Delete(pages.DeletePage{Head: head, Instead: errs.As(err).Message}))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/positions", head.Position.Title+" is deleted.")
}
