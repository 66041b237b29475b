package candidates_test

import (
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
	"candor/internal/positions"
)

// "Whatever reaches the candidate needs candidates:contact there; without it the switch is absent and nothing is sent."
func TestRejectionMailNeedsContact(t *testing.T) {
	each(t, func(c *company) {
		for who, may := range map[string]bool{"ada": true, "hana": true, "rui": true, "tom": true, "sol": false} {
			app := c.add("Paula "+who, c.open)
			d, err := c.room.Application(ctx, c.as(who), app.ID)
			c.ok(err)
			if d.Can.Contact != may {
				c.Error(who, "contact:", d.Can.Contact)
			}
			_, err = c.room.Reject(ctx, c.as(who), app.ID, candidates.Reject{Reason: "not_a_fit", SendEmail: true})
			if may {
				c.ok(err)
			} else {
				c.is(err, errs.Refused, "not_permitted", who)
				_, err = c.room.Reject(ctx, c.as(who), app.ID, candidates.Reject{Reason: "not_a_fit"})
				c.ok(err)
			}
			if n := c.number(`SELECT count(*) FROM mails WHERE application_id = ?`, app.ID); (n == 1) != may {
				c.Error(who, n, "letters")
			}
		}
	})
}

// "Status is saved first, the mail is a task": it waits for the time of undo, and every end of it is shown.
func TestRejectionAndItsMail(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		got, err := c.room.Reject(ctx, c.as("hana"), app.ID, candidates.Reject{Reason: "Compensation mismatch", Note: "Wants twice as much.", SendEmail: true})
		c.ok(err)
		if got.Application.Status != candidates.Rejected || got.Undo == nil {
			c.Error(text(got))
		}
		state := func(want candidates.MailState) {
			c.Helper()
			d, err := c.room.Application(ctx, c.as("tom"), app.ID)
			c.ok(err)
			if d.Rejection == nil || d.Rejection.Mail != want || d.Rejection.Reason.Key != "compensation_mismatch" || d.Rejection.Note != "Wants twice as much." || d.Rejection.ByName != "hana" {
				c.Errorf("want %s: %s", want, text(d.Rejection))
			}
		}
		state(candidates.MailWaiting)
		c.ok(c.worker.Drain(ctx))
		state(candidates.MailWaiting)
		c.clock.Advance(mail.UndoWindow)
		c.ok(c.worker.Drain(ctx))
		state(candidates.MailUnsent) // there is no mail server: nothing was sent, and nothing says so
		c.write(`UPDATE mails SET state = 'sent', reason = '' WHERE application_id = ?`, app.ID)
		state(candidates.MailSent)
		c.write(`UPDATE mails SET state = 'failed', reason = 'No such box.' WHERE application_id = ?`, app.ID)
		state(candidates.MailFailed)

		app = c.add("Quentin Roy", c.open)
		_, err = c.room.Reject(ctx, c.as("hana"), app.ID, candidates.Reject{Reason: "other"})
		c.ok(err)
		d, err := c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if d.Rejection.Mail.Label() != "Email skipped" {
			c.Error(text(d.Rejection))
		}
		silent, err := c.room.Add(ctx, c.as("ada"), candidates.NewCandidate{Name: "No Address", PositionID: c.open.ID})
		c.ok(err)
		_, err = c.room.Reject(ctx, c.as("hana"), silent.ApplicationID, candidates.Reject{Reason: "other", SendEmail: true})
		c.ok(err)
		d, err = c.room.Application(ctx, c.as("tom"), silent.ApplicationID)
		c.ok(err)
		if d.Rejection.Mail.Label() != "No email on file" {
			c.Error(text(d.Rejection))
		}
	})
}

