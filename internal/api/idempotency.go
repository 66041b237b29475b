package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"candor/internal/db"
	"candor/internal/errs"
)

// A POST with an Idempotency-Key is carried out once, however often it is sent.
//
// The key is claimed before the handler runs. The verb's own transaction notes that the change is made,
// so the change and the note are kept together or not at all: after a crash at any moment a repeated
// request either runs (nothing was kept) or is known to be done. The answer is stored after the commit; if
// the process dies in between, the repeated request is told so (409 already_done), never carried out again.
// Only success is remembered: what was refused may be corrected and sent again under the same key.
//
// A repeated request gets the resource as its sender may read it now, with today's rights, never a copy
// from before. Answers without an address, and secrets that are shown once, are kept sealed with a key
// made of the client's own text, so the database alone opens none.

const (
	claimLasts   = time.Minute      // a claim whose holder died is free after that
	waitForOther = 10 * time.Second // how long a second sender waits for the first
	waitForKept  = time.Second      // and for its answer, once its change is made
	lookAgain    = 50 * time.Millisecond
	longestKey   = 255
	// Remembered is how long a key is kept; Sweep removes older ones.
	Remembered = 24 * time.Hour
)

// once answers a POST with an Idempotency-Key.
func (d *door) once(w http.ResponseWriter, r *http.Request, c *call) {
	m, err := d.remember(r, c)
	if err != nil {
		d.s.held(r.Context(), err).send(w, r)
		return
	}
	e, err := m.claim(r.Context())
	switch {
	case err != nil:
		d.s.held(r.Context(), err).send(w, r)
	case e.state == "answered":
		d.again(e, m, r, c).send(w, r)
	case e.state == "done":
		d.s.held(r.Context(), errs.Of(errs.Conflict, "This request was carried out already, but its answer is lost. Read the resource.").
			Coded("already_done")).send(w, r)
	default:
		m.carryOut(d, r, c).send(w, r)
	}
}

// memory is one request under its key.
type memory struct {
	d          *db.DB
	credential string
	keyHash    string
	request    string // hash of what is asked: method, address, body
	id         string // of this claim
	seal       sealing
}

func (d *door) remember(r *http.Request, c *call) (*memory, error) {
	key := r.Header.Get("Idempotency-Key")
	if len(key) > longestKey {
		return nil, errs.Bad(errs.F("Idempotency-Key", "The Idempotency-Key may have 255 characters."))
	}
	body, err := io.ReadAll(r.Body) // bounded by readBody; a file is kept for the handler too
	if err != nil {
		return nil, bodyError(err)
	}
	setBody(r, body)
	mac := hmac.New(sha256.New, d.s.Secret)
	io.WriteString(mac, r.Method+" "+r.URL.RequestURI()+"\n")
	mac.Write(unbound(r, body))
	credential := c.credential
	if credential == "" {
		credential = "public"
	} else {
		credential += " in " + c.actor.OrgID() // a session may speak for several organisations
	}
	return &memory{
		d: d.s.DB, credential: credential, keyHash: db.HashToken(key), request: hex.EncodeToString(mac.Sum(nil)), id: db.NewID(),
		seal: newSealing(d.s.Secret, key+"\x00"+credential),
	}, nil
}

// unbound is the body without the boundary of its parts, which a client makes anew each time it sends a file.
func unbound(r *http.Request, body []byte) []byte {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return body
	}
	return bytes.ReplaceAll(body, []byte(params["boundary"]), []byte("boundary"))
}

// claim makes the request ours, or tells what became of it before. It waits for somebody who is at it.
func (m *memory) claim(ctx context.Context) (entry, error) {
	began := time.Now()
	for {
		e, err := m.take(ctx)
		if err != nil {
			return e, err
		}
		if e.request != m.request {
			return e, errs.Of(errs.Invalid, "This Idempotency-Key was used for another request.").Coded("idempotency_key_reused")
		}
		held := e.claim != m.id && m.d.Now().Before(e.until.Time) // somebody is at it, or about to keep the answer
		waited := time.Since(began)
		if e.state == "answered" || !held || e.state == "done" && waited > waitForKept {
			return e, nil
		}
		if waited > waitForOther {
			return e, errs.Of(errs.Conflict, "The first request with this Idempotency-Key is still running.").Coded("still_running")
		}
		select {
		case <-ctx.Done():
			return e, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

// carryOut runs the handler and keeps its answer.
func (m *memory) carryOut(d *door, r *http.Request, c *call) *held {
	kept := false
	defer func() {
		if !kept { // refused, failed or panicked: the key is free again, unless the change is made
			m.release(context.WithoutCancel(r.Context()))
		}
	}()
	h := d.run(r.WithContext(db.Last(r.Context(), m.done)), c)
	if h.status >= 300 {
		return h
	}
	answer := []byte(nil)
	if _, readable := d.s.address(h, r); !readable || d.ShownOnce || h.status == http.StatusNoContent { // 204 is an answer, too
		answer = m.seal.close(h)
	}
	// The change is made; whether its answer can be kept does not change what the client is told.
	if err := m.keep(context.WithoutCancel(r.Context()), h, answer); err != nil {
		d.s.Log.ErrorContext(r.Context(), "an answer was not kept for its Idempotency-Key", "error", err)
	}
	kept = true
	return h
}

// again answers a repeated request.
func (d *door) again(e entry, m *memory, r *http.Request, c *call) *held {
	var h *held
	if len(e.answer) > 0 {
		if h = m.seal.open(e.answer); h == nil {
			return d.s.held(r.Context(), errs.Of(errs.Conflict, "This request was carried out already, but its answer is lost. Read the resource.").Coded("already_done"))
		}
		if path, readable := d.s.address(h, r); readable { // whoever may not read it any more is not told it again
			if now := d.s.read(r.Context(), path, r, c); now.status != http.StatusOK {
				return now
			}
		}
	} else {
		stored := newHeld()
		stored.header.Set("Location", e.location)
		path, readable := d.s.address(stored, r)
		if !readable {
			h = newHeld()
		} else if h = d.s.read(r.Context(), path, r, c); h.status != http.StatusOK {
			return h
		}
	}
	h.status = e.status
	if e.location != "" {
		h.header.Set("Location", e.location)
	}
	h.header.Set("Idempotency-Replayed", "true")
	return h
}

// address is where the answered resource can be read: its Location, or what the request's path belongs to.
func (s *Server) address(h *held, r *http.Request) (string, bool) {
	path := h.header.Get("Location")
	if path == "" {
		return s.single(r.URL.Path)
	}
	u, err := url.Parse(path)
	if err != nil || !strings.HasPrefix(u.Path, Prefix+"/") {
		return "", false
	}
	found, ok := s.single(u.Path)
	return u.Path, ok && found == u.Path
}
