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

const measureColumns = `m.id, m.name, m.description, m.rank, m.created_at, m.updated_at`

// measureKey is where a page of a list ends.
type measureKey struct {
	Rank int
	ID   string
}

func listMeasures(ctx context.Context, tx db.Tx, a access.Actor, x Axis, q string, page db.Page) (out db.List[Measure], err error) {
	var after measureKey
	further, err := page.After(x.Many(), &after)
	if err != nil {
		return out, err
	}
	query := tx.NewSelect().TableExpr("? AS m", bun.Ident(x.is().table)).Where("m.org_id = ?", a.OrgID()).Where("m.archived_at IS NULL")
	if db.Key(q) != "" {
		query = query.Where("m.name_key LIKE ? ESCAPE '!'", db.Containing(q))
	}
	var n int64
	if page.Count {
		if n, err = query.Clone().Count(ctx); err != nil {
			return out, errs.Wrap(err, "count "+x.Many())
		}
	}
	if further {
		query = query.Where("(m.rank, m.id) > (?, ?)", after.Rank, after.ID)
	}
	var rows []Measure
	if err := query.ColumnExpr(measureColumns).OrderExpr("m.rank, m.id").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return out, errs.Wrap(err, "list "+x.Many())
	}
	out = db.Cut(page, x.Many(), rows, func(m Measure) any { return measureKey{m.Rank, m.ID} })
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}

// everyMeasure is the whole list, in order.
func everyMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, lock string) (rows []Measure, err error) {
	err = tx.NewRaw(`SELECT `+measureColumns+` FROM `+x.is().table+` AS m WHERE m.org_id = ? AND m.archived_at IS NULL ORDER BY m.rank, m.id`+lock, a.OrgID()).Scan(ctx, &rows)
	return rows, errs.Wrap(err, "read "+x.Many())
}

func measureByID(ctx context.Context, tx db.Tx, a access.Actor, x Axis, id, lock string) (m Measure, err error) {
	err = tx.NewRaw(`SELECT `+measureColumns+` FROM `+x.is().table+` AS m WHERE m.id = ? AND m.org_id = ? AND m.archived_at IS NULL`+lock, id, a.OrgID()).Scan(ctx, &m)
	if errors.Is(err, sql.ErrNoRows) {
		return m, errs.Hidden()
	}
	return m, errs.Wrap(err, "read "+x.One())
}

// measuresByID reads several and keeps them as they are until the end of the transaction; what is not there is left out.
func measuresByID(ctx context.Context, tx db.Tx, a access.Actor, x Axis, ids []string) (found []Named, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.NewRaw(`SELECT m.id, m.name FROM `+x.is().table+` AS m WHERE m.org_id = ? AND m.archived_at IS NULL AND m.id IN (?) ORDER BY m.id`+tx.Lock(),
		a.OrgID(), bun.List(ids)).Scan(ctx, &found)
	return found, errs.Wrap(err, "read "+x.Many())
}

// insertMeasure puts it at the end.
func insertMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, m *Measure) error {
	if err := tx.NewRaw(`SELECT coalesce(max(m.rank), 0) + 1 FROM `+x.is().table+` AS m WHERE m.org_id = ?`, a.OrgID()).Scan(ctx, &m.Rank); err != nil {
		return errs.Wrap(err, "rank "+x.One())
	}
	_, err := tx.NewRaw(`INSERT INTO `+x.is().table+` (id, org_id, name, name_key, description, rank, created_at, created_by, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.ID, a.OrgID(), m.Name, db.Key(m.Name), m.Description, m.Rank, m.CreatedAt, a.MemberID(), m.UpdatedAt).Exec(ctx)
	return err
}

func updateMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, m Measure) error {
	_, err := tx.NewRaw(`UPDATE `+x.is().table+` SET name = ?, name_key = ?, description = ?, updated_at = ? WHERE id = ? AND org_id = ?`,
		m.Name, db.Key(m.Name), m.Description, m.UpdatedAt, m.ID, a.OrgID()).Exec(ctx)
	return err
}

func rankMeasure(ctx context.Context, tx db.Tx, a access.Actor, x Axis, m Measure) error {
	_, err := tx.NewRaw(`UPDATE `+x.is().table+` SET rank = ? WHERE id = ? AND org_id = ?`, m.Rank, m.ID, a.OrgID()).Exec(ctx)
	return errs.Wrap(err, "rank "+x.One())
}

// retire takes a row away: what something still points to is archived, anything else deleted.
func retire(ctx context.Context, tx db.Tx, a access.Actor, table, id string, keep bool) (err error) {
	if keep {
		_, err = tx.NewRaw(`UPDATE `+table+` SET archived_at = ? WHERE id = ? AND org_id = ?`, db.At(tx.Now()), id, a.OrgID()).Exec(ctx)
	} else {
		_, err = tx.NewRaw(`DELETE FROM `+table+` WHERE id = ? AND org_id = ?`, id, a.OrgID()).Exec(ctx)
	}
	return errs.Wrap(err, "retire from "+table)
}

// positionsWith counts the positions that point to a row, and names those that the filter lets through.
func positionsWith(ctx context.Context, tx db.Tx, view access.Filter[access.Position], column, id string) (all int, seen []string, err error) {
	err = tx.NewRaw(`SELECT count(*) FROM positions AS p WHERE p.`+column+` = ?`, id).Scan(ctx, &all)
	if err == nil && all > 0 && !view.Nothing() {
		where, args := view.SQL("p")
		err = tx.NewRaw(`SELECT p.title FROM positions AS p WHERE p.`+column+` = ? AND `+where+` ORDER BY p.title_key, p.id`, append([]any{id}, args...)...).Scan(ctx, &seen)
	}
	return all, seen, errs.Wrap(err, "look for positions")
}

// questionsWith counts the questions with a competency, and names those that the filter lets through.
func questionsWith(ctx context.Context, tx db.Tx, view access.Filter[access.Question], competencyID string) (all int, seen []string, err error) {
	err = tx.NewRaw(`SELECT count(*) FROM library_competencies AS k WHERE k.competency_id = ?`, competencyID).Scan(ctx, &all)
	if err == nil && all > 0 && !view.Nothing() {
		where, args := view.SQL("i")
		err = tx.NewRaw(`SELECT i.title FROM library_competencies AS k JOIN library_items AS i ON i.id = k.item_id WHERE k.competency_id = ? AND `+where+
			` ORDER BY i.title_key, i.id`, append([]any{competencyID}, args...)...).Scan(ctx, &seen)
	}
	return all, seen, errs.Wrap(err, "look for questions")
}
