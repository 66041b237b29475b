package candidates

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// changePerson updates the one person that the pass was issued for; set ends with a comma.
func changePerson(ctx context.Context, tx db.Tx, pass access.Pass[access.Candidate], set string, args ...any) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	args = append(args, db.At(tx.Now()), pass.ID(), pass.OrgID())
	_, err := tx.NewRaw(`UPDATE candidates SET `+set+`updated_at = ? WHERE id = ? AND org_id = ?`, args...).Exec(ctx)
	return errs.Wrap(err, "change candidate")
}

// setTags makes the tags exactly these and says whether that changed anything.
func setTags(ctx context.Context, tx db.Tx, pass access.Pass[access.Candidate], tags []string) (bool, error) {
	have, err := loadTags(ctx, tx, []string{pass.ID()})
	if err != nil {
		return false, err
	}
	sorted := slices.SortedFunc(slices.Values(tags), func(x, y string) int { return compareKeys(x, y) })
	if !pass.Valid() || slices.Equal(have[pass.ID()], sorted) {
		return false, nil
	}
	if _, err := tx.NewRaw(`DELETE FROM candidate_tags WHERE candidate_id = ?`, pass.ID()).Exec(ctx); err != nil {
		return false, fmt.Errorf("set tags: %w", err)
	}
	return true, insertTags(ctx, tx, pass.OrgID(), pass.ID(), tags)
}

func insertTags(ctx context.Context, tx db.Tx, orgID, id string, tags []string) error {
	for _, t := range tags {
		_, err := tx.NewRaw(`INSERT INTO candidate_tags (candidate_id, org_id, tag, tag_key) VALUES (?, ?, ?, ?)`, id, orgID, t, db.Key(t)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("insert tag: %w", err)
		}
	}
	return nil
}

// setEmails makes the addresses exactly these, in this order.
func setEmails(ctx context.Context, tx db.Tx, pass access.Pass[access.Candidate], emails []string) (bool, error) {
	have, err := loadEmails(ctx, tx, []string{pass.ID()})
	if err != nil {
		return false, err
	}
	if !pass.Valid() || slices.Equal(have[pass.ID()], emails) {
		return false, nil
	}
	if _, err := tx.NewRaw(`DELETE FROM candidate_emails WHERE candidate_id = ?`, pass.ID()).Exec(ctx); err != nil {
		return false, fmt.Errorf("set addresses: %w", err)
	}
	return true, insertEmails(ctx, tx, pass.OrgID(), pass.ID(), emails)
}

func insertEmails(ctx context.Context, tx db.Tx, orgID, id string, emails []string) error {
	for i, e := range emails {
		_, err := tx.NewRaw(`INSERT INTO candidate_emails (candidate_id, org_id, email, email_key, rank) VALUES (?, ?, ?, ?, ?)`, id, orgID, e, db.Key(e), i).Exec(ctx)
		if err != nil {
			return fmt.Errorf("insert address: %w", err)
		}
	}
	return nil
}

func compareKeys(x, y string) int {
	kx, ky := db.Key(x), db.Key(y)
	switch {
	case kx < ky:
		return -1
	case kx > ky:
		return 1
	}
	return 0
}

// insertPerson adds a person without addresses and tags.
func insertPerson(ctx context.Context, tx db.Tx, a access.Actor, p person) error {
	now := db.At(tx.Now())
	_, err := tx.NewRaw(`INSERT INTO candidates (id, org_id, name, name_key, headline, phone, phone_key, location, links, created_at, created_by, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, a.OrgID(), p.Name, db.Key(p.Name), p.Headline, p.Phone, phoneKey(p.Phone), p.Location, p.Links, now, null(a.MemberID()), now).Exec(ctx)
	return errs.Wrap(err, "insert candidate")
}

// newApplication is what an application begins with.
type newApplication struct {
	ID, CandidateID string
	At              boardHead
	OwnMemberID     string // the member this person is: the database refuses another
	Phase           *Phase
	Source          Source
	SourceName      string
	Answers         []Answer
	Consent         string
}

func insertApplication(ctx context.Context, tx db.Tx, a access.Actor, n newApplication) error {
	now := db.At(tx.Now())
	status, phase, consentAt := Applied, any(nil), db.Time{}
	if n.Phase != nil {
		status, phase = InReview, n.Phase.ID
	}
	if n.Consent != "" {
		consentAt = now
	}
	if n.Answers == nil {
		n.Answers = []Answer{}
	}
	_, err := tx.NewRaw(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, own_member_id, status, phase_id, moved_at, source, source_name,
			answers, consent_text, consent_at, applied_at, created_by, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n.ID, a.OrgID(), n.At.ID, n.CandidateID, n.At.Private, null(n.OwnMemberID), status, phase, now, n.Source, n.SourceName,
		asJSON(n.Answers), n.Consent, consentAt, now, null(a.MemberID()), now).Exec(ctx)
	return errs.Wrap(err, "insert application")
}

// ownOf is the member a person is, as the database has just found.
func ownOf(ctx context.Context, tx db.Tx, candidateID string) (own string, err error) {
	err = tx.NewRaw(`SELECT coalesce(own_member_id, '') FROM candidates WHERE id = ?`, candidateID).Scan(ctx, &own)
	return own, errs.Wrap(err, "read link to a member")
}
