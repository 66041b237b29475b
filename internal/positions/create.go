package positions

import (
	"context"
	"fmt"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

// NewPosition is what a new position is made of; only Title is required. The zero values of the rest are On site,
// Full-time, the default form, the default phases and an empty team.
type NewPosition struct {
	Title, Description, Department string
	JobRoleID, LevelID             string // ones that the creator sees
	Locations                      []string
	Remote                         Remote
	Employment                     Employment
	Compensation                   *Compensation
	Private, Public                bool
	Form                           Form
	Team                           []Seat
	Phases                         []Phase      // nil: the default plan, or that of CopyPlan
	CopyPlan                       string       // a visible position whose phases are copied
	Unread                         []errs.Field // what a form could not read, refused together with the rest
}

// Create makes a draft. It needs job_positions:create in the role. The creator names the hiring team; one who
// would lose sight of the position becomes its Recruiter. The creator's team role counts while creating: with it
// (or by their role) they may enter pay.
func (r *Room) Create(ctx context.Context, a access.Actor, n NewPosition) (p Position, err error) {
	err = access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err = CreateIn(ctx, tx, a, n)
		return err
	})
	return p, err
}

// CreateIn is Create inside a transaction made by access.Grant.
func CreateIn(ctx context.Context, tx db.Tx, a access.Actor, n NewPosition) (Position, error) {
	if err := a.Require(access.PositionsCreate); err != nil {
		return Position{}, err
	}
	phases, err := planFor(ctx, tx, a, n)
	if err != nil {
		return Position{}, err
	}
	p := n.position(tx, a)
	wrong := append(p.settle(), checkSeats(n.Team)...)
	wrong = append(wrong, settlePlan(phases)...)
	amiss, err := p.aim(ctx, tx, a, Position{})
	if err != nil {
		return Position{}, err
	}
	wrong = append(wrong, amiss...)
	if n.Compensation != nil {
		wrong = append(wrong, p.Compensation.settle()...)
	}
	wrong = append(wrong, namable(ctx, tx, a, n.Team, nil)...)
	wrong = append(wrong, n.Unread...)
	if err := errs.Bad(wrong...); err != nil {
		return Position{}, err
	}
	if err := insert(ctx, tx, p); err != nil {
		return Position{}, err
	}
	if a, err = seatTeam(ctx, tx, a, p, n.Team); err != nil {
		return Position{}, err
	}
	for _, ph := range phases {
		ph.ID, ph.PositionID = db.NewID(), p.ID
		if err := insertPhase(ctx, tx, p.OrgID, ph); err != nil {
			return Position{}, err
		}
	}
	return finishCreate(ctx, tx, a, p, n)
}

// finishCreate decides, with the team in place, about pay, the careers page and what the creator sees of it.
func finishCreate(ctx context.Context, tx db.Tx, a access.Actor, p Position, n NewPosition) (Position, error) {
	if n.Compensation != nil && !n.Compensation.Empty() {
		pass, err := access.Permit(a, access.PositionCompensation, p.Row())
		if err != nil {
			return Position{}, err
		}
		if err := savePay(ctx, tx, pass, *p.Compensation); err != nil {
			return Position{}, err
		}
		if err := auditPay(ctx, tx, a, p, Compensation{}, *p.Compensation); err != nil {
			return Position{}, err
		}
	}
	if p.Public {
		if _, err := access.Permit(a, access.PositionPublish, p.Row()); err != nil {
			return Position{}, err
		}
	}
	if err := activity.Record(ctx, tx, a, activity.Line{Kind: "position.created", PositionID: p.ID}); err != nil {
		return Position{}, err
	}
	if p.Private {
		if err := auditFlag(ctx, tx, a, p, "position.private", false, true); err != nil {
			return Position{}, err
		}
	}
	made, err := LoadIn(ctx, tx, a, p.ID)
	if errs.Is(err, errs.NotFound) {
		return Position{}, errs.Refuse("not_permitted", "This key lacks job_positions:view, so it could not see the position that it makes.")
	}
	return made, err
}

