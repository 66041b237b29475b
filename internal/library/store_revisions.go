package library

import (
	"context"
	"fmt"

	"candor/internal/db"
	"candor/internal/errs"
)

func revisionsOf(ctx context.Context, tx db.Tx, i Item) ([]Revision, error) {
	var rows []struct {
		Number           int
		AuthorID, Author string
		At, SharedAt     db.Time
	}
	err := tx.NewRaw(`SELECT r.number, r.author_id, r.at, r.shared_at,
			coalesce((SELECT coalesce(nullif(m.name, ''), p.name) FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id = r.author_id), '') AS author
		FROM library_revisions AS r WHERE r.item_id = ? AND r.org_id = ? ORDER BY r.number DESC`, i.ID, i.OrgID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read revisions: %w", err)
	}
	out := make([]Revision, len(rows))
	for n, r := range rows {
		out[n] = Revision{Number: r.Number, AuthorID: r.AuthorID, Author: r.Author, At: r.At, Shared: r.SharedAt}
	}
	return out, nil
}

// lastRejected is the revision that was rejected last, if any was.
func lastRejected(ctx context.Context, tx db.Tx, itemID string) (numbers []int, err error) {
	err = tx.NewRaw(`SELECT r.revision FROM approvals AS r WHERE r.item_id = ? AND r.state = 'rejected' ORDER BY r.submitted_at DESC, r.id DESC LIMIT 1`, itemID).Scan(ctx, &numbers)
	return numbers, errs.Wrap(err, "read rounds")
}
