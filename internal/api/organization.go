package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/org"
	"candor/internal/queue"
)

// organizationJSON is the organisation as one reader gets it.
type organizationJSON struct {
	ID             string       `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Slug           string       `json:"slug" doc:"In the careers address" example:"northwind"`
	Name           string       `json:"name" example:"Northwind Labs"`
	TimeZone       string       `json:"time_zone" doc:"IANA name" example:"Europe/Lisbon"`
	Website        string       `json:"website" example:"https://northwind.example"`
	BrandColor     string       `json:"brand_color" doc:"Of the careers page; empty for Candor's own" example:"#0b6e75"`
	CareersText    string       `json:"careers_text" doc:"Markdown"`
	ConsentText    string       `json:"consent_text" doc:"What applicants agree to"`
	SecondReviewer bool         `json:"second_reviewer" doc:"Whoever could approve their own publication asks another approver, too"`
	OwnerMemberID  string       `json:"owner_member_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	DefaultRoleID  *string      `json:"default_role_id,omitempty" doc:"Of members who arrive without a role named; needs org:manage"`
	Domains        []domainJSON `json:"domains,omitempty" doc:"Approved e-mail domains; needs org:manage"`
	CreatedAt      time.Time    `json:"created_at"`
	Withheld       []string     `json:"withheld,omitempty" doc:"Parts that exist for others" example:"[\"domains\"]"`
}

// domainJSON is an approved domain.
type domainJSON struct {
	Domain    string    `json:"domain" example:"northwind.example"`
	Primary   bool      `json:"primary"`
	CreatedAt time.Time `json:"created_at"`
}

