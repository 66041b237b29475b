package api

import (
	"context"

	"candor/internal/access"
	"candor/internal/positions"
)

// phaseJSON is a step of a position's pipeline.
type phaseJSON struct {
	ID       string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name     string `json:"name" example:"Interview"`
	Stage    int    `json:"stage" doc:"1, 2, 3 without gaps; equal numbers run in parallel" example:"2"`
	Kind     string `json:"kind" enum:"interview,assessment,other"`
	Guidance string `json:"guidance" doc:"Markdown, for interviewers" example:"Ask for one decision, and why."`
	Minutes  int    `json:"minutes" example:"60"`
	NeedsAll bool   `json:"needs_all" doc:"All of its interviewers, not any one"`

	Template     *pinnedJSON `json:"template,omitempty" doc:"The interview template that it follows"`
	FeedbackForm *pinnedJSON `json:"feedback_form,omitempty" doc:"What its interviewers fill in"`
}

// pinnedJSON is what a phase takes from the library, as it was when it was chosen.
type pinnedJSON struct {
	ID             string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name           string `json:"name" example:"Technical conversation"`
	Revision       int    `json:"revision" example:"2"`
	LatestRevision int    `json:"latest_revision" doc:"Greater than revision where there is a newer one" example:"3"`
}

// phaseInput makes a phase; only the name is required.
type phaseInput struct {
	Name     string `json:"name,omitempty" maxLength:"100" example:"Interview"`
	Stage    int    `json:"stage,omitempty" minimum:"0" maximum:"1000" doc:"That of another phase makes the two parallel; left out, it comes last" example:"2"`
	Kind     string `json:"kind,omitempty" enum:"interview,assessment,other"`
	Guidance string `json:"guidance,omitempty" maxLength:"20000" example:"Ask for one decision, and why."`
	Minutes  int    `json:"minutes,omitempty" minimum:"5" maximum:"480" doc:"45 unless said" example:"60"`
	NeedsAll *bool  `json:"needs_all,omitempty" doc:"true unless said"`

	TemplateID     string `json:"template_id,omitempty" doc:"Of the organisation's library" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	FeedbackFormID string `json:"feedback_form_id,omitempty" doc:"Of the organisation's library" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// phasePatch changes what it names.
type phasePatch struct {
	Name     *string `json:"name,omitempty" maxLength:"100" example:"Deep dive"`
	Stage    *int    `json:"stage,omitempty" minimum:"1" maximum:"1000" example:"2"`
	Kind     *string `json:"kind,omitempty" enum:"interview,assessment,other"`
	Guidance *string `json:"guidance,omitempty" maxLength:"20000" example:"Ask for one decision, and why."`
	Minutes  *int    `json:"minutes,omitempty" minimum:"5" maximum:"480" example:"60"`
	NeedsAll *bool   `json:"needs_all,omitempty"`

	TemplateID     *string `json:"template_id,omitempty" doc:"Of the organisation's library; empty takes it off. The same one again keeps its revision" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	FeedbackFormID *string `json:"feedback_form_id,omitempty" doc:"Of the organisation's library; empty takes it off. The same one again keeps its revision" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Newest         bool    `json:"newest,omitempty" doc:"Take the newest revisions of the template and the form that are named here"`
}

// slotJSON puts a phase into a stage.
type slotJSON struct {
	PhaseID string `json:"phase_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Stage   int    `json:"stage" minimum:"1" maximum:"1000" example:"1"`
}

// ByPhase is a request about one phase of a position.
type ByPhase struct {
	ByID
	PhaseID string `path:"phase_id" doc:"Id of the phase" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

type changePhase struct {
	ByPhase
	Body phasePatch
}

type planCopy struct {
	PositionID string `json:"position_id,omitempty" doc:"Whose phases are appended" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// positionPhases are the doors of a position's plan.
func (s *Server) positionPhases() {
	update := access.NeedPermission(access.PositionsUpdate)
	Register(s, Op{Method: "GET", Path: "/positions/{id}/phases", Tag: "positions", Summary: "List a position's phases",
		Need: access.NeedPermission(access.PositionsView)},
		func(ctx context.Context, a access.Actor, in *partFilter) (*List[phaseJSON], error) {
			plan, err := s.Positions.Phases(ctx, a, in.ID)
			if err != nil {
				return nil, err
			}
			found, err := shortList(plan, &in.Paging, "phases "+in.ID, func(p positions.Phase) string { return p.ID }, func(p positions.Phase) string { return p.Name })
			return Listed(found, phaseAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/positions/{id}/phases", Tag: "positions", Summary: "Add a phase", Status: 201, Need: update, Sight: s.mayPosition(access.PositionUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[phaseInput]) (*One[phaseJSON], error) {
			ph, err := s.Positions.AddPhase(ctx, a, in.ID, in.Body.phase())
			return Created("/positions/"+in.ID+"/phases/"+ph.ID, phaseAsJSON(ph)), err
		})
	Register(s, Op{Method: "PUT", Path: "/positions/{id}/phases", Tag: "positions", Summary: "Put the phases in order",
		Description: "Names every phase once, in order; equal stage numbers run in parallel. Stages are numbered without gaps afterwards.",
		Need:        update, Sight: s.mayPosition(access.PositionUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[[]slotJSON]) (*List[phaseJSON], error) {
			order := make([]positions.Slot, len(in.Body))
			for i, slot := range in.Body {
				order[i] = positions.Slot(slot)
			}
			plan, err := s.Positions.Arrange(ctx, a, in.ID, order)
			return planAsJSON(plan), err
		})
	Register(s, Op{Method: "POST", Path: "/positions/{id}/phases/copy", Tag: "positions", Summary: "Copy the phases of another position", Need: update, Sight: s.mayPosition(access.PositionUpdate)},
		func(ctx context.Context, a access.Actor, in *Change[planCopy]) (*List[phaseJSON], error) {
			plan, err := s.Positions.CopyPlan(ctx, a, in.ID, in.Body.PositionID)
			return planAsJSON(plan), err
		})
	Register(s, Op{Method: "GET", Path: "/positions/{id}/phases/{phase_id}", Tag: "positions", Summary: "Read a phase",
		Need: access.NeedPermission(access.PositionsView)},
		func(ctx context.Context, a access.Actor, in *ByPhase) (*One[phaseJSON], error) {
			ph, err := s.Positions.Phase(ctx, a, in.ID, in.PhaseID)
			return Answer(phaseAsJSON(ph)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/positions/{id}/phases/{phase_id}", Tag: "positions", Summary: "Change a phase", Need: update, Sight: s.mayPosition(access.PositionUpdate)},
		func(ctx context.Context, a access.Actor, in *changePhase) (*One[phaseJSON], error) {
			ph, err := s.Positions.ChangePhase(ctx, a, in.ID, in.PhaseID, in.Body.patch())
			return Answer(phaseAsJSON(ph)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/positions/{id}/phases/{phase_id}", Tag: "positions", Summary: "Remove a phase",
		Description: "Not while candidates are in it. One that somebody went through stays in their history.", Need: update},
		func(ctx context.Context, a access.Actor, in *ByPhase) (*None, error) {
			return nil, s.Positions.RemovePhase(ctx, a, in.ID, in.PhaseID)
		})
}

func phaseAsJSON(p positions.Phase) phaseJSON {
	return phaseJSON{p.ID, p.Name, p.Stage, string(p.Kind), p.Guidance, p.Minutes, p.NeedsAll, pinnedAsJSON(p.Template), pinnedAsJSON(p.Form)}
}

func pinnedAsJSON(p positions.Pinned) *pinnedJSON {
	if p.ID == "" {
		return nil
	}
	return &pinnedJSON{p.ID, p.Name, p.Revision, p.Latest}
}

func planAsJSON(plan []positions.Phase) *List[phaseJSON] {
	out := make([]phaseJSON, len(plan))
	for i, p := range plan {
		out[i] = phaseAsJSON(p)
	}
	return AllOf(out)
}

func (in phaseInput) phase() positions.Phase {
	return positions.Phase{Name: in.Name, Stage: in.Stage, Kind: positions.PhaseKind(in.Kind), Guidance: in.Guidance, Minutes: in.Minutes,
		NeedsAll: in.NeedsAll == nil || *in.NeedsAll, Template: positions.Pinned{ID: in.TemplateID}, Form: positions.Pinned{ID: in.FeedbackFormID}}
}

func (in phasePatch) patch() positions.PhasePatch {
	c := positions.PhasePatch{Name: in.Name, Stage: in.Stage, Guidance: in.Guidance, Minutes: in.Minutes, NeedsAll: in.NeedsAll}
	if in.Kind != nil {
		c.Kind = new(positions.PhaseKind(*in.Kind))
	}
	if in.TemplateID != nil {
		c.Template = &positions.Pick{ID: *in.TemplateID, Newest: in.Newest}
	}
	if in.FeedbackFormID != nil {
		c.Form = &positions.Pick{ID: *in.FeedbackFormID, Newest: in.Newest}
	}
	return c
}
