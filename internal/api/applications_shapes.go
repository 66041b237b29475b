package api

import (
	"time"

	"candor/internal/candidates"
)

// candidateRefJSON is a person by name.
type candidateRefJSON struct {
	ID   string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name string `json:"name" example:"Grace Villeneuve"`
}

// positionRefJSON is a position by title.
type positionRefJSON struct {
	ID    string `json:"id" doc:"You may see the title here and not the position itself" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Title string `json:"title" example:"Backend engineer"`
}

// phaseRefJSON is a phase by name.
type phaseRefJSON struct {
	ID   string `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name string `json:"name" example:"Interview"`
}

// applicationJSON is a person on a position. On one's own file there are id, candidate, status and closing.
type applicationJSON struct {
	ID           string            `json:"id" doc:"Opaque, sortable by creation" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Candidate    *candidateRefJSON `json:"candidate,omitempty"`
	Position     *positionRefJSON  `json:"position,omitempty"`
	Status       string            `json:"status,omitempty" enum:"applied,in_review,offer,hired,rejected,withdrawn"`
	Phase        *phaseRefJSON     `json:"phase,omitempty" doc:"Where the card sits; absent before the first phase and in closing stages"`
	PhaseState   string            `json:"phase_state,omitempty" enum:"locked,available,scheduled,in_progress,completed,skipped,cancelled"`
	Closing      bool              `json:"closing" doc:"In offer or hired: its activity is for closers"`
	Own          bool              `json:"own" doc:"This is your own application"`
	Source       string            `json:"source,omitempty" enum:"careers_page,referral,by_hand,import,api,agency,job_board"`
	SourceName   string            `json:"source_name,omitempty" example:"Lin Okafor"`
	AppliedAt    *time.Time        `json:"applied_at,omitempty"`
	MovedAt      *time.Time        `json:"moved_at,omitempty" doc:"When it came to where it stands"`
	SnoozedUntil *time.Time        `json:"snoozed_until,omitempty"`
	Starred      bool              `json:"starred" doc:"By you; stars are personal"`
	NextAction   string            `json:"next_action,omitempty" enum:"needs_decision,schedule,waiting_for_feedback,interview_scheduled"`
	EndedAt      *time.Time        `json:"ended_at,omitempty" doc:"Rejected or withdrawn; not in lists"`
	AddedBy      string            `json:"added_by,omitempty" doc:"The member who added it; not in lists" example:"Hana Sato"`
	Rejection    *rejectionJSON    `json:"rejection,omitempty" doc:"Not in lists"`
	Answers      []answerJSON      `json:"answers,omitzero" doc:"As submitted first; not in lists"`
	Files        []fileJSON        `json:"files,omitzero" doc:"Not in lists"`
	Progress     []progressJSON    `json:"progress,omitzero" doc:"The phases, in order; not in lists"`
	Can          []string          `json:"can,omitzero" doc:"What you may do with it now; not in lists" enum:"write,move,transfer,to_offer,to_hired,reject,withdraw,reopen,activity,contact,star,delete" example:"[\"star\"]"`
	Undo         *undoJSON         `json:"undo,omitempty" doc:"After a move, a rejection or a withdrawal"`
	Withheld     []string          `json:"withheld,omitempty" doc:"Parts that are there for others" example:"[\"activity\"]"`
}

// rejectionJSON is how an application ended.
type rejectionJSON struct {
	Reason string    `json:"reason" enum:"not_a_fit,failed_interview,compensation_mismatch,other,candidate_withdrew,hired_elsewhere,duplicate"`
	Note   string    `json:"note,omitempty" doc:"Private" example:"Wants to stay in research."`
	Mail   string    `json:"mail,omitempty" enum:"skipped,unsent,none,waiting,sent,failed" doc:"none: there is no address; unsent: there is no mail server"`
	At     time.Time `json:"at"`
	By     string    `json:"by,omitempty" example:"Hana Sato"`
}

// answerJSON is a question of the form with what the applicant said, both as they were then.
type answerJSON struct {
	QuestionID string `json:"question_id" example:"k7m2p9xq"`
	Question   string `json:"question" example:"When could you start?"`
	Kind       string `json:"kind" enum:"short,long,choice,file,yes_no"`
	Text       string `json:"text,omitempty" example:"In May"`
	FileID     string `json:"file_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	FileName   string `json:"file_name,omitempty" example:"cover.pdf"`
}

