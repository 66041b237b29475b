package candidates_test

import (
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
)

// closers of the open position, and those who see its candidates and are none.
var (
	closers    = []string{"ada", "hana", "rui"}
	nonClosers = []string{"tom", "sol", "nora"}
)

// "While closing, the activity is shown only to holders of candidates:close there."
func TestActivityClosesInOfferAndHired(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		for _, status := range []candidates.Status{candidates.Offer, candidates.Hired} {
			c.move(app.ID, candidates.Move{Status: status})
			for _, who := range closers {
				feed, err := c.room.Activity(ctx, c.as(who), app.ID, nil, db.Page{})
				c.ok(err)
				if len(feed.Items) == 0 {
					c.Error(who, "reads nothing in", status)
				}
			}
			for _, who := range nonClosers {
				_, err := c.room.Activity(ctx, c.as(who), app.ID, nil, db.Page{})
				c.is(err, errs.Refused, "closing_stage", who, status)
				feed, err := c.room.CandidateActivity(ctx, c.as(who), app.CandidateID, nil, db.Page{})
				c.ok(err)
				if len(feed.Items) != 0 || len(feed.Withheld) != 1 || feed.Withheld[0].Code != "closing_stage" {
					c.Error(who, text(feed))
				}
			}
		}
	})
}

// "The card, profile, résumé and status stay visible; the feed is replaced by a notice."
func TestTheApplicationItselfStaysVisible(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		_, err := c.room.AddFile(ctx, c.as("tom"), app.ID, true, candidates.Upload{Name: "cv.txt", Body: strings.NewReader("I built weather stations.")})
		c.ok(err)
		c.move(app.ID, candidates.Move{Status: candidates.Offer})
		for _, who := range nonClosers {
			got, err := c.room.Application(ctx, c.as(who), app.ID)
			c.ok(err)
			if got.Status != candidates.Offer || !got.Closing || len(got.Files) != 1 || got.CandidateName != "Paula Novak" || len(got.Emails) != 1 {
				c.Error(who, text(got))
			}
			if len(got.Withheld) != 1 || got.Withheld[0].Part != "activity" || got.Withheld[0].Code != "closing_stage" {
				c.Error(who, text(got.Withheld))
			}
			if got.Can.Move || got.Can.Write || got.Can.Reject || got.Can.Activity || got.Can.Locked == nil {
				c.Error(who, text(got.Can))
			}
		}
		board, err := c.room.Board(ctx, c.as("tom"), c.open.ID, candidates.BoardFilter{})
		c.ok(err)
		if card := column(board, "offer").Lanes[0].Cards.Items; len(card) != 1 || card[0].CandidateName != "Paula Novak" {
			c.Error(text(board))
		}
	})
}

// "…and only they change its stage or status, reject, withdraw, snooze, move it, write notes, mail, schedule, undo."
func TestOnlyClosersActWhileClosing(t *testing.T) {
	each(t, func(c *company) {
		for _, status := range []candidates.Status{candidates.Offer, candidates.Hired} {
			app := c.add("Paula "+string(status), c.open)
			c.move(app.ID, candidates.Move{Status: status})
			for _, who := range nonClosers {
				a := c.as(who)
				for what, do := range acts(c, a, app.ID) {
					c.is(do(), errs.Refused, "closing_stage", who, " ", what, " in ", status)
				}
			}
			a := c.as("hana")
			for _, what := range []string{"snooze", "note", "complete a phase"} {
				err := acts(c, a, app.ID)[what]()
				if what == "complete a phase" { // she may, but the phases rest while closing
					c.is(err, errs.Conflict, "not_in_review")
					continue
				}
				c.ok(err)
			}
			c.ok(acts(c, a, app.ID)["to a phase"]())
		}
	})
}

// acts is everything that changes an application.
func acts(c *company, a access.Actor, id string) map[string]func() error {
	move := func(m candidates.Move) func() error {
		m.Confirmed = true
		return func() error { _, err := c.room.Move(ctx, a, id, m); return err }
	}
	return map[string]func() error{
		"to Applied":    move(candidates.Move{Status: candidates.Applied}),
		"to a phase":    move(candidates.Move{PhaseID: c.open.Phases[0].ID}),
		"to Offer":      move(candidates.Move{Status: candidates.Offer}),
		"to a position": move(candidates.Move{PositionID: c.private.ID}),
		"reject":        func() error { _, err := c.room.Reject(ctx, a, id, candidates.Reject{Reason: "other"}); return err },
		"withdraw":      func() error { _, err := c.room.Withdraw(ctx, a, id); return err },
		"snooze":        func() error { _, err := c.room.Snooze(ctx, a, id, db.At(c.clock.Now().Add(time.Hour))); return err },
		"note":          func() error { _, err := c.room.Note(ctx, a, id, candidates.NewNote{Body: "Hm."}); return err },
		"complete a phase": func() error {
			_, err := c.room.SetPhase(ctx, a, id, c.open.Phases[0].ID, candidates.CompletePhase)
			return err
		},
		"add a file": func() error {
			_, err := c.room.AddFile(ctx, a, id, false, candidates.Upload{Name: "a.txt", Body: strings.NewReader("text")})
			return err
		},
	}
}

