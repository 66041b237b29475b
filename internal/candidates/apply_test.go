package candidates_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/positions"
)

// form is what a stranger sends for a posting.
func form(p positions.Position, name, token string) candidates.CareersForm {
	return candidates.CareersForm{Posting: p.Slug, Token: token, Name: name, Email: mailOf(name), Phone: "+46 70 123", Links: []string{"github.com/paula"}, Consent: true,
		Resume: &candidates.Upload{Name: "cv.txt", Body: strings.NewReader("Weather stations and Go, by " + name)}}
}

// An application from the careers page: person, application, answers as given, résumé with its words, a letter that
// says what was received.
func TestApplying(t *testing.T) {
	each(t, func(c *company) {
		p, err := c.posts.Update(ctx, c.as("ada"), c.open.ID, positions.Patch{Form: &positions.Form{Links: positions.Required, Questions: []positions.Question{
			{ID: "whynow", Kind: positions.Long, Label: "Why now?", Required: true}, {ID: "place", Kind: positions.Choice, Label: "Where?", Choices: []string{"Malmö", "Remote"}},
			{ID: "permit", Kind: positions.YesNo, Label: "May you work here?"}, {ID: "sample", Kind: positions.File, Label: "A sample"}}}})
		c.ok(err)
		in := form(p, "Paula Novak", "t1")
		in.Answers = map[string]string{"whynow": " Because.\nNow. ", "place": "Malmö", "permit": "yes", "unknown": "dropped"}
		in.Files = map[string]*candidates.Upload{"sample": {Name: "sample.txt", Body: strings.NewReader("A sample of prose.")}}
		got, err := c.room.Apply(ctx, access.Visitor(c.org), in)
		c.ok(err)
		if got.PositionTitle != "Backend engineer" || got.Name != "Paula Novak" || got.Resume != "cv.txt" || len(got.Answers) != 4 || got.Answers[3].FileName != "sample.txt" {
			c.Error(text(got))
		}
		c.ok(c.worker.Drain(ctx))
		list, err := c.room.Applications(ctx, c.as("tom"), candidates.ApplicationFilter{PositionID: p.ID}, db.Page{})
		c.ok(err)
		d, err := c.room.Application(ctx, c.as("tom"), list.Items[0].ID)
		c.ok(err)
		if d.Source != candidates.CareersPage || d.Status != candidates.Applied || d.Consent != "You may keep this for a year." || d.ConsentAt.IsZero() || d.AddedBy != "" || len(d.Submitted) != 1 {
			c.Error(text(d))
		}
		if len(d.Answers) != 4 || d.Answers[0].Text != "Because.\nNow." || d.Answers[0].Question != "Why now?" || d.Answers[3].FileID == "" {
			c.Error(text(d.Answers))
		}
		if len(d.Files) != 2 || d.Files[0].TextState != files.TextDone {
			c.Error(text(d.Files))
		}
		person, err := c.room.Candidate(ctx, c.as("tom"), d.CandidateID)
		c.ok(err)
		if person.Phone != "+46 70 123" || len(person.Links) != 1 || person.Links[0].URL != "https://github.com/paula" || person.Emails[0] != "paula.novak@people.example" {
			c.Error(text(person))
		}
		if n := c.number(`SELECT count(*) FROM mails WHERE template = 'received' AND to_email = 'paula.novak@people.example' AND state = 'skipped'`); n != 1 {
			c.Error(n, "letters")
		}
		feed, err := c.room.Activity(ctx, c.as("nora"), d.ID, nil, db.Page{})
		c.ok(err)
		if s := strings.Join(kinds(feed), " "); !strings.Contains(s, "application.received") {
			c.Error(s)
		}
	})
}

