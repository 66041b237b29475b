// Command gallery serves the parts of the interface alone, reading styles and
// scripts from the folder, so that one can look while changing them:
//
//	go run ./internal/ui/gallery
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"

	"candor/internal/ui"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
	"github.com/a-h/templ"
)

// policy is the one the product sends: what it forbids must not be needed.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "address to serve on")
	folder := flag.String("folder", "internal/ui", "where css and js are read from; empty serves the embedded ones")
	flag.Parse()
	ui.ReadFromDisk(*folder)
	log.Printf("Gallery on http://%s/", *listen)
	log.Fatal(http.ListenAndServe(*listen, routes()))
}

func routes() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /assets/", ui.Handler())
	for path, page := range pages() {
		m.Handle("GET "+path, page)
	}
	m.HandleFunc("GET /find", find)
	m.HandleFunc("GET /brand.css", brand)
	try(m)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		m.ServeHTTP(w, r)
	})
}

// pages are the frames, each with something in it.
func pages() map[string]http.Handler {
	shown := map[string]func(*http.Request) templ.Component{
		"/{$}":     func(r *http.Request) templ.Component { return shell.GalleryPage(frame(r, "Parts")) },
		"/board":   func(r *http.Request) templ.Component { return board(frame(r, "Backend engineer")) },
		"/list":    func(r *http.Request) templ.Component { return list(frame(r, "Candidates")) },
		"/profile": func(r *http.Request) templ.Component { return profile(frame(r, "Grace Hopper")) },
		"/sign-in": func(*http.Request) templ.Component { return signIn() },
		"/careers": func(r *http.Request) templ.Component { return careers("/brand.css?" + r.URL.RawQuery) },
		"/reject":  func(r *http.Request) templ.Component { return reject(frame(r, "Reject Grace Hopper")) },
		"/missing": func(r *http.Request) templ.Component {
			app := frame(r, "Nothing here")
			return shell.Error(shell.ErrorProps{Status: 404, Title: "There is nothing here, or nothing you may see.", App: &app})
		},
	}
	handlers := map[string]http.Handler{}
	for path, show := range shown {
		handlers[path] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			templ.Handler(show(r)).ServeHTTP(w, r)
		})
	}
	return handlers
}

func find(w http.ResponseWriter, r *http.Request) {
	templ.Handler(kit.PaletteResults([]kit.CommandGroup{{Title: "Candidates", Commands: []kit.Command{
		{Label: "Grace Hopper", Note: "Backend engineer · In review", Icon: "user", Href: "/profile"},
		{Label: "“" + r.FormValue("q") + "” in résumés", Icon: "file-text", Href: "/list"},
	}}})).ServeHTTP(w, r)
}

// brand is a company's stylesheet: /careers?colour=c2410c.
func brand(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	if c, err := ui.ParseHex(r.FormValue("colour")); err == nil {
		fmt.Fprint(w, ui.NewBrand(c).CSS())
	}
}
