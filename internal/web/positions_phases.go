package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/positions"
)

// phaseForm is a phase as a form sends it.
type phaseForm struct {
	Name     string `form:"name"`
	Kind     string `form:"kind"`
	Stage    string `form:"stage"`
	Minutes  string `form:"minutes"`
	Guidance string `form:"guidance"`
	NeedsAll bool   `form:"needs_all"`
	Template string `form:"template_id"`
	Form     string `form:"feedback_form_id"`
	Newest   bool   `form:"newest"`
}

func (f phaseForm) page(head pages.Head, id string) pages.PhasePage {
	return pages.PhasePage{Head: head, ID: id, Name: f.Name, Kind: f.Kind, Stage: f.Stage, Minutes: f.Minutes, Guidance: f.Guidance, NeedsAll: f.NeedsAll,
		Template: f.Template, Form: f.Form, Newest: f.Newest}
}

// phase reads the numbers.
func (f phaseForm) phase() (p positions.Phase, wrong []errs.Field) {
	p = positions.Phase{Name: f.Name, Kind: positions.PhaseKind(f.Kind), Guidance: f.Guidance, NeedsAll: f.NeedsAll,
		Template: positions.Pinned{ID: f.Template}, Form: positions.Pinned{ID: f.Form}}
	var err error
	if p.Stage, err = number(f.Stage); err != nil {
		wrong = append(wrong, errs.F("stage", "Give the number of the stage."))
	}
	if p.Minutes, err = number(f.Minutes); err != nil {
		wrong = append(wrong, errs.F("minutes", "Give the minutes as a number."))
	}
	return p, wrong
}

// planHead loads the position for somebody who may change its plan.
func (s *Server) planHead(r *Request) (pages.Head, error) {
	head, err := s.positionHead(r, "settings")
	if err == nil {
		err = s.Positions.Permitted(r.Context(), r.Actor, head.Position.ID, access.PositionUpdate)
	}
	return head, err
}

func (s *Server) phaseNew(w http.ResponseWriter, r *Request) error {
	head, err := s.planHead(r)
	if err != nil {
		return err
	}
	return s.showPhase(w, r, phaseForm{Kind: string(positions.InterviewPhase), Minutes: "45", NeedsAll: true}.page(head, ""), positions.Phase{})
}

func (s *Server) phaseAdd(w http.ResponseWriter, r *Request) error {
	var form phaseForm
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	p, wrong := form.phase()
	err := errs.Bad(wrong...)
	if err == nil {
		p, err = s.Positions.AddPhase(r.Context(), r.Actor, r.PathValue("id"), p)
	}
	if err != nil {
		return s.backToPhase(w, r, err, form, "")
	}
	return s.toCard(w, r, "phases", p.Name+" is added.")
}

func (s *Server) phaseEdit(w http.ResponseWriter, r *Request) error {
	head, err := s.planHead(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(head.Position.Phases, func(p positions.Phase) bool { return p.ID == r.PathValue("phase") })
	if i < 0 {
		return errs.Hidden()
	}
	p := head.Position.Phases[i]
	return s.showPhase(w, r, pages.PhasePage{Head: head, ID: p.ID, Name: p.Name, Kind: string(p.Kind), Stage: strconv.Itoa(p.Stage),
		Minutes: strconv.Itoa(p.Minutes), Guidance: p.Guidance, NeedsAll: p.NeedsAll, Template: p.Template.ID, Form: p.Form.ID}, p)
}

// mostChoices of the library are offered in a sheet.
const mostChoices = 200

// showPhase offers what the organisation's library has, as far as the reader sees it, and what the phase has already.
func (s *Server) showPhase(w http.ResponseWriter, r *Request, page pages.PhasePage, now positions.Phase) error {
	offered, most := library.Filter{Bank: library.OrgBank, Sort: library.ByTitle}, db.Page{Limit: mostChoices}
	if r.Actor.Holds(access.TemplatesView) {
		templates, err := s.Library.Templates.List(r.Context(), r.Actor, offered, most)
		if err != nil {
			return err
		}
		forms, err := s.Library.Forms.List(r.Context(), r.Actor, offered, most)
		if err != nil {
			return err
		}
		page.Templates, page.Forms = choices(templates.Items), choices(forms.Items)
	}
	page.Templates, page.Forms = withPinned(page.Templates, now.Template), withPinned(page.Forms, now.Form)
	page.Newer = now.Template.Newer() || now.Form.Newer()
	if len(page.Problems) > 0 {
		return s.Invalid(w, r, pages.Phase(page))
	}
	return s.Show(w, r, pages.Phase(page))
}

func choices(items []library.Item) (out []kit.Option) {
	for _, i := range items {
		out = append(out, kit.Option{Value: i.ID, Label: i.Title})
	}
	return out
}

// withPinned keeps what a phase has among the choices, also where the reader does not see it in the library.
func withPinned(options []kit.Option, p positions.Pinned) []kit.Option {
	if p.ID == "" || slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value == p.ID }) {
		return options
	}
	return append(options, kit.Option{Value: p.ID, Label: p.Name})
}

