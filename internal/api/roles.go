package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/org"
)

// roleJSON is an organisation role.
type roleJSON struct {
	ID          string              `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name        string              `json:"name" example:"Hiring lead"`
	Description string              `json:"description" example:"An Admin who also drafts, approves and sends offers."`
	System      bool                `json:"system" doc:"One of the three that can be neither edited nor deleted"`
	Permissions []access.Permission `json:"permissions" example:"[\"candidates:view\"]"`
	MemberCount *int                `json:"member_count,omitempty" doc:"Active members; needs roles:view" example:"4"`
}

type roleInput struct {
	Name        string              `json:"name,omitempty" maxLength:"60" example:"Hiring lead"`
	Description string              `json:"description,omitempty" maxLength:"300" example:"An Admin who also drafts, approves and sends offers."`
	Permissions []access.Permission `json:"permissions,omitempty" maxItems:"200" example:"[\"candidates:view\"]"`
}

type rolePatch struct {
	Name        *string              `json:"name,omitempty" maxLength:"60" example:"Hiring lead"`
	Description *string              `json:"description,omitempty" maxLength:"300"`
	Permissions *[]access.Permission `json:"permissions,omitempty" maxItems:"200" doc:"All of them: the role then holds exactly these" example:"[\"candidates:view\"]"`
}

// rolePreviewJSON says what an edit of a role changes, and for whom.
type rolePreviewJSON struct {
	Gains       []access.Permission `json:"gains" example:"[\"candidates:view\"]"`
	Loses       []access.Permission `json:"loses" example:"[\"candidates:update\"]"`
	MemberCount int                 `json:"member_count" doc:"Active members who hold the role"`
	Members     []namedJSON         `json:"members,omitempty" doc:"Up to 50 of them; needs members:view"`
}

// roles are the doors of organisation roles.
func (s *Server) roles() {
	Register(s, Op{Method: "GET", Path: "/roles", Tag: "roles", Summary: "List roles", Description: "The three system roles first, then custom ones by name.",
		Need: access.NeedRole(access.RolesView)},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[roleJSON], error) {
			found, err := s.Org.Roles(ctx, a, in.Q, in.Page())
			return Listed(found, roleAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/roles", Tag: "roles", Summary: "Create a role", Status: 201,
		Description: "Needs every permission given, except that whoever holds all of Admin's may give any.", Need: access.NeedRole(access.RolesCreate)},
		func(ctx context.Context, a access.Actor, in *Body[roleInput]) (*One[roleJSON], error) {
			r, err := s.Org.CreateRole(ctx, a, org.RoleDraft{Name: &in.Body.Name, Description: &in.Body.Description, Permissions: &in.Body.Permissions})
			return Created("/roles/"+r.ID, roleAsJSON(r)), err
		})
	Register(s, Op{Method: "GET", Path: "/roles/{id}", Tag: "roles", Summary: "Read a role", Description: "One's own is always visible.",
		Need: access.NeedRole(access.RolesView)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[roleJSON], error) {
			r, err := s.Org.Role(ctx, a, in.ID)
			return Answer(roleAsJSON(r)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/roles/{id}", Tag: "roles", Summary: "Change a role",
		Description: "In force for everybody who holds it at their next request. System roles: 403 “Cannot update default role”. Nobody edits the role they hold, or adds what they lack.",
		Need:        access.NeedRole(access.RolesUpdate), Sight: s.seeRole},
		func(ctx context.Context, a access.Actor, in *Change[rolePatch]) (*One[roleJSON], error) {
			r, err := s.Org.EditRole(ctx, a, in.ID, org.RoleDraft(in.Body))
			return Answer(roleAsJSON(r)), err
		})
	Register(s, Op{Method: "POST", Path: "/roles/{id}/preview", Tag: "roles", Summary: "Preview a change of a role",
		Description: "Says who would gain and lose what; changes nothing.", Need: access.NeedRole(access.RolesUpdate), Sight: s.seeRole},
		func(ctx context.Context, a access.Actor, in *Act[rolePatch]) (*One[rolePreviewJSON], error) {
			i, err := s.Org.PreviewRole(ctx, a, in.ID, org.RoleDraft(in.Given()))
			return Answer(rolePreviewJSON{i.Gains, i.Loses, i.Members, namedAsJSON(i.Names)}), err
		})
	Register(s, Op{Method: "DELETE", Path: "/roles/{id}", Tag: "roles", Summary: "Delete a role",
		Description: "One that nobody holds; else 409, saying by what it is held. System roles: 403 “Cannot update default role”.", Need: access.NeedRole(access.RolesDelete)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Org.DeleteRole(ctx, a, in.ID)
		})
}

func (s *Server) seeRole(ctx context.Context, a access.Actor, id string) error {
	_, err := s.Org.Role(ctx, a, id)
	return err
}

func roleAsJSON(r org.Role) roleJSON {
	return roleJSON{ID: r.ID, Name: r.Name, Description: describeRole(r), System: r.IsSystem(), Permissions: r.Permissions.List(), MemberCount: r.MemberCount}
}

// describeRole says of system roles whom they suit.
func describeRole(r org.Role) string {
	if r.IsSystem() {
		return r.System.BestFor()
	}
	return r.Description
}
