package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/access"
	"candor/internal/db"
)

// permissionJSON is a line of the catalogue.
type permissionJSON struct {
	Permission  access.Permission   `json:"permission" doc:"resource:action" example:"job_positions:update"`
	Domain      string              `json:"domain" example:"job_positions"`
	Description string              `json:"description" example:"Edit a position; its phases and its posting"`
	Roles       []access.SystemRole `json:"roles" doc:"System roles that hold it everywhere" example:"[\"admin\",\"staffing\"]"`
	TeamRoles   []access.TeamRole   `json:"team_roles" doc:"Team roles that grant it on their position" example:"[\"hiring_manager\"]"`
}

// catalogueFilter is Paging with room for the whole catalogue on one page.
type catalogueFilter struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"200" doc:"Items on a page"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
	Count  bool   `query:"count" doc:"Also count all items"`
	Q      string `query:"q" maxLength:"200" doc:"Part of a string or of its description" example:"job_positions"`

	cursor db.Cursor
}

// Resolve verifies the cursor.
func (f *catalogueFilter) Resolve(ctx huma.Context) []error { return (*Paging)(f).Resolve(ctx) }

// permissions is the catalogue: the same in every organisation.
func (s *Server) permissions() {
	Register(s, Op{Method: "GET", Path: "/permissions", Tag: "roles", Summary: "List the permissions",
		Description: "The catalogue of permission strings, with the system roles and team roles that hold each. It is the same in every organisation, and fits on one page.",
		Need:        access.SignedIn("the catalogue is the same for everybody")},
		func(_ context.Context, _ access.Actor, in *catalogueFilter) (*List[permissionJSON], error) {
			found, err := shortList(access.Catalogue(), (*Paging)(in), "permissions", func(e access.Entry) string { return string(e.Permission) },
				func(e access.Entry) string { return string(e.Permission) + " " + e.Meaning })
			return Listed(found, permissionAsJSON), err
		})
}

func permissionAsJSON(e access.Entry) permissionJSON {
	p := permissionJSON{Permission: e.Permission, Domain: e.Permission.Domain(), Description: e.Meaning}
	for _, r := range access.SystemRoles {
		if e.System[r] {
			p.Roles = append(p.Roles, r)
		}
	}
	for _, r := range access.TeamRoles {
		if e.Team[r] {
			p.TeamRoles = append(p.TeamRoles, r)
		}
	}
	return p
}
