package ui

import (
	"net/http"
	"strings"
)

// forever is for addresses that carry the hash of what they answer.
const forever = "public, max-age=31536000, immutable"

// Handler serves /assets/<hash>/<name>. An address with the hash of another
// release (a page fetched while replicas are being replaced) is answered with
// what this one has, to be asked for again, rather than with a page without
// style.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/assets/"), "/")
	s := current()
	a, ok := s.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Assets are only read.", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", a.tag)
	h.Set("Cache-Control", "no-cache")
	if hash == s.hash && hash != "dev" {
		h.Set("Cache-Control", forever)
	}
	if strings.Contains(r.Header.Get("If-None-Match"), a.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	a.send(w, r)
}

func (a asset) send(w http.ResponseWriter, r *http.Request) {
	body := a.plain
	if a.packed != nil {
		w.Header().Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			body = a.packed
		}
	}
	if r.Method == http.MethodHead {
		return
	}
	w.Write(body) // the browser may have gone; nobody to tell
}
