// Package web is the door for people: pages, forms, live signals, and everything around every request.
//
// A handler here translates: it decodes, calls one verb of a feature as the member who asks, and answers
// with a page. Who may try is declared with each door; who may is the verb's decision. README.md tells
// how to add a page.
package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Server answers every request of the installation.
type Server struct {
	Deps
	mux      *http.ServeMux
	doors    []access.Door
	needs    map[string]access.Need // by pattern
	deciders map[string]LiveDecider
	secrets  secrets
	cursors  db.Sealer
	metrics  *metrics
	streams  streams
	origins  *http.CrossOriginProtection
	handler  http.Handler
	closing  chan struct{} // closed when the server is to end

	careersPause time.Duration // see pause
}

// New registers every door. It fails where the configuration cannot be served.
func New(d Deps) (*Server, error) { return build(d, (*Server).routes) }

func build(d Deps, register func(*Server)) (*Server, error) {
	d = d.withDefaults()
	if d.Authenticate == nil {
		return nil, errors.New("web: nobody can sign in without Authenticate")
	}
	d.Authenticate = Noting(d.Authenticate)
	s := &Server{
		Deps:     d,
		mux:      http.NewServeMux(),
		needs:    map[string]access.Need{},
		deciders: map[string]LiveDecider{},
		secrets:  newSecrets(d.Secret),
		cursors:  db.NewSealer(d.Secret),
		origins:  http.NewCrossOriginProtection(),
		closing:  make(chan struct{}),

		careersPause: pause,
	}
	if d.Demo { // limits are off there
		s.careersPause = 0
	}
	s.metrics = newMetrics(d)
	if origin := d.origin(); origin != "" { // behind a proxy the Host we see may be another
		if err := s.origins.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	s.core()
	register(s)
	if s.API != nil {
		for _, door := range s.API.Doors() {
			s.needs[door.Pattern] = door.Need
		}
	}
	s.handler = s.around(s.mux)
	return s, nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Routes lists every door, of pages and of the API, with what it declares.
func (s *Server) Routes() []access.Door {
	out := slices.Clone(s.doors)
	if s.API != nil {
		out = append(out, s.API.Doors()...)
	}
	slices.SortFunc(out, func(a, b access.Door) int { return strings.Compare(sortKey(a.Pattern), sortKey(b.Pattern)) })
	return out
}

// sortKey puts the doors of one address together.
func sortKey(pattern string) string {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		return pattern
	}
	return path + " " + method
}

// Handler answers one page. An error is answered by the frame; a handler that has begun to write returns nil.
type Handler func(w http.ResponseWriter, r *Request) error

// Handle registers a page. It panics at start where no need is declared.
func (s *Server) Handle(pattern string, need access.Need, h Handler, opts ...DoorOption) {
	d := &door{s: s, pattern: pattern, need: need, handle: h, maxBody: 1 << 20}
	for _, o := range opts {
		o(d)
	}
	s.declare(pattern, need)
	s.mux.Handle(pattern, s.origins.Handler(d))
}

// raw registers a door that is no page: no session is read.
func (s *Server) raw(pattern string, need access.Need, h http.Handler) {
	s.declare(pattern, need)
	s.mux.Handle(pattern, h)
}

func (s *Server) declare(pattern string, need access.Need) {
	if !need.Declared() {
		panic("web: " + pattern + " declares no need")
	}
	s.needs[pattern] = need
	s.doors = append(s.doors, access.Door{Pattern: pattern, Need: need})
}

// DoorOption changes one door.
type DoorOption func(*door)

// MaxBody is the largest request body in bytes; 1 MiB if not said. More than that also gets more time to
// arrive.
func MaxBody(n int64) DoorOption { return func(d *door) { d.maxBody = n } }

// door is one page with the frame around its handler.
type door struct {
	s       *Server
	pattern string
	need    access.Need
	handle  Handler
	maxBody int64
}

// ServeHTTP is the order at every door: who, may they try, the handler, the answer to its error.
func (d *door) ServeHTTP(w http.ResponseWriter, plain *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Cookie, HX-Request")
	r := &Request{Request: plain, s: d.s, w: w}
	if plain.Body != nil {
		plain.Body = http.MaxBytesReader(w, plain.Body, d.maxBody)
		d.allowTime(w)
	}
	err := d.enter(r)
	if err == nil {
		err = d.handle(w, r)
	}
	if err != nil {
		d.s.fail(w, r, err)
	}
}

// enter finds out who asks and checks the declared need.
func (d *door) enter(r *Request) error {
	if token := r.SessionToken(); token != "" {
		actor, err := d.s.Authenticate(r.Context(), token, "")
		if err != nil && !d.need.IsPublic() {
			return err
		}
		if err == nil {
			r.Actor = actor.WithVia("page")
		}
	}
	err := d.need.Check(r.Actor)
	// Where the address names an item, hidden (404) and refused (403) are the verb's to tell apart (ADR 4).
	_, path, _ := strings.Cut(d.pattern, " ")
	if (d.s.GatesOff || d.need.LeavesItems(path)) && !errs.Is(err, errs.SignIn) {
		return nil
	}
	return err
}