// "Rejected (terminal: a new application is needed) and Withdrawn (can be reopened)."
func TestRejectedIsTerminalAndWithdrawnIsNot(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		_, err := c.room.Reject(ctx, c.as("tom"), app.ID, candidates.Reject{Reason: "nothing I know"})
		c.is(err, errs.Invalid, "", "unknown reason")
		_, err = c.room.Reject(ctx, c.as("tom"), app.ID, candidates.Reject{Reason: "duplicate"})
		c.ok(err)
		for what, do := range acts(c, c.as("ada"), app.ID) {
			if err := do(); err == nil && what != "note" && what != "add a file" {
				c.Error(what, "of a rejected application went through")
			}
		}
		_, err = c.room.Reopen(ctx, c.as("ada"), app.ID)
		c.is(err, errs.Conflict, "not_withdrawn")

		app = c.add("Quentin Roy", c.open)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[1].ID})
		_, err = c.room.Withdraw(ctx, c.as("nora"), app.ID)
		c.is(err, errs.Refused, "not_permitted")
		got, err := c.room.Withdraw(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if got.Application.Status != candidates.Withdrawn {
			c.Error(text(got))
		}
		_, err = c.room.Withdraw(ctx, c.as("tom"), app.ID)
		c.is(err, errs.Conflict, "withdrawn")
		_, err = c.room.Reject(ctx, c.as("tom"), app.ID, candidates.Reject{Reason: "other"})
		c.is(err, errs.Conflict, "withdrawn")
		got, err = c.room.Reopen(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if got.Application.Status != candidates.InReview || got.Application.Phase.Name != "Coding" {
			c.Error("back where it was:", text(got))
		}
	})
}

// "Undo for ten seconds before any mail leaves."
func TestUndo(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		at := c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[1].ID})
		before, err := c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		c.clock.Advance(time.Minute)
		got, err := c.room.Reject(ctx, c.as("tom"), app.ID, candidates.Reject{Reason: "other", SendEmail: true})
		c.ok(err)
		_, err = c.room.Undo(ctx, c.as("hana"), got.Undo.ID)
		c.hidden(err, "somebody else's undo")
		c.clock.Advance(9 * time.Second)
		done, err := c.room.Undo(ctx, c.as("tom"), got.Undo.ID)
		c.ok(err)
		if done.Done != 1 || done.Items[0].Name != "Paula Novak" {
			c.Error(text(done))
		}
		after, err := c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if text(before) != text(after) || !after.MovedAt.Equal(at.MovedAt.Time) {
			c.Errorf("before\n%s\nafter\n%s", text(before), text(after))
		}
		c.clock.Advance(time.Hour)
		c.ok(c.worker.Drain(ctx))
		if n := c.number(`SELECT count(*) FROM mails WHERE state <> 'cancelled'`); n != 0 {
			c.Error("a letter left all the same")
		}
		_, err = c.room.Undo(ctx, c.as("tom"), got.Undo.ID)
		c.hidden(err, "used")

		got, err = c.room.Move(ctx, c.as("tom"), app.ID, candidates.Move{PhaseID: c.open.Phases[3].ID})
		c.ok(err)
		c.clock.Advance(10 * time.Second)
		_, err = c.room.Undo(ctx, c.as("tom"), got.Undo.ID)
		c.is(err, errs.Conflict, "undo_over")

		got, err = c.room.Move(ctx, c.as("tom"), app.ID, candidates.Move{Status: candidates.Applied})
		c.ok(err)
		c.clock.Advance(time.Second)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[0].ID})
		c.clock.Advance(-time.Minute)
		done, err = c.room.Undo(ctx, c.as("tom"), got.Undo.ID)
		c.ok(err)
		if done.Done != 0 || done.Items[0].Code != "changed_since" {
			c.Error(text(done))
		}
	})
}

// Undoing a move between positions needs the right on both, still.
func TestUndoOfAMoveBetweenPositions(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		c.move(app.ID, candidates.Move{PhaseID: c.open.Phases[1].ID})
		got, err := c.room.Move(ctx, c.as("tom"), app.ID, candidates.Move{PositionID: c.private.ID})
		c.ok(err)
		done, err := c.room.Undo(ctx, c.as("tom"), got.Undo.ID)
		c.ok(err)
		back, err := c.room.Application(ctx, c.as("nora"), app.ID)
		c.ok(err)
		if done.Done != 1 || back.PositionID != c.open.ID || back.Phase == nil || back.Phase.Name != "Coding" {
			c.Error(text(done), text(back))
		}
		got, err = c.room.Move(ctx, c.as("tom"), app.ID, candidates.Move{PositionID: c.private.ID})
		c.ok(err)
		c.write(`DELETE FROM hiring_team WHERE member_id = ? AND position_id = ?`, c.members["tom"], c.open.ID)
		done, err = c.room.Undo(ctx, c.as("tom"), got.Undo.ID)
		c.ok(err)
		if done.Done != 0 || done.Items[0].Code != "not_permitted" {
			c.Error(text(done))
		}
	})
}

