package api

import (
	"time"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/library/profiles"
	"candor/internal/positions"
)

// moneyJSON is an amount. Minor units are the smallest of the currency: cents of EUR, whole JPY.
type moneyJSON struct {
	AmountMinor int64  `json:"amount_minor" minimum:"0" example:"7000000"`
	Currency    string `json:"currency" minLength:"3" maxLength:"3" doc:"ISO 4217" example:"EUR"`
}

// compensationJSON is what a position pays.
type compensationJSON struct {
	Min           *moneyJSON `json:"min,omitempty" doc:"Absent: open below"`
	Max           *moneyJSON `json:"max,omitempty" doc:"Absent: open above"`
	Period        string     `json:"period,omitempty" enum:"hour,day,month,year" doc:"What an amount is paid for; year unless said"`
	ShowOnPosting bool       `json:"show_on_posting,omitempty" doc:"On the careers page too"`
}

// teammateJSON is a member of a hiring team.
type teammateJSON struct {
	MemberID string          `json:"member_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name     string          `json:"name" example:"Hana Sato"`
	Title    string          `json:"title,omitempty" example:"Engineering manager"`
	Email    string          `json:"email,omitempty" doc:"Needs members:view or a team role there" example:"hana@northwind.example"`
	TeamRole access.TeamRole `json:"team_role" enum:"hiring_manager,recruiter,team_member"`
}

// seatJSON gives a member a team role.
type seatJSON struct {
	MemberID string          `json:"member_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	TeamRole access.TeamRole `json:"team_role" enum:"hiring_manager,recruiter,team_member"`
}

// questionJSON is one that the application form asks beside the standard ones.
type questionJSON struct {
	ID       string   `json:"id,omitempty" maxLength:"40" doc:"Keep it when you change a question, leave it out for a new one" example:"k7m2p9xq"`
	Kind     string   `json:"kind,omitempty" enum:"short,long,choice,file,yes_no"`
	Label    string   `json:"label,omitempty" maxLength:"300" example:"When could you start?"`
	Help     string   `json:"help,omitempty" maxLength:"1000" example:"A month is enough."`
	Choices  []string `json:"choices,omitempty" maxItems:"30" doc:"Of a choice" example:"[\"Now\",\"Later\"]"`
	Required bool     `json:"required,omitempty"`
}

// applicationFormJSON is what an application asks for. Name and e-mail address are always asked.
type applicationFormJSON struct {
	Phone     string         `json:"phone,omitempty" enum:"off,optional,required"`
	Resume    string         `json:"resume,omitempty" enum:"off,optional,required"`
	Links     string         `json:"links,omitempty" enum:"off,optional,required"`
	Questions []questionJSON `json:"questions,omitempty" maxItems:"30"`
}

