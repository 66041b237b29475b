package web

import (
	"context"
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/candidates"
	positionpages "candor/internal/ui/pages/positions"
)

// board lists the doors of a position's pipeline.
func (s *Server) board() {
	see := access.NeedPermission(access.CandidatesView)
	s.Handle("GET /positions/{id}/board", see, s.boardShow)
	s.Handle("GET /positions/{id}/board/{lane}", see, s.boardLane)
	s.Handle("GET /applications/{id}/move", access.NeedPermission(access.CandidatesUpdate, access.CandidatesClose), s.moveAsk)
	s.Handle("POST /applications/{id}/move", access.NeedPermission(access.CandidatesUpdate, access.CandidatesClose), s.move)
	s.Handle("POST /undo/{id}", access.NeedPermission(access.CandidatesUpdate, access.CandidatesClose), s.undo)
	s.candidateSignals()
}

// boardFilter is the part of the address that narrows a board.
func boardFilter(r *Request) candidates.BoardFilter {
	return candidates.BoardFilter{Q: r.FormValue("q"), Quick: candidates.Quick(r.FormValue("show")), Starred: r.FormValue("starred") == "true"}
}

func (s *Server) boardShow(w http.ResponseWriter, r *Request) error {
	filter := boardFilter(r)
	b, err := s.Candidates.Board(r.Context(), r.Actor, r.PathValue("id"), filter)
	if err != nil {
		return err
	}
	head, err := s.boardHead(r, b, "board")
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Board(pages.BoardPage{Shell: s.Shell(r, b.PositionTitle), Clock: r.Clock(), Head: head, Board: b, Filter: filter, Address: r.URL.RequestURI(),
		More: func(l candidates.Lane) string {
			return s.after(r, "/positions/"+b.PositionID+"/board/"+l.Key, l.Cards.Next)
		}}))
}

// boardHead is the head of the position's pages; nil for who sees the applications and not the position.
func (s *Server) boardHead(r *Request, b candidates.Board, tab string) (*positionpages.Head, error) {
	if !b.PositionOpen {
		return nil, nil
	}
	head, err := s.positionHead(r, tab)
	return &head, err
}

func (s *Server) boardLane(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	l, err := s.Candidates.BoardLane(r.Context(), r.Actor, r.PathValue("id"), r.PathValue("lane"), boardFilter(r), page)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Lane(pages.LanePage{Clock: r.Clock(), Lane: l, More: s.after(r, r.URL.Path, l.Cards.Next)}))
}

// moveForm comes from a card that was dropped (status or phase_id), from the sheet (to), or from the question
// before Offer (confirmed).
type moveForm struct {
	Status     string `form:"status"`
	PhaseID    string `form:"phase_id"`
	PositionID string `form:"position_id"`
	To         string `form:"to"` // "status:offer", "phase_id:…"
	Confirmed  bool   `form:"confirmed"`
}

func (f moveForm) move() candidates.Move {
	m := candidates.Move{Status: candidates.Status(f.Status), PhaseID: f.PhaseID, PositionID: f.PositionID, Confirmed: f.Confirmed}
	switch name, value, _ := strings.Cut(f.To, ":"); name {
	case "status":
		m.Status = candidates.Status(value)
	case "phase_id":
		m.PhaseID = value
	}
	return m
}

// moveAsk is "Move to…" as a page.
func (s *Server) moveAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.moveSheet(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Move(sheet))
}

// moveSheet offers the lanes of the position's board that the reader may move into.
func (s *Server) moveSheet(r *Request) (pages.MoveSheet, error) {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Move || c.ToOffer || c.ToHired })
	if err != nil {
		return pages.MoveSheet{}, err
	}
	b, err := s.Candidates.Lanes(r.Context(), r.Actor, d.PositionID)
	if err != nil {
		return pages.MoveSheet{}, err
	}
	return pages.MoveSheet{Shell: s.Shell(r, "Move "+d.CandidateName), Name: d.CandidateName, Path: "/applications/" + d.ID, Targets: moveTargets(b), Chosen: standsAt(d)}, nil
}

