package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/library"
)

// approving lists the doors of requests for approval.
func (s *Server) approving() {
	see := access.NeedPermission(access.QuestionsApprove, access.TemplatesApprove, access.QuestionsView, access.TemplatesView)
	decide := access.NeedPermission(access.QuestionsApprove, access.TemplatesApprove)
	s.Handle("GET /approvals", approvals.Gate, s.approvalList)
	s.Handle("GET /approvals/waiting", approvals.Gate, s.approvalCount)
	s.Handle("GET /approvals/{id}", see, s.approvalShow)
	s.Handle("POST /approvals/{id}/approve", decide, s.approvalApprove)
	s.Handle("GET /approvals/{id}/reject", decide, s.approvalRejecting)
	s.Handle("POST /approvals/{id}/reject", decide, s.approvalReject)
	s.Handle("POST /approvals/{id}/withdraw", see, s.approvalWithdraw)

	s.Decide("approval", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Approvals.Hears(ctx, tx, a, id)
	})
}

// approvalList is Your approvals, or with ?view=submitted what the reader has asked for.
func (s *Server) approvalList(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	view := view(r, "view", "q", "kind", "state")
	f := approvals.Filter{Mine: view.Get("view") == "submitted", Q: view.Get("q"), Kind: view.Get("kind")}
	if f.Mine {
		f.State = approvals.State(view.Get("state"))
	}
	p := pages.ApprovalsPage{Clock: r.Clock(), Address: r.URL.RequestURI(), View: view, Mine: f.Mine,
		Decides: r.Actor.Holds(access.QuestionsApprove) || r.Actor.Holds(access.TemplatesApprove)}
	if p.List, err = s.Approvals.List(r.Context(), r.Actor, f, page); err != nil {
		return err
	}
	if p.Waiting, err = s.Approvals.Waiting(r.Context(), r.Actor); err != nil {
		return err
	}
	p.Shell = s.Shell(r, "Approvals")
	p.Shell.Shortcuts = pages.ApprovalKeys(p.Mine)
	p.Next, p.First = s.after(r, "/approvals", p.List.Next), first(r, "/approvals", view)
	return s.Show(w, r, pages.Approvals(p))
}

// approvalCount answers the sidebar, which asks for it alone when a signal says that something was submitted or decided.
func (s *Server) approvalCount(w http.ResponseWriter, r *Request) error {
	if err := approvals.Gate.Check(r.Actor); err != nil { // also without the door's gate
		return err
	}
	n, err := s.Approvals.Waiting(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.ApprovalCount(n))
}

// waiting is the count beside Approvals in the sidebar. A page without it is better than none.
func (s *Server) waiting(r *Request) *int {
	if s.Approvals == nil {
		return nil
	}
	n, err := s.Approvals.Waiting(r.Context(), r.Actor)
	if err != nil {
		s.Log.ErrorContext(r.Context(), "requests that wait were not counted", "error", err)
		return nil
	}
	return kit.N(n)
}

