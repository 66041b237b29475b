package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/ui/kit"
)

// Request is a request with the member who makes it.
type Request struct {
	*http.Request
	Actor access.Actor // nobody on public doors

	s *Server
	w http.ResponseWriter
}

// HTMX reports whether htmx asks. Answers are whole pages all the same; it matters for redirects only.
func (r *Request) HTMX() bool { return r.Header.Get("HX-Request") == "true" }

// Live reports whether a live part fetches itself again: nobody reads this answer as a new page.
func (r *Request) Live() bool { return r.Header.Get("Candor-Live") != "" }

// Now is the moment of the request.
func (r *Request) Now() time.Time { return r.s.Now() }

// Clock is for times on the page, in the reader's zone.
func (r *Request) Clock() kit.Clock { return kit.Clock{Now: r.s.Now(), Zone: r.Actor.Zone()} }

// Next is the local address that ?next= or the form names, or else.
func (r *Request) Next(otherwise string) string {
	if next := r.FormValue("next"); local(next) {
		return next
	}
	return otherwise
}

// here is the address to come back to after signing in: that of a page, never one that does something.
func (r *Request) here() string {
	if r.Method == http.MethodGet && !r.Live() {
		return r.URL.RequestURI()
	}
	from, err := url.Parse(r.Header.Get("Referer"))
	if err != nil || from.Host != r.Host {
		return "/"
	}
	if back := from.RequestURI(); local(back) {
		return back
	}
	return "/"
}

// local reports whether an address leads nowhere but here: an absolute path that no browser reads as
// another host ("//evil", "/\evil").
func local(address string) bool {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t\x00") {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Host == "" && u.Scheme == "" && !strings.HasPrefix(u.Path, "//")
}
