package positions

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// SetTeam makes the hiring team exactly what is given. It needs job_positions:assign_team there; every role that
// somebody newly gets needs all of its strings there, too (or all of Admin's). One Hiring Manager or Recruiter
// stays at least. Deactivated members rest in their seats: they are neither given nor taken.
func (r *Room) SetTeam(ctx context.Context, a access.Actor, id string, seats []Seat) (p Position, err error) {
	err = access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		held, err := hold(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.PositionTeam, held.Row()); err != nil {
			return err
		}
		before, err := seatsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayGive(a, id, before, seats); err != nil {
			return err
		}
		if err := checkTeam(ctx, tx, a, before, seats); err != nil {
			return err
		}
		if err := changeTeam(ctx, tx, a, held, before, seats); err != nil {
			return err
		}
		// With the rights that decided: whoever leaves the team still reads what they did.
		p, err = LoadIn(ctx, tx, a, id)
		return err
	})
	return p, err
}

// mayGive refuses a role that holds what the giver lacks. Roles that stay as they are were given by others.
func mayGive(a access.Actor, positionID string, before map[string]access.TeamRole, seats []Seat) error {
	if a.Permissions().Covers(access.OfSystemRole(access.Admin)) {
		return nil
	}
	for _, s := range seats {
		if before[s.MemberID] == s.TeamRole {
			continue
		}
		for _, p := range access.OfTeamRole(s.TeamRole).List() {
			if !a.HoldsOn(p, positionID) {
				return errs.Refuse("not_permitted", fmt.Sprintf("You may not make somebody %s here: the role holds %s, which you lack.", s.TeamRole.Label(), p))
			}
		}
	}
	return nil
}

func checkTeam(ctx context.Context, tx db.Tx, a access.Actor, before map[string]access.TeamRole, seats []Seat) error {
	wrong := checkSeats(seats)
	wrong = append(wrong, namable(ctx, tx, a, seats, before)...)
	if !slices.ContainsFunc(seats, func(s Seat) bool { return leads(s.TeamRole) }) {
		wrong = append(wrong, errs.F("team", "Keep at least one Hiring Manager or Recruiter."))
	}
	return errs.Bad(wrong...)
}

// namable reports members who cannot be named: not active here, or nobody whose name the actor may see. The two
// are one answer.
func namable(ctx context.Context, tx db.Tx, a access.Actor, seats []Seat, already map[string]access.TeamRole) (wrong []errs.Field) {
	var ids []string
	for _, s := range seats {
		if already[s.MemberID] == "" {
			ids = append(ids, s.MemberID)
		}
	}
	names, err := activeMembers(ctx, tx, a, ids)
	if err != nil {
		return []errs.Field{errs.F("team", "The members could not be looked up.")}
	}
	for _, id := range ids {
		if names[id] == "" || id != a.MemberID() && !seesNames(a) {
			return []errs.Field{errs.F("team", "Somebody named here is no active member.")}
		}
	}
	return nil
}

// seesNames says who finds active members' names in pickers: holders of assign_team or interviews:assign
// anywhere, and whoever may list members.
func seesNames(a access.Actor) bool {
	return a.HoldsAnywhere(access.PositionsAssignTeam) || a.HoldsAnywhere(access.InterviewsAssign) || a.Holds(access.MembersView)
}

// changeTeam writes the difference, with one line of activity and one of the audit log.
func changeTeam(ctx context.Context, tx db.Tx, a access.Actor, p Position, before map[string]access.TeamRole, seats []Seat) error {
	after := make(map[string]access.TeamRole, len(seats))
	changed := false
	for _, s := range seats {
		after[s.MemberID] = s.TeamRole
		if before[s.MemberID] == s.TeamRole {
			continue
		}
		changed = true
		if err := seat(ctx, tx, a, p.ID, s); err != nil {
			return err
		}
	}
	for member := range before {
		if after[member] != "" {
			continue
		}
		changed = true
		if err := unseat(ctx, tx, p.ID, member); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	if err := auditTeam(ctx, tx, a, p, before, seats); err != nil {
		return err
	}
	return activity.Record(ctx, tx, a, activity.Line{Kind: "position.team", PositionID: p.ID})
}

// Person is somebody who can be put on a hiring team.
type Person struct {
	MemberID string `bun:"id"`
	Name     string `bun:"name"`
	Title    string `bun:"title"`
}

// People are the active members that the actor may put on a hiring team, by name; q narrows by the beginning of any
// part of the name. Whoever may not see names finds themselves only. A picker offers 200 at most: more are found by typing.
func (r *Room) People(ctx context.Context, a access.Actor, q string) ([]Person, error) {
	found, err := r.ListPeople(ctx, a, q, db.Page{Limit: db.MaxLimit})
	return found.Items, err
}

// ListPeople is People a page at a time; Page.Count counts them all.
func (r *Room) ListPeople(ctx context.Context, a access.Actor, q string, page db.Page) (people db.List[Person], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		only := ""
		if !seesNames(a) {
			only = a.MemberID()
		}
		people, err = pickable(ctx, tx, a, only, q, page)
		return err
	})
	return people, err
}

// Named are the names of members that a form has chosen already, as far as the actor may name them.
func (r *Room) Named(ctx context.Context, a access.Actor, ids []string) (people []Person, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		names, err := activeMembers(ctx, tx, a, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if names[id] != "" && (id == a.MemberID() || seesNames(a)) {
				people = append(people, Person{MemberID: id, Name: names[id]})
			}
		}
		return nil
	})
	return people, err
}
