package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// jobRoles lists the doors of job roles and their matrices.
func (s *Server) jobRoles() {
	view, update := access.NeedRole(access.JobRolesView), access.NeedRole(access.JobRolesUpdate)
	s.Handle("GET /settings/job-roles", view, s.jobRoleList)
	s.Handle("GET /settings/job-roles/new", access.NeedRole(access.JobRolesCreate), s.jobRoleNew)
	s.Handle("POST /settings/job-roles", access.NeedRole(access.JobRolesCreate), s.jobRoleCreate)
	s.Handle("GET /settings/job-roles/{id}", view, s.jobRoleShow)
	s.Handle("GET /settings/job-roles/{id}/edit", update, s.jobRoleEditor)
	s.Handle("POST /settings/job-roles/{id}/edit", update, s.jobRoleEdit)
	s.Handle("POST /settings/job-roles/{id}/cells", update, s.jobRoleCell)
	s.Handle("GET /settings/job-roles/{id}/history", view, s.jobRoleHistory)
	s.Handle("GET /settings/job-roles/{id}/delete", access.NeedRole(access.JobRolesDelete), s.jobRoleDeleting)
	s.Handle("POST /settings/job-roles/{id}/delete", access.NeedRole(access.JobRolesDelete), s.jobRoleDelete)
	s.Decide("job_role", func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
		return s.Profiles.SeesJobRole(ctx, tx, a, id)
	})
}

func (s *Server) jobRoleList(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 100)
	if err != nil {
		return err
	}
	found, err := s.Profiles.JobRoles(r.Context(), r.Actor, r.FormValue("q"), page)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.JobRoles(settings.JobRolesPage{Frame: s.settingsFrame(r, "Job roles"), Q: r.FormValue("q"), Roles: found.Items,
		Next: s.after(r, "/settings/job-roles", found.Next), Create: r.Actor.Holds(access.JobRolesCreate)}))
}

// jobRoleShow shows the matrix; ?cell= is the one that is being written, "competency.level".
func (s *Server) jobRoleShow(w http.ResponseWriter, r *Request) error {
	p, err := s.jobRolePage(r)
	if err != nil {
		return err
	}
	competency, level, _ := strings.Cut(r.FormValue("cell"), ".")
	if c := (profiles.Cell{CompetencyID: competency, LevelID: level}); p.Edit && p.Role.Has(c) {
		p.Open, p.Typed, p.Seen = c, p.Role.Cells[c], strconv.Itoa(p.Role.Version)
	}
	return s.Show(w, r, settings.JobRole(p))
}

func (s *Server) jobRolePage(r *Request) (settings.JobRolePage, error) {
	j, err := s.Profiles.JobRole(r.Context(), r.Actor, r.PathValue("id"))
	return settings.JobRolePage{Frame: s.settingsFrame(r, j.Name), Role: j, Edit: r.Actor.Holds(access.JobRolesUpdate), Delete: r.Actor.Holds(access.JobRolesDelete)}, err
}

