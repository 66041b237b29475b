package candidates

import "candor/internal/db"

// Phase is a step of a position's plan; phases with the same stage number run in parallel.
type Phase struct {
	ID       string
	Name     string
	Stage    int
	Kind     string // interview, assessment, other
	Archived bool   // no longer part of the plan; nothing moves into it
}

// PhaseState is how far one application is in one phase.
type PhaseState string

const (
	Locked     PhaseState = "locked"    // the stage before is not finished
	Available  PhaseState = "available" // open, nothing planned
	Scheduled  PhaseState = "scheduled"
	InProgress PhaseState = "in_progress"
	Completed  PhaseState = "completed"
	Skipped    PhaseState = "skipped"
	Cancelled  PhaseState = "cancelled"
)

// Label is how people call the state.
func (s PhaseState) Label() string {
	switch s {
	case Locked:
		return "Locked"
	case Available:
		return "Available"
	case Scheduled:
		return "Scheduled"
	case InProgress:
		return "In progress"
	case Completed:
		return "Completed"
	case Skipped:
		return "Skipped"
	case Cancelled:
		return "Cancelled"
	}
	return string(s)
}

// Done phases let the next stage open.
func (s PhaseState) Done() bool { return s == Completed || s == Skipped }

// Stage is the phases that run in parallel.
type Stage struct {
	Number int
	Phases []PhaseProgress
}

// PhaseProgress is one phase with its state for one application.
type PhaseProgress struct {
	Phase
	State   PhaseState
	At      db.Time // of the last change; zero for computed states
	ByName  string
	Current bool // the card sits here
}

// stored is what an application did in a phase; phases without one are computed.
type stored struct {
	State  PhaseState
	At     db.Time
	ByName string
}

// progress computes every phase's state: what is stored, else Available where all stages before are done (or the
// card sits there), else Locked. Archived phases show only where something happened in them.
func progress(phases []Phase, kept map[string]stored, current string) []Stage {
	var out []Stage
	open := true // all stages before are done
	for i := 0; i < len(phases); {
		stage := Stage{Number: phases[i].Stage}
		done := true
		for ; i < len(phases) && phases[i].Stage == stage.Number; i++ {
			p := PhaseProgress{Phase: phases[i], Current: phases[i].ID == current}
			s, has := kept[p.ID]
			switch {
			case has:
				p.State, p.At, p.ByName = s.State, s.At, s.ByName
			case p.Archived && !p.Current:
				continue
			case open || p.Current:
				p.State = Available
			default:
				p.State = Locked
			}
			done = done && (p.State.Done() || p.Archived)
			stage.Phases = append(stage.Phases, p)
		}
		if len(stage.Phases) > 0 {
			out = append(out, stage)
			open = open && done
		}
	}
	return out
}

// NextAction is what an application waits for, as far as its own state says.
type NextAction string

const (
	NothingNext     NextAction = ""
	NeedsDecision   NextAction = "needs_decision"
	NeedsSchedule   NextAction = "schedule"
	AwaitsFeedback  NextAction = "waiting_for_feedback"
	AwaitsInterview NextAction = "interview_scheduled"
)

// Label is how the card says it.
func (n NextAction) Label() string {
	switch n {
	case NeedsDecision:
		return "Needs decision"
	case NeedsSchedule:
		return "Schedule"
	case AwaitsFeedback:
		return "Waiting for feedback"
	case AwaitsInterview:
		return "Interview scheduled"
	}
	return ""
}

// next computes it: an applicant waits for a decision, a phase for its interview or its result, a finished phase
// for a decision again. Closing and ended applications wait for nothing here.
func next(status Status, phase *Phase, state PhaseState) NextAction {
	switch {
	case status == Applied, status == InReview && phase == nil:
		return NeedsDecision
	case status != InReview:
		return NothingNext
	}
	switch state {
	case Completed, Skipped, Cancelled:
		return NeedsDecision
	case Scheduled:
		return AwaitsInterview
	case InProgress:
		return AwaitsFeedback
	}
	if phase.Kind == "interview" {
		return NeedsSchedule
	}
	return AwaitsFeedback
}
