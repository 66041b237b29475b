package candidates_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

// A move is one row, one line of activity that tells from where to where, and the states of the phases.
func TestMovingThroughThePlan(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		got := c.move(app.ID, candidates.Move{Status: candidates.InReview}) // the first phase
		if got.Status != candidates.InReview || got.Phase == nil || got.Phase.Name != "Phone screen" || got.NextAction != candidates.NeedsSchedule {
			c.Error(text(got))
		}
		got = c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[3].ID}) // past the parallel ones
		d, err := c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if s := states(d); s != "Phone screen skipped, Coding skipped, Design skipped, Final available*" {
			c.Error(s)
		}
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[1].ID}) // back: a skipped one opens again
		d, err = c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if s := states(d); s != "Phone screen skipped, Coding available*, Design skipped, Final available" {
			c.Error(s)
		}
		c.move(app.ID, candidates.Move{Status: candidates.Applied})
		got = c.move(app.ID, candidates.Move{Status: candidates.Offer})
		if got.Phase != nil || !got.Closing {
			c.Error(text(got))
		}
		feed, err := c.room.Activity(ctx, c.as("hana"), app.ID, nil, db.Page{})
		c.ok(err)
		if s := string(feed.Items[3].Data); s != `{"from":"in_review","from_phase":"Phone screen","to":"in_review","to_phase":"Final","skipped":["Phone screen","Coding","Design"]}` {
			c.Error(s)
		}
	})
}

func states(d candidates.Dossier) string {
	var out []string
	for _, s := range d.Progress {
		for _, p := range s.Phases {
			mark := ""
			if p.Current {
				mark = "*"
			}
			out = append(out, p.Name+" "+string(p.State)+mark)
		}
	}
	return strings.Join(out, ", ")
}

// "A phase can be completed without an interview, or skipped by a holder of candidates:update."
func TestCompletingAndSkippingPhases(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		screen := c.open.Phases[0].ID
		_, err := c.room.SetPhase(ctx, c.as("nora"), app.ID, screen, candidates.CompletePhase)
		c.is(err, errs.Refused, "not_permitted")
		d, err := c.room.SetPhase(ctx, c.as("tom"), app.ID, screen, candidates.CompletePhase)
		c.ok(err)
		if s := states(d); s != "Phone screen completed, Coding available, Design available, Final locked" || d.Progress[0].Phases[0].ByName != "tom" {
			c.Error(s, text(d.Progress))
		}
		_, err = c.room.SetPhase(ctx, c.as("tom"), app.ID, c.open.Phases[1].ID, candidates.SkipPhase)
		c.ok(err)
		d, err = c.room.SetPhase(ctx, c.as("tom"), app.ID, screen, candidates.ReopenPhase)
		c.ok(err)
		if s := states(d); s != "Phone screen available, Coding skipped, Design locked, Final locked" {
			c.Error(s)
		}
		_, err = c.room.SetPhase(ctx, c.as("tom"), app.ID, c.private.Phases[0].ID, candidates.CompletePhase)
		c.is(err, errs.Invalid, "")
		_, err = c.room.SetPhase(ctx, c.as("tom"), app.ID, screen, "explode")
		c.is(err, errs.Invalid, "")
	})
}

// "Load, permit, check, act": who may not learns nothing about the form.
func TestWrongMoves(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		for _, m := range []candidates.Move{{}, {Status: "nowhere"}, {PhaseID: "nowhere"}, {PhaseID: c.private.Phases[0].ID}, {Status: candidates.Rejected}, {Status: candidates.Withdrawn},
			{Status: candidates.Offer, PhaseID: c.open.Phases[0].ID, Confirmed: true}} {
			_, err := c.room.Move(ctx, c.as("tom"), app.ID, m)
			c.is(err, errs.Invalid, "", text(m))
			_, err = c.room.Move(ctx, c.as("nora"), app.ID, m)
			c.is(err, errs.Refused, "not_permitted", text(m))
			_, err = c.room.Move(ctx, c.as("ines"), app.ID, m)
			c.hidden(err)
		}
		got, err := c.room.Move(ctx, c.as("tom"), app.ID, candidates.Move{Status: candidates.Applied}) // it is there already
		c.ok(err)
		if n := c.number(`SELECT count(*) FROM activity WHERE application_id = ?`, app.ID); n != 1 || got.Undo != nil {
			c.Error("a move to where it is leaves no trace:", n)
		}
	})
}

