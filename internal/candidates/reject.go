package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

// Reject ends an application for good: who is wanted again gets a new one. It needs candidates:update there, in
// closing stages candidates:close. The mail needs candidates:contact there too (403 if it is asked for without); it
// is a task that waits for the time of undo, and whatever becomes of it, the rejection stands.
func (r *Room) Reject(ctx context.Context, a access.Actor, id string, in Reject) (out Moved, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out, err = reject(ctx, tx, a, id, in, db.NewID())
		return err
	})
	return out, err
}

func reject(ctx context.Context, tx db.Tx, a access.Actor, id string, in Reject, undoID string) (Moved, error) {
	from, err := loadForChange(ctx, tx, a, id)
	if err != nil {
		return Moved{}, err
	}
	pass, err := access.Permit(a, access.ApplicationUpdate, from.row())
	if err == nil && in.SendEmail {
		_, err = access.Permit(a, access.ApplicationContact, from.row())
	}
	if err != nil {
		return Moved{}, err
	}
	reason, err := in.check()
	if err != nil {
		return Moved{}, err
	}
	switch from.Status {
	case Rejected:
		return Moved{}, errs.Of(errs.Conflict, "This application is rejected already.").Coded("rejected")
	case Withdrawn:
		return Moved{}, errs.Of(errs.Conflict, "This application was withdrawn. Reopen it first.").Coded("withdrawn")
	}
	before, err := remember(ctx, tx, from)
	if err != nil {
		return Moved{}, err
	}
	state := MailSkipped
	if in.SendEmail {
		if state, before.Letter, err = sendRejection(ctx, tx, a, from); err != nil {
			return Moved{}, err
		}
	}
	if err := end(ctx, tx, pass, a, Rejected, reason.Key, in.Note, string(state)); err != nil {
		return Moved{}, err
	}
	if err := auditClosing(ctx, tx, a, from, from.PositionID, Rejected); err != nil {
		return Moved{}, err
	}
	err = activity.Record(ctx, tx, a, activity.Line{Kind: "application.rejected", ApplicationID: from.ID, CandidateID: from.CandidateID, PositionID: from.PositionID,
		Data: map[string]any{"from": from.Status, "from_phase": from.PhaseName, "reason": reason.Key, "label": reason.Label, "mail": state}})
	if err != nil {
		return Moved{}, err
	}
	return moved(ctx, tx, a, from, before, undoID)
}

func (in *Reject) check() (Reason, error) {
	var p problems
	reason, known := ReasonOf(in.Reason)
	if !known {
		p.add("reason", "Choose a reason: Not a fit, Failed interview, Compensation mismatch, Other, Candidate withdrew, Hired elsewhere or Duplicate.")
	}
	p.atMost("note", in.Note, maxNote)
	return reason, p.err()
}

// sendRejection puts the letter into the outbox, where it waits for the time of undo.
func sendRejection(ctx context.Context, tx db.Tx, a access.Actor, rec record) (MailState, string, error) {
	emails, err := loadEmails(ctx, tx, []string{rec.CandidateID})
	if err != nil {
		return "", "", err
	}
	all := emails[rec.CandidateID]
	if len(all) == 0 {
		return MailNone, "", nil
	}
	key := "rejection:" + rec.ID
	return MailWaiting, key, mail.Enqueue(ctx, tx, mail.Letter{OrgID: a.OrgID(), To: all[0], Name: rec.Name, ApplicationID: rec.ID, PositionID: rec.PositionID,
		Template: mail.Rejection, Data: mail.Data{Candidate: rec.Name, Position: rec.Title}, Unique: key, After: mail.UndoWindow, ByMember: a.MemberID()})
}

// mailState is what became of the letter that went with a rejection.
func mailState(note MailState, letters []mail.Mail) MailState {
	if note != MailWaiting {
		return note
	}
	for _, m := range letters { // newest first
		if m.Template != mail.Rejection {
			continue
		}
		switch m.State {
		case mail.Sent:
			return MailSent
		case mail.Failed, mail.Uncertain:
			return MailFailed
		case mail.Skipped:
			if m.Reason == mail.NoServer {
				return MailUnsent
			}
			return MailSkipped
		case mail.Queued, mail.Claimed, mail.Handed:
			return MailWaiting
		}
	}
	return note
}
