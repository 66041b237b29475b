package web

import (
	"net/http"
	"net/url"
	"slices"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/candidates"
)

// view is the part of the address that chooses what a list shows: what is set of these names.
func view(r *Request, names ...string) url.Values {
	out := url.Values{}
	for _, name := range names {
		if v := r.FormValue(name); v != "" {
			out.Set(name, v)
		}
	}
	return out
}

// candidateList lists people; with a status, or where it is asked for, the applications of all positions.
func (s *Server) candidateList(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	page.Count = true
	p := pages.ListPage{Shell: s.Shell(r, "Candidates"), Clock: r.Clock(), Address: r.URL.RequestURI(), Applications: r.FormValue("view") == "applications" || r.FormValue("status") != "",
		View: view(r, "q", "standing", "status", "position", "source", "tag", "sort", "view"), Add: r.Actor.HoldsAnywhere(access.CandidatesCreate),
		Tag: r.Actor.HoldsAnywhere(access.CandidatesUpdate)}
	if p.Positions, err = s.positionChoices(r); err != nil {
		return err
	}
	if p.Applications {
		p.View.Del("standing")
		p.View.Del("sort") // an order beside the newest first is within one position
		p.Rows, err = s.Candidates.Applications(r.Context(), r.Actor, candidates.ApplicationFilter{Q: p.View.Get("q"), Status: candidates.Status(p.View.Get("status")),
			PositionID: p.View.Get("position"), Source: candidates.Source(p.View.Get("source")), Tag: p.View.Get("tag")}, page)
		p.Next = s.after(r, "/candidates", p.Rows.Next)
	} else {
		p.People, err = s.Candidates.Candidates(r.Context(), r.Actor, candidates.CandidateFilter{Q: p.View.Get("q"), Standing: candidates.Standing(p.View.Get("standing")),
			PositionID: p.View.Get("position"), Source: candidates.Source(p.View.Get("source")), Tag: p.View.Get("tag"), ByName: p.View.Get("sort") == "name"}, page)
		p.Next = s.after(r, "/candidates", p.People.Next)
	}
	if err != nil {
		return err
	}
	p.First = first(r, "/candidates", p.View)
	return s.Show(w, r, pages.List(p))
}

// first is the address of a list's first page, on a later one.
func first(r *Request, path string, view url.Values) string {
	if r.FormValue("after") == "" {
		return ""
	}
	if len(view) == 0 {
		return path
	}
	return path + "?" + view.Encode()
}

// positionChoices are the positions that the reader sees, by title, to filter by.
func (s *Server) positionChoices(r *Request) (out []kit.Option, err error) {
	if !r.Actor.HoldsAnywhere(access.PositionsView) {
		return nil, nil
	}
	all, err := s.Positions.Titles(r.Context(), r.Actor)
	for _, p := range all {
		out = append(out, kit.Option{Value: p.ID, Label: p.Title})
	}
	return out, err
}

// tableShow is the table of a position.
func (s *Server) tableShow(w http.ResponseWriter, r *Request) error {
	id := r.PathValue("id")
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	page.Count = true
	p := pages.TablePage{Clock: r.Clock(), Address: r.URL.RequestURI(), View: view(r, "q", "status", "source", "tag", "sort")}
	if p.Board, err = s.Candidates.Lanes(r.Context(), r.Actor, id); err != nil {
		return err
	}
	p.Rows, err = s.Candidates.Table(r.Context(), r.Actor, id, candidates.ApplicationFilter{Q: p.View.Get("q"), Status: candidates.Status(p.View.Get("status")),
		Source: candidates.Source(p.View.Get("source")), Tag: p.View.Get("tag"), Sort: sortOf(p.View)}, page)
	if err != nil {
		return err
	}
	path := "/positions/" + id + "/table"
	p.Next, p.First = s.after(r, path, p.Rows.Next), first(r, path, p.View)
	if p.Head, err = s.boardHead(r, p.Board, "table"); err != nil {
		return err
	}
	p.Shell = s.Shell(r, p.Board.PositionTitle)
	return s.Show(w, r, pages.Table(p))
}

// sortOf is the order that the address asks for; one that does not exist is the first.
func sortOf(v url.Values) candidates.Sort {
	s := candidates.Sort(v.Get("sort"))
	if slices.Contains([]candidates.Sort{candidates.SortMoved, candidates.SortName}, s) {
		return s
	}
	v.Del("sort")
	return candidates.SortApplied
}

// tagAsk asks which tags the chosen people get.
func (s *Server) tagAsk(w http.ResponseWriter, r *Request) error {
	if err := r.Actor.RequireAnywhere(access.CandidatesUpdate); err != nil { // also without the door's gate
		return err
	}
	ids, err := r.chosen()
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Tag(pages.TagSheet{Shell: s.Shell(r, "Tag"), IDs: ids, Back: r.Next("/candidates")}))
}

func (s *Server) tagMany(w http.ResponseWriter, r *Request) error {
	ids, err := r.chosen()
	if err != nil {
		return err
	}
	add, remove := splitTags(r.FormValue("add")), splitTags(r.FormValue("remove"))
	if len(add)+len(remove) == 0 {
		return s.Invalid(w, r, pages.Tag(pages.TagSheet{Shell: s.Shell(r, "Tag"), IDs: ids, Back: r.Next("/candidates"),
			Problems: kit.Problems{errs.F("add", "Name a tag to add or to take off.")}}))
	}
	done, err := s.Candidates.TagMany(r.Context(), r.Actor, ids, add, remove)
	if err != nil {
		return err
	}
	return s.bulkDone(w, r, pages.BulkResult{Bulk: done, Title: "Tags changed", One: "was changed", Many: "were changed", Back: r.Next("/candidates")},
		kit.Plural(done.Done, "person", "people")+" changed.")
}
