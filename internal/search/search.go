// Package search finds people, positions and résumés by their words. It reads what the rules let its reader see, and
// nothing it answers, not even a count, depends on anything else.
package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

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

// Results are what was found, best first within each kind. Each list holds at most the limit asked for.
type Results struct {
	People    []Person
	Positions []Position
	Resumes   []Resume
}

// Empty reports that nothing was found.
func (r Results) Empty() bool { return len(r.People)+len(r.Positions)+len(r.Resumes) == 0 }

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
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if out.People, err = people(ctx, tx, a, words, db.Key(q), limit); err != nil {
			return fmt.Errorf("search people: %w", err)
		}
		if out.Positions, err = positions(ctx, tx, a, words, limit); err != nil {
			return fmt.Errorf("search positions: %w", err)
		}
		if out.Resumes, err = resumes(ctx, tx, a, words, limit); err != nil {
			return fmt.Errorf("search résumés: %w", err)
		}
		return nil
	})
	return out, err
}

// people: first those whose name begins with what was typed, then those who have all the words.
func people(ctx context.Context, tx db.Tx, a access.Actor, words []string, typed string, limit int) ([]Person, error) {
	f := access.Where(a, access.CandidateView)
	if f.Nothing() {
		return nil, nil
	}
	type row struct {
		ID, Name, Headline, OwnMemberID string
	}
	pick := func(q *bun.SelectQuery) ([]row, error) {
		var rows []row
		err := q.ColumnExpr("c.id, c.name, c.headline, coalesce(c.own_member_id, '') AS own_member_id").Limit(int64(limit)).Scan(ctx, &rows)
		return rows, err
	}
	named, err := pick(f.On(tx.NewSelect().TableExpr("candidates AS c"), "c").
		Where("c.org_id = ? AND c.name_key >= ? AND c.name_key < ?", a.OrgID(), typed, typed+"\U0010FFFF").OrderExpr("c.name_key, c.id"))
	if err != nil {
		return nil, err
	}
	found, err := pick(peopleWith(tx, a, f, words))
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

// peopleWith are those whose document has all the words.
func peopleWith(tx db.Tx, a access.Actor, f access.Filter[access.Candidate], words []string) *bun.SelectQuery {
	places, _ := f.Places()
	q := f.On(matching(tx, "person", words, places).Join("JOIN candidates AS c ON c.id = d.ref_id"), "c")
	return notByOwnWords(q, a, words).Where("d.org_id = ?", a.OrgID()).OrderExpr(newest(tx))
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

func positions(ctx context.Context, tx db.Tx, a access.Actor, words []string, limit int) ([]Position, error) {
	f := access.Where(a, access.PositionView)
	if f.Nothing() {
		return nil, nil
	}
	places, _ := f.Places()
	var rows []Position
	err := f.On(matching(tx, "position", words, places).Join("JOIN positions AS p ON p.id = d.ref_id"), "p").
		ColumnExpr("p.id, p.title, p.department, p.status").Where("d.org_id = ?", a.OrgID()).
		OrderExpr(newest(tx)).Limit(int64(limit)).Scan(ctx, &rows)
	return rows, err
}

// resumes are found with everything of the application: not on one's own.
func resumes(ctx context.Context, tx db.Tx, a access.Actor, words []string, limit int) ([]Resume, error) {
	f := access.Where(a, access.ApplicationOpen)
	if f.Nothing() {
		return nil, nil
	}
	var out []Resume
	err := resumesWith(tx, a, f, words).Limit(int64(limit)).Scan(ctx, &out)
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
		out[slices.Index(ids, t.FileID)].Snippet = snippet(t.Body, words)
	}
	return out, nil
}

// resumesWith are those whose text has all the words.
func resumesWith(tx db.Tx, a access.Actor, f access.Filter[access.Application], words []string) *bun.SelectQuery {
	places, _ := f.Places()
	return f.On(matching(tx, "resume", words, places).
		Join("JOIN applications AS app ON app.id = d.application_id").
		Join("JOIN candidates AS c ON c.id = app.candidate_id").
		Join("JOIN positions AS p ON p.id = app.position_id"), "app").
		ColumnExpr("d.ref_id AS file_id, app.id AS application_id, c.id AS candidate_id, c.name, p.title AS position_title").
		Where("d.org_id = ?", a.OrgID()).OrderExpr(newest(tx))
}

// newest first, in the order in which the index of words is read, so that the first few are found without the rest.
func newest(tx db.Tx) string {
	if tx.Engine() == db.Postgres {
		return "d.id DESC"
	}
	return "w.rowid DESC"
}

// matching starts a query over the documents of one kind that have all the words. places narrows it to documents of
// these positions, where the reader sees no others.
func matching(tx db.Tx, kind string, words, places []string) *bun.SelectQuery {
	if len(places) > 200 {
		places = nil // a long list costs more than it spares
	}
	tokens := make([]string, len(places))
	for i, p := range places {
		tokens[i] = "p" + strings.ReplaceAll(p, "-", "")
	}
	if tx.Engine() == db.Postgres {
		return tx.NewSelect().TableExpr("search_docs AS d").Where("d.words @@ to_tsquery('simple', ?)", tsquery(kind, words, tokens))
	}
	return tx.NewSelect().TableExpr("search_words AS w").Join("JOIN search_docs AS d ON d.id = w.rowid").
		Where("search_words MATCH ?", ftsquery(kind, words, tokens))
}

// tsquery and ftsquery say the same in the two languages. Words hold letters and digits only, so nothing in them
// can be read as syntax.
func tsquery(kind string, words, places []string) string {
	parts := []string{"k" + kind}
	for _, w := range words {
		if len(w) > 1 {
			w += ":*"
		}
		parts = append(parts, w)
	}
	if len(places) > 0 {
		parts = append(parts, "("+strings.Join(places, " | ")+")")
	}
	return strings.Join(parts, " & ")
}

func ftsquery(kind string, words, places []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = `"` + w + `"`
		if len(w) > 1 {
			quoted[i] += "*"
		}
	}
	q := `scope : "k` + kind + `" AND words : (` + strings.Join(quoted, " AND ") + `)`
	if len(places) > 0 {
		q += ` AND scope : ("` + strings.Join(places, `" OR "`) + `")`
	}
	return q
}
