package candidates

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

// record is a row of applications with the names that belong to it.
type record struct {
	ID           string  `bun:"id"`
	OrgID        string  `bun:"org_id"`
	PositionID   string  `bun:"position_id"`
	CandidateID  string  `bun:"candidate_id"`
	Private      bool    `bun:"private"`
	OwnMemberID  string  `bun:"own_member_id"`
	Status       Status  `bun:"status"`
	PhaseID      string  `bun:"phase_id"`
	MovedAt      db.Time `bun:"moved_at"`
	Source       Source  `bun:"source"`
	SourceName   string  `bun:"source_name"`
	AppliedAt    db.Time `bun:"applied_at"`
	SnoozedUntil db.Time `bun:"snoozed_until"`
	Name         string  `bun:"name"`
	NameKey      string  `bun:"name_key"`
	Headline     string  `bun:"headline"`
	Title        string  `bun:"title"`
	PhaseName    string  `bun:"phase_name"`
	PhaseStage   int     `bun:"phase_stage"`
	PhaseKind    string  `bun:"phase_kind"`
	PhaseGone    bool    `bun:"phase_gone"`
	PhaseState   string  `bun:"phase_state"`
	Starred      bool    `bun:"starred"`
}

const recordColumns = `a.id, a.org_id, a.position_id, a.candidate_id, a.private, coalesce(a.own_member_id, '') AS own_member_id,
	a.status, coalesce(a.phase_id, '') AS phase_id, a.moved_at, a.source, a.source_name, a.applied_at, a.snoozed_until,
	c.name, c.name_key, c.headline, p.title, coalesce(ph.name, '') AS phase_name, coalesce(ph.stage, 0) AS phase_stage,
	coalesce(ph.kind, '') AS phase_kind, ph.archived_at IS NOT NULL AS phase_gone, coalesce(pp.state, '') AS phase_state,
	s.member_id IS NOT NULL AS starred`

// plainColumns are those of applications that records reads.
const plainColumns = `id, org_id, position_id, candidate_id, private, own_member_id, status, phase_id, moved_at, source, source_name, applied_at, snoozed_until`

// The joins are LEFT so that no planner begins with them: the applications are chosen first.
const recordJoins = ` LEFT JOIN candidates AS c ON c.id = a.candidate_id
	LEFT JOIN positions AS p ON p.id = a.position_id
	LEFT JOIN phases AS ph ON ph.id = a.phase_id
	LEFT JOIN phase_progress AS pp ON pp.application_id = a.id AND pp.phase_id = a.phase_id
	LEFT JOIN stars AS s ON s.application_id = a.id AND s.member_id = ?`

func records(tx db.Tx, a access.Actor) *bun.SelectQuery {
	return tx.NewSelect().TableExpr("applications AS a").ColumnExpr(recordColumns).Join(recordJoins, a.MemberID())
}

// row is what rules read of the application.
func (rec record) row() access.Row {
	return access.Row{OrgID: rec.OrgID, ID: rec.ID, PositionID: rec.PositionID, Status: string(rec.Status),
		OwnMemberID: rec.OwnMemberID, Private: access.Is(rec.Private)}
}

// positionRow is what rules read of its position.
func (rec record) positionRow() access.Row {
	return access.Row{OrgID: rec.OrgID, ID: rec.PositionID, PositionID: rec.PositionID, Private: access.Is(rec.Private)}
}

func (rec record) phase() *Phase {
	if rec.PhaseID == "" {
		return nil
	}
	return &Phase{ID: rec.PhaseID, Name: rec.PhaseName, Stage: rec.PhaseStage, Kind: rec.PhaseKind, Archived: rec.PhaseGone}
}

// show is the application as the actor gets it.
func (rec record) show(a access.Actor) Application {
	out := Application{ID: rec.ID, CandidateID: rec.CandidateID, CandidateName: rec.Name, Status: rec.Status, Closing: rec.Status.Closing()}
	row := rec.row()
	if code, sentence, own := access.Withheld(a, access.ApplicationOpen, row); own {
		out.Own = true
		for _, part := range ownParts {
			out.Withheld = append(out.Withheld, Withheld{part, code, sentence})
		}
		return out
	}
	out.PositionID, out.PositionTitle = rec.PositionID, rec.Title
	out.PositionOpen = access.May(a, access.PositionView, rec.positionRow())
	out.Headline, out.Source, out.SourceName = rec.Headline, rec.Source, rec.SourceName
	out.AppliedAt, out.MovedAt, out.SnoozedUntil, out.Starred = rec.AppliedAt, rec.MovedAt, rec.SnoozedUntil, rec.Starred
	if rec.Status != Offer && rec.Status != Hired {
		out.Phase, out.PhaseState = rec.phase(), rec.phaseState()
	}
	out.NextAction = next(rec.Status, out.Phase, out.PhaseState)
	if code, sentence, gone := access.Withheld(a, access.ApplicationActivity, row); gone {
		out.Withheld = append(out.Withheld, Withheld{"activity", code, sentence})
	}
	return out
}

