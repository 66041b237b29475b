package web

import (
	"context"
	"net/http"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// settings lists the doors of the organisation's settings; members, roles, keys, records and one's profile have files of
// their own.
func (s *Server) settings() {
	manage := access.NeedRole(access.OrgManage)
	s.Handle("GET /settings", access.NeedPermission(access.OrgView, access.OrgManage), s.settingsPage)
	s.Handle("POST /settings/general", manage, s.settingsCard("general"))
	s.Handle("POST /settings/careers", manage, s.settingsCard("careers"))
	s.Handle("POST /settings/consent", manage, s.settingsCard("consent"))
	s.Handle("POST /settings/default-role", manage, s.settingsCard("default-role"))
	s.Handle("POST /settings/domains", manage, s.domainAdd)
	s.Handle("POST /settings/domains/{domain}/primary", manage, s.domainPrimary)
	s.Handle("GET /settings/domains/{domain}/remove", manage, s.domainRemovePage)
	s.Handle("POST /settings/domains/{domain}/remove", manage, s.domainRemove)
	s.Handle("GET /settings/owner", manage, s.ownerPage)
	s.Handle("POST /settings/owner", manage, s.ownerChange)
	s.members()
	s.roles()
	s.keys()
	s.profile()
	s.measures()
	s.jobRoles()
	s.records()
	s.orgSignals()
}

// orgSignals decide who hears of which change.
func (s *Server) orgSignals() {
	s.Decide("member", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Org.SeesMember(ctx, tx, a, id)
	})
	s.Decide("invitation", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Org.SeesInvitation(ctx, tx, a, id)
	})
	s.Decide("role", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Org.SeesRole(ctx, tx, a, id)
	})
	s.Decide("settings", func(_ context.Context, _ db.Tx, a access.Actor, id string) (bool, error) {
		return a.Holds(access.OrgView) && a.OrgID() == id, nil
	})
}

// settingsFrame is around each page of the settings: the tabs are those whose doors open.
func (s *Server) settingsFrame(r *Request, title string) settings.Frame {
	f := settings.Frame{Shell: s.Shell(r, title), Clock: r.Clock()}
	for _, t := range []kit.Tab{
		{Label: "Organisation", Href: "/settings"}, {Label: "Members", Href: "/settings/members"}, {Label: "Roles", Href: "/settings/roles"},
		{Label: "Job roles", Href: "/settings/job-roles"}, {Label: "Competencies", Href: "/settings/competencies"}, {Label: "Levels", Href: "/settings/levels"},
		{Label: "API keys", Href: "/settings/keys"}, {Label: "Audit log", Href: "/settings/audit"}, {Label: "Background tasks", Href: "/settings/tasks"},
	} {
		if s.needs["GET "+t.Href].Check(r.Actor) == nil {
			t.Current = t.Label == title || t.Href == r.URL.Path
			f.Tabs = append(f.Tabs, t)
		}
	}
	return f
}

// takeBack is what a form comes back with: what its sender can put right (422), and what does not fit what is there
// already (409), which they may put right too.
func takeBack(err error) (kit.Problems, bool) {
	if errs.Is(err, errs.Conflict) {
		return kit.ProblemsOf(err), true
	}
	return Problems(err)
}

func (s *Server) settingsPage(w http.ResponseWriter, r *Request) error {
	p, err := s.organizationProps(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.Organization(p))
}

// organizationProps reads what all the cards show.
func (s *Server) organizationProps(r *Request) (settings.OrganizationPage, error) {
	ctx, a := r.Context(), r.Actor
	o, err := s.Org.Organization(ctx, a)
	if err != nil {
		return settings.OrganizationPage{}, err
	}
	p := settings.OrganizationPage{Frame: s.settingsFrame(r, "Organisation"), Org: o, Zones: org.Zones(), Manage: a.Holds(access.OrgManage), IsOwner: a.IsOwner()}
	if p.Owner, err = s.Org.OwnerName(ctx, a); err != nil {
		return p, err
	}
	p.Form = settings.OrganizationForm{Name: o.Name, Slug: o.Slug, TimeZone: o.TimeZone, Website: o.Website, CareersText: o.CareersText,
		BrandColor: o.BrandColor, ConsentText: o.ConsentText}
	if o.DefaultRoleID == nil {
		return p, nil
	}
	p.Form.DefaultRole = *o.DefaultRoleID
	if p.DefaultRole, err = s.Org.DefaultRole(ctx, a); err != nil {
		return p, err
	}
	if a.Holds(access.RolesUpdate) {
		p.Giveable, err = s.Org.Giveable(ctx, a, false)
	}
	return p, err
}