func (s *Server) approvalShow(w http.ResponseWriter, r *Request) error {
	q, err := s.Approvals.Get(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.approvalPage(w, r, http.StatusOK, q, nil)
}

func (s *Server) approvalPage(w http.ResponseWriter, r *Request, status int, q approvals.Request, problems kit.Problems) (err error) {
	p := pages.ApprovalPage{Clock: r.Clock(), Request: q, Me: r.Actor.MemberID(), Kind: kindOf(q), Next: r.Next(listOf(q, r.Actor)), Problems: problems}
	var in submitted
	switch q.Kind {
	case "question":
		in, err = s.questionShelf().submitted(r, q)
	case "template":
		in, err = s.templateShelf().submitted(r, q)
	case "form":
		in, err = s.formShelf().submitted(r, q)
	}
	if err != nil {
		return err
	}
	p.Item, p.Against, p.Changes, p.Content = in.href, in.against, in.changes, in.content
	p.Shell = s.Shell(r, q.Title)
	return s.Answer(w, r, status, pages.Approval(p))
}

// listOf is the tab that a request stands under.
func listOf(q approvals.Request, a access.Actor) string {
	if q.SubmitterID == a.MemberID() {
		return "/approvals?view=submitted"
	}
	return "/approvals"
}

// kindOf is what pages call the kind of item that a request is about.
func kindOf(q approvals.Request) pages.Kind {
	return map[string]pages.Kind{"question": pages.Questions, "template": pages.Templates, "form": pages.Forms}[q.Kind]
}

// submitted is what a request asks for, as far as its reader may read it.
type submitted struct {
	href    string
	against int
	changes []library.Changed
	content templ.Component
}

// submitted reads the revision that a request pins. Whoever may see the request may not always see the item: a rejected
// one is its creator's alone again.
func (sh *shelf[K, C]) submitted(r *Request, q approvals.Request) (out submitted, err error) {
	_, c, err := sh.room().Revision(r.Context(), r.Actor, q.ItemID, q.Revision)
	if errs.Is(err, errs.NotFound) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.href, out.content = sh.href(q.ItemID), sh.words(c)
	if q.State != approvals.Pending {
		return out, nil
	}
	if out.against, err = sh.room().Against(r.Context(), r.Actor, q); err != nil || out.against == 0 {
		return out, err
	}
	out.changes, err = sh.room().Diff(r.Context(), r.Actor, q.ItemID, out.against, q.Revision)
	return out, err
}

func (s *Server) approvalApprove(w http.ResponseWriter, r *Request) error {
	q, err := s.Approvals.Approve(r.Context(), r.Actor, r.PathValue("id"))
	if bad, ok := Problems(err); ok { // a template whose questions are not all the organisation's
		q, err := s.Approvals.Get(r.Context(), r.Actor, r.PathValue("id"))
		if err != nil {
			return err
		}
		return s.approvalPage(w, r, http.StatusUnprocessableEntity, q, bad)
	}
	return s.approvalDone(w, r, q, err)
}

// approvalRejecting asks for the reason, of those who may decide.
func (s *Server) approvalRejecting(w http.ResponseWriter, r *Request) error {
	q, err := s.decidable(r)
	if err != nil {
		return s.approvalDone(w, r, q, err)
	}
	return s.Show(w, r, pages.Reject(pages.RejectPage{Shell: s.Shell(r, "Reject"), Request: q, Kind: kindOf(q), Next: r.Next("/approvals")}))
}

// decidable is a request that the reader may decide now.
func (s *Server) decidable(r *Request) (approvals.Request, error) {
	q, err := s.Approvals.Get(r.Context(), r.Actor, r.PathValue("id"))
	switch {
	case err != nil:
		return q, err
	case q.State != approvals.Pending:
		return q, errs.Of(errs.Conflict, "This request is no longer waiting: it was decided or withdrawn in the meantime.").Coded("decided")
	case !q.May.Decide:
		_, err = access.Permit(r.Actor, access.RequestDecide, q.Row())
	}
	return q, err
}

func (s *Server) approvalReject(w http.ResponseWriter, r *Request) error {
	var form struct {
		Reason string `form:"reason"`
	}
	err := r.Decode(&form)
	var q approvals.Request
	if err == nil {
		q, err = s.Approvals.Reject(r.Context(), r.Actor, r.PathValue("id"), form.Reason)
	}
	if bad, ok := Problems(err); ok {
		if q, err = s.decidable(r); err != nil {
			return err
		}
		return s.Invalid(w, r, pages.Reject(pages.RejectPage{Shell: s.Shell(r, "Reject"), Request: q, Kind: kindOf(q), Next: r.Next("/approvals"), Reason: form.Reason, Problems: bad}))
	}
	return s.approvalDone(w, r, q, err)
}

func (s *Server) approvalWithdraw(w http.ResponseWriter, r *Request) error {
	q, err := s.Approvals.Withdraw(r.Context(), r.Actor, r.PathValue("id"))
	return s.approvalDone(w, r, q, err)
}

// approvalDone leads back to the list. Who comes second is told so there, where what is decided is gone.
func (s *Server) approvalDone(w http.ResponseWriter, r *Request, q approvals.Request, err error) error {
	if errs.Is(err, errs.Conflict) {
		s.Flash(w, kit.FlashProps{Tone: kit.Wait, Text: errs.As(err).Message})
		return s.SeeOther(w, r, otherThan(r, r.Next("/approvals")), "")
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, otherThan(r, r.Next(listOf(q, r.Actor))), decidedWords(q))
}

// otherThan does not lead back to the page of a request that may be hidden by now.
func otherThan(r *Request, to string) string {
	if u, err := url.Parse(to); err == nil && (u.Path == "/approvals/"+r.PathValue("id") || u.Path == "/approvals/"+r.PathValue("id")+"/reject") {
		return "/approvals"
	}
	return to
}

// decidedWords say what a decision has done.
func decidedWords(q approvals.Request) string {
	k := kindOf(q)
	switch {
	case q.State == approvals.Withdrawn && q.Change:
		return "Request withdrawn. Your change is a draft of yours."
	case q.State == approvals.Withdrawn:
		return "Request withdrawn. The " + k.One + " is Personal again."
	case q.State == approvals.Approved && q.Change:
		return "Change approved: it is live now"
	case q.State == approvals.Approved:
		return k.Title() + " published to org bank"
	case q.Change:
		return "Change rejected. " + q.Submitter + " reads your reason."
	}
	return k.Title() + " rejected. " + q.Submitter + " reads your reason."
}
