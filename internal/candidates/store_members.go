package candidates

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

const memberColumns = `m.id, coalesce(nullif(m.name, ''), p.name) AS name, m.title`

// membersNamed finds active members by the beginning of a part of their name, the position's hiring team first.
func membersNamed(ctx context.Context, tx db.Tx, rec record, q string) ([]Member, error) {
	return named(ctx, tx, rec.PositionID, q, 60, `m.org_id = ? AND m.status = 'active'`, rec.OrgID)
}

// readersNamed is membersNamed among those who may read something.
func readersNamed(ctx context.Context, tx db.Tx, readers access.Audience, positionID, q string, most int) ([]Member, error) {
	where, args := readers.SQL("m")
	return named(ctx, tx, positionID, q, most, where, args...)
}

func named(ctx context.Context, tx db.Tx, positionID, q string, most int, where string, args ...any) (out []Member, err error) {
	like := beginning(q)
	err = tx.NewRaw(`SELECT `+memberColumns+` FROM members AS m JOIN people AS p ON p.id = m.person_id
		LEFT JOIN hiring_team AS t ON t.position_id = ? AND t.member_id = m.id
		WHERE `+where+` AND (m.name_key LIKE ? ESCAPE '!' OR m.name_key LIKE ? ESCAPE '!')
		ORDER BY t.member_id IS NULL, m.name_key, m.id LIMIT ?`, append(append([]any{positionID}, args...), like, "% "+like, most)...).Scan(ctx, &out)
	return out, errs.Wrap(err, "find members")
}

// readersOf are those of the members who may read something.
func readersOf(ctx context.Context, tx db.Tx, readers access.Audience, ids []string) (out []Member, err error) {
	where, args := readers.SQL("m")
	err = tx.NewRaw(`SELECT `+memberColumns+` FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id IN (?) AND `+where+` ORDER BY m.id`,
		append([]any{bun.List(ids)}, args...)...).Scan(ctx, &out)
	return out, errs.Wrap(err, "find members")
}

// beginning matches keys that begin with what was typed.
func beginning(q string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(db.Key(q)) + "%"
}