// ownParts are withheld on one's own file, whatever one's roles.
var ownParts = []string{"activity", "answers", "contact", "feedback", "files", "phase", "position", "scorecard"}

func (rec record) phaseState() PhaseState {
	switch {
	case rec.PhaseID == "":
		return ""
	case rec.PhaseState == "":
		return Available
	}
	return PhaseState(rec.PhaseState)
}

// loadApplication finds one application that the actor sees; anything else is not there.
func loadApplication(ctx context.Context, tx db.Tx, a access.Actor, id string) (record, error) {
	filter := access.Where(a, access.ApplicationView).Exact()
	var rec record
	err := filter.On(records(tx, a).Where("a.id = ?", id), "a").Limit(1).Scan(ctx, &rec)
	if errors.Is(err, sql.ErrNoRows) {
		return rec, errs.Hidden()
	}
	return rec, errs.Wrap(err, "load application")
}

// loadForChange is loadApplication of a row that nobody else changes until this transaction ends.
func loadForChange(ctx context.Context, tx db.Tx, a access.Actor, id string) (record, error) {
	var locked string
	err := tx.NewRaw(`SELECT id FROM applications WHERE id = ? AND org_id = ?`+tx.Lock(), id, a.OrgID()).Scan(ctx, &locked)
	if errors.Is(err, sql.ErrNoRows) {
		return record{}, errs.Hidden()
	}
	if err != nil {
		return record{}, fmt.Errorf("lock application: %w", err)
	}
	return loadApplication(ctx, tx, a, id)
}

// lockAll locks many rows in one order, so that two bulk changes do not wait for each other.
func lockAll(ctx context.Context, tx db.Tx, a access.Actor, ids []string) error {
	if tx.Lock() == "" || len(ids) == 0 {
		return nil
	}
	var locked []string
	return tx.NewRaw(`SELECT id FROM applications WHERE org_id = ? AND id IN (?) ORDER BY id`+tx.Lock(), a.OrgID(), bun.List(ids)).Scan(ctx, &locked)
}

// remainder is what only the page of one application reads.
type remainder struct {
	Answers      string  `bun:"answers"`
	Consent      string  `bun:"consent_text"`
	ConsentAt    db.Time `bun:"consent_at"`
	AddedBy      string  `bun:"added_by"`
	Phone        string  `bun:"phone"`
	RejectReason string  `bun:"reject_reason"`
	RejectNote   string  `bun:"reject_note"`
	EndedAt      db.Time `bun:"ended_at"`
	EndedBy      string  `bun:"ended_by"`
	MailNote     string  `bun:"mail_note"`
}

func loadRemainder(ctx context.Context, tx db.Tx, id string) (remainder, error) {
	var out remainder
	err := tx.NewRaw(`SELECT a.answers, a.consent_text, a.consent_at, coalesce(ap.name, '') AS added_by, c.phone, a.reject_reason, a.reject_note,
			a.ended_at, coalesce(ep.name, '') AS ended_by, a.mail_note
		FROM applications AS a JOIN candidates AS c ON c.id = a.candidate_id
		LEFT JOIN members AS am ON am.id = a.created_by LEFT JOIN people AS ap ON ap.id = am.person_id
		LEFT JOIN members AS em ON em.id = a.ended_by LEFT JOIN people AS ep ON ep.id = em.person_id
		WHERE a.id = ?`, id).Scan(ctx, &out)
	return out, errs.Wrap(err, "load application's answers")
}

func (m remainder) rejection(status Status, letters []mail.Mail) *Rejection {
	if status != Rejected {
		return nil
	}
	reason, _ := ReasonOf(m.RejectReason)
	return &Rejection{Reason: reason, Note: m.RejectNote, Mail: mailState(MailState(m.MailNote), letters), At: m.EndedAt, ByName: m.EndedBy}
}

func readAnswers(text string) ([]Answer, error) {
	var out []Answer
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	return out, nil
}

// loadSubmissions are the forms as they were sent, oldest first.
func loadSubmissions(ctx context.Context, tx db.Tx, id string) ([]Submission, error) {
	var rows []struct {
		ID                                 string
		At                                 db.Time
		Again                              bool
		Name, Email, Phone, Links, Answers string
	}
	err := tx.NewRaw(`SELECT id, at, again, name, email, phone, links, answers FROM submissions WHERE application_id = ? ORDER BY at, id`, id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load submissions: %w", err)
	}
	var out []Submission
	for _, r := range rows {
		s := Submission{ID: r.ID, At: r.At, Again: r.Again, Name: r.Name, Email: r.Email, Phone: r.Phone}
		if s.Answers, err = readAnswers(r.Answers); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(r.Links), &s.Links); err != nil {
			return nil, fmt.Errorf("read links: %w", err)
		}
		out = append(out, s)
	}
	return out, nil
}
