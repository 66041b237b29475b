package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/positions"
	pages "candor/internal/ui/pages/careers"
)

// Limits of an application form as it arrives. What is too large is read to its end and dropped, so that the answer
// is a sentence beside the field and not a broken connection; nothing of it is kept.
const (
	mostSent  = 1200 << 20 // bytes of all; beyond, the connection ends
	mostText  = 64 << 10   // bytes of one field
	mostParts = 200
)

// readApplication reads the form part by part: text into memory, files straight into where they are kept, each stopped
// at its limit.
func (s *Server) readApplication(r *Request, at careersAt, p positions.Posting) (*sent, error) {
	out := &sent{posting: p, text: map[string]string{}, files: map[string]*candidates.Upload{}, chosen: map[string]*pages.Chosen{}}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) { // a form without files
		r.Body = http.MaxBytesReader(r.w, r.Body, 1<<20)
		values, err := r.form()
		if err != nil {
			return nil, err
		}
		for name := range values {
			out.put(name, values.Get(name))
		}
		return out, nil
	}
	if err != nil {
		return nil, badForm(err)
	}
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, out.ended(err)
		}
		if err := s.readPart(r, at, out, part); err != nil {
			return out, err
		}
	}
	s.redeemAll(at, out)
	return out, nil
}

func badForm(err error) error {
	return errs.As(errs.Bad(errs.F("", "The form did not arrive whole. Please send it again."))).With(err)
}

// ended is a form that breaks off. Where it broke at the limit of all, the last file was the cause.
func (f *sent) ended(err error) error {
	var most *http.MaxBytesError
	if errors.As(err, &most) && len(f.problems) > 0 {
		return nil // the field says so
	}
	if errors.As(err, &most) {
		return err
	}
	return badForm(err)
}

func (s *Server) readPart(r *Request, at careersAt, out *sent, part *multipart.Part) error {
	name := part.FormName()
	if part.FileName() == "" {
		text, err := io.ReadAll(io.LimitReader(part, mostText))
		if err != nil {
			return out.ended(err)
		}
		out.put(name, string(text))
		return nil
	}
	purpose, asked := out.purposeOf(name)
	if !asked || out.files[name] != nil || out.text[pages.Trap] != "" {
		return nil // NextPart reads over it
	}
	kept, err := s.Files.Keep(r.Context(), at.visitor, purpose, part.FileName(), part)
	switch e := errs.As(err); {
	case err == nil:
		out.files[name] = &candidates.Upload{Name: kept.Name, Kept: &kept}
		out.chosen[name] = &pages.Chosen{Name: kept.Name, Size: kept.Size, Ticket: s.ticket(at, out.posting, kept)}
	case e.Kind == errs.Invalid || e.Kind == errs.TooLarge:
		out.say(name, e.Message)
	default:
		return err
	}
	return nil
}

// put takes a text field; what is no text is none.
func (f *sent) put(name, text string) {
	if utf8.ValidString(text) && len(name) < 200 {
		f.text[name] = clean(strings.ReplaceAll(text, "\x00", ""), false)
	}
}

// purposeOf says what a file of the form is for, if the form asks for it.
func (f *sent) purposeOf(name string) (files.Purpose, bool) {
	if name == "resume" {
		return files.Resume, f.posting.Form.Resume != positions.Off
	}
	id, ok := strings.CutPrefix(name, "answers.")
	return files.Answer, ok && slices.ContainsFunc(f.posting.Form.Questions, func(q positions.Question) bool { return q.ID == id && q.Kind == positions.File })
}

// redeemAll takes up the files that were sent with the form before, unless another was chosen, or they are left out.
func (s *Server) redeemAll(at careersAt, out *sent) {
	for field, ticket := range out.text {
		name, ok := strings.CutPrefix(field, "kept.")
		purpose, asked := out.purposeOf(name)
		if !ok || !asked || out.files[name] != nil || out.problems.Of(name) != "" || out.text["drop."+name] != "" {
			continue
		}
		if kept, err := s.redeem(at, out.posting, purpose, ticket); err == nil {
			out.files[name] = &candidates.Upload{Name: kept.Name, Kept: &kept}
			out.chosen[name] = &pages.Chosen{Name: kept.Name, Size: kept.Size, Ticket: ticket}
		}
	}
}
