package org

import (
	"context"
	"regexp"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Settings says what becomes different about the organisation; nil leaves alone, so that each card saves its own.
type Settings struct {
	Name, Slug, TimeZone, Website        *string
	CareersText, ConsentText, BrandColor *string
	DefaultRoleID                        *string
	SecondReviewer                       *bool // publication by somebody who could approve it goes to another approver
}

// EditOrganization changes settings (org:manage). The default role also needs roles:update and every string of the
// role; it serves members who arrive from then on. A new address (slug) is the careers page's at once.
func (r *Room) EditOrganization(ctx context.Context, a access.Actor, s Settings) (Organization, error) {
	var out Organization
	err := access.Grant(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if _, err := seenOrganization(ctx, tx, a); err != nil {
			return err
		}
		if err := a.Require(access.OrgManage); err != nil {
			return err
		}
		before, err := organizationByID(ctx, tx, a.OrgID(), true)
		if err != nil {
			return err
		}
		after, err := s.fill(before)
		if err != nil {
			return err
		}
		if s.DefaultRoleID != nil && *s.DefaultRoleID != before.DefaultRoleID {
			if err := changeDefaultRole(ctx, tx, a, before, *s.DefaultRoleID); err != nil {
				return err
			}
		}
		if err := keepSettings(ctx, tx, a, before, after); err != nil {
			return err
		}
		if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "settings", ID: a.OrgID()}); err != nil {
			return err
		}
		out, err = seenOrganization(ctx, tx, a)
		return err
	})
	return out, err
}

var colours = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// fill writes the settings over what was, and says everything that is wrong with them.
func (s Settings) fill(o organizationRow) (organizationRow, error) {
	var bad problems
	if s.Name != nil {
		name, err := required("name", *s.Name, "Enter the organisation's name.", maxName)
		o.Name = name
		bad.add(err)
	}
	if s.Slug != nil {
		o.Slug = strings.TrimSpace(*s.Slug)
		bad.add(checkSlug("slug", o.Slug))
	}
	if s.TimeZone != nil {
		o.TimeZone = *s.TimeZone
		bad.add(checkZone("time_zone", o.TimeZone))
	}
	if s.Website != nil {
		o.Website = strings.TrimSpace(*s.Website)
		bad.add(checkWebsite("website", o.Website))
	}
	if s.SecondReviewer != nil {
		o.SecondReviewer = *s.SecondReviewer
	}
	if s.BrandColor != nil {
		o.BrandColor = strings.ToLower(strings.TrimSpace(*s.BrandColor))
		if o.BrandColor != "" && !colours.MatchString(o.BrandColor) {
			bad.add(errs.Bad(errs.F("brand_color", "Write the colour like #0b6e75.")))
		}
	}
	for field, text := range map[string]struct {
		to   *string
		from *string
	}{"careers_text": {&o.CareersText, s.CareersText}, "consent_text": {&o.ConsentText, s.ConsentText}} {
		if text.from != nil {
			*text.to = strings.TrimSpace(*text.from)
			bad.add(atMost(field, *text.to, maxText))
		}
	}
	return o, bad.err()
}

func checkWebsite(field, link string) error {
	if link == "" {
		return nil
	}
	rest, ok := strings.CutPrefix(link, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(link, "http://")
	}
	if !ok || rest == "" || strings.ContainsAny(link, " \t\r\n\"<>\\") || len(link) > 500 {
		return errs.Bad(errs.F(field, "Write the address like https://acme.com."))
	}
	return nil
}

// changeDefaultRole hands a role out in advance, so it asks what handing out asks.
func changeDefaultRole(ctx context.Context, tx db.Tx, a access.Actor, o organizationRow, roleID string) error {
	if err := a.Require(access.RolesUpdate); err != nil {
		return err
	}
	role, found, err := roleByID(ctx, tx, a.OrgID(), roleID, true)
	if err != nil {
		return err
	}
	if !found {
		return errs.Bad(errs.F("default_role_id", "Role does not belong to this org"))
	}
	if err := mayGive(a, "the role "+role.Name, role.Permissions); err != nil {
		return err
	}
	if err := setDefaultRole(ctx, tx, a.OrgID(), role.ID); err != nil {
		return err
	}
	was, _, err := roleByID(ctx, tx, a.OrgID(), o.DefaultRoleID, false)
	if err != nil {
		return err
	}
	type named struct {
		Role   string `json:"role"`
		RoleID string `json:"role_id"`
	}
	return activity.Audit(ctx, tx, a, o.entry("organization.default_role", named{was.Name, was.ID}, named{role.Name, role.ID}))
}

// keepSettings saves and records exactly what became different.
func keepSettings(ctx context.Context, tx db.Tx, a access.Actor, before, after organizationRow) error {
	from, to := map[string]string{}, map[string]string{}
	was := before.texts()
	for name, text := range after.texts() {
		if text != was[name] {
			from[name], to[name] = was[name], text
		}
	}
	if len(to) == 0 {
		return nil
	}
	if err := updateOrganization(ctx, tx, after); err != nil {
		if db.IsUnique(err) {
			return takenSlug("slug")
		}
		return err
	}
	if after.SecondReviewer != before.SecondReviewer {
		if err := setSecondReviewer(ctx, tx, after.ID, after.SecondReviewer); err != nil {
			return err
		}
	}
	return activity.Audit(ctx, tx, a, before.entry("organization.updated", from, to))
}

func (o organizationRow) texts() map[string]string {
	second := "off"
	if o.SecondReviewer {
		second = "on"
	}
	return map[string]string{"second_reviewer": second, "name": o.Name, "slug": o.Slug, "time_zone": o.TimeZone, "website": o.Website, "careers_text": o.CareersText,
		"consent_text": o.ConsentText, "brand_color": o.BrandColor}
}

func (o organizationRow) entry(action string, before, after any) activity.Entry {
	return activity.Entry{Action: action, Object: "organization", ObjectID: o.ID, ObjectName: o.Name, Before: before, After: after}
}
