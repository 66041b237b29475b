package web

import (
	"net/http"
	"net/url"
	"slices"

	"candor/internal/access"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// roles lists the doors of organisation roles.
func (s *Server) roles() {
	s.Handle("GET /settings/roles", access.NeedRole(access.RolesView), s.roleList)
	s.Handle("GET /settings/roles/new", access.NeedRole(access.RolesCreate), s.roleNew)
	s.Handle("POST /settings/roles", access.NeedRole(access.RolesCreate), s.roleCreate)
	s.Handle("GET /settings/roles/{id}", access.NeedRole(access.RolesView), s.roleShow)
	s.Handle("POST /settings/roles/{id}", access.NeedRole(access.RolesUpdate), s.roleEdit)
	s.Handle("GET /settings/roles/{id}/delete", access.NeedRole(access.RolesDelete), s.roleDeletePage)
	s.Handle("POST /settings/roles/{id}/delete", access.NeedRole(access.RolesDelete), s.roleDelete)
}

func (s *Server) roleList(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 100)
	if err != nil {
		return err
	}
	found, err := s.Org.Roles(r.Context(), r.Actor, r.FormValue("q"), page)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.Roles(settings.RolesPage{Frame: s.settingsFrame(r, "Roles"), Roles: found.Items, Next: s.after(r, "/settings/roles", found.Next),
		Here: r.URL.RequestURI(), Create: r.Actor.Holds(access.RolesCreate), Mine: r.Actor.RoleID(), Count: access.Everything().Len()}))
}

// roleNew begins empty, with a preset, or with a copy of a role: ?from= is a preset's name or a role's id.
func (s *Server) roleNew(w http.ResponseWriter, r *Request) error {
	p := settings.EditorPage{Frame: s.settingsFrame(r, "New role"), Can: org.RoleGrants{Edit: true}, Lacks: lacks(r.Actor)}
	from := r.FormValue("from")
	p.Starts = append(p.Starts, settings.Start{Label: "Nothing", Href: "/settings/roles/new", Current: from == ""})
	for _, preset := range access.Presets() {
		p.Starts = append(p.Starts, settings.Start{Label: preset.Name, Note: preset.Description, Href: "/settings/roles/new?from=" + url.QueryEscape(preset.Name), Current: from == preset.Name})
		if from == preset.Name {
			p.Form = settings.RoleForm{Name: preset.Name, Description: preset.Description, Permissions: giveable(r.Actor, preset.Permissions)}
		}
	}
	if from != "" && p.Form.Name == "" {
		role, err := s.Org.Role(r.Context(), r.Actor, from)
		if err != nil {
			return err
		}
		p.Form = settings.RoleForm{Name: role.Name + " (Copy)", Description: role.Description, Permissions: giveable(r.Actor, role.Permissions)}
		p.Starts = append(p.Starts, settings.Start{Label: role.Name, Href: "/settings/roles/new?from=" + role.ID, Current: true})
	}
	return s.Show(w, r, settings.Editor(p))
}

// lacks is what the reader may not add to a role.
func lacks(a access.Actor) access.Set { return access.SetOf(org.Lacks(a, access.Everything())...) }

// giveable leaves out what the reader may not hand out.
func giveable(a access.Actor, set access.Set) []string {
	var out []string
	for _, p := range set.Minus(lacks(a)).List() {
		out = append(out, string(p))
	}
	return out
}

func (s *Server) roleCreate(w http.ResponseWriter, r *Request) error {
	var form settings.RoleForm
	err := r.Decode(&form)
	var role org.Role
	if err == nil {
		role, err = s.Org.CreateRole(r.Context(), r.Actor, draft(form))
	}
	if bad, ok := Problems(err); ok {
		return s.Invalid(w, r, settings.Editor(settings.EditorPage{Frame: s.settingsFrame(r, "New role"), Can: org.RoleGrants{Edit: true}, Form: form,
			Lacks: lacks(r.Actor), Problems: bad}))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/roles", role.Name+" is created. Give it to somebody under Members.")
}

func draft(f settings.RoleForm) org.RoleDraft {
	list := f.List()
	return org.RoleDraft{Name: &f.Name, Description: &f.Description, Permissions: &list}
}

func (s *Server) roleShow(w http.ResponseWriter, r *Request) error {
	return s.editor(w, r, http.StatusOK, nil, nil)
}

func (s *Server) editor(w http.ResponseWriter, r *Request, status int, typed *settings.RoleForm, bad kit.Problems) error {
	role, err := s.Org.Role(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := settings.EditorPage{Frame: s.settingsFrame(r, role.Name), Role: role, Can: org.GrantsOnRole(r.Actor, role), Lacks: lacks(r.Actor), Problems: bad}
	p.Form = settings.RoleForm{Name: role.Name, Description: role.Description}
	for _, one := range role.Permissions.List() {
		p.Form.Permissions = append(p.Form.Permissions, string(one))
	}
	if typed != nil {
		p.Form = *typed
	}
	return s.Answer(w, r, status, settings.Editor(p))
}

// roleEdit saves a role. Where that gives or takes something from people who hold it, it says so first.
func (s *Server) roleEdit(w http.ResponseWriter, r *Request) error {
	ctx, a, id := r.Context(), r.Actor, r.PathValue("id")
	role, err := s.Org.Role(ctx, a, id)
	if err != nil {
		return err
	}
	var form settings.RoleForm
	if err := r.Decode(&form); err != nil {
		return err
	}
	if form.Back {
		return s.editor(w, r, http.StatusOK, &form, nil)
	}
	if !form.Confirmed && !slices.Equal(form.Set().List(), role.Permissions.List()) {
		impact, err := s.Org.PreviewRole(ctx, a, id, draft(form))
		if bad, ok := Problems(err); ok {
			return s.editor(w, r, http.StatusUnprocessableEntity, &form, bad)
		}
		if err != nil {
			return err
		}
		if impact.Members > 0 {
			return s.Show(w, r, settings.Confirm(settings.ConfirmPage{Frame: s.settingsFrame(r, role.Name), Role: role, Form: form, Impact: impact}))
		}
	}
	saved, err := s.Org.EditRole(ctx, a, id, draft(form))
	if bad, ok := Problems(err); ok {
		return s.editor(w, r, http.StatusUnprocessableEntity, &form, bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/roles", saved.Name+" is saved. It is in force from everybody's next request.")
}

func (s *Server) roleDeletePage(w http.ResponseWriter, r *Request) error {
	return s.deleteSheet(w, r, http.StatusOK, nil)
}

func (s *Server) deleteSheet(w http.ResponseWriter, r *Request, status int, bad kit.Problems) error {
	role, err := s.Org.Role(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.Actor.Require(access.RolesDelete); err != nil {
		return err
	}
	return s.Answer(w, r, status, settings.Delete(settings.DeletePage{Frame: s.settingsFrame(r, role.Name), Role: role, Problems: bad}))
}

func (s *Server) roleDelete(w http.ResponseWriter, r *Request) error {
	err := s.Org.DeleteRole(r.Context(), r.Actor, r.PathValue("id"))
	if bad, ok := takeBack(err); ok {
		return s.deleteSheet(w, r, http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/roles", "The role is deleted.")
}
