package library

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

// Bulk says what a change of many items did, one line each.
type Bulk struct {
	Done  int
	Items []BulkItem
}

// BulkItem is what became of one item: done, or why not. Title is empty for
// what the actor does not see.
type BulkItem struct {
	ID, Title      string
	Done           bool
	Code, Sentence string
}

// TagMany puts tags on questions and takes others off, each question checked by itself. Of an organisation's question the
// change goes the way of every edit: live, or to a reviewer.
func (r *Room) TagMany(ctx context.Context, a access.Actor, ids []string, add, remove []string) (Bulk, error) {
	s := r.Questions
	return s.many(ctx, a, ids, func(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
		return s.editIn(ctx, tx, a, id, 0, func(q *Question) {
			gone := map[string]bool{}
			for _, t := range remove {
				gone[db.Key(t)] = true
			}
			q.Tags = slices.DeleteFunc(q.Tags, func(t string) bool { return gone[db.Key(t)] })
			q.Tags = append(q.Tags, add...)
		})
	})
}

// DeleteMany is Delete for many items, each checked by itself.
func (s *Shelf[K, C]) DeleteMany(ctx context.Context, a access.Actor, ids []string) (Bulk, error) {
	return s.many(ctx, a, ids, s.deleteIn)
}

// many runs a change over items in one transaction. No verb writes before it has permitted and checked, so a refused
// item leaves nothing behind.
func (s *Shelf[K, C]) many(ctx context.Context, a access.Actor, ids []string, do func(context.Context, db.Tx, access.Actor, string) error) (out Bulk, err error) {
	if err := checkBulk(ids); err != nil {
		return out, err
	}
	err = access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = Bulk{}
		for _, id := range slices.Sorted(slices.Values(ids)) { // one order for all who hold rows
			i, err := s.find(ctx, tx, a, id, true)
			if err == nil {
				err = do(ctx, tx, a, id)
			}
			if err := out.note(id, i.Title, err); err != nil {
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
	case len(each(ids)) != len(ids):
		return errs.Bad(errs.F("ids", "One of them is named twice."))
	}
	return nil
}

// note keeps what became of one item. What a person did wrong or may not do is the item's answer; anything else ends the
// whole.
func (b *Bulk) note(id, title string, err error) error {
	item := BulkItem{ID: id, Title: title, Done: err == nil}
	if err != nil {
		e := errs.As(err)
		switch e.Kind {
		case errs.NotFound, errs.Refused, errs.Conflict, errs.Invalid:
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
