package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/candidates"
)

// boardJSON is a position's applications in columns, as their reader sees them.
type boardJSON struct {
	Position  positionRefJSON `json:"position"`
	Columns   []columnJSON    `json:"columns"`
	Rejected  int             `json:"rejected" doc:"Counted, not shown" example:"4"`
	Withdrawn int             `json:"withdrawn" doc:"Counted, not shown" example:"1"`
}

// columnJSON is a stage of the way through.
type columnJSON struct {
	Key   string     `json:"key" doc:"applied, in_review, stage-2, offer or hired" example:"stage-2"`
	Title string     `json:"title" example:"Interview"`
	Count int        `json:"count" doc:"Of all its cards that you see, given or not" example:"12"`
	Lanes []laneJSON `json:"lanes" doc:"One for each parallel phase, else just one"`
}

// laneJSON is a stack of cards.
type laneJSON struct {
	Key    string            `json:"key" example:"applied"`
	Phase  *phaseRefJSON     `json:"phase,omitempty"`
	Status string            `json:"status" enum:"applied,in_review,offer,hired" doc:"What a card becomes here"`
	Count  int               `json:"count" example:"12"`
	Cards  []applicationJSON `json:"cards" doc:"At most 200; GET /applications with position, status and phase gives the rest"`
	Enter  bool              `json:"may_enter" doc:"You may put cards here"`
	Leave  bool              `json:"may_leave" doc:"You may take cards from here"`
}

type boardFilter struct {
	ByID
	Q       string `query:"q" maxLength:"200" doc:"Words to look for"`
	Tag     string `query:"tag" maxLength:"60" doc:"Only of people with this tag" example:"compilers"`
	Starred bool   `query:"starred" doc:"Only those with your star"`
}

// boards are the doors of positions as columns of applications.
func (s *Server) boards() {
	Register(s, Op{Method: "GET", Path: "/positions/{id}/board", Tag: "applications", Summary: "Read a position's board",
		Description: "For those who see candidates there, whether or not they see the position.", Need: access.NeedPermission(access.CandidatesView)},
		func(ctx context.Context, a access.Actor, in *boardFilter) (*One[boardJSON], error) {
			b, err := s.Candidates.Board(ctx, a, in.ID, candidates.BoardFilter{Q: in.Q, Tag: in.Tag, Starred: in.Starred})
			return Answer(boardAsJSON(b)), err
		})
}

func boardAsJSON(b candidates.Board) boardJSON {
	out := boardJSON{Position: positionRefJSON{b.PositionID, b.PositionTitle}, Rejected: b.Rejected, Withdrawn: b.Withdrawn}
	for _, c := range b.Columns {
		col := columnJSON{Key: c.Key, Title: c.Title, Count: c.Count}
		for _, l := range c.Lanes {
			lane := laneJSON{Key: l.Key, Status: string(l.Status), Count: l.Count, Cards: applicationsAsJSON(l.Cards.Items), Enter: l.MayEnter, Leave: l.MayLeave}
			if l.Phase != nil {
				lane.Phase = &phaseRefJSON{l.Phase.ID, l.Phase.Name}
			}
			col.Lanes = append(col.Lanes, lane)
		}
		out.Columns = append(out.Columns, col)
	}
	return out
}
