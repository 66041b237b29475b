package profiles

import (
	"context"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// uses is what uses a thing of the library: what the actor sees of it, by name, and whether there is more.
type uses struct {
	seen   []users
	hidden bool
}

// users are things of one kind that use it.
type users struct {
	one, many string
	names     []string
}

// usesOf asks everything that can point to a competency, a level or a job role. Whatever comes to point to one of them
// (a question to its competencies) is asked here, and only what the actor sees goes into seen.
func usesOf(ctx context.Context, tx db.Tx, a access.Actor, object, id string) (u uses, err error) {
	switch object {
	case Competencies.One():
		if err = u.matrices(ctx, tx, a, Competencies, id); err == nil {
			err = u.questions(ctx, tx, a, id)
		}
	case Levels.One():
		if err = u.matrices(ctx, tx, a, Levels, id); err == nil {
			err = u.positions(ctx, tx, a, "level_id", id)
		}
	case "job_role":
		err = u.positions(ctx, tx, a, "job_role_id", id)
	}
	return u, err
}

// matrices are the job roles that a competency or level stands in.
func (u *uses) matrices(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id string) error {
	with, err := matricesWith(ctx, tx, a, x, id)
	if err != nil {
		return err
	}
	found := users{one: "job role", many: "job roles"}
	for _, m := range with {
		if a.Holds(access.JobRolesView) && !m.Archived {
			found.names = append(found.names, m.Name)
		} else {
			u.hidden = true
		}
	}
	u.add(found)
	return nil
}

// positions are those that point to a job role or level.
func (u *uses) positions(ctx context.Context, tx db.Tx, a access.Actor, column, id string) error {
	all, seen, err := positionsWith(ctx, tx, access.Where(a, access.PositionView), column, id)
	u.hidden = u.hidden || all > len(seen)
	u.add(users{"position", "positions", seen})
	return err
}

// questions are those with a competency. One that is somebody else's is among the hidden uses: nobody hears of it.
func (u *uses) questions(ctx context.Context, tx db.Tx, a access.Actor, competencyID string) error {
	all, seen, err := questionsWith(ctx, tx, access.Where(a, access.QuestionView), competencyID)
	u.hidden = u.hidden || all > len(seen)
	u.add(users{"question", "questions", seen})
	return err
}

func (u *uses) add(found users) {
	if len(found.names) > 0 {
		u.seen = append(u.seen, found)
	}
}

// refusal names and counts what the actor sees; nil where they see no use.
func (u uses) refusal(name string) error {
	if len(u.seen) == 0 {
		return nil
	}
	var by []string
	for _, s := range u.seen {
		by = append(by, counted(len(s.names), s.one, s.many)+" ("+some(s.names)+")")
	}
	return errs.Of(errs.Conflict, name+" is in use by "+strings.Join(by, " and ")+". Take it out there first.").Coded("in_use")
}

// some are the first few of many names.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", …"
}
