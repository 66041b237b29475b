package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/queue"
)

// Work registers the sender.
func (r *Room) Work(w *queue.Worker) {
	queue.Handle(w, r.send, queue.OnDead(r.giveUp), queue.Timeout(15*time.Minute))
}

// send makes one letter leave, or finds that it has, or may have, or must not.
func (r *Room) send(ctx context.Context, t queue.Task[send]) error {
	m, ready, err := r.claim(ctx, t.Args.MailID)
	if err != nil || !ready {
		return err
	}
	err = r.Transport.Deliver(ctx, m.message(), func() error { return r.handOver(ctx, m) })
	var no *Rejected
	switch {
	case err == nil:
		return r.record(ctx, m, Sent, "")
	case errors.Is(err, errTaken):
		return nil
	case errors.Is(err, ErrNotSending):
		return r.record(ctx, m, Skipped, NoServer)
	case errors.As(err, &no) && no.Permanent:
		return r.record(ctx, m, Failed, "The mail server refused this letter: "+no.Reply)
	case errors.Is(err, ErrUncertain):
		return r.record(ctx, m, Uncertain, unsure)
	}
	return errors.Join(err, r.giveBack(ctx, m, err))
}

const unsure = "The mail server did not say whether it took this letter. It is not sent again by itself."

// NoServer is why letters are skipped while there is no mail server.
const NoServer = "No mail server is set up."

// Leaves reports whether letters written now reach somebody: by a mail server, or, in the demo, on its page of letters.
func (r *Room) Leaves() bool {
	_, log := r.Transport.(Log)
	return r.Demo || !log
}

// claim takes a letter for this sender: it decides whether it still may leave, writes it out, and notes who has it. A letter that
// another sender had handed over, without living to note the answer, becomes uncertain here.
func (r *Room) claim(ctx context.Context, id string) (m mailRow, ready bool, err error) {
	err = r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		var found bool
		m, found, err = lockMail(ctx, tx, id)
		ready = false
		if err != nil || !found {
			return err
		}
		switch m.State {
		case Handed:
			return r.end(ctx, tx, m, Uncertain, unsure)
		case Queued, Claimed:
		default:
			return nil
		}
		if wait := m.NotBefore.Sub(tx.Now()); wait > 0 {
			return queue.Later(wait, errors.New("the letter can still be taken back"))
		}
		m.Claim = db.NewID()
		why, err := r.fill(ctx, tx, &m)
		if err != nil {
			return err
		}
		if err := claimMail(ctx, tx, m); err != nil {
			return err
		}
		if why != "" {
			return r.end(ctx, tx, m, Skipped, why)
		}
		ready = true
		return nil
	})
	return m, ready, err
}

// fill writes the letter out from what is true now; why says that it must not leave.
func (r *Room) fill(ctx context.Context, tx db.Tx, m *mailRow) (why string, err error) {
	now, err := aboutLetter(ctx, tx, *m)
	if err != nil {
		return "", err
	}
	f := facts{Organization: now.Organization}
	if err := json.Unmarshal([]byte(m.Data), &f.Data); err != nil {
		return "", fmt.Errorf("data of the letter: %w", err)
	}
	if m.ReaderID != "" {
		// Access: a letter about something inside is decided again for its reader when it leaves.
		if why, err := r.decideAgain(ctx, tx, m); err != nil || why != "" {
			return why, err
		}
		f.Candidate, f.Position, f.Private, f.Name = now.Candidate, now.Position, now.Private, m.ToName
		f.Item, f.Outcome, f.Text = now.Item, now.Outcome, now.Reason
	}
	if f.Path != "" {
		f.Link = r.PublicURL + f.Path
	}
	w, err := write(m.Template, f)
	if err != nil {
		return "", queue.GiveUp(err)
	}
	m.Subject, m.Body, m.Html = w.subject, w.body, w.html
	m.from = now.Organization
	return "", nil
}

func (r *Room) decideAgain(ctx context.Context, tx db.Tx, m *mailRow) (why string, err error) {
	reader, err := access.Load(ctx, tx, m.OrgID, m.ReaderID)
	if err != nil {
		return "", err
	}
	if !reader.IsMember() {
		return "The reader is not an active member any more.", nil
	}
	may, err := mayRead(ctx, tx, reader, *m)
	if err != nil {
		return "", err
	}
	if !may {
		return "The reader may not see this any more.", nil
	}
	m.ToEmail, m.ToName, err = memberAddress(ctx, tx, m.ReaderID)
	return "", err
}

// errTaken: the letter was cancelled, or another sender has it now.
var errTaken = errors.New("the letter is no longer this sender's")

// handOver is the point of no return. It does not end with the task: the mail server is waiting.
func (r *Room) handOver(ctx context.Context, m mailRow) error {
	mine := false
	err := r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		mine, err = handOver(ctx, tx, m)
		return err
	})
	if err == nil && !mine {
		return errTaken
	}
	return err
}

// record notes how it ended. The letter has left or not whatever the database says, so it is tried for a while; if that
// fails too, the next attempt finds the letter handed over and calls it uncertain.
func (r *Room) record(ctx context.Context, m mailRow, s State, reason string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	for {
		err := r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return r.end(ctx, tx, m, s, reason) })
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// end settles a letter in a transaction and tells those who look at its application.
func (r *Room) end(ctx context.Context, tx db.Tx, m mailRow, s State, reason string) error {
	moved, err := settle(ctx, tx, m, s, reason, r.Demo)
	if err != nil || !moved || m.ApplicationID == "" || m.ReaderID != "" {
		return err
	}
	now, err := aboutLetter(ctx, tx, m)
	if err != nil {
		return err
	}
	return activity.Record(ctx, tx, access.System(m.OrgID, ""), activity.Line{
		Kind: "mail." + string(s), ApplicationID: m.ApplicationID, CandidateID: now.CandidateID, PositionID: now.PositionID,
		Object: "mail", ObjectID: m.ID, Data: map[string]string{"template": string(m.Template), "reason": reason},
	})
}

// giveBack returns a letter that has surely not left, to be tried again.
func (r *Room) giveBack(ctx context.Context, m mailRow, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return requeue(ctx, tx, m, forPeople(cause)) })
}

// giveUp marks a letter that could not be sent in all attempts.
func (r *Room) giveUp(ctx context.Context, tx db.Tx, t queue.Task[send], cause error) error {
	m, found, err := lockMail(ctx, tx, t.Args.MailID)
	if err != nil || !found {
		return err
	}
	if m.State == Handed {
		return r.end(ctx, tx, m, Uncertain, unsure)
	}
	return r.end(ctx, tx, m, Failed, "This letter could not be sent. "+forPeople(cause))
}

func forPeople(err error) string {
	var no *Rejected
	if errors.As(err, &no) {
		return "The mail server answered: " + no.Reply
	}
	if told := errs.As(err); told.Kind != errs.Internal {
		return told.Message
	}
	return "The mail server could not be reached."
}
