package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Deactivate ends a membership until it is reactivated: sessions here and API keys end at once and for good, team
// roles rest, history stays. It needs members:update and the right to hand out the member's present role; the
// owner stays ("Cannot remove org owner").
func (r *Room) Deactivate(ctx context.Context, a access.Actor, id string) (Member, error) {
	return r.leave(ctx, a, id, access.MembersUpdate, func(ctx context.Context, tx db.Tx, a access.Actor, m *memberRow) error {
		if m.Status == Deactivated {
			return nil
		}
		if err := shutOut(ctx, tx, a, m.ID, "deactivated"); err != nil {
			return err
		}
		m.Status = Deactivated
		return activity.Audit(ctx, tx, a, m.entry("member.deactivated", state(Active), state(Deactivated)))
	})
}

// Reactivate lets a deactivated member in again, with the role and the team roles they had; they sign in anew, and
// their API keys stay dead. It gives a role, so it needs the right to hand it out.
func (r *Room) Reactivate(ctx context.Context, a access.Actor, id string) (Member, error) {
	return r.leave(ctx, a, id, access.MembersUpdate, func(ctx context.Context, tx db.Tx, a access.Actor, m *memberRow) error {
		if m.Status == Active {
			return nil
		}
		if err := reopen(ctx, tx, m.ID); err != nil {
			return err
		}
		m.Status = Active
		return activity.Audit(ctx, tx, a, m.entry("member.reactivated", state(Deactivated), state(Active)))
	})
}

// Remove ends a membership for good: as Deactivate, and the member leaves every hiring team and interview. What
// they did stays under their name. It needs members:remove.
func (r *Room) Remove(ctx context.Context, a access.Actor, id string) error {
	_, err := r.leave(ctx, a, id, access.MembersRemove, func(ctx context.Context, tx db.Tx, a access.Actor, m *memberRow) error {
		if err := shutOut(ctx, tx, a, m.ID, "removed"); err != nil {
			return err
		}
		// The row stays for its history; it must not keep a custom role from being deleted.
		least, err := systemRoleOf(ctx, tx, a.OrgID(), access.Interviewer)
		if err != nil {
			return err
		}
		if err := setRole(ctx, tx, m.ID, least.ID); err != nil {
			return err
		}
		left, err := leaveTeams(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		for _, place := range left {
			seat := []map[string]any{{"member_id": m.ID, "name": m.Name, "team_role": place.TeamRole}}
			e := m.entry("team.changed", seat, []any{})
			e.Object, e.ObjectID, e.ObjectName, e.PositionID = "position", place.PositionID, "", place.PositionID
			if err := activity.Audit(ctx, tx, a, e); err != nil {
				return err
			}
			if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "position", ID: place.PositionID}); err != nil {
				return err
			}
		}
		return activity.Audit(ctx, tx, a, m.entry("member.removed", m.written(), nil))
	})
	return err
}

// leave is the frame of the three: load, permit, act.
func (r *Room) leave(ctx context.Context, a access.Actor, id string, needs access.Permission,
	act func(context.Context, db.Tx, access.Actor, *memberRow) error) (Member, error) {
	var out Member
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMember(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		if err := a.Require(needs); err != nil {
			return err
		}
		if m.Owner {
			return keepsOwner()
		}
		if m.Status == Deactivated && needs == access.MembersUpdate {
			err = mayGive(a, "the role "+m.Role, m.Held)
		} else {
			err = mayTake(a, m.Name, m.Role, m.Held)
		}
		if err != nil {
			return err
		}
		if err := act(ctx, tx, a, &m); err != nil {
			return err
		}
		out = m.Member
		return signalMember(ctx, tx, a, m.ID)
	})
	return out, err
}

func state(s Status) any { return map[string]Status{"status": s} }

// TransferOwnership makes an Admin the owner. Only the owner may; they stay Admin.
func (r *Room) TransferOwnership(ctx context.Context, a access.Actor, memberID string) error {
	return access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMember(ctx, tx, a, memberID, true)
		if err != nil {
			return err
		}
		if !a.IsOwner() || a.UsesKey() {
			return ownerOnly()
		}
		if m.Status != Active || m.System != access.Admin {
			return errs.Bad(errs.F("member_id", m.Name+" must be an active Admin to become the owner."))
		}
		if m.Owner {
			return nil
		}
		if err := setOwner(ctx, tx, a.OrgID(), m.ID); err != nil {
			return err
		}
		if err := activity.Audit(ctx, tx, a, m.entry("organization.owner", map[string]string{"owner": a.Name(), "owner_id": a.MemberID()},
			map[string]string{"owner": m.Name, "owner_id": m.ID})); err != nil {
			return err
		}
		if err := signalMember(ctx, tx, a, a.MemberID()); err != nil {
			return err
		}
		return signalMember(ctx, tx, a, m.ID)
	})
}

func ownerOnly() error {
	return errs.Refuse("owner_only", "Only the owner can hand the organisation on, in person.")
}
