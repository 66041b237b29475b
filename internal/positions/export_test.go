package positions

import (
	"candor/internal/access"
	"candor/internal/db"
)

// PageSQL is the query behind a page of the list, for tests of its plan.
func PageSQL(tx db.Tx, a access.Actor, f Filter, want int64) string {
	return f.page(tx, access.Where(a, access.PositionView), a, false, sortKey{}, want).String()
}
