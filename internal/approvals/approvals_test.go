package approvals_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

// company is an organisation whose people are called by what they may do: ada is Admin and owner, sol is Staffing, mia
// publishes without approving, ines is an Interviewer, vic approves templates alone. done is what decisions did.
type company struct {
	*testing.T
	d       *db.DB
	room    *approvals.Room
	orgs    *org.Room
	clock   *testdb.Clock
	members map[string]string
	org     string
	done    []string
	refuse  error
}

func each(t *testing.T, fn func(c *company)) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		c := &company{T: t, d: d, room: approvals.New(d), orgs: org.New(d, org.Config{PublicURL: "https://hire.example"}), clock: testdb.ClockOf(d), members: map[string]string{}}
		c.clock.Set(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		for _, kind := range []string{"question", "template"} {
			note := func(what string) func(context.Context, db.Tx, access.Actor, approvals.Request) error {
				return func(_ context.Context, _ db.Tx, a access.Actor, r approvals.Request) error {
					c.done = append(c.done, fmt.Sprint(what, " ", r.Kind, " ", r.ItemID, " ", r.Revision, " by ", c.called(a.MemberID())))
					return nil
				}
			}
			c.room.Register(approvals.Subject{Kind: kind, Check: func(context.Context, db.Tx, access.Actor, approvals.Request) error { return c.refuse },
				Approved: note("approved"), Ended: note("ended")})
		}
		c.found()
		fn(c)
	})
}

func (c *company) found() {
	var ada access.Actor
	c.write(func(ctx context.Context, tx db.Tx) (err error) {
		ada, err = org.Found(ctx, tx, org.Founding{Organization: "Northwind", Slug: "northwind", TimeZone: "UTC", Name: "ada", Email: "ada@northwind.example", PasswordHash: "-"})
		return err
	})
	c.org, c.members["ada"] = ada.OrgID(), ada.MemberID()
	author, checker := []access.Permission{access.QuestionsView, access.QuestionsPublish, access.TemplatesView}, []access.Permission{access.TemplatesApprove}
	for name, ps := range map[string][]access.Permission{"Author": author, "Checker": checker} {
		if _, err := c.orgs.CreateRole(c.Context(), ada, org.RoleDraft{Name: &name, Permissions: &ps}); err != nil {
			c.Fatal(err)
		}
	}
	console, err := c.orgs.Console(c.Context(), "northwind")
	if err != nil {
		c.Fatal(err)
	}
	for name, role := range map[string]string{"sol": "Staffing", "mia": "Author", "ines": "Interviewer", "vic": "Checker"} {
		got, err := c.orgs.AddMember(c.Context(), console, org.Arrival{Email: name + "@northwind.example", Name: name, Role: role, PasswordHash: "-"})
		if err != nil {
			c.Fatal(err)
		}
		c.members[name] = got.Member.ID
	}
}

func (c *company) called(member string) string {
	for name, id := range c.members {
		if id == member {
			return name
		}
	}
	return "nobody"
}

func (c *company) as(name string) (a access.Actor) {
	c.Helper()
	err := c.d.Read(c.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, c.org, c.members[name])
		return err
	})
	if err != nil {
		c.Fatal(err)
	}
	return a
}

func (c *company) write(fn func(ctx context.Context, tx db.Tx) error) {
	c.Helper()
	if err := c.d.Write(c.Context(), fn); err != nil {
		c.Fatal(err)
	}
}

// asks submits an item that its submitter has made.
func (c *company) asks(who, kind, item string) (q approvals.Request) {
	c.Helper()
	c.clock.Advance(time.Minute)
	c.write(func(ctx context.Context, tx db.Tx) (err error) {
		q, err = approvals.Ask(ctx, tx, c.as(who), approvals.Asked{Kind: kind, ItemID: item, CreatorID: c.members[who], Title: "About " + item, Revision: 3})
		return err
	})
	return q
}

// listed are the titles that somebody's list holds.
func (c *company) listed(who string, f approvals.Filter) string {
	c.Helper()
	got, err := c.room.List(c.Context(), c.as(who), f, db.Page{Count: true})
	if err != nil {
		return fmt.Sprint(errs.KindOf(err))
	}
	if *got.Count != len(got.Items) {
		c.Errorf("%s: counted %d of %d", who, *got.Count, len(got.Items))
	}
	var out []string
	for _, q := range got.Items {
		out = append(out, strings.TrimPrefix(q.Title, "About "))
	}
	return strings.Join(out, " ")
}

