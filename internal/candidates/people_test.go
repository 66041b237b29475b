package candidates_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

// "No unique e-mail across the organisation: duplicate search, import matching and 'already applied' see visible
// persons only; a hidden match silently makes a second person."
func TestAddingMatchesVisiblePeopleOnly(t *testing.T) {
	each(t, func(c *company) {
		c.add("Paula Novak", c.open)
		c.add("Rosa Hidden", c.private)
		in := candidates.NewCandidate{Name: "P. Novak", Email: "PAULA.novak@people.example", PositionID: c.open.ID}
		_, err := c.room.Add(ctx, c.as("tom"), in)
		c.is(err, errs.Conflict, "known_person")
		if !strings.Contains(err.Error(), "Paula Novak") {
			c.Error(err)
		}
		found, err := c.room.ByEmail(ctx, c.as("tom"), in.Email)
		c.ok(err)
		if len(found) != 1 || found[0].Name != "Paula Novak" {
			c.Error(text(found))
		}
		in.SomebodyElse = true
		twin, err := c.room.Add(ctx, c.as("tom"), in)
		c.ok(err)
		same, err := c.room.Duplicates(ctx, c.as("tom"), twin.CandidateID)
		c.ok(err)
		if len(same) != 1 || same[0].Name != "Paula Novak" {
			c.Error(text(same))
		}

		_, err = c.room.Add(ctx, c.as("sol"), candidates.NewCandidate{Name: "Rosa Again", Email: mailOf("Rosa Hidden"), PositionID: c.open.ID})
		c.ok(err) // sol does not see her
		found, err = c.room.ByEmail(ctx, c.as("sol"), mailOf("Rosa Hidden"))
		c.ok(err)
		if len(found) != 1 || found[0].Name != "Rosa Again" {
			c.Error(text(found))
		}
		same, err = c.room.Duplicates(ctx, c.as("sol"), found[0].ID)
		c.ok(err)
		if len(same) != 0 {
			c.Error("the hidden one is named:", text(same))
		}
	})
}

// Adding: candidates:create there, with sight of the position.
func TestAddingNeedsCreateThere(t *testing.T) {
	each(t, func(c *company) {
		for who, want := range map[string][2]errs.Kind{"ada": {}, "hana": {}, "rui": {}, "tom": {}, "sol": {0, errs.NotFound},
			"nora": {errs.Refused, errs.NotFound}, "ines": {errs.NotFound, errs.NotFound}, "zed": {errs.NotFound, errs.NotFound}} {
			for i, p := range []string{c.open.ID, c.private.ID} {
				_, err := c.room.Add(ctx, c.as(who), candidates.NewCandidate{Name: "New " + who, PositionID: p})
				if want[i] == 0 {
					c.ok(err)
					continue
				}
				c.is(err, want[i], "", who)
				_, err = c.room.Add(ctx, c.as(who), candidates.NewCandidate{PositionID: p, Resume: &candidates.Upload{Name: "x", Body: strings.NewReader("")}})
				c.is(err, want[i], "", who, "with a wrong form")
			}
		}
		_, err := c.room.Add(ctx, c.as("tom"), candidates.NewCandidate{Name: "", Email: "x", Links: []candidates.Link{{URL: "javascript:x"}}, Source: "rumour", PositionID: c.open.ID})
		c.is(err, errs.Invalid, "")
		if n := len(errs.As(err).Fields); n != 4 {
			c.Error(n, "fields:", err)
		}
		got, err := c.room.Add(ctx, c.as("tom"), candidates.NewCandidate{Name: "With Phase", PositionID: c.open.ID, PhaseID: c.open.Phases[1].ID, Source: candidates.Agency, SourceName: "Acme",
			Resume: &candidates.Upload{Name: "cv.txt", Body: strings.NewReader("Go")}})
		c.ok(err)
		d, err := c.room.Application(ctx, c.as("nora"), got.ApplicationID)
		c.ok(err)
		if d.Status != candidates.InReview || d.Phase.Name != "Coding" || d.SourceName != "Acme" || d.AddedBy != "tom" || len(d.Files) != 1 {
			c.Error(text(d))
		}
		_, err = c.room.Add(ctx, c.as("tom"), candidates.NewCandidate{Name: "Wrong Phase", PositionID: c.open.ID, PhaseID: c.private.Phases[0].ID})
		c.is(err, errs.Invalid, "")
		c.hire(c.org, "adder", "", access.PositionsView, access.CandidatesCreate)
		blind, err := c.room.Add(ctx, c.as("adder"), candidates.NewCandidate{Name: "Unseen", PositionID: c.open.ID})
		c.ok(err)
		if blind.Profile.ID != "" || blind.ApplicationID == "" {
			c.Error("whoever sees no candidates does not see this one:", text(blind))
		}
	})
}

