package web

import (
	"net/http"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/ui/pages/settings"
)

// records lists the doors of the audit log and of work that was given up.
func (s *Server) records() {
	s.Handle("GET /settings/audit", access.NeedRole(access.OrgAudit), s.auditPage)
	s.Handle("GET /settings/tasks", access.NeedRole(access.OrgManage), s.taskList)
	s.Handle("POST /settings/tasks/{id}/retry", access.NeedRole(access.OrgManage), s.taskRetry)
	s.Handle("POST /settings/tasks/{id}/discard", access.NeedRole(access.OrgManage), s.taskDiscard)
}

func (s *Server) auditPage(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	asked := activity.Asked{Q: r.FormValue("q"), Action: r.FormValue("action")}
	found, err := s.Org.AuditLog(r.Context(), r.Actor, asked, page)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.Audit(settings.AuditPage{Frame: s.settingsFrame(r, "Audit log"), Q: asked.Q, Action: asked.Action, Lines: found.Items,
		Next: s.after(r, "/settings/audit", found.Next), Here: r.URL.RequestURI()}))
}

func (s *Server) taskList(w http.ResponseWriter, r *Request) error {
	dead, err := s.Org.DeadTasks(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.Tasks(settings.TasksPage{Frame: s.settingsFrame(r, "Background tasks"), Tasks: dead}))
}

func (s *Server) taskRetry(w http.ResponseWriter, r *Request) error {
	if err := s.Org.RetryTask(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/tasks", "It is tried again now.")
}

func (s *Server) taskDiscard(w http.ResponseWriter, r *Request) error {
	if err := s.Org.DiscardTask(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/tasks", "The task is discarded.")
}
