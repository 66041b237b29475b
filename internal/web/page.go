package web

import (
	"net/url"

	"candor/internal/db"
)

// page is the part of a list that the address asks for: ?after= is a cursor of ours, or it is refused (422).
func (s *Server) page(r *Request, limit int) (db.Page, error) {
	cursor, err := s.cursors.Open(r.FormValue("after"))
	return db.Page{Limit: limit, Cursor: cursor}, err
}

// after is this page's address with the cursor of the next one; "" at the end of a list.
func (s *Server) after(r *Request, path string, next db.Cursor) string {
	if next == "" {
		return ""
	}
	q := url.Values{}
	for name, values := range r.URL.Query() {
		q[name] = values
	}
	q.Set("after", s.cursors.Seal(next))
	return path + "?" + q.Encode()
}