// "Contact information is readable with sight of the person; editable with update_contact on one of the person's
// visible positions (or in the role)."
func TestContactIsReadWithSightAndEditedWithTheString(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		phone, headline := "+46 8 1", "Engineer"
		for who, may := range map[string]bool{"ada": true, "hana": true, "rui": true, "tom": true, "sol": false, "nora": false} {
			p, err := c.room.Candidate(ctx, c.as(who), app.CandidateID)
			c.ok(err)
			if len(p.Emails) != 1 || p.Can.Contact != may {
				c.Error(who, text(p))
			}
			_, err = c.room.Edit(ctx, c.as(who), app.CandidateID, candidates.CandidatePatch{Phone: &phone})
			if may {
				c.ok(err)
			} else {
				c.is(err, errs.Refused, "not_permitted", who)
			}
		}
		_, err := c.room.Edit(ctx, c.as("sol"), app.CandidateID, candidates.CandidatePatch{Headline: &headline}) // candidates:update
		c.ok(err)
		_, err = c.room.Edit(ctx, c.as("nora"), app.CandidateID, candidates.CandidatePatch{Headline: &headline})
		c.is(err, errs.Refused, "not_permitted")
		_, err = c.room.Edit(ctx, c.as("ines"), app.CandidateID, candidates.CandidatePatch{Headline: &headline})
		c.hidden(err)

		// On one visible position is enough; on a hidden one it is nothing.
		c.hire(c.org, "vic", "", access.CandidatesView)
		second := c.add("Quentin Roy", c.private)
		c.also(second.CandidateID, c.open)
		c.write(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, ?)`, c.private.ID, c.members["vic"], c.org, db.At(noon), c.members["ada"])
		_, err = c.room.Edit(ctx, c.as("vic"), second.CandidateID, candidates.CandidatePatch{Phone: &phone})
		c.ok(err)
		_, err = c.room.Edit(ctx, c.as("vic"), app.CandidateID, candidates.CandidatePatch{Phone: &phone})
		c.is(err, errs.Refused, "not_permitted")
	})
}

func TestEditingAPerson(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		name, empty := "  Émilie   Novák ", ""
		got, err := c.room.Edit(ctx, c.as("tom"), app.CandidateID, candidates.CandidatePatch{Name: &name, Tags: &[]string{"go", "Go", "Ärzte"}, Emails: &[]string{"b@x.example", "A@x.example", "a@X.example"},
			Links: &[]candidates.Link{{URL: "x.example"}}})
		c.ok(err)
		if got.Name != "Émilie Novák" || strings.Join(got.Tags, ",") != "Ärzte,go" || strings.Join(got.Emails, ",") != "b@x.example,A@x.example" {
			c.Error(text(got))
		}
		for _, q := range []string{"emilie", "novak", "NOVÁK émi", "b@x", "a@x.ex", "arzte", "go"} {
			list, err := c.room.Candidates(ctx, c.as("nora"), candidates.CandidateFilter{Q: q}, db.Page{Count: true})
			c.ok(err)
			if len(list.Items) != 1 || *list.Count != 1 {
				c.Error(q, "finds", len(list.Items))
			}
		}
		for _, q := range []string{"paula", "emilie roy", "o'", `" OR 1=1 --`, "%", "_"} {
			list, err := c.room.Candidates(ctx, c.as("nora"), candidates.CandidateFilter{Q: q}, db.Page{})
			c.ok(err)
			if len(list.Items) != 0 {
				c.Error(q, "finds", text(list))
			}
		}
		_, err = c.room.Edit(ctx, c.as("tom"), app.CandidateID, candidates.CandidatePatch{Name: &empty, Emails: &[]string{"nonsense"}, Tags: &[]string{strings.Repeat("x", 61)}})
		c.is(err, errs.Invalid, "")
		if n := len(errs.As(err).Fields); n != 3 {
			c.Error(err)
		}
		odd := `O"Neil \ Zoë`
		_, err = c.room.Edit(ctx, c.as("tom"), app.CandidateID, candidates.CandidatePatch{Name: &odd})
		c.ok(err)
		list, err := c.room.Candidates(ctx, c.as("nora"), candidates.CandidateFilter{Q: "zoe"}, db.Page{})
		c.ok(err)
		if len(list.Items) != 1 {
			c.Error("quotes and backslashes in a name")
		}
		for _, shelf := range []candidates.Standing{candidates.StandingOnHold, candidates.StandingArchived, candidates.StandingActive} {
			got, err := c.room.Shelve(ctx, c.as("tom"), app.CandidateID, shelf)
			c.ok(err)
			if got.Standing != shelf {
				c.Error(text(got))
			}
		}
		_, err = c.room.Shelve(ctx, c.as("tom"), app.CandidateID, candidates.StandingHired)
		c.is(err, errs.Invalid, "")
		_, err = c.room.Shelve(ctx, c.as("nora"), app.CandidateID, candidates.StandingOnHold)
		c.is(err, errs.Refused, "not_permitted")
	})
}

