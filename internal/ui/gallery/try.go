package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
	"github.com/a-h/templ"
)

// try are the addresses with which behaviour can be tried without the product:
// a form that is refused without a title, a board that refuses some moves, a
// stream of signals.
func try(m *http.ServeMux) {
	m.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) {
		templ.Handler(form(frame(r, "New position"), "", nil)).ServeHTTP(w, r)
	})
	m.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		if title := r.FormValue("title"); title == "" {
			problems := kit.Problems{{Name: "title", Message: "Give the position a title."}}
			templ.Handler(form(frame(r, "New position"), "", problems), templ.WithStatus(422)).ServeHTTP(w, r)
			return
		}
		http.Redirect(w, r, "/list?done=Position+created.", http.StatusSeeOther)
	})
	m.HandleFunc("POST /reject", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/list?done=Grace+Hopper+rejected.", http.StatusSeeOther)
	})
	m.HandleFunc("POST /move", move)
	m.HandleFunc("GET /settings", func(w http.ResponseWriter, r *http.Request) {
		templ.Handler(settings(frame(r, "Settings"), saved.Load(), nil)).ServeHTTP(w, r)
	})
	m.HandleFunc("POST /settings", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("name") == "" {
			templ.Handler(settings(frame(r, "Settings"), saved.Load(), kit.Problems{{Name: "name", Message: "Give it a name."}}), templ.WithStatus(422)).ServeHTTP(w, r)
			return
		}
		saved.Add(1)
		http.Redirect(w, r, "/settings?done=Saved.", http.StatusSeeOther)
	})
	m.HandleFunc("POST /appearance", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusSeeOther) })
	m.HandleFunc("GET /signals", signals)
	m.HandleFunc("GET /poke", func(w http.ResponseWriter, r *http.Request) {
		pokes.Add(1)
		poked.Lock()
		defer poked.Unlock()
		for c := range listeners {
			c <- struct{}{}
		}
	})
}

// move takes a card to most columns; Final round asks, Offer refuses.
func move(w http.ResponseWriter, r *http.Request) {
	switch r.FormValue("to") {
	case "3":
		templ.Handler(reject(frame(r, "Sure?")), templ.WithStatus(409)).ServeHTTP(w, r)
	case "offer":
		app := frame(r, "Refused")
		templ.Handler(shell.Error(shell.ErrorProps{Status: 403, Title: "Only closers move somebody into Offer.", App: &app}), templ.WithStatus(403)).ServeHTTP(w, r)
	default:
		http.Redirect(w, r, "/board", http.StatusSeeOther)
	}
}

var (
	pokes     atomic.Int64
	saved     atomic.Int64
	poked     sync.Mutex
	listeners = map[chan struct{}]bool{}
)

func signals(w http.ResponseWriter, r *http.Request) {
	c := make(chan struct{}, 8)
	poked.Lock()
	listeners[c] = true
	poked.Unlock()
	defer func() { poked.Lock(); delete(listeners, c); poked.Unlock() }()
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w).Flush
	fmt.Fprint(w, "event: hello\ndata: {}\n\n")
	flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-c:
			fmt.Fprint(w, "event: changed\ndata: {\"kind\":\"position\",\"id\":\"p1\"}\n\n")
			flush()
		}
	}
}
