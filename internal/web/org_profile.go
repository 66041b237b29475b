package web

import (
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// profile lists the doors of one's own account.
func (s *Server) profile() {
	own := access.SignedIn("everybody's own account")
	s.Handle("GET /settings/profile", own, s.profilePage)
	s.Handle("POST /settings/profile", own, s.profileEdit)
	s.Handle("POST /settings/appearance", own, s.looks)
	s.Handle("POST /appearance", own, s.appearance)
	s.Handle("POST /settings/email", own, s.emailAsk)
	s.Handle("POST /settings/password", own, s.passwordChange)
	s.Handle("POST /settings/sessions/{id}/end", own, s.sessionEnd)
	s.Handle("POST /settings/sessions/end", own, s.sessionsEnd)
}

func (s *Server) profilePage(w http.ResponseWriter, r *Request) error {
	p, err := s.profileProps(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.Profile(p))
}

func (s *Server) profileProps(r *Request) (settings.ProfilePage, error) {
	ctx, a := r.Context(), r.Actor
	mine, err := s.Org.Profile(ctx, a)
	if err != nil {
		return settings.ProfilePage{}, err
	}
	p := settings.ProfilePage{Frame: s.settingsFrame(r, "Your profile"), Profile: mine, Zones: org.Zones(),
		Form: settings.ProfileForm{Name: mine.Name, Title: mine.Title, TimeZone: mine.TimeZone}}
	if p.Sessions, err = s.Org.Sessions(ctx, a, db.HashToken(r.SessionToken())); err != nil {
		return p, err
	}
	around, err := s.Org.Surroundings(ctx, a)
	p.OrgZone = around.TimeZone
	return p, err
}

func (s *Server) profileEdit(w http.ResponseWriter, r *Request) error {
	p, err := s.profileProps(r)
	if err != nil {
		return err
	}
	err = r.Decode(&p.Form)
	if err == nil {
		_, err = s.Org.EditProfile(r.Context(), r.Actor, org.ProfileChange{Name: &p.Form.Name, Title: &p.Form.Title, TimeZone: &p.Form.TimeZone})
	}
	return s.profileDone(w, r, p, "you", err, "Saved.")
}

// profileDone leads back to the page, or shows it with what is wrong with one card.
func (s *Server) profileDone(w http.ResponseWriter, r *Request, p settings.ProfilePage, card string, err error, words string) error {
	bad, ok := takeBack(err)
	if errs.Is(err, errs.TooMany) {
		bad, ok = kit.ProblemsOf(err), true
	}
	if ok {
		p.Card, p.Problems = card, bad
		return s.Invalid(w, r, settings.Profile(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/profile", words)
}

func (s *Server) looks(w http.ResponseWriter, r *Request) error {
	p, err := s.profileProps(r)
	if err != nil {
		return err
	}
	var form struct {
		Appearance string `form:"appearance"`
		Theme      string `form:"theme"`
	}
	if err = r.Decode(&form); err == nil {
		_, err = s.Org.EditProfile(r.Context(), r.Actor, org.ProfileChange{Appearance: &form.Appearance, Theme: &form.Theme})
	}
	if err == nil { // the whole document changes its looks, not only its main part
		s.Flash(w, kit.FlashProps{Text: "Saved."})
		return s.Leave(w, r, "/settings/profile")
	}
	return s.profileDone(w, r, p, "looks", err, "")
}

// appearance is the switch in the member's menu; it leads back to where one was.
func (s *Server) appearance(w http.ResponseWriter, r *Request) error {
	var form struct {
		Appearance string `form:"appearance"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	if _, err := s.Org.EditProfile(r.Context(), r.Actor, org.ProfileChange{Appearance: &form.Appearance}); err != nil {
		return err
	}
	return s.Leave(w, r, r.here())
}

func (s *Server) emailAsk(w http.ResponseWriter, r *Request) error {
	p, err := s.profileProps(r)
	if err != nil {
		return err
	}
	var form struct {
		Email    string `form:"email"`
		Password string `form:"email_password,raw"`
	}
	if err = r.Decode(&form); err == nil {
		p.Email = form.Email
		err = underName(s.Org.AskEmail(r.Context(), r.Actor, form.Email, form.Password, r.Address()), "password", "email_password")
	}
	return s.profileDone(w, r, p, "email", err, "A letter with a link is on its way to "+strings.TrimSpace(form.Email)+".")
}

// underName gives a problem the name that the field has on this page: two cards ask for the password.
func underName(err error, from, to string) error {
	e := errs.As(err)
	if e == nil || e.Kind != errs.Invalid {
		return err
	}
	fields := make([]errs.Field, len(e.Fields))
	for i, f := range e.Fields {
		if f.Name == from {
			f.Name = to
		}
		fields[i] = f
	}
	return errs.Bad(fields...)
}

func (s *Server) passwordChange(w http.ResponseWriter, r *Request) error {
	p, err := s.profileProps(r)
	if err != nil {
		return err
	}
	var form struct {
		Password string `form:"password,raw"`
		New      string `form:"new_password,raw"`
	}
	if err = r.Decode(&form); err == nil {
		err = s.Org.ChangePassword(r.Context(), r.Actor, db.HashToken(r.SessionToken()), form.Password, form.New, r.Address())
	}
	return s.profileDone(w, r, p, "password", err, "Your password is changed. You are signed out everywhere else.")
}

func (s *Server) sessionEnd(w http.ResponseWriter, r *Request) error {
	if err := s.Org.EndSession(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/profile", "Signed out there.")
}

func (s *Server) sessionsEnd(w http.ResponseWriter, r *Request) error {
	if err := s.Org.EndOtherSessions(r.Context(), r.Actor, db.HashToken(r.SessionToken())); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/profile", "Signed out everywhere else.")
}
