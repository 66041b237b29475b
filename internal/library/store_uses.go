package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// visibleTemplatesAsking are the templates whose live revision asks a question, those that the actor sees.
func visibleTemplatesAsking(ctx context.Context, tx db.Tx, a access.Actor, questionID string) (out []Name, err error) {
	see := access.Where(a, access.TemplateView)
	if see.Nothing() {
		return nil, nil
	}
	where, args := see.SQL("i")
	err = tx.NewRaw(`SELECT i.id, i.title AS name FROM library_uses AS u JOIN library_items AS i ON i.id = u.item_id
		WHERE u.used_id = ? AND u.live AND i.kind = 'template' AND `+where+` ORDER BY i.title_key, i.id`, append([]any{questionID}, args...)...).Scan(ctx, &out)
	return out, errs.Wrap(err, "read uses")
}
