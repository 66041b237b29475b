package library

import (
	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// PageQuery is the query of a list's first page, for its plan.
func (s *Shelf[K, C]) PageQuery(tx db.Tx, a access.Actor, f Filter) *bun.SelectQuery {
	_ = f.check()
	return s.page(tx, access.Where(a, s.view), a, f, false, sortKey{}, 51)
}

// CountQuery is the query of its count.
func (s *Shelf[K, C]) CountQuery(tx db.Tx, a access.Actor, f Filter) *bun.SelectQuery {
	_ = f.check()
	return s.on(access.Where(a, s.view).On(tx.NewSelect().TableExpr("library_items AS i").ColumnExpr("count(*)"), "i"), a, f)
}