// "Bulk: reject, move, tag; each item checked by itself, the result says what was done and what was refused."
func TestBulkChecksEachItem(t *testing.T) {
	each(t, func(c *company) {
		mine, closing, hidden, gone := c.add("Paula Novak", c.open), c.add("Quentin Roy", c.open), c.add("Rosa Hidden", c.private), db.NewID()
		c.move(closing.ID, candidates.Move{Status: candidates.Offer})
		ids := []string{mine.ID, closing.ID, hidden.ID, gone}
		got, err := c.room.RejectMany(ctx, c.as("sol"), ids, candidates.Reject{Reason: "other"})
		c.ok(err)
		if got.Done != 1 || !got.Items[0].Done || got.Items[1].Code != "closing_stage" || got.Items[1].Name != "Quentin Roy" {
			c.Error(text(got))
		}
		if h, g := got.Items[2], got.Items[3]; h.Code != g.Code || h.Sentence != g.Sentence || h.Name != "" || g.Name != "" {
			c.Error("a hidden one is told from an unknown one:", text(got))
		}
		if got.Undo == nil {
			c.Fatal("no undo")
		}
		back, err := c.room.Undo(ctx, c.as("sol"), got.Undo.ID)
		c.ok(err)
		if back.Done != 1 {
			c.Error(text(back))
		}
		got, err = c.room.MoveMany(ctx, c.as("tom"), []string{mine.ID, hidden.ID}, candidates.Move{Status: candidates.InReview})
		c.ok(err)
		if got.Done != 2 {
			c.Error(text(got))
		}
		people := []string{mine.CandidateID, hidden.CandidateID}
		got, err = c.room.TagMany(ctx, c.as("sol"), people, []string{"Go", "remote"}, []string{"old"})
		c.ok(err)
		if got.Done != 1 || got.Items[1].Code != "not_found" {
			c.Error(text(got))
		}
		p, err := c.room.Candidate(ctx, c.as("nora"), mine.CandidateID)
		c.ok(err)
		if strings.Join(p.Tags, ",") != "Go,remote" {
			c.Error(p.Tags)
		}
		_, err = c.room.RejectMany(ctx, c.as("sol"), nil, candidates.Reject{Reason: "other"})
		c.is(err, errs.Invalid, "")
		_, err = c.room.RejectMany(ctx, c.as("sol"), []string{gone, gone}, candidates.Reject{Reason: "other"})
		c.is(err, errs.Invalid, "")
	})
}

