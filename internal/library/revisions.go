package library

import (
	"context"
	"slices"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/errs"
)

// Revision is one save of an item. Shared is since when the organisation has it, zero for a draft. Live is the one that
// readers get, Waiting the one that a request asks for.
type Revision struct {
	Number           int
	AuthorID, Author string
	At, Shared       db.Time
	Live, Waiting    bool
}

// Revisions are those of an item that the actor may read, the newest first: what the organisation has had, their own
// drafts, and while a request waits that they could decide, what it asks for and what was rejected before.
func (s *Shelf[K, C]) Revisions(ctx context.Context, a access.Actor, id string) (out []Revision, err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := s.find(ctx, tx, a, id, false)
		if err == nil {
			out, err = readable(ctx, tx, a, i)
		}
		return err
	})
	return out, err
}

// readable revisions of an item that the actor sees.
func readable(ctx context.Context, tx db.Tx, a access.Actor, i Item) (out []Revision, err error) {
	rounds, err := approvals.Rounds(ctx, tx, a, i.ID)
	if err != nil {
		return nil, err
	}
	var waiting, lent []int
	for _, q := range rounds[i.ID] {
		if q.State != approvals.Pending {
			continue
		}
		waiting, lent = append(waiting, q.Revision), append(lent, q.Revision)
		if access.May(a, access.RequestDecideAlone, q.Row()) { // whoever could decide compares with what was rejected
			rejected, err := lastRejected(ctx, tx, i.ID)
			if err != nil {
				return nil, err
			}
			lent = append(lent, rejected...)
		}
	}
	all, err := revisionsOf(ctx, tx, i)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		r.Live, r.Waiting = r.Number == i.Revision, slices.Contains(waiting, r.Number)
		if !r.Shared.IsZero() || r.AuthorID == a.MemberID() || slices.Contains(lent, r.Number) {
			out = append(out, r)
		}
	}
	return out, nil
}

// Revision is one of them with its content.
func (s *Shelf[K, C]) Revision(ctx context.Context, a access.Actor, id string, number int) (r Revision, c C, err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := s.find(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		if r, c, err = s.revision(ctx, tx, a, i, number); err != nil {
			return err
		}
		return s.dress(ctx, tx, a, i.CreatorID, &c)
	})
	return r, c, err
}

func (s *Shelf[K, C]) revision(ctx context.Context, tx db.Tx, a access.Actor, i Item, number int) (r Revision, c C, err error) {
	all, err := readable(ctx, tx, a, i)
	if err != nil {
		return r, c, err
	}
	at := slices.IndexFunc(all, func(r Revision) bool { return r.Number == number })
	if at < 0 {
		return r, c, errs.Hidden()
	}
	c, err = content[C](ctx, tx, i.ID, number)
	return all[at], c, err
}

// Diff compares two revisions that the actor may read, field by field; only fields that differ are in it.
func (s *Shelf[K, C]) Diff(ctx context.Context, a access.Actor, id string, from, to int) (out []Changed, err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := s.find(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		_, before, err := s.revision(ctx, tx, a, i, from)
		if err != nil {
			return err
		}
		_, after, err := s.revision(ctx, tx, a, i, to)
		if err != nil {
			return err
		}
		b, d := s.digest(before), s.digest(after)
		words, err := vocabulary(ctx, tx, i.OrgID, []string{b.category, d.category}, append(slices.Clone(b.competencies), d.competencies...))
		if err == nil {
			out = compare(s.parts(words, before), s.parts(words, after))
		}
		return err
	})
	return out, err
}

// Against is the revision that a waiting request is read against: the live one for a change, what was rejected last for
// something submitted again, 0 where there is nothing to compare.
func (s *Shelf[K, C]) Against(ctx context.Context, a access.Actor, q approvals.Request) (number int, err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := s.find(ctx, tx, a, q.ItemID, false)
		if err != nil {
			return err
		}
		if q.Change {
			number = i.Revision
			return nil
		}
		rejected, err := lastRejected(ctx, tx, i.ID)
		if err != nil || len(rejected) == 0 {
			return err
		}
		all, err := readable(ctx, tx, a, i)
		if slices.ContainsFunc(all, func(r Revision) bool { return r.Number == rejected[0] }) && rejected[0] != q.Revision {
			number = rejected[0]
		}
		return err
	})
	return number, err
}
