package files

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// reserveBlob finds the row of this content in this organisation or makes one; touching it keeps the sweeper away for a day.
func reserveBlob(ctx context.Context, tx db.Tx, orgID, sha string, size int64) (id string, stored bool, err error) {
	var at db.Time
	now := db.At(tx.Now())
	err = tx.NewRaw(`INSERT INTO blobs (id, org_id, sha256, size, touched_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (org_id, sha256) WHERE condemned_at IS NULL DO UPDATE SET touched_at = EXCLUDED.touched_at
		RETURNING id, stored_at`, db.NewID(), orgID, sha, size, now).Scan(ctx, &id, &at)
	if err != nil {
		return "", false, fmt.Errorf("reserve blob: %w", err)
	}
	return id, !at.IsZero(), nil
}

// claimBlob notes that the bytes are there. The row is locked by it: a sweeper that wants it too waits, and sees.
func claimBlob(ctx context.Context, tx db.Tx, f File) error {
	now := db.At(tx.Now())
	res, err := tx.NewRaw(`UPDATE blobs SET touched_at = ?, stored_at = coalesce(stored_at, ?) WHERE id = ? AND org_id = ? AND condemned_at IS NULL`,
		now, now, f.BlobID, f.OrgID).Exec(ctx)
	if err := one(res, err); err != nil {
		if errors.Is(err, errNone) {
			return errs.Of(errs.Conflict, "This file was sent too long ago. Please send it again.")
		}
		return fmt.Errorf("claim blob: %w", err)
	}
	return nil
}

func insertFile(ctx context.Context, tx db.Tx, f File) error {
	res, err := tx.NewRaw(`INSERT INTO files (id, org_id, application_id, blob_id, purpose, name, kind, size, sha256, text_state, created_at, created_by)
		SELECT ?, a.org_id, a.id, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, '') FROM applications AS a WHERE a.id = ? AND a.org_id = ?`,
		f.ID, f.BlobID, f.Purpose, f.Name, f.Kind, f.Size, f.SHA256, f.TextState, f.CreatedAt, f.CreatedBy, f.ApplicationID, f.OrgID).Exec(ctx)
	if err := one(res, err); err != nil {
		if errors.Is(err, errNone) {
			return errs.Hidden()
		}
		return fmt.Errorf("insert file: %w", err)
	}
	return nil
}

func deleteFile(ctx context.Context, tx db.Tx, orgID, applicationID, id string) error {
	res, err := tx.NewRaw(`DELETE FROM files WHERE id = ? AND org_id = ? AND application_id = ?`, id, orgID, applicationID).Exec(ctx)
	if err := one(res, err); err != nil {
		if errors.Is(err, errNone) {
			return errs.Hidden()
		}
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

const fileColumns = `f.id, f.org_id, f.application_id, f.blob_id, f.purpose, f.name, f.kind, f.size, f.sha256, f.text_state, f.text_note, f.created_at, coalesce(f.created_by, '') AS created_by`

func fileOf(ctx context.Context, tx db.Tx, see access.Filter[access.Application], id string) (File, error) {
	where, args := see.SQL("a")
	var f File
	err := tx.NewRaw(`SELECT `+fileColumns+` FROM files AS f JOIN applications AS a ON a.id = f.application_id WHERE f.id = ? AND `+where,
		append([]any{id}, args...)...).Scan(ctx, &f)
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, errs.Hidden()
	}
	if err != nil {
		return File{}, fmt.Errorf("load file: %w", err)
	}
	return f, nil
}

// filesOf are the files of the applications in their order, each application's oldest first.
func filesOf(ctx context.Context, tx db.Tx, see access.Filter[access.Application], applicationIDs []string) ([]File, error) {
	if see.Nothing() || len(applicationIDs) == 0 {
		return nil, nil
	}
	where, args := see.SQL("a")
	var list []File
	err := tx.NewRaw(`SELECT `+fileColumns+` FROM files AS f JOIN applications AS a ON a.id = f.application_id
		WHERE f.application_id IN (?) AND `+where+` ORDER BY f.created_at, f.id`, append([]any{bun.List(applicationIDs)}, args...)...).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	slices.SortStableFunc(list, func(f, g File) int {
		return cmp.Compare(slices.Index(applicationIDs, f.ApplicationID), slices.Index(applicationIDs, g.ApplicationID))
	})
	return list, nil
}

func textOf(ctx context.Context, tx db.Tx, id string) (text string, err error) {
	err = tx.NewRaw(`SELECT body FROM file_texts WHERE file_id = ?`, id).Scan(ctx, &text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("load text: %w", err)
	}
	return text, nil
}

// unread is a file whose text is to be read; found is false if it is gone or was read already.
func unread(ctx context.Context, tx db.Tx, id string) (f File, found bool, err error) {
	err = tx.NewRaw(`SELECT `+fileColumns+` FROM files AS f WHERE f.id = ? AND f.text_state = ?`, id, TextPending).Scan(ctx, &f)
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, false, nil
	}
	if err != nil {
		return File{}, false, fmt.Errorf("load file: %w", err)
	}
	return f, true, nil
}

