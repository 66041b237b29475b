package activity

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/db"
)

// countIn counts what a query selects, where the page asks for it: the query of the list itself, before it is cut.
func countIn(ctx context.Context, page db.Page, q *bun.SelectQuery) (n int64, err error) {
	if !page.Count {
		return 0, nil
	}
	if n, err = q.Clone().Count(ctx); err != nil {
		return 0, fmt.Errorf("count lines: %w", err)
	}
	return n, nil
}

// counted is a page with the count, where that was asked for.
func counted[T any](page db.Page, list db.List[T], n int64) db.List[T] {
	if page.Count {
		return list.Counted(int(n))
	}
	return list
}