func (c *company) kind(err error, want errs.Kind, words string) {
	c.Helper()
	if err == nil || errs.KindOf(err) != want || !strings.Contains(errs.As(err).Error()+fmt.Sprint(errs.As(err).Fields)+errs.As(err).Message, words) {
		c.Errorf("%v, want %v with %q", err, want, words)
	}
}

func TestWhoSeesAndDecidesWhat(t *testing.T) {
	each(t, func(c *company) {
		mias, sols := c.asks("mia", "question", "mias"), c.asks("sol", "template", "sols")
		for who, want := range map[string]string{"ada": "sols mias", "sol": "mias", "mia": "", "vic": "sols", "ines": fmt.Sprint(errs.Refused)} {
			if got := c.listed(who, approvals.Filter{}); got != want {
				t.Errorf("%s may decide %q, want %q", who, got, want)
			}
		}
		if got := c.listed("mia", approvals.Filter{Mine: true}); got != "mias" {
			t.Errorf("mia submitted %q", got)
		}
		if got := c.listed("ada", approvals.Filter{Kind: "template"}) + c.listed("ada", approvals.Filter{Q: "MIA"}) + c.listed("ada", approvals.Filter{Q: "%"}); got != "solsmias" {
			t.Errorf("filtered %q", got)
		}
		for who, hidden := range map[string]approvals.Request{"ines": mias, "vic": mias, "mia": sols} {
			_, err := c.room.Get(t.Context(), c.as(who), hidden.ID)
			c.kind(err, errs.NotFound, "")
			_, err = c.room.Approve(t.Context(), c.as(who), hidden.ID)
			c.kind(err, errs.NotFound, "")
		}
		_, err := c.room.Approve(t.Context(), c.as("mia"), mias.ID)
		c.kind(err, errs.Refused, "")
		_, err = c.room.Approve(t.Context(), c.as("sol"), sols.ID)
		c.kind(err, errs.Refused, "Nobody decides their own request.")
		_, err = c.room.Withdraw(t.Context(), c.as("ada"), mias.ID)
		c.kind(err, errs.Refused, "")
		if len(c.done) > 0 {
			t.Error(c.done)
		}
	})
}

// Of two reviewers one wins, and the other is told so; what was rejected is Personal again, and nobody else's to see.
func TestTheSecondReviewerIsTold(t *testing.T) {
	each(t, func(c *company) {
		first, second := c.asks("mia", "question", "first"), c.asks("mia", "question", "second")
		if q, err := c.room.Approve(t.Context(), c.as("ada"), first.ID); err != nil || q.State != approvals.Approved || q.Decider != "ada" || q.Alone {
			t.Fatal(q, err)
		}
		_, err := c.room.Reject(t.Context(), c.as("sol"), first.ID, "Too late")
		c.kind(err, errs.Conflict, "no longer waiting")
		_, err = c.room.Reject(t.Context(), c.as("sol"), second.ID, "  ")
		c.kind(err, errs.Invalid, "Say why")
		if _, err = c.room.Reject(t.Context(), c.as("sol"), second.ID, "Leading question"); err != nil {
			t.Fatal(err)
		}
		_, err = c.room.Approve(t.Context(), c.as("ada"), second.ID)
		c.kind(err, errs.Conflict, "no longer waiting")
		_, err = c.room.Approve(t.Context(), c.as("ines"), second.ID)
		c.kind(err, errs.NotFound, "")
		if got := []string{c.listed("ada", approvals.Filter{State: approvals.Rejected}), c.listed("ada", approvals.Filter{State: approvals.Approved}), c.listed("mia", approvals.Filter{Mine: true, State: approvals.Rejected})}; !slices.Equal(got, []string{"", "first", "second"}) {
			t.Errorf("%q", got)
		}
		if _, err := c.room.Get(t.Context(), c.as("ada"), second.ID); errs.KindOf(err) != errs.NotFound {
			t.Error("a rejected round is shown to an Admin:", err)
		}
		if q, err := c.room.Get(t.Context(), c.as("mia"), second.ID); err != nil || q.Reason != "Leading question" || q.May != (approvals.Rights{}) {
			t.Error(q, err)
		}
		if want := []string{"approved question first 3 by ada", "ended question second 3 by sol"}; !slices.Equal(c.done, want) {
			t.Errorf("%q", c.done)
		}
	})
}

