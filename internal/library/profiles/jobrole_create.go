package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// CreateJobRole makes a job role. It needs job_roles:create, and sight of the competencies and levels it names.
func (r *Room) CreateJobRole(ctx context.Context, a access.Actor, n NewJobRole) (j JobRole, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		j, err = CreateJobRoleIn(ctx, tx, a, n)
		return err
	})
	return j, err
}

// CreateJobRoleIn is CreateJobRole inside a transaction of another verb.
func CreateJobRoleIn(ctx context.Context, tx db.Tx, a access.Actor, n NewJobRole) (JobRole, error) {
	if err := a.Require(access.JobRolesCreate); err != nil {
		return JobRole{}, err
	}
	now := db.At(tx.Now())
	j := JobRole{ID: db.NewID(), Name: n.Name, Description: n.Description, Version: 1, CreatedAt: now, UpdatedAt: now}
	wrong, err := choose(ctx, tx, a, &j, &n.Competencies, &n.Levels)
	if err != nil {
		return JobRole{}, err
	}
	wrong = append(wrong, j.check()...)
	for _, g := range n.Guidelines {
		wrong = append(wrong, j.put(g)...)
	}
	if err := errs.Bad(wrong...); err != nil {
		return JobRole{}, err
	}
	if err := insertRole(ctx, tx, a, j); err != nil {
		return JobRole{}, nameTaken(err, "job role")
	}
	if err := keepMatrix(ctx, tx, a, JobRole{ID: j.ID}, j); err != nil {
		return JobRole{}, err
	}
	return finish(ctx, tx, a, j, "created", nil, j.written())
}

// finish reads the matrix in its order, and keeps the version, the record and the signal of a change that is made.
func finish(ctx context.Context, tx db.Tx, a access.Actor, j JobRole, did string, before, after any) (JobRole, error) {
	if err := loadMatrix(ctx, tx, &j); err != nil {
		return JobRole{}, err
	}
	j.EditedBy = Named{a.MemberID(), a.Name()}
	if err := insertVersion(ctx, tx, a, j); err != nil {
		return JobRole{}, err
	}
	if err := activity.Audit(ctx, tx, a, j.entry(did, before, after)); err != nil {
		return JobRole{}, err
	}
	return j, activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "job_role", ID: j.ID})
}

// choose gives a job role the rows and columns that are asked for: those it has already, and others that the actor sees.
func choose(ctx context.Context, tx db.Tx, a access.Actor, j *JobRole, competencies, levels *[]string) (wrong []errs.Field, err error) {
	for _, side := range []struct {
		x     Axis
		asked *[]string
		is    *[]Named
		field string
		no    string
	}{
		{Competencies, competencies, &j.Competencies, "competency_ids", "There is no such competency."},
		{Levels, levels, &j.Levels, "level_ids", "There is no such level."},
	} {
		if side.asked == nil {
			continue
		}
		var kept []Named
		var added []string
		for _, id := range *side.asked {
			if i := indexOf(*side.is, id); i >= 0 {
				if !has(kept, id) {
					kept = append(kept, (*side.is)[i])
				}
			} else {
				added = append(added, id)
			}
		}
		var found []Named
		if a.Holds(side.x.View()) {
			if found, err = measuresByID(ctx, tx, a, side.x, added); err != nil {
				return nil, err
			}
		}
		for _, id := range added {
			if !has(found, id) {
				wrong = append(wrong, errs.F(side.field, side.no))
				break
			}
		}
		*side.is = append(kept, found...)
	}
	return wrong, nil
}