// "Unpublished, closed, private and unknown look the same there, also to an application in flight."
func TestApplyingToWhatIsNotPublished(t *testing.T) {
	each(t, func(c *company) {
		unpublished := c.position(openingOf("Unpublished"))
		closed := c.position(positions.NewPosition{Title: "Closed", Public: true})
		_, err := c.posts.Close(ctx, c.as("ada"), closed.ID, "")
		c.ok(err)
		for _, p := range []positions.Position{unpublished, closed, c.private, {Slug: "unknown"}} {
			_, err := c.room.Apply(ctx, access.Visitor(c.org), form(p, "Paula Novak", "t"))
			c.hidden(err, p.Title)
			_, err = c.room.Apply(ctx, access.Visitor(c.org), candidates.CareersForm{Posting: p.Slug})
			c.hidden(err, "an empty form for", p.Title)
		}
		_, err = c.room.Apply(ctx, access.Visitor(c.other), form(c.open, "Paula Novak", "t"))
		c.hidden(err, "by the careers page of another organisation")
	})
}

func TestWrongForms(t *testing.T) {
	each(t, func(c *company) {
		p, err := c.posts.Update(ctx, c.as("ada"), c.open.ID, positions.Patch{Form: &positions.Form{Phone: positions.Required, Links: positions.Required, Questions: []positions.Question{
			{ID: "whynow", Kind: positions.Short, Label: "Why now?", Required: true}, {ID: "place", Kind: positions.Choice, Label: "Where?", Choices: []string{"Malmö", "Remote"}},
			{ID: "permit", Kind: positions.YesNo, Label: "May you?"}, {ID: "sample", Kind: positions.File, Label: "A sample", Required: true}}}})
		c.ok(err)
		_, err = c.room.Apply(ctx, access.Visitor(c.org), candidates.CareersForm{Posting: p.Slug, Email: "nonsense", Answers: map[string]string{"place": "Mars", "permit": "perhaps"}})
		c.is(err, errs.Invalid, "")
		var names []string
		for _, f := range errs.As(err).Fields {
			names = append(names, f.Name)
		}
		if s := strings.Join(names, " "); s != "name email phone links resume consent answers.whynow answers.place answers.permit answers.sample" {
			c.Error(s)
		}
		in := form(p, "Paula Novak", "t")
		in.Answers = map[string]string{"whynow": "yes"}
		in.Resume = &candidates.Upload{Name: "cv.exe", Body: strings.NewReader("MZ\x90\x00\x03\x00\x00\x00\x04")}
		in.Files = map[string]*candidates.Upload{"sample": {Name: "a.txt", Body: strings.NewReader("")}}
		_, err = c.room.Apply(ctx, access.Visitor(c.org), in)
		c.is(err, errs.Invalid, "")
		if f := errs.As(err).Fields; len(f) != 2 || f[0].Name != "resume" || f[1].Name != "answers.sample" {
			c.Error(text(f))
		}
		if n := c.number(`SELECT count(*) FROM candidates`); n != 0 {
			c.Error(n, "people of forms that were refused")
		}
	})
}

// "Public doors answer the same for known and unknown people."
func TestReceiptIsTheSameForKnownAndUnknownPeople(t *testing.T) {
	each(t, func(c *company) {
		c.add("Quentin Roy", c.open)    // known on this position
		c.add("Rosa Hidden", c.private) // known on one that nobody may learn of
		gone := c.add("Sven Rejected", c.open)
		_, err := c.room.Reject(ctx, c.as("ada"), gone.ID, candidates.Reject{Reason: "other"})
		c.ok(err)
		want := ""
		for _, name := range []string{"Paula Novak", "Quentin Roy", "Rosa Hidden", "Sven Rejected"} {
			got, err := c.room.Apply(ctx, access.Visitor(c.org), form(c.open, name, "token of "+name))
			c.ok(err)
			s := strings.NewReplacer(name, "NAME", mailOf(name), "MAIL").Replace(text(got))
			if want == "" {
				want = s
			}
			if s != want {
				c.Errorf("%s gets\n%s\nnot\n%s", name, s, want)
			}
		}
		if n := c.number(`SELECT count(*) FROM mails WHERE template = 'received'`); n != 4 {
			c.Error(n, "letters")
		}
	})
}

