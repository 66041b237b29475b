package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/ui"
)

// core lists the doors that belong to no area.
func (s *Server) core() {
	s.raw("GET /healthz", access.Public("says only that the process lives"), http.HandlerFunc(s.healthy))
	s.raw("GET /readyz", access.Public("says only whether requests can be served"), http.HandlerFunc(s.ready))
	s.raw("GET /robots.txt", access.Public("for search engines"), http.HandlerFunc(robots))
	s.raw("GET /assets/", access.Public("style and script hold no data"), ui.Handler())
	s.Handle("GET /live", access.SignedIn("each signal is decided for its reader"), s.live)
	if s.API != nil {
		s.mux.Handle("/api/", s.API) // its doors declare their own needs
	}
	s.Handle("/", access.Public("nothing is there"), s.nothing)
}

func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok\n") }

// ready says whether this replica can answer: the database is reachable and has our schema.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	select {
	case <-s.closing:
		say(w, http.StatusServiceUnavailable, "ending\n")
		return
	default:
	}
	if s.DB != nil {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if err := s.DB.Ping(ctx); err != nil {
			say(w, http.StatusServiceUnavailable, "the database is not reachable\n")
			return
		}
		if have, want, err := s.DB.Version(ctx); err != nil || have != want {
			say(w, http.StatusServiceUnavailable, "the database has another schema\n")
			return
		}
	}
	say(w, http.StatusOK, "ready\n")
}

// robots: the careers pages are for everybody, the rest is nobody's business.
func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	say(w, http.StatusOK, "User-agent: *\nAllow: /careers/\nAllow: /assets/\nDisallow: /\n")
}

// nothing answers what no door answers: as a hidden thing, or 405 where another method would do.
func (s *Server) nothing(w http.ResponseWriter, r *Request) error {
	var allowed []string
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		probe := r.Clone(r.Context())
		probe.Method = m
		if _, pattern := s.mux.Handler(probe); strings.HasPrefix(pattern, m+" ") {
			allowed = append(allowed, m)
		}
	}
	if len(allowed) == 0 {
		return errs.Hidden()
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	s.errorPage(w, r, http.StatusMethodNotAllowed, "This address does not take "+r.Method+".")
	return nil
}

func say(w http.ResponseWriter, status int, words string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	w.Write([]byte(words))
}
