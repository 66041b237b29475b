package org

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// Surroundings are what stands around every page of a member: whose organisation, which role, how it looks.
type Surroundings struct {
	Organization, Role string // names
	Slug, TimeZone     string // of the organisation
	Theme, Appearance  string
	Elsewhere          []Membership // the other organisations the person can enter
}

// Surroundings of the actor; everybody may know their own.
func (r *Room) Surroundings(ctx context.Context, a access.Actor) (Surroundings, error) {
	var out Surroundings
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		err := tx.NewRaw(`SELECT o.name, o.slug, o.time_zone, r.name, p.theme, p.appearance FROM members AS m JOIN organizations AS o ON o.id = m.org_id
			JOIN roles AS r ON r.id = m.role_id JOIN people AS p ON p.id = m.person_id WHERE m.id = ?`, a.MemberID()).
			Scan(ctx, &out.Organization, &out.Slug, &out.TimeZone, &out.Role, &out.Theme, &out.Appearance)
		if err != nil {
			return fmt.Errorf("read surroundings: %w", err)
		}
		err = tx.NewRaw(`SELECT o.id AS org_id, o.slug, o.name AS organization, m.id AS member_id FROM members AS m JOIN organizations AS o ON o.id = m.org_id
			WHERE m.person_id = ? AND m.status = 'active' AND m.org_id <> ? ORDER BY o.name, o.id`, a.PersonID(), a.OrgID()).Scan(ctx, &out.Elsewhere)
		if err != nil {
			return fmt.Errorf("read other organisations: %w", err)
		}
		return nil
	})
	return out, err
}
