package positions

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
)

// House is an organisation as its careers page shows it.
type House struct {
	OrgID, Slug, Name string
	Text              string // Markdown, above the postings
	Consent           string // what an applicant agrees to; empty: nothing is asked
	Color             string // the organisation's own, #rrggbb, or empty
	Website           string
}

// Posting is a position as everybody may read it. Pay is nil unless the position shows it.
type Posting struct {
	ID, Slug, Title, Department string
	Locations                   []string
	Remote                      Remote
	Employment                  Employment
	Description                 string // Markdown; empty in lists
	Pay                         *Compensation
	Form                        Form
	PublishedAt                 db.Time
}

// Visit finds an organisation by the slug of its careers page. Its visitor is nobody, but somewhere: rules answer
// them what is public there. Unknown slugs are hidden (404).
func (r *Room) Visit(ctx context.Context, slug string) (h House, visitor access.Actor, err error) {
	err = r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		h, err = houseOf(ctx, tx, slug)
		return err
	})
	return h, access.Visitor(h.OrgID), err
}

// Wanted narrows the postings of a careers page.
type Wanted struct {
	Department, Location, Q string
	After                   string // slug of the posting before, for the next page
}

// Board is one page of an organisation's postings, newest first, with what they can be narrowed by.
type Board struct {
	Postings    []Posting
	All         int      // that match
	More        bool     // there are further ones after the last
	Departments []string // of everything published
	Locations   []string
}

// postingsOnPage is how many postings a careers page shows at once; with them it stays a light page.
const postingsOnPage = 50

// Postings are the published positions of the visitor's organisation.
func (r *Room) Postings(ctx context.Context, visitor access.Actor, w Wanted) (b Board, err error) {
	err = access.Read(ctx, r.DB, visitor, func(ctx context.Context, tx db.Tx, visitor access.Actor) error {
		all, err := published(ctx, tx, access.Where(visitor, access.PositionPublished))
		if err != nil {
			return err
		}
		b = w.choose(all)
		return nil
	})
	return b, err
}

// Posting is one published position by the slug of its page. What is unpublished, closed, private or unknown is one
// and the same: hidden (404).
func (r *Room) Posting(ctx context.Context, visitor access.Actor, slug string) (p Posting, err error) {
	err = access.Read(ctx, r.DB, visitor, func(ctx context.Context, tx db.Tx, visitor access.Actor) error {
		p, err = PostingIn(ctx, tx, visitor, slug)
		return err
	})
	return p, err
}

// PostingIn is Posting inside a transaction, for an application that arrives.
func PostingIn(ctx context.Context, tx db.Tx, visitor access.Actor, slug string) (Posting, error) {
	return publishedAs(ctx, tx, access.Where(visitor, access.PositionPublished), slug)
}

// posting takes what everybody may read out of a position.
func (p Position) posting() Posting {
	out := Posting{ID: p.ID, Slug: p.Slug, Title: p.Title, Department: p.Department, Locations: p.Locations, Remote: p.Remote,
		Employment: p.Employment, Description: p.Description, Form: p.Form, PublishedAt: p.PublishedAt}
	// Access: pay stands on the posting only where the position says so.
	if p.Compensation != nil && p.Compensation.OnPosting && !p.Compensation.Empty() {
		out.Pay = p.Compensation
	}
	return out
}

// choose narrows, cuts the page, and names what there is to narrow by.
func (w Wanted) choose(all []Posting) (b Board) {
	b.Departments, b.Locations = facets(all)
	var match []Posting
	for _, p := range all {
		if w.fits(p) {
			match = append(match, p)
		}
	}
	b.All = len(match)
	from := 0
	if w.After != "" {
		from = slices.IndexFunc(match, func(p Posting) bool { return p.Slug == w.After }) + 1
	}
	b.Postings = match[from:]
	if len(b.Postings) > postingsOnPage {
		b.Postings, b.More = b.Postings[:postingsOnPage], true
	}
	return b
}

func (w Wanted) fits(p Posting) bool {
	if w.Department != "" && db.Key(w.Department) != db.Key(p.Department) {
		return false
	}
	if w.Location != "" && !slices.ContainsFunc(places(p), func(l string) bool { return db.Key(l) == db.Key(w.Location) }) {
		return false
	}
	return matches(p, db.Key(w.Q))
}

// places of a posting as one looks for them; remote work is a place, too.
func places(p Posting) []string {
	if p.Remote == RemoteWork {
		return append(slices.Clone(p.Locations), RemoteWork.Label())
	}
	return p.Locations
}

func facets(all []Posting) (departments, locations []string) {
	for _, p := range all {
		if p.Department != "" {
			departments = append(departments, p.Department)
		}
		locations = append(locations, places(p)...)
	}
	byKey := func(list []string) []string {
		list = tidyList(list)
		slices.SortFunc(list, func(x, y string) int { return cmp.Compare(db.Key(x), db.Key(y)) })
		return list
	}
	return byKey(departments), byKey(locations)
}

// matches reports whether every word stands in the title or the department.
func matches(p Posting, key string) bool {
	text := db.Key(p.Title + " " + p.Department)
	for _, word := range strings.Fields(key) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// HouseSlug is the slug of the careers page of the actor's organisation.
func (r *Room) HouseSlug(ctx context.Context, a access.Actor) (slug string, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		slug, err = slugOfHouse(ctx, tx, a.OrgID())
		return err
	})
	return slug, err
}
