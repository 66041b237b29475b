package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// categories with the number of questions in them that the actor sees; one of them where an id is given.
func categories(ctx context.Context, tx db.Tx, a access.Actor, id string) (out []Category, err error) {
	where, args := access.Where(a, access.QuestionView).SQL("i")
	query := `SELECT c.id, c.name, c.color, c.created_at, coalesce(n.n, 0) AS questions FROM library_categories AS c
		LEFT JOIN (SELECT i.category_id, count(*) AS n FROM library_items AS i WHERE i.kind = 'question' AND i.category_id IS NOT NULL AND ` + where + ` GROUP BY i.category_id) AS n
		ON n.category_id = c.id WHERE c.org_id = ? AND c.archived_at IS NULL`
	args = append(args, a.OrgID())
	if id != "" {
		query, args = query+` AND c.id = ?`, append(args, id)
	}
	err = tx.NewRaw(query+` ORDER BY c.name_key, c.id`, args...).Scan(ctx, &out)
	return out, errs.Wrap(err, "read categories")
}

// openCategory is one that questions can be put into.
func openCategory(ctx context.Context, tx db.Tx, orgID, id string, hold bool) (c Category, err error) {
	lock := ""
	if hold {
		lock = tx.Lock()
	}
	err = tx.NewRaw(`SELECT id, name, color, created_at FROM library_categories WHERE id = ? AND org_id = ? AND archived_at IS NULL`+lock, id, orgID).
		Scan(ctx, &c.ID, &c.Name, &c.Color, &c.CreatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return c, errs.Hidden()
	}
	return c, errs.Wrap(err, "read category")
}

// categoryNamed is the id of the category of a name, or empty.
func categoryNamed(ctx context.Context, tx db.Tx, orgID, name string) (id string, err error) {
	err = tx.NewRaw(`SELECT id FROM library_categories WHERE org_id = ? AND name_key = ? AND archived_at IS NULL`, orgID, db.Key(name)).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, errs.Wrap(err, "read category")
}

func insertCategory(ctx context.Context, tx db.Tx, a access.Actor, c Category) error {
	_, err := tx.NewRaw(`INSERT INTO library_categories (id, org_id, name, name_key, color, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		c.ID, a.OrgID(), c.Name, db.Key(c.Name), c.Color, c.CreatedAt, a.MemberID()).Exec(ctx)
	return categoryError(err)
}

func updateCategory(ctx context.Context, tx db.Tx, a access.Actor, c Category) error {
	_, err := tx.NewRaw(`UPDATE library_categories SET name = ?, name_key = ?, color = ? WHERE id = ? AND org_id = ?`, c.Name, db.Key(c.Name), c.Color, c.ID, a.OrgID()).Exec(ctx)
	return categoryError(err)
}

// categoryError: of two who use a name at once the second is told.
func categoryError(err error) error {
	if db.IsUnique(err) {
		return errs.Bad(errs.F("name", "There is a category of this name."))
	}
	return errs.Wrap(err, "write category")
}

// deleteCategory removes the row, or archives it where questions are in it that the actor does not see.
func deleteCategory(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
	var used bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM library_items AS i WHERE i.category_id = ?)`, id).Scan(ctx, &used)
	if err != nil {
		return fmt.Errorf("read uses of a category: %w", err)
	}
	if used {
		_, err = tx.NewRaw(`UPDATE library_categories SET archived_at = ? WHERE id = ? AND org_id = ?`, db.At(tx.Now()), id, a.OrgID()).Exec(ctx)
	} else {
		_, err = tx.NewRaw(`DELETE FROM library_categories WHERE id = ? AND org_id = ?`, id, a.OrgID()).Exec(ctx)
	}
	return errs.Wrap(err, "delete category")
}

// names are what ids in contents stand for: vocabulary of the whole organisation.
type names struct {
	categories   map[string]Category
	competencies map[string]string
}

// vocabulary reads what the ids in some questions stand for, archived words included.
func vocabulary(ctx context.Context, tx db.Tx, orgID string, categoryIDs, competencyIDs []string) (n names, err error) {
	n = names{map[string]Category{}, map[string]string{}}
	if categoryIDs = each(categoryIDs); len(categoryIDs) > 0 {
		var rows []Category
		if err = tx.NewRaw(`SELECT id, name, color, created_at FROM library_categories WHERE org_id = ? AND id IN (?)`, orgID, bun.List(categoryIDs)).Scan(ctx, &rows); err != nil {
			return n, fmt.Errorf("read categories: %w", err)
		}
		for _, c := range rows {
			n.categories[c.ID] = c
		}
	}
	if competencyIDs = each(competencyIDs); len(competencyIDs) > 0 {
		var rows []Name
		if err = tx.NewRaw(`SELECT id, name FROM competencies WHERE org_id = ? AND id IN (?)`, orgID, bun.List(competencyIDs)).Scan(ctx, &rows); err != nil {
			return n, fmt.Errorf("read competencies: %w", err)
		}
		for _, c := range rows {
			n.competencies[c.ID] = c.Name
		}
	}
	return n, nil
}

// openCompetencies are those of the ids that the actor can put on a question: they are there, and competencies are the
// actor's to see.
func openCompetencies(ctx context.Context, tx db.Tx, a access.Actor, ids []string) (found []string, err error) {
	if len(ids) == 0 || !a.Holds(access.CompetenciesView) {
		return nil, nil
	}
	err = tx.NewRaw(`SELECT id FROM competencies WHERE org_id = ? AND archived_at IS NULL AND id IN (?)`, a.OrgID(), bun.List(ids)).Scan(ctx, &found)
	return found, errs.Wrap(err, "read competencies")
}

// competenciesToChoose are those that the actor can put on a question, by name.
func competenciesToChoose(ctx context.Context, tx db.Tx, a access.Actor) (out []Name, err error) {
	if !a.Holds(access.CompetenciesView) {
		return nil, nil
	}
	err = tx.NewRaw(`SELECT id, name FROM competencies WHERE org_id = ? AND archived_at IS NULL ORDER BY name_key, id`, a.OrgID()).Scan(ctx, &out)
	return out, errs.Wrap(err, "read competencies")
}
