package mail

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// mailRow is a letter with what only its sender needs.
type mailRow struct {
	Mail
	Data      string
	UniqueKey string
	Html      string
	Claim     string
	Attempts  int64
	from      string // the organisation's name
}

const mailColumns = `m.id, coalesce(m.org_id, '') AS org_id, coalesce(m.application_id, '') AS application_id, coalesce(m.position_id, '') AS position_id, coalesce(m.request_id, '') AS request_id,
	coalesce(m.reader_id, '') AS reader_id, m.template, m.to_email, m.to_name, m.subject, m.body, m.state, m.reason, m.not_before, m.sent_at, m.created_at,
	coalesce(m.created_by, '') AS created_by`

// insertMail adds a letter; false if one with its key is there already.
func insertMail(ctx context.Context, tx db.Tx, m mailRow) (bool, error) {
	res, err := tx.NewRaw(`INSERT INTO mails (id, org_id, application_id, position_id, request_id, reader_id, template, data, unique_key, to_email, to_key, to_name,
			state, reason, not_before, created_at, created_by)
		VALUES (?, nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, ''), ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))
		ON CONFLICT (unique_key) WHERE state <> 'cancelled' DO NOTHING`,
		m.ID, m.OrgID, m.ApplicationID, m.PositionID, m.RequestID, m.ReaderID, m.Template, m.Data, m.UniqueKey, m.ToEmail, db.Key(m.ToEmail), m.ToName,
		m.State, m.Reason, m.NotBefore, m.CreatedAt, m.CreatedBy).Exec(ctx)
	n, err := affected(res, err)
	if err != nil {
		return false, fmt.Errorf("insert letter: %w", err)
	}
	return n > 0, nil
}

// cancelMail works until the letter is handed over: a sender that has begun finds its claim gone.
func cancelMail(ctx context.Context, tx db.Tx, key string) (bool, error) {
	res, err := tx.NewRaw(`UPDATE mails SET state = 'cancelled', claim = '', data = '{}' WHERE unique_key = ? AND state IN ('queued', 'claimed')`, key).Exec(ctx)
	n, err := affected(res, err)
	if err != nil {
		return false, fmt.Errorf("cancel letter: %w", err)
	}
	return n > 0, nil
}

// Unsent counts the letters that have not left, or of which nobody knows, by state, for /metrics. The states are those
// of the index mails_unsent; each has its number, also 0.
func Unsent(ctx context.Context, tx db.Tx) (map[State]int, error) {
	out := map[State]int{Queued: 0, Claimed: 0, Handed: 0, Uncertain: 0, Failed: 0}
	var rows []struct {
		State State
		N     int
	}
	err := tx.NewRaw(`SELECT state, count(*) AS n FROM mails WHERE state IN ('queued', 'claimed', 'handed', 'uncertain', 'failed') GROUP BY state`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count letters: %w", err)
	}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out, nil
}

// lockMail reads a letter that is about to be moved on; found is false if it is gone.
func lockMail(ctx context.Context, tx db.Tx, id string) (m mailRow, found bool, err error) {
	err = tx.NewRaw(`SELECT `+mailColumns+`, m.data, m.claim, m.attempts FROM mails AS m WHERE m.id = ?`+tx.Lock(), id).Scan(ctx, &m)
	if errors.Is(err, sql.ErrNoRows) {
		return mailRow{}, false, nil
	}
	if err != nil {
		return mailRow{}, false, fmt.Errorf("load letter: %w", err)
	}
	return m, true, nil
}

// claimMail gives the letter, written out, to one sender.
func claimMail(ctx context.Context, tx db.Tx, m mailRow) error {
	_, err := tx.NewRaw(`UPDATE mails SET state = 'claimed', claim = ?, attempts = attempts + 1, to_email = ?, to_key = ?, to_name = ?, subject = ?, body = ?, html = ?, reason = ''
		WHERE id = ?`, m.Claim, m.ToEmail, db.Key(m.ToEmail), m.ToName, m.Subject, m.Body, m.Html, m.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("claim letter: %w", err)
	}
	return nil
}

// handOver notes that the last word is about to be said. False: the letter is no longer this sender's.
func handOver(ctx context.Context, tx db.Tx, m mailRow) (bool, error) {
	res, err := tx.NewRaw(`UPDATE mails SET state = 'handed', handed_at = ? WHERE id = ? AND claim = ? AND state = 'claimed'`,
		db.At(tx.Now()), m.ID, m.Claim).Exec(ctx)
	n, err := affected(res, err)
	if err != nil {
		return false, fmt.Errorf("hand over letter: %w", err)
	}
	return n > 0, nil
}

