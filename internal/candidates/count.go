package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// CountIn is how many candidates the actor sees, inside a transaction.
func CountIn(ctx context.Context, tx db.Tx, a access.Actor) (int, error) {
	return countPeople(ctx, tx, a, CandidateFilter{})
}
