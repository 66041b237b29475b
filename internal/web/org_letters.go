package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/auth"
)

// letterLinks lists the doors that links in letters lead to, and the one that asks for such a letter. Opening a link
// changes nothing, since mail programs open links too.
func (s *Server) letterLinks() {
	s.Handle("GET /invite/{token}", access.Public("the invitation's link is the right"), s.invitePage)
	s.Handle("POST /invite/{token}", access.Public("the invitation's link is the right"), s.inviteAccept)
	s.Handle("GET /forgot", access.Public("answers the same for everybody"), s.forgotPage)
	s.Handle("POST /forgot", access.Public("answers the same for everybody"), s.forgot)
	s.Handle("GET /reset/{token}", access.Public("the letter's link is the right"), s.resetPage)
	s.Handle("POST /reset/{token}", access.Public("the letter's link is the right"), s.reset)
	s.Handle("GET /verify/{token}", access.Public("the letter's link is the right"), s.verifyPage)
	s.Handle("POST /verify/{token}", access.Public("the letter's link is the right"), s.verify)
}

func (s *Server) invitePage(w http.ResponseWriter, r *Request) error {
	return s.invite(w, r, http.StatusOK, auth.InviteForm{}, nil)
}

func (s *Server) invite(w http.ResponseWriter, r *Request, status int, form auth.InviteForm, bad kit.Problems) error {
	token := r.PathValue("token")
	welcome, err := s.Org.Welcome(r.Context(), token, r.SessionToken())
	if err != nil {
		return s.deadLink(w, r, err, "This invitation is not valid")
	}
	return s.Answer(w, r, status, auth.Invite(auth.InvitePage{Welcome: welcome, Token: token, Form: form, Zones: org.Zones(), Problems: bad}))
}

func (s *Server) inviteAccept(w http.ResponseWriter, r *Request) error {
	var form auth.InviteForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	session, m, err := s.Org.Accept(r.Context(), org.Acceptance{Token: r.PathValue("token"), Session: r.SessionToken(), Name: form.Name,
		Password: form.Password, TimeZone: form.TimeZone, Address: r.Address(), Agent: r.UserAgent()})
	if bad, ok := Problems(err); ok {
		return s.invite(w, r, http.StatusUnprocessableEntity, form, bad)
	}
	if errs.Is(err, errs.TooMany) {
		return s.invite(w, r, http.StatusTooManyRequests, form, kit.ProblemsOf(err))
	}
	if err != nil {
		return s.deadLink(w, r, err, "This invitation is not valid")
	}
	s.SetSession(w, session.Token, s.Now().Add(cookieLasts))
	return s.SeeOther(w, r, "/", "Welcome to "+m.Organization+".")
}

func (s *Server) forgotPage(w http.ResponseWriter, r *Request) error {
	return s.Show(w, r, auth.Forgot(auth.ForgotPage{}))
}

func (s *Server) forgot(w http.ResponseWriter, r *Request) error {
	var form struct {
		Email string `form:"email"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	err := s.Org.AskReset(r.Context(), form.Email, r.Address())
	if bad, ok := Problems(err); ok {
		return s.Invalid(w, r, auth.Forgot(auth.ForgotPage{Email: form.Email, Problems: bad}))
	}
	if err != nil {
		return err
	}
	return s.Show(w, r, auth.Forgot(auth.ForgotPage{Email: form.Email, Sent: true}))
}

func (s *Server) resetPage(w http.ResponseWriter, r *Request) error {
	email, err := s.Org.ResetValid(r.Context(), r.PathValue("token"))
	if err != nil {
		return s.deadLink(w, r, err, "This link does not work any more")
	}
	return s.Show(w, r, auth.Reset(auth.ResetPage{Email: email}))
}

func (s *Server) reset(w http.ResponseWriter, r *Request) error {
	token := r.PathValue("token")
	email, err := s.Org.ResetValid(r.Context(), token)
	if err != nil {
		return s.deadLink(w, r, err, "This link does not work any more")
	}
	var form struct {
		Password string `form:"password,raw"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	err = s.Org.ResetPassword(r.Context(), token, form.Password)
	if bad, ok := Problems(err); ok {
		return s.Invalid(w, r, auth.Reset(auth.ResetPage{Email: email, Problems: bad}))
	}
	if err != nil {
		return s.deadLink(w, r, err, "This link does not work any more")
	}
	s.ClearSession(w)
	return s.SeeOther(w, r, "/sign-in", "Your new password is set. Sign in with it.")
}

func (s *Server) verifyPage(w http.ResponseWriter, r *Request) error {
	email, err := s.Org.EmailValid(r.Context(), r.PathValue("token"))
	if err != nil {
		return s.deadLink(w, r, err, "This link does not work any more")
	}
	return s.Show(w, r, auth.Verify(auth.VerifyPage{Email: email}))
}

func (s *Server) verify(w http.ResponseWriter, r *Request) error {
	token := r.PathValue("token")
	email, err := s.Org.EmailValid(r.Context(), token)
	if err != nil {
		return s.deadLink(w, r, err, "This link does not work any more")
	}
	_, err = s.Org.ConfirmEmail(r.Context(), token)
	if bad, ok := Problems(err); ok {
		return s.Invalid(w, r, auth.Verify(auth.VerifyPage{Email: email, Problems: bad}))
	}
	if err != nil {
		return s.deadLink(w, r, err, "This link does not work any more")
	}
	if r.Actor.IsMember() {
		return s.SeeOther(w, r, "/settings/profile", "Your address is "+email+" now.")
	}
	return s.SeeOther(w, r, "/sign-in", "Your address is "+email+" now. Sign in with it.")
}

// deadLink is the page of a link that opens nothing; it is the same for every reason.
func (s *Server) deadLink(w http.ResponseWriter, r *Request, err error, title string) error {
	e := errs.As(err)
	if e.Kind != errs.NotFound {
		return err
	}
	p := auth.DeadLinkPage{Title: title, Text: e.Message, Href: "/sign-in", Link: "Go to sign in"}
	if e.Code == "link_invalid" {
		p.Href, p.Link = "/forgot", "Ask for a new link"
	}
	return s.Answer(w, r, http.StatusNotFound, auth.DeadLink(p))
}
