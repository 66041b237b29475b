package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/positions"
)

// detailsForm is the text of a position as a form sends it.
type detailsForm struct {
	Title       string `form:"title"`
	JobRole     string `form:"job_role_id"`
	Level       string `form:"level_id"`
	Department  string `form:"department"`
	Description string `form:"description"`
	Locations   string `form:"locations"`
	Remote      string `form:"remote"`
	Employment  string `form:"employment_type"`
	Seen        string `form:"seen"`
}

func (f detailsForm) typed() pages.DetailsForm {
	return pages.DetailsForm{Title: f.Title, JobRole: f.JobRole, Level: f.Level, Department: f.Department, Description: f.Description,
		Locations: f.Locations, Remote: f.Remote, Employment: f.Employment}
}

func (f detailsForm) patch() positions.Patch {
	return positions.Patch{Title: &f.Title, JobRoleID: &f.JobRole, LevelID: &f.Level, Department: &f.Department, Description: &f.Description,
		Locations: new(strings.Split(f.Locations, "\n")), Remote: new(positions.Remote(f.Remote)), Employment: new(positions.Employment(f.Employment)), Seen: f.Seen}
}

// payForm is compensation as a form sends it.
type payForm struct {
	Min       string `form:"pay_min"`
	Max       string `form:"pay_max"`
	Currency  string `form:"pay_currency"`
	Period    string `form:"pay_period"`
	OnPosting bool   `form:"pay_on_posting"`
	Seen      string `form:"seen"`
}

func (f payForm) typed() pages.PayForm {
	return pages.PayForm{Currency: f.Currency, Min: f.Min, Max: f.Max, Period: f.Period, OnPosting: f.OnPosting}
}

// compensation reads the amounts; what cannot be read is said by the form's own names.
func (f payForm) compensation() (c positions.Compensation, wrong []errs.Field) {
	c = positions.Compensation{Currency: f.Currency, Period: positions.Period(f.Period), OnPosting: f.OnPosting}
	var err error
	if c.Min, err = positions.ParseAmount(f.Min, f.Currency); err != nil {
		wrong = append(wrong, errs.F("pay_min", errs.As(err).Message))
	}
	if c.Max, err = positions.ParseAmount(f.Max, f.Currency); err != nil {
		wrong = append(wrong, errs.F("pay_max", errs.As(err).Message))
	}
	return c, wrong
}

// teamForm is a hiring team as a form sends it.
type teamForm struct {
	HiringManagers []string `form:"hiring_manager"`
	Recruiters     []string `form:"recruiter"`
	Members        []string `form:"team_member"`
}

func (f teamForm) typed() pages.TeamForm {
	return pages.TeamForm{HiringManagers: f.HiringManagers, Recruiters: f.Recruiters, Members: f.Members}
}

func (f teamForm) seats() (out []positions.Seat) {
	for _, part := range []struct {
		role access.TeamRole
		ids  []string
	}{{access.HiringManager, f.HiringManagers}, {access.Recruiter, f.Recruiters}, {access.TeamMember, f.Members}} {
		for _, id := range part.ids {
			out = append(out, positions.Seat{MemberID: id, TeamRole: part.role})
		}
	}
	return out
}

// planForm reads phases.0.name, phases.0.stage, phases.0.minutes and so on; a line without a name is none.
func planForm(values url.Values) (typed []pages.PlannedPhase, plan []positions.Phase, wrong []errs.Field) {
	for i := range positions.MaxPhases {
		at := fmt.Sprintf("phases.%d.", i)
		line := pages.PlannedPhase{Name: strings.TrimSpace(values.Get(at + "name")), Stage: strings.TrimSpace(values.Get(at + "stage")), Minutes: strings.TrimSpace(values.Get(at + "minutes"))}
		if line.Name == "" {
			continue
		}
		ph := positions.Phase{Name: line.Name, NeedsAll: true}
		at = fmt.Sprintf("phases.%d.", len(typed)) // where it stands when the form comes back
		var err error
		if ph.Stage, err = number(line.Stage); err != nil {
			wrong = append(wrong, errs.F(at+"stage", "Give the number of the stage."))
		}
		if ph.Minutes, err = number(line.Minutes); err != nil {
			wrong = append(wrong, errs.F(at+"minutes", "Give the minutes as a number."))
		}
		typed, plan = append(typed, line), append(plan, ph)
	}
	return typed, plan, wrong
}

func number(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.Atoi(text)
}

// names of fields as the verbs say them, and as the forms do.
var positionFields = map[string]string{"compensation.min": "pay_min", "compensation.max": "pay_max", "compensation.currency": "pay_currency",
	"compensation.period": "pay_period", "team": "hiring_manager", "reason": "note"}

// renamed gives problems the names that the form knows.
func renamed(bad kit.Problems) kit.Problems {
	out := make(kit.Problems, len(bad))
	for i, f := range bad {
		if name := positionFields[f.Name]; name != "" {
			f.Name = name
		}
		out[i] = f
	}
	return out
}

// askedForm reads the form builder: form.questions.0.label and so on, in order.
func askedForm(values url.Values) (f positions.Form) {
	f = positions.Form{Phone: positions.Ask(values.Get("phone")), Resume: positions.Ask(values.Get("resume")), Links: positions.Ask(values.Get("links"))}
	for i := range positions.MaxQuestions + 1 {
		at := fmt.Sprintf("form.questions.%d.", i)
		if !values.Has(at + "label") {
			break
		}
		f.Questions = append(f.Questions, positions.Question{ID: values.Get(at + "id"), Kind: positions.QuestionKind(values.Get(at + "kind")),
			Label: clean(values.Get(at+"label"), false), Help: clean(values.Get(at+"help"), false),
			Choices: strings.Split(clean(values.Get(at+"choices"), false), "\n"), Required: values.Get(at+"required") != ""})
	}
	return f
}
