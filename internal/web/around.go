package web

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// around is what every request passes, from the outside in: its number, the log, the safety net, the
// headers, compression.
func (s *Server) around(h http.Handler) http.Handler {
	// Level 3 takes two thirds of the usual level's time, for a tenth more bytes.
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.EnableZstd(false), gzhttp.CompressionLevel(3))
	if err != nil {
		panic(err) // constant options
	}
	compressed := compress(h)
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.headers(w.Header())
		defer s.rescue(w, r)
		if r.URL.Path == "/live" || strings.HasPrefix(r.URL.Path, "/assets/") { // a stream; packed already
			h.ServeHTTP(w, r)
			return
		}
		compressed.ServeHTTP(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.TrustProxy {
			r = throughProxy(r)
		}
		n := &notes{id: db.NewID()}
		r = r.WithContext(context.WithValue(r.Context(), notesKey{}, n))
		seen := &seenWriter{ResponseWriter: w}
		began := time.Now()
		inner.ServeHTTP(seen, r)
		s.seen(r, seen, n, time.Since(began))
	})
}

// policy is what a browser may do on a page of ours: load from us, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *Server) headers(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if s.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// notes are what the frame learns about a request, for the log.
type notes struct{ id, member string }

type notesKey struct{}

func note(ctx context.Context) *notes {
	if n, ok := ctx.Value(notesKey{}).(*notes); ok {
		return n
	}
	return &notes{}
}

// Noting makes the log name the member for whom a credential was accepted, at the doors of pages and of the API alike.
func Noting(authenticate Authenticate) Authenticate {
	return func(ctx context.Context, token, organisation string) (access.Actor, error) {
		a, err := authenticate(ctx, token, organisation)
		if err == nil {
			note(ctx).member = a.MemberID()
		}
		return a, err
	}
}

// seen writes the access log and counts. A door is logged as it was registered ("GET /invite/{token}"): no
// values, no queries, no bodies, so that no token and no name gets into a log.
func (s *Server) seen(r *http.Request, w *seenWriter, n *notes, took time.Duration) {
	pattern := r.Pattern
	if pattern == "" {
		pattern = "none"
	}
	s.metrics.count(pattern, w.status, took)
	if strings.HasPrefix(r.URL.Path, "/assets/") || r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		return
	}
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("door", pattern), slog.String("method", r.Method), slog.Int("status", w.status),
		slog.Duration("took", took.Round(time.Microsecond)), slog.Int64("bytes", w.bytes), slog.String("member", n.member))
}

// rescue turns a panic into the error page; the log gets the rest.
func (s *Server) rescue(w http.ResponseWriter, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	s.Log.ErrorContext(r.Context(), "panic", slog.Any("panic", cause), slog.String("door", r.Pattern), slog.String("stack", string(debug.Stack())))
	if v, ok := w.(*seenWriter); ok && v.status != 0 {
		panic(http.ErrAbortHandler) // it has begun to answer: cut it off
	}
	s.errorPage(w, &Request{Request: r, Actor: access.Actor{}, s: s, w: w}, http.StatusInternalServerError,
		errs.Of(errs.Internal, "Something went wrong on our side. It has been written down.").Message)
}

// RequestLog adds the request's number to every record that is logged with its context.
func RequestLog(h slog.Handler) slog.Handler { return requestLog{h} }

type requestLog struct{ slog.Handler }

func (l requestLog) Handle(ctx context.Context, rec slog.Record) error {
	if n := note(ctx); n.id != "" {
		rec.AddAttrs(slog.String("request", n.id))
	}
	return l.Handler.Handle(ctx, rec)
}

func (l requestLog) WithAttrs(as []slog.Attr) slog.Handler {
	return requestLog{l.Handler.WithAttrs(as)}
}
func (l requestLog) WithGroup(name string) slog.Handler { return requestLog{l.Handler.WithGroup(name)} }

// seenWriter remembers status and size.
type seenWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *seenWriter) WriteHeader(status int) {
	if w.status == 0 || w.status < 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
