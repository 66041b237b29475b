package candidates

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

func (in CareersForm) tokenKey(positionID string) string {
	if in.Token == "" { // a form without one is a submission of its own each time
		return db.HashToken(db.NewID())
	}
	return db.HashToken(positionID + ":" + in.Token)
}

// lockPosition lets applications for one position arrive one after the other, so that the same person sending two
// forms at once does not become two.
func lockPosition(ctx context.Context, tx db.Tx, positionID string) error {
	if tx.Engine() != db.Postgres { // one writer at a time anyhow
		return nil
	}
	var id string
	err := tx.NewRaw(`SELECT id FROM positions WHERE id = ? FOR NO KEY UPDATE`, positionID).Scan(ctx, &id)
	return errs.Wrap(err, "lock position")
}

func seenToken(ctx context.Context, tx db.Tx, visitor access.Actor, key string) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM submissions WHERE org_id = ? AND token_key = ?`, visitor.OrgID(), key).Scan(ctx, &n)
	return n > 0, errs.Wrap(err, "look for the form's token")
}

// match is the application that an address has on a position; empty where there is none.
type match struct {
	ApplicationID, CandidateID, PositionID string
	Status                                 Status
	Again                                  bool `bun:"-"`
}

// matchOn finds it: an active one before ended ones, the newest first.
func matchOn(ctx context.Context, tx db.Tx, visitor access.Actor, positionID, email string) (match, error) {
	var m match
	err := tx.NewRaw(`SELECT a.id AS application_id, a.candidate_id, a.position_id, a.status FROM candidate_emails AS e
		JOIN applications AS a ON a.candidate_id = e.candidate_id AND coalesce(a.position_id, '') = ?
		WHERE e.org_id = ? AND e.email_key = ?
		ORDER BY CASE WHEN a.status IN ('rejected', 'withdrawn') THEN 1 ELSE 0 END, a.applied_at DESC, a.id DESC LIMIT 1`,
		positionID, visitor.OrgID(), db.Key(email)).Scan(ctx, &m)
	if errors.Is(err, sql.ErrNoRows) {
		return match{PositionID: positionID}, nil
	}
	m.Again = true
	return m, errs.Wrap(err, "look for the applicant")
}

// keep writes the form down as it was sent.
func (f *checkedForm) keep(ctx context.Context, tx db.Tx, visitor access.Actor, tokenKey string, to match) (string, error) {
	id := db.NewID()
	_, err := tx.NewRaw(`INSERT INTO submissions (id, org_id, application_id, token_key, again, name, email, phone, links, answers, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, visitor.OrgID(), to.ApplicationID, tokenKey, to.Again, f.Name, f.Email, f.Phone, asJSON(f.Links), asJSON(f.Answers), db.At(tx.Now())).Exec(ctx)
	return id, errs.Wrap(err, "keep submission")
}

// setAnswers writes the answers once their files have ids. They are never written again.
func setAnswers(ctx context.Context, tx db.Tx, applicationID string, answers []Answer) error {
	if _, err := tx.NewRaw(`UPDATE applications SET answers = ? WHERE id = ?`, asJSON(answers), applicationID).Exec(ctx); err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	return nil
}
