package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/positions"
)

// personJSON is somebody who can be put on a hiring team.
type personJSON struct {
	MemberID string `json:"member_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name     string `json:"name" example:"Hana Sato"`
	Title    string `json:"title,omitempty" example:"Engineering manager"`
}

// positionTeam are the doors of hiring teams.
func (s *Server) positionTeam() {
	Register(s, Op{Method: "GET", Path: "/positions/{id}/team", Tag: "positions", Summary: "Read a hiring team",
		Need: access.NeedPermission(access.PositionsView)},
		func(ctx context.Context, a access.Actor, in *partFilter) (*List[teammateJSON], error) {
			p, err := s.Positions.Get(ctx, a, in.ID)
			if err != nil {
				return nil, err
			}
			found, err := shortList(positionAsJSON(p).Team, &in.Paging, "team "+in.ID, func(t teammateJSON) string { return t.MemberID },
				func(t teammateJSON) string { return t.Name + " " + t.Email })
			return Listed(found, same), err
		})
	Register(s, Op{Method: "PUT", Path: "/positions/{id}/team", Tag: "positions", Summary: "Set a hiring team",
		Description: "The team is then exactly the list, which keeps at least one Hiring Manager or Recruiter. Nobody gives a team role that holds what they lack there, but whoever holds all of Admin's strings gives any.",
		Need:        access.NeedPermission(access.PositionsAssignTeam), Sight: s.mayPosition(access.PositionTeam)},
		func(ctx context.Context, a access.Actor, in *Change[[]seatJSON]) (*One[positionJSON], error) {
			p, err := s.Positions.SetTeam(ctx, a, in.ID, seatsOf(in.Body))
			return Answer(positionAsJSON(p)), err
		})
	Register(s, Op{Method: "GET", Path: "/positions/people", Tag: "positions", Summary: "List people for hiring teams",
		Description: "Active members by name, for those who may assign people somewhere, or list members. Others find themselves. q is the beginning of any part of a name.",
		Need:        access.NeedPermission(access.PositionsCreate, access.PositionsAssignTeam)},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[personJSON], error) {
			found, err := s.Positions.ListPeople(ctx, a, in.Q, in.Page())
			return Listed(found, personAsJSON), err
		})
}

func personAsJSON(p positions.Person) personJSON { return personJSON{p.MemberID, p.Name, p.Title} }
