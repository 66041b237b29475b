package candidates_test

import (
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

// "Of an application: candidates:view there (private: also view_private)"; hidden and unknown are one answer.
func TestApplicationIsSeenWithCandidatesViewThere(t *testing.T) {
	each(t, func(c *company) {
		onOpen, onPrivate := c.add("Paula Novak", c.open), c.add("Quentin Roy", c.private)
		for who, sees := range map[string][2]bool{"ada": {true, true}, "hana": {true, true}, "rui": {true, true}, "tom": {true, true},
			"sol": {true, false}, "nora": {true, false}, "ines": {false, false}, "otto": {false, false}, "zed": {false, false}} {
			for i, app := range []candidates.Application{onOpen, onPrivate} {
				got, err := c.room.Application(ctx, c.as(who), app.ID)
				if !sees[i] {
					c.hidden(err, who, app.PositionTitle)
					_, err = c.room.Candidate(ctx, c.as(who), app.CandidateID)
					c.hidden(err, who)
					_, err = c.room.Activity(ctx, c.as(who), app.ID, nil, db.Page{})
					c.hidden(err, who)
					continue
				}
				c.ok(err)
				if got.CandidateName != app.CandidateName || got.PositionTitle != app.PositionTitle {
					c.Error(who, text(got))
				}
			}
		}
		_, err := c.room.Application(ctx, c.as("ada"), db.NewID())
		c.hidden(err, "unknown")
	})
}

// "Whoever holds it nowhere gets 403 on the collection."
func TestCollectionsNeedTheString(t *testing.T) {
	each(t, func(c *company) {
		c.add("Paula Novak", c.open)
		for _, who := range []string{"ines", "otto"} {
			_, err := c.room.Candidates(ctx, c.as(who), candidates.CandidateFilter{}, db.Page{})
			c.is(err, errs.Refused, "not_permitted", who)
			_, err = c.room.Applications(ctx, c.as(who), candidates.ApplicationFilter{}, db.Page{})
			c.is(err, errs.Refused, "not_permitted", who)
		}
		_, err := c.room.Candidates(ctx, c.as("hana"), candidates.CandidateFilter{}, db.Page{}) // by team role alone
		c.ok(err)
	})
}

// "It shows the position's title only, unless the position is visible."
func TestApplicationShowsThePositionsTitleOnly(t *testing.T) {
	each(t, func(c *company) {
		c.hire(c.org, "vera", "", access.CandidatesView)
		app := c.add("Paula Novak", c.open)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[0].ID})
		got, err := c.room.Application(ctx, c.as("vera"), app.ID)
		c.ok(err)
		if got.PositionTitle != "Backend engineer" || got.PositionOpen {
			c.Error(text(got))
		}
		if len(got.Progress) != 1 || got.Progress[0].Phases[0].Name != "Phone screen" {
			c.Error("the plan of a position that she does not see:", text(got.Progress))
		}
		board, err := c.room.Board(ctx, c.as("vera"), c.open.ID, candidates.BoardFilter{})
		c.ok(err)
		if strings.Contains(text(board), "Final") {
			c.Error("the plan of a position that she does not see:", text(board))
		}
		empty := c.position(positions.NewPosition{Title: "Nobody here yet"})
		_, err = c.room.Board(ctx, c.as("vera"), empty.ID, candidates.BoardFilter{})
		c.hidden(err, "a position that neither she sees nor an application on it")
		c.hire(c.org, "pia", "", access.PositionsView)
		_, err = c.room.Board(ctx, c.as("pia"), c.open.ID, candidates.BoardFilter{})
		c.is(err, errs.Refused, "not_permitted", "sees the position, not its candidates")
		_, err = c.room.Board(ctx, c.as("pia"), c.private.ID, candidates.BoardFilter{})
		c.hidden(err)
	})
}

