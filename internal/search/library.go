package search

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// titled are the newest items of the library that have all the words in their title. Titles are short and a library has
// thousands of them, not millions: the index of titles is read in order, without an index of words.
func titled[K access.Kind](ctx context.Context, tx db.Tx, a access.Actor, f access.Filter[K], kind string, words []string, limit int) (out []Item, err error) {
	if f.Nothing() {
		return nil, nil
	}
	q := f.On(tx.NewSelect().TableExpr("library_items AS i").ColumnExpr("i.id, i.title, i.visibility"), "i").Where("i.org_id = ? AND i.kind = ?", a.OrgID(), kind)
	for _, w := range words {
		q = q.Where("i.title_key LIKE ? ESCAPE '!'", db.Containing(w))
	}
	err = q.OrderExpr("i.created_at DESC, i.id DESC").Limit(int64(limit)).Scan(ctx, &out)
	return out, err
}
