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
	"candor/internal/positions"
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
				for _, secret := range []string{"Secret", "secret", ".example", "Phone screen", "Backend", "agency", `"2026-`} {
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
		"feedback":  func() error { _, err := c.room.Feedback(ctx, a, app.ID, "", db.Page{}); return err },
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
		for _, f := range []candidates.CandidateFilter{{PositionID: c.open.ID}, {PositionID: c.open.ID, ByName: true}, {Tag: "secret-tag"}, {Source: candidates.Agency}, {Q: "secret-tag"}, {Q: "rui@"}} {
			list, err := c.room.Candidates(ctx, a, f, db.Page{Count: true})
			c.ok(err)
			if len(list.Items) != 0 || *list.Count != 0 {
				c.Error(text(f), text(list))
			}
		}
		for _, f := range []candidates.ApplicationFilter{{PositionID: c.open.ID}, {PositionID: c.open.ID, Status: candidates.InReview},
			{PositionID: c.open.ID, CandidateID: app.CandidateID}, {PositionID: c.open.ID, Sort: candidates.SortName}, {PhaseID: c.open.Phases[0].ID}, {Tag: "secret-tag"}, {Source: candidates.Agency}, {Q: "rui@"}, {Quick: candidates.QuickNeedsAction}} {
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
		table, err := c.room.Table(ctx, a, c.open.ID, candidates.ApplicationFilter{}, db.Page{Count: true})
		c.ok(err)
		if len(table.Items) != 1 || *table.Count != 1 {
			c.Error("on the position's own table it stands:", text(table))
		}
		other := c.add("Paula Novak", c.open)
		listed, err := c.room.Applications(ctx, a, candidates.ApplicationFilter{PositionID: c.open.ID}, db.Page{Count: true})
		c.ok(err)
		if len(listed.Items) != 1 || *listed.Count != 1 || listed.Items[0].ID != other.ID {
			c.Error("of two on the position, the other is found:", text(listed))
		}
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

// A position of one's own making does not help: who creates one, and adds a colleague's file to it, closes there, but
// not where the file was seen before. Hidden applications are not asked.
func TestOnesOwnPositionOpensNoFile(t *testing.T) {
	each(t, func(c *company) {
		app := c.own("nora")
		sol := c.as("sol")
		c.is(c.unlink("sol", app.CandidateID), errs.Refused, "not_permitted", "before")
		mine, err := c.posts.Create(ctx, sol, positions.NewPosition{Title: "Sol's own", Team: []positions.Seat{{MemberID: c.members["sol"], TeamRole: access.HiringManager}}})
		c.ok(err)
		_, err = c.posts.Open(ctx, c.as("sol"), mine.ID)
		c.ok(err)
		_, err = c.room.AddApplication(ctx, c.as("sol"), candidates.NewApplication{CandidateID: app.CandidateID, PositionID: mine.ID})
		c.ok(err)
		c.is(c.unlink("sol", app.CandidateID), errs.Refused, "not_permitted", "after")
		_, err = c.room.Link(ctx, c.as("sol"), app.CandidateID, c.members["tom"])
		c.is(err, errs.Refused, "not_permitted")
		_, err = c.room.Linkable(ctx, c.as("sol"), app.CandidateID, "")
		c.is(err, errs.Refused, "not_permitted")
		got, err := c.room.Candidate(ctx, c.as("sol"), app.CandidateID)
		c.ok(err)
		if got.Can.Link {
			c.Error("the page offers it")
		}
		_, err = c.room.Activity(ctx, c.as("nora"), app.ID, nil, db.Page{})
		c.is(err, errs.Refused, "own_file")
		c.ok(c.unlink("hana", app.CandidateID)) // closes on the one, and does not see sol's
	})
}

// With a hidden application and without one the answer is the same.
func TestLinkingTellsNothingOfHiddenApplications(t *testing.T) {
	each(t, func(c *company) {
		for _, hidden := range []bool{false, true} {
			name := map[bool]string{true: "Paula Novak", false: "Quentin Roy"}[hidden]
			mine := c.position(positions.NewPosition{Title: "Mine " + name, Team: []positions.Seat{{MemberID: c.members["sol"], TeamRole: access.HiringManager}}})
			app := c.add(name, mine)
			if hidden {
				c.also(app.CandidateID, c.private)
			}
			_, err := c.room.Link(ctx, c.as("sol"), app.CandidateID, c.members["nora"])
			c.ok(err)
		}
	})
}

func (c *company) unlink(who, id string) error {
	_, err := c.room.Unlink(ctx, c.as(who), id)
	return err
}

// Whoever writes a member's address on a candidate shuts that member out: it is on record, like a link by hand.
func TestLinksByAddressAreAudited(t *testing.T) {
	each(t, func(c *company) {
		address := func(who string) string {
			c.hire(c.org, who, "admin")
			return who + "@" + c.org + ".example"
		}
		edited := c.add("Paula Novak", c.open)
		emails := []string{"paula@people.example", strings.ToUpper(address("bea"))}
		_, err := c.room.Edit(ctx, c.as("tom"), edited.CandidateID, candidates.CandidatePatch{Emails: &emails})
		c.ok(err)
		emails = emails[:1]
		_, err = c.room.Edit(ctx, c.as("tom"), edited.CandidateID, candidates.CandidatePatch{Emails: &emails})
		c.ok(err)
		c.is(c.unlink("bea", edited.CandidateID), errs.Refused, "own_file", "without the address it is her file still")
		added, err := c.room.Add(ctx, c.as("sol"), candidates.NewCandidate{Name: "Nobody Yet", Email: address("cleo")})
		c.ok(err)
		private, err := c.room.Add(ctx, c.as("rui"), candidates.NewCandidate{Name: "Quentin Roy", Email: address("dora"), PositionID: c.private.ID})
		c.ok(err)
		stranger := form(c.open, "Mallory Outside", "t1")
		stranger.Email = address("emil")
		_, err = c.room.Apply(ctx, access.Visitor(c.org), stranger)
		c.ok(err)
		links := c.links("ada")
		for what, l := range map[string]struct{ id, actor, member string }{"edited": {edited.CandidateID, "tom", "bea"}, "added": {added.CandidateID, "sol", "cleo"},
			"on a private position": {private.CandidateID, "rui", "dora"}, "by a stranger": {c.candidateOf("emil"), "", "emil"}} {
			got, found := links[l.id]
			if !found || got.ActorID != c.members[l.actor] || !strings.Contains(string(got.After), `"how":"email"`) || !strings.Contains(string(got.After), c.members[l.member]) {
				c.Error(what, text(got))
			}
		}
		if len(links) != 4 || c.number(`SELECT count(*) FROM audit WHERE action = 'candidate.linked'`) != 4 {
			c.Error(text(links))
		}
		for _, who := range []string{"bea", "cleo", "dora", "emil"} {
			got := c.links(who)
			if _, found := got[c.candidateOf(who)]; found || len(got) != 3 {
				c.Error(who, text(got))
			}
		}
	})
}

// links are the lines of links that somebody reads, by candidate.
func (c *company) links(who string) map[string]activity.Logged {
	c.Helper()
	out := map[string]activity.Logged{}
	c.read(func(ctx context.Context, tx db.Tx) error {
		log, err := activity.AuditLog(ctx, tx, c.as(who), activity.Asked{Action: "candidate.linked"}, db.Page{})
		for _, l := range log.Items {
			out[l.ObjectID] = l
		}
		return err
	})
	return out
}

func (c *company) candidateOf(who string) (id string) {
	c.Helper()
	c.read(func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT id FROM candidates WHERE own_member_id = ?`, c.members[who]).Scan(ctx, &id)
	})
	return id
}

// Nor does the log tell of one's own file where there is no application (any more), or who was taken for it before.
func TestAuditLinesOfOwnFileAreHiddenWithoutApplication(t *testing.T) {
	each(t, func(c *company) {
		c.hire(c.org, "bea", "admin")
		c.hire(c.org, "cleo", "admin")
		alone, err := c.room.Add(ctx, c.as("ada"), candidates.NewCandidate{Name: "No App"})
		c.ok(err)
		for _, who := range []string{"bea", "cleo"} {
			_, err = c.room.Link(ctx, c.as("ada"), alone.CandidateID, c.members[who])
			c.ok(err)
		}
		c.ok(c.unlink("ada", alone.CandidateID))
		app := c.own("bea")
		c.ok(c.room.DeleteApplication(ctx, c.as("ada"), app.ID))
		for who, want := range map[string]int{"ada": 5, "bea": 2, "cleo": 3} {
			c.read(func(ctx context.Context, tx db.Tx) error {
				log, err := activity.AuditLog(ctx, tx, c.as(who), activity.Asked{}, db.Page{})
				n := 0
				for _, l := range log.Items {
					if l.Object == "candidate" || l.Object == "application" {
						n++
						if who != "ada" && strings.Contains(text(l), c.members[who]) {
							c.Error(who, "reads about themselves:", text(l))
						}
					}
				}
				if n != want {
					c.Error(who, n, text(log.Items))
				}
				return err
			})
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
