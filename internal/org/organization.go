package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Organization is the company and its settings. What concerns those who manage it only is nil for everybody else
// and named in Withheld.
type Organization struct {
	ID, Slug, Name string
	TimeZone       string
	Website        string
	BrandColor     string // "#rrggbb", "" for the product's own
	CareersText    string
	ConsentText    string
	OwnerMemberID  string
	SecondReviewer bool // whoever could approve their own publication asks another approver, too
	CreatedAt      db.Time

	DefaultRoleID *string  // org:manage
	Domains       []Domain // org:manage
	Withheld      []string
}

// Domain is an approved domain: once there is one, only addresses on approved domains belong here.
type Domain struct {
	Domain    string
	Primary   bool
	CreatedAt db.Time
}

// Organization is one's own organisation, for holders of org:view.
func (r *Room) Organization(ctx context.Context, a access.Actor) (Organization, error) {
	var out Organization
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = seenOrganization(ctx, tx, a)
		return err
	})
	return out, err
}

func seenOrganization(ctx context.Context, tx db.Tx, a access.Actor) (Organization, error) {
	if !a.Holds(access.OrgManage) {
		if err := a.Require(access.OrgView); err != nil {
			return Organization{}, err
		}
	}
	o, err := organizationByID(ctx, tx, a.OrgID(), false)
	if err != nil {
		return Organization{}, err
	}
	out := o.public()
	if !a.Holds(access.OrgManage) {
		out.Withheld = []string{"default_role_id", "domains"}
		return out, nil
	}
	out.DefaultRoleID = &o.DefaultRoleID
	out.Domains, err = domainsOf(ctx, tx, o.ID)
	if out.Domains == nil {
		out.Domains = []Domain{}
	}
	return out, err
}
