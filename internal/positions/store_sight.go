package positions

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// roleCount is how many active members hold a role, those on the position's team left out.
type roleCount struct {
	ID      string
	Members int
}

func rolesOffTeam(ctx context.Context, tx db.Tx, p Position) ([]roleCount, error) {
	var out []roleCount
	err := tx.NewRaw(`SELECT m.role_id AS id, count(*) AS members FROM members AS m
		WHERE m.org_id = ? AND m.status = 'active' AND NOT EXISTS (SELECT 1 FROM hiring_team AS t WHERE t.position_id = ? AND t.member_id = m.id)
		GROUP BY m.role_id`, p.OrgID, p.ID).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("count members by role: %w", err)
	}
	return out, nil
}

// linesOn counts lines of activity: those of the position itself, and those of its applications that the filter
// lets through.
func linesOn(ctx context.Context, tx db.Tx, p Position, f access.Filter[access.Line]) (n int, err error) {
	where, args := f.SQL("l")
	err = tx.NewRaw(`SELECT count(*) FROM activity AS l LEFT JOIN applications AS l_app ON l_app.id = l.application_id
		WHERE l.position_id = ? AND (l.application_id IS NULL OR `+where+`)`, append([]any{p.ID}, args...)...).Scan(ctx, &n)
	return n, errs.Wrap(err, "count activity")
}
