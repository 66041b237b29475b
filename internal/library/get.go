package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
)

// Get is one item with its live content, as the actor sees it; hidden ones are not there (404).
func (s *Shelf[K, C]) Get(ctx context.Context, a access.Actor, id string) (out Entry[C], err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out, err = s.load(ctx, tx, a, id)
		return err
	})
	return out, err
}

// Permitted asks one of the kind's rules about one item: hidden (404), refused (403), or nil.
func (s *Shelf[K, C]) Permitted(ctx context.Context, a access.Actor, id string, rule access.Rule[K]) error {
	return access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := s.find(ctx, tx, a, id, false)
		if err == nil {
			_, err = access.Permit(a, rule, i.Row())
		}
		return err
	})
}

// load is Get inside a transaction.
func (s *Shelf[K, C]) load(ctx context.Context, tx db.Tx, a access.Actor, id string) (Entry[C], error) {
	i, err := s.find(ctx, tx, a, id, false)
	if err != nil {
		return Entry[C]{}, err
	}
	items := []Item{i}
	if err := s.complete(ctx, tx, a, items); err != nil {
		return Entry[C]{}, err
	}
	c, err := content[C](ctx, tx, i.ID, i.Revision)
	if err == nil {
		err = s.dress(ctx, tx, a, i.CreatorID, &c)
	}
	return Entry[C]{items[0], c}, err
}

// complete adds to items what stands in other tables, and what the reader may do.
func (s *Shelf[K, C]) complete(ctx context.Context, tx db.Tx, a access.Actor, items []Item) error {
	if len(items) == 0 {
		return nil
	}
	ids := make([]string, len(items))
	for n, i := range items {
		ids[n] = i.ID
	}
	tags, err := tagsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	skills, err := competenciesOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	rounds, err := approvals.Rounds(ctx, tx, a, ids...)
	if err != nil {
		return err
	}
	second, err := strict(ctx, tx, a.OrgID())
	if err != nil {
		return err
	}
	for n := range items {
		i := &items[n]
		i.Tags, i.Competencies = tags[i.ID], skills[i.ID]
		if all := rounds[i.ID]; len(all) > 0 {
			i.Approval = &all[0]
		}
		if i.CreatorID != a.MemberID() { // it may be a Personal item
			i.ClonedFrom = ""
		}
		i.May = s.rights(a, *i, second)
	}
	return nil
}

func (s *Shelf[K, C]) rights(a access.Actor, i Item, second bool) Rights {
	row := i.Row()
	r := Rights{
		Edit:          access.May(a, s.edit, row),
		EditLive:      access.May(a, s.editLive, row) && (i.Visibility != Org || !second),
		Publish:       access.May(a, s.submit, row),
		PublishAtOnce: access.May(a, s.atOnce, row) && !second,
		Clone:         access.May(a, s.clone, row),
		Delete:        access.May(a, s.remove, row),
		Use:           access.May(a, s.use, row),
	}
	if i.Approval != nil && i.Approval.State == approvals.Pending {
		r.Decide, r.Withdraw = i.Approval.May.Decide, i.Approval.May.Withdraw
	}
	return r
}

// MayEdit asks whether the actor may edit an item: what a door asks when it cannot read what was sent.
func (s *Shelf[K, C]) MayEdit(ctx context.Context, a access.Actor, id string) error {
	return s.Permitted(ctx, a, id, s.edit)
}
