package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"candor/internal/errs"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/positions"
)

func (s *Server) positionSettings(w http.ResponseWriter, r *Request) error {
	page, err := s.settingsOf(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Settings(page))
}

// settingsOf is the settings page as it stands. Whoever may change nothing there is refused.
func (s *Server) settingsOf(r *Request) (page pages.SettingsPage, err error) {
	if page.Head, err = s.positionHead(r, "settings"); err != nil {
		return page, err
	}
	p := page.Position
	if !pages.Settable(p) {
		return page, errs.Refuse("not_permitted", "You may look at this position, but change nothing about it.")
	}
	page.Details, page.Asking = pages.DetailsOf(p), p.Form
	if p.Compensation != nil {
		page.Pay = pages.PayOf(*p.Compensation)
		if page.Pay.Currency == "" {
			page.Pay.Currency = pages.Currencies[0]
		}
	}
	if page.Positions, page.Known, err = s.otherPositions(r, p.ID); err != nil {
		return page, err
	}
	if page.Profiles, err = s.profiles(r, p); err != nil {
		return page, err
	}
	if p.May.Delete {
		if page.Kept, err = s.undeletable(r, p.ID); err != nil {
			return page, err
		}
	}
	page.Careers, err = s.careersAddress(r, p)
	return page, err
}

// backToCard shows the settings again with one card as it was typed. Somebody else's change meanwhile (412) is said
// there too, and saving once more then is deliberate.
func (s *Server) backToCard(w http.ResponseWriter, r *Request, err error, card string, part positions.Part, typed func(*pages.SettingsPage)) error {
	bad, ok := Problems(err)
	stale := errs.Is(err, errs.Stale)
	if !ok && !stale {
		return err
	}
	page, loadErr := s.settingsOf(r)
	if loadErr != nil {
		return loadErr
	}
	typed(&page)
	page.Card, page.Problems = card, renamed(bad)
	status := http.StatusUnprocessableEntity
	if stale {
		status = http.StatusPreconditionFailed
		page.Problems = kit.Problems{errs.F("", "Somebody has changed this since you opened it. What you typed is still here; saving it now replaces what they wrote.")}
		page.Seen = page.Position.Version(part)
	}
	return s.Answer(w, r, status, pages.Settings(page))
}

// toCard leads to a card of the settings page.
func (s *Server) toCard(w http.ResponseWriter, r *Request, card, words string) error {
	return s.SeeOther(w, r, "/positions/"+r.PathValue("id")+"/settings#"+card, words)
}

func (s *Server) positionSaveDetails(w http.ResponseWriter, r *Request) error {
	var form detailsForm
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	if _, err := s.Positions.Update(r.Context(), r.Actor, r.PathValue("id"), form.patch()); err != nil {
		return s.backToCard(w, r, err, "details", positions.Details, func(p *pages.SettingsPage) { p.Details = form.typed() })
	}
	return s.toCard(w, r, "details", "Details saved.")
}

func (s *Server) positionSavePay(w http.ResponseWriter, r *Request) error {
	var form payForm
	if err := s.decodeFor(r, &form); err != nil {
		return err
	}
	pay, wrong := form.compensation()
	err := errs.Bad(wrong...)
	if err == nil {
		_, err = s.Positions.Update(r.Context(), r.Actor, r.PathValue("id"), positions.Patch{Compensation: &pay, Seen: form.Seen})
	}
	if err != nil {
		return s.backToCard(w, r, err, "compensation", positions.Pay, func(p *pages.SettingsPage) {
			if p.Position.May.Compensation {
				p.Pay = form.typed()
			}
		})
	}
	return s.toCard(w, r, "compensation", "Compensation saved.")
}

func (s *Server) positionSaveForm(w http.ResponseWriter, r *Request) error {
	values, err := r.form()
	if err != nil {
		return err
	}
	asked := askedForm(values)
	card, words := "form", "Application form saved."
	switch do, at, _ := strings.Cut(values.Get("do"), ":"); do {
	case "add":
		asked.Questions = append(asked.Questions, positions.Question{Label: clean(values.Get("new_label"), false), Kind: positions.QuestionKind(values.Get("new_kind"))})
		if asked.Questions[len(asked.Questions)-1].Kind == positions.Choice { // its choices are typed next
			asked.Questions[len(asked.Questions)-1].Choices = []string{"Yes", "No"}
		}
		words = "Question added."
	case "up", "down", "remove":
		asked.Questions = moved(asked.Questions, do, at)
	}
	if _, err := s.Positions.Update(r.Context(), r.Actor, r.PathValue("id"), positions.Patch{Form: &asked, Seen: values.Get("seen")}); err != nil {
		return s.backToCard(w, r, err, "form", positions.Asking, func(p *pages.SettingsPage) { p.Asking = asked })
	}
	return s.toCard(w, r, card, words)
}

// moved is a list after one of its members went up, down or away.
func moved[T any](list []T, do, at string) []T {
	i, err := strconv.Atoi(at)
	if err != nil || i < 0 || i >= len(list) {
		return list
	}
	switch {
	case do == "remove":
		return slices.Delete(list, i, i+1)
	case do == "up" && i > 0:
		list[i-1], list[i] = list[i], list[i-1]
	case do == "down" && i+1 < len(list):
		list[i+1], list[i] = list[i], list[i+1]
	}
	return list
}

// decodeFor reads a form about one position, once it is known that its sender may see the position: a stranger does
// not even learn that a form was wrong.
func (s *Server) decodeFor(r *Request, form any) error {
	if _, err := s.Positions.Get(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return r.Decode(form)
}