// "With no application at all (hidden ones count as applications), to holders of candidates:view in the
// organisation role."
func TestPersonWithoutApplicationIsSeenByTheRoleOnly(t *testing.T) {
	each(t, func(c *company) {
		got, err := c.room.Add(ctx, c.as("sol"), candidates.NewCandidate{Name: "Nobody's Yet"})
		c.ok(err)
		for who, sees := range map[string]bool{"ada": true, "sol": true, "rui": true, "tom": true, "nora": true, "hana": false, "ines": false, "otto": false, "zed": false} {
			_, err := c.room.Candidate(ctx, c.as(who), got.CandidateID)
			if sees {
				c.ok(err)
			} else {
				c.hidden(err, who)
			}
		}
		_, err = c.room.Add(ctx, c.as("hana"), candidates.NewCandidate{Name: "Without Position"})
		c.is(err, errs.Refused, "not_permitted", "needs candidates:create in the role")
		c.also(got.CandidateID, c.private) // a hidden application counts
		_, err = c.room.Candidate(ctx, c.as("nora"), got.CandidateID)
		c.hidden(err)
	})
}

// "A person with one visible and one hidden application looks exactly like a person with one application: status,
// source, dates, last activity, files, search text and counts are computed from what the reader sees."
func TestHiddenApplicationChangesNothing(t *testing.T) {
	each(t, func(c *company) {
		with, without := c.twins()
		for _, who := range []string{"nora", "sol"} {
			a := c.as(who)
			for name, look := range looks {
				one, other := look(c, a, with), look(c, a, without)
				if one = untwin(one, with, without); one != other {
					c.Errorf("%s, %s: with a hidden application\n%s\nwithout\n%s", who, name, one, other)
				}
			}
		}
		for _, who := range []string{"ada", "tom"} { // they see both, so the test can fail
			if p, err := c.room.Candidate(ctx, c.as(who), with.CandidateID); err != nil || len(p.Applications) != 2 {
				c.Error(who, err, text(p))
			}
		}
	})
}

// twins are two people alike; the first has, before and besides, an application on the private position, where
// much happened. Both came to the open position at the same minute.
func (c *company) twins() (with, without candidates.Application) {
	c.Helper()
	first := c.add("Twin Alpha", c.private)
	c.move(first.ID, candidates.Move{PhaseID: c.private.Phases[0].ID})
	c.move(first.ID, candidates.Move{Status: candidates.Hired})
	_, err := c.room.AddFile(ctx, c.as("ada"), first.ID, true, candidates.Upload{Name: "secret.txt", Body: strings.NewReader("hiddenword résumé text")})
	c.ok(err)
	_, err = c.room.Note(ctx, c.as("ada"), first.ID, candidates.NewNote{Body: "hidden note"})
	c.ok(err)
	c.clock.Advance(time.Hour)
	now := c.clock.Now()
	got, err := c.room.AddApplication(ctx, c.as("ada"), candidates.NewApplication{CandidateID: first.CandidateID, PositionID: c.open.ID, Source: candidates.Referral, SourceName: "Otto"})
	c.ok(err)
	for _, app := range got.Profile.Applications {
		if app.ID == got.ApplicationID {
			with = app
		}
	}
	alone, err := c.room.Add(ctx, c.as("ada"), candidates.NewCandidate{Name: "Twin Beta", Email: mailOf("Twin Beta"), PositionID: c.open.ID, Source: candidates.Referral, SourceName: "Otto"})
	c.ok(err)
	without = alone.Profile.Applications[0]
	c.clock.Set(now.Add(time.Hour))
	_, err = c.room.Reject(ctx, c.as("ada"), first.ID, candidates.Reject{Reason: "other", SendEmail: true})
	c.ok(err)
	return with, without
}