// progressJSON is one phase with how far the application is in it.
type progressJSON struct {
	ID      string     `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name    string     `json:"name" example:"Interview"`
	Stage   int        `json:"stage" doc:"Equal numbers run in parallel" example:"2"`
	Kind    string     `json:"kind" enum:"interview,assessment,other"`
	State   string     `json:"state" enum:"locked,available,scheduled,in_progress,completed,skipped,cancelled"`
	Current bool       `json:"current" doc:"The card sits here"`
	At      *time.Time `json:"at,omitempty"`
	By      string     `json:"by,omitempty" example:"Hana Sato"`
}

// undoJSON is the way back: POST /applications/{id}/undo with this id, in time.
type undoJSON struct {
	ID    string    `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Until time.Time `json:"until"`
}

func applicationAsJSON(p candidates.Application) applicationJSON {
	out := applicationJSON{ID: p.ID, Status: string(p.Status), Closing: p.Closing, Own: p.Own, Withheld: parts(p.Withheld),
		PhaseState: string(p.PhaseState), Source: string(p.Source), SourceName: p.SourceName, Starred: p.Starred, NextAction: string(p.NextAction),
		AppliedAt: moment(p.AppliedAt.Time), MovedAt: moment(p.MovedAt.Time), SnoozedUntil: moment(p.SnoozedUntil.Time)}
	if p.CandidateID != "" {
		out.Candidate = &candidateRefJSON{p.CandidateID, p.CandidateName}
	}
	if p.PositionID != "" {
		out.Position = &positionRefJSON{p.PositionID, p.PositionTitle}
	}
	if p.Phase != nil {
		out.Phase = &phaseRefJSON{p.Phase.ID, p.Phase.Name}
	}
	return out
}

func applicationsAsJSON(all []candidates.Application) []applicationJSON {
	out := make([]applicationJSON, len(all))
	for i, p := range all {
		out[i] = applicationAsJSON(p)
	}
	return out
}

func dossierAsJSON(d candidates.Dossier) applicationJSON {
	out := applicationAsJSON(d.Application)
	if d.Own || d.ID == "" {
		return out
	}
	out.EndedAt, out.AddedBy, out.Files = moment(d.EndedAt.Time), d.AddedBy, filesAsJSON(d.Files)
	out.Answers, out.Progress, out.Can = make([]answerJSON, len(d.Answers)), []progressJSON{}, allowedWith(d.Can)
	for i, answer := range d.Answers {
		out.Answers[i] = answerJSON(answer)
	}
	for _, stage := range d.Progress {
		for _, p := range stage.Phases {
			out.Progress = append(out.Progress, progressJSON{p.ID, p.Name, p.Stage, p.Kind, string(p.State), p.Current, moment(p.At.Time), p.ByName})
		}
	}
	if r := d.Rejection; r != nil {
		out.Rejection = &rejectionJSON{r.Reason.Key, r.Note, string(r.Mail), r.At.Time, r.ByName}
	}
	return out
}

func allowedWith(c candidates.Can) []string {
	return allowed(map[string]bool{"write": c.Write, "move": c.Move, "transfer": c.Transfer, "to_offer": c.ToOffer, "to_hired": c.ToHired, "reject": c.Reject,
		"withdraw": c.Withdraw, "reopen": c.Reopen, "activity": c.Activity, "contact": c.Contact, "star": c.Star, "delete": c.Delete})
}
