package web

import (
	"io"
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/library"
)

// mostImported is the largest file of questions, in bytes.
const mostImported = 1 << 20

func (s *Server) questionImport(w http.ResponseWriter, r *Request) error {
	for _, p := range []access.Permission{access.QuestionsPublish, access.QuestionsUpdate} {
		if err := r.Actor.Require(p); err != nil {
			return err
		}
	}
	return s.importPage(w, r, http.StatusOK, pages.ImportPage{})
}

func (s *Server) importPage(w http.ResponseWriter, r *Request, status int, p pages.ImportPage) (err error) {
	p.Shell = s.Shell(r, "Import questions")
	if p.Choices, err = s.Library.Choices(r.Context(), r.Actor); err != nil {
		return err
	}
	return s.Answer(w, r, status, pages.Import(p))
}

func (s *Server) questionTake(w http.ResponseWriter, r *Request) error {
	var form struct {
		Format string `form:"format"`
		Text   string `form:"text,raw"`
	}
	err := r.Decode(&form)
	text, format, field := form.Text, form.Format, "text"
	if err == nil {
		var name string
		if name, text, err = r.importFile(text); name != "" {
			format, field = formatOf(name, text), "file"
		}
	}
	var made []library.Entry[library.Question]
	if err == nil {
		var items []library.Imported
		if items, err = readImport(format, text, field); err == nil {
			made, err = s.Library.Import(r.Context(), r.Actor, items)
		}
	}
	if bad, ok := Problems(err); ok {
		for i := range bad {
			if bad[i].Name == "text" || bad[i].Name == "items" {
				bad[i].Name = field
			}
		}
		return s.importPage(w, r, http.StatusUnprocessableEntity, pages.ImportPage{Format: form.Format, Text: text, Problems: bad})
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/questions?bank=mine", kit.Plural(len(made), "question", "questions")+" imported. Only you see them.")
}

// importFile is the name and the text of the file, where one was sent; else what was pasted.
func (r *Request) importFile(pasted string) (name, text string, err error) {
	f, h, err := r.File("file")
	if err != nil || f == nil {
		return "", pasted, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostImported+1))
	if err != nil {
		return "", pasted, err
	}
	if len(raw) > mostImported {
		return h.Filename, pasted, errs.Bad(errs.F("file", "This file is larger than 1 MB."))
	}
	return h.Filename, strings.ToValidUTF8(string(raw), "\uFFFD"), nil
}

// formatOf finds out what a text is: by the name of its file, or by how it begins.
func formatOf(name, text string) string {
	switch {
	case strings.HasSuffix(strings.ToLower(name), ".json"):
		return "json"
	case strings.HasSuffix(strings.ToLower(name), ".csv"):
		return "csv"
	}
	if start := strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF")); strings.HasPrefix(start, "[") || strings.HasPrefix(start, "{") {
		return "json"
	}
	return "csv"
}

func readImport(format, text, field string) ([]library.Imported, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errs.Bad(errs.F("file", "Choose a file, or paste questions below."))
	}
	if format == "" {
		format = formatOf("", text)
	}
	if format == "json" {
		return library.ReadJSON(text)
	}
	return library.ReadCSV(text)
}

// questionExport sends what the list of the same address shows.
func (s *Server) questionExport(w http.ResponseWriter, r *Request) error {
	f, _, err := r.questionFilter()
	if err != nil {
		return err
	}
	items, err := s.Library.Export(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	body, kind, name := library.WriteJSON(items), "application/json; charset=utf-8", "questions.json"
	if r.FormValue("format") == "csv" {
		body, kind, name = []byte(library.WriteCSV(items)), "text/csv; charset=utf-8", "questions.csv"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Write(body) // the browser may have gone; nobody to tell
	return nil
}
