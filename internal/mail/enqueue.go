package mail

import (
	"context"
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"strings"

	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/queue"
)

// send is the task that makes one letter leave.
type send struct{ MailID string }

func (send) Kind() string { return "mail.send" }

// Enqueue puts a letter into the outbox, in the transaction of the verb that causes it; it leaves once that is
// committed. Asked for twice under the same Unique key, it is one letter. A letter to a candidate without an address is kept as skipped, "No email
// on file." An address that is none is refused (422, field "email").
func Enqueue(ctx context.Context, tx db.Tx, l Letter) error {
	m, err := newMail(tx, l)
	if err != nil {
		return err
	}
	added, err := insertMail(ctx, tx, m)
	if err != nil || !added || m.State != Queued {
		return err
	}
	return queue.Enqueue(ctx, tx, send{MailID: m.ID}, queue.InOrg(m.OrgID), queue.At(m.NotBefore.Time), queue.Unique(m.ID))
}

func newMail(tx db.Tx, l Letter) (mailRow, error) {
	data, err := json.Marshal(l.Data)
	if err != nil {
		return mailRow{}, fmt.Errorf("letter %s: %w", l.Template, err)
	}
	m := mailRow{Mail: Mail{ID: db.NewID(), OrgID: l.OrgID, ApplicationID: l.ApplicationID, PositionID: l.PositionID, RequestID: l.RequestID, ReaderID: l.ReaderMemberID,
		Template: l.Template, ToEmail: strings.TrimSpace(l.To), ToName: line(l.Name), State: Queued,
		NotBefore: db.At(tx.Now().Add(l.After)), CreatedAt: db.At(tx.Now()), CreatedBy: l.ByMember}, Data: string(data)}
	if l.Unique != "" {
		m.UniqueKey = l.OrgID + ":" + l.Unique
	}
	if _, err := write(l.Template, l.trial()); err != nil {
		return mailRow{}, err // a mistake of ours is found here, not in the night
	}
	if l.ReaderMemberID != "" {
		return m, nil
	}
	if m.ToEmail == "" {
		m.State, m.Reason = Skipped, "No email on file."
		return m, nil
	}
	if m.ToEmail, err = address(m.ToEmail); err != nil {
		return mailRow{}, err
	}
	return m, nil
}

// trial fills in what is read only when a letter to a member leaves.
func (l Letter) trial() facts {
	f := facts{Data: l.Data, Organization: "-"}
	if l.ReaderMemberID != "" {
		f.Candidate, f.Position, f.Item, f.Outcome = "-", "-", "-", "approved"
	}
	return f
}

// address accepts a bare address only: no name, no list, nothing that a mail server could take for more.
func address(s string) (string, error) {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || len(s) > 254 || strings.ContainsAny(s, "\r\n\x00<>\" ") {
		return "", errs.Bad(errs.F("email", "This is not an e-mail address."))
	}
	return s, nil
}

// Cancel takes back a letter that has not left, by its Unique key; false means that it has (or that there is none).
func Cancel(ctx context.Context, tx db.Tx, orgID, unique string) (bool, error) {
	return cancelMail(ctx, tx, orgID+":"+unique)
}
