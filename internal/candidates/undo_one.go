package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// UndoOne is Undo of one application, whatever else was changed together with it: what stands in the way is the
// error. An undo that is not about this application is hidden (404), one without a name no undo (422).
func (r *Room) UndoOne(ctx context.Context, a access.Actor, id, undoID string) (out Application, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := loadApplication(ctx, tx, a, id); err != nil {
			return err
		}
		if undoID == "" {
			return errs.Bad(errs.F("id", "Name the undo that the change answered."))
		}
		rows, err := loadUndo(ctx, tx, a, undoID)
		if err != nil {
			return err
		}
		for _, u := range rows {
			if u.ApplicationID != id {
				continue
			}
			if _, err := takeBack(ctx, tx, a, u); err != nil {
				return err
			}
			if _, err := tx.NewRaw(`DELETE FROM undos WHERE id = ? AND application_id = ?`, undoID, id).Exec(ctx); err != nil {
				return errs.Wrap(err, "forget undo")
			}
			rec, err := loadApplication(ctx, tx, a, id)
			if err == nil {
				out = rec.show(a)
			}
			return err
		}
		return errs.Hidden()
	})
	return out, err
}
