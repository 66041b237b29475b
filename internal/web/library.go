package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/library"
)

// shelf is what the doors of one kind of library items share: publishing, cloning, deciding, deleting, history. The
// doors of a kind are registered with it, and the kind draws its own page and its own words.
type shelf[K access.Kind, C any] struct {
	s         *Server
	kind      pages.Kind
	see, drop access.Permission // :view and :delete
	update    access.Permission
	publish   access.Permission
	approve   access.Permission
	published string // what is said when it is the organisation's now

	room  func() *library.Shelf[K, C] // a server without rooms lists its doors, too
	rules struct{ edit, remove access.Rule[K] }

	// show answers with the item's page; the review carries what was typed into it and what was wrong.
	show func(w http.ResponseWriter, r *Request, status int, i library.Item, c C, review pages.Review) error
	// words draws a content.
	words func(c C) templ.Component
}

// doors registers what every kind has.
func (sh *shelf[K, C]) doors() {
	path, s := sh.kind.Path, sh.s
	see, decide := access.NeedPermission(sh.see, sh.approve), access.NeedPermission(sh.approve)
	s.Handle("GET "+path+"/{id}", see, sh.page)
	s.Handle("GET "+path+"/{id}/revisions/{number}", see, sh.revision)
	s.Handle("POST "+path+"/{id}/publish", access.NeedPermission(sh.publish), sh.doPublish)
	s.Handle("POST "+path+"/{id}/withdraw", see, sh.doWithdraw)
	s.Handle("POST "+path+"/{id}/clone", access.NeedPermission(sh.see), sh.doClone)
	s.Handle("POST "+path+"/{id}/approve", decide, sh.doApprove)
	s.Handle("POST "+path+"/{id}/reject", decide, sh.doReject)
	s.Handle("GET "+path+"/{id}/delete", see, sh.askDelete)
	s.Handle("POST "+path+"/{id}/delete", see, sh.doDelete)
	s.Handle("POST "+path+"/delete/ask", see, sh.askDeleteMany)
	s.Handle("POST "+path+"/delete", see, sh.doDeleteMany)
}

func (sh *shelf[K, C]) href(id string) string { return sh.kind.Href(id) }

// page is the item's own.
func (sh *shelf[K, C]) page(w http.ResponseWriter, r *Request) error {
	e, err := sh.room().Get(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	review, err := sh.review(r, e.Item)
	if err != nil {
		return err
	}
	return sh.show(w, r, http.StatusOK, e.Item, e.Content, review)
}

// review is the latest round about an item, and what it would change.
func (sh *shelf[K, C]) review(r *Request, i library.Item) (p pages.Review, err error) {
	p = pages.Review{Kind: sh.kind, Clock: r.Clock(), Item: i, Me: r.Actor.MemberID()}
	q := i.Approval
	if q == nil || q.State != approvals.Pending {
		return p, nil
	}
	if p.Against, err = sh.room().Against(r.Context(), r.Actor, *q); err != nil || p.Against == 0 {
		return p, err
	}
	if p.Changes, err = sh.room().Diff(r.Context(), r.Actor, i.ID, p.Against, q.Revision); err != nil {
		return p, err
	}
	if q.Change {
		_, c, err := sh.room().Revision(r.Context(), r.Actor, i.ID, q.Revision)
		if err != nil {
			return p, err
		}
		p.Would = sh.words(c)
	}
	return p, nil
}

// history is what happened to an item, as its reader may know it.
func (sh *shelf[K, C]) history(r *Request, i library.Item) ([]pages.Event, error) {
	revisions, err := sh.room().Revisions(r.Context(), r.Actor, i.ID)
	if err != nil {
		return nil, err
	}
	rounds, err := sh.room().Rounds(r.Context(), r.Actor, i.ID)
	return pages.History(sh.kind, i, revisions, rounds), err
}

func (sh *shelf[K, C]) revision(w http.ResponseWriter, r *Request) error {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return errs.Hidden()
	}
	ctx, id := r.Context(), r.PathValue("id")
	e, err := sh.room().Get(ctx, r.Actor, id)
	if err != nil {
		return err
	}
	rev, c, err := sh.room().Revision(ctx, r.Actor, id, number)
	if err != nil {
		return err
	}
	p := pages.RevisionPage{Shell: sh.s.Shell(r, "Revision "+strconv.Itoa(number)), Clock: r.Clock(), Kind: sh.kind, Item: e.Item, Revision: rev, Content: sh.words(c)}
	all, err := sh.room().Revisions(ctx, r.Actor, id)
	if err != nil {
		return err
	}
	if p.Against = before(all, number); p.Against > 0 {
		if p.Changes, err = sh.room().Diff(ctx, r.Actor, id, p.Against, number); err != nil {
			return err
		}
	}
	if e.May.Edit && !rev.Live && rev.AuthorID == r.Actor.MemberID() {
		p.Edit = sh.href(id) + "/edit?from=" + strconv.Itoa(number)
	}
	return sh.s.Show(w, r, pages.Revision(p))
}