// settingsCard saves one card and leaves the others alone.
func (s *Server) settingsCard(card string) Handler {
	return func(w http.ResponseWriter, r *Request) error {
		p, err := s.organizationProps(r)
		if err != nil {
			return err
		}
		err = r.Decode(&p.Form)
		if err == nil {
			_, err = s.Org.EditOrganization(r.Context(), r.Actor, cardSettings(card, p.Form))
		}
		if bad, ok := Problems(err); ok {
			p.Card, p.Problems = card, bad
			return s.Invalid(w, r, settings.Organization(p))
		}
		if err != nil {
			return err
		}
		return s.SeeOther(w, r, "/settings", "Saved.")
	}
}

func cardSettings(card string, f settings.OrganizationForm) org.Settings {
	switch card {
	case "general":
		return org.Settings{Name: &f.Name, Slug: &f.Slug, TimeZone: &f.TimeZone, Website: &f.Website}
	case "careers":
		return org.Settings{CareersText: &f.CareersText, BrandColor: &f.BrandColor}
	case "consent":
		return org.Settings{ConsentText: &f.ConsentText}
	}
	return org.Settings{DefaultRoleID: &f.DefaultRole}
}

func (s *Server) domainAdd(w http.ResponseWriter, r *Request) error {
	p, err := s.organizationProps(r)
	if err != nil {
		return err
	}
	var form struct {
		Domain  string `form:"domain"`
		Confirm bool   `form:"confirm"`
	}
	err = r.Decode(&form)
	if err == nil {
		_, err = s.Org.AddDomain(r.Context(), r.Actor, form.Domain, form.Confirm)
	}
	if bad, ok := takeBack(err); ok {
		p.Card, p.Problems, p.Domain, p.AskConfirm = "domains", bad, form.Domain, errs.As(err).Code == "members_outside"
		return s.Invalid(w, r, settings.Organization(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings", form.Domain+" is approved.")
}

func (s *Server) domainPrimary(w http.ResponseWriter, r *Request) error {
	if _, err := s.Org.MakePrimary(r.Context(), r.Actor, r.PathValue("domain")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings", r.PathValue("domain")+" is the primary domain.")
}

func (s *Server) domainRemovePage(w http.ResponseWriter, r *Request) error {
	return s.domainSheet(w, r, http.StatusOK, nil)
}

func (s *Server) domainSheet(w http.ResponseWriter, r *Request, status int, bad kit.Problems) error {
	o, err := s.Org.Organization(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, d := range o.Domains {
		if d.Domain == r.PathValue("domain") {
			return s.Answer(w, r, status, settings.RemoveDomain(settings.DomainPage{Frame: s.settingsFrame(r, "Organisation"), Domain: d.Domain, Problems: bad}))
		}
	}
	return errs.Hidden()
}

func (s *Server) domainRemove(w http.ResponseWriter, r *Request) error {
	_, err := s.Org.RemoveDomain(r.Context(), r.Actor, r.PathValue("domain"))
	if bad, ok := takeBack(err); ok {
		return s.domainSheet(w, r, http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings", r.PathValue("domain")+" is no longer approved.")
}

func (s *Server) ownerPage(w http.ResponseWriter, r *Request) error {
	return s.ownerSheet(w, r, http.StatusOK, "", nil)
}

func (s *Server) ownerSheet(w http.ResponseWriter, r *Request, status int, chosen string, bad kit.Problems) error {
	admins, err := s.Org.Heirs(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return s.Answer(w, r, status, settings.Owner(settings.OwnerPage{Frame: s.settingsFrame(r, "Organisation"), Admins: admins, MemberID: chosen, Problems: bad}))
}

func (s *Server) ownerChange(w http.ResponseWriter, r *Request) error {
	var form struct {
		MemberID string `form:"member_id"`
	}
	err := r.Decode(&form)
	if err == nil && form.MemberID == "" {
		err = errs.Bad(errs.F("member_id", "Choose the new owner."))
	}
	if err == nil {
		err = s.Org.TransferOwnership(r.Context(), r.Actor, form.MemberID)
	}
	if bad, ok := Problems(err); ok {
		return s.ownerSheet(w, r, http.StatusUnprocessableEntity, form.MemberID, bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings", "The organisation has a new owner.")
}
