package positions

import (
	"context"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Sort is the order of a list of positions.
type Sort string

const (
	Newest  Sort = "created" // newest first; the default
	ByTitle Sort = "title"
)

// Filter narrows a list of positions; its zero value is all of them, newest first. Pay is no filter and no order: it
// is a field group.
type Filter struct {
	Status     Status
	Department string
	Mine       bool   // on whose hiring team the actor is
	Q          string // words of the title
	Sort       Sort
}

// Listed is a position in a list, with how many of its applications are under way (Applied, In review, Offer);
// nil where the reader sees no applications there. It comes without phases.
type Listed struct {
	Position
	Active *int
}

// sortKey is where a page ends.
type sortKey struct {
	At    db.Time `json:"at,omitzero"`
	Title string  `json:"title,omitempty"`
	ID    string  `json:"id"`
}

// Title is a position to choose from.
type Title struct{ ID, Title string }

// Titles are the positions that the actor sees, by title, at most 200: to filter by. It needs what List needs.
func (r *Room) Titles(ctx context.Context, a access.Actor) (out []Title, err error) {
	if err := a.RequireAnywhere(access.PositionsView); err != nil {
		return nil, err
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out, err = titles(ctx, tx, access.Where(a, access.PositionView))
		return err
	})
	return out, err
}

// List reads the positions that the actor sees.
func (r *Room) List(ctx context.Context, a access.Actor, f Filter, page db.Page) (list db.List[Listed], err error) {
	if err := a.RequireAnywhere(access.PositionsView); err != nil {
		return list, err
	}
	if err := f.check(); err != nil {
		return list, err
	}
	var after sortKey
	further, err := page.After(string(f.Sort), &after)
	if err != nil {
		return list, err
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rows, err := pageOf(ctx, tx, a, f, further, after, page.Want())
		if err != nil {
			return err
		}
		list = db.Cut(page, string(f.Sort), rows, f.key)
		if page.Count {
			n, err := f.count(ctx, tx, a)
			if err != nil {
				return err
			}
			list = list.Counted(n)
		}
		return nil
	})
	return list, err
}

func (f *Filter) check() error {
	var wrong []errs.Field
	if f.Sort == "" {
		f.Sort = Newest
	}
	if f.Sort != Newest && f.Sort != ByTitle {
		wrong = append(wrong, errs.F("sort", "Positions are sorted by created or by title."))
	}
	if f.Status != "" && !known(Statuses, f.Status) {
		wrong = append(wrong, errs.F("status", "A position is draft, open or closed."))
	}
	return errs.Bad(wrong...)
}

// key is the sort key of a row; nothing masked is in it.
func (f Filter) key(l Listed) any {
	if f.Sort == ByTitle {
		return sortKey{Title: db.Key(l.Title), ID: l.ID}
	}
	return sortKey{At: l.CreatedAt, ID: l.ID}
}

// pageOf reads ids first, from the index that carries what the rule reads, then their rows.
func pageOf(ctx context.Context, tx db.Tx, a access.Actor, f Filter, further bool, after sortKey, want int64) ([]Listed, error) {
	ids, err := pageIDs(ctx, tx, access.Where(a, access.PositionView), a, f, further, after, want)
	if err != nil {
		return nil, err
	}
	found, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	teams, err := teamsOf(ctx, tx, a, ids)
	if err != nil {
		return nil, err
	}
	active, err := activeOn(ctx, tx, ids, access.Where(a, access.ApplicationView))
	if err != nil {
		return nil, err
	}
	out := make([]Listed, 0, len(found))
	for _, p := range found {
		p.Team = teams[p.ID]
		p.seenBy(a)
		l := Listed{Position: p}
		if p.May.SeeCandidates {
			n := active[p.ID]
			l.Active = &n
		}
		out = append(out, l)
	}
	return out, nil
}

// count is how many rows the list has on all its pages.
func (f Filter) count(ctx context.Context, tx db.Tx, a access.Actor) (int, error) {
	if f.Department == "" && f.Q == "" && !f.Mine { // counters know these
		c, err := countsOf(ctx, tx, a)
		if f.Status == "" {
			return c.Total(), err
		}
		return c.Of(f.Status), err
	}
	return countRows(ctx, tx, access.Where(a, access.PositionView), a, f)
}

// Departments are those of the positions that the actor sees, by name, for the filter's menu.
func (r *Room) Departments(ctx context.Context, a access.Actor) (names []string, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		names, err = departments(ctx, tx, access.Where(a, access.PositionView))
		return err
	})
	return names, err
}

// likeEscaper makes text that LIKE … ESCAPE '\' takes literally.
var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