// before is the readable revision that precedes one; 0 for none. They come newest first.
func before(all []library.Revision, number int) int {
	for _, rev := range all {
		if rev.Number < number {
			return rev.Number
		}
	}
	return 0
}

func (sh *shelf[K, C]) doPublish(w http.ResponseWriter, r *Request) error {
	e, err := sh.room().Publish(r.Context(), r.Actor, r.PathValue("id"))
	if bad, ok := Problems(err); ok { // a template whose questions are not all the organisation's: its page says which
		e, err := sh.room().Get(r.Context(), r.Actor, r.PathValue("id"))
		if err != nil {
			return err
		}
		return sh.show(w, r, http.StatusUnprocessableEntity, e.Item, e.Content, pages.Review{Kind: sh.kind, Clock: r.Clock(), Item: e.Item, Me: r.Actor.MemberID(), Problems: bad})
	}
	if err != nil {
		return err
	}
	words := sh.published
	if e.Visibility != library.Org {
		words = sh.kind.Title() + " submitted for approval"
	}
	return sh.s.SeeOther(w, r, r.Next(sh.href(e.ID)), words)
}

func (sh *shelf[K, C]) doWithdraw(w http.ResponseWriter, r *Request) error {
	e, err := sh.room().Withdraw(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	words := "Request withdrawn. The " + sh.kind.One + " is Personal again."
	if e.Visibility == library.Org {
		words = "Request withdrawn. Your change is a draft of yours."
	}
	return sh.s.SeeOther(w, r, r.Next(sh.href(e.ID)), words)
}

// doClone leads to the copy; from a list it stays there and names the way to it.
func (sh *shelf[K, C]) doClone(w http.ResponseWriter, r *Request) error {
	e, err := sh.room().Clone(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	flash := kit.FlashProps{Text: sh.kind.Title() + " cloned to personal"}
	to := r.Next(sh.href(e.ID))
	if to != sh.href(e.ID) {
		flash.Href, flash.Link = sh.href(e.ID), "Open the copy"
	}
	sh.s.Flash(w, flash)
	return sh.s.SeeOther(w, r, to, "")
}

func (sh *shelf[K, C]) doApprove(w http.ResponseWriter, r *Request) error {
	return sh.decide(w, r, func(request, _ string) (approvals.Request, error) {
		return sh.s.Approvals.Approve(r.Context(), r.Actor, request)
	})
}

func (sh *shelf[K, C]) doReject(w http.ResponseWriter, r *Request) error {
	return sh.decide(w, r, func(request, reason string) (approvals.Request, error) {
		return sh.s.Approvals.Reject(r.Context(), r.Actor, request, reason)
	})
}

// decide decides the request that the reader has looked at: another one, of what was changed meanwhile, is not decided
// unread. Who comes second is told.
func (sh *shelf[K, C]) decide(w http.ResponseWriter, r *Request, do func(request, reason string) (approvals.Request, error)) error {
	var form struct {
		Request string `form:"request"`
		Reason  string `form:"reason"`
	}
	id := r.PathValue("id")
	e, err := sh.room().Get(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	q, err := do(form.Request, form.Reason)
	if bad, ok := Problems(err); ok {
		review, err := sh.review(r, e.Item)
		if err != nil {
			return err
		}
		review.Reason, review.Problems = form.Reason, bad
		return sh.show(w, r, http.StatusUnprocessableEntity, e.Item, e.Content, review)
	}
	if errs.Is(err, errs.Conflict) {
		sh.s.Flash(w, kit.FlashProps{Tone: kit.Bad, Text: errs.As(err).Message})
		return sh.s.SeeOther(w, r, sh.stillThere(r, id), "")
	}
	if err != nil {
		return err
	}
	return sh.s.SeeOther(w, r, sh.stillThere(r, id), sh.decided(q))
}

func (sh *shelf[K, C]) decided(q approvals.Request) string {
	switch {
	case q.State == approvals.Approved && q.Change:
		return "Change approved: it is live now"
	case q.State == approvals.Approved:
		return sh.published
	case q.Change:
		return "Change rejected. " + q.Submitter + " reads your reason."
	}
	return sh.kind.Title() + " rejected. " + q.Submitter + " reads your reason."
}

// stillThere is the item's page, or the list for whoever does not see the item any more.
func (sh *shelf[K, C]) stillThere(r *Request, id string) string {
	if _, err := sh.room().Get(r.Context(), r.Actor, id); err != nil {
		return sh.kind.Path
	}
	return sh.href(id)
}

func (sh *shelf[K, C]) askDelete(w http.ResponseWriter, r *Request) error {
	p, err := sh.deletePage(r)
	if err != nil {
		return err
	}
	return sh.s.Show(w, r, pages.Delete(p))
}

// deletePage is for those who may delete: others are refused before they are asked.
func (sh *shelf[K, C]) deletePage(r *Request) (p pages.DeletePage, err error) {
	e, err := sh.room().Get(r.Context(), r.Actor, r.PathValue("id"))
	if err == nil && !e.May.Delete {
		err = sh.room().Permitted(r.Context(), r.Actor, e.ID, sh.rules.remove)
	}
	return pages.DeletePage{Shell: sh.s.Shell(r, "Delete "+sh.kind.One), Kind: sh.kind, Item: e.Item}, err
}

func (sh *shelf[K, C]) doDelete(w http.ResponseWriter, r *Request) error {
	p, err := sh.deletePage(r)
	if err != nil {
		return err
	}
	err = sh.room().Delete(r.Context(), r.Actor, p.Item.ID)
	if errs.Is(err, errs.Conflict) {
		p.Instead = errs.As(err).Message
		return sh.s.Answer(w, r, http.StatusConflict, pages.Delete(p))
	}
	if err != nil {
		return err
	}
	return sh.s.SeeOther(w, r, sh.kind.Path, "“"+p.Item.Title+"” is deleted.")
}

func (sh *shelf[K, C]) askDeleteMany(w http.ResponseWriter, r *Request) error {
	p, err := sh.many(r, "Delete")
	if err != nil {
		return err
	}
	return sh.s.Show(w, r, pages.DeleteMany(p))
}

// many is what is asked about the items that were ticked.
func (sh *shelf[K, C]) many(r *Request, title string) (pages.ManyPage, error) {
	if err := access.NeedPermission(sh.see, sh.approve).Check(r.Actor); err != nil { // also without the door's gate
		return pages.ManyPage{}, err
	}
	ids, err := r.chosen()
	return pages.ManyPage{Shell: sh.s.Shell(r, title), Kind: sh.kind, IDs: ids, Back: r.Next(sh.kind.Path)}, err
}

func (sh *shelf[K, C]) doDeleteMany(w http.ResponseWriter, r *Request) error {
	p, err := sh.many(r, "Delete")
	if err != nil {
		return err
	}
	done, err := sh.room().DeleteMany(r.Context(), r.Actor, p.IDs)
	if err != nil {
		return err
	}
	return sh.bulkDone(w, r, pages.BulkPage{Bulk: done, Title: "Deleted", One: "was deleted", Many: "were deleted", Back: p.Back},
		kit.Plural(done.Done, sh.kind.One, sh.kind.Many)+" deleted.")
}

// bulkDone says in a flash that all was done; where something was refused, which and why.
func (sh *shelf[K, C]) bulkDone(w http.ResponseWriter, r *Request, p pages.BulkPage, words string) error {
	if !slices.ContainsFunc(p.Items, func(i library.BulkItem) bool { return !i.Done }) {
		return sh.s.SeeOther(w, r, p.Back, words)
	}
	p.Shell, p.Kind = sh.s.Shell(r, p.Title), sh.kind
	return sh.s.Show(w, r, pages.Bulk(p))
}
