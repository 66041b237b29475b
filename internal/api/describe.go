package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/access"
	"candor/internal/db"
)

// Describe is the OpenAPI 3.1 document, as /api/v1/openapi.json serves it. It needs no database.
func Describe(version string) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Indent(&out, New(Deps{Version: version}).spec, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

const about = `Everything a page of Candor can do, through the same verbs and the same decisions.

**Credentials.** Send an API key or the token of a session: ` + "`Authorization: Bearer …`" + `. Whoever is a member of several organisations
chooses one with the header ` + "`Candor-Organization: slug`" + `.

**Who may.** Each operation names the permissions that open its door (` + "`x-candor-needs`" + `); holding one of them in the role or on one position
is enough to try. What is then seen and done is decided for each thing. What you may not see is answered as if it did not exist (404); what you see
but may not do is refused (403). Withheld parts are absent and named in ` + "`withheld`" + `.

**Lists** take ` + "`limit`, `cursor`, `q`" + ` and count only when asked (` + "`count=true`" + `). **Single resources** carry an ` + "`ETag`" + `; changes honour ` + "`If-Match`" + `.
Every POST honours ` + "`Idempotency-Key`" + ` for a day. Problems are RFC 9457 with a stable ` + "`code`" + `. Fields that an operation does not know are refused.`

// config is huma's part: 3.1, our JSON, our names, no routes of its own.
func config(version string) huma.Config {
	schemas := huma.NewMapRegistry("#/components/schemas/", typeName)
	schemas.RegisterTypeAlias(reflect.TypeFor[db.Time](), reflect.TypeFor[timeJSON]())
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Candor", Version: version, Description: about,
				Contact: &huma.Contact{Name: "The people of Candor"},
				License: &huma.License{Name: "Apache License 2.0", Identifier: "Apache-2.0"},
			},
			Servers:  []*huma.Server{{URL: Prefix, Description: "This installation"}},
			Security: []map[string][]string{{"bearer": {}}},
			Components: &huma.Components{
				Schemas: schemas,
				SecuritySchemes: map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer",
					Description: "An API key, or the token of a session."}},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": strictJSON, "json": strictJSON},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
}

// timeJSON is how instants are described wherever the database's own type is used.
type timeJSON struct{}

func (timeJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Examples: []any{"2026-03-01T12:00:00.000Z"}}
}

// operation is what huma is told.
func (d *door) operation() huma.Operation {
	op := huma.Operation{
		OperationID: d.id, Method: d.Method, Path: d.Path, Tags: []string{d.Tag}, Summary: d.Summary,
		Description:   strings.TrimSpace(d.Description + "\n\n" + needSentence(d.Need)),
		DefaultStatus: d.Status, MaxBodyBytes: d.MaxBody + 1, BodyReadTimeout: -1,
		Metadata:   map[string]any{doorKey: d},
		Errors:     d.failures(),
		Extensions: map[string]any{"x-candor-needs": needsOf(d.Need)},
	}
	if d.Need.IsPublic() {
		op.Security = []map[string][]string{{}}
	}
	return op
}

// uploadBody describes a form with a file. Its other fields come first: the file is read as it arrives.
func uploadBody() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Description: "The file comes last.", Content: map[string]*huma.MediaType{"multipart/form-data": {
		Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"purpose": {Type: huma.TypeString, Enum: []any{"resume", "attachment"}, Description: "attachment unless said: a résumé has at most 10 MB, anything else 25"},
			"file":    {Type: huma.TypeString, Format: "binary", Description: "PDF, DOCX, ODT, RTF or text; as an attachment PNG and JPEG too"},
		}},
	}}}
}

func needSentence(n access.Need) string {
	switch perms := n.Permissions(); {
	case n.IsPublic():
		return "Needs no credentials."
	case len(perms) == 0:
		return "Needs any credentials of a member."
	default:
		return "Needs: `" + n.String() + "`."
	}
}

func needsOf(n access.Need) []string {
	out := []string{}
	for _, p := range n.Permissions() {
		out = append(out, string(p))
	}
	return out
}