type organizationPatch struct {
	Name           *string `json:"name,omitempty" maxLength:"120" example:"Northwind Labs"`
	Slug           *string `json:"slug,omitempty" maxLength:"40" doc:"At least 2 characters; the careers address changes at once" example:"northwind"`
	TimeZone       *string `json:"time_zone,omitempty" maxLength:"64" example:"Europe/Lisbon"`
	Website        *string `json:"website,omitempty" maxLength:"500" example:"https://northwind.example"`
	CareersText    *string `json:"careers_text,omitempty" maxLength:"20000"`
	ConsentText    *string `json:"consent_text,omitempty" maxLength:"20000"`
	BrandColor     *string `json:"brand_color,omitempty" maxLength:"7" example:"#0b6e75"`
	DefaultRoleID  *string `json:"default_role_id,omitempty" doc:"Also needs roles:update and every permission of the role" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	SecondReviewer *bool   `json:"second_reviewer,omitempty" doc:"Publication by somebody who could approve it goes to another approver"`
}

type domainInput struct {
	Domain  string `json:"domain,omitempty" maxLength:"255" example:"northwind.example"`
	Confirm bool   `json:"confirm,omitempty" doc:"The first domain shuts out members who are not on it; say that this is meant"`
}

type ownerInput struct {
	MemberID string `json:"member_id,omitempty" doc:"An active Admin" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type byDomain struct {
	Domain string `path:"domain" example:"northwind.example"`
}

// organization are the doors of one's own organisation.
func (s *Server) organization() {
	Register(s, Op{Method: "GET", Path: "/organization", Tag: "organization", Summary: "Read the organisation",
		Need: access.NeedPermission(access.OrgView, access.OrgManage)},
		func(ctx context.Context, a access.Actor, _ *struct{}) (*One[organizationJSON], error) {
			o, err := s.Org.Organization(ctx, a)
			return Answer(organizationAsJSON(o)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/organization", Tag: "organization", Summary: "Change the organisation",
		Need: access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *Body[organizationPatch]) (*One[organizationJSON], error) {
			o, err := s.Org.EditOrganization(ctx, a, org.Settings(in.Body))
			return Answer(organizationAsJSON(o)), err
		})
	Register(s, Op{Method: "POST", Path: "/organization/owner", Tag: "organization", Summary: "Hand the organisation on",
		Description: "Only the owner can, in person: not with an API key.",
		Need:        access.SignedIn("the verb asks for the owner")},
		func(ctx context.Context, a access.Actor, in *Body[ownerInput]) (*One[organizationJSON], error) {
			if err := s.Org.TransferOwnership(ctx, a, in.Body.MemberID); err != nil {
				return nil, err
			}
			o, err := s.Org.Organization(ctx, a)
			return Answer(organizationAsJSON(o)), err
		})
	s.domains()
	s.tasks()
}

// domains are the doors of approved e-mail domains.
func (s *Server) domains() {
	Register(s, Op{Method: "POST", Path: "/organization/domains", Tag: "organization", Summary: "Approve a domain", Status: 201,
		Description: "Once one is approved, only addresses on approved domains belong here. The first becomes the primary one.",
		Need:        access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *Body[domainInput]) (*One[organizationJSON], error) {
			o, err := s.Org.AddDomain(ctx, a, in.Body.Domain, in.Body.Confirm)
			return Created("/organization", organizationAsJSON(o)), err
		})
	Register(s, Op{Method: "POST", Path: "/organization/domains/{domain}/primary", Tag: "organization", Summary: "Make a domain primary",
		Need: access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *byDomain) (*One[organizationJSON], error) {
			o, err := s.Org.MakePrimary(ctx, a, in.Domain)
			return Answer(organizationAsJSON(o)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/organization/domains/{domain}", Tag: "organization", Summary: "Remove a domain",
		Description: "Ends the sessions and keys that members on it have here, and refuses their next sign-in. Not the primary one, and not while the owner or you are on it.",
		Need:        access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *byDomain) (*None, error) {
			_, err := s.Org.RemoveDomain(ctx, a, in.Domain)
			return nil, err
		})
}

// taskJSON is background work that was given up.
type taskJSON struct {
	ID        string    `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Kind      string    `json:"kind" example:"mail.send"`
	Attempts  int       `json:"attempts" example:"20"`
	LastError string    `json:"last_error" example:"The mail server does not answer."`
	AskedAt   time.Time `json:"asked_at"`
	DiedAt    time.Time `json:"died_at"`
}

// tasks are the doors of dead background work.
func (s *Server) tasks() {
	Register(s, Op{Method: "GET", Path: "/tasks", Tag: "organization", Summary: "List tasks that were given up",
		Description: "At most 200, the latest first.", Need: access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[taskJSON], error) {
			dead, err := s.Org.DeadTasks(ctx, a)
			if err != nil {
				return nil, err
			}
			found, err := shortList(dead, in, "tasks", func(t queue.DeadTask) string { return t.ID }, func(t queue.DeadTask) string { return t.Kind + " " + t.LastError })
			return Listed(found, taskAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/tasks/{id}/retry", Tag: "organization", Summary: "Try a task again",
		Need: access.NeedRole(access.OrgManage), Status: 204},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*None, error) {
			return nil, s.Org.RetryTask(ctx, a, in.ID)
		})
	Register(s, Op{Method: "DELETE", Path: "/tasks/{id}", Tag: "organization", Summary: "Discard a task",
		Need: access.NeedRole(access.OrgManage)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Org.DiscardTask(ctx, a, in.ID)
		})
}

func taskAsJSON(t queue.DeadTask) taskJSON {
	return taskJSON{t.ID, t.Kind, t.Attempts, t.LastError, t.AskedAt.Time, t.DiedAt.Time}
}

func organizationAsJSON(o org.Organization) organizationJSON {
	out := organizationJSON{ID: o.ID, Slug: o.Slug, Name: o.Name, TimeZone: o.TimeZone, Website: o.Website, BrandColor: o.BrandColor,
		CareersText: o.CareersText, ConsentText: o.ConsentText, OwnerMemberID: o.OwnerMemberID, SecondReviewer: o.SecondReviewer, DefaultRoleID: o.DefaultRoleID,
		CreatedAt: o.CreatedAt.Time, Withheld: o.Withheld}
	if o.Domains != nil {
		out.Domains = []domainJSON{}
	}
	for _, d := range o.Domains {
		out.Domains = append(out.Domains, domainJSON{d.Domain, d.Primary, d.CreatedAt.Time})
	}
	return out
}
