package org

import (
	"context"
	"fmt"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// AddDomain approves an e-mail domain (org:manage). With the first one, only addresses on approved domains belong
// here: the owner and the actor must be on it, and where other members are not, they could not sign in any more; then
// confirmed must say that this is meant (409, code "members_outside", otherwise).
func (r *Room) AddDomain(ctx context.Context, a access.Actor, typed string, confirmed bool) (Organization, error) {
	return r.changeDomains(ctx, a, func(ctx context.Context, tx db.Tx, a access.Actor, o organizationRow, have []Domain) error {
		domain, err := parseDomain("domain", typed)
		if err != nil {
			return err
		}
		for _, d := range have {
			if d.Domain == domain {
				return errs.Bad(errs.F("domain", domain+" is approved already."))
			}
		}
		first := len(have) == 0
		if first {
			if err := firstDomain(ctx, tx, a, o, domain, confirmed); err != nil {
				return err
			}
		}
		if err := insertDomain(ctx, tx, o.ID, domain, first, a.MemberID()); err != nil {
			return err
		}
		return activity.Audit(ctx, tx, a, o.entry("domain.added", nil, map[string]any{"domain": domain, "primary": first}))
	})
}

// firstDomain asks who would be left outside.
func firstDomain(ctx context.Context, tx db.Tx, a access.Actor, o organizationRow, domain string, confirmed bool) error {
	people, err := addressesOf(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	outside := 0
	for _, p := range people {
		switch {
		case p.Domain == domain:
		case p.MemberID == o.OwnerMemberID:
			return errs.Of(errs.Conflict, "The owner's address is not on "+domain+", and the owner must be able to sign in.").Coded("owner_outside")
		case p.MemberID == a.MemberID():
			return errs.Of(errs.Conflict, "Your own address is not on "+domain+".").Coded("actor_outside")
		default:
			outside++
		}
	}
	if outside > 0 && !confirmed {
		return errs.Of(errs.Conflict, fmt.Sprintf("%s not on %s and could not sign in any more. Confirm if that is meant.",
			count(outside, "member is", "members are"), domain)).Coded("members_outside")
	}
	return nil
}

// MakePrimary makes an approved domain the primary one (org:manage).
func (r *Room) MakePrimary(ctx context.Context, a access.Actor, domain string) (Organization, error) {
	return r.changeDomains(ctx, a, func(ctx context.Context, tx db.Tx, a access.Actor, o organizationRow, have []Domain) error {
		d, err := approved(have, domain)
		if err != nil || d.Primary {
			return err
		}
		if err := setPrimaryDomain(ctx, tx, o.ID, d.Domain); err != nil {
			return err
		}
		return activity.Audit(ctx, tx, a, o.entry("domain.primary", map[string]string{"primary": have[0].Domain}, map[string]string{"primary": d.Domain}))
	})
}

// RemoveDomain ends the approval of a domain (org:manage): the sessions and API keys that members on it have here are
// dead, and they can't sign in here again. It is refused (409) for the primary domain and while the owner or the
// actor is on it.
func (r *Room) RemoveDomain(ctx context.Context, a access.Actor, domain string) (Organization, error) {
	return r.changeDomains(ctx, a, func(ctx context.Context, tx db.Tx, a access.Actor, o organizationRow, have []Domain) error {
		d, err := approved(have, domain)
		if err != nil {
			return err
		}
		people, err := addressesOf(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		on := []string{}
		for _, p := range people {
			if p.Domain != d.Domain {
				continue
			}
			switch p.MemberID {
			case o.OwnerMemberID:
				return errs.Of(errs.Conflict, d.Domain+" can't be removed: the owner's address is on it.").Coded("owner_on_domain")
			case a.MemberID():
				return errs.Of(errs.Conflict, d.Domain+" can't be removed: your own address is on it.").Coded("actor_on_domain")
			}
			on = append(on, p.MemberID)
		}
		if d.Primary {
			return errs.Of(errs.Conflict, d.Domain+" is the primary domain. Make another one primary first.").Coded("primary_domain")
		}
		for _, id := range on {
			if err := refuseCredentials(ctx, tx, id); err != nil {
				return err
			}
			if err := endAccess(ctx, tx, a, id); err != nil {
				return err
			}
			if err := signalMember(ctx, tx, a, id); err != nil {
				return err
			}
		}
		if err := deleteDomain(ctx, tx, o.ID, d.Domain); err != nil {
			return err
		}
		return activity.Audit(ctx, tx, a, o.entry("domain.removed", map[string]any{"domain": d.Domain, "members": len(on)}, nil))
	})
}

func approved(have []Domain, domain string) (Domain, error) {
	for _, d := range have {
		if d.Domain == domain {
			return d, nil
		}
	}
	return Domain{}, errs.Hidden()
}

func (r *Room) changeDomains(ctx context.Context, a access.Actor,
	act func(context.Context, db.Tx, access.Actor, organizationRow, []Domain) error) (Organization, error) {
	var out Organization
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.OrgManage); err != nil {
			return err
		}
		o, err := organizationByID(ctx, tx, a.OrgID(), true)
		if err != nil {
			return err
		}
		have, err := domainsOf(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		if err := act(ctx, tx, a, o, have); err != nil {
			return err
		}
		if err := activity.Send(ctx, tx, activity.Signal{Org: o.ID, Kind: "settings", ID: o.ID}); err != nil {
			return err
		}
		out, err = seenOrganization(ctx, tx, a)
		return err
	})
	return out, err
}

type addressOf struct{ MemberID, Email, Domain string }

// addressesOf reads the addresses of all active members: a domain is not a column, since addresses of other scripts
// are written in more than one way.
func addressesOf(ctx context.Context, tx db.Tx, orgID string) ([]addressOf, error) {
	var out []addressOf
	if err := tx.NewRaw(`SELECT m.id AS member_id, p.email, '' AS domain FROM members AS m JOIN people AS p ON p.id = m.person_id
		WHERE m.org_id = ? AND m.status = 'active'`, orgID).Scan(ctx, &out); err != nil {
		return nil, fmt.Errorf("read addresses: %w", err)
	}
	for i := range out {
		out[i].Domain = domainOf(out[i].Email)
	}
	return out, nil
}

// refuseCredentials makes every session and key made until now worthless here.
func refuseCredentials(ctx context.Context, tx db.Tx, memberID string) error {
	_, err := tx.NewRaw(`UPDATE members SET access_since = ? WHERE id = ?`, db.At(tx.Now().Add(time.Millisecond)), memberID).Exec(ctx)
	return err
}
