package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// UsableTemplate is the live revision of an interview template that a phase can take: the organisation's, and seen by the
// actor. Any other is not there (404), whoever has it.
func UsableTemplate(ctx context.Context, tx db.Tx, a access.Actor, id string) (revision int, err error) {
	return usable(ctx, tx, access.Where(a, access.TemplateUse), templateKind.name, id)
}

// UsableForm is UsableTemplate of feedback forms.
func UsableForm(ctx context.Context, tx db.Tx, a access.Actor, id string) (revision int, err error) {
	return usable(ctx, tx, access.Where(a, access.FormUse), formKind.name, id)
}

func usable[K access.Kind](ctx context.Context, tx db.Tx, use access.Filter[K], kind, id string) (revision int, err error) {
	if use.Nothing() {
		return 0, errs.Hidden()
	}
	where, args := use.SQL("i")
	err = tx.NewRaw(`SELECT i.revision FROM library_items AS i WHERE i.id = ? AND i.kind = ? AND `+where, append([]any{id, kind}, args...)...).Scan(ctx, &revision)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errs.Hidden()
	}
	if err != nil {
		return 0, fmt.Errorf("read what a phase takes: %w", err)
	}
	return revision, nil
}
