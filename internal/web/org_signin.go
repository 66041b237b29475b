package web

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/auth"
)

// cookieLasts is longer than a session, whose life slides on with its use: the server says when it is over.
const cookieLasts = 400 * 24 * time.Hour

// signingIn lists the doors around being signed in. All are public: whoever stands there is nobody yet, and what
// opens further is a secret: a password, a session, the link of a letter.
func (s *Server) signingIn() {
	s.Handle("GET /set-up", access.Public("an empty installation belongs to its first visitor"), s.setUpPage)
	s.Handle("POST /set-up", access.Public("an empty installation belongs to its first visitor; off loopback the code is asked for"), s.setUp)
	s.Handle("GET /sign-in", access.Public("whoever signs in is nobody yet"), s.signInPage)
	s.Handle("POST /sign-in", access.Public("whoever signs in is nobody yet"), s.signIn)
	s.Handle("POST /sign-out", access.Public("ends the session that asks"), s.signOut)
	s.Handle("GET /organizations", access.Public("shows the organisations of the session that asks"), s.entrances)
	s.Handle("POST /organizations", access.Public("chooses among the organisations of the session that asks"), s.enter)
	s.letterLinks()
}

func (s *Server) setUpPage(w http.ResponseWriter, r *Request) error {
	if empty, err := s.Org.Empty(r.Context()); err != nil || !empty {
		return firstOf(err, s.Leave(w, r, "/sign-in"))
	}
	return s.Show(w, r, auth.SetUp(s.setUpProps(auth.SetUpForm{TimeZone: "UTC", Approve: true}, nil)))
}

func (s *Server) setUpProps(form auth.SetUpForm, bad kit.Problems) auth.SetUpPage {
	return auth.SetUpPage{Form: form, AskCode: s.Org.AskCode, Zones: org.Zones(), Problems: bad}
}

func (s *Server) setUp(w http.ResponseWriter, r *Request) error {
	var form auth.SetUpForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	session, err := s.Org.SetUp(r.Context(), org.Setup{Organization: form.Organization, Slug: form.Slug, TimeZone: form.TimeZone, Name: form.Name,
		Email: form.Email, Password: form.Password, ApproveDomain: form.Approve, Code: form.Code, Address: r.Address(), Agent: r.UserAgent()})
	if bad, ok := Problems(err); ok {
		return s.Invalid(w, r, auth.SetUp(s.setUpProps(form, bad)))
	}
	if err != nil {
		return err
	}
	s.SetSession(w, session.Token, s.Now().Add(cookieLasts))
	return s.SeeOther(w, r, "/", form.Organization+" is ready. Invite your team, or open the first position.")
}

func (s *Server) signInPage(w http.ResponseWriter, r *Request) error {
	if empty, err := s.Org.Empty(r.Context()); err != nil || empty {
		return firstOf(err, s.Leave(w, r, "/set-up"))
	}
	if r.Actor.IsMember() {
		return s.Leave(w, r, r.Next("/"))
	}
	return s.Show(w, r, auth.SignIn(auth.SignInPage{Next: r.Next("/"), Flashes: r.flashes()}))
}

func (s *Server) signIn(w http.ResponseWriter, r *Request) error {
	var form struct {
		Email    string `form:"email"`
		Password string `form:"password,raw"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	session, all, err := s.Org.SignIn(r.Context(), org.Credentials{Email: form.Email, Password: form.Password, Address: r.Address(), Agent: r.UserAgent()})
	if errs.Is(err, errs.SignIn) || errs.Is(err, errs.TooMany) {
		return s.notSignedIn(w, r, err, auth.SignInPage{Email: form.Email, Next: r.Next("/"), Problems: kit.ProblemsOf(err)})
	}
	if err != nil {
		return err
	}
	s.SetSession(w, session.Token, s.Now().Add(cookieLasts))
	if len(all) > 1 {
		return s.Leave(w, r, "/organizations?next="+url.QueryEscape(r.Next("/")))
	}
	return s.Leave(w, r, r.Next("/"))
}

// notSignedIn shows the form again: as a form that could not be taken, or with the time to wait.
func (s *Server) notSignedIn(w http.ResponseWriter, r *Request, err error, p auth.SignInPage) error {
	e := errs.As(err)
	if e.Kind != errs.TooMany {
		return s.Invalid(w, r, auth.SignIn(p))
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(max(1, e.RetryAfter.Seconds())))))
	return s.Answer(w, r, http.StatusTooManyRequests, auth.SignIn(p))
}

func (s *Server) signOut(w http.ResponseWriter, r *Request) error {
	if token := r.SessionToken(); token != "" {
		if err := s.Org.SignOut(r.Context(), token); err != nil {
			return err
		}
	}
	s.ClearSession(w)
	return s.Leave(w, r, r.Next("/sign-in"))
}

func (s *Server) entrances(w http.ResponseWriter, r *Request) error {
	places, err := s.Org.Entrances(r.Context(), r.SessionToken())
	if err != nil {
		return err
	}
	return s.Show(w, r, auth.Choose(auth.ChoosePage{Places: places, Next: r.Next("/")}))
}

func (s *Server) enter(w http.ResponseWriter, r *Request) error {
	var form struct {
		Organization string `form:"organization"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	if err := s.Org.Enter(r.Context(), r.SessionToken(), form.Organization); err != nil {
		return err
	}
	return s.Leave(w, r, r.Next("/"))
}

// firstOf is the first that failed.
func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