// settle writes a letter's end. With a claim only its holder can, from whatever others made of it meanwhile. What held a
// secret link forgets it (a new link is asked for instead of the letter again), unless it is kept to be looked at.
func settle(ctx context.Context, tx db.Tx, m mailRow, s State, reason string, keep bool) (bool, error) {
	var sent db.Time
	if s == Sent {
		sent = db.At(tx.Now())
	}
	set := `UPDATE mails SET state = ?, reason = ?, sent_at = ?`
	switch again := s == Uncertain || s == Failed; {
	case keep:
	case m.Template.secret():
		set += `, data = '{}', body = '', html = ''`
	case !again:
		set += `, data = '{}'`
	}
	res, err := tx.NewRaw(set+` WHERE id = ? AND claim = ? AND state IN ('queued', 'claimed', 'handed', 'uncertain')`, s, reason, sent, m.ID, m.Claim).Exec(ctx)
	n, err := affected(res, err)
	if err != nil {
		return false, fmt.Errorf("settle letter: %w", err)
	}
	return n > 0, nil
}

// requeue gives a letter back that the mail server did not take.
func requeue(ctx context.Context, tx db.Tx, m mailRow, reason string) error {
	_, err := tx.NewRaw(`UPDATE mails SET state = 'queued', claim = '', reason = ? WHERE id = ? AND claim = ? AND state IN ('claimed', 'handed')`,
		reason, m.ID, m.Claim).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give letter back: %w", err)
	}
	return nil
}

// about is what a letter may say of the things it is about, as they are now.
type about struct {
	Organization, Candidate, CandidateID, Position, PositionID string
	Private                                                    bool
	Item, Outcome, Reason                                      string // of a request for approval
}

func aboutLetter(ctx context.Context, tx db.Tx, m mailRow) (a about, err error) {
	var private sql.NullBool
	var kind, title string
	err = tx.NewRaw(`SELECT coalesce(o.name, ''), coalesce(c.name, ''), coalesce(c.id, ''), coalesce(p.title, ''), coalesce(p.id, ''), p.private,
			coalesce(r.kind, ''), coalesce(r.title, ''), coalesce(r.state, ''), coalesce(r.reason, '')
		FROM mails AS m LEFT JOIN organizations AS o ON o.id = m.org_id LEFT JOIN applications AS a ON a.id = m.application_id
		LEFT JOIN candidates AS c ON c.id = a.candidate_id LEFT JOIN positions AS p ON p.id = coalesce(a.position_id, m.position_id)
			LEFT JOIN approvals AS r ON r.id = m.request_id
		WHERE m.id = ?`, m.ID).Scan(ctx, &a.Organization, &a.Candidate, &a.CandidateID, &a.Position, &a.PositionID, &private, &kind, &title, &a.Outcome, &a.Reason)
	if err != nil {
		return about{}, fmt.Errorf("what the letter is about: %w", err)
	}
	a.Private = private.Bool
	if kind != "" {
		a.Item = things[kind] + " “" + title + "”"
	}
	return a, nil
}

// things are the kinds of what approval is asked for, in words.
var things = map[string]string{"question": "the question", "template": "the interview template", "form": "the feedback form", "offer": "the offer"}

// mayRead asks whether a member may read what a letter is about, by the rules as they are now.
func mayRead(ctx context.Context, tx db.Tx, reader access.Actor, m mailRow) (bool, error) {
	if m.RequestID != "" {
		return mayReadRequest(ctx, tx, reader, m)
	}
	table, id := "applications", m.ApplicationID
	rule := access.ApplicationOpen
	if m.Template == Mention { // it is about a note
		rule = access.ApplicationActivity
	}
	where, args := access.Where(reader, rule).SQL("x")
	if id == "" {
		table, id = "positions", m.PositionID
		where, args = access.Where(reader, access.PositionView).SQL("x")
	}
	if id == "" {
		return true, nil
	}
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM `+table+` AS x WHERE x.id = ? AND `+where, append([]any{id}, args...)...).Scan(ctx, &n)
	if err != nil {
		return false, fmt.Errorf("may the reader read: %w", err)
	}
	return n > 0, nil
}

// mayReadRequest: who is asked to decide must still be able to, and it must still wait.
func mayReadRequest(ctx context.Context, tx db.Tx, reader access.Actor, m mailRow) (bool, error) {
	rule := access.RequestView
	if m.Template == ApprovalWanted {
		rule = access.RequestDecide
	}
	where, args := access.Where(reader, rule).SQL("x")
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM approvals AS x WHERE x.id = ? AND `+where, append([]any{m.RequestID}, args...)...).Scan(ctx, &n)
	if err != nil {
		return false, fmt.Errorf("may the reader read: %w", err)
	}
	return n > 0, nil
}

func memberAddress(ctx context.Context, tx db.Tx, memberID string) (email, name string, err error) {
	err = tx.NewRaw(`SELECT p.email, p.name FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id = ?`, memberID).Scan(ctx, &email, &name)
	if err != nil {
		return "", "", fmt.Errorf("address of the reader: %w", err)
	}
	return email, name, nil
}

func affected(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
