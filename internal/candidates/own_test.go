package candidates_test

import (
	"context"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
)

// own is the file of a member: a candidate with their verified address.
func (c *company) own(who string) candidates.Application {
	c.Helper()
	got, err := c.room.Add(ctx, c.as("ada"), candidates.NewCandidate{Name: "Own File of " + who, Email: who + "@" + c.org + ".example", PositionID: c.open.ID,
		Headline: "Secret headline", Tags: []string{"secret-tag"}, Source: candidates.Agency, SourceName: "Secret agency"})
	c.ok(err)
	app := candidates.Application{ID: got.ApplicationID, CandidateID: got.CandidateID, CandidateName: "Own File of " + who}
	if who != "ada" {
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[0].ID})
	}
	return app
}

// "On a linked application one sees name, status and 'This is your own application.' and only where one would see it
// anyway; no activity, feedback, scorecard, offer, notes; and acts on nothing, whatever one's roles, the sole Admin
// included."
func TestOwnFileShowsNameAndStatusOnly(t *testing.T) {
	each(t, func(c *company) {
		for _, who := range []string{"ada", "hana", "rui", "tom", "sol", "nora"} {
			app := c.own(who)
			a := c.as(who)
			got, err := c.room.Application(ctx, a, app.ID)
			c.ok(err)
			if !got.Own || got.CandidateName != app.CandidateName || got.Status == "" {
				c.Error(who, text(got))
			}
			profile, err := c.room.Candidate(ctx, a, app.CandidateID)
			c.ok(err)
			list, err := c.room.Candidates(ctx, a, candidates.CandidateFilter{Q: "own file of " + who}, db.Page{})
			c.ok(err)
			apps, err := c.room.Applications(ctx, a, candidates.ApplicationFilter{CandidateID: app.CandidateID}, db.Page{})
			c.ok(err)
			for what, v := range map[string]any{"application": got, "profile": profile, "list": list.Items, "applications": apps.Items} {
				for _, secret := range []string{"Secret", "secret", ".example", "Phone screen", "Backend", "agency", "2026"} {
					if s := text(v); strings.Contains(s, secret) {
						c.Errorf("%s finds %q in their own %s: %s", who, secret, what, s)
					}
				}
				if !strings.Contains(text(v), "This is your own application.") {
					c.Error(who, what, "does not say why")
				}
			}
			if len(list.Items) != 1 {
				c.Error(who, "finds themselves by name:", text(list))
			}
			for what, do := range acts(c, a, app.ID) {
				c.is(do(), errs.Refused, "own_file", who, " ", what)
			}
			for what, do := range ownReads(c, a, app) {
				c.is(do(), errs.Refused, "own_file", who, " ", what)
			}
		}
		app := c.own("ines") // sees no candidates, not even this one
		_, err := c.room.Application(ctx, c.as("ines"), app.ID)
		c.hidden(err)
	})
}

func ownReads(c *company, a access.Actor, app candidates.Application) map[string]func() error {
	name, tag := "Another Name", "tag"
	return map[string]func() error{
		"activity":  func() error { _, err := c.room.Activity(ctx, a, app.ID, nil, db.Page{}); return err },
		"timeline":  func() error { _, err := c.room.CandidateActivity(ctx, a, app.CandidateID, nil, db.Page{}); return err },
		"feedback":  func() error { _, err := c.room.Feedback(ctx, a, app.ID, db.Page{}); return err },
		"scorecard": func() error { _, err := c.room.Scorecard(ctx, a, app.ID); return err },
		"star":      func() error { _, err := c.room.Star(ctx, a, app.ID, true); return err },
		"edit": func() error {
			_, err := c.room.Edit(ctx, a, app.CandidateID, candidates.CandidatePatch{Name: &name})
			return err
		},
		"tags": func() error {
			_, err := c.room.Edit(ctx, a, app.CandidateID, candidates.CandidatePatch{Tags: &[]string{tag}})
			return err
		},
		"contact": func() error {
			_, err := c.room.Edit(ctx, a, app.CandidateID, candidates.CandidatePatch{Phone: &name})
			return err
		},
		"shelve": func() error {
			_, err := c.room.Shelve(ctx, a, app.CandidateID, candidates.StandingArchived)
			return err
		},
		"delete": func() error { return c.room.Delete(ctx, a, app.CandidateID) },
		"unlink": func() error { _, err := c.room.Unlink(ctx, a, app.CandidateID); return err },
		"another application": func() error {
			p := c.private
			if a.HoldsOn(access.PositionsViewPrivate, p.ID) == false {
				p = c.open
			}
			_, err := c.room.AddApplication(ctx, a, candidates.NewApplication{CandidateID: app.CandidateID, PositionID: p.ID})
			return err
		},
	}
}

