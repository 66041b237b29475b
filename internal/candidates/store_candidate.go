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
)

// person is a row of candidates.
type person struct {
	ID          string  `bun:"id"`
	OrgID       string  `bun:"org_id"`
	Name        string  `bun:"name"`
	NameKey     string  `bun:"name_key"`
	Headline    string  `bun:"headline"`
	Phone       string  `bun:"phone"`
	Location    string  `bun:"location"`
	Links       string  `bun:"links"`
	Shelf       string  `bun:"shelf"`
	OwnMemberID string  `bun:"own_member_id"`
	OwnHow      string  `bun:"own_how"`
	CreatedAt   db.Time `bun:"created_at"`
}

const personColumns = `c.id, c.org_id, c.name, c.name_key, c.headline, c.phone, c.location, c.links, c.shelf,
	coalesce(c.own_member_id, '') AS own_member_id, c.own_how, c.created_at`

// loadPerson finds one person whom the actor sees, asking every application itself and not the summary.
func loadPerson(ctx context.Context, tx db.Tx, a access.Actor, id string) (person, error) {
	var p person
	q := tx.NewSelect().TableExpr("candidates AS c").ColumnExpr(personColumns).Where("c.id = ?", id)
	err := access.Where(a, access.CandidateView).Exact().On(q, "c").Limit(1).Scan(ctx, &p)
	if errors.Is(err, sql.ErrNoRows) {
		return p, errs.Hidden()
	}
	return p, errs.Wrap(err, "load candidate")
}

// holdPerson is loadPerson of a row that nobody else changes until this transaction ends.
func holdPerson(ctx context.Context, tx db.Tx, a access.Actor, id string) (person, access.Row, error) {
	var locked string
	err := tx.NewRaw(`SELECT id FROM candidates WHERE id = ? AND org_id = ?`+tx.Lock(), id, a.OrgID()).Scan(ctx, &locked)
	if errors.Is(err, sql.ErrNoRows) {
		return person{}, access.Row{}, errs.Hidden()
	}
	if err != nil {
		return person{}, access.Row{}, fmt.Errorf("lock candidate: %w", err)
	}
	p, err := loadPerson(ctx, tx, a, id)
	if err != nil {
		return person{}, access.Row{}, err
	}
	row, err := p.row(ctx, tx)
	return p, row, err
}

// row is what rules read of a person: with all applications, also those that the actor does not see.
func (p person) row(ctx context.Context, tx db.Tx) (access.Row, error) {
	var apps []struct {
		ID, PositionID, Status, Own string
		Private                     bool
	}
	err := tx.NewRaw(`SELECT id, position_id, status, private, coalesce(own_member_id, '') AS own FROM applications WHERE candidate_id = ?`, p.ID).Scan(ctx, &apps)
	if err != nil {
		return access.Row{}, fmt.Errorf("load candidate's applications: %w", err)
	}
	row := access.Row{OrgID: p.OrgID, ID: p.ID, OwnMemberID: p.OwnMemberID, KnowsChildren: true}
	for _, x := range apps {
		row.Children = append(row.Children, access.Row{OrgID: p.OrgID, ID: x.ID, PositionID: x.PositionID, Status: x.Status,
			OwnMemberID: x.Own, Private: access.Is(x.Private)})
	}
	return row, nil
}

// visibleOf reads the applications of some people that the actor sees, newest first. The people are chosen before
// the rule is asked, so that no planner walks the organisation for them.
func visibleOf(ctx context.Context, tx db.Tx, a access.Actor, people []string) (map[string][]record, error) {
	sight := access.Where(a, access.ApplicationView)
	if len(people) == 0 || sight.Nothing() {
		return nil, nil
	}
	var rows []record
	q := tx.NewSelect().TableExpr("(SELECT "+plainColumns+" FROM applications WHERE candidate_id IN (?) LIMIT 1000000) AS a", bun.List(people)).
		ColumnExpr(recordColumns).Join(recordJoins, a.MemberID())
	if err := sight.On(q, "a").OrderExpr("a.applied_at DESC, a.id DESC").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load candidates' applications: %w", err)
	}
	out := make(map[string][]record, len(people))
	for _, rec := range rows {
		out[rec.CandidateID] = append(out[rec.CandidateID], rec)
	}
	return out, nil
}

