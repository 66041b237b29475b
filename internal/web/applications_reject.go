package web

import (
	"net/http"

	"candor/internal/candidates"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/candidates"
)

// rejectForm is what the reject sheets send.
type rejectForm struct {
	Reason    string `form:"reason"`
	Note      string `form:"note"`
	SendEmail bool   `form:"send_email"`
}

func (f rejectForm) reject() candidates.Reject {
	return candidates.Reject{Reason: f.Reason, Note: f.Note, SendEmail: f.SendEmail}
}

// rejectAsk is "Reject…" as a page. The letter is on by default for those who may write to the candidate.
func (s *Server) rejectAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.rejectSheet(r)
	if err != nil {
		return err
	}
	sheet.SendEmail = true
	return s.Show(w, r, pages.Reject(sheet))
}

func (s *Server) rejectSheet(r *Request) (p pages.RejectSheet, err error) {
	d, err := s.permittedTo(r.Context(), r, func(c candidates.Can) bool { return c.Reject })
	if err != nil {
		return p, err
	}
	return pages.RejectSheet{Shell: s.Shell(r, "Reject "+d.CandidateName), Title: "Reject " + d.CandidateName, Action: applicationPath(r) + "/reject",
		Back: applicationPath(r), Contact: d.Can.Contact, NoEmail: len(d.Emails) == 0, Next: r.Next("")}, nil
}

func (s *Server) reject(w http.ResponseWriter, r *Request) error {
	var form rejectForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	done, err := s.Candidates.Reject(r.Context(), r.Actor, r.PathValue("id"), form.reject())
	if bad, ok := Problems(err); ok {
		sheet, cause := s.rejectSheet(r)
		if cause != nil {
			return cause
		}
		sheet.Reason, sheet.Note, sheet.SendEmail, sheet.Problems = form.Reason, form.Note, form.SendEmail, bad
		return s.Invalid(w, r, pages.Reject(sheet))
	}
	if err != nil {
		return err
	}
	words := done.Application.CandidateName + " rejected."
	if form.SendEmail && done.Undo != nil {
		words += " The email leaves when the time to undo is over."
	}
	s.Flash(w, s.undoable(kit.FlashProps{Text: words}, done.Undo))
	return s.SeeOther(w, r, r.Next(applicationPath(r)), "")
}
