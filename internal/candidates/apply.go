package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
	"candor/internal/positions"
)

// Apply takes in an application from the careers page. The visitor is nobody and learns nothing: the receipt says
// what they sent, and is the same whoever they are. What is not on the careers page now is not there (404).
//
// Who is it? A stranger's form must tell nobody anything, neither the sender nor a colleague who tries addresses
// out. So the address finds a person only where they have an application on this same position: everybody who sees
// the new application sees that one, too. Anybody else becomes a new person, whom people who see both can merge.
//   - With an active application there, the form is kept with it, as sent again.
//   - With an ended one, the person gets a new application.
func (r *Room) Apply(ctx context.Context, visitor access.Actor, in CareersForm) (Receipt, error) {
	asked, err := r.asked(ctx, visitor, in.Posting)
	if err != nil {
		return Receipt{}, err
	}
	form, err := in.check(asked)
	if err != nil {
		return Receipt{}, err
	}
	if err := form.take(ctx, r, visitor, in); err != nil {
		return Receipt{}, err
	}
	err = r.receive(ctx, visitor, in, form)
	if errs.Is(err, errs.Conflict) && errs.As(err).Code == "exists" { // the same page sent twice at once: the other one is kept
		err = r.receive(ctx, visitor, in, form)
	}
	return form.receipt(r.DB.Now()), err
}

// asking is a posting with what its form asks, as it was when the form arrived.
type asking struct {
	positions.Posting
	Consent string
}

func (r *Room) asked(ctx context.Context, visitor access.Actor, slug string) (out asking, err error) {
	err = access.Read(ctx, r.DB, visitor, func(ctx context.Context, tx db.Tx, visitor access.Actor) error {
		out, err = askedIn(ctx, tx, visitor, slug)
		return err
	})
	return out, err
}

func askedIn(ctx context.Context, tx db.Tx, visitor access.Actor, slug string) (out asking, err error) {
	if out.Posting, err = positions.PostingIn(ctx, tx, visitor, slug); err != nil {
		return out, err
	}
	err = tx.NewRaw(`SELECT consent_text FROM organizations WHERE id = ?`, visitor.OrgID()).Scan(ctx, &out.Consent)
	return out, errs.Wrap(err, "read consent text")
}

func (r *Room) receive(ctx context.Context, visitor access.Actor, in CareersForm, form *checkedForm) error {
	return access.Write(ctx, r.DB, visitor, func(ctx context.Context, tx db.Tx, visitor access.Actor) error {
		now, err := askedIn(ctx, tx, visitor, in.Posting) // it may have closed meanwhile
		if err != nil {
			return err
		}
		if err := lockPosition(ctx, tx, now.ID); err != nil {
			return err
		}
		if seen, err := seenToken(ctx, tx, visitor, in.tokenKey(now.ID)); err != nil || seen {
			return err
		}
		to, err := matchOn(ctx, tx, visitor, now.ID, form.Email)
		if err != nil {
			return err
		}
		if to.ApplicationID == "" || to.Status.Ended() {
			err = form.open(ctx, tx, visitor, now, &to)
		} else {
			err = form.again(ctx, tx, visitor, to)
		}
		if err != nil {
			return err
		}
		submission, err := form.keep(ctx, tx, visitor, in.tokenKey(now.ID), to)
		if err != nil {
			return err
		}
		return mail.Enqueue(ctx, tx, mail.Letter{OrgID: visitor.OrgID(), To: form.Email, Name: form.Name, ApplicationID: to.ApplicationID, PositionID: now.ID,
			Template: mail.Received, Data: mail.Data{Candidate: form.Name, Position: now.Title, Received: form.lines()}, Unique: "received:" + submission})
	})
}

// open makes the application, and the person where none is known on this position.
func (f *checkedForm) open(ctx context.Context, tx db.Tx, visitor access.Actor, at asking, to *match) error {
	if to.CandidateID == "" {
		to.CandidateID = db.NewID()
		p := person{ID: to.CandidateID, Name: f.Name, Phone: f.Phone, Links: asJSON(f.Links)}
		if err := insertPerson(ctx, tx, visitor, p); err != nil {
			return err
		}
		if err := insertEmails(ctx, tx, visitor.OrgID(), p.ID, []string{f.Email}); err != nil {
			return err
		}
	}
	own, err := ownOf(ctx, tx, to.CandidateID)
	if err != nil {
		return err
	}
	known := to.ApplicationID != ""
	to.ApplicationID, to.Again = db.NewID(), false
	n := newApplication{ID: to.ApplicationID, CandidateID: to.CandidateID, At: boardHead{ID: at.ID}, OwnMemberID: own, Source: CareersPage, Consent: f.Consent}
	if err := insertApplication(ctx, tx, visitor, n); err != nil {
		return err
	}
	if !known {
		if err := auditByEmail(ctx, tx, visitor, n.CandidateID, n.ID); err != nil {
			return err
		}
	}
	if err := f.attach(ctx, tx, visitor, n.ID); err != nil {
		return err
	}
	if err := setAnswers(ctx, tx, n.ID, f.Answers); err != nil {
		return err
	}
	return activity.Record(ctx, tx, visitor, activity.Line{Kind: "application.received", ApplicationID: n.ID, CandidateID: n.CandidateID, PositionID: at.ID,
		Data: map[string]any{"source": CareersPage}})
}

// again keeps a further form with an application that is active; nothing that was sent before is overwritten.
func (f *checkedForm) again(ctx context.Context, tx db.Tx, visitor access.Actor, to match) error {
	if err := f.attach(ctx, tx, visitor, to.ApplicationID); err != nil {
		return err
	}
	return activity.Record(ctx, tx, visitor, activity.Line{Kind: "application.again", ApplicationID: to.ApplicationID, CandidateID: to.CandidateID, PositionID: to.PositionID})
}
