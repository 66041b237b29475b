package org

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Key is an API key as its organisation sees it: never the key itself.
type Key struct {
	ID, Name, Prefix string
	MemberID, Member string // whom it speaks for
	Permissions      []access.Permission
	CreatedAt        db.Time
	ExpiresAt        db.Time // zero: never
	LastUsedAt       db.Time
	RevokedAt        db.Time
	Token            string // only of a key that was just made: it is kept nowhere
}

// KeyDraft is a key to be made.
type KeyDraft struct {
	Name        string
	Permissions []access.Permission
	ExpiresAt   db.Time
}

// Keys lists the organisation's keys that are not revoked, newest first (org:integrate).
func (r *Room) Keys(ctx context.Context, a access.Actor, q string, page db.Page) (db.List[Key], error) {
	var out db.List[Key]
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if err := a.Require(access.OrgIntegrate); err != nil {
			return err
		}
		out, err = listKeys(ctx, tx, a.OrgID(), q, page)
		return err
	})
	return out, err
}

// Key is one key (org:integrate); without that string there is none.
func (r *Room) Key(ctx context.Context, a access.Actor, id string) (Key, error) {
	var out Key
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out, err = seenKey(ctx, tx, a, id, false)
		return err
	})
	return out, err
}

func seenKey(ctx context.Context, tx db.Tx, a access.Actor, id string, lock bool) (Key, error) {
	if !a.Holds(access.OrgIntegrate) {
		return Key{}, errs.Hidden()
	}
	k, found, err := keyByID(ctx, tx, a.OrgID(), id, lock)
	if err == nil && !found {
		err = errs.Hidden()
	}
	return k, err
}

// CreateKey makes a key that speaks for the actor, with strings the actor holds in the role or on a hiring team. Nobody
// makes a key for somebody else: it would be a way to act as them. It needs org:integrate.
func (r *Room) CreateKey(ctx context.Context, a access.Actor, d KeyDraft) (Key, error) {
	var out Key
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.OrgIntegrate); err != nil {
			return err
		}
		if err := d.check(a, tx); err != nil {
			return err
		}
		var err error
		out, err = makeKey(ctx, tx, a, a.MemberID(), a.Name(), d)
		return err
	})
	return out, err
}

func (d *KeyDraft) check(a access.Actor, tx db.Tx) error {
	var lacks []access.Permission
	for _, p := range d.Permissions {
		if access.Known(p) && !a.HoldsAnywhere(p) {
			lacks = append(lacks, p)
		}
	}
	if len(lacks) > 0 {
		return errs.Refuse("hand_out", "A key can't hold what its member lacks: "+inWords(lacks)+".")
	}
	return d.valid(tx)
}

func (d *KeyDraft) valid(tx db.Tx) error {
	var bad problems
	var err error
	d.Name, err = required("name", d.Name, "Name the key after what will use it.", 60)
	bad.add(err)
	for _, p := range d.Permissions {
		if !access.Known(p) {
			bad.add(errs.Bad(errs.F("permissions", "There is no permission “"+short(string(p))+"”.")))
		}
	}
	if len(d.Permissions) == 0 {
		bad.add(errs.Bad(errs.F("permissions", "Choose what the key may do.")))
	}
	if !d.ExpiresAt.IsZero() && !d.ExpiresAt.After(tx.Now()) {
		bad.add(errs.Bad(errs.F("expires_at", "Choose a day in the future.")))
	}
	slices.Sort(d.Permissions)
	d.Permissions = slices.Compact(d.Permissions)
	return bad.err()
}

func makeKey(ctx context.Context, tx db.Tx, a access.Actor, memberID, member string, d KeyDraft) (Key, error) {
	plain, _ := db.Token()
	token := KeyPrefix + plain
	k := Key{ID: db.NewID(), Name: d.Name, Prefix: token[:len(KeyPrefix)+8], MemberID: memberID, Member: member,
		Permissions: d.Permissions, CreatedAt: db.At(tx.Now()), ExpiresAt: d.ExpiresAt, Token: token}
	if err := insertKey(ctx, tx, a, k, db.HashToken(token)); err != nil {
		return Key{}, err
	}
	return k, activity.Audit(ctx, tx, a, k.entry("key.created", nil, k.written()))
}

// KeyChange changes what is not nil.
type KeyChange struct {
	Name      *string
	ExpiresAt *db.Time // zero: never
}

// EditKey renames a key or changes when it ends (org:integrate). Whoever may end any key may let any end sooner; that
// one lasts longer is for the member it speaks for, who could make another.
func (r *Room) EditKey(ctx context.Context, a access.Actor, id string, c KeyChange) (Key, error) {
	var out Key
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		k, err := seenKey(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		before := k.written()
		if c.ExpiresAt != nil && k.lasts(*c.ExpiresAt) && k.MemberID != a.MemberID() {
			return errs.Refuse("not_permitted", "Only "+k.Member+", for whom this key speaks, can let it last longer.")
		}
		d := KeyDraft{Name: k.Name, Permissions: k.Permissions}
		if c.Name != nil {
			d.Name = *c.Name
		}
		if c.ExpiresAt != nil {
			k.ExpiresAt, d.ExpiresAt = *c.ExpiresAt, *c.ExpiresAt
		}
		if err := d.valid(tx); err != nil {
			return err
		}
		k.Name = d.Name
		if out = k; reflect.DeepEqual(before, k.written()) {
			return nil
		}
		if err := changeKey(ctx, tx, k); err != nil {
			return err
		}
		return activity.Audit(ctx, tx, a, k.entry("key.changed", before, k.written()))
	})
	return out, err
}

// lasts reports whether the key would end later than it does.
func (k Key) lasts(until db.Time) bool {
	return !k.ExpiresAt.IsZero() && (until.IsZero() || until.After(k.ExpiresAt.Time))
}

// RevokeKey ends a key at once and for good: any of the organisation's (org:integrate).
func (r *Room) RevokeKey(ctx context.Context, a access.Actor, id string) error {
	return access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		k, err := seenKey(ctx, tx, a, id, true)
		if err != nil {
			return err
		}
		if err := revokeKey(ctx, tx, a, id); err != nil {
			return err
		}
		return activity.Audit(ctx, tx, a, k.entry("key.revoked", k.written(), nil))
	})
}

func (k Key) written() any {
	return map[string]any{"name": k.Name, "prefix": k.Prefix, "member": k.Member, "member_id": k.MemberID, "permissions": k.Permissions, "expires_at": k.ExpiresAt}
}

func (k Key) entry(action string, before, after any) activity.Entry {
	return activity.Entry{Action: action, Object: "key", ObjectID: k.ID, ObjectName: k.Name, Before: before, After: after}
}

func readPermissions(text string) ([]access.Permission, error) {
	var out []access.Permission
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("permissions of a key: %w", err)
	}
	return out, nil
}
