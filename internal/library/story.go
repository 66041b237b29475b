package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
)

// Rounds are the requests about an item that the actor may see, the newest first: also those of who made the item and
// can publish nothing themselves.
func (s *Shelf[K, C]) Rounds(ctx context.Context, a access.Actor, id string) (out []approvals.Request, err error) {
	err = access.Read(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := s.find(ctx, tx, a, id, false); err != nil {
			return err
		}
		rounds, err := approvals.Rounds(ctx, tx, a, id)
		out = rounds[id]
		return err
	})
	return out, err
}

// Choices are the words that the actor can put on a question, and filter by.
type Choices struct {
	Categories   []Category // questions:view
	Competencies []Name     // competencies:view
}

// Choices reads them; what the actor may not see is empty.
func (r *Room) Choices(ctx context.Context, a access.Actor) (out Choices, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if a.Holds(access.QuestionsView) {
			if out.Categories, err = categories(ctx, tx, a, ""); err != nil {
				return err
			}
		}
		out.Competencies, err = competenciesToChoose(ctx, tx, a)
		return err
	})
	return out, err
}

// AskedIn are the templates whose live revision asks a question, by name, those that the actor sees.
func (r *Room) AskedIn(ctx context.Context, a access.Actor, questionID string) (out []Name, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := r.Questions.find(ctx, tx, a, questionID, false); err != nil {
			return err
		}
		out, err = visibleTemplatesAsking(ctx, tx, a, questionID)
		return err
	})
	return out, err
}
