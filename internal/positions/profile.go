package positions

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

// aim looks up the job role and the level that a position is to point to: where they differ from those it has, the actor
// must see them.
func (p *Position) aim(ctx context.Context, tx db.Tx, a access.Actor, before Position) (wrong []errs.Field, err error) {
	if p.JobRole.ID != "" && p.JobRole.ID != before.JobRole.ID {
		p.JobRole, err = profiles.JobRoleToUse(ctx, tx, a, p.JobRole.ID)
		if errs.Is(err, errs.NotFound) {
			wrong, err = append(wrong, errs.F("job_role_id", "There is no such job role.")), nil
		}
	}
	if err == nil && p.Level.ID != "" && p.Level.ID != before.Level.ID {
		p.Level, err = profiles.MeasureToUse(ctx, tx, a, profiles.Levels, p.Level.ID)
		if errs.Is(err, errs.NotFound) {
			wrong, err = append(wrong, errs.F("level_id", "There is no such level.")), nil
		}
	}
	return wrong, err
}

// point aims at another thing; its name is looked up by aim.
func point(at *profiles.Named, id *string) {
	if id != nil && *id != at.ID {
		*at = profiles.Named{ID: *id}
	}
}
