package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"candor/internal/access"
)

// Op is one operation: method and path below /api/v1, who may try it, and what the documentation says.
type Op struct {
	Method, Path string
	Tag          string // one of tags.go
	Summary      string // a verb and its object: "Open a position"; also makes the operation's id
	Description  string // more, where the summary does not say it
	Need         access.Need

	// Status is what success answers: 200 unless given (201 for what creates), 204 for None.
	Status int
	// Sight is asked only when a body is refused: whoever may not see the item still gets its 404, whoever
	// may not change it its 403, and only the rest learn what is wrong with the body.
	Sight func(ctx context.Context, a access.Actor, id string) error
	// ShownOnce marks answers that hold a secret which cannot be read again.
	ShownOnce bool
	// NotRemembered is the reason why a POST is not remembered by its Idempotency-Key.
	NotRemembered string
	// Upload says that the body is a form with a file, which the handler reads part by part.
	Upload bool
	// MaxBody is the largest body in bytes; 0 is 1 MiB.
	MaxBody int64
}

// Handler answers one operation: the actor comes right after ctx; nobody only where the need is public.
type Handler[I, O any] func(ctx context.Context, a access.Actor, in *I) (*O, error)

// Register adds an operation. It panics at start where the declaration is incomplete: no need, no tag,
// a summary used twice.
func Register[I, O any](s *Server, op Op, h Handler[I, O]) {
	d := s.door(op)
	d.keep = keeps[O]()
	if d.keep == one && op.Method == http.MethodGet {
		s.singles[op.Path] = true
	}
	huma.Register(s.huma, d.operation(), func(ctx context.Context, in *I) (*O, error) {
		c := callOf(ctx)
		out, err := h(ctx, c.actor, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		if f, ok := any(out).(finisher); ok && out != nil {
			f.finish(s, c)
		}
		return out, nil
	})
	s.doors = append(s.doors, access.Door{Pattern: op.Method + " " + Prefix + op.Path, Need: op.Need})
}

// door is a registered operation with what the frame does before and after its handler.
type door struct {
	Op
	s    *Server
	id   string
	keep kept
	next http.Handler // huma: decode, handler, encode
}

func (s *Server) door(op Op) *door {
	where := op.Method + " " + op.Path
	switch {
	case !op.Need.Declared():
		panic("api: " + where + " declares no need")
	case op.Summary == "":
		panic("api: " + where + " has no summary")
	case !knownTag(op.Tag):
		panic("api: " + where + " has the tag " + op.Tag + ", which tags.go does not describe")
	}
	d := &door{Op: op, s: s, id: strings.ReplaceAll(strings.ToLower(op.Summary), " ", "-")}
	d.id = strings.Map(func(r rune) rune {
		if r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, d.id)
	if s.names[d.id] {
		panic("api: two operations have the summary " + op.Summary)
	}
	s.names[d.id] = true
	if d.MaxBody == 0 {
		d.MaxBody = 1 << 20
	}
	return d
}

// adapter registers huma's operations on our router, with the frame around each.
type adapter struct{ s *Server }

func (a adapter) Handle(op *huma.Operation, handler func(huma.Context)) {
	d := op.Metadata[doorKey].(*door)
	d.next = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler(humago.NewContext(op, r, w))
	})
	a.s.mux.Handle(op.Method+" "+Prefix+op.Path, d)
}

func (a adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.s.mux.ServeHTTP(w, r) }

const doorKey = "door"

// kept says what the frame may do with an answer: hold it back to give it a tag, or let it flow.
type kept int

const (
	flows kept = iota // bytes of a file
	whole             // a list, a 204: written at once
	one               // a single resource: has an ETag
)

func keeps[O any]() kept {
	switch any(new(O)).(type) {
	case interface{ single() }:
		return one
	case interface{ streams() }:
		return flows
	}
	return whole
}

// typeName is how a type of ours is called in the description.
func typeName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if inner, ok := strings.CutPrefix(name, "Items"); ok && inner != "" {
		name = inner + "List"
	}
	return strings.ReplaceAll(name, "JSON", "")
}
