package library

import (
	"context"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

type keyed struct{ Key, ID string }

// named are the ids of what is in one of the organisation's vocabularies, by the keys of their names.
func named(ctx context.Context, tx db.Tx, a access.Actor, table string) (map[string]string, error) {
	var rows []keyed
	err := tx.NewRaw(`SELECT name_key AS key, id FROM ? WHERE org_id = ? AND archived_at IS NULL`, bun.Ident(table), a.OrgID()).Scan(ctx, &rows)
	return byKey(rows), errs.Wrap(err, "read "+table)
}

// sharedTitles are the ids of the organisation's items of a kind. What is Personal is no reason to leave anything out.
func sharedTitles(ctx context.Context, tx db.Tx, a access.Actor, kind string) (map[string]string, error) {
	var rows []keyed
	err := tx.NewRaw(`SELECT title_key AS key, id FROM library_items WHERE org_id = ? AND kind = ? AND visibility = 'org'`, a.OrgID(), kind).Scan(ctx, &rows)
	return byKey(rows), errs.Wrap(err, "read titles")
}

func byKey(rows []keyed) map[string]string {
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Key] = r.ID
	}
	return out
}
