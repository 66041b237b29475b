package web

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"candor/internal/errs"
	"candor/internal/ui/kit"
)

// Show answers with a page.
func (s *Server) Show(w http.ResponseWriter, r *Request, page templ.Component) error {
	return s.Answer(w, r, http.StatusOK, page)
}

// Invalid answers with the page of a form that could not be taken, as it was typed.
func (s *Server) Invalid(w http.ResponseWriter, r *Request, page templ.Component) error {
	return s.Answer(w, r, http.StatusUnprocessableEntity, page)
}

// Answer writes a page once it is whole: a page that fails half-way is an error page, not half a page.
func (s *Server) Answer(w http.ResponseWriter, r *Request, status int, page templ.Component) error {
	b := drafts.Get().(*bytes.Buffer)
	defer putBack(b)
	if err := page.Render(r.Context(), b); err != nil {
		return errs.Wrap(err, "render "+r.Pattern)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	w.Write(b.Bytes()) // the browser may have gone; nobody to tell
	return nil
}

// drafts are buffers to make pages in: a board has a megabyte before it is packed, which would be grown into again for
// each reader.
var drafts = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// putBack keeps a buffer for the next page, empty; an uncommonly large one goes.
func putBack(b *bytes.Buffer) {
	if b.Cap() <= 4<<20 {
		b.Reset()
		drafts.Put(b)
	}
}

// SeeOther leads the browser to the page that shows what was done, which says so in words ("" says nothing).
// Only local addresses: anything else leads to the start page.
func (s *Server) SeeOther(w http.ResponseWriter, r *Request, to, words string) error {
	if !local(to) {
		to = "/"
	}
	if words != "" {
		s.Flash(w, kit.FlashProps{Text: words})
	}
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}