// failures are the statuses an operation can fail with.
func (d *door) failures() []int {
	out := []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests}
	if !d.Need.IsPublic() {
		out = append(out, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden)
	}
	if strings.Contains(d.Path, "{") {
		out = append(out, http.StatusNotFound)
	}
	if d.Method != http.MethodGet {
		out = append(out, http.StatusConflict, http.StatusRequestEntityTooLarge)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// headers are the request headers the frame reads.
func (d *door) headers() (out []*huma.Param) {
	add := func(name, doc, example string) {
		out = append(out, &huma.Param{Name: name, In: "header", Description: doc, Schema: &huma.Schema{Type: huma.TypeString}, Example: example})
	}
	if !d.Need.IsPublic() {
		add("Candor-Organization", "Slug of the organisation; needed by members of several", "northwind")
	}
	if d.Method == http.MethodPost && d.NotRemembered == "" {
		add("Idempotency-Key", "A repeated request with the same key is carried out once", "4f9f3a52-apply-ada")
	}
	if d.changesOne() {
		add("If-Match", "The ETag you read; 412 if the resource has changed since", exampleTag)
	}
	if d.Method == http.MethodGet && d.keep == one {
		add("If-None-Match", "The ETag you have; 304 if it is still right", exampleTag)
	}
	return out
}

const exampleTag = `"q6Vn1l3mTjZw0sM2c8yXkA"`

// changesOne: a change at or below the address of a single resource.
func (d *door) changesOne() bool {
	if d.Method == http.MethodGet {
		return false
	}
	for path := d.Path; path != ""; path = path[:strings.LastIndexByte(path, '/')] {
		if d.s.singles[path] {
			return true
		}
	}
	return false
}

// finish completes an operation once all are registered: what it reads and answers beside its body.
func (d *door) finish(op *huma.Operation) {
	op.Parameters = append(op.Parameters, d.headers()...)
	if d.Upload { // said only now: huma would read the body
		op.RequestBody = uploadBody()
	}
	if d.changesOne() {
		op.Responses["412"] = &huma.Response{Content: op.Responses["422"].Content}
	}
	if d.Method == http.MethodGet && d.keep == one {
		op.Responses["304"] = &huma.Response{Description: "You have this representation"}
	}
	for code, r := range op.Responses {
		status, _ := strconv.Atoi(code)
		if words := statusWords[status]; words != "" {
			r.Description = words
		}
		switch {
		case status == http.StatusTooManyRequests:
			describeHeader(r, "Retry-After", "Seconds to wait", "12")
		case status == http.StatusUnauthorized:
			describeHeader(r, "WWW-Authenticate", "How to authenticate", `Bearer realm="candor"`)
		case status == http.StatusCreated && d.keep == one:
			describeHeader(r, "Location", "Address of what was created", Prefix+d.Path+"/01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11")
		}
		if status < 300 && d.keep == one && !d.ShownOnce {
			describeHeader(r, "ETag", "Tag of the representation that you get", exampleTag)
		}
	}
	d.s.shareFailures(op)
}

// shareFailures says each failure once for all operations.
func (s *Server) shareFailures(op *huma.Operation) {
	c := s.huma.OpenAPI().Components
	if c.Responses == nil {
		c.Responses = map[string]*huma.Response{}
	}
	for code, r := range op.Responses {
		if code >= "400" {
			c.Responses["Problem"+code] = r
			op.Responses[code] = &huma.Response{Ref: "#/components/responses/Problem" + code}
		}
	}
}

func describeHeader(r *huma.Response, name, doc, example string) {
	if r.Headers == nil {
		r.Headers = map[string]*huma.Param{}
	}
	r.Headers[name] = &huma.Param{Description: doc, Schema: &huma.Schema{Type: huma.TypeString}, Example: example}
}

// describe finishes the description once everything is registered, and serves it.
func (s *Server) describe() {
	o := s.huma.OpenAPI()
	o.Tags = usedTags(o)
	each(o, func(op *huma.Operation) { op.Metadata[doorKey].(*door).finish(op) })
	spec, err := json.Marshal(o)
	if err != nil {
		panic("api: the description is no JSON: " + err.Error())
	}
	s.spec = spec
	s.public("GET "+Prefix+"/openapi.json", "the description holds no data", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json; version=3.1")
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(s.spec)
	})
	s.public("GET /api/docs", "the documentation holds no data", s.documentation)
}

// public is a door beside the operations.
func (s *Server) public(pattern, reason string, h http.HandlerFunc) {
	s.mux.HandleFunc(pattern, h)
	s.doors = append(s.doors, access.Door{Pattern: pattern, Need: access.Public(reason)})
}

// each visits the operations in the order of their paths.
func each(o *huma.OpenAPI, visit func(*huma.Operation)) {
	paths := make([]string, 0, len(o.Paths))
	for p := range o.Paths {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		i := o.Paths[p]
		for _, op := range []*huma.Operation{i.Get, i.Post, i.Put, i.Patch, i.Delete} {
			if op != nil {
				visit(op)
			}
		}
	}
}

// statusWords explain statuses where the standard's own words say too little.
var statusWords = map[int]string{
	400: "Several organisations: name one with Candor-Organization",
	401: "No credentials, or dead ones",
	403: "Seen, but refused",
	404: "Not there, or not visible to you",
	409: "Does not fit what is there",
	412: "Changed since it was read (If-Match)",
	413: "The body is too large",
	422: "The request is not valid",
	429: "Too many requests; Retry-After says when to come back",
	500: "Our fault",
}
