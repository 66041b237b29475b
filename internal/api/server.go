// Package api is the door for programs: /api/v1, JSON, described by an OpenAPI document.
//
// A door here translates: it reads a request, calls one verb of a feature as the member whose credential
// came with it, and answers. Who may try is declared with each operation; who may is the verb's decision.
// README.md tells how to add a resource.
package api

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Prefix is where all operations live.
const Prefix = "/api/v1"

// Server answers everything below /api.
type Server struct {
	Deps
	mux     *http.ServeMux
	huma    huma.API
	doors   []access.Door
	singles map[string]bool // paths of "GET one": what If-Match compares with
	names   map[string]bool // operation ids, each once
	cursors db.Sealer
	limits  *limits
	spec    []byte // the description, made once when all operations are known
}

// New registers every resource. It opens nothing, so the description can be made without a database.
func New(d Deps) *Server { return build(d, (*Server).resources) }

func build(d Deps, register func(*Server)) *Server {
	d = d.withDefaults()
	s := &Server{
		Deps:    d,
		mux:     http.NewServeMux(),
		singles: map[string]bool{},
		names:   map[string]bool{},
		cursors: db.NewSealer(d.Secret),
		limits:  newLimits(d.PerMinute, d.Now),
	}
	s.huma = huma.NewAPI(config(d.Version), adapter{s})
	s.mux.HandleFunc("/api/", s.nothingHere)
	register(s)
	s.describe()
	return s
}

// Doors lists every operation with what it declares.
func (s *Server) Doors() []access.Door { return append([]access.Door(nil), s.doors...) }

// ServeHTTP answers a request below /api.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Add("Vary", "Authorization, Candor-Organization")
	defer s.rescue(w, r)
	s.mux.ServeHTTP(w, r)
}

// nothingHere answers addresses without an operation: as a hidden thing, or 405 where another method
// would do.
func (s *Server) nothingHere(w http.ResponseWriter, r *http.Request) {
	allowed := s.methods(r)
	if len(allowed) == 0 {
		writeProblem(w, s.problem(r.Context(), errs.Hidden()))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeProblem(w, newProblem(http.StatusMethodNotAllowed, "method_not_allowed", "This address does not take "+r.Method+"."))
}

// methods are those with which the address of r has an operation.
func (s *Server) methods(r *http.Request) []string {
	var out []string
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		probe := r.Clone(r.Context())
		probe.Method = m
		if _, pattern := s.mux.Handler(probe); strings.HasPrefix(pattern, m+" ") {
			out = append(out, m)
		}
	}
	return out
}

// rescue turns a panic into the neutral 500; the log gets the rest. What was sent already is cut off, so
// that nobody takes a half answer for a whole one.
func (s *Server) rescue(w http.ResponseWriter, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	s.Log.ErrorContext(r.Context(), "panic in the API", slog.Any("panic", cause),
		slog.String("path", r.URL.Path), slog.String("stack", string(debug.Stack())))
	writeProblem(w, newProblem(http.StatusInternalServerError, errs.Internal.String(), wentWrong))
}
