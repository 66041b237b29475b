package settings

import (
	"candor/internal/org"
	"candor/internal/ui/kit"
)

// OrganizationPage is /settings: cards that each save by themselves.
type OrganizationPage struct {
	Frame
	Org      org.Organization
	Owner    string // name
	Form     OrganizationForm
	Card     string // the one that was sent, whose Problems these are
	Problems kit.Problems
	Zones    []string

	Manage      bool
	DefaultRole org.Role
	Giveable    []org.Role // for the default role; empty where the reader can't change it
	IsOwner     bool
	Domain      string // as typed
	AskConfirm  bool   // the first domain would shut members out
}

// OrganizationForm is what the cards send.
type OrganizationForm struct {
	Name        string `form:"name"`
	Slug        string `form:"slug"`
	TimeZone    string `form:"time_zone"`
	Website     string `form:"website"`
	CareersText string `form:"careers_text,raw"`
	BrandColor  string `form:"brand_color"`
	ConsentText string `form:"consent_text,raw"`
	DefaultRole string `form:"default_role_id"`
}

// of gives a card its own problems only.
func (p OrganizationPage) of(card string) kit.Problems {
	if p.Card == card {
		return p.Problems
	}
	return nil
}

func (p OrganizationPage) zones() []kit.Option {
	out := make([]kit.Option, 0, len(p.Zones)+1)
	known := false
	for _, z := range p.Zones {
		out = append(out, kit.Option{Value: z, Label: z})
		known = known || z == p.Form.TimeZone
	}
	if !known {
		out = append(out, kit.Option{Value: p.Form.TimeZone, Label: p.Form.TimeZone})
	}
	return out
}

// defaults are the roles that can be the default, with the one that is.
func (p OrganizationPage) defaults() []kit.Option {
	out := roleOptions(p.Giveable)
	for _, r := range p.Giveable {
		if r.ID == p.DefaultRole.ID {
			return out
		}
	}
	return append(out, kit.Option{Value: p.DefaultRole.ID, Label: p.DefaultRole.Name})
}

func (p OrganizationPage) facts() []kit.Fact {
	return []kit.Fact{{Label: "Name", Text: p.Org.Name}, {Label: "Careers page", Value: careersLink(p.Org.Slug)}, {Label: "Time zone", Text: p.Org.TimeZone},
		{Label: "Website", Text: p.Org.Website}, {Label: "Owner", Text: p.Owner}}
}

// OwnerPage hands the organisation on.
type OwnerPage struct {
	Frame
	Admins   []org.Member
	MemberID string
	Problems kit.Problems
}

func (p OwnerPage) options() []kit.Option {
	var out []kit.Option
	for _, m := range p.Admins {
		out = append(out, kit.Option{Value: m.ID, Label: m.Name})
	}
	return out
}

// DomainPage asks to confirm that a domain is removed.
type DomainPage struct {
	Frame
	Domain   string
	Problems kit.Problems
}