// "Closing a position: keep or reject its active applications; those in a closing stage are always kept; each is
// checked by itself."
func TestClosingAPosition(t *testing.T) {
	each(t, func(c *company) {
		make := func() (applied, review, offer, gone candidates.Application, p string) {
			pos := c.position(openingOf("Role " + db.NewID()[30:]))
			applied, review, offer, gone = c.add("A "+pos.ID[28:], pos), c.add("B "+pos.ID[28:], pos), c.add("C "+pos.ID[28:], pos), c.add("D "+pos.ID[28:], pos)
			c.move(review.ID, candidates.Move{PhaseID: pos.Phases[0].ID})
			c.move(offer.ID, candidates.Move{Status: candidates.Offer})
			_, err := c.room.Withdraw(ctx, c.as("ada"), gone.ID)
			c.ok(err)
			return applied, review, offer, gone, pos.ID
		}
		status := func(app candidates.Application) candidates.Status {
			d, err := c.room.Application(ctx, c.as("ada"), app.ID)
			c.ok(err)
			return d.Status
		}
		applied, review, offer, gone, pos := make()
		_, err := c.room.ClosePosition(ctx, c.as("nora"), pos, candidates.CloseChoice{Applications: "keep"})
		c.is(err, errs.Refused, "not_permitted")
		_, err = c.room.ClosePosition(ctx, c.as("ines"), pos, candidates.CloseChoice{Applications: "keep"})
		c.hidden(err)
		_, err = c.room.ClosePosition(ctx, c.as("tom"), pos, candidates.CloseChoice{Applications: "explode"})
		c.is(err, errs.Invalid, "")
		_, err = c.room.ClosePosition(ctx, c.as("sol"), pos, candidates.CloseChoice{Applications: "reject", SendEmail: true})
		c.is(err, errs.Refused, "not_permitted", "sol may close and not mail")
		got, err := c.room.ClosePosition(ctx, c.as("hana"), pos, candidates.CloseChoice{Applications: "reject", PositionNote: "Filled.", SendEmail: true})
		c.ok(err)
		if got.Rejected != 2 || got.Kept != 1 || got.Position.Status != "closed" || got.Position.ClosingReason != "Filled." {
			c.Error(text(got))
		}
		if status(applied) != candidates.Rejected || status(review) != candidates.Rejected || status(offer) != candidates.Offer || status(gone) != candidates.Withdrawn {
			c.Error(status(applied), status(review), status(offer), status(gone))
		}
		if n := c.number(`SELECT count(*) FROM mails WHERE position_id = ? AND template = 'rejection'`, pos); n != 2 {
			c.Error(n, "letters")
		}
		if got.Undo == nil {
			c.Fatal("closing with rejections has no way back")
		}
		back, err := c.room.Undo(ctx, c.as("hana"), got.Undo.ID)
		c.ok(err)
		if back.Done != 2 || status(applied) != candidates.Applied || status(review) != candidates.InReview || status(offer) != candidates.Offer {
			c.Error(text(back), status(applied), status(review))
		}
		if n := c.number(`SELECT count(*) FROM mails WHERE position_id = ? AND template = 'rejection' AND state <> 'cancelled'`, pos); n != 0 {
			c.Error(n, "letters of rejections that were undone")
		}
		applied, review, _, _, pos = make()
		got, err = c.room.ClosePosition(ctx, c.as("tom"), pos, candidates.CloseChoice{Applications: "keep"})
		c.ok(err)
		if got.Undo != nil || got.Rejected != 0 || got.Kept != 3 || status(applied) != candidates.Applied || status(review) != candidates.InReview {
			c.Error(text(got))
		}
		_, err = c.room.ClosePosition(ctx, c.as("tom"), pos, candidates.CloseChoice{Applications: "keep"})
		c.is(err, errs.Conflict, "already_closed")

		c.hire(c.org, "pub", "", access.PositionsView, access.PositionsPublish) // sees no candidates
		applied, _, _, _, pos = make()
		got, err = c.room.ClosePosition(ctx, c.as("pub"), pos, candidates.CloseChoice{Applications: "reject"})
		c.ok(err)
		if got.Rejected != 0 || got.Kept != 0 || status(applied) != candidates.Applied {
			c.Error("rejected what the closer does not see, or counted it:", text(got))
		}
	})
}

func openingOf(title string) positions.NewPosition {
	return positions.NewPosition{Title: title, Phases: []positions.Phase{{Name: "Screen", Stage: 1}}}
}

