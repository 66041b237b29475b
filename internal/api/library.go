package api

import (
	"context"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/access"
	"candor/internal/library"
)

// shelf is what the doors of a kind of library items need to know of it. F is the filter of its list, I the input of
// POST, P that of PATCH, J the item in answers, V the content of a revision.
type shelf[K access.Kind, C, F, I, P, J, V any] struct {
	path, tag, one, many     string // "/questions", "questions", "question", "questions"
	see, update, publish     access.Permission
	approve, remove          access.Permission
	room                     func() *library.Shelf[K, C] // asked when a request comes, not while registering
	asked                    func(*F) (library.Filter, *Paging)
	made                     func(I) C
	change                   func(P) func(*C)
	entry                    func(library.Entry[C]) J
	listed                   func(library.Item) J
	content                  func(C) V
	aboutCreate, aboutDelete string
}

// library are the doors of questions, interview templates and feedback forms, which all have the same.
func (s *Server) library() {
	s.questions()
	s.templates()
	s.feedbackForms()
	s.categories()
	s.starterSet()
}

func registerShelf[K access.Kind, C, F, I, P, J, V any](s *Server, d shelf[K, C, F, I, P, J, V]) {
	item := d.path + "/{id}"
	see := seen(d.see, d.approve)
	a := "a " + d.one
	Register(s, Op{Method: "GET", Path: d.path, Tag: d.tag, Summary: "List " + d.many, Need: see,
		Description: "Those that you see, newest first, without their texts: your own, the organisation's, and what waits for somebody like you to approve it."},
		func(ctx context.Context, a access.Actor, in *F) (*List[J], error) {
			f, paging := d.asked(in)
			found, err := d.room().List(ctx, a, f, paging.Page())
			return Listed(found, d.listed), err
		})
	Register(s, Op{Method: "POST", Path: d.path, Tag: d.tag, Summary: "Create " + a, Status: 201, Need: access.NeedRole(d.update), Description: d.aboutCreate},
		func(ctx context.Context, a access.Actor, in *Body[I]) (*One[J], error) {
			e, err := d.room().Create(ctx, a, d.made(in.Body))
			return Created(d.path+"/"+e.ID, d.entry(e)), err
		})
	Register(s, Op{Method: "GET", Path: item, Tag: d.tag, Summary: "Read " + a, Need: see.OnItem()},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[J], error) {
			e, err := d.room().Get(ctx, a, in.ID)
			return Answer(d.entry(e)), err
		})
	Register(s, Op{Method: "PATCH", Path: item, Tag: d.tag, Summary: "Change " + a, Need: seen(d.see, d.update, d.publish, d.approve).OnItem(),
		Description: "Yours freely; one that waits for approval is Personal again. The organisation's: live at once with " + string(d.approve) + ", else the change waits for approval (needs " +
			string(d.publish) + ") and the live revision stays.",
		Sight: func(ctx context.Context, a access.Actor, id string) error { return d.room().MayEdit(ctx, a, id) }},
		func(ctx context.Context, a access.Actor, in *Change[P]) (*One[J], error) {
			e, err := d.room().Edit(ctx, a, in.ID, 0, d.change(in.Body))
			return Answer(d.entry(e)), err
		})
	Register(s, Op{Method: "DELETE", Path: item, Tag: d.tag, Summary: "Delete " + a, Need: seen(d.see, d.remove).OnItem(), Description: d.aboutDelete},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, d.room().Delete(ctx, a, in.ID)
		})
	registerShelfActions(s, d, item)
	registerRevisions(s, d, item)
}

// registerShelfActions are what happens to an item as a whole.
func registerShelfActions[K access.Kind, C, F, I, P, J, V any](s *Server, d shelf[K, C, F, I, P, J, V], item string) {
	a := "a " + d.one
	Register(s, Op{Method: "POST", Path: item + "/publish", Tag: d.tag, Summary: "Publish " + a, Need: seen(d.publish).OnItem(),
		Description: "With " + string(d.approve) + " it is the organisation's at once, else it waits for approval: see visibility. On one that was rejected or withdrawn this is Resubmit."},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[J], error) {
			e, err := d.room().Publish(ctx, a, in.ID)
			return Answer(d.entry(e)), err
		})
	Register(s, Op{Method: "POST", Path: item + "/withdraw", Tag: d.tag, Summary: "Withdraw " + a, Need: seen(d.see).OnItem(),
		Description: "What you have submitted, while it waits: it is Personal again. 409 where nothing of yours waits."},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[J], error) {
			e, err := d.room().Withdraw(ctx, a, in.ID)
			return Answer(d.entry(e)), err
		})
	Register(s, Op{Method: "POST", Path: item + "/clone", Tag: d.tag, Summary: "Clone " + a, Status: 201, Need: seen(d.see).OnItem(),
		Description: "A Personal copy of one of the organisation's, or of yours. The original is untouched."},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[J], error) {
			e, err := d.room().Clone(ctx, a, in.ID)
			return Created(d.path+"/"+e.ID, d.entry(e)), err
		})
}

type byRevision struct {
	ByID
	Number  int `path:"number" minimum:"1" example:"3"`
	Against int `query:"against" minimum:"1" doc:"Another revision that you may read: what has changed since" example:"2"`
}

func registerRevisions[K access.Kind, C, F, I, P, J, V any](s *Server, d shelf[K, C, F, I, P, J, V], item string) {
	see := seen(d.see, d.approve).OnItem()
	type paged struct {
		ByID
		Paging
	}
	Register(s, Op{Method: "GET", Path: item + "/revisions", Tag: d.tag, Summary: "List revisions of " + "a " + d.one, Need: see,
		Description: "Newest first: what the organisation has had, and your own drafts. While you could decide a request, also what it asks for."},
		func(ctx context.Context, a access.Actor, in *paged) (*List[RevisionJSON], error) {
			all, err := d.room().Revisions(ctx, a, in.ID)
			if err != nil {
				return nil, err
			}
			found, err := shortList(all, &in.Paging, d.one+" revisions "+in.ID, func(r library.Revision) string { return strconv.Itoa(r.Number) },
				func(r library.Revision) string { return r.Author })
			return Listed(found, revisionAsJSON), err
		})
	Register(s, Op{Method: "GET", Path: item + "/revisions/{number}", Tag: d.tag, Summary: "Read a revision of " + "a " + d.one, Need: see},
		func(ctx context.Context, a access.Actor, in *byRevision) (*One[revisionOf[V]], error) {
			r, c, err := d.room().Revision(ctx, a, in.ID, in.Number)
			if err != nil {
				return nil, err
			}
			out := revisionOf[V]{RevisionJSON: revisionAsJSON(r), Content: d.content(c)}
			if in.Against == 0 {
				return Answer(out), nil
			}
			changes, err := d.room().Diff(ctx, a, in.ID, in.Against, in.Number)
			out.Changes = []changedJSON{}
			for _, c := range changes {
				out.Changes = append(out.Changes, changedAsJSON(c))
			}
			return Answer(out), err
		})
}

// set puts a value that was sent in its place.
func set[T any](to *T, sent *T) {
	if sent != nil {
		*to = *sent
	}
}

// word is a text of a closed set as it was sent.
func setWord[T ~string](to *T, sent *string) {
	if sent != nil {
		*to = T(strings.TrimSpace(*sent))
	}
}

// download is a file that is to be saved.
func download(contentType, name string, content []byte) *Raw {
	return &Raw{ContentType: contentType, ContentDisposition: `attachment; filename="` + name + `"`, ContentLength: Length(int64(len(content))),
		Body: func(c huma.Context) { _, _ = c.BodyWriter().Write(content) }}
}