// "Moving to another position: candidates:update on both; whoever lacks sight of the target keeps no row."
func TestMovingToAnotherPosition(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		screen := c.open.Phases[0].ID
		_, err := c.room.SetPhase(ctx, c.as("tom"), app.ID, screen, candidates.CompletePhase)
		c.ok(err)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[1].ID})
		_, err = c.room.Move(ctx, c.as("sol"), app.ID, candidates.Move{PositionID: c.private.ID})
		c.hidden(err, "sol does not see the target")
		_, err = c.room.Move(ctx, c.as("sol"), app.ID, candidates.Move{PositionID: db.NewID()})
		c.hidden(err, "nor an unknown one")
		_, err = c.room.Move(ctx, c.as("nora"), app.ID, candidates.Move{PositionID: c.private.ID})
		c.is(err, errs.Refused, "not_permitted", "nora may not move it away")
		c.hire(c.org, "vic", "", access.CandidatesView, access.PositionsView)
		c.write(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, ?)`, c.open.ID, c.members["vic"], c.org, db.At(noon), c.members["ada"])
		other := c.position(positions.NewPosition{Title: "Frontend engineer"})
		_, err = c.room.Move(ctx, c.as("vic"), app.ID, candidates.Move{PositionID: other.ID})
		c.is(err, errs.Refused, "not_permitted", "vic sees the target and may not move anybody there")

		got, err := c.room.Move(ctx, c.as("tom"), app.ID, candidates.Move{PositionID: c.private.ID})
		c.ok(err)
		if got.Application.PositionID != c.private.ID || got.Application.Status != candidates.Applied || got.Application.Phase != nil {
			c.Error(text(got.Application))
		}
		d, err := c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if s := states(d); s != "Phone screen completed, Coding available, Design available, Final locked" {
			c.Error("what was completed under the same name is:", s)
		}
		_, err = c.room.Application(ctx, c.as("nora"), app.ID)
		c.hidden(err, "nora keeps no row")
		c.move(app.ID, candidates.Move{PositionID: c.open.ID, PhaseID: c.open.Phases[3].ID})
		feed, err := c.room.Activity(ctx, c.as("nora"), app.ID, []string{"application.moved"}, db.Page{})
		c.ok(err)
		if s := text(feed); strings.Contains(s, "Chief of staff") || strings.Contains(s, c.private.ID) || !strings.Contains(s, `"Object": "moved"`) {
			c.Error("nora reads of a position that she does not see:", s)
		}
		feed, err = c.room.Activity(ctx, c.as("tom"), app.ID, nil, db.Page{})
		c.ok(err)
		if !strings.Contains(text(feed), "Chief of staff") {
			c.Error("tom sees both")
		}
		d, err = c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if s := states(d); s != "Phone screen completed, Coding skipped, Design skipped, Final available*" {
			c.Error("the way back finds what was done here:", s)
		}
	})
}

// Nobody stands twice on one position; a second application that the mover does not see tells nothing.
func TestSecondApplicationOnThePosition(t *testing.T) {
	each(t, func(c *company) {
		first := c.add("Paula Novak", c.open)
		second := c.also(first.CandidateID, c.private)
		_, err := c.room.Move(ctx, c.as("tom"), second, candidates.Move{PositionID: c.open.ID})
		c.is(err, errs.Conflict, "already_applied")
		_, err = c.room.AddApplication(ctx, c.as("tom"), candidates.NewApplication{CandidateID: first.CandidateID, PositionID: c.open.ID})
		c.is(err, errs.Conflict, "already_applied")
		_, err = c.room.Reject(ctx, c.as("tom"), first.ID, candidates.Reject{Reason: "other"})
		c.ok(err)
		_, err = c.room.AddApplication(ctx, c.as("tom"), candidates.NewApplication{CandidateID: first.CandidateID, PositionID: c.open.ID})
		c.ok(err) // after a rejection a new application is the way
		gone := c.add("Quentin Roy", c.open)
		_, err = c.room.Withdraw(ctx, c.as("tom"), gone.ID)
		c.ok(err)
		c.also(gone.CandidateID, c.open)
		_, err = c.room.Reopen(ctx, c.as("tom"), gone.ID)
		c.is(err, errs.Conflict, "already_applied")
		_, err = c.room.Move(ctx, c.as("tom"), gone.ID, candidates.Move{PhaseID: c.open.Phases[0].ID})
		c.is(err, errs.Conflict, "already_applied")
	})
}

// Two people move one card at once: both moves happen, one after the other, and the timeline tells a whole story.
// Whoever says what they saw is told that it changed.
func TestTwoMovesAtOnce(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		hana, rui, tom := c.as("hana"), c.as("rui"), c.as("tom")
		targets := []candidates.Move{{PhaseID: c.open.Phases[0].ID}, {PhaseID: c.open.Phases[1].ID}, {Status: candidates.Offer, Confirmed: true}, {PhaseID: c.open.Phases[3].ID}}
		var wg sync.WaitGroup
		for i := range 24 {
			a := []access.Actor{hana, rui, tom}[i%3]
			wg.Go(func() {
				_, err := c.room.Move(ctx, a, app.ID, targets[i%len(targets)])
				if err != nil && !errs.Is(err, errs.Refused) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var lines []struct{ Data string }
		c.read(func(ctx context.Context, tx db.Tx) error {
			return tx.NewRaw(`SELECT data FROM activity WHERE application_id = ? AND kind = 'application.moved' ORDER BY id`, app.ID).Scan(ctx, &lines)
		})
		if len(lines) == 0 {
			c.Fatal("nobody moved it")
		}
		from := map[string]int{}
		for _, l := range lines { // every move begins where another one ended
			from[place(l.Data, "from")]--
			from[place(l.Data, "to")]++
		}
		now, err := c.room.Application(ctx, hana, app.ID)
		c.ok(err)
		at := string(now.Status)
		if now.Phase != nil {
			at += " " + now.Phase.Name
		}
		from["applied"]++
		from[at]--
		for where, n := range from {
			if n != 0 {
				c.Errorf("%s: %d more came than left", where, n)
			}
		}
		if n := c.number(`SELECT coalesce(sum(n), 0) FROM application_counts WHERE position_id = ?`, c.open.ID); n != 1 {
			c.Error("the counters count", n)
		}
		seen := now.MovedAt
		c.clock.Advance(time.Second)
		c.move(app.ID, candidates.Move{Status: candidates.Applied})
		_, err = c.room.Move(ctx, tom, app.ID, candidates.Move{PhaseID: c.open.Phases[0].ID, Seen: seen})
		c.is(err, errs.Conflict, "moved_meanwhile")
	})
}

func place(data, which string) string {
	var m map[string]any
	if err := json.Unmarshal([]byte(data), &m); err != nil {
		panic(err)
	}
	out := m[which].(string)
	if p, _ := m[which+"_phase"].(string); p != "" {
		out += " " + p
	}
	return out
}

// A role that is taken away meanwhile counts at once: the verb decides with the facts of its transaction.
func TestMoveIsDecidedOnTheFactsOfNow(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		tom := c.as("tom")
		c.write(`DELETE FROM hiring_team WHERE member_id = ?`, c.members["tom"])
		_, err := c.room.Move(ctx, tom, app.ID, candidates.Move{PhaseID: c.open.Phases[0].ID})
		c.is(err, errs.Refused, "not_permitted")
		c.write(`UPDATE members SET status = 'deactivated' WHERE id = ?`, c.members["hana"])
	})
}
