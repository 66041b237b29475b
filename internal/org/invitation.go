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

// invitationLife is how long an invitation can be accepted.
const invitationLife = 7 * 24 * time.Hour

// mostInvited is how many people can be invited at once.
const mostInvited = 50

// Invitation is somebody asked to join.
type Invitation struct {
	ID, Email    string
	Status       Status // Pending or Expired
	RoleID, Role string // "" for the default role, whichever it is at acceptance
	InvitedBy    string // a name
	InvitedByID  string
	CreatedAt    db.Time
	ExpiresAt    db.Time
}

// Invitations lists open invitations, those that can still be accepted first, for holders of members:view.
func (r *Room) Invitations(ctx context.Context, a access.Actor, asked Asked, page db.Page) (db.List[Invitation], error) {
	var out db.List[Invitation]
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		all, err := directory(ctx, tx, a, asked, []Status{Pending, Expired}, page)
		out = db.List[Invitation]{Next: all.Next, Count: all.Count}
		for _, l := range all.Items {
			out.Items = append(out.Items, *l.Invitation)
		}
		return err
	})
	return out, err
}

// Invitation is one open invitation, for holders of members:view and for whoever sent it.
func (r *Room) Invitation(ctx context.Context, a access.Actor, id string) (Invitation, error) {
	var out Invitation
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = seenInvitation(ctx, tx, a, id, false)
		return err
	})
	return out, err
}

func seenInvitation(ctx context.Context, tx db.Tx, a access.Actor, id string, lock bool) (Invitation, error) {
	i, found, err := invitationByID(ctx, tx, a.OrgID(), id, lock)
	if err == nil && (!found || !a.Holds(access.MembersView) && i.InvitedByID != a.MemberID()) {
		err = errs.Hidden()
	}
	return i, err
}

// Invite asks people to join, by mail, with a role (members:invite). Without one named they get the default role.
// Whoever lacks roles:update invites with the Interviewer role only, which is also what they name by naming none.
// Addresses must be on an approved domain where there is one. All are invited, or none.
func (r *Room) Invite(ctx context.Context, a access.Actor, emails []string, roleID string) ([]Invitation, error) {
	var out []Invitation
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = nil
		if err := a.Require(access.MembersInvite); err != nil {
			return err
		}
		role, err := invitable(ctx, tx, a, roleID)
		if err != nil {
			return err
		}
		addresses, err := r.invitees(ctx, tx, a, emails)
		if err != nil {
			return err
		}
		for _, to := range addresses {
			i, err := r.inviteOne(ctx, tx, a, to, role)
			if err != nil {
				return err
			}
			out = append(out, i)
		}
		return nil
	})
	return out, err
}

// invitable is the role an actor may name; the zero role stands for the default one.
func invitable(ctx context.Context, tx db.Tx, a access.Actor, roleID string) (Role, error) {
	role := Role{}
	if roleID != "" {
		var err error
		if role, err = orgRole(ctx, tx, a.OrgID(), roleID); err != nil {
			return Role{}, err
		}
	}
	if !a.Holds(access.RolesUpdate) && role.System != access.Interviewer {
		if roleID != "" {
			return Role{}, errs.Refuse("hand_out", "You can invite with the Interviewer role only. Inviting with another role needs the permission roles:update.")
		}
		return systemRoleOf(ctx, tx, a.OrgID(), access.Interviewer)
	}
	if role.System == access.Interviewer { // whoever may invite may invite interviewers
		return role, nil
	}
	return role, mayGive(a, "the role "+role.Name, role.Permissions)
}

// invitees checks every address before the first letter is written.
func (r *Room) invitees(ctx context.Context, tx db.Tx, a access.Actor, emails []string) ([]address, error) {
	var bad problems
	var out []address
	seen := map[string]bool{}
	for _, typed := range emails {
		to, err := parseAddress("email", typed)
		if err == nil {
			err = admits(ctx, tx, a.OrgID(), "email", to)
		}
		if bad.add(err); err == nil && !seen[to.Key] {
			seen[to.Key] = true
			out = append(out, to)
		}
	}
	if len(emails) == 0 {
		bad.add(errs.Bad(errs.F("email", "Enter an e-mail address.")))
	}
	if len(emails) > mostInvited {
		bad.add(errs.Bad(errs.F("email", fmt.Sprintf("Invite at most %d people at once.", mostInvited))))
	}
	return out, bad.err()
}

