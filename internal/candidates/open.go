package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/mail"
)

// Application is one application with everything that its reader may have; what they do not see is not there (404).
// On one's own file it holds the names, the status and nothing else.
func (r *Room) Application(ctx context.Context, a access.Actor, id string) (out Dossier, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		out, err = dossier(ctx, tx, a, rec)
		return err
	})
	return out, err
}

func dossier(ctx context.Context, tx db.Tx, a access.Actor, rec record) (Dossier, error) {
	out := Dossier{Application: rec.show(a)}
	if out.Own {
		return out, nil
	}
	rest, err := loadRemainder(ctx, tx, rec.ID)
	if err != nil {
		return Dossier{}, err
	}
	out.Phone, out.Consent, out.ConsentAt, out.AddedBy, out.EndedAt = rest.Phone, rest.Consent, rest.ConsentAt, rest.AddedBy, rest.EndedAt
	letters, err := mail.Of(ctx, tx, a, rec.ID)
	if err != nil {
		return Dossier{}, err
	}
	out.Rejection = rest.rejection(rec.Status, letters)
	if out.Answers, err = readAnswers(rest.Answers); err != nil {
		return Dossier{}, err
	}
	if out.Submitted, err = loadSubmissions(ctx, tx, rec.ID); err != nil {
		return Dossier{}, err
	}
	if out.Files, err = files.Of(ctx, tx, a, rec.ID); err != nil {
		return Dossier{}, err
	}
	emails, err := loadEmails(ctx, tx, []string{rec.CandidateID})
	if err != nil {
		return Dossier{}, err
	}
	out.Emails = emails[rec.CandidateID]
	if out.Progress, err = loadProgress(ctx, tx, out.Application, rec); err != nil {
		return Dossier{}, err
	}
	out.Can = rec.can(a)
	return out, nil
}

// loadProgress computes the plan's states. Without sight of the position the plan itself is not shown, only what
// this application did.
func loadProgress(ctx context.Context, tx db.Tx, app Application, rec record) ([]Stage, error) {
	phases, err := loadPhases(ctx, tx, rec.PositionID)
	if err != nil {
		return nil, err
	}
	kept, err := loadStored(ctx, tx, rec.ID)
	if err != nil {
		return nil, err
	}
	current := ""
	if app.Phase != nil {
		current = app.Phase.ID
	}
	all := progress(phases, kept, current)
	if app.PositionOpen {
		return all, nil
	}
	var out []Stage
	for _, stage := range all {
		own := Stage{Number: stage.Number}
		for _, p := range stage.Phases {
			if _, did := kept[p.ID]; did || p.Current {
				own.Phases = append(own.Phases, p)
			}
		}
		if len(own.Phases) > 0 {
			out = append(out, own)
		}
	}
	return out, nil
}

// can asks the rules once for everything that the page of an application offers.
func (rec record) can(a access.Actor) Can {
	row := rec.row()
	update := access.May(a, access.ApplicationUpdate, row)
	moves := update && rec.Status != Rejected
	out := Can{
		Write: access.May(a, access.ApplicationNote, row), Move: moves,
		Transfer: access.May(a, access.ApplicationTransfer, row) && rec.Status != Rejected,
		ToOffer:  access.May(a, access.ApplicationToOffer, row) && rec.Status != Offer && rec.Status != Rejected, ConfirmOffer: closesFor(a, rec),
		ToHired: access.May(a, access.ApplicationClose, row) && rec.Status != Hired && rec.Status != Rejected,
		Reject:  update && !rec.Status.Ended(), Withdraw: update && !rec.Status.Ended(), Reopen: update && rec.Status == Withdrawn,
		Activity: access.May(a, access.ApplicationActivity, row),
		Contact:  access.May(a, access.ApplicationContact, row),
		Star:     access.May(a, access.ApplicationOpen, row),
		Delete:   access.May(a, access.ApplicationDelete, row),
	}
	if code, sentence, no := access.Withheld(a, access.ApplicationUpdate, row); no {
		out.Locked = &Withheld{Part: "stage", Code: code, Sentence: sentence}
	}
	return out
}