func loadPeople(ctx context.Context, tx db.Tx, ids []string) (map[string]person, error) {
	var rows []person
	err := tx.NewRaw(`SELECT `+personColumns+` FROM candidates AS c WHERE c.id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load candidates: %w", err)
	}
	out := make(map[string]person, len(rows))
	for _, p := range rows {
		out[p.ID] = p
	}
	return out, nil
}

// loadEmails are people's addresses in their order.
func loadEmails(ctx context.Context, tx db.Tx, people []string) (map[string][]string, error) {
	return textsOf(ctx, tx, `SELECT candidate_id, email AS text FROM candidate_emails WHERE candidate_id IN (?) ORDER BY candidate_id, rank, email_key`, people)
}

// loadTags are people's tags by name.
func loadTags(ctx context.Context, tx db.Tx, people []string) (map[string][]string, error) {
	return textsOf(ctx, tx, `SELECT candidate_id, tag AS text FROM candidate_tags WHERE candidate_id IN (?) ORDER BY candidate_id, tag_key`, people)
}

func textsOf(ctx context.Context, tx db.Tx, query string, people []string) (map[string][]string, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var rows []struct{ CandidateID, Text string }
	if err := tx.NewRaw(query, bun.List(people)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load of candidates: %w", err)
	}
	out := map[string][]string{}
	for _, r := range rows {
		out[r.CandidateID] = append(out[r.CandidateID], r.Text)
	}
	return out, nil
}

// show is the person as the actor gets them, computed from the applications they see (newest first).
func (p person) show(a access.Actor, seen []record, emails, tags []string) (Candidate, error) {
	out := Candidate{ID: p.ID, Name: p.Name, Applications: showAll(a, seen)}
	out.Standing = standing(Standing(p.Shelf), out.Applications)
	row := access.Row{OrgID: p.OrgID, ID: p.ID, OwnMemberID: p.OwnMemberID, KnowsChildren: true}
	for _, rec := range seen {
		row.Children = append(row.Children, rec.row())
	}
	if code, sentence, own := access.Withheld(a, access.CandidateOpen, row); own {
		out.Own = true
		for _, part := range []string{"activity", "contact", "files", "tags"} {
			out.Withheld = append(out.Withheld, Withheld{part, code, sentence})
		}
		return out, nil
	}
	if err := json.Unmarshal([]byte(p.Links), &out.Links); err != nil {
		return out, fmt.Errorf("read links: %w", err)
	}
	out.Headline, out.Location, out.Phone, out.Emails, out.Tags = p.Headline, p.Location, p.Phone, emails, tags
	out.AddedAt = p.CreatedAt
	for i, rec := range seen {
		if i == 0 {
			out.Source, out.SourceName, out.AddedAt = rec.Source, rec.SourceName, rec.AppliedAt
		}
		if rec.AppliedAt.Before(out.AddedAt.Time) {
			out.AddedAt = rec.AppliedAt
		}
		if rec.MovedAt.After(out.LastMovedAt.Time) {
			out.LastMovedAt = rec.MovedAt
		}
	}
	return out, nil
}

// showPeople dresses a page of people, in the order of their ids.
func showPeople(ctx context.Context, tx db.Tx, a access.Actor, ids []string) ([]Candidate, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	people, err := loadPeople(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	seen, err := visibleOf(ctx, tx, a, ids)
	if err != nil {
		return nil, err
	}
	emails, err := loadEmails(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	tags, err := loadTags(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Candidate, 0, len(ids))
	for _, id := range ids {
		c, err := people[id].show(a, seen[id], emails[id], tags[id])
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
