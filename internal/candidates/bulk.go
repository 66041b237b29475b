package candidates

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// maxBulk is how many items one request may change.
const maxBulk = 200

// RejectMany is Reject for many applications, each checked by itself: what was refused says why, the rest is done,
// and one undo takes all of it back.
func (r *Room) RejectMany(ctx context.Context, a access.Actor, ids []string, in Reject) (Bulk, error) {
	return r.many(ctx, a, ids, func(ctx context.Context, tx db.Tx, a access.Actor, id, undoID string) (Moved, error) {
		return reject(ctx, tx, a, id, in, undoID)
	})
}

// MoveMany is Move for many applications, each checked by itself.
func (r *Room) MoveMany(ctx context.Context, a access.Actor, ids []string, m Move) (Bulk, error) {
	m.Seen = db.Time{}
	return r.many(ctx, a, ids, func(ctx context.Context, tx db.Tx, a access.Actor, id, undoID string) (Moved, error) {
		return move(ctx, tx, a, id, m, undoID)
	})
}

// TagMany puts tags on many people and takes others off, each person checked by themselves. There is no undo.
func (r *Room) TagMany(ctx context.Context, a access.Actor, candidateIDs []string, add, remove []string) (out Bulk, err error) {
	if err := checkBulk(candidateIDs); err != nil {
		return out, err
	}
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = Bulk{}
		for _, id := range candidateIDs {
			err := out.try(id, func() (string, error) { return tag(ctx, tx, a, id, add, remove) })
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// many runs a change over applications in one transaction.
func (r *Room) many(ctx context.Context, a access.Actor, ids []string, do func(context.Context, db.Tx, access.Actor, string, string) (Moved, error)) (out Bulk, err error) {
	if err := checkBulk(ids); err != nil {
		return out, err
	}
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = Bulk{}
		if err := lockAll(ctx, tx, a, ids); err != nil {
			return err
		}
		undoID := db.NewID()
		for _, id := range ids {
			err := out.try(id, func() (string, error) {
				m, err := do(ctx, tx, a, id, undoID)
				if err != nil {
					return nameOf(ctx, tx, a, id), err
				}
				if m.Undo != nil {
					out.Undo = m.Undo
				}
				return m.Application.CandidateName, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func checkBulk(ids []string) error {
	switch {
	case len(ids) == 0:
		return errs.Bad(errs.F("ids", "Choose at least one."))
	case len(ids) > maxBulk:
		return errs.Bad(errs.F("ids", fmt.Sprintf("At most %d can be changed at once.", maxBulk)))
	case len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids):
		return errs.Bad(errs.F("ids", "One of them is named twice."))
	}
	return nil
}

// try does one item. What a person did wrong or may not do is the item's answer; anything else ends the whole. No
// verb writes before it has permitted and checked, so a refused item leaves nothing behind.
func (b *Bulk) try(id string, do func() (name string, err error)) error {
	name, err := do()
	item := BulkItem{ID: id, Name: name, Done: err == nil}
	if err != nil {
		e := errs.As(err)
		switch e.Kind {
		case errs.NotFound:
			item.Name = ""
		case errs.Refused, errs.Conflict, errs.Invalid:
		default:
			return err
		}
		item.Code, item.Sentence = e.Code, e.Message
	} else {
		b.Done++
	}
	b.Items = append(b.Items, item)
	return nil
}

// nameOf is the name of an application's person, for those who see it.
func nameOf(ctx context.Context, tx db.Tx, a access.Actor, id string) string {
	rec, err := loadApplication(ctx, tx, a, id)
	if err != nil {
		return ""
	}
	return rec.Name
}
