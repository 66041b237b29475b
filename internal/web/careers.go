package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"candor/internal/access"
	"candor/internal/positions"
	"candor/internal/ui"
	"candor/internal/ui/kit"
	"candor/internal/ui/markdown"
	pages "candor/internal/ui/pages/careers"
	"candor/internal/ui/shell"
)

// careers lists the doors for strangers: an organisation's postings and its application form. They ask nobody who
// they are; what is not published is not there.
func (s *Server) careers() {
	everybody := access.Public("the careers page is for everybody")
	s.Handle("GET /careers/{org}", everybody, s.careersList)
	s.Handle("GET /careers/{org}/{$}", everybody, s.careersSlash)
	s.Handle("GET /careers/{org}/{position}/{$}", everybody, s.careersSlash)
	s.Handle("GET /careers/{org}/brand.css", everybody, s.careersBrand)
	s.Handle("GET /careers/{org}/{position}", everybody, s.careersPosting)
	s.Handle("POST /careers/{org}/{position}", everybody, s.careersApply, MaxBody(mostSent))
	s.Handle("GET /careers/{org}/{position}/received", everybody, s.careersReceived)
}

// careersAt is an organisation's public place, and the visitor there: also members are nobody on it.
type careersAt struct {
	positions.House
	visitor access.Actor
	home    string
}

func (s *Server) careersOf(r *Request) (at careersAt, err error) {
	at.House, at.visitor, err = s.Positions.Visit(r.Context(), r.PathValue("org"))
	at.home = "/careers/" + url.PathEscape(at.Slug)
	return at, err
}

func (s *Server) careersList(w http.ResponseWriter, r *Request) error {
	at, err := s.careersOf(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	wanted := positions.Wanted{Department: q.Get("department"), Location: q.Get("location"), Q: strings.TrimSpace(q.Get("q")), After: q.Get("after")}
	board, err := s.Positions.Postings(r.Context(), at.visitor, wanted)
	if err != nil {
		return err
	}
	frame := s.careersFrame(at, "Work at "+at.Name, at.home)
	frame.Description = markdown.Plain(at.Text, 160)
	return s.Show(w, r, pages.List(pages.ListPage{Shell: frame, Home: at.home, Company: at.Name, Text: markdown.HTML(at.Text), Board: board, Wanted: wanted}))
}

// careersSlash leads from an address that somebody typed with a slash at its end to the one without, there or not.
func (s *Server) careersSlash(w http.ResponseWriter, r *Request) error {
	to := url.URL{Path: strings.TrimRight(r.URL.Path, "/"), RawQuery: r.URL.RawQuery}
	http.Redirect(w, r.Request, to.String(), http.StatusMovedPermanently)
	return nil
}

func (s *Server) careersPosting(w http.ResponseWriter, r *Request) error {
	at, posting, err := s.careersPostingOf(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Posting(s.careersPage(at, posting, pages.Filled{Token: s.formToken(at, posting)})))
}

func (s *Server) careersPostingOf(r *Request) (at careersAt, p positions.Posting, err error) {
	if at, err = s.careersOf(r); err == nil {
		p, err = s.Positions.Posting(r.Context(), at.visitor, r.PathValue("position"))
	}
	return at, p, err
}

func (s *Server) careersPage(at careersAt, p positions.Posting, form pages.Filled) pages.PostingPage {
	here := at.home + "/" + url.PathEscape(p.Slug)
	frame := s.careersFrame(at, p.Title+" at "+at.Name, here)
	body := markdown.HTML(p.Description)
	frame.Description = markdown.Plain(p.Description, 160)
	frame.Posting = jobPosting(at.House, p, body, s.absolute(here))
	return pages.PostingPage{Shell: frame, Here: here, Posting: p, Body: body, Company: at.Name, Consent: at.Consent, Form: form}
}

// careersFrame is what stands around every public page of an organisation.
func (s *Server) careersFrame(at careersAt, title, here string) shell.CareersProps {
	p := shell.CareersProps{Title: title, Company: at.Name, Home: at.home, Canonical: s.absolute(here)}
	if u, err := url.Parse(at.Website); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		p.Website = at.Website
	}
	if c, err := ui.ParseHex(at.Color); err == nil && at.Color != "" {
		p.Brand = at.home + "/brand.css?" + ui.NewBrand(c).Hash()
	}
	return p
}

// absolute is the address as the world knows it; without a public URL there is none to give.
func (s *Server) absolute(path string) string {
	if s.PublicURL == "" {
		return ""
	}
	return strings.TrimRight(s.PublicURL, "/") + path
}

// careersBrand is the organisation's colour, moved until it can be read. Its address carries the hash of its content.
func (s *Server) careersBrand(w http.ResponseWriter, r *Request) error {
	at, err := s.careersOf(r)
	if err != nil {
		return err
	}
	css := ""
	if c, err := ui.ParseHex(at.Color); err == nil && at.Color != "" {
		brand := ui.NewBrand(c)
		css = brand.CSS()
		if r.URL.RawQuery == brand.Hash() {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			w.Header().Del("Vary")
		}
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	fmt.Fprint(w, css)
	return nil
}

func (s *Server) careersReceived(w http.ResponseWriter, r *Request) error {
	at, posting, err := s.careersPostingOf(r)
	if err != nil {
		return err
	}
	got, err := s.openReceipt(at, posting, r.URL.Query().Get("receipt"))
	if err != nil {
		return err
	}
	frame := s.careersFrame(at, "Application received", at.home)
	frame.NoIndex = true
	facts := []kit.Fact{}
	for _, f := range got.Facts {
		facts = append(facts, kit.Fact{Label: f[0], Text: f[1]})
	}
	return s.Show(w, r, pages.Received(pages.ReceivedPage{Shell: frame, Company: at.Name, Title: got.Title, Name: got.Name, Email: got.Email,
		Copy: s.Mail != nil && s.Mail.Leaves(), Facts: facts}))
}
