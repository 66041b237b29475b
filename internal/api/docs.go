package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/yuin/goldmark"

	"candor/internal/ui/pages/apidocs"
)

// documentation is the description as a page. It is made for each request: a rare one, and cheap.
func (s *Server) documentation(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	if err := apidocs.Docs(s.docs()).Render(r.Context(), &b); err != nil {
		writeProblem(w, s.problem(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Write(b.Bytes())
}

// docs turns the description into chapters.
func (s *Server) docs() apidocs.Page {
	o := s.huma.OpenAPI()
	p := apidocs.Page{Version: s.Version, About: prose(o.Info.Description)}
	for _, t := range o.Tags {
		c := apidocs.Chapter{Name: t.Name, About: t.Description}
		each(o, func(op *huma.Operation) {
			if op.Tags[0] == t.Name {
				c.Operations = append(c.Operations, s.docsOperation(op))
			}
		})
		p.Chapters = append(p.Chapters, c)
	}
	schemas := o.Components.Schemas.Map()
	for _, name := range sortedKeys(schemas) {
		p.Shapes = append(p.Shapes, apidocs.Shape{Name: name, Fields: s.docsFields(schemas[name]), Example: pretty(s.example(schemas[name], 0))})
	}
	return p
}

func (s *Server) docsOperation(op *huma.Operation) apidocs.Operation {
	out := apidocs.Operation{ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, About: prose(op.Description)}
	for _, p := range op.Parameters {
		f := s.docsField(p.Name, p.Schema)
		f.Type += ", in the " + p.In
		f.About = firstText(p.Description, f.About)
		if p.Required {
			f.Must = "required"
		}
		out.Parameters = append(out.Parameters, f)
	}
	if op.RequestBody != nil {
		out.Sends = s.docsContent(op.RequestBody.Content)
	}
	for _, code := range sortedKeys(op.Responses) {
		r := op.Responses[code]
		if code < "300" {
			out.Gets = s.docsContent(r.Content)
			out.Gets.Status = code
		} else if n, err := strconv.Atoi(code); err == nil {
			out.Failures = append(out.Failures, apidocs.Failure{Status: code, Words: firstText(statusWords[n], r.Description)})
		}
	}
	out.Example = request(op, out.Sends.Example)
	return out
}

func (s *Server) docsContent(content map[string]*huma.MediaType) (c apidocs.Content) {
	for kind, m := range content {
		c.Shape = shapeName(m.Schema)
		if strings.Contains(kind, "json") && m.Schema != nil {
			c.Example = pretty(s.example(m.Schema, 0))
		}
	}
	return c
}

// request is how the operation is called from a terminal.
func request(op *huma.Operation, body string) string {
	var b strings.Builder
	b.WriteString("curl")
	if op.Method != http.MethodGet {
		b.WriteString(" -X " + op.Method)
	}
	path := op.Path
	for _, p := range op.Parameters {
		if p.In == "path" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", "$"+strings.ToUpper(p.Name))
		}
	}
	b.WriteString(` "$CANDOR` + Prefix + path + `"`)
	if len(op.Security) == 0 {
		b.WriteString(" \\\n  -H \"Authorization: Bearer $KEY\"")
	}
	if op.RequestBody != nil && op.RequestBody.Content["multipart/form-data"] != nil {
		b.WriteString(" \\\n  -F purpose=resume \\\n  -F file=@grace.pdf")
	}
	if body != "" && body != "{}" {
		b.WriteString(" \\\n  -H 'Content-Type: application/json' \\\n  -d '" + strings.ReplaceAll(body, "'", `'\''`) + "'")
	}
	return b.String()
}

func (s *Server) docsFields(schema *huma.Schema) (out []apidocs.Field) {
	for _, name := range sortedKeys(schema.Properties) {
		f := s.docsField(name, schema.Properties[name])
		if slices.Contains(schema.Required, name) {
			f.Must = "always"
		}
		out = append(out, f)
	}
	return out
}

func (s *Server) docsField(name string, schema *huma.Schema) apidocs.Field {
	if schema == nil {
		schema = &huma.Schema{}
	}
	f := apidocs.Field{Name: name, Type: typeWords(schema), Shape: shapeName(schema), About: schema.Description}
	if len(schema.Enum) > 0 {
		var words []string
		for _, e := range schema.Enum {
			words = append(words, text(e))
		}
		f.About = strings.TrimSpace(f.About + " One of: " + strings.Join(words, ", ") + ".")
	}
	return f
}

// typeWords say what a value is.
func typeWords(s *huma.Schema) string {
	words := s.Type
	switch {
	case s.Ref != "":
		return ""
	case s.Type == huma.TypeArray && s.Items != nil:
		words = "list of " + typeWords(s.Items)
	case s.Format == "date-time":
		words = "time"
	case s.Type == "":
		words = "any value"
	}
	if s.Nullable {
		words += " or null"
	}
	return words
}

// shapeName is the object a schema refers to, itself or in a list.
func shapeName(s *huma.Schema) string {
	for s != nil && s.Items != nil {
		s = s.Items
	}
	if s == nil || s.Ref == "" {
		return ""
	}
	return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
}

func prose(markdown string) string {
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &b); err != nil {
		return ""
	}
	return b.String()
}

func pretty(v any) string {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return ""
	}
	return string(b)
}

func firstText(all ...string) string {
	for _, t := range all {
		if t != "" {
			return t
		}
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