// positionJSON is a position as one reader gets it.
type positionJSON struct {
	ID            string              `json:"id" doc:"Opaque, sortable by creation" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Title         string              `json:"title" example:"Backend engineer"`
	Slug          string              `json:"slug" doc:"Last part of the posting's address" example:"backend-engineer-k7m2p9"`
	Status        string              `json:"status" enum:"draft,open,closed"`
	Private       bool                `json:"private" doc:"For its hiring team and those who see private positions only"`
	Public        bool                `json:"public" doc:"On the careers page while it is open"`
	JobRole       *namedJSON          `json:"job_role,omitempty" doc:"The profile it hires for, by its name; its matrix needs job_roles:view"`
	Level         *namedJSON          `json:"level,omitempty"`
	Description   string              `json:"description" doc:"Markdown" example:"You will build the forecast."`
	Department    string              `json:"department" example:"Engineering"`
	Locations     []string            `json:"locations" example:"[\"Porto\"]"`
	Remote        string              `json:"remote" enum:"on_site,hybrid,remote"`
	Employment    string              `json:"employment_type" enum:"full_time,part_time,contract,temporary,internship"`
	Compensation  *compensationJSON   `json:"compensation,omitempty" doc:"Absent without job_positions:view_compensation there, and then named in withheld"`
	Team          []teammateJSON      `json:"team" doc:"The hiring team: leads first"`
	Phases        []phaseJSON         `json:"phases,omitempty" doc:"Not in lists"`
	Form          applicationFormJSON `json:"form"`
	Active        *int                `json:"active_applications,omitempty" doc:"In lists: applied, in review or offer; absent for those who see no applications there" example:"12"`
	ClosingReason string              `json:"closing_reason,omitempty" example:"Hired"`
	CreatedAt     time.Time           `json:"created_at"`
	UpdatedAt     time.Time           `json:"updated_at"`
	OpenedAt      *time.Time          `json:"opened_at,omitempty"`
	ClosedAt      *time.Time          `json:"closed_at,omitempty"`
	PublishedAt   *time.Time          `json:"published_at,omitempty" doc:"When it last went on the careers page"`
	Withheld      []string            `json:"withheld,omitempty" doc:"Parts that are there for others" example:"[\"compensation\"]"`
}

// positionInput makes a position; only the title is required.
type positionInput struct {
	Title        string               `json:"title,omitempty" maxLength:"200" example:"Backend engineer"`
	JobRole      string               `json:"job_role_id,omitempty" doc:"One that you see" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Level        string               `json:"level_id,omitempty" doc:"One that you see" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Description  string               `json:"description,omitempty" maxLength:"50000" doc:"Markdown" example:"You will build the forecast."`
	Department   string               `json:"department,omitempty" maxLength:"100" example:"Engineering"`
	Locations    []string             `json:"locations,omitempty" maxItems:"20" example:"[\"Porto\"]"`
	Remote       string               `json:"remote,omitempty" enum:"on_site,hybrid,remote"`
	Employment   string               `json:"employment_type,omitempty" enum:"full_time,part_time,contract,temporary,internship"`
	Compensation *compensationJSON    `json:"compensation,omitempty" doc:"Needs view_compensation in your role, or by the team role that you give yourself here"`
	Private      bool                 `json:"private,omitempty" doc:"If you would lose sight of it, you become its Recruiter"`
	Public       bool                 `json:"public,omitempty" doc:"Takes effect when the position is opened"`
	Team         []seatJSON           `json:"team,omitempty" maxItems:"100"`
	Phases       []phaseInput         `json:"phases,omitempty" maxItems:"30" doc:"Three default phases unless given"`
	CopyPlan     string               `json:"copy_plan,omitempty" doc:"Id of a position whose phases are copied" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Form         *applicationFormJSON `json:"form,omitempty"`
}

// positionPatch changes what it names.
type positionPatch struct {
	Title        *string                 `json:"title,omitempty" maxLength:"200" example:"Platform engineer"`
	JobRole      *string                 `json:"job_role_id,omitempty" doc:"One that you see; empty for none" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Level        *string                 `json:"level_id,omitempty" doc:"One that you see; empty for none" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Description  *string                 `json:"description,omitempty" maxLength:"50000" doc:"Markdown" example:"You will build the forecast."`
	Department   *string                 `json:"department,omitempty" maxLength:"100" example:"Engineering"`
	Locations    *[]string               `json:"locations,omitempty" maxItems:"20" example:"[\"Porto\"]"`
	Remote       *string                 `json:"remote,omitempty" enum:"on_site,hybrid,remote"`
	Employment   *string                 `json:"employment_type,omitempty" enum:"full_time,part_time,contract,temporary,internship"`
	Compensation Maybe[compensationJSON] `json:"compensation,omitzero" doc:"The whole of it; null clears it. Needs job_positions:view_compensation there"`
	Private      *bool                   `json:"private,omitempty" doc:"On takes the position off the careers page; GET /positions/{id}/privacy says what off would show"`
	Public       *bool                   `json:"public,omitempty" doc:"Needs job_positions:publish there, and a position that is not private"`
	Form         *applicationFormJSON    `json:"form,omitempty" doc:"The whole of it"`
}

