package positions

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// SetPrivate makes a position private or not. It needs job_positions:update there, and a team role there or
// job_positions:view_private. Private takes the posting off the careers page; not private never puts it back.
func (r *Room) SetPrivate(ctx context.Context, a access.Actor, id string, on bool) (Position, error) {
	return r.Update(ctx, a, id, Patch{Private: &on})
}

// SetPublic puts an open position on the careers page, or takes it off. It needs job_positions:publish there. Set on
// a draft, it takes effect when the position is opened. A private position cannot be public (422).
func (r *Room) SetPublic(ctx context.Context, a access.Actor, id string, on bool) (Position, error) {
	return r.Update(ctx, a, id, Patch{Public: &on})
}

// switchSight writes the two switches where they differ.
func switchSight(ctx context.Context, tx db.Tx, a access.Actor, before Position, private, public bool) error {
	if private != before.Private {
		pass, err := access.Permit(a, access.PositionPrivacy, before.Row())
		if err != nil {
			return err
		}
		// One statement: the table refuses a position that is private and public.
		if err := change(ctx, tx, pass, `private = ?, public = ?, updated_at = ?`, private, before.Public && public && !private, db.At(tx.Now())); err != nil {
			return err
		}
		if err := auditFlag(ctx, tx, a, before, "position.private", before.Private, private); err != nil {
			return err
		}
		if err := activity.Record(ctx, tx, a, activity.Line{Kind: kindOf(private, "position.private", "position.not_private"), PositionID: before.ID}); err != nil {
			return err
		}
	}
	if public == before.Public {
		return nil
	}
	return switchPublic(ctx, tx, a, before, private, public)
}

func switchPublic(ctx context.Context, tx db.Tx, a access.Actor, before Position, private, public bool) error {
	if !private || !before.Public { // else it went off with becoming private, which needs no further right
		pass, err := access.Permit(a, access.PositionPublish, before.Row())
		if err != nil {
			return err
		}
		if err := change(ctx, tx, pass, `public = ?, updated_at = ?`, public, db.At(tx.Now())); err != nil {
			return err
		}
		if public && before.Status == Open {
			if err := posted(ctx, tx, pass); err != nil {
				return err
			}
		}
	}
	if err := auditFlag(ctx, tx, a, before, "position.public", before.Public, public); err != nil {
		return err
	}
	return activity.Record(ctx, tx, a, activity.Line{Kind: kindOf(public, "position.published", "position.unpublished"), PositionID: before.ID})
}

// posted keeps the day on which the posting went up.
func posted(ctx context.Context, tx db.Tx, pass access.Pass[access.Position]) error {
	return change(ctx, tx, pass, `published_at = ?`, db.At(tx.Now()))
}

func kindOf(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

// Reveal is what switching off a position's privacy would do: how many active members would see the position who
// do not see it now, and how much history they would find.
type Reveal struct {
	People       int // would see the position
	Applications int // applications on it
	Lines        int // lines of activity on it and on its applications
}

// Reveals counts what making a private position visible would show. It needs what SetPrivate needs. It counts
// only history that the actor sees.
func (r *Room) Reveals(ctx context.Context, a access.Actor, id string) (v Reveal, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := find(ctx, tx, id, access.Where(a, access.PositionView), "")
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.PositionPrivacy, p.Row()); err != nil {
			return err
		}
		if !p.Private {
			return nil
		}
		v, err = reveal(ctx, tx, a, p)
		return err
	})
	return v, err
}

func reveal(ctx context.Context, tx db.Tx, a access.Actor, p Position) (v Reveal, err error) {
	roles, err := rolesOffTeam(ctx, tx, p)
	if err != nil {
		return v, err
	}
	holds, err := access.RolesHold(ctx, tx, p.OrgID)
	if err != nil {
		return v, err
	}
	for _, role := range roles {
		if held := holds[role.ID]; held.Has(access.PositionsView) && !held.Has(access.PositionsViewPrivate) {
			v.People += role.Members
		}
	}
	if _, v.Applications, err = applicationsOn(ctx, tx, p.ID, access.Where(a, access.ApplicationView)); err != nil {
		return v, err
	}
	v.Lines, err = linesOn(ctx, tx, p, access.Where(a, access.LineView))
	return v, errs.Wrap(err, "count what becomes visible")
}
