package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Clone makes a Personal copy of the organisation's or one's own, as it is live (:view alone). The original stays
// untouched; a template's copy is named "… (Copy)".
func (s *Shelf[K, C]) Clone(ctx context.Context, a access.Actor, id string) (out Entry[C], err error) {
	err = access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := s.find(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, s.clone, i.Row()); err != nil {
			return err
		}
		c, err := content[C](ctx, tx, i.ID, i.Revision)
		if err != nil {
			return err
		}
		out, err = s.make(ctx, tx, a, s.copied(c), i.ID)
		return err
	})
	return out, err
}
