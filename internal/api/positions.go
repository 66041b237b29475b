package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/positions"
)

type positionFilter struct {
	Paging
	Status     string `query:"status" enum:"draft,open,closed" doc:"Only these"`
	Department string `query:"department" maxLength:"100" doc:"Only of this department" example:"Engineering"`
	Mine       bool   `query:"mine" doc:"Only those on whose hiring team you are"`
	Sort       string `query:"sort" enum:"created,title" default:"created" doc:"Newest first, or by title"`
}

// positions are the doors of openings; phases and team have theirs in files of their own.
func (s *Server) positions() {
	Register(s, Op{Method: "GET", Path: "/positions", Tag: "positions", Summary: "List positions",
		Description: "Positions that you see, newest first. Pay is no filter and no order.",
		Need:        access.NeedPermission(access.PositionsView)},
		func(ctx context.Context, a access.Actor, in *positionFilter) (*List[positionJSON], error) {
			f := positions.Filter{Status: positions.Status(in.Status), Department: in.Department, Mine: in.Mine, Q: in.Q, Sort: positions.Sort(in.Sort)}
			found, err := s.Positions.List(ctx, a, f, in.Page())
			return Listed(found, listedAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/positions", Tag: "positions", Summary: "Create a position", Status: 201,
		Description: "Makes a draft. Whoever creates a position names its hiring team; if you would lose sight of it, you become its Recruiter.",
		Need:        access.NeedPermission(access.PositionsCreate)},
		func(ctx context.Context, a access.Actor, in *Body[positionInput]) (*One[positionJSON], error) {
			n, err := in.Body.position()
			if err != nil {
				return nil, err
			}
			p, err := s.Positions.Create(ctx, a, n)
			return Created("/positions/"+p.ID, positionAsJSON(p)), err
		})
	Register(s, Op{Method: "GET", Path: "/positions/{id}", Tag: "positions", Summary: "Read a position",
		Need: access.NeedPermission(access.PositionsView)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[positionJSON], error) {
			p, err := s.Positions.Get(ctx, a, in.ID)
			return Answer(positionAsJSON(p)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/positions/{id}", Tag: "positions", Summary: "Change a position",
		Description: "All of the change or nothing. Compensation needs job_positions:view_compensation there, public job_positions:publish, private a team role there or job_positions:view_private.",
		Need:        access.NeedPermission(access.PositionsUpdate, access.PositionsViewCompensation, access.PositionsPublish), Sight: s.mayPosition(access.PositionUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[positionPatch]) (*One[positionJSON], error) {
			c, err := in.Body.patch()
			if err != nil {
				return nil, firstOf(s.mayPosition(access.PositionCompensation)(ctx, a, in.ID), err)
			}
			p, err := s.Positions.Update(ctx, a, in.ID, c)
			return Answer(positionAsJSON(p)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/positions/{id}", Tag: "positions", Summary: "Delete a position",
		Description: "Only one that never had an application; any other is closed.",
		Need:        access.NeedPermission(access.PositionsDelete)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Positions.Delete(ctx, a, in.ID)
		})
	s.positionActions()
	s.positionTeam()
	s.positionPhases()
}

// positionActions are what happens to a position as a whole.
func (s *Server) positionActions() {
	Register(s, Op{Method: "POST", Path: "/positions/{id}/open", Tag: "positions", Summary: "Open a position",
		Description: "A draft, or a closed one again. One that is public is then on the careers page.",
		Need:        access.NeedPermission(access.PositionsPublish)},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[positionJSON], error) {
			p, err := s.Positions.Open(ctx, a, in.ID)
			return Answer(positionAsJSON(p)), err
		})
	Register(s, Op{Method: "POST", Path: "/positions/{id}/close", Tag: "positions", Summary: "Close a position",
		Description: "Its active applications are kept unless you ask to reject them: each one that may be, checked by itself. Whoever is in Offer or Hired stays there. Mail with the rejections needs candidates:contact there.",
		Need:        access.NeedPermission(access.PositionsPublish), Sight: s.mayPosition(access.PositionPublish)},
		func(ctx context.Context, a access.Actor, in *Act[closeInput]) (*One[positionJSON], error) {
			choice := in.Given().choice()
			done, err := s.Candidates.ClosePosition(ctx, a, in.ID, choice)
			return Answer(positionAsJSON(done.Position)), err
		})
	Register(s, Op{Method: "GET", Path: "/positions/{id}/privacy", Tag: "positions", Summary: "Read what privacy hides",
		Description: "How many members would see a private position if it were not private any more, and how much history they would find.",
		Need:        access.NeedPermission(access.PositionsUpdate)},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[revealJSON], error) {
			v, err := s.Positions.Reveals(ctx, a, in.ID)
			return Answer(revealJSON(v)), err
		})
}

// closeInput says what becomes of the applications.
type closeInput struct {
	Applications string `json:"applications,omitempty" enum:"keep,reject" doc:"keep unless said"`
	Reason       string `json:"reason,omitempty" maxLength:"1000" doc:"Why: with reject one of the reasons of a rejection, which each gets; otherwise in your words, kept with the position" example:"Hired"`
	SendEmail    bool   `json:"send_email,omitempty" doc:"With reject: tell the rejected by mail"`
}

// choice reads the one reason that the interface has: of the rejections where it is one of theirs, else of closing.
func (in closeInput) choice() candidates.CloseChoice {
	c := candidates.CloseChoice{Applications: in.Applications, SendEmail: in.SendEmail, PositionNote: in.Reason}
	if c.Applications == "" {
		c.Applications = "keep"
	}
	if c.Applications != "reject" {
		c.SendEmail = false
	} else if reason, ok := candidates.ReasonOf(in.Reason); ok {
		c.Reason, c.PositionNote = reason.Key, reason.Label
	}
	return c
}

type revealJSON struct {
	People       int `json:"people" doc:"Active members who would see the position and do not now" example:"14"`
	Applications int `json:"applications" doc:"On it, of those that you see" example:"9"`
	Lines        int `json:"lines" doc:"Of its activity, of those that you see" example:"120"`
}

// mayPosition is asked only when a body is refused: whoever may not see the position still gets 404, whoever may not
// change it 403.
func (s *Server) mayPosition(rule access.Rule[access.Position]) func(context.Context, access.Actor, string) error {
	return func(ctx context.Context, a access.Actor, id string) error {
		return s.Positions.Permitted(ctx, a, id, rule)
	}
}

func (in positionInput) position() (n positions.NewPosition, err error) {
	n = positions.NewPosition{Title: in.Title, JobRoleID: in.JobRole, LevelID: in.Level, Description: in.Description, Department: in.Department,
		Locations: in.Locations, Remote: positions.Remote(in.Remote), Employment: positions.Employment(in.Employment), Private: in.Private,
		Public: in.Public, Team: seatsOf(in.Team), CopyPlan: in.CopyPlan, Form: in.Form.form()}
	for _, ph := range in.Phases {
		n.Phases = append(n.Phases, ph.phase())
	}
	if in.Compensation != nil {
		n.Compensation, err = in.Compensation.compensation()
	}
	return n, err
}

func (in positionPatch) patch() (c positions.Patch, err error) {
	c = positions.Patch{Title: in.Title, JobRoleID: in.JobRole, LevelID: in.Level, Description: in.Description, Department: in.Department,
		Locations: in.Locations, Private: in.Private, Public: in.Public}
	if in.Remote != nil {
		c.Remote = new(positions.Remote(*in.Remote))
	}
	if in.Employment != nil {
		c.Employment = new(positions.Employment(*in.Employment))
	}
	if in.Form != nil {
		c.Form = new(in.Form.form())
	}
	if in.Compensation.Sent {
		c.Compensation = &positions.Compensation{}
		if !in.Compensation.Null {
			c.Compensation, err = in.Compensation.Value.compensation()
		}
	}
	return c, err
}
