package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// JobRoles lists the job roles by name, without their cells, for holders of job_roles:view.
func (r *Room) JobRoles(ctx context.Context, a access.Actor, q string, page db.Page) (out db.List[JobRole], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.JobRolesView); err != nil {
			return err
		}
		out, err = listRoles(ctx, tx, a, q, page)
		return err
	})
	return out, err
}

// JobRole is one job role with its matrix, for holders of job_roles:view.
func (r *Room) JobRole(ctx context.Context, a access.Actor, id string) (j JobRole, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		j, err = seenRole(ctx, tx, a, id, "")
		return err
	})
	return j, err
}

// nameRole is a job role without its matrix, for those who see it.
func nameRole(ctx context.Context, tx db.Tx, a access.Actor, id, lock string) (Named, error) {
	if !a.Holds(access.JobRolesView) {
		return Named{}, errs.Hidden()
	}
	j, err := roleByID(ctx, tx, a, id, lock)
	return Named{j.ID, j.Name}, err
}

// JobRoleToUse is a job role that something of another room is about to point to, in the transaction that will: it stays
// until the end of that. Who does not see it may not point to it (404).
func JobRoleToUse(ctx context.Context, tx db.Tx, a access.Actor, id string) (Named, error) {
	return nameRole(ctx, tx, a, id, tx.Lock())
}

// seenRole loads a job role through its reader: hidden or unknown is 404.
func seenRole(ctx context.Context, tx db.Tx, a access.Actor, id, lock string) (JobRole, error) {
	if !a.Holds(access.JobRolesView) {
		return JobRole{}, errs.Hidden()
	}
	j, err := roleByID(ctx, tx, a, id, lock)
	if err != nil {
		return JobRole{}, err
	}
	return j, loadMatrix(ctx, tx, &j)
}

// SeesJobRole reports whether the actor sees a job role: what a live signal about it asks.
func (r *Room) SeesJobRole(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	_, err := nameRole(ctx, tx, a, id, "")
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Choices are what forms offer to choose from: of each kind those that the actor sees, which may be none.
type Choices struct{ Competencies, Levels, JobRoles []Named }

// Choices reads them. It needs nothing: what one does not see is not among them.
func (r *Room) Choices(ctx context.Context, a access.Actor) (c Choices, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		for _, one := range []struct {
			view         access.Permission
			table, order string
			into         *[]Named
		}{
			{access.CompetenciesView, "competencies", "rank", &c.Competencies},
			{access.LevelsView, "levels", "rank", &c.Levels},
			{access.JobRolesView, "job_roles", "name_key", &c.JobRoles},
		} {
			if !a.Holds(one.view) {
				continue
			}
			if *one.into, err = choices(ctx, tx, a, one.table, one.order); err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}
