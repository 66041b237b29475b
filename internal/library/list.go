package library

import (
	"context"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Bank is whose items a list shows.
type Bank string

const (
	Everything  Bank = ""        // all that the actor sees
	Mine        Bank = "mine"    // their own that are not the organisation's
	OrgBank     Bank = "org"     // the organisation's
	PendingBank Bank = "pending" // what waits for approval: their own, and what they could approve; changes too
)

// Banks in the order in which lists offer them.
var Banks = []Bank{Everything, Mine, OrgBank, PendingBank}

// Label is the bank as people read it.
func (b Bank) Label() string {
	return map[Bank]string{Everything: "All", Mine: "Mine", OrgBank: "Organisation", PendingBank: "Pending approval"}[b]
}

// Sort is the order of a list.
type Sort string

const (
	Newest  Sort = "created" // newest first; the default
	ByTitle Sort = "title"
)

// Filter narrows a list; its zero value is all that the actor sees, newest first. Category, tags, difficulty, kind of
// answer and competency are of questions.
type Filter struct {
	Q            string // words of the title
	Bank         Bank
	CategoryID   string
	Tags         []string // all of them
	Difficulty   Difficulty
	Answer       AnswerKind
	CompetencyID string
	Sort         Sort
}

// maxWords of a search are read; more are not.
const maxWords = 8

type sortKey struct {
	At    db.Time `json:"at,omitzero"`
	Title string  `json:"title,omitempty"`
	ID    string  `json:"id"`
}

// List reads the items that the actor sees, without their contents. It is for holders of :view or :approve.
func (s *Shelf[K, C]) List(ctx context.Context, a access.Actor, f Filter, page db.Page) (list db.List[Item], err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		list, err = s.list(ctx, tx, a, f, page)
		return err
	})
	return list, err
}

func (s *Shelf[K, C]) list(ctx context.Context, tx db.Tx, a access.Actor, f Filter, page db.Page) (list db.List[Item], err error) {
	if err := s.gate().Check(a); err != nil {
		return list, err
	}
	if err := f.check(); err != nil {
		return list, err
	}
	var after sortKey
	sort := s.name + " by " + string(f.Sort) // a cursor is of one list
	further, err := page.After(sort, &after)
	if err != nil {
		return list, err
	}
	items, err := s.pageOf(ctx, tx, a, f, further, after, page.Want())
	if err != nil {
		return list, err
	}
	list = db.Cut(page, sort, items, f.key)
	if err := s.complete(ctx, tx, a, list.Items); err != nil {
		return list, err
	}
	if page.Count {
		n, err := s.count(ctx, tx, a, f)
		if err != nil {
			return list, err
		}
		list = list.Counted(n)
	}
	return list, nil
}

// gate is who comes to lists of the kind at all.
func (s *Shelf[K, C]) gate() access.Need { return access.NeedPermission(s.see, s.approve) }

// Count counts the items that the actor sees; zero for whoever sees none.
func (s *Shelf[K, C]) Count(ctx context.Context, a access.Actor, f Filter) (n int, err error) {
	if err := f.check(); err != nil {
		return 0, err
	}
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		n, err = s.count(ctx, tx, a, f)
		return err
	})
	return n, err
}

func (f *Filter) check() error {
	var p problems
	if f.Sort == "" {
		f.Sort = Newest
	}
	oneOf(&p, "sort", f.Sort, []Sort{Newest, ByTitle}, "The library is sorted by created or by title.")
	oneOf(&p, "bank", f.Bank, Banks, "A bank is mine, org or pending.")
	oneOf(&p, "difficulty", f.Difficulty, Difficulties, "A question is easy, medium or hard.")
	oneOf(&p, "answer_kind", f.Answer, AnswerKinds, "A question is for discussion, coding or an exercise.")
	if len(f.Tags) > maxTags {
		p.add("tag", "These are too many tags.")
	}
	return p.err()
}

func (f Filter) key(i Item) any {
	if f.Sort == ByTitle {
		return sortKey{Title: db.Key(i.Title), ID: i.ID}
	}
	return sortKey{At: i.CreatedAt, ID: i.ID}
}

// words are what a title has to hold.
func (f Filter) words() []string {
	words := strings.Fields(db.Key(f.Q))
	return words[:min(len(words), maxWords)]
}

// Tag is a word that items carry, with how many of them the actor sees.
type Tag struct {
	Tag   string
	Items int
}

// Tags are those of the items that the actor sees, by name, that begin with what is typed; at most limit.
func (s *Shelf[K, C]) Tags(ctx context.Context, a access.Actor, typed string, limit int) (out []Tag, err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := s.gate().Check(a); err != nil {
			return err
		}
		out, err = tags(ctx, tx, access.Where(a, s.view), s.name, typed, min(max(limit, 1), db.MaxLimit))
		return err
	})
	return out, err
}

// byID gives items in the order of ids.
func byID(items []Item, ids []string) ([]Item, error) {
	place := make(map[string]Item, len(items))
	for _, i := range items {
		place[i.ID] = i
	}
	out := make([]Item, 0, len(ids))
	for _, id := range ids {
		i, ok := place[id]
		if !ok {
			return nil, errs.Of(errs.Internal, "A list changed while it was read.")
		}
		out = append(out, i)
	}
	return out, nil
}
