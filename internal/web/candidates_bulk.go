package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/candidates"
)

// tables lists the doors of a position's table and of what is done to many of its rows at once.
func (s *Server) tables() {
	write := access.NeedPermission(access.CandidatesUpdate, access.CandidatesClose)
	s.Handle("GET /positions/{id}/table", access.NeedPermission(access.CandidatesView), s.tableShow)
	s.Handle("POST /positions/{id}/applications/reject/ask", write, s.rejectManyAsk)
	s.Handle("POST /positions/{id}/applications/reject", write, s.rejectMany)
	s.Handle("POST /positions/{id}/applications/move/ask", write, s.moveManyAsk)
	s.Handle("POST /positions/{id}/applications/move", write, s.moveMany)
}

func tablePath(r *Request) string { return "/positions/" + r.PathValue("id") + "/table" }

// chosen are the ids that were ticked.
func (r *Request) chosen() ([]string, error) {
	var form struct {
		IDs []string `form:"ids"`
	}
	if err := r.Decode(&form); err != nil {
		return nil, err
	}
	if len(form.IDs) == 0 {
		return nil, errs.Bad(errs.F("ids", "Choose at least one."))
	}
	return form.IDs, nil
}

// rejectManyAsk is the reject sheet for many. Without script it is reached by the button below the table.
func (s *Server) rejectManyAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.rejectManySheet(r)
	if err != nil {
		return err
	}
	sheet.SendEmail = true
	return s.Show(w, r, pages.Reject(sheet))
}

// changeable is the board of a position on which the reader changes stages; each application is asked about when it is
// changed.
func (s *Server) changeable(r *Request) (candidates.Board, error) {
	b, err := s.Candidates.Lanes(r.Context(), r.Actor, r.PathValue("id"))
	if err == nil && !b.Can.Update && !b.Can.Close {
		err = errs.Refuse("not_permitted", "This needs the permission candidates:update, in your role or on this position's hiring team.")
	}
	return b, err
}

func (s *Server) rejectManySheet(r *Request) (p pages.RejectSheet, err error) {
	b, err := s.changeable(r)
	if err != nil {
		return p, err
	}
	ids, err := r.chosen()
	if err != nil {
		return p, err
	}
	back := r.Next(tablePath(r))
	return pages.RejectSheet{Shell: s.Shell(r, "Reject"), Title: "Reject " + kit.Plural(len(ids), "candidate", "candidates"), Action: "/positions/" + b.PositionID + "/applications/reject",
		Back: back, Next: back, IDs: ids, Many: len(ids), Contact: b.Can.Contact}, nil
}

func (s *Server) rejectMany(w http.ResponseWriter, r *Request) error {
	var form rejectForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	sheet, err := s.rejectManySheet(r)
	if err != nil {
		return err
	}
	if _, known := candidates.ReasonOf(form.Reason); !known { // said once, not of each of many
		sheet.Reason, sheet.Note, sheet.SendEmail = form.Reason, form.Note, form.SendEmail
		sheet.Problems = kit.Problems{errs.F("reason", "Choose a reason.")}
		return s.Invalid(w, r, pages.Reject(sheet))
	}
	done, err := s.Candidates.RejectMany(r.Context(), r.Actor, sheet.IDs, form.reject())
	if err != nil {
		return err
	}
	words := kit.Plural(done.Done, "candidate", "candidates") + " rejected."
	return s.bulkDone(w, r, pages.BulkResult{Bulk: done, Title: "Rejected", One: "was rejected", Many: "were rejected", Back: sheet.Back}, words)
}

func (s *Server) moveManyAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.moveManySheet(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.BulkMove(sheet))
}

func (s *Server) moveManySheet(r *Request) (p pages.BulkMoveSheet, err error) {
	b, err := s.changeable(r)
	if err != nil {
		return p, err
	}
	ids, err := r.chosen()
	if err != nil {
		return p, err
	}
	p = pages.BulkMoveSheet{Shell: s.Shell(r, "Move"), Action: "/positions/" + b.PositionID + "/applications/move", Back: r.Next(tablePath(r)), IDs: ids}
	for _, c := range b.Columns {
		for _, l := range c.Lanes {
			p.Confirm = p.Confirm || l.Confirm
		}
	}
	p.Targets = moveTargets(b)
	return p, nil
}

func (s *Server) moveMany(w http.ResponseWriter, r *Request) error {
	var form moveForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	sheet, err := s.moveManySheet(r)
	if err != nil {
		return err
	}
	if form.To == "" {
		sheet.Problems = kit.Problems{errs.F("to", "Choose a stage.")}
		return s.Invalid(w, r, pages.BulkMove(sheet))
	}
	done, err := s.Candidates.MoveMany(r.Context(), r.Actor, sheet.IDs, form.move())
	if err != nil {
		return err
	}
	return s.bulkDone(w, r, pages.BulkResult{Bulk: done, Title: "Moved", One: "was moved", Many: "were moved", Back: sheet.Back},
		kit.Plural(done.Done, "application", "applications")+" moved.")
}

// bulkDone says in a flash that all was done; where something was refused, which and why.
func (s *Server) bulkDone(w http.ResponseWriter, r *Request, p pages.BulkResult, words string) error {
	if p.Done == len(p.Items) {
		s.Flash(w, s.undoable(kit.FlashProps{Text: words}, p.Bulk.Undo))
		return s.SeeOther(w, r, p.Back, "")
	}
	p.Shell = s.Shell(r, p.Title)
	if p.Bulk.Undo != nil {
		p.Undo = "/undo/" + p.Bulk.Undo.ID
	}
	return s.Show(w, r, pages.Bulk(p))
}
