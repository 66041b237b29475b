package web

import (
	"context"
	"net/http"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	"candor/internal/ui/markdown"
	pages "candor/internal/ui/pages/positions"
)

// positions lists the doors of openings for members; board and table are the candidates'.
func (s *Server) positions() {
	see, edit, publish := access.NeedPermission(access.PositionsView), access.NeedPermission(access.PositionsUpdate), access.NeedPermission(access.PositionsPublish)
	s.Handle("GET /positions", see, s.positionList)
	s.Handle("GET /positions/new", access.NeedPermission(access.PositionsCreate), s.positionNew)
	s.Handle("POST /positions", access.NeedPermission(access.PositionsCreate), s.positionCreate)
	s.Handle("GET /positions/people", access.NeedPermission(access.PositionsCreate, access.PositionsAssignTeam), s.positionPeople)
	s.Handle("GET /positions/{id}", see, s.positionShow)

	s.Handle("GET /positions/{id}/team", see, s.positionTeam)
	s.Handle("POST /positions/{id}/team", access.NeedPermission(access.PositionsAssignTeam), s.positionSetTeam)
	s.Handle("GET /positions/{id}/privacy", edit, s.positionPrivacy)
	s.Handle("POST /positions/{id}/privacy", edit, s.positionSetPrivacy)
	s.Handle("POST /positions/{id}/public", publish, s.positionSetPublic)
	s.Handle("POST /positions/{id}/open", publish, s.positionOpen)
	s.Handle("GET /positions/{id}/close", publish, s.positionClosing)
	s.Handle("POST /positions/{id}/close", publish, s.positionClose)
	s.Handle("GET /positions/{id}/delete", access.NeedPermission(access.PositionsDelete), s.positionDeleting)
	s.Handle("POST /positions/{id}/delete", access.NeedPermission(access.PositionsDelete), s.positionDelete)

	s.Handle("GET /positions/{id}/settings", see, s.positionSettings)
	s.Handle("POST /positions/{id}/settings/details", edit, s.positionSaveDetails)
	s.Handle("POST /positions/{id}/settings/compensation", access.NeedPermission(access.PositionsViewCompensation), s.positionSavePay)
	s.Handle("POST /positions/{id}/settings/form", edit, s.positionSaveForm)

	s.Handle("GET /positions/{id}/phases/new", edit, s.phaseNew)
	s.Handle("POST /positions/{id}/phases", edit, s.phaseAdd)
	s.Handle("POST /positions/{id}/phases/order", edit, s.phaseOrder)
	s.Handle("POST /positions/{id}/phases/copy", edit, s.phaseCopy)
	s.Handle("GET /positions/{id}/phases/{phase}", edit, s.phaseEdit)
	s.Handle("POST /positions/{id}/phases/{phase}", edit, s.phaseSave)
	s.Handle("POST /positions/{id}/phases/{phase}/remove", edit, s.phaseRemove)

	s.Handle("POST /markdown", access.SignedIn("what one has typed oneself, as it will look"), s.preview, MaxBody(128<<10))
	s.Decide("position", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Positions.Sees(ctx, tx, a, id)
	})
}

// positionsOnPage is how many positions a page of the list shows.
const positionsOnPage = 100

func (s *Server) positionList(w http.ResponseWriter, r *Request) error {
	var q struct {
		Status     string `form:"status"`
		Department string `form:"department"`
		Mine       bool   `form:"mine"`
		Q          string `form:"q"`
		Sort       string `form:"sort"`
	}
	if err := r.Decode(&q); err != nil {
		return err
	}
	page, err := s.page(r, positionsOnPage)
	if err != nil {
		return err
	}
	f := positions.Filter{Status: positions.Status(q.Status), Department: q.Department, Mine: q.Mine, Q: q.Q, Sort: positions.Sort(q.Sort)}
	list, err := s.Positions.List(r.Context(), r.Actor, f, page)
	if err != nil {
		return err
	}
	counts, err := s.Positions.Counts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	departments, err := s.Positions.Departments(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.List(pages.ListPage{Shell: s.Shell(r, "Positions"), Clock: r.Clock(), Here: r.URL.RequestURI(), Filter: f, Counts: counts,
		Departments: departments, Items: list.Items, Next: s.after(r, "/positions", list.Next), MayCreate: r.Actor.Holds(access.PositionsCreate)}))
}

// positionHead loads the position that an address names, and what stands above each of its pages.
func (s *Server) positionHead(r *Request, tab string) (pages.Head, error) {
	p, err := s.Positions.Get(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return pages.Head{}, err
	}
	return pages.Head{Shell: s.Shell(r, p.Title), Clock: r.Clock(), Position: p, Tab: tab}, nil
}

func (s *Server) positionShow(w http.ResponseWriter, r *Request) error {
	head, err := s.positionHead(r, "overview")
	if err != nil {
		return err
	}
	history, err := s.Positions.History(r.Context(), r.Actor, head.Position.ID, db.Page{Limit: 20})
	if err != nil {
		return err
	}
	page := pages.ShowPage{Head: head, Body: markdown.HTML(head.Position.Description), SeesJobRole: r.Actor.Holds(access.JobRolesView) && !head.Position.JobRoleArchived}
	if page.Careers, err = s.careersAddress(r, head.Position); err != nil {
		return err
	}
	for _, line := range history.Items {
		page.History = append(page.History, happened(line))
	}
	return s.Show(w, r, pages.Show(page))
}

// careersAddress is where everybody reads the posting; empty while nobody does.
func (s *Server) careersAddress(r *Request, p positions.Position) (string, error) {
	if !p.OnCareersPage() {
		return "", nil
	}
	slug, err := s.Positions.HouseSlug(r.Context(), r.Actor)
	return "/careers/" + slug + "/" + p.Slug, err
}

// preview shows Markdown as it will look, to whoever typed it.
func (s *Server) preview(w http.ResponseWriter, r *Request) error {
	var form struct {
		Text string `form:"text,raw"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	return s.Show(w, r, kit.Prose(markdown.HTML(form.Text)))
}

// happened is a line of a position's history in words.
func happened(l activity.Shown) pages.Event {
	e := pages.Event{Line: kit.LineProps{ID: l.ID, Who: l.ActorName, At: l.At.Time, Icon: "history", What: l.Kind}}
	if say, ok := positionEvents[l.Kind]; ok {
		e.Line.Icon, e.Line.What = say.icon, say.what
	}
	switch l.Kind {
	case "position.closed":
		e.Text = textOf(l, "reason")
	case "position.updated":
		e.Line.What = "changed " + changedFields(l)
	}
	return e
}
