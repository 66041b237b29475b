package positions

import (
	"cmp"
	"slices"
	"strings"

	"candor/internal/db"
	"candor/internal/errs"
)

// PhaseKind is what happens in a phase.
type PhaseKind string

const (
	InterviewPhase  PhaseKind = "interview"
	AssessmentPhase PhaseKind = "assessment"
	OtherPhase      PhaseKind = "other"
)

// PhaseKinds in the order in which forms offer them.
var PhaseKinds = []PhaseKind{InterviewPhase, AssessmentPhase, OtherPhase}

// Label is the kind as people read it.
func (k PhaseKind) Label() string {
	return map[PhaseKind]string{InterviewPhase: "Interview", AssessmentPhase: "Assessment", OtherPhase: "Other"}[k]
}

// Phase is a step of a position's pipeline. Phases with the same stage number run in parallel: a stage opens when
// all phases of the one before are completed. Rank orders the phases of a stage. An archived phase takes no more
// candidates; it stays for those who went through it.
type Phase struct {
	ID         string    `bun:"id"`
	PositionID string    `bun:"position_id"`
	Name       string    `bun:"name"`
	Stage      int       `bun:"stage"` // 1, 2, 3 without gaps
	Rank       int       `bun:"rank"`  // 1, 2, 3 within the stage
	Kind       PhaseKind `bun:"kind"`
	Guidance   string    `bun:"guidance"` // Markdown, for interviewers
	Minutes    int       `bun:"minutes"`
	NeedsAll   bool      `bun:"needs_all"` // all of its interviewers, not any one
	Template   Pinned    `bun:"-"`         // what the interview follows
	Form       Pinned    `bun:"-"`         // what its interviewers fill in
	ArchivedAt db.Time   `bun:"archived_at"`
}

// MaxPhases is how many phases a position can have at once.
const MaxPhases = 30

// DefaultPhases is the plan that a new position is offered; every phase of it can be changed.
func DefaultPhases() []Phase {
	return []Phase{
		{Name: "Phone screen", Stage: 1, Rank: 1, Kind: InterviewPhase, Minutes: 30, NeedsAll: true},
		{Name: "Interview", Stage: 2, Rank: 1, Kind: InterviewPhase, Minutes: 60, NeedsAll: true},
		{Name: "Final interview", Stage: 3, Rank: 1, Kind: InterviewPhase, Minutes: 60, NeedsAll: true},
	}
}

// settle makes empty parts their defaults and reports what is wrong; at is the prefix of the fields' names.
func (p *Phase) settle(at string) (wrong []errs.Field) {
	p.Name, p.Guidance = strings.TrimSpace(p.Name), strings.TrimSpace(p.Guidance)
	if p.Kind == "" {
		p.Kind = InterviewPhase
	}
	if p.Minutes == 0 {
		p.Minutes = 45
	}
	wrong = append(wrong, lengths(at+"name", p.Name, 1, 100, "A phase needs a name.")...)
	wrong = append(wrong, lengths(at+"guidance", p.Guidance, 0, 20_000, "")...)
	if !known(PhaseKinds, p.Kind) {
		wrong = append(wrong, errs.F(at+"kind", "A phase is an interview, an assessment or something other."))
	}
	if p.Minutes < 5 || p.Minutes > 8*60 {
		wrong = append(wrong, errs.F(at+"minutes", "A phase takes 5 to 480 minutes."))
	}
	if p.Stage < 0 || p.Stage > 1000 {
		wrong = append(wrong, errs.F(at+"stage", "Give the number of the stage."))
	}
	return wrong
}

// number gives stages and ranks without gaps, in the order in which the phases stand: by stage, then by rank;
// phases without a stage come last, each in a stage of its own.
func number(phases []Phase) {
	last := 0
	for _, p := range phases {
		last = max(last, p.Stage)
	}
	for i := range phases {
		if phases[i].Stage == 0 {
			last++
			phases[i].Stage = last
		}
	}
	slices.SortStableFunc(phases, func(a, b Phase) int {
		return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Rank, b.Rank))
	})
	stage, rank, was := 0, 0, -1
	for i := range phases {
		if phases[i].Stage != was {
			was, rank = phases[i].Stage, 0
			stage++
		}
		rank++
		phases[i].Stage, phases[i].Rank = stage, rank
	}
}

// Stages groups a numbered plan by stage: each element runs in parallel.
func Stages(phases []Phase) [][]Phase {
	var out [][]Phase
	for _, p := range phases {
		if n := len(out); n > 0 && out[n-1][0].Stage == p.Stage {
			out[n-1] = append(out[n-1], p)
			continue
		}
		out = append(out, []Phase{p})
	}
	return out
}
