package web

import (
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// members lists the doors of people and of invitations.
func (s *Server) members() {
	view, invite := access.NeedRole(access.MembersView), access.NeedRole(access.MembersInvite)
	change, remove := access.NeedRole(access.MembersUpdate), access.NeedRole(access.MembersRemove)
	s.Handle("GET /settings/members", view, s.memberList)
	s.Handle("GET /settings/members/invite", invite, s.invitePeople)
	s.Handle("POST /settings/invitations", invite, s.inviteSend)
	s.Handle("POST /settings/invitations/{id}/resend", invite, s.inviteResend)
	s.Handle("POST /settings/invitations/{id}/revoke", invite, s.inviteRevoke)
	s.Handle("GET /settings/members/{id}", view, s.memberShow)
	s.Handle("POST /settings/members/{id}", change, s.memberEdit)
	s.Handle("GET /settings/members/{id}/role", access.NeedRole(access.RolesUpdate), s.memberRolePage)
	s.Handle("POST /settings/members/{id}/role", access.NeedRole(access.RolesUpdate), s.memberRole)
	s.Handle("GET /settings/members/{id}/deactivate", change, s.leavePage(false))
	s.Handle("POST /settings/members/{id}/deactivate", change, s.memberDeactivate)
	s.Handle("POST /settings/members/{id}/reactivate", change, s.memberReactivate)
	s.Handle("GET /settings/members/{id}/remove", remove, s.leavePage(true))
	s.Handle("POST /settings/members/{id}/remove", remove, s.memberRemove)
}

func (s *Server) memberList(w http.ResponseWriter, r *Request) error {
	ctx, a := r.Context(), r.Actor
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	page.Count = true
	asked := org.Asked{Q: r.FormValue("q"), Status: org.Status(r.FormValue("status")), RoleID: r.FormValue("role")}
	found, err := s.Org.Directory(ctx, a, asked, page)
	if err != nil {
		return err
	}
	p := settings.MembersPage{Frame: s.settingsFrame(r, "Members"), Q: asked.Q, Status: string(asked.Status), RoleID: asked.RoleID, People: found.Items,
		Total: *found.Count, Next: s.after(r, "/settings/members", found.Next), Here: r.URL.RequestURI(), Me: a.MemberID(), Invite: a.Holds(access.MembersInvite)}
	if a.Holds(access.RolesView) {
		all, err := s.Org.Roles(ctx, a, "", db.Page{Limit: db.MaxLimit})
		if err != nil {
			return err
		}
		p.Roles = all.Items
	}
	if a.Holds(access.RolesUpdate) {
		if p.Giveable, err = s.Org.Giveable(ctx, a, false); err != nil {
			return err
		}
	}
	if a.Holds(access.MembersUpdate) {
		if p.Leaderless, err = s.Org.Leaderless(ctx, a); err != nil {
			return err
		}
	}
	return s.Show(w, r, settings.Members(p))
}

func (s *Server) invitePeople(w http.ResponseWriter, r *Request) error {
	return s.inviteSheet(w, r, http.StatusOK, inviteForm{}, nil)
}

type inviteForm struct {
	Emails string `form:"emails"`
	RoleID string `form:"role_id"`
}

func (s *Server) inviteSheet(w http.ResponseWriter, r *Request, status int, form inviteForm, bad kit.Problems) error {
	ctx, a := r.Context(), r.Actor
	p := settings.InvitePage{Frame: s.settingsFrame(r, "Members"), Emails: form.Emails, RoleID: form.RoleID, Problems: bad}
	var err error
	if p.Roles, err = s.Org.Giveable(ctx, a, true); err != nil {
		return err
	}
	if p.Default, p.Domains, err = s.Org.Inviting(ctx, a); err != nil {
		return err
	}
	return s.Answer(w, r, status, settings.Invite(p))
}

func (s *Server) inviteSend(w http.ResponseWriter, r *Request) error {
	var form inviteForm
	err := r.Decode(&form)
	var sent []org.Invitation
	if err == nil {
		sent, err = s.Org.Invite(r.Context(), r.Actor, addresses(form.Emails), form.RoleID)
	}
	if bad, ok := takeBack(err); ok {
		return s.inviteSheet(w, r, http.StatusUnprocessableEntity, form, bad)
	}
	if err != nil {
		return err
	}
	if len(sent) == 1 {
		return s.SeeOther(w, r, "/settings/members", sent[0].Email+" is invited.")
	}
	return s.SeeOther(w, r, "/settings/members", kit.Plural(len(sent), "person is", "people are")+" invited.")
}

// addresses splits what was typed at commas, semicolons, spaces and line ends.
func addresses(typed string) []string {
	return strings.FieldsFunc(typed, func(c rune) bool { return strings.ContainsRune(",; \t\n\r", c) })
}

func (s *Server) inviteResend(w http.ResponseWriter, r *Request) error {
	i, err := s.Org.Resend(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/members", i.Email+" gets a new link.")
}

func (s *Server) inviteRevoke(w http.ResponseWriter, r *Request) error {
	if err := s.Org.Revoke(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/members", "The invitation is taken back.")
}

func (s *Server) memberShow(w http.ResponseWriter, r *Request) error {
	return s.memberPage(w, r, http.StatusOK, nil, nil)
}

func (s *Server) memberPage(w http.ResponseWriter, r *Request, status int, typed *org.MemberChange, bad kit.Problems) error {
	m, err := s.Org.SeeMember(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := settings.MemberPage{Frame: s.settingsFrame(r, m.Name), Seen: m, Self: m.ID == r.Actor.MemberID(), Name: m.Name, Title: m.Title, Problems: bad}
	if typed != nil {
		p.Name, p.Title = *typed.Name, *typed.Title
	}
	return s.Answer(w, r, status, settings.Member(p))
}

func (s *Server) memberEdit(w http.ResponseWriter, r *Request) error {
	var form struct {
		Name  string `form:"name"`
		Title string `form:"title"`
	}
	err := r.Decode(&form)
	change := org.MemberChange{Name: &form.Name, Title: &form.Title}
	if err == nil {
		_, err = s.Org.ChangeMember(r.Context(), r.Actor, r.PathValue("id"), change)
	}
	if bad, ok := Problems(err); ok {
		return s.memberPage(w, r, http.StatusUnprocessableEntity, &change, bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/members/"+r.PathValue("id"), "Saved.")
}

func (s *Server) memberRolePage(w http.ResponseWriter, r *Request) error {
	return s.roleSheet(w, r, http.StatusOK, r.FormValue("role_id"), nil)
}

// roleSheet asks which role, or, once one is chosen, shows what it changes.
func (s *Server) roleSheet(w http.ResponseWriter, r *Request, status int, roleID string, bad kit.Problems) error {
	ctx, a, id := r.Context(), r.Actor, r.PathValue("id")
	m, err := s.Org.SeeMember(ctx, a, id)
	if err != nil {
		return err
	}
	p := settings.RolePage{Frame: s.settingsFrame(r, "Members"), Member: m.Member, Problems: bad}
	if roleID != "" && roleID != m.RoleID && bad == nil {
		impact, err := s.Org.PreviewMember(ctx, a, id, roleID)
		if wrong, ok := Problems(err); ok {
			status, p.Problems = http.StatusUnprocessableEntity, wrong
		} else if err != nil {
			return err
		} else {
			p.Impact = &impact
		}
	}
	if p.Impact == nil {
		if err := a.Require(access.RolesUpdate); err != nil {
			return err
		}
		if p.Giveable, err = s.Org.Giveable(ctx, a, false); err != nil {
			return err
		}
	}
	return s.Answer(w, r, status, settings.ChangeRole(p))
}

func (s *Server) memberRole(w http.ResponseWriter, r *Request) error {
	var form struct {
		RoleID    string `form:"role_id"`
		Confirmed bool   `form:"confirmed"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	if !form.Confirmed {
		return s.roleSheet(w, r, http.StatusOK, form.RoleID, nil)
	}
	m, err := s.Org.ChangeMember(r.Context(), r.Actor, r.PathValue("id"), org.MemberChange{RoleID: &form.RoleID})
	if bad, ok := Problems(err); ok {
		return s.roleSheet(w, r, http.StatusUnprocessableEntity, "", bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/members", m.Name+" has the role "+m.Role+" now.")
}

func (s *Server) leavePage(remove bool) Handler {
	return func(w http.ResponseWriter, r *Request) error {
		impact, err := s.Org.PreviewLeaving(r.Context(), r.Actor, r.PathValue("id"), remove)
		if err != nil {
			return err
		}
		return s.Show(w, r, settings.Leave(settings.LeavePage{Frame: s.settingsFrame(r, "Members"), LeavingImpact: impact, Remove: remove}))
	}
}

func (s *Server) memberDeactivate(w http.ResponseWriter, r *Request) error {
	m, err := s.Org.Deactivate(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.left(w, r, m.ID, m.Name+" is deactivated.")
}

func (s *Server) memberReactivate(w http.ResponseWriter, r *Request) error {
	m, err := s.Org.Reactivate(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/members", m.Name+" can sign in again.")
}

func (s *Server) memberRemove(w http.ResponseWriter, r *Request) error {
	id := r.PathValue("id")
	m, err := s.Org.Member(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if err := s.Org.Remove(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return s.left(w, r, id, m.Name+" is removed.")
}

// left leads on from somebody's leaving; whoever left themselves stands outside now.
func (s *Server) left(w http.ResponseWriter, r *Request, id, words string) error {
	if id == r.Actor.MemberID() {
		return s.Leave(w, r, "/sign-in")
	}
	return s.SeeOther(w, r, "/settings/members", words)
}
