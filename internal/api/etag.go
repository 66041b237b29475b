package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"candor/internal/db"
	"candor/internal/errs"
)

// A tag is a hash of the very bytes this reader gets: two readers of one position have two tags, and
// what one may not see changes neither. If-Match is compared with what the reader of the request would
// get now. That is done twice: before the handler, so that nothing is begun in vain, and inside the
// handler's own transaction, before it has read anything, so that nobody slips in between (compareInside).

// tagOf is the strong tag of a representation.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// listed reports whether an If-Match or If-None-Match header names the tag. Weak tags count where the
// header allows it (If-None-Match).
func listed(header, tag string, weak bool) bool {
	if header == "" || tag == "" {
		return false
	}
	for _, one := range strings.Split(header, ",") {
		one = strings.TrimSpace(one)
		if weak {
			one = strings.TrimPrefix(one, "W/")
		}
		if one == "*" || one == tag {
			return true
		}
	}
	return false
}

// precondition compares If-Match with the resource that the request changes. Whoever may not read it gets
// the answer of reading it.
func (d *door) precondition(r *http.Request, c *call) *held {
	if want := r.Header.Get("If-Match"); want != "" && r.Method != http.MethodGet {
		if now := d.current(r.Context(), r, c); now != nil {
			return d.compare(r.Context(), want, now)
		}
	}
	return nil
}

func (d *door) compare(ctx context.Context, want string, now *held) *held {
	if now.status != http.StatusOK {
		return now
	}
	if listed(want, now.header.Get("ETag"), false) {
		return nil
	}
	return d.s.held(ctx, errs.Of(errs.Stale, "This was changed since you read it. Read it again."))
}

// compareInside repeats the comparison as the first thing in the handler's transaction. On SQLite a writer
// is alone, so the comparison is exact. On PostgreSQL changes that carry If-Match stand in line for their
// resource; a change without it may still commit in between, which is what leaving it out means.
func (d *door) compareInside(ctx context.Context, r *http.Request, c *call) context.Context {
	path, ok := d.s.single(r.URL.Path)
	if !ok {
		return ctx
	}
	return db.First(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := tx.Queue(ctx, "if-match "+path); err != nil {
			return err
		}
		now := d.s.read(ctx, path, r, c)
		if d.compare(ctx, r.Header.Get("If-Match"), now) != nil {
			return errs.Of(errs.Stale, "This was changed since you read it. Read it again.")
		}
		return nil
	})
}

// current is the resource at or above the address of r, as its sender would read it now; nil where no
// resource can be read there.
func (d *door) current(ctx context.Context, r *http.Request, c *call) *held {
	path, ok := d.s.single(r.URL.Path)
	if !ok {
		return nil
	}
	return d.s.read(ctx, path, r, c)
}

// single finds the address of the nearest single resource: /positions/7/open belongs to /positions/7.
func (s *Server) single(path string) (string, bool) {
	for ; len(path) > len(Prefix); path = path[:strings.LastIndexByte(path, '/')] {
		probe := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Host: "candor"}
		if _, pattern := s.mux.Handler(probe); s.singles[strings.TrimPrefix(pattern, "GET "+Prefix)] {
			return path, true
		}
	}
	return "", false
}

// read answers GET path for the caller of r, as if they had asked now.
func (s *Server) read(ctx context.Context, path string, r *http.Request, c *call) *held {
	inner := &call{s: s, actor: c.actor, credential: c.credential}
	again := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Host: r.Host, Header: http.Header{},
		Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor, Body: http.NoBody, RemoteAddr: r.RemoteAddr}).
		WithContext(context.WithValue(ctx, callKey{}, inner))
	h := newHeld()
	s.mux.ServeHTTP(h, again)
	return h
}
