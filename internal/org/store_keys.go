package org

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

type keyScan struct {
	ID, Name, Prefix, MemberID, Member, Permissions string
	CreatedAt, ExpiresAt, LastUsedAt, RevokedAt     db.Time
}

func (s keyScan) key() (Key, error) {
	ps, err := readPermissions(s.Permissions)
	return Key{ID: s.ID, Name: s.Name, Prefix: s.Prefix, MemberID: s.MemberID, Member: s.Member, Permissions: ps,
		CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt, LastUsedAt: s.LastUsedAt, RevokedAt: s.RevokedAt}, err
}

const keyColumns = `k.id, k.name, k.prefix, k.member_id, coalesce(nullif(m.name, ''), p.name) AS member, k.permissions, k.created_at, k.expires_at, k.last_used_at, k.revoked_at`

const keyTables = `api_keys AS k JOIN members AS m ON m.id = k.member_id JOIN people AS p ON p.id = m.person_id`

func listKeys(ctx context.Context, tx db.Tx, orgID, q string, page db.Page) (db.List[Key], error) {
	var after struct{ ID string }
	more, err := page.After("keys", &after)
	if err != nil {
		return db.List[Key]{}, err
	}
	query := tx.NewSelect().TableExpr(keyTables).Where("k.org_id = ? AND k.revoked_at IS NULL", orgID)
	if q != "" {
		query = query.Where("(m.name_key LIKE ? ESCAPE '!' OR lower(k.name) LIKE ? ESCAPE '!')", db.Containing(q), db.Containing(q))
	}
	var n int64
	if page.Count {
		if n, err = query.Clone().Count(ctx); err != nil {
			return db.List[Key]{}, fmt.Errorf("count keys: %w", err)
		}
	}
	if more {
		query = query.Where("k.id < ?", after.ID)
	}
	var rows []keyScan
	if err := query.ColumnExpr(keyColumns).OrderExpr("k.id DESC").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return db.List[Key]{}, fmt.Errorf("list keys: %w", err)
	}
	cut := db.Cut(page, "keys", rows, func(k keyScan) any { return struct{ ID string }{k.ID} })
	out := db.List[Key]{Next: cut.Next}
	for _, row := range cut.Items {
		k, err := row.key()
		if err != nil {
			return db.List[Key]{}, err
		}
		out.Items = append(out.Items, k)
	}
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}

func keyByID(ctx context.Context, tx db.Tx, orgID, id string, lock bool) (Key, bool, error) {
	query := `SELECT ` + keyColumns + ` FROM ` + keyTables + ` WHERE k.org_id = ? AND k.id = ? AND k.revoked_at IS NULL`
	if lock && tx.Lock() != "" {
		query += tx.Lock() + ` OF k`
	}
	var row keyScan
	err := tx.NewRaw(query, orgID, id).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Key{}, false, nil
	}
	if err != nil {
		return Key{}, false, fmt.Errorf("read key: %w", err)
	}
	k, err := row.key()
	return k, err == nil, err
}

func insertKey(ctx context.Context, tx db.Tx, a access.Actor, k Key, hash string) error {
	ps, err := json.Marshal(k.Permissions)
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw(`INSERT INTO api_keys (id, org_id, member_id, name, prefix, token_hash, permissions, created_at, created_by, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, k.ID, a.OrgID(), k.MemberID, k.Name, k.Prefix, hash, string(ps), k.CreatedAt, orNull(a.MemberID()), k.ExpiresAt).Exec(ctx); err != nil {
		return fmt.Errorf("insert key: %w", err)
	}
	return nil
}

func changeKey(ctx context.Context, tx db.Tx, k Key) error {
	_, err := tx.NewRaw(`UPDATE api_keys SET name = ?, expires_at = ? WHERE id = ?`, k.Name, k.ExpiresAt, k.ID).Exec(ctx)
	return errs.Wrap(err, "change key")
}

func revokeKey(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
	_, err := tx.NewRaw(`UPDATE api_keys SET revoked_at = ?, revoked_by = ? WHERE id = ?`, db.At(tx.Now()), orNull(a.MemberID()), id).Exec(ctx)
	return err
}
