package main

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/apptest/company"
	"candor/internal/db"
	"candor/internal/org"
)

// seat makes the readers whom the cast does not have, puts them on teams and signs everybody in.
func (w *world) seat(ctx context.Context, c *company.Company) error {
	name, none := "Nothing", []access.Permission{}
	if _, err := c.House.Org.CreateRole(ctx, c.As(ctx, "ada"), org.RoleDraft{Name: &name, Permissions: &none}); err != nil {
		return err
	}
	console, err := c.House.Org.Console(ctx, company.Slug)
	if err != nil {
		return err
	}
	hash := org.HashPassword(company.Password)
	for key, role := range map[string]string{"admin": "Admin", "staffing": "Staffing", "twelve": "Staffing", "three": name, "nobody": name} {
		in, err := c.House.Org.AddMember(ctx, console, org.Arrival{Email: key + "@northwind.example", Name: "Reader " + key, Role: role, PasswordHash: hash})
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		w.Members[key] = in.Member.ID
	}
	if err := w.assign(ctx); err != nil {
		return err
	}
	for _, l := range labels {
		s, _, err := c.House.Org.SignIn(ctx, org.Credentials{Email: l[0] + "@northwind.example", Password: company.Password, Address: "192.0.2.1", Agent: "bench"})
		if err != nil {
			return err
		}
		w.Tokens[l[0]] = s.Token
	}
	return w.house.DB.Analyze(ctx)
}

// assign seats them on positions of all sizes: the most wanted come first, every tenth is private. Six of the twelve are
// private, one of the three.
func (w *world) assign(ctx context.Context) error {
	return w.house.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		list, err := w.generated(ctx, tx)
		if err != nil {
			return err
		}
		seat := func(who string, role access.TeamRole, at int) error {
			_, err := tx.NewRaw(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				list[at%len(list)], w.Members[who], w.Org, role, db.At(tx.Now()), w.Members["admin"]).Exec(ctx)
			return err
		}
		n := len(list)
		for i := range 12 {
			if err := seat("twelve", access.Recruiter, i*n/12/10*10+i%2*9); err != nil {
				return err
			}
		}
		for _, at := range []int{n / 12, n/40*10 + 9, n * 3 / 4} {
			if err := seat("three", access.TeamMember, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// generated are the positions that were grown, in the order in which they were made.
func (w *world) generated(ctx context.Context, tx db.Tx) (list []string, err error) {
	err = tx.NewRaw(`SELECT id FROM positions WHERE org_id = ? AND slug = id ORDER BY id`, w.Org).Scan(ctx, &list)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("no positions were grown")
	}
	return list, err
}