func positionAsJSON(p positions.Position) positionJSON {
	out := positionJSON{ID: p.ID, Title: p.Title, Slug: p.Slug, Status: string(p.Status), Private: p.Private, Public: p.Public,
		JobRole: pointedAsJSON(p.JobRole), Level: pointedAsJSON(p.Level), Description: p.Description, Department: p.Department, Locations: p.Locations,
		Remote: string(p.Remote), Employment: string(p.Employment), ClosingReason: p.ClosingReason, Form: formAsJSON(p.Form),
		CreatedAt: p.CreatedAt.Time, UpdatedAt: p.UpdatedAt.Time, OpenedAt: moment(p.OpenedAt.Time), ClosedAt: moment(p.ClosedAt.Time),
		PublishedAt: moment(p.PublishedAt.Time), Withheld: p.Withheld}
	if p.Compensation != nil {
		c := compensationAsJSON(*p.Compensation)
		out.Compensation = &c
	}
	for _, t := range p.Team {
		out.Team = append(out.Team, teammateJSON(t))
	}
	for _, ph := range p.Phases {
		out.Phases = append(out.Phases, phaseAsJSON(ph))
	}
	return out
}

// pointedAsJSON is nil where a position points to nothing.
func pointedAsJSON(n profiles.Named) *namedJSON {
	if n.ID == "" {
		return nil
	}
	return &namedJSON{n.ID, n.Name}
}

func listedAsJSON(l positions.Listed) positionJSON {
	out := positionAsJSON(l.Position)
	out.Active = l.Active
	return out
}

// moment is nil for what never happened.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func compensationAsJSON(c positions.Compensation) compensationJSON {
	out := compensationJSON{Period: string(c.Period), ShowOnPosting: c.OnPosting}
	if c.Min != nil {
		out.Min = &moneyJSON{*c.Min, c.Currency}
	}
	if c.Max != nil {
		out.Max = &moneyJSON{*c.Max, c.Currency}
	}
	return out
}

// compensation is what a request brings; both ends are in one currency.
func (c compensationJSON) compensation() (*positions.Compensation, error) {
	out := &positions.Compensation{Period: positions.Period(c.Period), OnPosting: c.ShowOnPosting}
	if c.Min != nil {
		out.Min, out.Currency = &c.Min.AmountMinor, c.Min.Currency
	}
	if c.Max != nil {
		if c.Min != nil && c.Min.Currency != c.Max.Currency {
			return nil, errs.Bad(errs.F("compensation.max.currency", "Both ends are paid in one currency."))
		}
		out.Max, out.Currency = &c.Max.AmountMinor, c.Max.Currency
	}
	return out, nil
}

func formAsJSON(f positions.Form) applicationFormJSON {
	out := applicationFormJSON{Phone: string(f.Phone), Resume: string(f.Resume), Links: string(f.Links), Questions: []questionJSON{}}
	for _, q := range f.Questions {
		out.Questions = append(out.Questions, questionJSON{q.ID, string(q.Kind), q.Label, q.Help, q.Choices, q.Required})
	}
	return out
}

func (f *applicationFormJSON) form() positions.Form {
	if f == nil {
		return positions.Form{}
	}
	out := positions.Form{Phone: positions.Ask(f.Phone), Resume: positions.Ask(f.Resume), Links: positions.Ask(f.Links)}
	for _, q := range f.Questions {
		out.Questions = append(out.Questions, positions.Question{ID: q.ID, Kind: positions.QuestionKind(q.Kind), Label: q.Label, Help: q.Help,
			Choices: q.Choices, Required: q.Required})
	}
	return out
}

func seatsOf(in []seatJSON) []positions.Seat {
	out := make([]positions.Seat, len(in))
	for i, s := range in {
		out[i] = positions.Seat(s)
	}
	return out
}
