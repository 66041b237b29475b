package web

import (
	"context"
	"net/http"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/ui/markdown"
	pages "candor/internal/ui/pages/candidates"
)

// applications lists the doors of one application.
func (s *Server) applications() {
	see := access.NeedPermission(access.CandidatesView)
	write := access.NeedPermission(access.CandidatesUpdate, access.CandidatesClose)
	s.Handle("GET /applications/{id}", see, s.applicationShow)
	s.Handle("POST /applications/{id}/star", see, s.applicationStar)

	s.Handle("GET /applications/{id}/reject", write, s.rejectAsk)
	s.Handle("POST /applications/{id}/reject", write, s.reject)
	s.Handle("POST /applications/{id}/withdraw", write, s.withdraw)
	s.Handle("POST /applications/{id}/reopen", write, s.reopen)
	s.Handle("GET /applications/{id}/transfer", write, s.transferAsk)
	s.Handle("GET /applications/{id}/transfer/positions", write, s.transferTargets)
	s.Handle("POST /applications/{id}/transfer", write, s.transfer)
	s.Handle("GET /applications/{id}/snooze", write, s.snoozeAsk)
	s.Handle("POST /applications/{id}/snooze", write, s.snooze)
	s.Handle("POST /applications/{id}/phases/{phase}", write, s.phaseChange)

	s.Handle("POST /applications/{id}/notes", write, s.noteAdd)
	s.Handle("GET /applications/{id}/people", write, s.notePeople)
	s.Handle("GET /applications/{id}/files", write, s.fileAsk)
	s.Handle("POST /applications/{id}/files", write, s.fileAdd, MaxBody(files.Attachment.Limit()+1<<20))
	s.Handle("GET /applications/{id}/files/{file}/remove", write, s.fileRemoveAsk)
	s.Handle("POST /applications/{id}/files/{file}/remove", write, s.fileRemove)

	remove := access.NeedRole(access.CandidatesDelete)
	s.Handle("GET /applications/{id}/delete", remove, s.applicationDeleteAsk)
	s.Handle("POST /applications/{id}/delete", remove, s.applicationDelete)
}

func (s *Server) applicationShow(w http.ResponseWriter, r *Request) error {
	p, err := s.applicationPage(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Application(p))
}

// applicationPage gathers the page: the application, the person, what happened, who can be mentioned, the résumé.
func (s *Server) applicationPage(r *Request) (p pages.ApplicationPage, err error) {
	ctx, id := r.Context(), r.PathValue("id")
	p.Clock, p.Address = r.Clock(), "/applications/"+id
	if r.Method == http.MethodGet {
		p.Address = r.URL.RequestURI()
	}
	if p.Dossier, err = s.Candidates.Application(ctx, r.Actor, id); err != nil {
		return p, err
	}
	p.Shell = s.Shell(r, p.CandidateName)
	if p.Own {
		return p, nil
	}
	if p.Person, err = s.Candidates.Candidate(ctx, r.Actor, p.CandidateID); err != nil {
		return p, err
	}
	if p.Resume, err = s.resumeOf(r, p.Files, "/applications/"+id); err != nil {
		return p, err
	}
	if p.Can.Activity {
		if p.Timeline, err = s.timeline(r, "/applications/"+id, func(kinds []string) (candidates.Feed, error) {
			page, err := s.page(r, 0)
			if err != nil {
				return candidates.Feed{}, err
			}
			return s.Candidates.Activity(ctx, r.Actor, id, kinds, page)
		}); err != nil {
			return p, err
		}
	}
	if p.Can.Write && p.Timeline != nil {
		p.Note, err = s.noteForm(r, id)
	}
	return p, err
}

// timeline reads a feed and adds what drawing it takes.
func (s *Server) timeline(r *Request, path string, read func(kinds []string) (candidates.Feed, error)) (*pages.Timeline, error) {
	t := pages.Timeline{Clock: r.Clock(), Path: path, Markup: markdown.HTML}
	if r.Method == http.MethodGet {
		t.Show = pages.Show(r.FormValue("show"))
	}
	var err error
	if t.Feed, err = read(t.Show.Kinds()); err != nil {
		return nil, err
	}
	t.Older = s.after(r, path, t.Feed.Next)
	if r.FormValue("after") != "" {
		t.Newest = path
	}
	return &t, nil
}

// resumeOf is the newest résumé among files, in the form the address asks for. path is the page it stands on.
func (s *Server) resumeOf(r *Request, all []files.File, path string) (*pages.Resume, error) {
	var newest *files.File
	for i := range all {
		if all[i].Purpose == files.Resume && (newest == nil || newest.CreatedAt.Before(all[i].CreatedAt.Time)) {
			newest = &all[i]
		}
	}
	if newest == nil {
		return nil, nil
	}
	out := &pages.Resume{File: *newest, AsText: newest.Kind != "pdf" || r.FormValue("resume") == "text"}
	if newest.Kind == "pdf" {
		out.PDFHref = path
		if newest.TextState == files.TextDone {
			out.Words = path + "?resume=text"
		}
	}
	if !out.AsText {
		return out, nil
	}
	_, text, err := s.Files.Text(r.Context(), r.Actor, newest.ID)
	if errs.Is(err, errs.NotFound) { // removed since
		return nil, nil
	}
	out.Text = text
	return out, err
}

// permittedTo loads the application for a question about it: hidden (404) comes before refused (403).
func (s *Server) permittedTo(ctx context.Context, r *Request, may func(candidates.Can) bool) (candidates.Dossier, error) {
	d, err := s.Candidates.Application(ctx, r.Actor, r.PathValue("id"))
	switch {
	case err != nil:
		return d, err
	case may(d.Can):
		return d, nil
	case d.Own:
		return d, errs.Refuse("own_file", "This is your own application.")
	case d.Can.Locked != nil:
		return d, errs.Refuse(d.Can.Locked.Code, d.Can.Locked.Sentence)
	}
	return d, errs.Refuse("not_permitted", "You may not do this with this application as it stands.")
}
