package api

import "net/http"

// documentation is the readable description: the same document, for people.
func (s *Server) documentation(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(200)
}
