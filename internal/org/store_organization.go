package org

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"candor/internal/db"
	"candor/internal/errs"
)

type organizationRow struct {
	ID, Slug, SlugKey, Name, TimeZone string
	OwnerMemberID, DefaultRoleID      string
	CareersText, ConsentText          string
	BrandColor, Website               string
	SecondReviewer                    bool
	CreatedAt                         db.Time
}

func (o organizationRow) public() Organization {
	return Organization{ID: o.ID, Slug: o.Slug, Name: o.Name, TimeZone: o.TimeZone, Website: o.Website, BrandColor: o.BrandColor,
		CareersText: o.CareersText, ConsentText: o.ConsentText, OwnerMemberID: o.OwnerMemberID, SecondReviewer: o.SecondReviewer, CreatedAt: o.CreatedAt}
}

func organizationByID(ctx context.Context, tx db.Tx, id string, lock bool) (organizationRow, error) {
	query := `SELECT id, slug, slug_key, name, time_zone, coalesce(owner_member_id, '') AS owner_member_id, coalesce(default_role_id, '') AS default_role_id,
		careers_text, consent_text, brand_color, website, second_reviewer, created_at FROM organizations WHERE id = ?`
	if lock {
		query += tx.Lock()
	}
	var o organizationRow
	err := tx.NewRaw(query, id).Scan(ctx, &o)
	if errors.Is(err, sql.ErrNoRows) {
		return o, errs.Hidden()
	}
	if err != nil {
		return o, fmt.Errorf("read organisation: %w", err)
	}
	return o, nil
}

func insertOrganization(ctx context.Context, tx db.Tx, o organizationRow) error {
	_, err := tx.NewRaw(`INSERT INTO organizations (id, slug, slug_key, name, time_zone, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		o.ID, o.Slug, db.Key(o.Slug), o.Name, o.TimeZone, o.CreatedAt).Exec(ctx)
	return err
}

func setOwner(ctx context.Context, tx db.Tx, orgID, memberID string) error {
	_, err := tx.NewRaw(`UPDATE organizations SET owner_member_id = ? WHERE id = ?`, memberID, orgID).Exec(ctx)
	return err
}

func setDefaultRole(ctx context.Context, tx db.Tx, orgID, roleID string) error {
	_, err := tx.NewRaw(`UPDATE organizations SET default_role_id = ? WHERE id = ?`, roleID, orgID).Exec(ctx)
	return err
}

// updateOrganization keeps the texts and names; what grants or takes has its own statements, since those columns
// move the epoch.
func updateOrganization(ctx context.Context, tx db.Tx, o organizationRow) error {
	_, err := tx.NewRaw(`UPDATE organizations SET name = ?, slug = ?, slug_key = ?, time_zone = ?, careers_text = ?, consent_text = ?, brand_color = ?, website = ?
		WHERE id = ?`, o.Name, o.Slug, db.Key(o.Slug), o.TimeZone, o.CareersText, o.ConsentText, o.BrandColor, o.Website, o.ID).Exec(ctx)
	return err
}

func setSecondReviewer(ctx context.Context, tx db.Tx, orgID string, on bool) error {
	_, err := tx.NewRaw(`UPDATE organizations SET second_reviewer = ? WHERE id = ?`, on, orgID).Exec(ctx)
	return err
}

func domainsOf(ctx context.Context, tx db.Tx, orgID string) ([]Domain, error) {
	var rows []struct {
		Domain    string
		IsPrimary bool
		CreatedAt db.Time
	}
	if err := tx.NewRaw(`SELECT domain, is_primary, created_at FROM approved_domains WHERE org_id = ? ORDER BY is_primary DESC, domain`, orgID).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read approved domains: %w", err)
	}
	var out []Domain
	for _, d := range rows {
		out = append(out, Domain{Domain: d.Domain, Primary: d.IsPrimary, CreatedAt: d.CreatedAt})
	}
	return out, nil
}

func insertDomain(ctx context.Context, tx db.Tx, orgID, domain string, primary bool, by string) error {
	_, err := tx.NewRaw(`INSERT INTO approved_domains (org_id, domain, is_primary, created_at, created_by) VALUES (?, ?, ?, ?, ?)`,
		orgID, domain, primary, db.At(tx.Now()), orNull(by)).Exec(ctx)
	return err
}

func deleteDomain(ctx context.Context, tx db.Tx, orgID, domain string) error {
	_, err := tx.NewRaw(`DELETE FROM approved_domains WHERE org_id = ? AND domain = ?`, orgID, domain).Exec(ctx)
	return err
}

func setPrimaryDomain(ctx context.Context, tx db.Tx, orgID, domain string) error {
	_, err := tx.NewRaw(`UPDATE approved_domains SET is_primary = (domain = ?) WHERE org_id = ?`, domain, orgID).Exec(ctx)
	return err
}

// anyOrganization reports whether the installation has been set up, and organisations for the command line.
func organizationsHere(ctx context.Context, tx db.Tx) ([]Membership, error) {
	var rows []struct{ ID, Slug, Name string }
	if err := tx.NewRaw(`SELECT id, slug, name FROM organizations ORDER BY created_at, id LIMIT 1000`).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	var out []Membership
	for _, o := range rows {
		out = append(out, Membership{OrgID: o.ID, Slug: o.Slug, Organization: o.Name})
	}
	return out, nil
}

func anyOrganization(ctx context.Context, tx db.Tx) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM (SELECT 1 FROM organizations LIMIT 1) AS o`).Scan(ctx, &n)
	return n > 0, err
}

// installation keeps small facts about the whole installation.

func installationValues(ctx context.Context, tx db.Tx, prefix string) ([]string, error) {
	var out []string
	err := tx.NewRaw(`SELECT value FROM installation WHERE name LIKE ?`, prefix+"%").Scan(ctx, &out)
	return out, err
}

func putInstallation(ctx context.Context, tx db.Tx, name, value string) error {
	_, err := tx.NewRaw(`INSERT INTO installation (name, value, set_at) VALUES (?, ?, ?)`, name, value, db.At(tx.Now())).Exec(ctx)
	return err
}

func dropInstallation(ctx context.Context, tx db.Tx, prefix string) error {
	_, err := tx.NewRaw(`DELETE FROM installation WHERE name LIKE ?`, prefix+"%").Exec(ctx)
	return err
}
