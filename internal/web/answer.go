package web

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"

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
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return errs.Wrap(err, "render "+r.Pattern)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	w.Write(b.Bytes()) // the browser may have gone; nobody to tell
	return nil
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

// Attachment sends a file to be kept, never to be shown by the browser under our name.
func (s *Server) Attachment(w http.ResponseWriter, r *Request, name, mediaType string, content io.Reader) error {
	return s.file(w, "attachment", name, mediaType, content)
}

// shown are the kinds of files that a browser may show inside a page of ours: it runs nothing in them.
var shown = map[string]bool{"application/pdf": true, "image/png": true, "image/jpeg": true, "text/plain; charset=utf-8": true}

// Inline sends a file to be shown in a frame of one of our pages; kinds that could run something are sent
// as attachments.
func (s *Server) Inline(w http.ResponseWriter, r *Request, name, mediaType string, content io.Reader) error {
	if !shown[mediaType] {
		return s.Attachment(w, r, name, mediaType, content)
	}
	w.Header().Set("Content-Security-Policy", "frame-ancestors 'self'")
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
	return s.file(w, "inline", name, mediaType, content)
}

func (s *Server) file(w http.ResponseWriter, how, name, mediaType string, content io.Reader) error {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	if how == "attachment" {
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	}
	if _, err := io.Copy(w, content); err != nil {
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
	return nil
}