// moveTargets are the lanes that the reader may move into.
func moveTargets(b candidates.Board) (out []kit.Option) {
	for _, c := range b.Columns {
		for _, l := range c.Lanes {
			if name, value := pages.Sends(l); l.MayEnter {
				out = append(out, kit.Option{Value: name + ":" + value, Label: pages.LaneTitle(c, l), Help: noteOf(l)})
			}
		}
	}
	return out
}

// standsAt is where the application is now, as the sheet names places.
func standsAt(d candidates.Dossier) string {
	if d.Phase != nil && d.Status == candidates.InReview {
		return "phase_id:" + d.Phase.ID
	}
	return "status:" + string(d.Status)
}

func noteOf(l candidates.Lane) string {
	if l.Confirm {
		return "Its activity will close for you"
	}
	return ""
}

func (s *Server) move(w http.ResponseWriter, r *Request) error {
	var form moveForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	id := r.PathValue("id")
	done, err := s.Candidates.Move(r.Context(), r.Actor, id, form.move())
	if e := errs.As(err); err != nil && (e.Code == "confirm_closing" || e.Kind == errs.Invalid) {
		sheet, cause := s.moveSheet(r)
		if cause != nil {
			return cause
		}
		sheet.Confirm, sheet.Sentence, sheet.Chosen = e.Code == "confirm_closing", e.Message, form.To
		if sheet.Problems = kit.ProblemsOf(err); sheet.Confirm {
			sheet.Problems = nil
		}
		return s.Invalid(w, r, pages.Move(sheet))
	}
	if err != nil {
		return err
	}
	if r.Header.Get("Candor-Board") != "" { // the card has moved already; a whole page would say no more
		return s.Show(w, r, pages.Moved(s.undoable(movedFlash(done), done.Undo)))
	}
	return s.moved(w, r, done, "/applications/"+id)
}

// moved says what was done, with the way back while there is one. Whoever no longer sees the application is led to the
// list.
func (s *Server) moved(w http.ResponseWriter, r *Request, done candidates.Moved, to string) error {
	a := done.Application
	if a.ID == "" {
		return s.SeeOther(w, r, "/candidates", "Moved to another position.")
	}
	s.Flash(w, s.undoable(movedFlash(done), done.Undo))
	return s.SeeOther(w, r, to, "")
}

// movedFlash says where an application is now.
func movedFlash(done candidates.Moved) kit.FlashProps {
	a := done.Application
	f := kit.FlashProps{Tone: kit.Good, Seconds: 6, Text: a.CandidateName + " is now in " + a.Status.Label() + "."}
	switch {
	case a.ID == "":
		f.Text = "Moved to another position."
	case a.Status == candidates.Hired:
		f.Text = a.CandidateName + " is now Hired."
	case a.Phase != nil && a.Status == candidates.InReview:
		f.Text = a.CandidateName + " is now in " + a.Phase.Name + "."
	}
	return f
}

// undoable gives a flash its way back.
func (s *Server) undoable(f kit.FlashProps, u *candidates.Undo) kit.FlashProps {
	if u != nil {
		f.Undo, f.Seconds = "/undo/"+u.ID, max(1, int(u.Until.Sub(s.Now()).Seconds()))
	}
	return f
}

func (s *Server) undo(w http.ResponseWriter, r *Request) error {
	out, err := s.Candidates.Undo(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	f := kit.FlashProps{Tone: kit.Good, Text: "Undone."}
	if len(out.Items) > 1 {
		f.Text = "Undone for " + kit.Plural(out.Done, "application", "applications") + "."
	}
	for _, i := range out.Items {
		if !i.Done {
			f.Tone, f.Text = kit.Bad, i.Sentence
			if len(out.Items) > 1 {
				f.Text = "Undone for " + kit.Number(out.Done) + " of " + kit.Number(len(out.Items)) + ". " + i.Sentence
			}
		}
	}
	s.Flash(w, f)
	return s.SeeOther(w, r, r.Next(r.here()), "")
}

// candidateSignals says who hears of what happens to applications and people.
func (s *Server) candidateSignals() {
	s.Decide("application", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Candidates.HearsApplication(ctx, tx, a, id)
	})
	s.Decide("activity", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Candidates.HearsActivity(ctx, tx, a, id)
	})
	s.Decide("candidate", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Candidates.HearsCandidate(ctx, tx, a, id)
	})
}
