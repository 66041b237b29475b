package profiles

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// roleRow is a row with the author of its version.
type roleRow struct {
	ID, Name, NameKey, Description string
	Version                        int
	CreatedAt, UpdatedAt           db.Time
	AuthorID, AuthorName           string
}

func (r roleRow) role() JobRole {
	return JobRole{ID: r.ID, Name: r.Name, Description: r.Description, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		EditedBy: Named{r.AuthorID, r.AuthorName}}
}

const roleColumns = `j.id, j.name, j.name_key, j.description, j.version, j.created_at, j.updated_at,
	(SELECT v.author_id FROM job_role_versions AS v WHERE v.job_role_id = j.id AND v.version = j.version) AS author_id,
	(SELECT v.author_name FROM job_role_versions AS v WHERE v.job_role_id = j.id AND v.version = j.version) AS author_name`

// roleKey is where a page of the list ends.
type roleKey struct{ Name, ID string }

func listRoles(ctx context.Context, tx db.Tx, a access.Actor, q string, page db.Page) (out db.List[JobRole], err error) {
	var after roleKey
	further, err := page.After("job_roles", &after)
	if err != nil {
		return out, err
	}
	query := tx.NewSelect().TableExpr("job_roles AS j").Where("j.org_id = ?", a.OrgID()).Where("j.archived_at IS NULL")
	if db.Key(q) != "" {
		query = query.Where("j.name_key LIKE ? ESCAPE '!'", db.Containing(q))
	}
	var n int64
	if page.Count {
		if n, err = query.Clone().Count(ctx); err != nil {
			return out, errs.Wrap(err, "count job roles")
		}
	}
	if further {
		query = query.Where("(j.name_key, j.id) > (?, ?)", after.Name, after.ID)
	}
	var rows []roleRow
	if err := query.ColumnExpr(roleColumns).OrderExpr("j.name_key, j.id").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return out, errs.Wrap(err, "list job roles")
	}
	cut := db.Cut(page, "job_roles", rows, func(r roleRow) any { return roleKey{r.NameKey, r.ID} })
	out.Next = cut.Next
	for _, row := range cut.Items {
		out.Items = append(out.Items, row.role())
	}
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, loadSides(ctx, tx, out.Items)
}

func roleByID(ctx context.Context, tx db.Tx, a access.Actor, id, lock string) (JobRole, error) {
	var row roleRow
	err := tx.NewRaw(`SELECT `+roleColumns+` FROM job_roles AS j WHERE j.id = ? AND j.org_id = ? AND j.archived_at IS NULL`+lock, id, a.OrgID()).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return JobRole{}, errs.Hidden()
	}
	return row.role(), errs.Wrap(err, "read job role")
}

// loadMatrix adds rows, columns and cells.
func loadMatrix(ctx context.Context, tx db.Tx, j *JobRole) error {
	one := []JobRole{{ID: j.ID}}
	if err := loadSides(ctx, tx, one); err != nil {
		return err
	}
	j.Competencies, j.Levels = one[0].Competencies, one[0].Levels
	var cells []struct{ CompetencyID, LevelID, Guideline string }
	if err := tx.NewRaw(`SELECT c.competency_id, c.level_id, c.guideline FROM job_role_cells AS c WHERE c.job_role_id = ?`, j.ID).Scan(ctx, &cells); err != nil {
		return errs.Wrap(err, "read a matrix")
	}
	j.Cells = make(map[Cell]string, len(cells))
	for _, c := range cells {
		j.Cells[Cell{c.CompetencyID, c.LevelID}] = c.Guideline
	}
	return nil
}

// loadSides adds rows and columns, in the organisation's order; archived ones stay in the matrices they are in.
func loadSides(ctx context.Context, tx db.Tx, roles []JobRole) error {
	place := map[string]*JobRole{}
	var ids []string
	for i := range roles {
		place[roles[i].ID] = &roles[i]
		ids = append(ids, roles[i].ID)
	}
	if len(ids) == 0 {
		return nil
	}
	for _, x := range Axes {
		var rows []struct{ Role, ID, Name string }
		err := tx.NewRaw(`SELECT s.job_role_id AS role, m.id, m.name FROM `+side(x)+` AS s JOIN `+x.is().table+` AS m ON m.id = s.`+x.One()+`_id
			WHERE s.job_role_id IN (?) ORDER BY m.rank, m.id`, bun.List(ids)).Scan(ctx, &rows)
		if err != nil {
			return errs.Wrap(err, "read "+x.Many()+" of job roles")
		}
		for _, row := range rows {
			j := place[row.Role]
			if x == Levels {
				j.Levels = append(j.Levels, Named{row.ID, row.Name})
			} else {
				j.Competencies = append(j.Competencies, Named{row.ID, row.Name})
			}
		}
	}
	return nil
}

