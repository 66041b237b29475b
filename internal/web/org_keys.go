package web

import (
	"net/http"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// keys lists the doors of API keys.
func (s *Server) keys() {
	integrate := access.NeedRole(access.OrgIntegrate)
	s.Handle("GET /settings/keys", integrate, s.keyList)
	s.Handle("GET /settings/keys/new", integrate, s.keyNew)
	s.Handle("POST /settings/keys", integrate, s.keyCreate)
	s.Handle("POST /settings/keys/{id}/revoke", integrate, s.keyRevoke)
}

func (s *Server) keyList(w http.ResponseWriter, r *Request) error {
	page, err := s.page(r, 0)
	if err != nil {
		return err
	}
	found, err := s.Org.Keys(r.Context(), r.Actor, "", page)
	if err != nil {
		return err
	}
	return s.Show(w, r, settings.Keys(settings.KeysPage{Frame: s.settingsFrame(r, "API keys"), Keys: found.Items, Next: s.after(r, "/settings/keys", found.Next),
		Now: r.Now().UnixMilli()}))
}

func (s *Server) keyNew(w http.ResponseWriter, r *Request) error {
	return s.keyForm(w, r, http.StatusOK, settings.KeyForm{}, nil)
}

func (s *Server) keyForm(w http.ResponseWriter, r *Request, status int, form settings.KeyForm, bad kit.Problems) error {
	return s.Answer(w, r, status, settings.NewKey(settings.NewKeyPage{Frame: s.settingsFrame(r, "New key"), Form: form, Holds: r.Actor.HoldsAnywhere, Problems: bad}))
}

// keyCreate answers with the key itself: it is shown on this page, and nowhere again.
func (s *Server) keyCreate(w http.ResponseWriter, r *Request) error {
	var form settings.KeyForm
	err := r.Decode(&form)
	var key org.Key
	if err == nil {
		var d org.KeyDraft
		if d, err = keyDraft(r, form); err == nil {
			key, err = s.Org.CreateKey(r.Context(), r.Actor, d)
		}
	}
	if bad, ok := Problems(err); ok {
		return s.keyForm(w, r, http.StatusUnprocessableEntity, form, bad)
	}
	if err != nil {
		return err
	}
	return s.Answer(w, r, http.StatusOK, settings.Key(settings.KeyPage{Frame: s.settingsFrame(r, key.Name), Key: key}))
}

func keyDraft(r *Request, form settings.KeyForm) (org.KeyDraft, error) {
	d := org.KeyDraft{Name: form.Name}
	for _, p := range form.Permissions {
		d.Permissions = append(d.Permissions, access.Permission(p))
	}
	if form.Expires == "" {
		return d, nil
	}
	day, err := time.ParseInLocation("2006-01-02", form.Expires, r.Actor.Zone())
	if err != nil {
		return d, errs.Bad(errs.F("expires_at", "Choose a day."))
	}
	d.ExpiresAt = db.At(day.AddDate(0, 0, 1)) // its last day counts
	return d, nil
}

func (s *Server) keyRevoke(w http.ResponseWriter, r *Request) error {
	if err := s.Org.RevokeKey(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, "/settings/keys", "The key is revoked.")
}