func TestOneRoundAtATimeAndWithdrawing(t *testing.T) {
	each(t, func(c *company) {
		q := c.asks("mia", "question", "one")
		err := c.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			_, err := approvals.Ask(ctx, tx, c.as("mia"), approvals.Asked{Kind: "question", ItemID: "one", CreatorID: c.members["mia"], Title: "x", Revision: 4})
			return err
		})
		c.kind(err, errs.Conflict, "waiting for approval already")
		if got, err := c.room.Get(t.Context(), c.as("mia"), q.ID); err != nil || !got.May.Withdraw || got.May.Decide {
			t.Fatal(got, err)
		}
		if _, err := c.room.Withdraw(t.Context(), c.as("mia"), q.ID); err != nil {
			t.Fatal(err)
		}
		_, err = c.room.Withdraw(t.Context(), c.as("mia"), q.ID)
		c.kind(err, errs.Conflict, "no longer waiting")
		c.asks("mia", "question", "one") // submitted again
		c.write(func(ctx context.Context, tx db.Tx) error { return approvals.WithdrawOpen(ctx, tx, c.as("mia"), "one") })
		c.write(func(ctx context.Context, tx db.Tx) error {
			return approvals.WithdrawOpen(ctx, tx, c.as("mia"), "one") // nothing is open
		})
		c.write(func(ctx context.Context, tx db.Tx) error {
			mine, err := approvals.Rounds(ctx, tx, c.as("mia"), "one")
			others, err2 := approvals.Rounds(ctx, tx, c.as("ada"), "one")
			if err != nil || err2 != nil || len(mine["one"]) != 2 || len(others["one"]) != 0 {
				t.Errorf("%d rounds for who submitted, %d for others, %v %v", len(mine["one"]), len(others["one"]), err, err2)
			}
			return nil
		})
		if len(c.done) != 1 {
			t.Error(c.done)
		}
	})
}

// "Without another active one the submitter may decide, and the record says so."
func TestTheOnlyOneWhoCouldDecideMay(t *testing.T) {
	each(t, func(c *company) {
		q := c.asks("ada", "question", "own")
		if got, err := c.room.Get(t.Context(), c.as("ada"), q.ID); err != nil || got.May.Decide {
			t.Error(got.May, err)
		}
		if _, err := c.orgs.Deactivate(t.Context(), c.as("ada"), c.members["sol"]); err != nil {
			t.Fatal(err)
		}
		if got := c.listed("ada", approvals.Filter{}); got != "" {
			t.Error("one's own is under Your approvals:", got)
		}
		if got, err := c.room.Get(t.Context(), c.as("ada"), q.ID); err != nil || !got.May.Decide {
			t.Error(got.May, err)
		}
		if got, err := c.room.Approve(t.Context(), c.as("ada"), q.ID); err != nil || !got.Alone {
			t.Error(got, err)
		}
	})
}

func TestAnApprovalThatTheItemRefusesChangesNothing(t *testing.T) {
	each(t, func(c *company) {
		q := c.asks("mia", "question", "one")
		c.refuse = errs.Bad(errs.F("questions", "Two of its questions are not in the organisation's library."))
		_, err := c.room.Approve(t.Context(), c.as("ada"), q.ID)
		c.kind(err, errs.Invalid, "Two of its questions")
		if got, err := c.room.Get(t.Context(), c.as("ada"), q.ID); err != nil || got.State != approvals.Pending {
			t.Error(got.State, err)
		}
		if _, err := c.room.Reject(t.Context(), c.as("ada"), q.ID, "Later"); err != nil {
			t.Error("rejecting asks the item's consent:", err)
		}
	})
}

// Those who can decide get a letter that is decided again when it leaves, and so do who asked and who made the item.
func TestLettersAboutRequests(t *testing.T) {
	each(t, func(c *company) {
		q := c.asks("mia", "question", "one")
		if got := c.letters("approval_wanted"); got != "ada sol" {
			t.Error("asked: ", got)
		}
		if _, err := c.room.Reject(t.Context(), c.as("ada"), q.ID, "No"); err != nil {
			t.Fatal(err)
		}
		if got := c.letters("approval_decided"); got != "mia" {
			t.Error("told: ", got)
		}
	})
}

func (c *company) letters(template string) string {
	var readers, names []string
	c.write(func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT reader_id FROM mails WHERE template = ?`, template).Scan(ctx, &readers)
	})
	for _, id := range readers {
		names = append(names, c.called(id))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
