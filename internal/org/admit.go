package org

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// admit makes a person a member of an organisation they do not belong to. Whether they may is the caller's
// question; that their address is on an approved domain is asked here, for every way in.
func (r *Room) admit(ctx context.Context, tx db.Tx, orgID string, p person, role Role, title string) (memberID string, err error) {
	to, err := parseAddress("email", p.Email)
	if err != nil {
		return "", err
	}
	if err := admits(ctx, tx, orgID, "email", to); err != nil {
		return "", err
	}
	if m, here, err := memberByEmail(ctx, tx, orgID, p.EmailKey); err != nil {
		return "", err
	} else if here {
		return "", errs.Of(errs.Conflict, m.Email+" belongs to this organisation already.").Coded("already_member")
	}
	return join(ctx, tx, orgID, p.ID, role.ID, p.Name, title)
}

// admits asks whether an address may belong to the organisation: once a domain is approved, only those on one.
func admits(ctx context.Context, tx db.Tx, orgID, field string, to address) error {
	domains, err := domainsOf(ctx, tx, orgID)
	if err != nil || len(domains) == 0 {
		return err
	}
	var names []string
	for _, d := range domains {
		if d.Domain == to.Domain {
			return nil
		}
		names = append(names, d.Domain)
	}
	return errs.Bad(errs.F(field, fmt.Sprintf("%s is not on an approved domain. Addresses here end in %s.", to.Text, list(names))))
}

func recordJoined(ctx context.Context, tx db.Tx, a access.Actor, role Role, how string) error {
	if err := activity.Audit(ctx, tx, a, activity.Entry{Action: "member.joined", Object: "member", ObjectID: a.MemberID(), ObjectName: a.Name(),
		After: map[string]any{"role": role.Name, "role_id": role.ID, "permissions": role.Permissions.List(), "how": how}}); err != nil {
		return err
	}
	return signalMember(ctx, tx, a, a.MemberID())
}
