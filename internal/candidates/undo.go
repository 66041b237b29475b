package candidates

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

// undoTime is how long a change can be taken back; mail that goes with it waits as long.
const undoTime = mail.UndoWindow

// memory is what a change is taken back to.
type memory struct {
	PositionID   string         `json:"position_id"`
	Private      bool           `json:"-"` // asked again: the position may have changed meanwhile
	Status       Status         `json:"status"`
	PhaseID      string         `json:"phase_id,omitempty"`
	MovedAt      db.Time        `json:"moved_at"`
	SnoozedUntil db.Time        `json:"snoozed_until"`
	EndedAt      db.Time        `json:"ended_at"`
	EndedBy      string         `json:"ended_by,omitempty"`
	MailNote     string         `json:"mail_note,omitempty"`
	Progress     []keptProgress `json:"progress,omitempty"`
	Letter       string         `json:"letter,omitempty"` // key of a letter that must not have left
}

type keptProgress struct {
	PhaseID string     `json:"phase_id" bun:"phase_id"`
	State   PhaseState `json:"state" bun:"state"`
	At      db.Time    `json:"at" bun:"at"`
	By      string     `json:"by,omitempty" bun:"by_member"`
}

// Undo takes a change back within ten seconds: a move, a rejection, a withdrawal, one or many. Only the member who
// made it can; each application is checked again, and one that somebody changed since, or whose mail has left,
// stays as it is and says so. An unknown undo is hidden (404), one whose time is over a conflict (409).
func (r *Room) Undo(ctx context.Context, a access.Actor, undoID string) (out Bulk, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = Bulk{}
		rows, err := loadUndo(ctx, tx, a, undoID)
		if err != nil {
			return err
		}
		for _, u := range rows {
			if err := out.try(u.ApplicationID, func() (string, error) { return takeBack(ctx, tx, a, u) }); err != nil {
				return err
			}
		}
		return forgetUndo(ctx, tx, undoID)
	})
	return out, err
}

// takeBack restores one application.
func takeBack(ctx context.Context, tx db.Tx, a access.Actor, u undoRow) (string, error) {
	now, err := loadForChange(ctx, tx, a, u.ApplicationID)
	if err != nil {
		return now.Name, err
	}
	rule := access.ApplicationUpdate
	if u.before.Status.Closing() {
		rule = access.ApplicationClose
	}
	pass, err := access.Permit(a, rule, now.row())
	if err != nil {
		return now.Name, err
	}
	to := place{PositionID: now.PositionID, Title: now.Title, Private: now.Private, Status: u.before.Status}
	if u.before.PositionID != now.PositionID {
		if _, err := access.Permit(a, access.ApplicationTransfer, now.row()); err != nil {
			return now.Name, err
		}
		if err := to.onto(ctx, tx, a, now, Move{PositionID: u.before.PositionID}); err != nil {
			return now.Name, err
		}
	}
	if changed, err := changedSince(ctx, tx, u); err != nil || changed {
		return now.Name, orElse(err, errs.Of(errs.Conflict, "Somebody changed this application since. It stays as it is.").Coded("changed_since"))
	}
	if u.before.Letter != "" {
		stopped, err := mail.Cancel(ctx, tx, a.OrgID(), u.before.Letter)
		if err != nil || !stopped {
			return now.Name, orElse(err, errs.Of(errs.Conflict, "The email has left already, so this cannot be undone.").Coded("mail_left"))
		}
	}
	if err := restore(ctx, tx, pass, to, u.before); err != nil {
		return now.Name, err
	}
	if err := auditClosing(ctx, tx, a, now, to.PositionID, to.Status); err != nil {
		return now.Name, err
	}
	line := activity.Line{Kind: "application.undone", ApplicationID: now.ID, CandidateID: now.CandidateID, PositionID: to.PositionID,
		Data: movement{From: now.Status, To: to.Status}}
	if to.PositionID != now.PositionID {
		line.Object, line.OtherPosition = "moved", now.PositionID
	}
	return now.Name, activity.Record(ctx, tx, a, line)
}

func orElse(err error, other *errs.Error) error {
	if err != nil {
		return err
	}
	return other
}

