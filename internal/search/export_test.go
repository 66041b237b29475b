package search

import (
	"context"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// Queries behind the search of people and of résumés, for their plans.
func Queries(ctx context.Context, tx db.Tx, a access.Actor, words []string) (out []*bun.SelectQuery, err error) {
	l, err := lookFor(ctx, tx, words)
	if err != nil {
		return nil, err
	}
	people, files := access.Where(a, access.CandidateView), access.Where(a, access.ApplicationOpen)
	of, err := docsFor(ctx, tx, a, people, "person", l)
	if err != nil {
		return nil, err
	}
	for _, way := range of.ways() {
		out = append(out, peopleOf(way, a, people, words).ColumnExpr("c.id"))
	}
	if of, err = docsFor(ctx, tx, a, files, "resume", l); err != nil {
		return nil, err
	}
	for _, way := range of.ways() {
		out = append(out, resumesOf(way, files))
	}
	return out, nil
}

// AskNewest sets how many of the newest documents are asked one by one, and gives what puts it back.
func AskNewest(n int) (back func()) {
	was := newestAsked
	newestAsked = n
	return func() { newestAsked = was }
}
