package search

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// docs are the documents of one kind that have all the words.
type docs struct {
	tx     db.Tx
	org    string
	kind   string
	look   look
	places []string // where the reader sees no others: documents of these positions alone
	few    bool     // the places have so few documents that each can be asked
}

// manyThere is from how many applications on it is dearer to ask each, than to ask the index for the words.
const manyThere = 5000

// docsFor are those which a reader's filter may let through.
func docsFor[K access.Kind](ctx context.Context, tx db.Tx, a access.Actor, f access.Filter[K], kind string, l look) (docs, error) {
	d := docs{tx: tx, org: a.OrgID(), kind: kind, look: l}
	d.places, _ = f.Places()
	if len(d.places) > 200 {
		d.places = nil // a long list costs more than it spares
	}
	if len(d.places) == 0 || tx.Engine() != db.Postgres {
		return d, nil
	}
	var n int
	err := tx.NewRaw(`SELECT coalesce(sum(n.n), 0) FROM application_counts AS n WHERE n.org_id = ? AND n.position_id IN (?)`, d.org, bun.List(d.places)).Scan(ctx, &n)
	d.few = n < manyThere
	return d, err
}

// find reads the first few rows of a query that pick makes of the documents (d), newest first.
func find[T any](ctx context.Context, d docs, limit int, pick func(*bun.SelectQuery) *bun.SelectQuery) ([]T, error) {
	var rows []T
	for _, way := range d.ways() {
		rows = nil
		if err := pick(way).Limit(int64(limit)).Scan(ctx, &rows); err != nil {
			return nil, err
		}
		if len(rows) == limit {
			break
		}
	}
	return rows, nil
}

// ways to find them: the next is tried if the one before has not found as many as are wanted. The last is complete.
func (d docs) ways() []*bun.SelectQuery {
	switch {
	case d.tx.Engine() == db.SQLite:
		return []*bun.SelectQuery{d.index()}
	case d.few:
		return []*bun.SelectQuery{d.there()}
	case len(d.places) > 0:
		return []*bun.SelectQuery{d.all()}
	}
	return []*bun.SelectQuery{d.newest(), d.all()}
}

// index walks the index of words, newest first, so that the first few are found without the rest.
func (d docs) index() *bun.SelectQuery {
	return d.tx.NewSelect().TableExpr("search_words AS w").Join("JOIN search_docs AS d ON d.id = w.rowid").
		Where("search_words MATCH ?", ftsquery(d.kind, d.look, tokens(d.places))).Where("d.org_id = ?", d.org).OrderExpr("w.rowid DESC")
}

// newestAsked is how many of the newest documents are asked one by one, before the index is.
var newestAsked = 1000

// newest asks the newest documents one by one: a word that many have is found among them, and PostgreSQL,
// whose statistics know words but not which kind has them, need not guess.
func (d docs) newest() *bun.SelectQuery {
	return d.tx.NewSelect().TableExpr(`(SELECT s.id, s.ref_id, s.application_id, s.words FROM search_docs AS s WHERE s.org_id = ? AND s.kind = ? ORDER BY s.id DESC LIMIT ?) AS d`,
		d.org, d.kind, newestAsked).Where("d.words @@ to_tsquery('simple', ?)", tsquery(d.look.words, nil)).OrderExpr("d.id DESC")
}

// all takes every document from the index of words, and sorts them before anything else is read of them. The sum keeps
// PostgreSQL from walking the documents in order instead.
func (d docs) all() *bun.SelectQuery {
	return d.tx.NewSelect().TableExpr(`(SELECT s.id + 0 AS id, s.ref_id, s.application_id FROM search_docs AS s
		WHERE s.org_id = ? AND s.kind = '`+d.kind+`' AND s.words @@ to_tsquery('simple', ?) ORDER BY s.id + 0 DESC) AS d`,
		d.org, tsquery(d.look.words, tokens(d.places))).OrderExpr("d.id DESC")
}

// there takes every document of the places from the index, and asks each for the words: as a function and not as an
// operator, or the index would gather all that have the words.
func (d docs) there() *bun.SelectQuery {
	return d.tx.NewSelect().TableExpr(`(SELECT s.id + 0 AS id, s.ref_id, s.application_id FROM search_docs AS s
		WHERE s.org_id = ? AND s.kind = '`+d.kind+`' AND s.words @@ to_tsquery('simple', ?) AND ts_match_vq(s.words, to_tsquery('simple', ?)) ORDER BY s.id + 0 DESC) AS d`,
		d.org, tsquery(nil, tokens(d.places)), tsquery(d.look.words, nil)).OrderExpr("d.id DESC")
}

// tokens by which documents say on which positions they lie.
func tokens(places []string) []string {
	out := make([]string, len(places))
	for i, p := range places {
		out[i] = "p" + strings.ReplaceAll(p, "-", "")
	}
	return out
}
