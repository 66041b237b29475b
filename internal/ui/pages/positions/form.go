package positions

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/access"
	"candor/internal/library/profiles"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// DetailsForm is the text of a position, as typed.
type DetailsForm struct {
	Title, Department, Description string
	JobRole, Level                 string // ids
	Locations                      string // separated by commas are towns, so one a line
	Remote, Employment             string
}

// DetailsOf fills the form with what a position says.
func DetailsOf(p positions.Position) DetailsForm {
	return DetailsForm{Title: p.Title, JobRole: p.JobRole.ID, Level: p.Level.ID, Department: p.Department, Description: p.Description,
		Locations: strings.Join(p.Locations, "\n"), Remote: string(p.Remote), Employment: string(p.Employment)}
}

// Profiles are what a position can point to.
type Profiles struct{ JobRoles, Levels []kit.Option }

// Choose makes options of what the reader sees. What the position points to now is one of them, seen or not.
func Choose(seen []profiles.Named, now profiles.Named) (out []kit.Option) {
	if now.ID != "" && !slices.ContainsFunc(seen, func(n profiles.Named) bool { return n.ID == now.ID }) {
		seen = append([]profiles.Named{now}, seen...)
	}
	for _, n := range seen {
		out = append(out, kit.Option{Value: n.ID, Label: n.Name})
	}
	return out
}

// PayForm is compensation, as typed.
type PayForm struct {
	Currency, Min, Max, Period string
	OnPosting                  bool
}

// PayOf fills the form with what a position pays.
func PayOf(c positions.Compensation) PayForm {
	f := PayForm{Currency: c.Currency, Period: string(c.Period), OnPosting: c.OnPosting}
	if c.Min != nil {
		f.Min = positions.Amount(*c.Min, c.Currency)
	}
	if c.Max != nil {
		f.Max = positions.Amount(*c.Max, c.Currency)
	}
	return f
}

// TeamForm is a hiring team as chosen: member ids.
type TeamForm struct{ HiringManagers, Recruiters, Members []string }

// TeamOf fills the form with a hiring team.
func TeamOf(team []positions.Teammate) (f TeamForm) {
	for _, t := range team {
		switch t.TeamRole {
		case access.HiringManager:
			f.HiringManagers = append(f.HiringManagers, t.MemberID)
		case access.Recruiter:
			f.Recruiters = append(f.Recruiters, t.MemberID)
		default:
			f.Members = append(f.Members, t.MemberID)
		}
	}
	return f
}

// PlannedPhase is a line of the plan of a new position, as typed.
type PlannedPhase struct{ Name, Stage, Minutes string }

// NewPage is /positions/new.
type NewPage struct {
	Shell     shell.AppProps
	Details   DetailsForm
	Pay       PayForm
	Team      TeamForm
	Private   bool
	Plan      []PlannedPhase
	CopyPlan  string
	Problems  kit.Problems
	People    []kit.Option // who can be named
	Positions []kit.Option // whose plan can be copied
	Known     []string     // departments in use
	Profiles  Profiles
	// What the creator is told about themselves.
	PayByTeam   bool // pay needs them to lead the position
	LosesSight  bool // of any position: they become Recruiter
	LosesHidden bool // of a private one: they become Recruiter
}

// Currencies are offered first; any other code can be had through the API.
var Currencies = []string{"EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "NZD", "SGD", "INR", "JPY", "BRL", "MXN", "ZAR", "AED", "ILS"}

func currencies(chosen string) []kit.Option {
	all := Currencies
	known := chosen == ""
	for _, c := range all {
		known = known || c == chosen
	}
	if !known {
		all = append([]string{chosen}, all...)
	}
	return words(all)
}

var (
	remotes     = options(positions.Remotes, positions.Remote.Label)
	employments = options(positions.Employments, positions.Employment.Label)
	periods     = options(positions.Periods, positions.Period.Label)
	asksOf      = options(positions.Asks, positions.Ask.Label)
	kinds       = options(positions.QuestionKinds, positions.QuestionKind.Label)
	phaseKinds  = options(positions.PhaseKinds, positions.PhaseKind.Label)
)

// people are the options of a team field: those who can be named, and those who are chosen.
func people(all []kit.Option, label, name string, chosen []string, problems kit.Problems, help string) kit.Field {
	return kit.Field{Name: name, Label: label, Help: help, Values: chosen, Multiple: true, Options: all, Source: "/positions/people", Placeholder: "Type a name",
		Error: problems.Of(name), Optional: true}
}

func planField(i int, name, value string, problems kit.Problems) kit.Field {
	full := fmt.Sprintf("phases.%d.%s", i, name)
	return kit.Field{Name: full, Label: map[string]string{"name": "Phase", "stage": "Stage", "minutes": "Minutes"}[name] + " " + strconv.Itoa(i+1),
		Hide: true, Value: value, Error: problems.Of(full), InputMode: map[string]string{"name": ""}[name]}
}

func payHelp(p NewPage) string {
	if p.PayByTeam {
		return "You may enter pay if you are Hiring Manager or Recruiter of this position."
	}
	return "Shown to those who may see compensation only."
}

func privateHelp(p NewPage) string {
	help := "Only the hiring team and admins see it, and everything under it. It is never on the careers page."
	if p.LosesHidden && !p.LosesSight {
		help += " You would not see it yourself, so you become its Recruiter unless you give yourself another part."
	}
	return help
}