// "Deleting removes the applications the actor sees; a person with a hidden application survives unseen."
func TestDeletingRemovesWhatIsSeen(t *testing.T) {
	each(t, func(c *company) {
		whole := c.add("Paula Novak", c.open)
		_, err := c.room.Note(ctx, c.as("ada"), whole.ID, candidates.NewNote{Body: "gone soon"})
		c.ok(err)
		both := c.add("Quentin Roy", c.open)
		hidden := c.also(both.CandidateID, c.private)
		for _, who := range []string{"hana", "tom", "nora"} { // candidates:delete is in the role only
			c.is(c.room.Delete(ctx, c.as(who), whole.CandidateID), errs.Refused, "not_permitted", who)
		}
		c.hidden(c.room.Delete(ctx, c.as("ines"), whole.CandidateID))
		c.ok(c.room.Delete(ctx, c.as("sol"), whole.CandidateID))
		for _, table := range []string{"candidates WHERE id = ?", "candidate_emails WHERE candidate_id = ?", "candidate_words WHERE candidate_id = ?", "activity WHERE candidate_id = ?", "applications WHERE candidate_id = ?"} {
			if n := c.number(`SELECT count(*) FROM `+table, whole.CandidateID); n != 0 {
				c.Error(n, "left in", table)
			}
		}
		c.ok(c.room.Delete(ctx, c.as("sol"), both.CandidateID))
		_, err = c.room.Candidate(ctx, c.as("sol"), both.CandidateID)
		c.hidden(err)
		got, err := c.room.Candidate(ctx, c.as("ada"), both.CandidateID)
		c.ok(err)
		if len(got.Applications) != 1 || got.Applications[0].ID != hidden {
			c.Error(text(got))
		}
		for who, n := range map[string]int{"sol": 0, "ada": 1} {
			list, err := c.room.Candidates(ctx, c.as(who), candidates.CandidateFilter{}, db.Page{Count: true})
			c.ok(err)
			if *list.Count != n || len(list.Items) != n {
				c.Error(who, "counts", *list.Count)
			}
		}
		c.hidden(c.room.DeleteApplication(ctx, c.as("sol"), hidden))
		c.ok(c.room.DeleteApplication(ctx, c.as("ada"), hidden))
		alone, err := c.room.Candidate(ctx, c.as("nora"), both.CandidateID)
		c.ok(err)
		if len(alone.Applications) != 0 {
			c.Error(text(alone))
		}
		c.ok(c.room.Delete(ctx, c.as("ada"), both.CandidateID))
		c.read(func(ctx context.Context, tx db.Tx) error {
			log, err := activity.AuditLog(ctx, tx, c.as("ada"), activity.Asked{Action: "application.deleted"}, db.Page{})
			if len(log.Items) != 3 || strings.Contains(text(log), "Paula") {
				c.Error(text(log))
			}
			return err
		})
	})
}

// Files belong to an application; what an applicant sent stays.
func TestFilesOfAnApplication(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		up := func(body string) candidates.Upload {
			return candidates.Upload{Name: "cv.txt", Body: strings.NewReader(body)}
		}
		_, err := c.room.AddFile(ctx, c.as("nora"), app.ID, true, up("x y z"))
		c.is(err, errs.Refused, "not_permitted")
		_, err = c.room.AddFile(ctx, c.as("ines"), app.ID, true, up("x y z"))
		c.hidden(err)
		_, err = c.room.AddFile(ctx, c.as("tom"), app.ID, true, up(""))
		c.is(err, errs.Invalid, "")
		f, err := c.room.AddCandidateFile(ctx, c.as("tom"), app.CandidateID, true, up("Weather and Go"))
		c.ok(err)
		p, err := c.room.Candidate(ctx, c.as("nora"), app.CandidateID)
		c.ok(err)
		if len(p.Files) != 1 || p.Files[0].ID != f.ID {
			c.Error(text(p.Files))
		}
		c.is(c.room.RemoveFile(ctx, c.as("nora"), app.ID, f.ID), errs.Refused, "not_permitted")
		c.ok(c.room.RemoveFile(ctx, c.as("tom"), app.ID, f.ID))
		c.hidden(c.room.RemoveFile(ctx, c.as("tom"), app.ID, f.ID))
		_, err = c.room.Apply(ctx, access.Visitor(c.org), form(c.open, "Paula Novak", "t"))
		c.ok(err)
		p, err = c.room.Candidate(ctx, c.as("tom"), app.CandidateID)
		c.ok(err)
		c.is(c.room.RemoveFile(ctx, c.as("tom"), app.ID, p.Files[0].ID), errs.Conflict, "submitted")
	})
}

