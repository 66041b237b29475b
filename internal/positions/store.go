package positions

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

// record is a row of the table.
type record struct {
	ID            string  `bun:"id"`
	OrgID         string  `bun:"org_id"`
	Title         string  `bun:"title"`
	Slug          string  `bun:"slug"`
	JobRoleID     string  `bun:"job_role_id"`
	JobRoleName   string  `bun:"job_role_name"`
	JobRoleGone   bool    `bun:"job_role_gone"`
	LevelID       string  `bun:"level_id"`
	LevelName     string  `bun:"level_name"`
	Description   string  `bun:"description"`
	Department    string  `bun:"department"`
	Locations     string  `bun:"locations"`
	Remote        string  `bun:"remote"`
	Employment    string  `bun:"employment_type"`
	PayCurrency   string  `bun:"pay_currency"`
	PayMin        *int64  `bun:"pay_min_minor"`
	PayMax        *int64  `bun:"pay_max_minor"`
	PayPeriod     string  `bun:"pay_period"`
	PayOnPosting  bool    `bun:"pay_on_posting"`
	Status        string  `bun:"status"`
	Private       bool    `bun:"private"`
	Public        bool    `bun:"public"`
	Form          string  `bun:"form"`
	ClosingReason string  `bun:"closing_reason"`
	CreatedAt     db.Time `bun:"created_at"`
	CreatedBy     string  `bun:"created_by"`
	UpdatedAt     db.Time `bun:"updated_at"`
	OpenedAt      db.Time `bun:"opened_at"`
	ClosedAt      db.Time `bun:"closed_at"`
	PublishedAt   db.Time `bun:"published_at"`
}

const columns = `p.id, p.org_id, p.title, p.slug, p.description, p.department, p.locations, p.remote, p.employment_type,
	p.pay_currency, p.pay_min_minor, p.pay_max_minor, p.pay_period, p.pay_on_posting, p.status, p.private, p.public, p.form, p.closing_reason,
	p.created_at, p.created_by, p.updated_at, p.opened_at, p.closed_at, p.published_at,
	coalesce(p.job_role_id, '') AS job_role_id, coalesce(p.level_id, '') AS level_id,
	coalesce((SELECT j.name FROM job_roles AS j WHERE j.id = p.job_role_id), '') AS job_role_name,
	coalesce((SELECT j.archived_at IS NOT NULL FROM job_roles AS j WHERE j.id = p.job_role_id), FALSE) AS job_role_gone,
	coalesce((SELECT l.name FROM levels AS l WHERE l.id = p.level_id), '') AS level_name`

