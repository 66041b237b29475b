package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// MemberChange says what becomes different about a member; nil leaves alone.
type MemberChange struct {
	RoleID      *string
	Name, Title *string
}

// ChangeMember gives another role (roles:update) or edits name and title (members:update; one's own always).
//
// A new role is in force at the member's next request. It needs every string of the new role and of the present one;
// nobody changes their own role; the owner keeps Admin ("Cannot remove org owner", 403); a role that is not
// this organisation's is "Role does not belong to this org" (422).
func (r *Room) ChangeMember(ctx context.Context, a access.Actor, id string, c MemberChange) (Member, error) {
	var out Member
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := seenMember(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		after := before
		if c.RoleID != nil && *c.RoleID != before.RoleID {
			role, err := assignable(ctx, tx, a, before, *c.RoleID)
			if err != nil {
				return err
			}
			after.RoleID, after.Role, after.System, after.Held = role.ID, role.Name, role.System, role.Permissions
		} else if c.RoleID != nil {
			if err := a.Require(access.RolesUpdate); err != nil {
				return err
			}
		}
		if err := rename(a, before, &after, c); err != nil {
			return err
		}
		out = after.Member
		return keepMember(ctx, tx, a, before, after)
	})
	return out, err
}

// assignable finds the role to be given and asks everything that may speak against giving it.
func assignable(ctx context.Context, tx db.Tx, a access.Actor, m memberRow, roleID string) (Role, error) {
	if err := a.Require(access.RolesUpdate); err != nil {
		return Role{}, err
	}
	if m.Owner {
		return Role{}, keepsOwner()
	}
	if m.ID == a.MemberID() {
		return Role{}, errs.Refuse("own_role", "Nobody changes their own role. Ask another admin.")
	}
	if err := mayTake(a, m.Name, m.Role, m.Held); err != nil {
		return Role{}, err
	}
	role, err := orgRole(ctx, tx, a.OrgID(), roleID)
	if err != nil {
		return Role{}, err
	}
	return role, mayGive(a, "the role "+role.Name, role.Permissions)
}

// orgRole is a role of this organisation; any other id is the same 422, known elsewhere or nowhere.
func orgRole(ctx context.Context, tx db.Tx, orgID, roleID string) (Role, error) {
	role, found, err := roleByID(ctx, tx, orgID, roleID, false)
	if err == nil && !found {
		err = errs.Bad(errs.F("role_id", "Role does not belong to this org"))
	}
	return role, err
}

func keepsOwner() error { return errs.Refuse("org_owner", "Cannot remove org owner") }

func rename(a access.Actor, before memberRow, after *memberRow, c MemberChange) error {
	if c.Name == nil && c.Title == nil {
		return nil
	}
	if before.ID != a.MemberID() {
		if err := a.Require(access.MembersUpdate); err != nil {
			return err
		}
	}
	var bad problems
	if c.Name != nil {
		name, err := required("name", *c.Name, "Enter a name.", maxName)
		after.Name = name
		bad.add(err)
	}
	if c.Title != nil {
		after.Title = *c.Title
		bad.add(atMost("title", *c.Title, maxTitle))
	}
	return bad.err()
}

func keepMember(ctx context.Context, tx db.Tx, a access.Actor, before, after memberRow) error {
	if after.RoleID != before.RoleID {
		if err := setRole(ctx, tx, before.ID, after.RoleID); err != nil {
			return err
		}
		if err := activity.Audit(ctx, tx, a, before.entry("member.role", before.written(), after.written())); err != nil {
			return err
		}
	}
	if after.Name != before.Name || after.Title != before.Title {
		if err := setMember(ctx, tx, after); err != nil {
			return err
		}
		type named struct {
			Name  string `json:"name"`
			Title string `json:"title"`
		}
		if err := activity.Audit(ctx, tx, a, before.entry("member.updated", named{before.Name, before.Title}, named{after.Name, after.Title})); err != nil {
			return err
		}
	}
	return signalMember(ctx, tx, a, before.ID)
}

// heldRole is a member's role in the audit log: with its strings, since the role may change later.
type heldRole struct {
	Role        string              `json:"role"`
	RoleID      string              `json:"role_id"`
	Permissions []access.Permission `json:"permissions"`
}

func (m memberRow) written() heldRole { return heldRole{m.Role, m.RoleID, m.Held.List()} }

func (m memberRow) entry(action string, before, after any) activity.Entry {
	return activity.Entry{Action: action, Object: "member", ObjectID: m.ID, ObjectName: m.Name, Before: before, After: after}
}

func signalMember(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
	return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "member", ID: id})
}
