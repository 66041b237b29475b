package profiles

import (
	"context"
	"maps"
	"slices"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// EditJobRole changes the name, the description, the rows or the columns of a job role, and counts its version up. It
// needs job_roles:update. It fails stale (412) where somebody has changed one of these since the version that was read.
func (r *Room) EditJobRole(ctx context.Context, a access.Actor, id string, c JobRolePatch) (j JobRole, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := changeableRole(ctx, tx, a, id)
		if err != nil {
			return err
		}
		was, stale, err := since(ctx, tx, before, c.Seen)
		if err != nil {
			return err
		}
		if stale && !sameFrame(was, snapshotOf(before)) {
			return errs.Of(errs.Stale, "Somebody has changed this job role since you opened it. Look at it again, then change it.")
		}
		after, err := c.apply(ctx, tx, a, before)
		if err != nil {
			return err
		}
		if sameFrame(snapshotOf(before), snapshotOf(after)) {
			j = before
			return nil
		}
		j, err = save(ctx, tx, a, before, after, "updated", before.written(), after.written())
		return err
	})
	return j, err
}

func (c JobRolePatch) apply(ctx context.Context, tx db.Tx, a access.Actor, j JobRole) (JobRole, error) {
	if c.Name != nil {
		j.Name = *c.Name
	}
	if c.Description != nil {
		j.Description = *c.Description
	}
	wrong, err := choose(ctx, tx, a, &j, c.Competencies, c.Levels)
	if err != nil {
		return j, err
	}
	j.Cells = maps.Clone(j.Cells)
	maps.DeleteFunc(j.Cells, func(cell Cell, _ string) bool { return !j.Has(cell) })
	return j, errs.Bad(append(wrong, j.check()...)...)
}

// GuidelineChange writes one cell.
type GuidelineChange struct {
	Guideline
	Seen int // the version that was read; 0: whatever it is now
}

// SetGuideline writes the guideline of one cell, and counts the version up. It needs job_roles:update. It fails stale
// (412) where somebody has changed this very cell since the version that was read: who works on other cells is in
// nobody's way.
func (r *Room) SetGuideline(ctx context.Context, a access.Actor, id string, c GuidelineChange) (j JobRole, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := changeableRole(ctx, tx, a, id)
		if err != nil {
			return err
		}
		was, stale, err := since(ctx, tx, before, c.Seen)
		if err != nil {
			return err
		}
		if stale && was.guideline(c.Cell) != before.Cells[c.Cell] {
			return errs.Of(errs.Stale, "Somebody has changed this guideline since you opened it. Look at it again, then change it.")
		}
		after := before
		if err := errs.Bad(after.put(c.Guideline)...); err != nil {
			return err
		}
		if before.Cells[c.Cell] == after.Cells[c.Cell] {
			j = before
			return nil
		}
		j, err = save(ctx, tx, a, before, after, "guideline", before.writtenCell(c.Cell), after.writtenCell(c.Cell))
		return err
	})
	return j, err
}

// changeableRole is a job role that the actor may edit; its row is kept until the end of the transaction.
func changeableRole(ctx context.Context, tx db.Tx, a access.Actor, id string) (JobRole, error) {
	j, err := seenRole(ctx, tx, a, id, tx.Lock())
	if err == nil {
		err = a.Require(access.JobRolesUpdate)
	}
	return j, err
}

// since is how a job role was at a version that somebody read, and whether it has changed since.
func since(ctx context.Context, tx db.Tx, j JobRole, seen int) (snapshot, bool, error) {
	if seen == 0 || seen == j.Version {
		return snapshot{}, false, nil
	}
	was, err := snapshotAt(ctx, tx, j.ID, seen)
	return was, true, err
}

func save(ctx context.Context, tx db.Tx, a access.Actor, before, after JobRole, did string, was, is any) (JobRole, error) {
	after.Version, after.UpdatedAt = before.Version+1, db.At(tx.Now())
	if err := updateRole(ctx, tx, a, after); err != nil {
		return JobRole{}, nameTaken(err, "job role")
	}
	if err := keepMatrix(ctx, tx, a, before, after); err != nil {
		return JobRole{}, err
	}
	return finish(ctx, tx, a, after, did, was, is)
}

// writtenGuideline is one cell in the audit log.
type writtenGuideline struct {
	Competency string `json:"competency"`
	Level      string `json:"level"`
	Guideline  string `json:"guideline"`
}

func (j JobRole) writtenCell(c Cell) writtenGuideline {
	return writtenGuideline{nameOf(j.Competencies, c.CompetencyID), nameOf(j.Levels, c.LevelID), j.Cells[c]}
}

func nameOf(all []Named, id string) string {
	if i := indexOf(all, id); i >= 0 {
		return all[i].Name
	}
	return ""
}

func indexOf(all []Named, id string) int {
	return slices.IndexFunc(all, func(n Named) bool { return n.ID == id })
}
