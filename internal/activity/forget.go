package activity

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/db"
)

// Forget deletes the lines of applications, or of a person, that are gone: the database refuses it while they are
// there.
func Forget(ctx context.Context, tx db.Tx, applicationIDs []string, candidateID string) error {
	if len(applicationIDs) > 0 {
		if _, err := tx.NewRaw(`DELETE FROM activity WHERE application_id IN (?)`, bun.List(applicationIDs)).Exec(ctx); err != nil {
			return fmt.Errorf("forget activity: %w", err)
		}
	}
	if candidateID == "" {
		return nil
	}
	if _, err := tx.NewRaw(`DELETE FROM activity WHERE candidate_id = ? AND application_id IS NULL`, candidateID).Exec(ctx); err != nil {
		return fmt.Errorf("forget activity: %w", err)
	}
	return nil
}
