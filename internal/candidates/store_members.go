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
	for _, side := range []string{"IN", "NOT IN"} { // the team first; then the others by name, as many as are wanted
		var some []Member
		err = tx.NewRaw(`SELECT `+memberColumns+` FROM members AS m JOIN people AS p ON p.id = m.person_id
			WHERE m.id `+side+` (SELECT t.member_id FROM hiring_team AS t WHERE t.position_id = ?) AND (m.name_key LIKE ? ESCAPE '!' OR m.name_key LIKE ? ESCAPE '!')
				AND `+where+` ORDER BY m.name_key, m.id LIMIT ?`, append(append([]any{positionID, like, "% " + like}, args...), most-len(out))...).Scan(ctx, &some)
		if err != nil {
			return nil, errs.Wrap(err, "find members")
		}
		if out = append(out, some...); len(out) >= most {
			break
		}
	}
	return out, nil
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
