package positions

import (
	"context"
	"reflect"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Patch changes some fields of a position; nil leaves one as it is.
//
// Text, form and place need job_positions:update there. Compensation needs job_positions:view_compensation there;
// showing it on the posting needs update as well. Public needs publish, Private what SetPrivate needs.
type Patch struct {
	Title, Description, Department *string
	JobRoleID, LevelID             *string // ones that the actor sees; empty for none
	Locations                      *[]string
	Remote                         *Remote
	Employment                     *Employment
	Form                           *Form
	Compensation                   *Compensation
	Private, Public                *bool
	Seen                           string // Version of the part that is changed, as it was read; empty: whatever it is now
}

func (c Patch) text() bool {
	return c.Title != nil || c.JobRoleID != nil || c.LevelID != nil || c.Description != nil || c.Department != nil ||
		c.Locations != nil || c.Remote != nil || c.Employment != nil || c.Form != nil
}

// Update changes a position, all of the patch or nothing. It fails stale (412) where the position has changed since
// the version that the patch names.
func (r *Room) Update(ctx context.Context, a access.Actor, id string, c Patch) (p Position, err error) {
	transaction := access.Write
	if c.Private != nil { // who sees it changes
		transaction = access.Grant
	}
	err = transaction(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		held, err := hold(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := c.permit(a, held); err != nil {
			return err
		}
		seen := held
		if seen.seenBy(a); seen.changedSince(c.Seen) {
			return errs.Of(errs.Stale, "Somebody has changed this position since you opened it. Look at it again, then change it.")
		}
		after := c.apply(held)
		wrong := append(after.settle(), after.Compensation.settle()...)
		amiss, err := after.aim(ctx, tx, a, held)
		if err != nil {
			return err
		}
		if err := errs.Bad(append(wrong, amiss...)...); err != nil {
			return err
		}
		if err := keepChanges(ctx, tx, a, held, after); err != nil {
			return err
		}
		p, err = LoadIn(ctx, tx, a, id)
		return err
	})
	return p, err
}

// permit asks for every right that the patch needs; one that changes nothing needs that of editing.
func (c Patch) permit(a access.Actor, p Position) error {
	row := p.Row()
	private, public := c.Private != nil && *c.Private != p.Private, c.Public != nil && *c.Public != p.Public
	onPosting := c.Compensation != nil && c.Compensation.OnPosting != p.Compensation.OnPosting
	for _, need := range []struct {
		asked bool
		rule  access.Rule[access.Position]
	}{
		{c.Compensation != nil, access.PositionCompensation},
		{c.text() || onPosting || c.Compensation == nil && !private && !public, access.PositionUpdate},
		{private, access.PositionPrivacy},
		{public, access.PositionPublish},
	} {
		if !need.asked {
			continue
		}
		if _, err := access.Permit(a, need.rule, row); err != nil {
			return err
		}
	}
	return nil
}

// apply gives the position as the patch wants it.
func (c Patch) apply(p Position) Position {
	set(&p.Title, c.Title)
	point(&p.JobRole, c.JobRoleID)
	point(&p.Level, c.LevelID)
	set(&p.Description, c.Description)
	set(&p.Department, c.Department)
	set(&p.Locations, c.Locations)
	set(&p.Remote, c.Remote)
	set(&p.Employment, c.Employment)
	set(&p.Form, c.Form)
	set(&p.Private, c.Private)
	set(&p.Public, c.Public)
	if c.Compensation != nil {
		pay := *c.Compensation
		p.Compensation = &pay
	} else {
		pay := *p.Compensation
		p.Compensation = &pay
	}
	// Private is stronger: switching it on takes the posting off the careers page, unless both were asked for.
	if c.Private != nil && *c.Private && c.Public == nil {
		p.Public = false
	}
	return p
}

func set[T any](field *T, v *T) {
	if v != nil {
		*field = *v
	}
}

// keepChanges writes what differs, each part with its record.
func keepChanges(ctx context.Context, tx db.Tx, a access.Actor, before, after Position) error {
	if fields := changedText(before, after); len(fields) > 0 {
		if before.Title != after.Title && before.PublishedAt.IsZero() {
			after.Slug = slugOf(after.Title) // once published, an address stays
		}
		pass, err := access.Permit(a, access.PositionUpdate, before.Row())
		if err != nil {
			return err
		}
		if err := saveText(ctx, tx, pass, after); err != nil {
			return err
		}
		line := activity.Line{Kind: "position.updated", PositionID: before.ID, Data: map[string]any{"fields": fields}}
		if err := activity.Record(ctx, tx, a, line); err != nil {
			return err
		}
	}
	if !reflect.DeepEqual(before.Compensation, after.Compensation) {
		pass, err := access.Permit(a, access.PositionCompensation, before.Row())
		if err != nil {
			return err
		}
		if err := savePay(ctx, tx, pass, *after.Compensation); err != nil {
			return err
		}
		if err := auditPay(ctx, tx, a, before, *before.Compensation, *after.Compensation); err != nil {
			return err
		}
		// Whoever sees the position hears that it changed, not what.
		if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "position", ID: before.ID}); err != nil {
			return err
		}
	}
	return switchSight(ctx, tx, a, before, after.Private, after.Public)
}

// changedText names the fields whose text differs; never pay.
func changedText(x, y Position) (fields []string) {
	for _, f := range []struct {
		name string
		same bool
	}{
		{"title", x.Title == y.Title}, {"job_role", x.JobRole.ID == y.JobRole.ID}, {"level", x.Level.ID == y.Level.ID},
		{"description", x.Description == y.Description}, {"department", x.Department == y.Department},
		{"locations", reflect.DeepEqual(x.Locations, y.Locations)}, {"remote", x.Remote == y.Remote},
		{"employment_type", x.Employment == y.Employment}, {"form", reflect.DeepEqual(x.Form, y.Form)},
	} {
		if !f.same {
			fields = append(fields, f.name)
		}
	}
	return fields
}
