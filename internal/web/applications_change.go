package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/candidates"
)

// applicationPath is the page of the application that the address names.
func applicationPath(r *Request) string { return "/applications/" + r.PathValue("id") }

// back is where a change of an application leads: to the page it was made on, if that is the application's own.
func (r *Request) back(path string) string {
	from := r.here()
	if from == path || strings.HasPrefix(from, path+"?") {
		return from
	}
	return r.Next(path)
}

func (s *Server) applicationStar(w http.ResponseWriter, r *Request) error {
	if _, err := s.Candidates.Star(r.Context(), r.Actor, r.PathValue("id"), r.FormValue("on") == "true"); err != nil {
		return err
	}
	return s.SeeOther(w, r, r.back(applicationPath(r)), "")
}

// phaseChange completes, skips or opens a phase again.
func (s *Server) phaseChange(w http.ResponseWriter, r *Request) error {
	d, err := s.Candidates.SetPhase(r.Context(), r.Actor, r.PathValue("id"), r.PathValue("phase"), candidates.PhaseChange(r.FormValue("do")))
	if err != nil {
		return err
	}
	words := ""
	for _, st := range d.Progress {
		for _, p := range st.Phases {
			if p.ID == r.PathValue("phase") {
				words = p.Name + ": " + strings.ToLower(p.State.Label()) + "."
			}
		}
	}
	return s.SeeOther(w, r, r.back(applicationPath(r)), words)
}

func (s *Server) withdraw(w http.ResponseWriter, r *Request) error {
	done, err := s.Candidates.Withdraw(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	s.Flash(w, s.undoable(kit.FlashProps{Text: done.Application.CandidateName + " withdrew."}, done.Undo))
	return s.SeeOther(w, r, r.back(applicationPath(r)), "")
}

func (s *Server) reopen(w http.ResponseWriter, r *Request) error {
	done, err := s.Candidates.Reopen(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.moved(w, r, done, r.back(applicationPath(r)))
}

// transferAsk is "Move to another position…" as a page.
func (s *Server) transferAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.transferSheet(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Transfer(sheet))
}

func (s *Server) transferSheet(r *Request) (p pages.TransferSheet, err error) {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Transfer })
	if err != nil {
		return p, err
	}
	p = pages.TransferSheet{Shell: s.Shell(r, "Move "+d.CandidateName), Name: d.CandidateName, From: d.PositionTitle, Path: applicationPath(r)}
	p.Targets, err = s.Candidates.MoveTargets(r.Context(), r.Actor, d.ID, "")
	return p, err
}

// transferTargets answers the field with the positions that what is typed finds.
func (s *Server) transferTargets(w http.ResponseWriter, r *Request) error {
	found, err := s.Candidates.MoveTargets(r.Context(), r.Actor, r.PathValue("id"), r.FormValue("q"))
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.TargetOptions(found))
}

func (s *Server) transfer(w http.ResponseWriter, r *Request) error {
	chosen := r.FormValue("position_id")
	position, phase, _ := strings.Cut(chosen, "/")
	move := candidates.Move{PositionID: position, PhaseID: phase}
	var done candidates.Moved
	err := errs.Bad(errs.F("position_id", "Choose a position."))
	if position != "" {
		done, err = s.Candidates.Move(r.Context(), r.Actor, r.PathValue("id"), move)
	}
	if e := errs.As(err); err != nil && (e.Kind == errs.Invalid || e.Kind == errs.Conflict) {
		sheet, cause := s.transferSheet(r)
		if cause != nil {
			return cause
		}
		sheet.Chosen, sheet.Problems = chosen, kit.ProblemsOf(err)
		if e.Kind == errs.Conflict {
			sheet.Problems = kit.Problems{errs.F("position_id", e.Message)}
		}
		return s.Invalid(w, r, pages.Transfer(sheet))
	}
	if err != nil {
		return err
	}
	return s.moved(w, r, done, applicationPath(r))
}

// snoozeAsk is "Snooze…" as a page.
func (s *Server) snoozeAsk(w http.ResponseWriter, r *Request) error {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Write })
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Snooze(s.snoozeSheet(r, d)))
}

