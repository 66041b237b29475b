package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"candor/internal/db"
	"candor/internal/errs"
)

// Load reads the facts about a member: organisation role, team roles, epoch. A member who is not active,
// or is none of this organisation, is nobody: the zero Actor.
func Load(ctx context.Context, tx bun.IDB, orgID, memberID string) (Actor, error) {
	var m struct {
		PersonID, RoleID, System, Name, Zone, OwnerID string
		Epoch                                         int64
	}
	err := tx.NewRaw(`SELECT m.person_id, m.role_id, r.system, coalesce(nullif(m.name, ''), p.name) AS name, coalesce(nullif(p.time_zone, ''), o.time_zone) AS zone,
			coalesce(o.owner_member_id, '') AS owner_id, o.epoch
		FROM members AS m JOIN roles AS r ON r.id = m.role_id JOIN people AS p ON p.id = m.person_id JOIN organizations AS o ON o.id = m.org_id
		WHERE m.id = ? AND m.org_id = ? AND m.status = 'active'`, memberID, orgID).Scan(ctx, &m.PersonID, &m.RoleID, &m.System, &m.Name, &m.Zone, &m.OwnerID, &m.Epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, nil
	}
	if err != nil {
		return Actor{}, fmt.Errorf("load member: %w", err)
	}
	a := Actor{org: orgID, member: memberID, person: m.PersonID, name: m.Name, role: m.RoleID,
		system: SystemRole(m.System), owner: m.OwnerID == memberID, epoch: m.Epoch}
	if a.zone, err = time.LoadLocation(m.Zone); err != nil {
		a.zone = time.UTC
	}
	if a.held, err = roleHolds(ctx, tx, a.system, a.role); err != nil {
		return Actor{}, err
	}
	if a.seats, err = loadSeats(ctx, tx, orgID, memberID); err != nil {
		return Actor{}, err
	}
	return a, nil
}

// RoleHolds is what an organisation role holds now: the catalogue's for system roles, rows for custom ones.
func RoleHolds(ctx context.Context, tx bun.IDB, system SystemRole, roleID string) (Set, error) {
	return roleHolds(ctx, tx, system, roleID)
}

func roleHolds(ctx context.Context, tx bun.IDB, system SystemRole, roleID string) (Set, error) {
	if system != "" {
		return OfSystemRole(system), nil
	}
	var ps []Permission
	if err := tx.NewRaw(`SELECT permission FROM role_permissions WHERE role_id = ?`, roleID).Scan(ctx, &ps); err != nil {
		return Set{}, fmt.Errorf("load role: %w", err)
	}
	return SetOf(ps...), nil
}

func loadSeats(ctx context.Context, tx bun.IDB, orgID, memberID string) (seats, error) {
	var rows []struct {
		PositionID string
		TeamRole   TeamRole
	}
	if err := tx.NewRaw(`SELECT position_id, team_role FROM hiring_team WHERE member_id = ? AND org_id = ?`, memberID, orgID).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load teams: %w", err)
	}
	teams := make(map[string]TeamRole, len(rows))
	for _, r := range rows {
		teams[r.PositionID] = r.TeamRole
	}
	return seatsOf(teams), nil
}

// Read runs fn over one snapshot, with the actor's facts as of that snapshot.
func Read(ctx context.Context, d *db.DB, a Actor, fn func(ctx context.Context, tx db.Tx, a Actor) error) error {
	return d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		fresh, err := refresh(ctx, tx, a, "")
		if err != nil {
			return err
		}
		return fn(ctx, tx, fresh)
	})
}

// Write runs fn in one transaction with facts that hold until its commit: if the organisation's epoch has
// moved since they were loaded they are loaded again, and nobody can grant or take meanwhile.
func Write(ctx context.Context, d *db.DB, a Actor, fn func(ctx context.Context, tx db.Tx, a Actor) error) error {
	return write(ctx, d, a, " FOR SHARE", fn)
}

// Grant is Write for changes that themselves grant or take (roles, members, teams, privacy): they stand in line,
// so that each is decided on the outcome of the one before.
func Grant(ctx context.Context, d *db.DB, a Actor, fn func(ctx context.Context, tx db.Tx, a Actor) error) error {
	return write(ctx, d, a, " FOR NO KEY UPDATE", fn)
}

func write(ctx context.Context, d *db.DB, a Actor, lock string, fn func(ctx context.Context, tx db.Tx, a Actor) error) error {
	if d.Engine() == db.SQLite { // one writer at a time: nothing moves meanwhile
		lock = ""
	}
	return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		fresh, err := refresh(ctx, tx, a, lock)
		if err != nil {
			return err
		}
		return fn(ctx, tx, fresh)
	})
}

// refresh compares epochs and loads the facts anew if the organisation's has moved.
func refresh(ctx context.Context, tx db.Tx, a Actor, lock string) (Actor, error) {
	if a.org == "" {
		return a, nil
	}
	var epoch int64
	err := tx.NewRaw(`SELECT epoch FROM organizations WHERE id = ?`+lock, a.org).Scan(ctx, &epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, errs.Hidden()
	}
	if err != nil {
		return Actor{}, fmt.Errorf("read epoch: %w", err)
	}
	if a.member == "" || epoch == a.epoch {
		return a, nil
	}
	return Reload(ctx, tx, a)
}

// Reload reads an actor's facts again, keeping the door they came through and the key they use.
func Reload(ctx context.Context, tx bun.IDB, a Actor) (Actor, error) {
	fresh, err := Load(ctx, tx, a.org, a.member)
	if err != nil {
		return Actor{}, err
	}
	if !fresh.IsMember() {
		return Actor{}, errs.Of(errs.SignIn, "Your membership here has ended.")
	}
	fresh.via = a.via
	if a.key != nil {
		fresh = fresh.WithKey(*a.key)
	}
	return fresh, nil
}