// "Moving out shows the whole feed again", nothing of it was stored or lost.
func TestMovingOutShowsTheFeedAgain(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		c.move(app.ID, candidates.Move{Status: candidates.Offer})
		_, err := c.room.Note(ctx, c.as("hana"), app.ID, candidates.NewNote{Body: "She asks for more."})
		c.ok(err)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[3].ID})
		feed, err := c.room.Activity(ctx, c.as("tom"), app.ID, nil, db.Page{})
		c.ok(err)
		if got := strings.Join(kinds(feed), " "); got != "application.moved note.added application.moved application.added" {
			c.Error(got)
		}
		if feed.Items[1].Note == nil || feed.Items[1].Note.Body != "She asks for more." || feed.Items[1].Note.Author != "hana" {
			c.Error(text(feed.Items[1]))
		}
	})
}

// "Into Offer: candidates:update there (a non-closer confirms that its activity will close for them, and gets no
// undo)."
func TestIntoOfferANonCloserConfirms(t *testing.T) {
	each(t, func(c *company) {
		for _, who := range []string{"tom", "sol"} {
			app := c.add("Paula "+who, c.open)
			_, err := c.room.Move(ctx, c.as(who), app.ID, candidates.Move{Status: candidates.Offer})
			c.is(err, errs.Conflict, "confirm_closing", who)
			if got, _ := c.room.Application(ctx, c.as(who), app.ID); got.Status != candidates.Applied || !got.Can.ConfirmOffer || !got.Can.ToOffer {
				c.Error(who, text(got.Can))
			}
			got, err := c.room.Move(ctx, c.as(who), app.ID, candidates.Move{Status: candidates.Offer, Confirmed: true})
			c.ok(err)
			if got.Application.Status != candidates.Offer || got.Undo != nil {
				c.Error(who, text(got))
			}
			_, err = c.room.Activity(ctx, c.as(who), app.ID, nil, db.Page{})
			c.is(err, errs.Refused, "closing_stage", who)
		}
		app := c.add("Paula Novak", c.open)
		got, err := c.room.Move(ctx, c.as("hana"), app.ID, candidates.Move{Status: candidates.Offer})
		c.ok(err)
		if got.Undo == nil {
			c.Error("a closer can undo")
		}
		app = c.add("Paula Again", c.open)
		_, err = c.room.Move(ctx, c.as("nora"), app.ID, candidates.Move{Status: candidates.Offer, Confirmed: true})
		c.is(err, errs.Refused, "not_permitted", "nora sees and may not move")
	})
}

// "Into Hired: candidates:close."
func TestIntoHiredNeedsClose(t *testing.T) {
	each(t, func(c *company) {
		for _, from := range []candidates.Status{candidates.Applied, candidates.InReview} {
			for _, who := range nonClosers {
				app := c.add("Paula "+who+string(from), c.open)
				if from == candidates.InReview {
					c.move(app.ID, candidates.Move{Status: from})
				}
				_, err := c.room.Move(ctx, c.as(who), app.ID, candidates.Move{Status: candidates.Hired, Confirmed: true})
				c.is(err, errs.Refused, "", who)
			}
		}
		for _, who := range closers {
			app := c.add("Quentin "+who, c.open)
			got, err := c.room.Move(ctx, c.as(who), app.ID, candidates.Move{Status: candidates.Hired})
			c.ok(err)
			if got.Application.Status != candidates.Hired {
				c.Error(who, text(got))
			}
		}
	})
}

// Closing stages are audited: who, from where, to where.
func TestClosingStagesAreAudited(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[0].ID}) // open to open: not audited
		c.move(app.ID, candidates.Move{Status: candidates.Offer})
		c.move(app.ID, candidates.Move{Status: candidates.Hired})
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[3].ID})
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'application.closing' AND application_id = ?`, app.ID); n != 3 {
			c.Error(n, "lines")
		}
	})
}

func column(b candidates.Board, key string) candidates.Column {
	for _, col := range b.Columns {
		if col.Key == key {
			return col
		}
	}
	return candidates.Column{}
}
