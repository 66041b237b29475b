package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/ui/kit"
)

// fileDoors lists the doors of files: whoever may open the application may open its files.
func (s *Server) fileDoors() {
	s.Handle("GET /files/{id}", access.NeedPermission(access.CandidatesView), s.fileShow)
}

// fileShow sends a file to be kept; ?inline=1 shows a PDF in a frame of ours, where it may do nothing.
func (s *Server) fileShow(w http.ResponseWriter, r *Request) error {
	f, content, err := s.Files.Open(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	defer content.Close()
	files.Serve(w, r.Request, f, content)
	return nil
}

// problemsAt are the problems of a form with one file: what is wrong with the file itself names no field.
func problemsAt(field string, err error) kit.Problems {
	e := errs.As(err)
	if len(e.Fields) > 0 {
		return e.Fields
	}
	return kit.Problems{errs.F(field, e.Message)}
}
