package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/org"
)

// invitationJSON is somebody asked to join. The link is in the letter only.
type invitationJSON struct {
	ID        string     `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Email     string     `json:"email" example:"newt@northwind.example"`
	Status    org.Status `json:"status" enum:"pending,expired"`
	Role      string     `json:"role,omitempty" doc:"Its name; absent for the default role of the day it is accepted" example:"Interviewer"`
	RoleID    string     `json:"role_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	InvitedBy namedJSON  `json:"invited_by"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at" doc:"Seven days after it was last sent"`
}

type invitationInput struct {
	Email  string `json:"email,omitempty" maxLength:"254" example:"newt@northwind.example"`
	RoleID string `json:"role_id,omitempty" doc:"Without one: the default role, or Interviewer for those without roles:update" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type invitationPatch struct {
	RoleID *string `json:"role_id,omitempty" doc:"Another role, as one may name it when inviting; empty: the default role of the day it is accepted" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type invitationFilter struct {
	Paging
	Status string `query:"status" enum:"pending,expired" doc:"Only these"`
}

// invitations are the doors of people who are not here yet.
func (s *Server) invitations() {
	Register(s, Op{Method: "GET", Path: "/invitations", Tag: "members", Summary: "List invitations",
		Description: "Open ones: those that can still be accepted, then those that have expired.", Need: access.NeedRole(access.MembersView)},
		func(ctx context.Context, a access.Actor, in *invitationFilter) (*List[invitationJSON], error) {
			found, err := s.Org.Invitations(ctx, a, org.Asked{Q: in.Q, Status: org.Status(in.Status)}, in.Page())
			return Listed(found, invitationAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/invitations", Tag: "members", Summary: "Invite somebody", Status: 201,
		Description: "By mail, for seven days. Without roles:update the role is Interviewer. Nobody names a role that holds what they lack; it is asked again when the invitation is accepted.",
		Need:        access.NeedRole(access.MembersInvite)},
		func(ctx context.Context, a access.Actor, in *Body[invitationInput]) (*One[invitationJSON], error) {
			made, err := s.Org.Invite(ctx, a, []string{in.Body.Email}, in.Body.RoleID)
			if err != nil {
				return nil, err
			}
			return Created("/invitations/"+made[0].ID, invitationAsJSON(made[0])), nil
		})
	Register(s, Op{Method: "GET", Path: "/invitations/{id}", Tag: "members", Summary: "Read an invitation",
		Need: access.NeedPermission(access.MembersView, access.MembersInvite)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[invitationJSON], error) {
			i, err := s.Org.Invitation(ctx, a, in.ID)
			return Answer(invitationAsJSON(i)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/invitations/{id}", Tag: "members", Summary: "Change an invitation",
		Description: "The role that it gives. Whoever changes it answers for it from now on; the link stays as it is.", Need: access.NeedRole(access.MembersInvite)},
		func(ctx context.Context, a access.Actor, in *Change[invitationPatch]) (*One[invitationJSON], error) {
			if in.Body.RoleID == nil {
				i, err := s.Org.Invitation(ctx, a, in.ID)
				return Answer(invitationAsJSON(i)), err
			}
			i, err := s.Org.ChangeInvitation(ctx, a, in.ID, *in.Body.RoleID)
			return Answer(invitationAsJSON(i)), err
		})
	Register(s, Op{Method: "POST", Path: "/invitations/{id}/resend", Tag: "members", Summary: "Send an invitation again",
		Description: "With a new link, for seven days from now; the old link is dead.", Need: access.NeedRole(access.MembersInvite)},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[invitationJSON], error) {
			i, err := s.Org.Resend(ctx, a, in.ID)
			return Answer(invitationAsJSON(i)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/invitations/{id}", Tag: "members", Summary: "Revoke an invitation",
		Need: access.NeedRole(access.MembersInvite)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Org.Revoke(ctx, a, in.ID)
		})
}

func invitationAsJSON(i org.Invitation) invitationJSON {
	return invitationJSON{ID: i.ID, Email: i.Email, Status: i.Status, Role: i.Role, RoleID: i.RoleID, InvitedBy: namedJSON{i.InvitedByID, i.InvitedBy},
		CreatedAt: i.CreatedAt.Time, ExpiresAt: i.ExpiresAt.Time}
}
