package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/ui/pages/start"
	"candor/internal/ui/shell"
)

// demo lists the doors that only the demo has: the parts of the interface, and the letters that are not sent.
func (s *Server) demo() {
	if !s.Demo {
		return
	}
	s.Handle("GET /dev/ui", access.SignedIn("the parts of the interface hold nothing of anybody"), s.parts)
	s.Handle("GET /dev/letters", access.SignedIn("everybody sees the letters they may read"), s.lettersPage)
}

func (s *Server) parts(w http.ResponseWriter, r *Request) error {
	return s.Show(w, r, shell.GalleryPage(s.Shell(r, "Parts")))
}

func (s *Server) lettersPage(w http.ResponseWriter, r *Request) error {
	all, err := s.Mail.Outbox(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return s.Show(w, r, start.Outbox(start.OutboxPage{Shell: s.Shell(r, "Letters"), Clock: r.Clock(), Mails: all}))
}
