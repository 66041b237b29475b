package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Permitted asks one rule of an application for a door that refuses a request before any verb has seen it: hidden
// (404) and refused (403) come before what is wrong with the request.
func (r *Room) Permitted(ctx context.Context, a access.Actor, id string, rule access.Rule[access.Application]) error {
	return access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err == nil {
			_, err = access.Permit(a, rule, rec.row())
		}
		return err
	})
}

// PermittedPerson is Permitted for a person.
func (r *Room) PermittedPerson(ctx context.Context, a access.Actor, id string, rule access.Rule[access.Candidate]) error {
	return access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := loadPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		row, err := p.row(ctx, tx)
		if err == nil {
			_, err = access.Permit(a, rule, row)
		}
		return err
	})
}
