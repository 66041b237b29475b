package org

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Grants say what an actor may do to somebody in a list, decided like the verbs decide, so that a page shows no
// button that would be refused.
type Grants struct {
	Role       bool // give another role
	Edit       bool // name and title
	Deactivate bool
	Reactivate bool
	Remove     bool
	Resend     bool // an invitation
	Revoke     bool
}

// grantsOn a member whose role holds these strings.
func grantsOn(a access.Actor, m Member, held access.Set) Grants {
	self, free := m.ID == a.MemberID(), len(Lacks(a, held)) == 0 && !m.Owner
	return Grants{
		Role:       free && !self && a.Holds(access.RolesUpdate),
		Edit:       self || a.Holds(access.MembersUpdate),
		Deactivate: free && m.Status == Active && a.Holds(access.MembersUpdate),
		Reactivate: free && m.Status == Deactivated && a.Holds(access.MembersUpdate),
		Remove:     free && a.Holds(access.MembersRemove),
	}
}

// grantsOnInvitation of a role that holds these strings; the zero role is the default one.
func grantsOnInvitation(a access.Actor, i Invitation, role Role) Grants {
	if !a.Holds(access.MembersInvite) {
		return Grants{}
	}
	may := role.System == access.Interviewer || a.Holds(access.RolesUpdate) && len(Lacks(a, role.Permissions)) == 0
	return Grants{Resend: may, Revoke: may || i.InvitedByID == a.MemberID()}
}

// grantAll fills in the grants of a page of people.
func grantAll(ctx context.Context, tx db.Tx, a access.Actor, list []Listed) error {
	var ids []string
	for _, l := range list {
		if l.Member != nil {
			ids = append(ids, l.Member.RoleID)
		} else if l.Invitation.RoleID != "" {
			ids = append(ids, l.Invitation.RoleID)
		}
	}
	roles, err := rolesByID(ctx, tx, a.OrgID(), ids)
	if err != nil {
		return err
	}
	for i, l := range list {
		if l.Member != nil {
			list[i].Can = grantsOn(a, *l.Member, roles[l.Member.RoleID].Permissions)
		} else {
			list[i].Can = grantsOnInvitation(a, *l.Invitation, roles[l.Invitation.RoleID])
		}
	}
	return nil
}

// Seen is a member with what the reader may do to them, and what they hold.
type Seen struct {
	Member
	Can  Grants
	Held access.Set
}

// SeeMember is one member, for the page about them; see Member.
func (r *Room) SeeMember(ctx context.Context, a access.Actor, id string) (Seen, error) {
	var out Seen
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMember(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		out = Seen{Member: m.Member, Can: grantsOn(a, m.Member, m.Held)}
		if a.Holds(access.RolesView) || m.ID == a.MemberID() {
			out.Held = m.Held
		}
		return nil
	})
	return out, err
}

// mostChoices is how many roles a choice offers.
const mostChoices = 200

// Giveable lists the roles the actor may give: to members (roles:update), or in an invitation, where everybody who may
// invite may name Interviewer.
func (r *Room) Giveable(ctx context.Context, a access.Actor, invitation bool) ([]Role, error) {
	var out []Role
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		all, err := listRoles(ctx, tx, a.OrgID(), "", db.Page{Limit: mostChoices})
		if err != nil {
			return err
		}
		for _, role := range all.Items {
			greeter := invitation && role.System == access.Interviewer && a.Holds(access.MembersInvite)
			if greeter || a.Holds(access.RolesUpdate) && len(Lacks(a, role.Permissions)) == 0 {
				role.MemberCount = nil
				out = append(out, role)
			}
		}
		return nil
	})
	return out, err
}

// RoleGrants say what an actor may do to a role.
type RoleGrants struct {
	Edit, Delete bool
	Why          string // it can't be edited, in a sentence; "" where it can
}

// GrantsOnRole decides like EditRole and DeleteRole do.
func GrantsOnRole(a access.Actor, role Role) RoleGrants {
	g := RoleGrants{Delete: a.Holds(access.RolesDelete) && !role.IsSystem()}
	switch {
	case role.IsSystem():
		g.Why = "System roles are the same everywhere and can't be edited. Create a custom role with the permissions you want instead."
	case role.ID == a.RoleID():
		g.Why = "You hold this role yourself, and nobody edits the role they hold."
	case !a.Holds(access.RolesUpdate):
		g.Why = "Editing roles needs the permission roles:update."
	default:
		g.Edit = true
	}
	return g
}

// SeesMember, SeesInvitation and SeesRole decide about live signals.

func (r *Room) SeesMember(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	if !a.Holds(access.MembersView) && id != a.MemberID() {
		return false, nil
	}
	_, found, err := memberByID(ctx, tx, a.OrgID(), id, false)
	return found, err
}

func (r *Room) SeesInvitation(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	i, found, err := invitationByID(ctx, tx, a.OrgID(), id, false)
	return found && (a.Holds(access.MembersView) || i.InvitedByID == a.MemberID()), err
}

func (r *Room) SeesRole(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	if !a.Holds(access.RolesView) && id != a.RoleID() {
		return false, nil
	}
	_, found, err := roleByID(ctx, tx, a.OrgID(), id, false)
	return found, err
}

// OwnerName is what the owner is called; everybody who sees the organisation may know.
func (r *Room) OwnerName(ctx context.Context, a access.Actor) (string, error) {
	var name string
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		o, err := seenOrganization(ctx, tx, a)
		if err != nil {
			return err
		}
		m, _, err := memberByID(ctx, tx, a.OrgID(), o.OwnerMemberID, false)
		name = m.Name
		return err
	})
	return name, err
}

// DefaultRole is the role of those who arrive without one, for holders of org:manage.
func (r *Room) DefaultRole(ctx context.Context, a access.Actor) (Role, error) {
	var out Role
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if err := a.Require(access.OrgManage); err != nil {
			return err
		}
		out, err = arrivalRole(ctx, tx, a.OrgID(), "")
		out.MemberCount = nil
		return err
	})
	return out, err
}

// Inviting is what the invitation form says: what naming no role means ("" where there is no choice), and the domains
// that addresses must be on.
func (r *Room) Inviting(ctx context.Context, a access.Actor) (noRole string, domains []Domain, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.MembersInvite); err != nil {
			return err
		}
		if a.Holds(access.RolesUpdate) {
			role, err := arrivalRole(ctx, tx, a.OrgID(), "")
			if err != nil {
				return err
			}
			noRole = "The default role (" + role.Name + ")"
		}
		domains, err = domainsOf(ctx, tx, a.OrgID())
		return err
	})
	return noRole, domains, err
}

// Heirs are the active Admins whom the owner could make owner.
func (r *Room) Heirs(ctx context.Context, a access.Actor) ([]Member, error) {
	var out []Member
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if !a.IsOwner() {
			return ownerOnly()
		}
		admin, err := systemRoleOf(ctx, tx, a.OrgID(), access.Admin)
		if err != nil {
			return err
		}
		found, _, err := readPart(ctx, tx, a, Asked{RoleID: admin.ID}, Active, listedKey{}, mostChoices)
		for _, l := range found {
			if !l.Member.Owner {
				out = append(out, *l.Member)
			}
		}
		return err
	})
	return out, err
}
