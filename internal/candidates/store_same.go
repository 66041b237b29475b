package candidates

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// mostSame is how many look-alikes are worth showing.
const mostSame = 20

// sameEmail finds visible people with one of some addresses, newest first. Access: hidden people do not match;
// neither does the actor's own file, whose addresses they are not shown.
func sameEmail(ctx context.Context, tx db.Tx, a access.Actor, keys []string, but string) ([]string, error) {
	sight := access.Where(a, access.CandidateOpen).Exact()
	if len(keys) == 0 || sight.Nothing() {
		return nil, nil
	}
	var ids []string
	q := tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id").Where("c.id <> ?", but).
		Where("c.id IN (SELECT e.candidate_id FROM candidate_emails AS e WHERE e.org_id = ? AND e.email_key IN (?))", a.OrgID(), bun.List(keys))
	err := sight.On(q, "c").OrderExpr("c.id DESC").Limit(mostSame).Scan(ctx, &ids)
	return ids, errs.Wrap(err, "look for the address")
}

// seemSame finds visible people who share an address with a person, or the name and a phone number or link.
func seemSame(ctx context.Context, tx db.Tx, a access.Actor, p person) ([]string, error) {
	var keys []string
	if err := tx.NewRaw(`SELECT email_key FROM candidate_emails WHERE candidate_id = ?`, p.ID).Scan(ctx, &keys); err != nil {
		return nil, fmt.Errorf("look for look-alikes: %w", err)
	}
	ids, err := sameEmail(ctx, tx, a, keys, p.ID)
	if err != nil {
		return nil, err
	}
	sight := access.Where(a, access.CandidateOpen).Exact()
	if sight.Nothing() {
		return ids, nil
	}
	var more []string
	q := tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id").Where("c.org_id = ? AND c.name_key = ? AND c.id <> ?", p.OrgID, p.NameKey, p.ID).
		Where("(c.phone_key <> '' AND c.phone_key = ? OR c.links <> '[]' AND c.links = ?)", phoneKey(p.Phone), p.Links)
	if len(ids) > 0 {
		q = q.Where("c.id NOT IN (?)", bun.List(ids))
	}
	err = sight.On(q, "c").OrderExpr("c.id DESC").Limit(mostSame).Scan(ctx, &more)
	return append(ids, more...), errs.Wrap(err, "look for look-alikes")
}

// memberName is a member's name, for those who may know it.
func memberName(ctx context.Context, tx db.Tx, orgID, memberID string) (name string, err error) {
	err = tx.NewRaw(`SELECT p.name FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id = ? AND m.org_id = ?`, memberID, orgID).Scan(ctx, &name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, errs.Wrap(err, "load member's name")
}