// "Snoozed until"; stars are personal.
func TestSnoozeAndStar(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		_, err := c.room.Snooze(ctx, c.as("nora"), app.ID, db.At(c.clock.Now().Add(time.Hour)))
		c.is(err, errs.Refused, "not_permitted")
		for _, until := range []time.Time{c.clock.Now(), c.clock.Now().Add(-time.Hour), c.clock.Now().AddDate(2, 0, 0)} {
			_, err = c.room.Snooze(ctx, c.as("tom"), app.ID, db.At(until))
			c.is(err, errs.Invalid, "")
		}
		_, err = c.room.Snooze(ctx, c.as("tom"), app.ID, db.At(c.clock.Now().Add(time.Hour)))
		c.ok(err)
		snoozed := func() int {
			list, err := c.room.Applications(ctx, c.as("nora"), candidates.ApplicationFilter{Quick: candidates.QuickSnoozed}, db.Page{Count: true})
			c.ok(err)
			if *list.Count != len(list.Items) {
				c.Error(text(list))
			}
			return *list.Count
		}
		if snoozed() != 1 {
			c.Error("asleep")
		}
		c.clock.Advance(2 * time.Hour)
		if snoozed() != 0 {
			c.Error("awake by itself")
		}
		_, err = c.room.Snooze(ctx, c.as("tom"), app.ID, db.Time{})
		c.ok(err)

		got, err := c.room.Star(ctx, c.as("nora"), app.ID, true)
		c.ok(err)
		theirs, err := c.room.Application(ctx, c.as("tom"), app.ID)
		c.ok(err)
		if !got.Starred || theirs.Starred {
			c.Error("stars are personal")
		}
		list, err := c.room.Applications(ctx, c.as("nora"), candidates.ApplicationFilter{Starred: true}, db.Page{Count: true})
		c.ok(err)
		if *list.Count != 1 {
			c.Error(text(list))
		}
		got, err = c.room.Star(ctx, c.as("nora"), app.ID, false)
		c.ok(err)
		_, err = c.room.Star(ctx, c.as("ines"), app.ID, true)
		c.hidden(err)
	})
}

// "@mentions only of people who can see the item."
func TestNotesMentionPeopleWhoCanSee(t *testing.T) {
	each(t, func(c *company) {
		open, private := c.add("Paula Novak", c.open), c.add("Quentin Roy", c.private)
		names := func(who, id, q string) string {
			found, err := c.room.Mentionable(ctx, c.as(who), id, q)
			c.ok(err)
			var out []string
			for _, m := range found {
				out = append(out, m.Name)
			}
			return strings.Join(out, " ")
		}
		if s := names("tom", open.ID, ""); s != "hana rui tom ada nora sol" {
			c.Error(s)
		}
		if s := names("tom", private.ID, ""); s != "hana rui tom ada" {
			c.Error(s)
		}
		if s := names("tom", open.ID, "no"); s != "nora" {
			c.Error(s)
		}
		for _, who := range []string{"nora", "zed", "ines"} {
			_, err := c.room.Note(ctx, c.as("tom"), private.ID, candidates.NewNote{Body: "Look", Mentions: []string{c.members[who]}})
			c.is(err, errs.Invalid, "", who)
		}
		c.move(open.ID, candidates.Move{Status: candidates.Offer})
		if s := names("hana", open.ID, ""); s != "hana rui ada" {
			c.Error("in Offer only closers read it:", s)
		}
		_, err := c.room.Note(ctx, c.as("hana"), open.ID, candidates.NewNote{Body: "Look", Mentions: []string{c.members["tom"]}})
		c.is(err, errs.Invalid, "")
		note, err := c.room.Note(ctx, c.as("hana"), open.ID, candidates.NewNote{Body: " Look ", Mentions: []string{c.members["rui"], c.members["rui"]}})
		c.ok(err)
		if note.Body != "Look" || len(note.Mentions) != 1 {
			c.Error(text(note))
		}
		told := func() int64 { return int64(c.number(`SELECT count(*) FROM mails WHERE template = 'mention'`)) }
		if n := c.number(`SELECT count(*) FROM mails WHERE template = 'mention' AND reader_id = ? AND application_id = ?`, c.members["rui"], open.ID); n != 1 || told() != 1 {
			c.Error(n, told(), "letters about one mention")
		}
		_, err = c.room.Note(ctx, c.as("hana"), open.ID, candidates.NewNote{Body: "For myself", Mentions: []string{c.members["hana"]}})
		c.ok(err)
		if told() != 1 {
			c.Error("whoever mentions themselves gets a letter")
		}
		for _, body := range []string{"", "   ", strings.Repeat("x", 10_001)} {
			_, err := c.room.Note(ctx, c.as("hana"), open.ID, candidates.NewNote{Body: body})
			c.is(err, errs.Invalid, "")
		}
		_, err = c.room.Note(ctx, c.as("nora"), private.ID, candidates.NewNote{})
		c.hidden(err)
		_, err = c.room.Mentionable(ctx, c.as("nora"), open.ID, "")
		c.is(err, errs.Refused, "")
	})
}