func (n NewPosition) position(tx db.Tx, a access.Actor) Position {
	now := db.At(tx.Now())
	p := Position{ID: db.NewID(), OrgID: a.OrgID(), Title: n.Title, JobRole: profiles.Named{ID: n.JobRoleID}, Level: profiles.Named{ID: n.LevelID}, Description: n.Description,
		Department: n.Department, Locations: n.Locations, Remote: n.Remote, Employment: n.Employment, Status: Draft,
		Private: n.Private, Public: n.Public, Form: n.Form, CreatedAt: now, CreatedBy: a.MemberID(), UpdatedAt: now, Compensation: &Compensation{}}
	if n.Compensation != nil {
		*p.Compensation = *n.Compensation
	}
	p.Slug = slugOf(n.Title)
	return p
}

// settle tidies the text of a position and reports what is wrong, by field.
func (p *Position) settle() (wrong []errs.Field) {
	for _, s := range []*string{&p.Title, &p.Department} {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	p.Description = strings.TrimSpace(p.Description)
	p.Locations = tidyList(p.Locations)
	if p.Remote == "" {
		p.Remote = OnSite
	}
	if p.Employment == "" {
		p.Employment = FullTime
	}
	wrong = append(wrong, lengths("title", p.Title, 1, 200, "A position needs a title.")...)
	wrong = append(wrong, lengths("department", p.Department, 0, 100, "")...)
	wrong = append(wrong, lengths("description", p.Description, 0, 50_000, "")...)
	if len(p.Locations) > 20 {
		wrong = append(wrong, errs.F("locations", "A position has at most 20 locations."))
	}
	for _, l := range p.Locations {
		wrong = append(wrong, lengths("locations", l, 1, 120, "")...)
	}
	if !known(Remotes, p.Remote) {
		wrong = append(wrong, errs.F("remote", "Work is on site, hybrid or remote."))
	}
	if !known(Employments, p.Employment) {
		wrong = append(wrong, errs.F("employment_type", "Choose one of the employment types."))
	}
	if p.Private && p.Public {
		wrong = append(wrong, errs.F("public", "A private position cannot be on the careers page."))
	}
	return append(wrong, p.Form.settle()...)
}

// planFor is the plan of a new position: the one given, a copy of another's, or the default.
func planFor(ctx context.Context, tx db.Tx, a access.Actor, n NewPosition) ([]Phase, error) {
	switch {
	case n.CopyPlan != "":
		from, err := LoadIn(ctx, tx, a, n.CopyPlan)
		if errs.Is(err, errs.NotFound) {
			return nil, errs.Bad(errs.F("copy_plan", "There is no such position to copy the plan from."))
		}
		return from.Phases, err
	case n.Phases != nil:
		plan := append([]Phase(nil), n.Phases...)
		for i := range plan {
			if err := plan[i].pin(ctx, tx, a, fmt.Sprintf("phases.%d.", i)); err != nil {
				return nil, err
			}
		}
		return plan, nil
	}
	return DefaultPhases(), nil
}

// settlePlan tidies and numbers a whole plan and reports what is wrong.
func settlePlan(phases []Phase) (wrong []errs.Field) {
	if len(phases) > MaxPhases {
		return []errs.Field{errs.F("phases", fmt.Sprintf("A position has at most %d phases.", MaxPhases))}
	}
	for i := range phases {
		wrong = append(wrong, phases[i].settle(fmt.Sprintf("phases.%d.", i))...)
	}
	number(phases)
	return wrong
}

// seatTeam writes the team of a new position and gives the creator's facts with it.
func seatTeam(ctx context.Context, tx db.Tx, a access.Actor, p Position, team []Seat) (access.Actor, error) {
	for _, s := range team {
		if err := seat(ctx, tx, a, p.ID, s); err != nil {
			return a, err
		}
	}
	// Sight is the member's own, whatever a key narrows it to.
	creator, err := access.Load(ctx, tx, a.OrgID(), a.MemberID())
	if err != nil {
		return a, err
	}
	if !access.May(creator, access.PositionView, p.Row()) {
		team = append(team, Seat{a.MemberID(), access.Recruiter})
		if err := seat(ctx, tx, a, p.ID, team[len(team)-1]); err != nil {
			return a, err
		}
	}
	if len(team) > 0 {
		if err := auditTeam(ctx, tx, a, p, nil, team); err != nil {
			return a, err
		}
	}
	return access.Reload(ctx, tx, a)
}
