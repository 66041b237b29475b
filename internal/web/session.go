package web

import (
	"net/http"
	"time"
)

// The session's cookie holds the token, nothing else. With TLS its name has the prefix __Host-, so no
// other host and no plain connection can set it.

func (s *Server) cookieName(name string) string {
	if s.secure() {
		return "__Host-candor-" + name
	}
	return "candor-" + name
}

func (s *Server) cookie(name, value string) *http.Cookie {
	return &http.Cookie{Name: s.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode}
}

// SetSession signs the browser in until the session expires.
func (s *Server) SetSession(w http.ResponseWriter, token string, expires time.Time) {
	c := s.cookie("session", token)
	c.Expires = expires
	http.SetCookie(w, c)
}

// ClearSession signs the browser out; ending the session itself is org's.
func (s *Server) ClearSession(w http.ResponseWriter) { s.clear(w, "session") }

func (s *Server) clear(w http.ResponseWriter, name string) {
	c := s.cookie(name, "")
	c.MaxAge = -1
	http.SetCookie(w, c)
}

// SessionToken is the token the browser sent, or "".
func (r *Request) SessionToken() string {
	c, err := r.Cookie(r.s.cookieName("session"))
	if err != nil {
		return ""
	}
	return c.Value
}