// jobRoleCell saves one guideline. What was typed comes back with what is wrong with it; where somebody else has changed
// the cell meanwhile (412) saving once more is deliberate.
func (s *Server) jobRoleCell(w http.ResponseWriter, r *Request) error {
	p, err := s.jobRolePage(r)
	if err != nil {
		return err
	}
	var form struct {
		Competency string `form:"competency_id"`
		Level      string `form:"level_id"`
		Text       string `form:"guideline"`
		Seen       int    `form:"seen"`
	}
	cell := profiles.Cell{}
	if err = r.Decode(&form); err == nil {
		cell = profiles.Cell{CompetencyID: form.Competency, LevelID: form.Level}
		_, err = s.Profiles.SetGuideline(r.Context(), r.Actor, p.Role.ID, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: cell, Text: form.Text}, Seen: form.Seen})
	}
	bad, ok := Problems(err)
	status := http.StatusUnprocessableEntity
	if errs.Is(err, errs.Stale) {
		ok, status = true, http.StatusPreconditionFailed
		bad = kit.Problems{errs.F("guideline", changedBy(p.Role, cell))}
	}
	if ok {
		p.Open, p.Typed, p.Seen, p.Problems = cell, form.Text, strconv.Itoa(p.Role.Version), bad
		return s.Answer(w, r, status, settings.JobRole(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/job-roles/"+p.Role.ID+"#cell-"+cell.CompetencyID+"-"+cell.LevelID, "")
}

// changedBy says what stands in a cell that somebody else has changed.
func changedBy(j profiles.JobRole, c profiles.Cell) string {
	if j.Cells[c] == "" {
		return "Somebody has taken this guideline away since you opened it. What you typed is still here; saving it now puts it back."
	}
	return "Somebody has changed this since you opened it, to “" + j.Cells[c] + "”. What you typed is still here; saving it now replaces that."
}

func (s *Server) jobRoleNew(w http.ResponseWriter, r *Request) error {
	if err := r.Actor.Require(access.JobRolesCreate); err != nil { // also without the door's gate
		return err
	}
	p, err := s.jobRoleForm(r, profiles.JobRole{})
	if err != nil {
		return err
	}
	for _, c := range p.Competencies { // most job roles have them all
		p.Form.Competencies = append(p.Form.Competencies, c.ID)
	}
	for _, l := range p.Levels {
		p.Form.Levels = append(p.Form.Levels, l.ID)
	}
	return s.Show(w, r, settings.EditJobRole(p))
}

// jobRoleForm is the form as a job role has it, with what its reader may choose from.
func (s *Server) jobRoleForm(r *Request, j profiles.JobRole) (settings.JobRoleEditor, error) {
	title := "New job role"
	if j.ID != "" {
		title = "Edit " + j.Name
	}
	p := settings.JobRoleEditor{Frame: s.settingsFrame(r, title), Role: j, Form: settings.JobRoleForm{Name: j.Name, Description: j.Description, Seen: j.Version}}
	c, err := s.Profiles.Choices(r.Context(), r.Actor)
	p.Competencies, p.Levels = settings.Offered(c.Competencies, j.Competencies), settings.Offered(c.Levels, j.Levels)
	for _, n := range j.Competencies {
		p.Form.Competencies = append(p.Form.Competencies, n.ID)
	}
	for _, n := range j.Levels {
		p.Form.Levels = append(p.Form.Levels, n.ID)
	}
	return p, err
}

func (s *Server) jobRoleCreate(w http.ResponseWriter, r *Request) error {
	var form settings.JobRoleForm
	err := r.Decode(&form)
	var j profiles.JobRole
	if err == nil {
		j, err = s.Profiles.CreateJobRole(r.Context(), r.Actor, profiles.NewJobRole{Name: form.Name, Description: form.Description, Competencies: form.Competencies, Levels: form.Levels})
	}
	if bad, ok := Problems(err); ok {
		p, err := s.jobRoleForm(r, profiles.JobRole{})
		if err != nil {
			return err
		}
		p.Form, p.Problems = form, bad
		return s.Invalid(w, r, settings.EditJobRole(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/job-roles/"+j.ID, j.Name+" is created. Now say what is expected, cell by cell.")
}

func (s *Server) jobRoleEditor(w http.ResponseWriter, r *Request) error {
	j, err := s.Profiles.JobRole(r.Context(), r.Actor, r.PathValue("id"))
	if err == nil {
		err = r.Actor.Require(access.JobRolesUpdate)
	}
	if err != nil {
		return err
	}
	p, err := s.jobRoleForm(r, j)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.EditJobRole(p))
}

func (s *Server) jobRoleEdit(w http.ResponseWriter, r *Request) error {
	j, err := s.Profiles.JobRole(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	var form settings.JobRoleForm
	if err = r.Decode(&form); err == nil {
		_, err = s.Profiles.EditJobRole(r.Context(), r.Actor, j.ID, profiles.JobRolePatch{Name: &form.Name, Description: &form.Description,
			Competencies: &form.Competencies, Levels: &form.Levels, Seen: form.Seen})
	}
	bad, ok := Problems(err)
	status := http.StatusUnprocessableEntity
	if errs.Is(err, errs.Stale) {
		ok, status, form.Seen = true, http.StatusPreconditionFailed, j.Version
		bad = kit.Problems{errs.F("", "Somebody has changed this since you opened it. What you typed is still here; saving it now replaces what they wrote.")}
	}
	if ok {
		p, err := s.jobRoleForm(r, j)
		if err != nil {
			return err
		}
		p.Form, p.Problems = form, bad
		return s.Answer(w, r, status, settings.EditJobRole(p))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/job-roles/"+j.ID, "The job role is saved.")
}

func (s *Server) jobRoleHistory(w http.ResponseWriter, r *Request) error {
	j, err := s.Profiles.JobRole(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	page, err := s.page(r, 30)
	if err != nil {
		return err
	}
	found, err := s.Profiles.JobRoleVersions(r.Context(), r.Actor, j.ID, "", page)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.History(settings.HistoryPage{Frame: s.settingsFrame(r, "History of "+j.Name), Role: j, Versions: found.Items,
		Next: s.after(r, "/settings/job-roles/"+j.ID+"/history", found.Next)}))
}

func (s *Server) jobRoleDeleting(w http.ResponseWriter, r *Request) error {
	return s.jobRoleSheet(w, r, http.StatusOK, nil)
}

func (s *Server) jobRoleSheet(w http.ResponseWriter, r *Request, status int, bad kit.Problems) error {
	j, err := s.Profiles.JobRole(r.Context(), r.Actor, r.PathValue("id"))
	if err == nil {
		err = r.Actor.Require(access.JobRolesDelete)
	}
	if err != nil {
		return err
	}
	at := "/settings/job-roles/" + j.ID
	return s.Answer(w, r, status, settings.Retire(settings.RetirePage{Frame: s.settingsFrame(r, j.Name), Title: "Delete the job role " + j.Name + "?",
		Lead: "Its matrix and its history go with it. While positions point to it, it stays.", Path: at + "/delete", Back: at, Do: "Delete job role", Problems: bad}))
}

func (s *Server) jobRoleDelete(w http.ResponseWriter, r *Request) error {
	err := s.Profiles.DeleteJobRole(r.Context(), r.Actor, r.PathValue("id"))
	if bad, ok := takeBack(err); ok {
		return s.jobRoleSheet(w, r, http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/job-roles", "The job role is deleted.")
}
