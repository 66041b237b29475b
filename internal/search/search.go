// Package search finds people, positions and résumés by their words, questions and interview templates by their title. It reads what the rules let its reader see, and
// nothing it answers, not even a count, depends on anything else.
package search

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// Room is where things are found.
type Room struct{ DB *db.DB }

// New makes the room over a database.
func New(d *db.DB) *Room { return &Room{DB: d} }

// Person is a candidate that was found. Headline is empty on the reader's own file.
type Person struct{ ID, Name, Headline string }

// Position is an opening that was found.
type Position struct{ ID, Title, Department, Status string }

// Resume is a file whose words were found: whose it is, for which position, and the words around the first match.
type Resume struct{ FileID, ApplicationID, CandidateID, Name, PositionTitle, Snippet string }

// Item is a question or an interview template that was found.
type Item struct{ ID, Title, Visibility string }

// Results are what was found, best first within each kind. Each list holds at most the limit asked for.
type Results struct {
	People    []Person
	Positions []Position
	Resumes   []Resume
	Questions []Item
	Templates []Item
}

// Empty reports that nothing was found.
func (r Results) Empty() bool {
	return len(r.People)+len(r.Positions)+len(r.Resumes)+len(r.Questions)+len(r.Templates) == 0
}

// MaxWords are looked for; more of them in a query are not read.
const MaxWords = 8

// Search looks for every word of q, the beginning of a word being enough. limit is for each kind, at most 20. A query
// without a letter or digit finds nothing.
func (r *Room) Search(ctx context.Context, a access.Actor, q string, limit int) (Results, error) {
	var out Results
	words := Words(q)
	if len(words) == 0 || !a.IsMember() {
		return out, nil
	}
	limit = min(max(limit, 1), 20)
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		l, err := lookFor(ctx, tx, words)
		if err != nil {
			return err
		}
		if out.People, err = people(ctx, tx, a, l, db.Key(q), limit); err != nil {
			return fmt.Errorf("search people: %w", err)
		}
		if out.Positions, err = positions(ctx, tx, a, l, limit); err != nil {
			return fmt.Errorf("search positions: %w", err)
		}
		if out.Resumes, err = resumes(ctx, tx, a, l, limit); err != nil {
			return fmt.Errorf("search résumés: %w", err)
		}
		if out.Questions, err = titled(ctx, tx, a, access.Where(a, access.QuestionView), "question", words, limit); err != nil {
			return fmt.Errorf("search questions: %w", err)
		}
		if out.Templates, err = titled(ctx, tx, a, access.Where(a, access.TemplateView), "template", words, limit); err != nil {
			return fmt.Errorf("search templates: %w", err)
		}
		return nil
	})
	return out, err
}

// people: first those whose name begins with what was typed, then those who have all the words.
func people(ctx context.Context, tx db.Tx, a access.Actor, l look, typed string, limit int) ([]Person, error) {
	f := access.Where(a, access.CandidateView)
	if f.Nothing() {
		return nil, nil
	}
	type row struct {
		ID, Name, Headline, OwnMemberID string
	}
	const columns = "c.id, c.name, c.headline, coalesce(c.own_member_id, '') AS own_member_id"
	var named []row
	err := f.On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr(columns), "c").
		Where("c.org_id = ? AND c.name_key >= ? AND c.name_key < ?", a.OrgID(), typed, typed+"\U0010FFFF").
		OrderExpr("c.name_key, c.id").Limit(int64(limit)).Scan(ctx, &named)
	if err != nil {
		return nil, err
	}
	d, err := docsFor(ctx, tx, a, f, "person", l)
	if err != nil {
		return nil, err
	}
	found, err := find[row](ctx, d, limit, func(q *bun.SelectQuery) *bun.SelectQuery {
		return peopleOf(q, a, f, l.words).ColumnExpr(columns)
	})
	if err != nil {
		return nil, err
	}
	var out []Person
	for _, p := range append(named, found...) {
		if len(out) < limit && !slices.ContainsFunc(out, func(o Person) bool { return o.ID == p.ID }) {
			if p.OwnMemberID == a.MemberID() {
				p.Headline = ""
			}
			out = append(out, Person{p.ID, p.Name, p.Headline})
		}
	}
	return out, nil
}

// peopleOf documents (d) are those whom the reader sees.
func peopleOf(d *bun.SelectQuery, a access.Actor, f access.Filter[access.Candidate], words []string) *bun.SelectQuery {
	return notByOwnWords(f.On(d.Join("JOIN candidates AS c ON c.id = d.ref_id"), "c"), a, words)
}

// notByOwnWords: of one's own file only the name can be searched, the rest is not shown.
func notByOwnWords(q *bun.SelectQuery, a access.Actor, words []string) *bun.SelectQuery {
	args, own := []any{a.MemberID()}, ""
	for _, w := range words {
		own += " AND EXISTS (SELECT 1 FROM candidate_words AS x WHERE x.candidate_id = c.id AND x.word >= ? AND x.word < ?)"
		args = append(args, w, w+"\U0010FFFF")
	}
	// Written as an expression, so that no index of it drives the search: nearly everybody is nobody's own.
	return q.Where("(coalesce(c.own_member_id, '') <> ? OR "+own[len(" AND "):]+")", args...)
}

func positions(ctx context.Context, tx db.Tx, a access.Actor, l look, limit int) ([]Position, error) {
	f := access.Where(a, access.PositionView)
	if f.Nothing() {
		return nil, nil
	}
	d, err := docsFor(ctx, tx, a, f, "position", l)
	if err != nil {
		return nil, err
	}
	return find[Position](ctx, d, limit, func(q *bun.SelectQuery) *bun.SelectQuery {
		return f.On(q.Join("JOIN positions AS p ON p.id = d.ref_id"), "p").ColumnExpr("p.id, p.title, p.department, p.status")
	})
}

// resumes are found with everything of the application: not on one's own.
func resumes(ctx context.Context, tx db.Tx, a access.Actor, l look, limit int) ([]Resume, error) {
	f := access.Where(a, access.ApplicationOpen)
	if f.Nothing() {
		return nil, nil
	}
	d, err := docsFor(ctx, tx, a, f, "resume", l)
	if err != nil {
		return nil, err
	}
	out, err := find[Resume](ctx, d, limit, func(q *bun.SelectQuery) *bun.SelectQuery { return resumesOf(q, f) })
	if err != nil || len(out) == 0 {
		return nil, err
	}
	ids := make([]string, len(out))
	for i, r := range out {
		ids[i] = r.FileID
	}
	var texts []struct{ FileID, Body string } // of those few alone: texts are long
	if err := tx.NewRaw(`SELECT t.file_id, substr(t.body, 1, 200000) AS body FROM file_texts AS t WHERE t.file_id IN (?)`, bun.List(ids)).Scan(ctx, &texts); err != nil {
		return nil, err
	}
	for _, t := range texts {
		out[slices.Index(ids, t.FileID)].Snippet = snippet(t.Body, l.words)
	}
	return out, nil
}

// resumesOf documents (d) are those that the reader may open.
func resumesOf(d *bun.SelectQuery, f access.Filter[access.Application]) *bun.SelectQuery {
	return f.On(d.Join("JOIN applications AS app ON app.id = d.application_id").
		Join("JOIN candidates AS c ON c.id = app.candidate_id").
		Join("JOIN positions AS p ON p.id = app.position_id"), "app").
		ColumnExpr("d.ref_id AS file_id, app.id AS application_id, c.id AS candidate_id, c.name, p.title AS position_title")
}
