package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
	"candor/internal/ui/kit"
	pages "candor/internal/ui/pages/positions"
)

func (s *Server) positionNew(w http.ResponseWriter, r *Request) error {
	if err := r.Actor.Require(access.PositionsCreate); err != nil { // also without the door's gate
		return err
	}
	page := pages.NewPage{Details: pages.DetailsForm{Remote: string(positions.OnSite), Employment: string(positions.FullTime)},
		Team: pages.TeamForm{Recruiters: []string{r.Actor.MemberID()}}}
	for _, ph := range positions.DefaultPhases() {
		page.Plan = append(page.Plan, pages.PlannedPhase{Name: ph.Name, Stage: strconv.Itoa(ph.Stage), Minutes: strconv.Itoa(ph.Minutes)})
	}
	if err := s.completeNew(r, &page); err != nil {
		return err
	}
	return s.Show(w, r, pages.New(page))
}

func (s *Server) positionCreate(w http.ResponseWriter, r *Request) error {
	var form struct {
		detailsForm
		payForm
		teamForm
		Private  bool   `form:"private"`
		CopyPlan string `form:"copy_plan"`
	}
	for _, part := range []any{&form.detailsForm, &form.payForm, &form.teamForm, &form} {
		if err := r.Decode(part); err != nil {
			return err
		}
	}
	values, err := r.form()
	if err != nil {
		return err
	}
	typed, plan, wrong := planForm(values)
	if plan == nil {
		plan = []positions.Phase{}
	}
	pay, unread := form.compensation()
	wrong = append(wrong, unread...)
	d := form.detailsForm
	n := positions.NewPosition{Title: d.Title, JobRoleID: d.JobRole, LevelID: d.Level, Description: d.Description, Department: d.Department,
		Locations: *d.patch().Locations, Remote: positions.Remote(d.Remote), Employment: positions.Employment(d.Employment),
		Private: form.Private, Team: form.seats(), Phases: plan, CopyPlan: form.CopyPlan, Compensation: &pay, Unread: wrong}
	p, err := s.Positions.Create(r.Context(), r.Actor, n)
	if bad, status := notYet(err, form.Min+form.Max != ""); bad != nil {
		page := pages.NewPage{Details: d.typed(), Pay: form.payForm.typed(), Team: form.teamForm.typed(), Private: form.Private, Plan: typed,
			CopyPlan: form.CopyPlan, Problems: inOrder(renamed(bad))}
		if err := s.completeNew(r, &page); err != nil {
			return err
		}
		return s.Answer(w, r, status, pages.New(page))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, "/positions/"+p.ID, p.Title+" is a draft now. Open it when candidates may come.")
}

// inOrder sorts problems as their fields stand on the page, and says one thing of a field.
func inOrder(bad kit.Problems) kit.Problems {
	place := func(p errs.Field) int {
		for i, start := range []string{"hiring_manager", "recruiter", "team_member", "pay_", "phases."} {
			if strings.HasPrefix(p.Name, start) {
				return i + 1
			}
		}
		return 0
	}
	slices.SortStableFunc(bad, func(a, b errs.Field) int { return cmp.Compare(place(a), place(b)) })
	var out kit.Problems
	for _, p := range bad {
		if p.Name == "" || out.Of(p.Name) == "" {
			out = append(out, p)
		}
	}
	return out
}

// notYet is what keeps a form from being taken: something wrong with it, or pay that its sender may not enter with
// the part on the team that they gave themselves. Either way nothing that was typed is lost.
func notYet(err error, withPay bool) (kit.Problems, int) {
	if bad, ok := Problems(err); ok {
		return bad, http.StatusUnprocessableEntity
	}
	if withPay && errs.Is(err, errs.Refused) {
		return kit.Problems{errs.F("pay_min", "You may enter pay only as Hiring Manager or Recruiter of the position. "+errs.As(err).Message)}, http.StatusForbidden
	}
	return nil, 0
}

// spareLines are empty lines of the plan below the filled ones.
const spareLines = 2

// completeNew adds what the form offers to choose from, and what it tells the creator about themselves.
func (s *Server) completeNew(r *Request, page *pages.NewPage) (err error) {
	page.Shell = s.Shell(r, "New position")
	if page.People, err = s.peopleOptions(r, page.Team); err != nil {
		return err
	}
	if page.Positions, page.Known, err = s.otherPositions(r, ""); err != nil {
		return err
	}
	if page.Profiles, err = s.profiles(r, positions.Position{}); err != nil {
		return err
	}
	for range min(spareLines, positions.MaxPhases-len(page.Plan)) {
		page.Plan = append(page.Plan, pages.PlannedPhase{})
	}
	if page.Pay.Currency == "" {
		page.Pay = pages.PayForm{Currency: pages.Currencies[0], Period: string(positions.Year), Min: page.Pay.Min, Max: page.Pay.Max, OnPosting: page.Pay.OnPosting}
	}
	page.PayByTeam = !r.Actor.Holds(access.PositionsViewCompensation)
	page.LosesSight = !r.Actor.Holds(access.PositionsView)
	page.LosesHidden = !r.Actor.Holds(access.PositionsViewPrivate)
	return nil
}

// profiles are the job roles and levels that the reader may choose for a position, and those it has.
func (s *Server) profiles(r *Request, p positions.Position) (pages.Profiles, error) {
	c, err := s.Profiles.Choices(r.Context(), r.Actor)
	return pages.Profiles{JobRoles: pages.Choose(c.JobRoles, p.JobRole), Levels: pages.Choose(c.Levels, p.Level)}, err
}

// peopleOptions are the first names that a team can be chosen from, and whoever is chosen already.
func (s *Server) peopleOptions(r *Request, chosen pages.TeamForm) ([]kit.Option, error) {
	people, err := s.Positions.People(r.Context(), r.Actor, "")
	if err != nil {
		return nil, err
	}
	named, err := s.Positions.Named(r.Context(), r.Actor, slices.Concat(chosen.HiringManagers, chosen.Recruiters, chosen.Members))
	if err != nil {
		return nil, err
	}
	for _, p := range named {
		if !slices.ContainsFunc(people, func(o positions.Person) bool { return o.MemberID == p.MemberID }) {
			people = append(people, p)
		}
	}
	return personOptions(people), nil
}

func personOptions(people []positions.Person) []kit.Option {
	out := make([]kit.Option, len(people))
	for i, p := range people {
		out[i] = kit.Option{Value: p.MemberID, Label: p.Name}
		if p.Title != "" {
			out[i].Label += ", " + p.Title
		}
	}
	return out
}

func (s *Server) positionPeople(w http.ResponseWriter, r *Request) error {
	people, err := s.Positions.People(r.Context(), r.Actor, r.URL.Query().Get("q"))
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Options(personOptions(people)))
}

// otherPositions are those whose plan can be copied, and the departments in use.
func (s *Server) otherPositions(r *Request, but string) (out []kit.Option, departments []string, err error) {
	if !r.Actor.HoldsAnywhere(access.PositionsView) {
		return nil, nil, nil
	}
	list, err := s.Positions.List(r.Context(), r.Actor, positions.Filter{Sort: positions.ByTitle}, db.Page{Limit: db.MaxLimit})
	if err != nil {
		return nil, nil, err
	}
	for _, p := range list.Items {
		if p.ID != but {
			out = append(out, kit.Option{Value: p.ID, Label: p.Title})
		}
	}
	departments, err = s.Positions.Departments(r.Context(), r.Actor)
	return out, departments, err
}
