package web

import (
	"context"
	"net/http"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
	"candor/internal/ui/kit"
	"candor/internal/ui/pages/settings"
)

// measures lists the doors of competencies and of levels: the same for both. Job roles have a file of their own.
func (s *Server) measures() {
	for x, of := range map[profiles.Axis]struct{ view, create, update, delete access.Permission }{
		profiles.Competencies: {access.CompetenciesView, access.CompetenciesCreate, access.CompetenciesUpdate, access.CompetenciesDelete},
		profiles.Levels:       {access.LevelsView, access.LevelsCreate, access.LevelsUpdate, access.LevelsDelete},
	} {
		d, at := measureDoor{s, x, of.create, of.update, of.delete}, "/settings/"+x.Many()
		s.Handle("GET "+at, access.NeedRole(of.view), d.list)
		s.Handle("GET "+at+"/new", access.NeedRole(of.create), d.new)
		s.Handle("POST "+at, access.NeedRole(of.create), d.create)
		s.Handle("POST "+at+"/order", access.NeedRole(of.update), d.order)
		s.Handle("GET "+at+"/{id}", access.NeedRole(of.update), d.editor)
		s.Handle("POST "+at+"/{id}", access.NeedRole(of.update), d.edit)
		s.Handle("GET "+at+"/{id}/delete", access.NeedRole(of.delete), d.deleting)
		s.Handle("POST "+at+"/{id}/delete", access.NeedRole(of.delete), d.delete)
		s.Decide(x.One(), func(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
			return s.Profiles.SeesMeasure(ctx, tx, a, x, id)
		})
	}
}

// measureDoor answers for competencies or for levels.
type measureDoor struct {
	s                             *Server
	x                             profiles.Axis
	mayCreate, mayEdit, mayDelete access.Permission
}

func (d measureDoor) path() string { return "/settings/" + d.x.Many() }

func (d measureDoor) title() string {
	return strings.ToUpper(d.x.Many()[:1]) + d.x.Many()[1:]
}

func (d measureDoor) list(w http.ResponseWriter, r *Request) error {
	return d.page(w, r, http.StatusOK, nil)
}

func (d measureDoor) page(w http.ResponseWriter, r *Request, status int, bad kit.Problems) error {
	all, err := d.s.Profiles.Measures(r.Context(), r.Actor, d.x, "", db.Page{Limit: db.MaxLimit})
	if err != nil {
		return err
	}
	// Who sees a part of a very long list cannot put all of it in order.
	return d.s.Answer(w, r, status, settings.Measures(settings.MeasuresPage{Frame: d.s.settingsFrame(r, d.title()), Axis: d.x, All: all.Items, Problems: bad,
		Create: r.Actor.Holds(d.mayCreate), Edit: r.Actor.Holds(d.mayEdit) && all.Next == "", Delete: r.Actor.Holds(d.mayDelete)}))
}

func (d measureDoor) new(w http.ResponseWriter, r *Request) error {
	if err := r.Actor.Require(d.mayCreate); err != nil { // also without the door's gate
		return err
	}
	return d.s.Show(w, r, settings.MeasureSheet(settings.MeasurePage{Frame: d.s.settingsFrame(r, d.title()), Axis: d.x}))
}

func (d measureDoor) create(w http.ResponseWriter, r *Request) error {
	var form settings.MeasureForm
	err := r.Decode(&form)
	var m profiles.Measure
	if err == nil {
		m, err = d.s.Profiles.CreateMeasure(r.Context(), r.Actor, d.x, profiles.MeasureDraft{Name: &form.Name, Description: &form.Description})
	}
	if bad, ok := Problems(err); ok {
		return d.s.Invalid(w, r, settings.MeasureSheet(settings.MeasurePage{Frame: d.s.settingsFrame(r, d.title()), Axis: d.x, Form: form, Problems: bad}))
	}
	if err != nil {
		return err
	}
	return d.s.SeeOther(w, r, d.path(), m.Name+" is added.")
}

// order takes the order as it was dragged, and then the one step that a button asked for.
func (d measureDoor) order(w http.ResponseWriter, r *Request) error {
	var form struct {
		Order string `form:"order"`
		Do    string `form:"do"`
	}
	if err := r.Decode(&form); err != nil {
		return err
	}
	_, err := d.s.Profiles.OrderMeasures(r.Context(), r.Actor, d.x, step(strings.Split(strings.ReplaceAll(form.Order, "+", ""), ","), form.Do))
	if errs.Is(err, errs.Conflict) {
		return d.page(w, r, http.StatusConflict, kit.ProblemsOf(err))
	}
	if err != nil {
		return err
	}
	return d.s.SeeOther(w, r, d.path(), "")
}

func (d measureDoor) editor(w http.ResponseWriter, r *Request) error {
	m, err := d.s.Profiles.Measure(r.Context(), r.Actor, d.x, r.PathValue("id"))
	if err == nil {
		err = r.Actor.Require(d.mayEdit)
	}
	if err != nil {
		return err
	}
	return d.s.Show(w, r, settings.MeasureSheet(settings.MeasurePage{Frame: d.s.settingsFrame(r, m.Name), Axis: d.x, ID: m.ID,
		Form: settings.MeasureForm{Name: m.Name, Description: m.Description}}))
}

func (d measureDoor) edit(w http.ResponseWriter, r *Request) error {
	m, err := d.s.Profiles.Measure(r.Context(), r.Actor, d.x, r.PathValue("id"))
	if err != nil {
		return err
	}
	var form settings.MeasureForm
	if err = r.Decode(&form); err == nil {
		m, err = d.s.Profiles.EditMeasure(r.Context(), r.Actor, d.x, r.PathValue("id"), profiles.MeasureDraft{Name: &form.Name, Description: &form.Description})
	}
	if bad, ok := Problems(err); ok {
		return d.s.Invalid(w, r, settings.MeasureSheet(settings.MeasurePage{Frame: d.s.settingsFrame(r, d.title()), Axis: d.x, ID: r.PathValue("id"), Form: form, Problems: bad}))
	}
	if err != nil {
		return err
	}
	return d.s.SeeOther(w, r, d.path(), m.Name+" is saved.")
}

func (d measureDoor) deleting(w http.ResponseWriter, r *Request) error {
	return d.sheet(w, r, http.StatusOK, nil)
}

func (d measureDoor) sheet(w http.ResponseWriter, r *Request, status int, bad kit.Problems) error {
	m, err := d.s.Profiles.Measure(r.Context(), r.Actor, d.x, r.PathValue("id"))
	if err == nil {
		err = r.Actor.Require(d.mayDelete)
	}
	if err != nil {
		return err
	}
	return d.s.Answer(w, r, status, settings.Retire(settings.RetirePage{Frame: d.s.settingsFrame(r, m.Name), Title: "Delete the " + d.x.One() + " " + m.Name + "?",
		Lead: "It goes from every list. One that is in use must be taken out there first.", Path: d.path() + "/" + m.ID + "/delete", Back: d.path(),
		Do: "Delete " + d.x.One(), Problems: bad}))
}

func (d measureDoor) delete(w http.ResponseWriter, r *Request) error {
	err := d.s.Profiles.DeleteMeasure(r.Context(), r.Actor, d.x, r.PathValue("id"))
	if bad, ok := takeBack(err); ok {
		return d.sheet(w, r, http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	return d.s.SeeOther(w, r, d.path(), "The "+d.x.One()+" is deleted.")
}
