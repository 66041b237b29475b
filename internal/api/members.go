package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/org"
)

// memberJSON is somebody who works here.
type memberJSON struct {
	ID         string            `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name       string            `json:"name" example:"Ada Lovelace"`
	Email      string            `json:"email,omitempty" doc:"Needs members:view; one's own always" example:"ada@northwind.example"`
	Title      string            `json:"title" example:"Head of people"`
	Status     org.Status        `json:"status" enum:"active,deactivated"`
	Role       string            `json:"role" doc:"Its name" example:"Admin"`
	RoleID     string            `json:"role_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	System     access.SystemRole `json:"system,omitempty" doc:"Which system role it is" enum:"admin,staffing,interviewer"`
	Owner      bool              `json:"owner"`
	JoinedAt   time.Time         `json:"joined_at"`
	LastSeenAt *time.Time        `json:"last_seen_at,omitempty" doc:"To the minute; absent if never"`
}

type memberPatch struct {
	RoleID *string `json:"role_id,omitempty" doc:"Another role, in force at the member's next request; needs roles:update, and every permission of the new role and of the present one" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name   *string `json:"name,omitempty" maxLength:"120" doc:"What this organisation calls them; needs members:update, one's own always" example:"Ada Lovelace"`
	Title  *string `json:"title,omitempty" maxLength:"120" example:"Head of people"`
}

type memberFilter struct {
	Paging
	Status string `query:"status" enum:"active,deactivated" doc:"Only these"`
	RoleID string `query:"role" doc:"Only with this role (its id)" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type memberRoleInput struct {
	RoleID string `json:"role_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// memberPreviewJSON says what another role means for somebody.
type memberPreviewJSON struct {
	From  string              `json:"from" doc:"Name of the present role" example:"Interviewer"`
	To    string              `json:"to" doc:"Name of the other role" example:"Staffing"`
	Gains []access.Permission `json:"gains" example:"[\"candidates:view\"]"`
	Loses []access.Permission `json:"loses" example:"[\"interviews:conduct\"]"`
}

// leavingJSON says what somebody's leaving leaves behind, as far as the reader sees it.
type leavingJSON struct {
	Leaderless []namedJSON `json:"leaderless" doc:"Positions that would have neither a Hiring Manager nor a Recruiter"`
	Teams      int64       `json:"teams" doc:"Hiring teams they are on"`
	Interviews int64       `json:"interviews" doc:"Interviews they are assigned to"`
	Keys       int         `json:"keys" doc:"API keys that would end"`
}

// namedJSON is a thing or a person by name.
type namedJSON struct {
	ID   string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name string `json:"name" example:"Backend engineer"`
}

// members are the doors of people who are here.
func (s *Server) members() {
	Register(s, Op{Method: "GET", Path: "/members", Tag: "members", Summary: "List members",
		Description: "Active ones by name, then deactivated ones. People invited are under /invitations.",
		Need:        access.NeedRole(access.MembersView)},
		func(ctx context.Context, a access.Actor, in *memberFilter) (*List[memberJSON], error) {
			found, err := s.Org.Members(ctx, a, org.Asked{Q: in.Q, Status: org.Status(in.Status), RoleID: in.RoleID}, in.Page())
			return Listed(found, memberAsJSON), err
		})
	Register(s, Op{Method: "GET", Path: "/members/{id}", Tag: "members", Summary: "Read a member",
		Description: "Without members:view there is only yourself.", Need: access.NeedRole(access.MembersView)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[memberJSON], error) {
			m, err := s.Org.Member(ctx, a, in.ID)
			return Answer(memberAsJSON(m)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/members/{id}", Tag: "members", Summary: "Change a member",
		Description: "Nobody changes their own role, nobody hands out what they lack, and the owner keeps Admin (403 “Cannot remove org owner”). A role of another organisation is 422 “Role does not belong to this org”.",
		Need:        access.NeedPermission(access.RolesUpdate, access.MembersUpdate), Sight: s.seeMember},
		func(ctx context.Context, a access.Actor, in *Change[memberPatch]) (*One[memberJSON], error) {
			m, err := s.Org.ChangeMember(ctx, a, in.ID, org.MemberChange(in.Body))
			return Answer(memberAsJSON(m)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/members/{id}", Tag: "members", Summary: "Remove a member",
		Description: "Ends the membership: sessions here and API keys at once, and every hiring team. What they did stays under their name.",
		Need:        access.NeedRole(access.MembersRemove)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Org.Remove(ctx, a, in.ID)
		})
	s.memberActions()
}

func (s *Server) memberActions() {
	Register(s, Op{Method: "POST", Path: "/members/{id}/deactivate", Tag: "members", Summary: "Deactivate a member",
		Description: "Sessions here and API keys end at once and for good, team roles rest.", Need: access.NeedRole(access.MembersUpdate)},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[memberJSON], error) {
			m, err := s.Org.Deactivate(ctx, a, in.ID)
			return Answer(memberAsJSON(m)), err
		})
	Register(s, Op{Method: "POST", Path: "/members/{id}/reactivate", Tag: "members", Summary: "Reactivate a member",
		Description: "With the role and the team roles of before; API keys stay dead.", Need: access.NeedRole(access.MembersUpdate)},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[memberJSON], error) {
			m, err := s.Org.Reactivate(ctx, a, in.ID)
			return Answer(memberAsJSON(m)), err
		})
	Register(s, Op{Method: "POST", Path: "/members/{id}/preview", Tag: "members", Summary: "Preview another role of a member",
		Description: "Says what they would gain and lose; changes nothing.", Need: access.NeedRole(access.RolesUpdate), Sight: s.seeMember},
		func(ctx context.Context, a access.Actor, in *Act[memberRoleInput]) (*One[memberPreviewJSON], error) {
			i, err := s.Org.PreviewMember(ctx, a, in.ID, in.Given().RoleID)
			return Answer(memberPreviewJSON{i.From.Name, i.To.Name, i.Gains, i.Loses}), err
		})
	Register(s, Op{Method: "GET", Path: "/members/{id}/leaving", Tag: "members", Summary: "Preview the leaving of a member",
		Description: "What deactivating them would leave behind, of what you see.", Need: access.NeedRole(access.MembersUpdate)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[leavingJSON], error) {
			l, err := s.Org.PreviewLeaving(ctx, a, in.ID, false)
			return Answer(leavingJSON{namedAsJSON(l.Leaderless), l.Teams, l.Interviews, l.Keys}), err
		})
}

func (s *Server) seeMember(ctx context.Context, a access.Actor, id string) error {
	_, err := s.Org.Member(ctx, a, id)
	return err
}

func memberAsJSON(m org.Member) memberJSON {
	return memberJSON{ID: m.ID, Name: m.Name, Email: m.Email, Title: m.Title, Status: m.Status, Role: m.Role, RoleID: m.RoleID, System: m.System,
		Owner: m.Owner, JoinedAt: m.JoinedAt.Time, LastSeenAt: moment(m.LastSeenAt.Time)}
}

func namedAsJSON(list []org.Name) []namedJSON {
	out := make([]namedJSON, len(list))
	for i, n := range list {
		out[i] = namedJSON(n)
	}
	return out
}