// What one's own file withholds cannot be asked for by a filter, a sort order or a column of the board.
func TestOwnFileIsNotTestedByFilters(t *testing.T) {
	each(t, func(c *company) {
		app := c.own("rui")
		a := c.as("rui")
		for _, f := range []candidates.CandidateFilter{{Tag: "secret-tag"}, {Source: candidates.Agency}, {Q: "secret-tag"}, {Q: "rui@"}} {
			list, err := c.room.Candidates(ctx, a, f, db.Page{Count: true})
			c.ok(err)
			if len(list.Items) != 0 || *list.Count != 0 {
				c.Error(text(f), text(list))
			}
		}
		for _, f := range []candidates.ApplicationFilter{{PhaseID: c.open.Phases[0].ID}, {Tag: "secret-tag"}, {Source: candidates.Agency}, {Q: "rui@"}, {Quick: candidates.QuickNeedsAction}} {
			list, err := c.room.Applications(ctx, a, f, db.Page{Count: true})
			c.ok(err)
			if len(list.Items) != 0 || *list.Count != 0 {
				c.Error(text(f), text(list))
			}
		}
		found, err := c.room.ByEmail(ctx, a, "rui@"+c.org+".example")
		c.ok(err)
		if len(found) != 0 {
			c.Error("found by an address that is not shown")
		}
		other := c.add("Paula Novak", c.open)
		c.move(other.ID, candidates.Move{PhaseID: c.open.Phases[0].ID})
		board, err := c.room.Board(ctx, a, c.open.ID, candidates.BoardFilter{})
		c.ok(err)
		if col := column(board, "stage-1"); col.Count != 1 || len(col.Lanes[0].Cards.Items) != 1 || col.Lanes[0].Cards.Items[0].ID != other.ID {
			c.Error("his card tells its phase:", text(col))
		}
		if col := column(board, "in_review"); col.Count != 1 || len(col.Lanes[0].Cards.Items) != 1 || col.Lanes[0].Cards.Items[0].ID != app.ID {
			c.Error("his card shows its status:", text(col))
		}
		theirs, err := c.room.Board(ctx, c.as("hana"), c.open.ID, candidates.BoardFilter{})
		c.ok(err)
		if col := column(theirs, "stage-1"); col.Count != 2 || len(col.Lanes[0].Cards.Items) != 2 {
			c.Error("others see both there:", text(col))
		}
	})
}

// "A candidate is linked to a member by an equal verified e-mail, or by hand (candidates:close there, or
// members:update; unlinking is audited and never by oneself)."
func TestLinkingByHand(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		for _, who := range []string{"tom", "sol", "nora"} {
			_, err := c.room.Link(ctx, c.as(who), app.CandidateID, c.members["nora"])
			c.is(err, errs.Refused, "not_permitted", who)
		}
		_, err := c.room.Link(ctx, c.as("hana"), app.CandidateID, c.members["zed"])
		c.is(err, errs.Invalid, "invalid", "a member of another organisation")
		got, err := c.room.Link(ctx, c.as("hana"), app.CandidateID, c.members["nora"])
		c.ok(err)
		if got.LinkedMember != "nora" {
			c.Error(text(got))
		}
		_, err = c.room.Activity(ctx, c.as("nora"), app.ID, nil, db.Page{})
		c.is(err, errs.Refused, "own_file")
		_, err = c.room.Unlink(ctx, c.as("nora"), app.CandidateID)
		c.is(err, errs.Refused, "own_file")
		_, err = c.room.Unlink(ctx, c.as("ada"), app.CandidateID)
		c.ok(err)
		_, err = c.room.Activity(ctx, c.as("nora"), app.ID, nil, db.Page{})
		c.ok(err)
		for _, action := range []string{"candidate.linked", "candidate.unlinked"} {
			if n := c.number(`SELECT count(*) FROM audit WHERE action = ? AND object_id = ?`, action, app.CandidateID); n != 1 {
				c.Error(action, n)
			}
		}
	})
}

// "The audit lines of it are hidden too."
func TestAuditLinesOfOwnFileAreHidden(t *testing.T) {
	each(t, func(c *company) {
		app := c.own("ada")
		_, err := c.room.Move(ctx, c.as("hana"), app.ID, candidates.Move{Status: candidates.Hired})
		c.ok(err)
		c.read(func(ctx context.Context, tx db.Tx) error {
			log, err := activity.AuditLog(ctx, tx, c.as("ada"), activity.Asked{Action: "application.closing"}, db.Page{})
			if len(log.Items) != 0 {
				c.Error(text(log))
			}
			return err
		})
	})
}

// An address that was verified later links, and one that was not does not.
func TestUnverifiedAddressDoesNotLink(t *testing.T) {
	each(t, func(c *company) {
		c.write(`UPDATE people SET email_verified_at = NULL WHERE id = (SELECT person_id FROM members WHERE id = ?)`, c.members["tom"])
		app := c.own("tom")
		_, err := c.room.Activity(ctx, c.as("tom"), app.ID, nil, db.Page{})
		c.ok(err)
		c.write(`UPDATE people SET email_verified_at = ? WHERE id = (SELECT person_id FROM members WHERE id = ?)`, db.At(noon), c.members["tom"])
		_, err = c.room.Activity(ctx, c.as("tom"), app.ID, nil, db.Page{})
		c.is(err, errs.Refused, "own_file")
	})
}