// "/feedback of an application for those without view_feedback: 200, own rows."
func TestFeedbackIsOnesOwnWithoutTheString(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		interview := db.NewID()
		c.write(`INSERT INTO interviews (id, org_id, application_id, position_id, private, status, created_at) VALUES (?, ?, ?, ?, ?, 'applied', ?)`, interview, c.org, app.ID, c.open.ID, false, db.At(noon))
		for _, who := range []string{"tom", "hana"} {
			c.write(`INSERT INTO scorecards (id, org_id, interview_id, position_id, private, status, author_id, created_at) VALUES (?, ?, ?, ?, ?, 'applied', ?, ?)`, db.NewID(), c.org, interview, c.open.ID, false, c.members[who], db.At(noon))
		}
		for who, want := range map[string]string{"ada": "hana tom", "hana": "hana tom", "rui": "hana tom", "tom": "tom", "sol": "", "nora": ""} {
			list, err := c.room.Feedback(ctx, c.as(who), app.ID, "", db.Page{})
			c.ok(err)
			card, err := c.room.Scorecard(ctx, c.as(who), app.ID)
			c.ok(err)
			var names []string
			for _, f := range list.Items {
				names = append(names, f.Author)
			}
			slices.Sort(names)
			if s := strings.Join(names, " "); s != want || card.OwnOnly == strings.Contains(want, "hana") || len(card.Feedback) != len(names) {
				c.Error(who, "reads", s, text(card))
			}
		}
		_, err := c.room.Feedback(ctx, c.as("ines"), app.ID, "", db.Page{})
		c.hidden(err)
	})
}

// Two people who look alike to somebody look alike after everything they do: whether one of them has a hidden
// application cannot be found out by deleting the visible one.
func TestDeletingTheOnlyApplicationTellsNothing(t *testing.T) {
	each(t, func(c *company) {
		alone := c.add("Paula Novak", c.open)
		both := c.add("Quentin Roy", c.open)
		hidden := c.also(both.CandidateID, c.private)
		two := c.add("Rosa Lind", c.open)
		other := c.also(two.CandidateID, c.position(positions.NewPosition{Title: "Designer"}))
		for _, app := range []candidates.Application{alone, both} {
			err := c.room.DeleteApplication(ctx, c.as("sol"), app.ID)
			c.is(err, errs.Conflict, "only_application", app.CandidateName)
			if errs.As(err).Message != "This is the only application of this person. Delete the candidate instead." {
				c.Error(err)
			}
			c.is(c.room.DeletableApplication(ctx, c.as("sol"), app.ID), errs.Conflict, "only_application", app.CandidateName)
			_, err = c.room.Candidate(ctx, c.as("sol"), app.CandidateID)
			c.ok(err)
			c.is(c.room.DeleteApplication(ctx, c.as("tom"), app.ID), errs.Refused, "not_permitted", "without candidates:delete the rest does not matter")
		}
		c.is(c.room.DeleteApplication(ctx, c.as("sol"), hidden), errs.NotFound, "not_found")
		c.is(c.room.DeletableApplication(ctx, c.as("sol"), hidden), errs.NotFound, "not_found")
		c.ok(c.room.DeleteApplication(ctx, c.as("sol"), other)) // one is left
		c.is(c.room.DeleteApplication(ctx, c.as("sol"), two.ID), errs.Conflict, "only_application")
		// The recruiter of both positions sees both, by team roles; then there is one left, of which the same goes.
		c.ok(c.room.DeleteApplication(ctx, c.as("rui"), both.ID))
		c.is(c.room.DeleteApplication(ctx, c.as("rui"), hidden), errs.Conflict, "only_application")
		c.ok(c.room.DeletableApplication(ctx, c.as("ada"), alone.ID))
		c.ok(c.room.DeleteApplication(ctx, c.as("ada"), alone.ID))
		c.ok(c.room.DeleteApplication(ctx, c.as("ada"), hidden))
	})
}