// side is the table of what stands on one side of matrices.
func side(x Axis) string { return "job_role_" + x.Many() }

func insertRole(ctx context.Context, tx db.Tx, a access.Actor, j JobRole) error {
	_, err := tx.NewRaw(`INSERT INTO job_roles (id, org_id, name, name_key, description, version, created_at, created_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		j.ID, a.OrgID(), j.Name, db.Key(j.Name), j.Description, j.Version, j.CreatedAt, a.MemberID(), j.UpdatedAt).Exec(ctx)
	return err
}

func updateRole(ctx context.Context, tx db.Tx, a access.Actor, j JobRole) error {
	_, err := tx.NewRaw(`UPDATE job_roles SET name = ?, name_key = ?, description = ?, version = ?, updated_at = ? WHERE id = ? AND org_id = ?`,
		j.Name, db.Key(j.Name), j.Description, j.Version, j.UpdatedAt, j.ID, a.OrgID()).Exec(ctx)
	return err
}

// keepMatrix writes what differs in rows, columns and cells. A row or column that goes takes its cells along.
func keepMatrix(ctx context.Context, tx db.Tx, a access.Actor, before, after JobRole) error {
	for _, s := range []struct {
		x        Axis
		was, are []Named
	}{{Competencies, before.Competencies, after.Competencies}, {Levels, before.Levels, after.Levels}} {
		for _, n := range s.was {
			if !has(s.are, n.ID) {
				if _, err := tx.NewRaw(`DELETE FROM `+side(s.x)+` WHERE job_role_id = ? AND `+s.x.One()+`_id = ?`, after.ID, n.ID).Exec(ctx); err != nil {
					return errs.Wrap(err, "take from a matrix")
				}
			}
		}
		for _, n := range s.are {
			if !has(s.was, n.ID) {
				if _, err := tx.NewRaw(`INSERT INTO `+side(s.x)+` (job_role_id, `+s.x.One()+`_id, org_id) VALUES (?, ?, ?)`, after.ID, n.ID, a.OrgID()).Exec(ctx); err != nil {
					return errs.Wrap(err, "add to a matrix")
				}
			}
		}
	}
	for c, g := range after.Cells {
		if before.Cells[c] == g {
			continue
		}
		_, err := tx.NewRaw(`INSERT INTO job_role_cells (job_role_id, competency_id, level_id, org_id, guideline) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (job_role_id, competency_id, level_id) DO UPDATE SET guideline = excluded.guideline`, after.ID, c.CompetencyID, c.LevelID, a.OrgID(), g).Exec(ctx)
		if err != nil {
			return errs.Wrap(err, "write a guideline")
		}
	}
	for c := range before.Cells {
		if _, stays := after.Cells[c]; !stays && after.Has(c) {
			if _, err := tx.NewRaw(`DELETE FROM job_role_cells WHERE job_role_id = ? AND competency_id = ? AND level_id = ?`, after.ID, c.CompetencyID, c.LevelID).Exec(ctx); err != nil {
				return errs.Wrap(err, "take a guideline away")
			}
		}
	}
	return nil
}

// matrix is a job role that a competency or level stands in.
type matrix struct {
	ID, Name string
	Archived bool
}

func matricesWith(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id string) (out []matrix, err error) {
	err = tx.NewRaw(`SELECT j.id, j.name, j.archived_at IS NOT NULL AS archived FROM `+side(x)+` AS s JOIN job_roles AS j ON j.id = s.job_role_id
		WHERE s.`+x.One()+`_id = ? AND s.org_id = ? ORDER BY j.name_key, j.id`, id, a.OrgID()).Scan(ctx, &out)
	return out, errs.Wrap(err, "look for job roles")
}

func choices(ctx context.Context, tx db.Tx, a access.Actor, table, order string) (out []Named, err error) {
	err = tx.NewRaw(`SELECT t.id, t.name FROM `+table+` AS t WHERE t.org_id = ? AND t.archived_at IS NULL ORDER BY t.`+order+`, t.id LIMIT 500`, a.OrgID()).Scan(ctx, &out)
	return out, errs.Wrap(err, "read choices")
}
