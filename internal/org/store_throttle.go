package org

import (
	"context"
	"fmt"
	"time"

	"candor/internal/db"
)

// countFailure adds one failure to a bucket, or refuses while it is blocked.
func countFailure(ctx context.Context, tx db.Tx, bucket string, l limit) error {
	now := tx.Now()
	var row struct {
		Failures     int
		BlockedUntil db.Time
	}
	// The upsert takes the row's lock: two tries cannot both be the last free one.
	err := tx.NewRaw(`INSERT INTO throttles (bucket, failures, first_at) VALUES (?, 1, ?)
		ON CONFLICT (bucket) DO UPDATE SET
			failures = CASE WHEN throttles.first_at <= ? THEN 1 ELSE throttles.failures + 1 END,
			first_at = CASE WHEN throttles.first_at <= ? THEN excluded.first_at ELSE throttles.first_at END
		RETURNING failures, blocked_until`,
		bucket, db.At(now), db.At(now.Add(-l.window)), db.At(now.Add(-l.window))).Scan(ctx, &row.Failures, &row.BlockedUntil)
	if err != nil {
		return fmt.Errorf("count a failure: %w", err)
	}
	if row.BlockedUntil.After(now) {
		return tooMany(row.BlockedUntil.Sub(now)) // and nothing is counted: the transaction is rolled back
	}
	wait := l.wait(row.Failures)
	if wait == 0 {
		return nil
	}
	_, err = tx.NewRaw(`UPDATE throttles SET blocked_until = ? WHERE bucket = ?`, db.At(now.Add(wait)), bucket).Exec(ctx)
	return err
}

func forgetFailures(ctx context.Context, tx db.Tx, bucket string) error {
	_, err := tx.NewRaw(`DELETE FROM throttles WHERE bucket = ?`, bucket).Exec(ctx)
	return err
}

func uncountFailure(ctx context.Context, tx db.Tx, bucket string, l limit) error {
	_, err := tx.NewRaw(`UPDATE throttles SET failures = failures - 1,
			blocked_until = CASE WHEN failures - 1 < ? THEN NULL ELSE blocked_until END
		WHERE bucket = ? AND failures > 0`, l.free, bucket).Exec(ctx)
	return err
}

// sweepThrottles drops what no longer counts.
func sweepThrottles(ctx context.Context, tx db.Tx, before time.Time) error {
	_, err := tx.NewRaw(`DELETE FROM throttles WHERE first_at < ? AND (blocked_until IS NULL OR blocked_until < ?)`,
		db.At(before), db.At(before)).Exec(ctx)
	return err
}
