package api

import (
	"bytes"
	"net/http"
)

// held is an answer that is not sent yet. It is no way to the connection: nothing a handler does to it
// reaches the client before send.
type held struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func newHeld() *held { return &held{header: http.Header{}} }

func (h *held) Header() http.Header { return h.header }

func (h *held) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

func (h *held) Write(b []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(b)
}

// send writes the answer; a client that has this very representation is told so instead (304).
func (h *held) send(w http.ResponseWriter, r *http.Request) {
	for name, values := range h.header {
		w.Header()[name] = values
	}
	if h.status == 0 {
		h.status = http.StatusOK
	}
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && h.status == http.StatusOK && listed(r.Header.Get("If-None-Match"), h.header.Get("ETag"), true) {
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(h.status)
	w.Write(h.body.Bytes()) // the client may have gone; nobody to tell
}
