package web

import (
	"bytes"
	"cmp"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"candor/internal/errs"
	"candor/internal/ui/shell"
)

// fail answers an error with its page. Hidden and unknown are one answer, whatever the address.
func (s *Server) fail(w http.ResponseWriter, r *Request, err error) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = errs.Of(errs.TooLarge, "This is larger than we take ("+strconv.FormatInt(tooLarge.Limit>>20, 10)+" MB).")
	}
	e := errs.As(err)
	switch {
	case e.Kind == errs.SignIn:
		s.leadTo(w, r, "/sign-in", e)
		return
	case e.Code == "organization_required":
		s.leadTo(w, r, "/organizations", e)
		return
	case e.Kind == errs.Internal && r.Context().Err() == nil:
		s.Log.ErrorContext(r.Context(), "a page failed", slog.Any("error", err), slog.String("pattern", r.Pattern))
	case e.Kind == errs.TooMany:
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(max(1, e.RetryAfter.Seconds())))))
	}
	s.errorPage(w, r, e.Kind.Status(), e.Message)
}

// leadTo sends somebody who has to do something first there, and back afterwards. A live part is only told no.
func (s *Server) leadTo(w http.ResponseWriter, r *Request, to string, e *errs.Error) {
	if r.Live() {
		http.Error(w, e.Message, http.StatusUnauthorized)
		return
	}
	s.Leave(w, r, to+"?next="+url.QueryEscape(r.here()))
}

// Leave leads the browser to a page with another frame: signing in and out, changing the organisation. htmx
// would put that page into this one's frame, so it is told to load it.
func (s *Server) Leave(w http.ResponseWriter, r *Request, to string) error {
	if !local(to) {
		to = "/"
	}
	if r.HTMX() {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}

// titles of error pages.
var titles = map[int]string{
	http.StatusForbidden: "You may not do this", http.StatusNotFound: "Not here", http.StatusConflict: "This does not fit",
	http.StatusPreconditionFailed: "This was changed meanwhile", http.StatusUnprocessableEntity: "This cannot be taken as it is",
	http.StatusTooManyRequests: "A moment, please", http.StatusRequestEntityTooLarge: "Too large",
	http.StatusMethodNotAllowed: "Not this way", http.StatusInternalServerError: "Something went wrong",
}

// pageTitles stand on error pages in place of a page that was asked for.
var pageTitles = map[int]string{
	http.StatusForbidden: "You do not have access to this page", http.StatusUnprocessableEntity: "This address does not work",
}

// errorPage says it inside the frame for those who are in it. Only failures of ours carry the request's id:
// any other answer is the same each time.
func (s *Server) errorPage(w http.ResponseWriter, r *Request, status int, words string) {
	p := shell.ErrorProps{Status: status, Title: titles[status], Text: words}
	if r.Method == http.MethodGet { // a page that was asked for, not something that was done
		p.Title = cmp.Or(pageTitles[status], p.Title)
	}
	if status >= 500 {
		p.Code = note(r.Context()).id
		w.Header().Set("X-Request-Id", p.Code)
	}
	if r.Actor.IsMember() && status < 500 {
		app := s.Shell(r, p.Title)
		p.App = &app
	}
	var b bytes.Buffer
	if err := shell.Error(p).Render(r.Context(), &b); err != nil {
		http.Error(w, words, status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Del("Content-Length")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}