// position is the whole of a row, pay included: it must pass seenBy before it leaves the package.
func (r record) position() (Position, error) {
	p := Position{ID: r.ID, OrgID: r.OrgID, Title: r.Title, Slug: r.Slug, Description: r.Description,
		JobRole: profiles.Named{ID: r.JobRoleID, Name: r.JobRoleName}, JobRoleArchived: r.JobRoleGone, Level: profiles.Named{ID: r.LevelID, Name: r.LevelName},
		Department: r.Department, Remote: Remote(r.Remote), Employment: Employment(r.Employment), Status: Status(r.Status),
		Private: r.Private, Public: r.Public, ClosingReason: r.ClosingReason, CreatedBy: r.CreatedBy,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, OpenedAt: r.OpenedAt, ClosedAt: r.ClosedAt, PublishedAt: r.PublishedAt,
		Compensation: &Compensation{Currency: r.PayCurrency, Min: r.PayMin, Max: r.PayMax, Period: Period(r.PayPeriod), OnPosting: r.PayOnPosting}}
	if err := json.Unmarshal([]byte(r.Locations), &p.Locations); err != nil {
		return Position{}, fmt.Errorf("position %s: locations: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Form), &p.Form); err != nil {
		return Position{}, fmt.Errorf("position %s: form: %w", r.ID, err)
	}
	p.Form.settle()
	return p, nil
}

func titles(ctx context.Context, tx db.Tx, f access.Filter[access.Position]) (out []Title, err error) {
	if f.Nothing() {
		return nil, nil
	}
	where, args := f.SQL("p")
	err = tx.NewRaw(`SELECT p.id, p.title FROM positions AS p WHERE `+where+` ORDER BY p.title_key, p.id LIMIT 200`, args...).Scan(ctx, &out)
	return out, errs.Wrap(err, "read titles")
}

// find reads one position through the filter; what the filter hides is not there.
func find(ctx context.Context, tx db.Tx, id string, f access.Filter[access.Position], lock string) (Position, error) {
	if f.Nothing() || id == "" {
		return Position{}, errs.Hidden()
	}
	where, args := f.SQL("p")
	var r record
	err := tx.NewRaw(`SELECT `+columns+` FROM positions AS p WHERE p.id = ? AND `+where+lock, append([]any{id}, args...)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Position{}, errs.Hidden()
	}
	if err != nil {
		return Position{}, fmt.Errorf("read position: %w", err)
	}
	return r.position()
}

// insert writes a new position, without pay.
func insert(ctx context.Context, tx db.Tx, p Position) error {
	_, err := tx.NewRaw(`INSERT INTO positions (id, org_id, title, title_key, slug, job_role_id, level_id, description, department, department_key,
			locations, remote, employment_type, status, private, public, form, created_at, created_by, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.OrgID, p.Title, db.Key(p.Title), p.Slug, orNull(p.JobRole.ID), orNull(p.Level.ID), p.Description, p.Department, db.Key(p.Department),
		asJSON(p.Locations), string(p.Remote), string(p.Employment), string(p.Status), p.Private, p.Public, asJSON(p.Form),
		p.CreatedAt, p.CreatedBy, p.UpdatedAt).Exec(ctx)
	return errs.Wrap(err, "insert position")
}

// saveText writes everything that job_positions:update may change.
func saveText(ctx context.Context, tx db.Tx, pass access.Pass[access.Position], p Position) error {
	return change(ctx, tx, pass, `title = ?, title_key = ?, slug = ?, job_role_id = ?, level_id = ?, description = ?, department = ?, department_key = ?,
		locations = ?, remote = ?, employment_type = ?, form = ?, updated_at = ?`,
		p.Title, db.Key(p.Title), p.Slug, orNull(p.JobRole.ID), orNull(p.Level.ID), p.Description, p.Department, db.Key(p.Department),
		asJSON(p.Locations), string(p.Remote), string(p.Employment), asJSON(p.Form), db.At(tx.Now()))
}

// savePay does not touch updated_at: whoever does not see pay must not see that it changed.
func savePay(ctx context.Context, tx db.Tx, pass access.Pass[access.Position], c Compensation) error {
	return change(ctx, tx, pass, `pay_currency = ?, pay_min_minor = ?, pay_max_minor = ?, pay_period = ?, pay_on_posting = ?`,
		c.Currency, c.Min, c.Max, string(c.Period), c.OnPosting)
}

// change updates the one position that the pass was issued for.
func change(ctx context.Context, tx db.Tx, pass access.Pass[access.Position], set string, args ...any) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	_, err := tx.NewRaw(`UPDATE positions SET `+set+` WHERE id = ? AND org_id = ?`, append(args, pass.ID(), pass.OrgID())...).Exec(ctx)
	return errs.Wrap(err, "change position")
}

// remove deletes a position with its team and phases.
func remove(ctx context.Context, tx db.Tx, pass access.Pass[access.Position]) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	_, err := tx.NewRaw(`DELETE FROM positions WHERE id = ? AND org_id = ?`, pass.ID(), pass.OrgID()).Exec(ctx)
	return errs.Wrap(err, "delete position")
}

// applicationsOn counts applications on a position: all there are, and those that the filter lets through.
func applicationsOn(ctx context.Context, tx db.Tx, positionID string, f access.Filter[access.Application]) (all, visible int, err error) {
	err = tx.NewRaw(`SELECT count(*) FROM applications AS a WHERE a.position_id = ?`, positionID).Scan(ctx, &all)
	if err == nil && !f.Nothing() {
		where, args := f.SQL("a")
		err = tx.NewRaw(`SELECT count(*) FROM applications AS a WHERE a.position_id = ? AND `+where, append([]any{positionID}, args...)...).Scan(ctx, &visible)
	}
	return all, visible, errs.Wrap(err, "count applications")
}

// orNull stores no id as NULL.
func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("positions: " + err.Error()) // only plain values are stored
	}
	return string(raw)
}

// positionsOf turns rows into positions.
func positionsOf(rows []record) ([]Position, error) {
	out := make([]Position, 0, len(rows))
	for _, r := range rows {
		p, err := r.position()
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// byIDs reads rows in the order of their ids; whoever made the list has asked the filter.
func byIDs(ctx context.Context, tx db.Tx, ids []string) ([]Position, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []record
	if err := tx.NewRaw(`SELECT `+columns+` FROM positions AS p WHERE p.id IN (?)`, bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read positions: %w", err)
	}
	all, err := positionsOf(rows)
	if err != nil {
		return nil, err
	}
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	out := make([]Position, len(all))
	for _, p := range all {
		out[place[p.ID]] = p
	}
	return out, nil
}
