package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
)

// AddFile adds a file to an application: a résumé, or anything else. It needs candidates:update there, in closing
// stages candidates:close as well.
func (r *Room) AddFile(ctx context.Context, a access.Actor, id string, resume bool, u Upload) (out files.File, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error { // before the bytes are taken in
		rec, err := loadApplication(ctx, tx, a, id)
		if err == nil {
			_, err = access.Permit(a, access.ApplicationNote, rec.row())
		}
		return err
	})
	if err != nil {
		return out, err
	}
	purpose := files.Attachment
	if resume {
		purpose = files.Resume
	}
	kept, err := r.take(ctx, a, purpose, u)
	if err != nil {
		return out, field("file", err)
	}
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, _, err := permitted(ctx, tx, a, id, access.ApplicationNote)
		if err != nil {
			return err
		}
		if out, err = files.Attach(ctx, tx, a, kept, rec.ID); err != nil {
			return err
		}
		return activity.Record(ctx, tx, a, fileLine("file.added", rec, out.ID, out.Name))
	})
	return out, err
}

// AddCandidateFile adds a file to the newest application of a person that the actor may write on.
func (r *Room) AddCandidateFile(ctx context.Context, a access.Actor, candidateID string, resume bool, u Upload) (out files.File, err error) {
	id := ""
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := loadPerson(ctx, tx, a, candidateID); err != nil {
			return err
		}
		seen, err := visibleOf(ctx, tx, a, []string{candidateID})
		if err != nil {
			return err
		}
		err = errs.Of(errs.Conflict, "A file belongs to an application, and this person has none.").Coded("no_application")
		for _, rec := range seen[candidateID] {
			if _, err = access.Permit(a, access.ApplicationNote, rec.row()); err == nil {
				id = rec.ID
				return nil
			}
		}
		return err
	})
	if err != nil {
		return out, err
	}
	return r.AddFile(ctx, a, id, resume, u)
}

// RemoveFile takes a file off an application. It needs what AddFile needs; what the applicant sent stays (409).
func (r *Room) RemoveFile(ctx context.Context, a access.Actor, id, fileID string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, _, err := permitted(ctx, tx, a, id, access.ApplicationNote)
		if err != nil {
			return err
		}
		all, err := files.Of(ctx, tx, a, id)
		if err != nil {
			return err
		}
		for _, f := range all {
			switch {
			case f.ID != fileID:
				continue
			case f.CreatedBy == "":
				return errs.Of(errs.Conflict, "This is what the applicant sent. It stays as it was sent.").Coded("submitted")
			}
			if err := files.Remove(ctx, tx, a, id, fileID); err != nil {
				return err
			}
			return activity.Record(ctx, tx, a, fileLine("file.removed", rec, f.ID, f.Name))
		}
		return errs.Hidden()
	})
}

func fileLine(kind string, rec record, fileID, name string) activity.Line {
	return activity.Line{Kind: kind, ApplicationID: rec.ID, CandidateID: rec.CandidateID, PositionID: rec.PositionID,
		Object: "file", ObjectID: fileID, Data: map[string]any{"name": name}}
}