func (s *Server) phaseSave(w http.ResponseWriter, r *Request) error {
	var form phaseForm
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	p, wrong := form.phase()
	if p.Stage == 0 && wrong == nil {
		wrong = append(wrong, errs.F("stage", "Give the number of the stage."))
	}
	err := errs.Bad(wrong...)
	if err == nil {
		p, err = s.Positions.ChangePhase(r.Context(), r.Actor, r.PathValue("id"), r.PathValue("phase"),
			positions.PhasePatch{Name: &p.Name, Kind: &p.Kind, Stage: &p.Stage, Minutes: &p.Minutes, Guidance: &p.Guidance, NeedsAll: &p.NeedsAll,
				Template: &positions.Pick{ID: form.Template, Newest: form.Newest}, Form: &positions.Pick{ID: form.Form, Newest: form.Newest}})
	}
	if err != nil {
		return s.backToPhase(w, r, err, form, r.PathValue("phase"))
	}
	return s.toCard(w, r, "phases", p.Name+" is saved.")
}

func (s *Server) backToPhase(w http.ResponseWriter, r *Request, err error, form phaseForm, id string) error {
	bad, ok := Problems(err)
	if !ok {
		return err
	}
	head, err := s.planHead(r)
	if err != nil {
		return err
	}
	page := form.page(head, id)
	page.Problems = bad
	i := slices.IndexFunc(head.Position.Phases, func(p positions.Phase) bool { return p.ID == id })
	if i < 0 {
		return s.showPhase(w, r, page, positions.Phase{})
	}
	return s.showPhase(w, r, page, head.Position.Phases[i])
}

func (s *Server) phaseRemove(w http.ResponseWriter, r *Request) error {
	err := s.Positions.RemovePhase(r.Context(), r.Actor, r.PathValue("id"), r.PathValue("phase"))
	if err != nil {
		return s.backToPlan(w, r, err)
	}
	return s.toCard(w, r, "phases", "The phase is gone from the plan.")
}

// backToPlan says beside the plan what could not be done to it.
func (s *Server) backToPlan(w http.ResponseWriter, r *Request, err error) error {
	if !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Invalid) {
		return err
	}
	page, loadErr := s.settingsOf(r)
	if loadErr != nil {
		return loadErr
	}
	page.Card, page.Problems = "phases", kit.ProblemsOf(err)
	return s.Answer(w, r, errs.KindOf(err).Status(), pages.Settings(page))
}

func (s *Server) phaseCopy(w http.ResponseWriter, r *Request) error {
	var form struct {
		From string `form:"copy_plan"`
	}
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	if _, err := s.Positions.CopyPlan(r.Context(), r.Actor, r.PathValue("id"), form.From); err != nil {
		return s.backToPlan(w, r, err)
	}
	return s.toCard(w, r, "phases", "The phases are appended.")
}

// phaseOrder takes the order as it was dragged ("id,+id,id": + runs with the one before), and then the one step
// that a button asked for.
func (s *Server) phaseOrder(w http.ResponseWriter, r *Request) error {
	var form struct {
		Order string `form:"order"`
		Do    string `form:"do"`
	}
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	if _, err := s.Positions.Arrange(r.Context(), r.Actor, r.PathValue("id"), slots(step(strings.Split(form.Order, ","), form.Do))); err != nil {
		return s.backToPlan(w, r, err)
	}
	return s.toCard(w, r, "phases", "")
}

// step does to the order what a button said: up, down, parallel or after, with the phase it was beside.
func step(order []string, do string) []string {
	what, id, ok := strings.Cut(do, ":")
	i := slices.IndexFunc(order, func(o string) bool { return strings.TrimPrefix(o, "+") == id })
	if !ok || i < 0 {
		return order
	}
	switch {
	case what == "parallel" && i > 0:
		order[i] = "+" + id
	case what == "after":
		order[i] = id
	case what == "up" && i > 0:
		order[i-1], order[i] = id, order[i-1]
		alone(order, i-1)
	case what == "down" && i+1 < len(order):
		order[i], order[i+1] = order[i+1], id
		alone(order, i)
	}
	return order
}

// alone takes the phase at i, the one it changed places with, and the one behind them out of what they ran parallel
// with: a step moved by hand is a stage of its own.
func alone(order []string, i int) {
	for n := i; n <= i+2 && n < len(order); n++ {
		order[n] = strings.TrimPrefix(order[n], "+")
	}
}

// slots numbers the stages of an order.
func slots(order []string) (out []positions.Slot) {
	stage := 0
	for _, o := range order {
		id, parallel := strings.CutPrefix(o, "+")
		if !parallel || stage == 0 {
			stage++
		}
		out = append(out, positions.Slot{PhaseID: id, Stage: stage})
	}
	return out
}