// Who it is: only somebody with an application on this same position is known; everybody else is a new person.
func TestApplyingKnowsPeopleOfThisPositionOnly(t *testing.T) {
	each(t, func(c *company) {
		other := c.position(positions.NewPosition{Title: "Frontend engineer", Public: true})
		apply := func(p positions.Position, token string) {
			c.Helper()
			c.clock.Advance(time.Minute)
			_, err := c.room.Apply(ctx, access.Visitor(c.org), form(p, "Paula Novak", token))
			c.ok(err)
		}
		people := func() int { return c.number(`SELECT count(*) FROM candidates`) }
		apps := func() int { return c.number(`SELECT count(*) FROM applications`) }
		c.add("Paula Novak", c.private)
		apply(c.open, "1")
		if people() != 2 {
			c.Error("a hidden match makes a second person, silently")
		}
		apply(other, "2")
		if people() != 3 || apps() != 3 {
			c.Error("so does one on another position:", people(), apps())
		}
		apply(c.open, "3")
		if people() != 3 || apps() != 3 {
			c.Error("sent again for an active application:", people(), apps())
		}
		list, err := c.room.Applications(ctx, c.as("nora"), candidates.ApplicationFilter{PositionID: c.open.ID}, db.Page{})
		c.ok(err)
		d, err := c.room.Application(ctx, c.as("nora"), list.Items[0].ID)
		c.ok(err)
		if len(d.Submitted) != 2 || d.Submitted[0].Again || !d.Submitted[1].Again || len(d.Files) != 2 {
			c.Error("both forms and both résumés are kept:", text(d))
		}
		feed, err := c.room.Activity(ctx, c.as("nora"), d.ID, []string{"application.again"}, db.Page{})
		c.ok(err)
		if len(feed.Items) != 1 {
			c.Error(text(feed))
		}
		_, err = c.room.Reject(ctx, c.as("ada"), d.ID, candidates.Reject{Reason: "other"})
		c.ok(err)
		apply(c.open, "4")
		if people() != 3 || apps() != 4 {
			c.Error("after a rejection the person gets a new application:", people(), apps())
		}
	})
}

// The same page sent twice, also at once, is one application.
func TestApplyingTwiceWithOneForm(t *testing.T) {
	each(t, func(c *company) {
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if _, err := c.room.Apply(ctx, access.Visitor(c.org), form(c.open, "Paula Novak", "the same")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, table := range []string{"candidates", "applications", "submissions", "mails", "files"} {
			if n := c.number(`SELECT count(*) FROM ` + table); n != 1 {
				c.Error(n, table)
			}
		}
		for i := range 6 { // and different pages at once are one application, sent again
			wg.Go(func() {
				if _, err := c.room.Apply(ctx, access.Visitor(c.org), form(c.open, "Quentin Roy", "page "+string(rune('a'+i)))); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if people, forms := c.number(`SELECT count(*) FROM candidates`), c.number(`SELECT count(*) FROM submissions`); people != 2 || forms != 7 {
			c.Error(people, "people", forms, "forms")
		}
	})
}

// A member who applies becomes a candidate who may not look.
func TestApplyingAsAMember(t *testing.T) {
	each(t, func(c *company) {
		in := form(c.open, "Hana Inside", "t")
		in.Email = "hana@" + c.org + ".example"
		_, err := c.room.Apply(ctx, access.Visitor(c.org), in)
		c.ok(err)
		list, err := c.room.Applications(ctx, c.as("hana"), candidates.ApplicationFilter{Q: "hana"}, db.Page{})
		c.ok(err)
		if len(list.Items) != 1 || !list.Items[0].Own {
			c.Error(text(list))
		}
		_, err = c.room.Activity(ctx, c.as("hana"), list.Items[0].ID, nil, db.Page{})
		c.is(err, errs.Refused, "own_file")
	})
}