// remember takes down what a change could be taken back to.
func remember(ctx context.Context, tx db.Tx, rec record) (memory, error) {
	m := memory{PositionID: rec.PositionID, Status: rec.Status, PhaseID: rec.PhaseID, MovedAt: rec.MovedAt, SnoozedUntil: rec.SnoozedUntil}
	err := tx.NewRaw(`SELECT ended_at, coalesce(ended_by, '') AS ended_by, mail_note FROM applications WHERE id = ?`, rec.ID).Scan(ctx, &m.EndedAt, &m.EndedBy, &m.MailNote)
	if err == nil {
		err = tx.NewRaw(`SELECT phase_id, state, at, coalesce(by_member, '') AS by_member FROM phase_progress WHERE application_id = ? ORDER BY phase_id`, rec.ID).Scan(ctx, &m.Progress)
	}
	return m, errs.Wrap(err, "remember application")
}

// offerUndo keeps the way back for ten seconds.
func offerUndo(ctx context.Context, tx db.Tx, a access.Actor, now record, before memory, undoID string) (*Undo, error) {
	text, err := json.Marshal(before)
	if err != nil {
		return nil, fmt.Errorf("keep undo: %w", err)
	}
	until := db.At(tx.Now().Add(undoTime))
	if _, err := tx.NewRaw(`DELETE FROM undos WHERE until < ?`, db.At(tx.Now().Add(-time.Hour))).Exec(ctx); err != nil {
		return nil, fmt.Errorf("tidy undos: %w", err)
	}
	_, err = tx.NewRaw(`INSERT INTO undos (id, application_id, org_id, member_id, before, after_at, until) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		undoID, now.ID, a.OrgID(), a.MemberID(), string(text), db.At(tx.Now()), until).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("keep undo: %w", err)
	}
	return &Undo{ID: undoID, Until: until}, nil
}

type undoRow struct {
	ApplicationID string
	Before        string
	AfterAt       db.Time
	Until         db.Time
	before        memory
}

func loadUndo(ctx context.Context, tx db.Tx, a access.Actor, undoID string) ([]undoRow, error) {
	var rows []undoRow
	err := tx.NewRaw(`SELECT application_id, before, after_at, until FROM undos WHERE id = ? AND org_id = ? AND member_id = ? ORDER BY application_id`+tx.Lock(),
		undoID, a.OrgID(), a.MemberID()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load undo: %w", err)
	}
	if len(rows) == 0 {
		return nil, errs.Hidden()
	}
	if !rows[0].Until.After(tx.Now()) {
		return nil, errs.Of(errs.Conflict, "The time to undo this is over.").Coded("undo_over")
	}
	for i := range rows {
		if err := json.Unmarshal([]byte(rows[i].Before), &rows[i].before); err != nil {
			return nil, fmt.Errorf("read undo: %w", err)
		}
	}
	return rows, nil
}

func forgetUndo(ctx context.Context, tx db.Tx, undoID string) error {
	_, err := tx.NewRaw(`DELETE FROM undos WHERE id = ?`, undoID).Exec(ctx)
	return errs.Wrap(err, "forget undo")
}

// changedSince compares the row's last change with the one that is to be taken back.
func changedSince(ctx context.Context, tx db.Tx, u undoRow) (bool, error) {
	var at db.Time
	err := tx.NewRaw(`SELECT updated_at FROM applications WHERE id = ?`, u.ApplicationID).Scan(ctx, &at)
	return !at.Equal(u.AfterAt.Time), errs.Wrap(err, "compare application")
}

func restore(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], to place, m memory) error {
	err := change(ctx, tx, pass, `position_id = ?, private = ?, status = ?, phase_id = ?, moved_at = ?, snoozed_until = ?, ended_at = ?, ended_by = ?,
		mail_note = ?, reject_reason = '', reject_note = ''`,
		to.PositionID, to.Private, m.Status, null(m.PhaseID), m.MovedAt, m.SnoozedUntil, m.EndedAt, null(m.EndedBy), m.MailNote)
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw(`DELETE FROM phase_progress WHERE application_id = ?`, pass.ID()).Exec(ctx); err != nil {
		return fmt.Errorf("restore progress: %w", err)
	}
	for _, p := range m.Progress {
		_, err := tx.NewRaw(`INSERT INTO phase_progress (application_id, phase_id, org_id, state, at, by_member) VALUES (?, ?, ?, ?, ?, ?)`,
			pass.ID(), p.PhaseID, pass.OrgID(), p.State, p.At, null(p.By)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("restore progress: %w", err)
		}
	}
	return nil
}
