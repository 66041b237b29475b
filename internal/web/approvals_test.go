package web

import (
	"context"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/library"
)

// onTheWholeLibrary is onShelves with the pages of templates, feedback forms and approvals.
func onTheWholeLibrary(t *testing.T, fn func(k *shelves)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		asking := approvals.New(d)
		room := library.New(d, asking)
		h := &house{t: t, d: d, logs: &syncBuffer{}, dead: map[string]bool{}}
		h.write(func(ctx context.Context, tx db.Tx) error {
			if err := hire(ctx, tx); err != nil {
				return err
			}
			return hireAuthor(ctx, tx)
		})
		s, err := build(Deps{DB: d, Now: d.Now, Secret: []byte("secret"), Library: room, Approvals: asking,
			Authenticate: func(ctx context.Context, token, _ string) (a access.Actor, err error) {
				err = d.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
					a, err = access.Load(ctx, tx, "o", token)
					return err
				})
				return a, err
			}}, func(s *Server) {
			s.questions()
			s.templates()
			s.feedbackForms()
			s.approving()
		})
		if err != nil {
			t.Fatal(err)
		}
		h.s = s
		h.ts = httptest.NewServer(s)
		t.Cleanup(func() { s.Close(); h.ts.Close() })
		fn(&shelves{&desk{house: h}, room, asking})
	})
}

var requestPath = regexp.MustCompile(`href="(/approvals/[0-9a-f-]{36})"`)

// request is the address of the first request of a list.
func (k *shelves) request(who, list string) string {
	k.t.Helper()
	found := requestPath.FindStringSubmatch(k.sees(k.ask(who, list, nil), 200).text)
	if found == nil {
		k.t.Fatalf("%s has no request in %s", who, list)
	}
	return found[1]
}

// From the author to the organisation: pending, rejected with a reason, edited, resubmitted, approved.
func TestARequestFromAuthorToOrganisation(t *testing.T) {
	onTheWholeLibrary(t, func(k *shelves) {
		at := k.question("mia", "What does a mutex cost?", nil)
		k.sees(k.ask("ada", "/approvals", nil), 200, "Nothing waits for your decision")
		k.sees(k.ask("mia", at+"/publish", url.Values{}), 303)
		k.sees(k.ask("mia", "/approvals", nil), 200, "Nothing waits for you")
		k.sees(k.ask("mia", "/approvals?view=submitted", nil), 200, "mutex", "Pending approval", "Withdraw")
		k.sees(k.ask("ines", "/approvals", nil), 403)
		k.sees(k.ask("ada", "/approvals/waiting", nil), 200, `count--alert">1<`)

		one := k.request("ada", "/approvals")
		k.sees(k.ask("ada", one, nil), 200, "mutex", "<strong>why</strong>", "Approve", one+"/reject")
		k.sees(k.ask("ines", one, nil), 404)
		k.sees(k.ask("ada", one+"/reject", nil), 200, "Rejection reason (required)", "Confirm reject")
		k.sees(k.ask("mia", one+"/reject", nil), 403)
		k.sees(k.ask("ada", one+"/reject", url.Values{"reason": {" "}}), 422, "Say why")
		k.sees(k.ask("ada", one+"/reject", url.Values{"reason": {"Too vague."}}), 303)
		k.sees(k.ask("mia", "/approvals?view=submitted", nil), 200, "Rejected", "Too vague.")
		k.sees(k.ask("mia", one, nil), 200, "Too vague.", "rejected it")
		k.sees(k.ask("ada", one, nil), 404)

		edited := url.Values{"title": {"What does a mutex cost, in nanoseconds?"}, "description": {"Say **how much**."}, "model_answer": {"It depends."}}
		k.sees(k.ask("mia", at+"/edit", edited), 303)
		k.sees(k.ask("mia", at+"/publish", url.Values{}), 303)
		two := k.request("sol", "/approvals")
		k.sees(k.ask("sol", two, nil), 200, "What has changed since it was rejected", "nanoseconds")
		if got := k.said(k.sees(k.ask("sol", two+"/approve", url.Values{}), 303)); got != "Question published to org bank" {
			t.Errorf("approving says %q", got)
		}
		k.sees(k.ask("ines", at, nil), 200, "nanoseconds")

		// Of two reviewers at once one wins, the other is told, and sees the list as it is.
		second := k.ask("ada", two+"/approve", url.Values{})
		if got := k.said(k.sees(second, 303)); !strings.Contains(got, "no longer waiting") {
			t.Errorf("the second reviewer is told %q", got)
		}
		k.sees(k.ask("ada", "/approvals", nil), 200, "Nothing waits for your decision")
	})
}

// The submitter takes it back.
func TestARequestIsWithdrawn(t *testing.T) {
	onTheWholeLibrary(t, func(k *shelves) {
		at := k.question("mia", "What is a semaphore?", nil)
		k.sees(k.ask("mia", at+"/publish", url.Values{}), 303)
		one := k.request("mia", "/approvals?view=submitted")
		k.sees(k.ask("ada", one+"/withdraw", url.Values{}), 403)
		k.sees(k.ask("mia", one+"/withdraw", url.Values{}), 303)
		k.sees(k.ask("mia", "/approvals?view=submitted", nil), 200, "Withdrawn")
		k.sees(k.ask("ada", "/approvals", nil), 200, "Nothing waits for your decision")
		k.sees(k.ask("mia", at, nil), 200, "Resubmit")
	})
}
