package api

import (
	"context"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/org"
)

// meJSON is who the credential speaks for, here.
type meJSON struct {
	Member       memberJSON          `json:"member"`
	Organization placeJSON           `json:"organization"`
	Role         roleJSON            `json:"role"`
	Permissions  []access.Permission `json:"permissions" doc:"Of the organisation role (and of the API key, where one is used); team roles come on top" example:"[\"candidates:view\"]"`
	Teams        []teamSeatJSON      `json:"teams" doc:"Team roles by position"`
	Profile      profileJSON         `json:"profile"`
}

// placeJSON is an organisation one can enter.
type placeJSON struct {
	ID   string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Slug string `json:"slug" example:"northwind"`
	Name string `json:"name" example:"Northwind Labs"`
}

// teamSeatJSON is one's part on a position.
type teamSeatJSON struct {
	PositionID string          `json:"position_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	TeamRole   access.TeamRole `json:"team_role" enum:"hiring_manager,recruiter,team_member"`
}

// profileJSON is how pages look and in which zone times are told.
type profileJSON struct {
	TimeZone   string `json:"time_zone" doc:"Empty: the organisation's" example:"Europe/Lisbon"`
	Locale     string `json:"locale" example:"en"`
	Theme      string `json:"theme" enum:"paper,slate"`
	Appearance string `json:"appearance" enum:"system,light,dark"`
}

type mePatch struct {
	Name       *string `json:"name,omitempty" maxLength:"120" example:"Ada Lovelace"`
	Title      *string `json:"title,omitempty" maxLength:"120" example:"Head of people"`
	TimeZone   *string `json:"time_zone,omitempty" maxLength:"64" example:"Europe/Lisbon"`
	Locale     *string `json:"locale,omitempty" maxLength:"35" example:"en"`
	Theme      *string `json:"theme,omitempty" enum:"paper,slate"`
	Appearance *string `json:"appearance,omitempty" enum:"system,light,dark"`
}

type passwordInput struct {
	Password    string `json:"password,omitempty" maxLength:"800" doc:"The present one" format:"password"`
	NewPassword string `json:"new_password,omitempty" maxLength:"800" format:"password"`
}

type emailInput struct {
	Email    string `json:"email,omitempty" maxLength:"254" example:"ada@northwind.example"`
	Password string `json:"password,omitempty" maxLength:"800" format:"password"`
}

// me are the doors of one's own account.
func (s *Server) me() {
	Register(s, Op{Method: "GET", Path: "/me", Tag: "me", Summary: "Read who you are",
		Need: access.SignedIn("everybody may know who they are")},
		func(ctx context.Context, a access.Actor, _ *struct{}) (*One[meJSON], error) {
			m, err := s.whoami(ctx, a)
			return Answer(m), err
		})
	Register(s, Op{Method: "PATCH", Path: "/me", Tag: "me", Summary: "Change your profile",
		Need: access.Self("one's own profile", access.OrgView)},
		func(ctx context.Context, a access.Actor, in *Body[mePatch]) (*One[meJSON], error) {
			if _, err := s.Org.EditProfile(ctx, a, org.ProfileChange(in.Body)); err != nil {
				return nil, err
			}
			m, err := s.whoami(ctx, a)
			return Answer(m), err
		})
	Register(s, Op{Method: "POST", Path: "/me/password", Tag: "me", Summary: "Change your password", Status: 204,
		Description: "Ends every other session. Not with an API key.",
		Need:        access.Self("one's own password", access.OrgView)},
		func(ctx context.Context, a access.Actor, in *Body[passwordInput]) (*None, error) {
			c := callOf(ctx)
			return nil, s.Org.ChangePassword(ctx, a, c.credential, in.Body.Password, in.Body.NewPassword, clientAddress(c.r))
		})
	Register(s, Op{Method: "POST", Path: "/me/email", Tag: "me", Summary: "Change your address", Status: 204,
		Description: "Mails a link to the new address; nothing changes before it is used. Not with an API key.",
		Need:        access.Self("one's own address", access.OrgView)},
		func(ctx context.Context, a access.Actor, in *Body[emailInput]) (*None, error) {
			return nil, s.Org.AskEmail(ctx, a, in.Body.Email, in.Body.Password, clientAddress(callOf(ctx).r))
		})
}

// whoami puts together what the actor may always know.
func (s *Server) whoami(ctx context.Context, a access.Actor) (meJSON, error) {
	p, err := s.Org.Profile(ctx, a)
	if err != nil {
		return meJSON{}, err
	}
	role, err := s.Org.Role(ctx, a, p.RoleID)
	if err != nil {
		return meJSON{}, err
	}
	around, err := s.Org.Surroundings(ctx, a)
	if err != nil {
		return meJSON{}, err
	}
	out := meJSON{Member: memberAsJSON(p.Member), Organization: placeJSON{a.OrgID(), around.Slug, around.Organization}, Role: roleAsJSON(role),
		Permissions: a.Permissions().List(), Profile: profileJSON{p.TimeZone, p.Locale, p.Theme, p.Appearance}, Teams: []teamSeatJSON{}}
	for id, r := range a.Teams() {
		out.Teams = append(out.Teams, teamSeatJSON{id, r})
	}
	slices.SortFunc(out.Teams, func(x, y teamSeatJSON) int { return strings.Compare(x.PositionID, y.PositionID) })
	return out, nil
}
