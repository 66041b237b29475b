package profiles

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

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

// listVersions reads one version more than it gives: each is told by what it changed in the one before.
func listVersions(ctx context.Context, tx db.Tx, jobRoleID string, page db.Page) (out db.List[Version], err error) {
	var after struct{ Version int }
	further, err := page.After("versions "+jobRoleID, &after)
	if err != nil {
		return out, err
	}
	query := tx.NewSelect().TableExpr("job_role_versions AS v").Where("v.job_role_id = ?", jobRoleID)
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
	for i, row := range cut.Items {
		v := Version{Number: row.Version, Author: Named{row.AuthorID, row.AuthorName}, At: row.At}
		if i+1 < len(rows) {
			if v.Changes, err = changed(rows[i+1], row); err != nil {
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

func changed(before, after versionRow) ([]Difference, error) {
	was, err := before.snapshot()
	if err != nil {
		return nil, err
	}
	is, err := after.snapshot()
	return changes(was, is), err
}
