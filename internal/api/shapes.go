package api

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/db"
)

// The shapes of requests. A resource with more parameters writes its own struct from the same parts.
type (
	// ByID is a request about one thing.
	ByID struct {
		ID string `path:"id" doc:"Id of the thing" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	}
	// Body is a request that brings something.
	Body[T any] struct {
		Body T
	}
	// Change is a request that brings something for one thing.
	Change[T any] struct {
		ByID
		Body T
	}
	// Act is an action on one thing, with {} or nothing where it has no parameters.
	Act[T any] struct {
		ByID
		Body *T
	}
	// Nothing is the body of an action without parameters.
	Nothing struct{}
)

// Given is what the action was given; without a body, nothing of it.
func (a *Act[T]) Given() T {
	if a.Body == nil {
		var none T
		return none
	}
	return *a.Body
}

// Paging is the part of a list's request that every list has.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Items on a page"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
	Count  bool   `query:"count" doc:"Also count all items that you may see"`
	Q      string `query:"q" maxLength:"200" doc:"Words to look for"`

	cursor db.Cursor
}

// Page is what the list's verb is asked for.
func (p *Paging) Page() db.Page { return db.Page{Limit: p.Limit, Count: p.Count, Cursor: p.cursor} }

// Resolve verifies the cursor; huma calls it once the request is read.
func (p *Paging) Resolve(ctx huma.Context) []error {
	c, err := callOf(ctx.Context()).s.cursors.Open(p.Cursor)
	if err != nil {
		return []error{&huma.ErrorDetail{Location: "query.cursor", Message: err.Error()}}
	}
	p.cursor = c
	return nil
}

// Maybe is a field of a PATCH that can be left alone (absent), cleared (null) or set.
type Maybe[T any] struct {
	Sent  bool // the client said something
	Null  bool // and that was null
	Value T
}

// UnmarshalJSON is called for null and for values only.
func (m *Maybe[T]) UnmarshalJSON(b []byte) error {
	m.Sent = true
	if string(b) == "null" {
		m.Null = true
		return nil
	}
	return json.Unmarshal(b, &m.Value)
}

// Schema is that of the value, or null.
func (m Maybe[T]) Schema(r huma.Registry) *huma.Schema {
	s := huma.SchemaFromType(r, reflect.TypeFor[T]())
	if s.Type == huma.TypeObject { // a nullable object cannot be a reference
		return &huma.Schema{AnyOf: []*huma.Schema{r.Schema(reflect.TypeFor[T](), true, ""), {Type: "null"}}}
	}
	s.Nullable = true
	return s
}

// One is the answer with a single resource.
type One[T any] struct {
	Location string `header:"Location" doc:"Address of what was created" hidden:"true"`
	Body     T
}

func (*One[T]) single() {}

func (o *One[T]) finish(*Server, *call) { fill(reflect.ValueOf(&o.Body).Elem()) }

// Answer is a single resource.
func Answer[T any](v T) *One[T] { return &One[T]{Body: v} }

// Created is a single resource that is new, with its path below /api/v1. Its operation has Status 201.
func Created[T any](path string, v T) *One[T] { return &One[T]{Location: Prefix + path, Body: v} }

// List is the answer with one page of a list.
type List[T any] struct {
	Link string `header:"Link" doc:"rel=\"next\": the next page" hidden:"true"`
	Body Items[T]

	next db.Cursor
}

// Items is one page of a list.
type Items[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Absent on the last page"`
	Count      *int   `json:"count,omitempty" doc:"All items that you may see; only with ?count=true"`
}

// Listed turns what a list verb found into the answer.
func Listed[A, B any](found db.List[A], as func(A) B) *List[B] {
	items := make([]B, len(found.Items))
	for i, v := range found.Items {
		items[i] = as(v)
	}
	return &List[B]{Body: Items[B]{Items: items, Count: found.Count}, next: found.Next}
}

// same is for lists whose items are answered as they were found.
func same[T any](v T) T { return v }

// AllOf is a list that is always given whole.
func AllOf[T any](items []T) *List[T] { return &List[T]{Body: Items[T]{Items: items}} }

// finish seals the cursor and says where the next page is.
func (l *List[T]) finish(s *Server, c *call) {
	fill(reflect.ValueOf(&l.Body).Elem())
	if l.next == "" {
		return
	}
	l.Body.NextCursor = s.cursors.Seal(l.next)
	q := c.query()
	q.Set("cursor", l.Body.NextCursor)
	next := url.URL{Path: c.path(), RawQuery: q.Encode()}
	l.Link = "<" + next.String() + `>; rel="next"`
}

// None is the answer 204.
type None struct{}

// Raw is a file: bytes that flow to the client as they are read.
type Raw struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	ContentLength      string `header:"Content-Length"`
	Body               func(huma.Context)
}

func (*Raw) streams() {}

// Length is the header value of a size in bytes.
func Length(n int64) string { return strconv.FormatInt(n, 10) }

// finisher is an answer that still needs the request.
type finisher interface{ finish(*Server, *call) }
