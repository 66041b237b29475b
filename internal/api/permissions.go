package api

import (
	"context"
	"strings"

	"candor/internal/access"
)

// permissionJSON is a line of the catalogue.
type permissionJSON struct {
	Permission  access.Permission   `json:"permission" doc:"resource:action" example:"job_positions:update"`
	Domain      string              `json:"domain" example:"job_positions"`
	Description string              `json:"description" example:"Edit a position; its phases and its posting"`
	Roles       []access.SystemRole `json:"roles" doc:"System roles that hold it everywhere" example:"[\"admin\",\"staffing\"]"`
	TeamRoles   []access.TeamRole   `json:"team_roles" doc:"Team roles that grant it on their position" example:"[\"hiring_manager\"]"`
}

type catalogueFilter struct {
	Q string `query:"q" maxLength:"200" doc:"Part of a string or of its description" example:"job_positions"`
}

// permissions is the catalogue: the same in every organisation, so it is given whole.
func (s *Server) permissions() {
	Register(s, Op{Method: "GET", Path: "/permissions", Tag: "roles", Summary: "List the permissions",
		Description: "The catalogue of permission strings, with the system roles and team roles that hold each. It is the same in every organisation and has one page.",
		Need:        access.SignedIn("the catalogue is the same for everybody")},
		func(_ context.Context, _ access.Actor, in *catalogueFilter) (*List[permissionJSON], error) {
			var found []permissionJSON
			for _, e := range access.Catalogue() {
				if mentions(in.Q, string(e.Permission), e.Meaning) {
					found = append(found, permissionAsJSON(e))
				}
			}
			return AllOf(found), nil
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

// mentions reports whether any of the texts holds what is asked for.
func mentions(asked string, texts ...string) bool {
	asked = strings.ToLower(strings.TrimSpace(asked))
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), asked) {
			return true
		}
	}
	return false
}