func (r *Room) inviteOne(ctx context.Context, tx db.Tx, a access.Actor, to address, role Role) (Invitation, error) {
	if _, here, err := memberByEmail(ctx, tx, a.OrgID(), to.Key); err != nil {
		return Invitation{}, err
	} else if here {
		return Invitation{}, errs.Of(errs.Conflict, to.Text+" belongs to this organisation already.").Coded("already_member")
	}
	open, found, err := openInvitationTo(ctx, tx, a.OrgID(), to.Key)
	if err != nil {
		return Invitation{}, err
	}
	if found && open.Status == Pending {
		return Invitation{}, errs.Of(errs.Conflict, to.Text+" has an invitation already. Send it again from the list of members.").Coded("already_invited")
	}
	if found { // expired: the new one takes its place
		if err := revokeInvitation(ctx, tx, a, open.ID); err != nil {
			return Invitation{}, err
		}
	}
	plain, hash := db.Token()
	i := Invitation{ID: db.NewID(), Email: to.Text, Status: Pending, RoleID: role.ID, Role: role.Name, InvitedBy: a.Name(), InvitedByID: a.MemberID(),
		CreatedAt: db.At(tx.Now()), ExpiresAt: db.At(tx.Now().Add(invitationLife))}
	if err := insertInvitation(ctx, tx, a, i, to.Key, hash); err != nil {
		if db.IsUnique(err) {
			return Invitation{}, errs.Of(errs.Conflict, to.Text+" has just been invited by somebody else.").Coded("already_invited").With(err)
		}
		return Invitation{}, err
	}
	if err := r.writeInvitation(ctx, tx, a, i, plain); err != nil {
		return Invitation{}, err
	}
	return i, recordInvitation(ctx, tx, a, "invitation.created", i)
}

// Resend makes a new link, valid for seven days from now, and mails it; the old link is dead. Whoever sends it again
// invites anew: it needs members:invite and the right to name the role.
func (r *Room) Resend(ctx context.Context, a access.Actor, id string) (Invitation, error) {
	var out Invitation
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := seenInvitation(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		if err := mayInviteAs(ctx, tx, a, i); err != nil {
			return err
		}
		to, err := parseAddress("email", i.Email)
		if err != nil {
			return err
		}
		if err := admits(ctx, tx, a.OrgID(), "email", to); err != nil {
			return err
		}
		plain, hash := db.Token()
		i.Status, i.InvitedBy, i.InvitedByID, i.ExpiresAt = Pending, a.Name(), a.MemberID(), db.At(tx.Now().Add(invitationLife))
		if err := renewInvitation(ctx, tx, i, hash); err != nil {
			return err
		}
		if err := r.writeInvitation(ctx, tx, a, i, plain); err != nil {
			return err
		}
		out = i
		return recordInvitation(ctx, tx, a, "invitation.resent", i)
	})
	return out, err
}

// ChangeInvitation names another role in an open invitation, or none for the default one. Whoever changes it answers for
// it from now on, as if they had sent it: it needs members:invite, and the right to name the role it had and the one it
// gets. The link and the day it ends stay.
func (r *Room) ChangeInvitation(ctx context.Context, a access.Actor, id, roleID string) (Invitation, error) {
	var out Invitation
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := seenInvitation(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		if err := mayInviteAs(ctx, tx, a, i); err != nil {
			return err
		}
		role, err := invitable(ctx, tx, a, roleID)
		if err != nil {
			return err
		}
		if out = i; role.ID == i.RoleID {
			return nil
		}
		before := i.written()
		i.RoleID, i.Role, i.InvitedBy, i.InvitedByID = role.ID, role.Name, a.Name(), a.MemberID()
		if err := changeInvitation(ctx, tx, i); err != nil {
			return err
		}
		out = i
		e := activity.Entry{Action: "invitation.changed", Object: "invitation", ObjectID: i.ID, ObjectName: i.Email, Before: before, After: i.written()}
		if err := activity.Audit(ctx, tx, a, e); err != nil {
			return err
		}
		return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "invitation", ID: i.ID})
	})
	return out, err
}

// Revoke withdraws an invitation; its link is dead. It needs members:invite, and the right to name the role unless
// one sent the invitation oneself.
func (r *Room) Revoke(ctx context.Context, a access.Actor, id string) error {
	return access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		i, err := seenInvitation(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		if i.InvitedByID == a.MemberID() {
			err = a.Require(access.MembersInvite)
		} else {
			err = mayInviteAs(ctx, tx, a, i)
		}
		if err != nil {
			return err
		}
		if err := revokeInvitation(ctx, tx, a, id); err != nil {
			return err
		}
		return recordInvitation(ctx, tx, a, "invitation.revoked", i)
	})
}

// mayInviteAs asks what Invite asks, about an invitation that exists. One without a role named stands for the
// default role, which only those with roles:update leave open.
func mayInviteAs(ctx context.Context, tx db.Tx, a access.Actor, i Invitation) error {
	if err := a.Require(access.MembersInvite); err != nil {
		return err
	}
	if i.RoleID == "" && !a.Holds(access.RolesUpdate) {
		return errs.Refuse("hand_out", "This invitation gives the default role, and you can invite with the Interviewer role only.")
	}
	_, err := invitable(ctx, tx, a, i.RoleID)
	return err
}

func recordInvitation(ctx context.Context, tx db.Tx, a access.Actor, action string, i Invitation) error {
	written := i.written()
	e := activity.Entry{Action: action, Object: "invitation", ObjectID: i.ID, ObjectName: i.Email, After: written}
	if action == "invitation.revoked" {
		e.Before, e.After = written, nil
	}
	if err := activity.Audit(ctx, tx, a, e); err != nil {
		return err
	}
	return activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "invitation", ID: i.ID})
}

// written is what the audit log keeps of it.
func (i Invitation) written() map[string]string {
	if i.RoleID == "" {
		return map[string]string{"role": "the default role", "role_id": ""}
	}
	return map[string]string{"role": i.Role, "role_id": i.RoleID}
}
