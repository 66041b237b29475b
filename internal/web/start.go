package web

import (
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/ui/pages/start"
)

// start lists the doors of the first page, the command palette and the search page.
func (s *Server) start() {
	s.Handle("GET /{$}", access.SignedIn("the start page shows each member what is theirs"), s.startPage)
	s.Handle("GET /find", access.SignedIn("search finds what its reader sees"), s.find)
}

func (s *Server) startPage(w http.ResponseWriter, r *Request) error {
	p, err := s.Dashboard.Start(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(r.Actor.Name(), " ")
	return s.Show(w, r, start.Start(start.Page{Shell: s.Shell(r, "Start"), Clock: r.Clock(), Name: name, Start: p}))
}

// find answers the palette with its part, everybody else with a page.
func (s *Server) find(w http.ResponseWriter, r *Request) error {
	q := strings.TrimSpace(r.FormValue("q"))
	found, err := s.Search.Search(r.Context(), r.Actor, q, 8)
	if err != nil {
		return err
	}
	if r.Header.Get("Candor-Part") == "palette" {
		return s.Show(w, r, start.Results(found))
	}
	return s.Show(w, r, start.Find(start.FindPage{Shell: s.Shell(r, "Search"), Q: q, Results: found}))
}
