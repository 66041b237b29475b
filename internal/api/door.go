package api

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

// call is one request on its way through the frame.
type call struct {
	s          *Server
	r          *http.Request
	actor      access.Actor
	credential string // hash of the token, "" for nobody
}

type callKey struct{}

// callOf is the call a handler answers.
func callOf(ctx context.Context) *call {
	c, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		panic("api: a handler runs outside its door")
	}
	return c
}

func (c *call) query() url.Values { return c.r.URL.Query() }
func (c *call) path() string      { return c.r.URL.Path }

// ServeHTTP is the order at every door: who, how often, may they try; then what the request asks of the
// answer (tag, condition, repetition); then the handler.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, again := r.Context().Value(callKey{}).(*call)
	if !again { // else the frame itself reads a resource for somebody who is admitted already
		var err error
		if c, err = d.admit(r); err != nil {
			writeProblem(w, d.s.problem(r.Context(), err))
			return
		}
	}
	if err := d.gate(c.actor); err != nil {
		writeProblem(w, d.s.problem(r.Context(), err))
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	c.r = r
	if err := d.readBody(w, r); err != nil {
		writeProblem(w, d.s.problem(r.Context(), err))
		return
	}
	d.answer(w, r, c)
}

// admit finds out who calls and whether they have called too often.
func (d *door) admit(r *http.Request) (*call, error) {
	s := d.s
	c := &call{s: s}
	address := "address " + org.Network(clientAddress(r))
	if d.Need.IsPublic() {
		return c, s.limits.take(address)
	}
	token, err := bearer(r)
	if err != nil {
		return nil, firstOf(s.limits.take(address), err)
	}
	c.credential = db.HashToken(token)
	if s.limits.knows(c.credential) {
		if err := s.limits.take(c.credential); err != nil {
			return nil, err
		}
	} else if err := s.limits.look(address); err != nil { // guessing tokens counts against the address
		return nil, err
	}
	c.actor, err = s.Authenticate(r.Context(), token, r.Header.Get("Candor-Organization"))
	if err != nil {
		return nil, firstOf(s.limits.take(address), err)
	}
	s.limits.learn(c.credential)
	if c.actor.UsesKey() {
		c.actor = c.actor.WithVia("key")
	} else {
		c.actor = c.actor.WithVia("api")
	}
	return c, nil
}

// gate asks the declared need. Who is nobody never passes; the rest is only a gate in front of the verb. Where the
// address names an item, the answer is the verb's: what is hidden is not there (404), also for those who hold the
// string nowhere (ADR 4).
func (d *door) gate(a access.Actor) error {
	err := d.Need.Check(a)
	if (d.s.GatesOff || d.Need.LeavesItems(d.Path)) && !errs.Is(err, errs.SignIn) {
		return nil
	}
	return err
}

// readBody takes the body in once it is known that somebody may send it: no more than allowed, and before
// anything is decided. Files stay where they are and are read by the handler.
func (d *door) readBody(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, d.MaxBody)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") || r.Method == http.MethodGet {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return bodyError(err)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		body = []byte("{}") // an action without parameters takes {} or nothing
		r.Header.Del("Content-Type")
	}
	setBody(r, body)
	return nil
}

func setBody(r *http.Request, body []byte) {
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
}

// answer runs the handler with what its method asks for around it.
func (d *door) answer(w http.ResponseWriter, r *http.Request, c *call) {
	switch {
	case d.keep == flows:
		d.next.ServeHTTP(w, r)
	case r.Method == http.MethodPost && r.Header.Get("Idempotency-Key") != "" && d.NotRemembered == "":
		d.once(w, r, c)
	default:
		d.run(r, c).send(w, r)
	}
}

// run is the handler with its answer held back, so that it can carry a tag, or be replaced.
func (d *door) run(r *http.Request, c *call) *held {
	if problem := d.precondition(r, c); problem != nil {
		return problem
	}
	if r.Method != http.MethodGet && r.Header.Get("If-Match") != "" {
		r = r.WithContext(d.compareInside(r.Context(), r, c))
	}
	h := newHeld()
	d.next.ServeHTTP(h, r)
	if h.status == http.StatusUnprocessableEntity && d.Sight != nil {
		if err := d.Sight(r.Context(), c.actor, r.PathValue("id")); err != nil {
			return d.s.held(r.Context(), err)
		}
	}
	if d.keep == one && h.status < 300 && !d.ShownOnce {
		h.header.Set("ETag", tagOf(h.body.Bytes()))
	}
	return h
}

// bearer is the token of the request.
func bearer(r *http.Request) (string, error) {
	kind, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(kind, "Bearer") || strings.TrimSpace(token) == "" {
		return "", errs.Of(errs.SignIn, "This needs an API key or a session: Authorization: Bearer …")
	}
	return strings.TrimSpace(token), nil
}

// clientAddress is the caller's address without the port; behind a trusted proxy web has put it right.
func clientAddress(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
