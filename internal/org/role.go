package org

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Role is an organisation role: one of the three system roles, or a custom one with any strings.
type Role struct {
	ID, Name, Description string
	System                access.SystemRole // "" for a custom role
	Permissions           access.Set
	MemberCount           *int // active members; nil for who sees only that they hold the role
	UpdatedAt             db.Time
}

// IsSystem reports whether the role is one of the three that can be neither edited nor deleted.
func (r Role) IsSystem() bool { return r.System != "" }

// RoleDraft is a custom role as somebody fills it in; for a change, nil leaves alone.
type RoleDraft struct {
	Name, Description *string
	Permissions       *[]access.Permission
}

// Roles lists the organisation's roles, the system roles first, for holders of roles:view.
func (r *Room) Roles(ctx context.Context, a access.Actor, q string, page db.Page) (db.List[Role], error) {
	var out db.List[Role]
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if err := a.Require(access.RolesView); err != nil {
			return err
		}
		out, err = listRoles(ctx, tx, a.OrgID(), q, page)
		return err
	})
	return out, err
}

// Role is one role, for holders of roles:view; one's own is always visible.
func (r *Room) Role(ctx context.Context, a access.Actor, id string) (Role, error) {
	var out Role
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = seenRole(ctx, tx, a, id, false)
		return err
	})
	return out, err
}

// seenRole loads a role through its reader: hidden or unknown is 404.
func seenRole(ctx context.Context, tx db.Tx, a access.Actor, id string, lock bool) (Role, error) {
	if !a.Holds(access.RolesView) && (id == "" || id != a.RoleID()) {
		return Role{}, errs.Hidden()
	}
	role, found, err := roleByID(ctx, tx, a.OrgID(), id, lock)
	if err == nil && !found {
		err = errs.Hidden()
	}
	if !a.Holds(access.RolesView) {
		role.MemberCount = nil
	}
	return role, err
}

// CreateRole makes a custom role. It needs roles:create and every string given.
func (r *Room) CreateRole(ctx context.Context, a access.Actor, d RoleDraft) (Role, error) {
	var out Role
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.RolesCreate); err != nil {
			return err
		}
		role := Role{ID: db.NewID(), UpdatedAt: db.At(tx.Now()), MemberCount: new(int)}
		if err := d.fill(&role); err != nil {
			return err
		}
		if err := mayGive(a, "these permissions", role.Permissions); err != nil {
			return err
		}
		if err := insertRole(ctx, tx, a, role); err != nil {
			return roleNameTaken(err)
		}
		out = role
		if err := activity.Audit(ctx, tx, a, role.entry("role.created", nil, role.written())); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "role", ID: role.ID})
	})
	return out, err
}

// EditRole changes a custom role; it is in force for everybody who holds it from their next request. It needs
// roles:update, every string added, and, where strings are taken from people, the right to give them the role.
// Nobody edits the role they hold.
func (r *Room) EditRole(ctx context.Context, a access.Actor, id string, d RoleDraft) (Role, error) {
	var out Role
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := changeableRole(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		after := before
		after.UpdatedAt = db.At(tx.Now())
		if err := d.fill(&after); err != nil {
			return err
		}
		if err := mayChange(ctx, tx, a, before, after); err != nil {
			return err
		}
		if err := updateRole(ctx, tx, a, before, after); err != nil {
			return roleNameTaken(err)
		}
		out = after
		if err := activity.Audit(ctx, tx, a, after.entry("role.updated", before.written(), after.written())); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "role", ID: id})
	})
	return out, err
}

// changeableRole is a role the actor may edit at all; what they may put into it is mayChange's question.
func changeableRole(ctx context.Context, tx db.Tx, a access.Actor, id string, lock bool) (Role, error) {
	role, err := seenRole(ctx, tx, a, id, lock)
	if err != nil {
		return Role{}, err
	}
	if err := a.Require(access.RolesUpdate); err != nil {
		return Role{}, err
	}
	if role.IsSystem() {
		return Role{}, systemRole()
	}
	if role.ID == a.RoleID() {
		return Role{}, errs.Refuse("own_role", "You hold this role yourself, and nobody edits the role they hold. Ask another admin.")
	}
	return role, nil
}