func (s *Server) snoozeSheet(r *Request, d candidates.Dossier) pages.SnoozeSheet {
	return pages.SnoozeSheet{Shell: s.Shell(r, "Snooze "+d.CandidateName), Clock: r.Clock(), Name: d.CandidateName, Path: applicationPath(r), For: "week"}
}

// snoozes are the choices beside a day of one's own, in days from today.
var snoozes = map[string]int{"tomorrow": 1, "week": 7, "fortnight": 14, "month": 30}

// snooze until the beginning of a day, in the reader's zone; "wake" ends it.
func (s *Server) snooze(w http.ResponseWriter, r *Request) error {
	id, how := r.PathValue("id"), r.FormValue("for")
	until, err := snoozeUntil(r.Clock(), how, r.FormValue("until"))
	if err == nil {
		_, err = s.Candidates.Snooze(r.Context(), r.Actor, id, until)
	}
	if bad, ok := Problems(err); ok {
		d, cause := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Write })
		if cause != nil {
			return cause
		}
		sheet := s.snoozeSheet(r, d)
		sheet.For, sheet.Until, sheet.Problems = how, r.FormValue("until"), bad
		return s.Invalid(w, r, pages.Snooze(sheet))
	}
	if err != nil {
		return err
	}
	words := "Awake again."
	if !until.IsZero() {
		words = "Snoozed until " + r.Clock().Day(until.Time) + "."
	}
	return s.SeeOther(w, r, r.back(applicationPath(r)), words)
}

func snoozeUntil(c kit.Clock, how, day string) (db.Time, error) {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	if how == "wake" {
		return db.Time{}, nil
	}
	if days := snoozes[how]; days > 0 {
		y, m, d := c.Now.In(zone).Date()
		return db.At(time.Date(y, m, d+days, 0, 0, 0, 0, zone)), nil
	}
	at, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return db.Time{}, errs.Bad(errs.F("until", "Choose a day in the coming year."))
	}
	return db.At(at), nil
}

// applicationDeleteAsk says what goes with an application.
func (s *Server) applicationDeleteAsk(w http.ResponseWriter, r *Request) error {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Delete })
	if err != nil {
		return err
	}
	if err := s.Candidates.DeletableApplication(r.Context(), r.Actor, d.ID); errs.Is(err, errs.Conflict) {
		return s.Show(w, r, s.deleteInstead(r, d, err))
	} else if err != nil {
		return err
	}
	return s.Show(w, r, pages.Confirm(pages.ConfirmSheet{Shell: s.Shell(r, "Delete application"), Title: "Delete this application?",
		Lead:   d.CandidateName + " stays; the application for " + d.PositionTitle + " goes for good, with its files, answers, notes and activity.",
		Action: applicationPath(r) + "/delete", Back: applicationPath(r), Button: "Delete application"}))
}

func (s *Server) applicationDelete(w http.ResponseWriter, r *Request) error {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Delete })
	if err != nil {
		return err
	}
	if err := s.Candidates.DeleteApplication(r.Context(), r.Actor, d.ID); errs.Is(err, errs.Conflict) {
		return s.Answer(w, r, http.StatusConflict, s.deleteInstead(r, d, err))
	} else if err != nil {
		return err
	}
	to := "/candidates/" + d.CandidateID
	if _, err := s.Candidates.Candidate(r.Context(), r.Actor, d.CandidateID); err != nil { // it was what they were seen by
		to = "/candidates"
	}
	return s.SeeOther(w, r, to, "Application deleted.")
}

// deleteInstead says why an application cannot go alone, and offers what can be done.
func (s *Server) deleteInstead(r *Request, d candidates.Dossier, why error) templ.Component {
	return pages.Confirm(pages.ConfirmSheet{Shell: s.Shell(r, "Delete candidate"), Title: "Delete " + d.CandidateName + "?",
		Lead:   errs.As(why).Message + " Everything you see of them goes for good: contact, files, answers, notes and activity.",
		Action: "/candidates/" + d.CandidateID + "/delete", Back: applicationPath(r), Button: "Delete candidate"})
}