// looks are all the ways to look at a person.
var looks = map[string]func(*company, access.Actor, candidates.Application) string{
	"profile": func(c *company, a access.Actor, app candidates.Application) string {
		p, err := c.room.Candidate(ctx, a, app.CandidateID)
		c.ok(err)
		return text(p)
	},
	"application": func(c *company, a access.Actor, app candidates.Application) string {
		d, err := c.room.Application(ctx, a, app.ID)
		c.ok(err)
		return text(d)
	},
	"activity": func(c *company, a access.Actor, app candidates.Application) string {
		f, err := c.room.CandidateActivity(ctx, a, app.CandidateID, nil, db.Page{})
		c.ok(err)
		return strings.Join(kinds(f), " ")
	},
	"lists": func(c *company, a access.Actor, app candidates.Application) string {
		var out []string
		for _, f := range []candidates.CandidateFilter{{}, {ByName: true}, {Standing: candidates.StandingHired}, {Standing: candidates.StandingActive}, {PositionID: c.private.ID},
			{PositionID: c.open.ID}, {Source: candidates.ByHand}, {Source: candidates.Referral}, {Q: "twin"}, {Q: "twin", Standing: candidates.StandingHired}} {
			list, err := c.room.Candidates(ctx, a, f, db.Page{Count: true})
			c.ok(err)
			seen := "no"
			for _, one := range list.Items {
				if one.ID == app.CandidateID {
					seen = text(one)
				}
			}
			out = append(out, text(f), seen)
		}
		return strings.Join(out, "\n")
	},
	"applications": func(c *company, a access.Actor, app candidates.Application) string {
		list, err := c.room.Applications(ctx, a, candidates.ApplicationFilter{CandidateID: app.CandidateID}, db.Page{Count: true})
		c.ok(err)
		return text(list)
	},
	"duplicates": func(c *company, a access.Actor, app candidates.Application) string {
		found, err := c.room.ByEmail(ctx, a, mailOf(app.CandidateName))
		c.ok(err)
		return text(found)
	},
}

func kinds(f candidates.Feed) (out []string) {
	for _, l := range f.Items {
		out = append(out, l.Kind)
	}
	return out
}

// untwin gives the first twin the ids and the name of the second.
func untwin(s string, from, to candidates.Application) string {
	return strings.NewReplacer(from.ID, to.ID, from.CandidateID, to.CandidateID, from.CandidateName, to.CandidateName, mailOf(from.CandidateName), mailOf(to.CandidateName)).Replace(s)
}

// The order of a list tells nothing either: newest is the newest application that the reader sees.
func TestOrderFollowsWhatIsSeen(t *testing.T) {
	each(t, func(c *company) {
		old := c.add("Old Timer", c.open)
		c.add("Middle Person", c.open)
		c.also(old.CandidateID, c.private) // newest of all, for those who see it
		for who, first := range map[string]string{"ada": "Old Timer", "tom": "Old Timer", "nora": "Middle Person", "sol": "Middle Person"} {
			list, err := c.room.Candidates(ctx, c.as(who), candidates.CandidateFilter{}, db.Page{})
			c.ok(err)
			if list.Items[0].Name != first {
				c.Error(who, "sees first", list.Items[0].Name)
			}
		}
	})
}

// "Nothing crosses organisations."
func TestNothingCrossesOrganisations(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		z := c.as("zed")
		_, err := c.room.Candidate(ctx, z, app.CandidateID)
		c.hidden(err)
		_, err = c.room.Board(ctx, z, c.open.ID, candidates.BoardFilter{})
		c.hidden(err)
		_, err = c.room.Move(ctx, z, app.ID, candidates.Move{Status: candidates.Offer})
		c.hidden(err)
		_, err = c.room.AddApplication(ctx, z, candidates.NewApplication{CandidateID: app.CandidateID, PositionID: c.open.ID})
		c.hidden(err)
		list, err := c.room.Candidates(ctx, z, candidates.CandidateFilter{Q: "paula"}, db.Page{Count: true})
		c.ok(err)
		if len(list.Items) != 0 || *list.Count != 0 {
			c.Error(text(list))
		}
	})
}