func mayChange(ctx context.Context, tx db.Tx, a access.Actor, before, after Role) error {
	if err := mayGive(a, "these permissions", after.Permissions.Minus(before.Permissions)); err != nil {
		return err
	}
	if after.Permissions.Covers(before.Permissions) {
		return nil
	}
	held, err := holdersOf(ctx, tx, before.ID)
	if err != nil || held.members() == 0 {
		return err
	}
	return mayTake(a, "the people who hold it", before.Name, before.Permissions)
}

// DeleteRole deletes a custom role that nobody holds: no member, no open invitation, and it is not the default
// (409, saying by what it is held). It needs roles:delete.
func (r *Room) DeleteRole(ctx context.Context, a access.Actor, id string) error {
	return access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		role, err := seenRole(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		if err := a.Require(access.RolesDelete); err != nil {
			return err
		}
		if role.IsSystem() {
			return systemRole()
		}
		held, err := holdersOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if by := held.words(); by != "" {
			return errs.Of(errs.Conflict, fmt.Sprintf("%s can't be deleted: it is held by %s.", role.Name, by)).Coded("role_in_use")
		}
		if err := deleteRole(ctx, tx, a.OrgID(), id); err != nil {
			return err
		}
		if err := activity.Audit(ctx, tx, a, role.entry("role.deleted", role.written(), nil)); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "role", ID: id})
	})
}

func systemRole() error { return errs.Refuse("system_role", "Cannot update default role") }

func roleNameTaken(err error) error {
	if db.IsUnique(err) {
		return errs.Bad(errs.F("name", "There is a role of this name already."))
	}
	return err
}

// fill writes what the draft says into a role, and says what is wrong with it.
func (d RoleDraft) fill(role *Role) error {
	var bad problems
	if d.Name != nil || role.Name == "" {
		name, err := required("name", value(d.Name), "Give the role a name.", 60)
		role.Name = name
		bad.add(err)
	}
	if d.Description != nil {
		role.Description = *d.Description
		bad.add(atMost("description", role.Description, 300))
	}
	if d.Permissions != nil {
		role.Permissions = access.SetOf(*d.Permissions...)
		for _, p := range *d.Permissions {
			if !access.Known(p) {
				bad.add(errs.Bad(errs.F("permissions", "There is no permission “"+short(string(p))+"”.")))
			}
		}
	}
	return bad.err()
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// writtenRole is a role in the audit log.
type writtenRole struct {
	Name        string              `json:"name"`
	Description string              `json:"description,omitempty"`
	Permissions []access.Permission `json:"permissions"`
}

func (r Role) written() writtenRole {
	return writtenRole{r.Name, r.Description, r.Permissions.List()}
}

func (r Role) entry(action string, before, after any) activity.Entry {
	return activity.Entry{Action: action, Object: "role", ObjectID: r.ID, ObjectName: r.Name, Before: before, After: after}
}

// holders says by what a role is held.
type holders struct {
	Active, Deactivated, Invitations int
	Default                          bool
}

func (h holders) members() int { return h.Active + h.Deactivated }

func (h holders) words() string {
	var parts []string
	if h.Active > 0 {
		parts = append(parts, count(h.Active, "member", "members"))
	}
	if h.Deactivated > 0 {
		parts = append(parts, count(h.Deactivated, "deactivated member", "deactivated members"))
	}
	if h.Invitations > 0 {
		parts = append(parts, count(h.Invitations, "open invitation", "open invitations"))
	}
	if h.Default {
		parts = append(parts, "the organisation as its default role")
	}
	return list(parts)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func list(parts []string) string {
	switch n := len(parts); n {
	case 0:
		return ""
	case 1:
		return parts[0]
	case 2:
		return parts[0] + " and " + parts[1]
	default:
		return parts[0] + ", " + list(parts[1:])
	}
}