func saveText(ctx context.Context, tx db.Tx, f File, state TextState, note, text string) error {
	res, err := tx.NewRaw(`UPDATE files SET text_state = ?, text_note = ? WHERE id = ? AND text_state = ?`, state, note, f.ID, TextPending).Exec(ctx)
	if err := one(res, err); err != nil {
		if errors.Is(err, errNone) {
			return nil // deleted meanwhile
		}
		return fmt.Errorf("save state of text: %w", err)
	}
	if state != TextDone {
		return nil
	}
	_, err = tx.NewRaw(`INSERT INTO file_texts (file_id, org_id, application_id, body, body_key) VALUES (?, ?, ?, ?, ?)`,
		f.ID, f.OrgID, f.ApplicationID, text, db.Key(text)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save text: %w", err)
	}
	return nil
}

type blobRow struct{ ID, OrgID, Sha256 string }

// orphans are rows that nothing has referred to since before, and those whose deletion was begun.
func orphans(ctx context.Context, tx db.Tx, before db.Time, most int) (list []blobRow, err error) {
	err = tx.NewRaw(`SELECT b.id, b.org_id, b.sha256 FROM blobs AS b WHERE (b.touched_at < ? OR b.condemned_at IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM files AS f WHERE f.blob_id = b.id) ORDER BY b.id LIMIT ?`, before, most).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("find orphans: %w", err)
	}
	return list, nil
}

// condemn marks an orphan unless it was claimed since: the time is read again on the row as it is when the lock is had.
func condemn(ctx context.Context, tx db.Tx, id string, before db.Time) (bool, error) {
	res, err := tx.NewRaw(`UPDATE blobs SET condemned_at = ? WHERE id = ? AND (touched_at < ? OR condemned_at IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM files AS f WHERE f.blob_id = blobs.id)`, db.At(tx.Now()), id, before).Exec(ctx)
	err = one(res, err)
	if errors.Is(err, errNone) {
		return false, nil
	}
	return err == nil, err
}

func forgetBlob(ctx context.Context, tx db.Tx, id string) error {
	if _, err := tx.NewRaw(`DELETE FROM blobs WHERE id = ?`, id).Exec(ctx); err != nil {
		return fmt.Errorf("forget blob: %w", err)
	}
	return nil
}

// blobsAfter lists the stored blobs that files refer to, by id.
func blobsAfter(ctx context.Context, tx db.Tx, after string, most int) (list []blobRow, err error) {
	err = tx.NewRaw(`SELECT b.id, b.org_id, b.sha256 FROM blobs AS b WHERE b.id > ? AND EXISTS (SELECT 1 FROM files AS f WHERE f.blob_id = b.id)
		ORDER BY b.id LIMIT ?`, after, most).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("list blobs: %w", err)
	}
	return list, nil
}

var errNone = errors.New("no row")

func one(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return errNone
	}
	return err
}
