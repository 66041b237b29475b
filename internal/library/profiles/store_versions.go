package profiles

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

type versionRow struct {
	Version              int
	AuthorID, AuthorName string
	At                   db.Time
	Matrix               string
}

func (r versionRow) snapshot() (s snapshot, err error) {
	if err := json.Unmarshal([]byte(r.Matrix), &s); err != nil {
		return s, fmt.Errorf("version %d of a job role: %w", r.Version, err)
	}
	return s, nil
}

func insertVersion(ctx context.Context, tx db.Tx, a access.Actor, j JobRole) error {
	kept, err := json.Marshal(snapshotOf(j))
	if err != nil {
		return fmt.Errorf("keep a version: %w", err)
	}
	_, err = tx.NewRaw(`INSERT INTO job_role_versions (job_role_id, version, org_id, author_id, author_name, at, matrix) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		j.ID, j.Version, a.OrgID(), a.MemberID(), a.Name(), j.UpdatedAt, string(kept)).Exec(ctx)
	return errs.Wrap(err, "keep a version")
}

// snapshotAt is a version as it was kept; one that never was is stale too.
func snapshotAt(ctx context.Context, tx db.Tx, jobRoleID string, version int) (snapshot, error) {
	var row versionRow
	err := tx.NewRaw(`SELECT v.version, v.matrix FROM job_role_versions AS v WHERE v.job_role_id = ? AND v.version = ?`, jobRoleID, version).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return snapshot{}, errs.Of(errs.Stale, "There is no such version of this job role. Look at it again, then change it.")
	}
	if err != nil {
		return snapshot{}, errs.Wrap(err, "read a version")
	}
	return row.snapshot()
}

// listVersions tells each version by what it changed in the one before.
func listVersions(ctx context.Context, tx db.Tx, jobRoleID, q string, page db.Page) (out db.List[Version], err error) {
	var after struct{ Version int }
	further, err := page.After("versions "+jobRoleID, &after)
	if err != nil {
		return out, err
	}
	query := tx.NewSelect().TableExpr("job_role_versions AS v").Where("v.job_role_id = ?", jobRoleID)
	if asked := strings.TrimSpace(q); asked != "" {
		query = query.Where("(lower(v.author_name) LIKE ? ESCAPE '!' OR v.author_name LIKE ? ESCAPE '!')", db.Containing(asked), "%"+likeEscaper.Replace(asked)+"%")
	}
	var n int64
	if page.Count {
		if n, err = query.Clone().Count(ctx); err != nil {
			return out, errs.Wrap(err, "count versions")
		}
	}
	if further {
		query = query.Where("v.version < ?", after.Version)
	}
	var rows []versionRow
	err = query.ColumnExpr("v.version, v.author_id, v.author_name, v.at, v.matrix").OrderExpr("v.version DESC").Limit(page.Want()).Scan(ctx, &rows)
	if err != nil {
		return out, errs.Wrap(err, "list versions")
	}
	cut := db.Cut(page, "versions "+jobRoleID, rows, func(r versionRow) any { return struct{ Version int }{r.Version} })
	out.Next = cut.Next
	before, err := versionsBefore(ctx, tx, jobRoleID, cut.Items)
	if err != nil {
		return out, err
	}
	for _, row := range cut.Items {
		v := Version{Number: row.Version, Author: Named{row.AuthorID, row.AuthorName}, At: row.At}
		if was, ok := before[row.Version-1]; ok {
			if v.Changes, err = changed(was, row); err != nil {
				return out, err
			}
		}
		out.Items = append(out.Items, v)
	}
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}

// versionsBefore are the versions that those listed came after.
func versionsBefore(ctx context.Context, tx db.Tx, jobRoleID string, listed []versionRow) (map[int]versionRow, error) {
	out := map[int]versionRow{}
	var missing []int
	for _, row := range listed {
		out[row.Version] = row
	}
	for _, row := range listed {
		if _, there := out[row.Version-1]; !there && row.Version > 1 {
			missing = append(missing, row.Version-1)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	var rows []versionRow
	err := tx.NewRaw(`SELECT v.version, v.matrix FROM job_role_versions AS v WHERE v.job_role_id = ? AND v.version IN (?)`, jobRoleID, bun.List(missing)).Scan(ctx, &rows)
	for _, row := range rows {
		out[row.Version] = row
	}
	return out, errs.Wrap(err, "read versions")
}

// likeEscaper makes text that LIKE … ESCAPE '!' takes literally.
var likeEscaper = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

func changed(before, after versionRow) ([]Difference, error) {
	was, err := before.snapshot()
	if err != nil {
		return nil, err
	}
	is, err := after.snapshot()
	return changes(was, is), err
}
