package org_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

func (c *company) guess(email, source string) error {
	_, _, err := c.room.SignIn(c.t.Context(), org.Credentials{Email: email, Password: "wrong guess", Address: source})
	return err
}

func TestUnknownAddressAndWrongPasswordAnswerTheSame(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		known, unknown := c.guess(c.email("Ada"), "192.0.2.1"), c.guess("nobody@northwind.example", "192.0.2.1")
		says(t, known, errs.SignIn, "not right")
		if known.Error() != unknown.Error() || errs.As(known).Code != errs.As(unknown).Code {
			t.Errorf("%v and %v", known, unknown)
		}
	})
}

func TestFailuresOfAnAccountAreThrottledFromEverywhere(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for _, email := range []string{c.email("Ada"), "nobody@northwind.example"} {
			for i := range 5 {
				says(t, c.guess(email, "192.0.2."+string(rune('1'+i))), errs.SignIn, "not right")
			}
			err := c.guess(email, "192.0.2.9")
			says(t, err, errs.TooMany, "wait")
			if wait := errs.As(err).RetryAfter; wait <= 0 || wait > time.Minute {
				t.Errorf("Retry-After is %v", wait)
			}
		}
		_, _, err := c.signIn("Ada") // also with the right password
		says(t, err, errs.TooMany, "wait")
		other := org.New(testdb.Replica(t, c.d), org.Config{})
		_, _, err = other.SignIn(t.Context(), org.Credentials{Email: c.email("Ada"), Password: password})
		says(t, err, errs.TooMany, "wait") // and on every replica
		c.clock.Advance(time.Minute)
		c.signedIn("Ada")
		says(t, c.guess(c.email("Ada"), "192.0.2.9"), errs.SignIn, "not right") // a success forgets the failures
	})
}

func TestTheWaitDoublesUpToAQuarterOfAnHour(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for range 4 {
			says(t, c.guess(c.email("Ada"), "192.0.2.1"), errs.SignIn, "not right")
		}
		for _, want := range []time.Duration{1, 2, 4, 8, 15, 15} {
			says(t, c.guess(c.email("Ada"), "192.0.2.1"), errs.SignIn, "not right")
			err := c.guess(c.email("Ada"), "192.0.2.1")
			says(t, err, errs.TooMany, "wait")
			if got := errs.As(err).RetryAfter; got != want*time.Minute {
				t.Fatalf("wait %v, want %v", got, want*time.Minute)
			}
			c.clock.Advance(want * time.Minute)
		}
	})
}

func TestFailuresFromAnAddressAreThrottledForAllAccounts(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.hire("Tom", "Interviewer")
		for i := range 30 {
			says(t, c.guess("someone"+string(rune('a'+i))+"@northwind.example", "2001:db8:1:2::"+string(rune('1'+i%9))), errs.SignIn, "not right")
		}
		// The household is the same, and a right password for one's own account does not clear the way.
		_, _, err := c.room.SignIn(t.Context(), org.Credentials{Email: c.email("Tom"), Password: password, Address: "2001:db8:1:2:ffff::1"})
		says(t, err, errs.TooMany, "wait")
		c.signedIn("Tom") // from elsewhere
	})
}

func TestGuessesAtTheSameMomentAreCountedLikeThoseOneAfterAnother(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		other := org.New(testdb.Replica(t, c.d), org.Config{})
		var tried, stopped atomic.Int32
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				room := []*org.Room{c.room, other}[i%2]
				_, _, err := room.SignIn(context.Background(), org.Credentials{Email: c.email("Ada"), Password: "wrong guess", Address: "192.0.2.1"})
				switch errs.KindOf(err) {
				case errs.SignIn:
					tried.Add(1)
				case errs.TooMany:
					stopped.Add(1)
				default:
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if tried.Load() != 5 || stopped.Load() != 11 {
			t.Fatalf("%d guesses were answered, %d stopped", tried.Load(), stopped.Load())
		}
	})
}

func TestSuccessesAreNeverThrottled(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for range 40 {
			c.signedIn("Ada")
		}
	})
}

func TestASessionIsKeptByItsHashOnlyAndLastsThirtyDaysFromItsLastUse(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		token := c.signedIn("Ada")
		if n := c.count(`SELECT count(*) FROM sessions WHERE token_hash = ?`, db.HashToken(token)); n != 1 {
			t.Fatal("not found by its hash")
		}
		for range 3 {
			c.clock.Advance(29 * day)
			_, err := c.authenticate(token)
			ok(t, err)
		}
		c.clock.Advance(30 * day)
		_, err := c.authenticate(token)
		says(t, err, errs.SignIn, "sign in")
	})
}

func TestUseIsNotedOnceAMinuteAndMovesNoEpoch(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		token := c.signedIn("Ada")
		epoch := func() int { return c.count(`SELECT epoch FROM organizations`) }
		seen := func() int { return c.count(`SELECT coalesce(max(last_seen_at), 0) FROM members`) }
		_, err := c.authenticate(token)
		ok(t, err)
		first, before := seen(), epoch()
		if first == 0 {
			t.Fatal("never seen")
		}
		c.clock.Advance(59 * time.Second)
		_, s, err := c.room.Authenticate(t.Context(), token, "")
		ok(t, err)
		if seen() != first || s.Renewed {
			t.Error("noted again within a minute")
		}
		c.clock.Advance(2 * time.Second)
		_, s, err = c.room.Authenticate(t.Context(), token, "")
		ok(t, err)
		if seen() == first || !s.Renewed || epoch() != before {
			t.Errorf("seen %v, renewed %v, epoch %d was %d", seen() != first, s.Renewed, epoch(), before)
		}
	})
}

func TestSessionsAreListedAndEndedByTheirPersonOnly(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		first, second := c.signedIn("Tom"), c.signedIn("Tom")
		_, s, err := c.room.Authenticate(t.Context(), second, "")
		ok(t, err)
		list, err := c.room.Sessions(t.Context(), tom, db.HashToken(second))
		ok(t, err)
		if len(list) != 2 || list[0].ID == list[1].ID {
			t.Fatalf("lists %d", len(list))
		}
		var other org.Session
		for _, l := range list {
			if l.Current != (l.ID == s.ID) {
				t.Error("the wrong one is called current")
			}
			if !l.Current {
				other = l
			}
		}
		hidden(t, c.room.EndSession(t.Context(), c.ada, other.ID))
		ok(t, c.room.EndSession(t.Context(), tom, other.ID))
		hidden(t, c.room.EndSession(t.Context(), tom, other.ID))
		_, err = c.authenticate(first)
		says(t, err, errs.SignIn, "sign in")
		third := c.signedIn("Tom")
		ok(t, c.room.EndOtherSessions(t.Context(), tom, db.HashToken(second)))
		_, err = c.authenticate(third)
		says(t, err, errs.SignIn, "sign in")
		_, err = c.authenticate(second)
		ok(t, err)
		ok(t, c.room.SignOut(t.Context(), second))
		_, err = c.authenticate(second)
		says(t, err, errs.SignIn, "sign in")
		ok(t, c.room.SignOut(t.Context(), second))
		ok(t, c.room.SignOut(t.Context(), "nonsense"))
	})
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		here, elsewhere := c.signedIn("Tom"), c.signedIn("Tom")
		keep := db.HashToken(here)
		err := c.room.ChangePassword(t.Context(), tom, keep, "not mine", "another password", "192.0.2.1")
		says(t, err, errs.Invalid, "not your password")
		err = c.room.ChangePassword(t.Context(), tom, keep, password, "short", "192.0.2.1")
		says(t, err, errs.Invalid, "at least 8")
		ok(t, c.room.ChangePassword(t.Context(), tom, keep, password, "another password", "192.0.2.1"))
		_, err = c.authenticate(here)
		ok(t, err)
		_, err = c.authenticate(elsewhere)
		says(t, err, errs.SignIn, "sign in")
		_, _, err = c.signIn("Tom")
		says(t, err, errs.SignIn, "not right")
		if c.audited("password.changed") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestAPasswordIsResetByAMailedLinkOnce(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.hire("Tom", "Interviewer")
		token := c.signedIn("Tom")
		ok(t, c.room.AskReset(t.Context(), "nobody@northwind.example", "192.0.2.1")) // answers the same
		ok(t, c.room.AskReset(t.Context(), c.email("Tom"), "192.0.2.1"))
		c.drain()
		if n := c.count(`SELECT count(*) FROM mails`); n != 1 {
			t.Fatalf("%d letters", n)
		}
		link := c.letter(c.email("Tom"), "/reset/")
		email, err := c.room.ResetValid(t.Context(), link)
		ok(t, err)
		if email != c.email("Tom") {
			t.Errorf("it is for %s", email)
		}
		says(t, c.room.ResetPassword(t.Context(), link, "password"), errs.Invalid, "first that anybody would try")
		ok(t, c.room.ResetPassword(t.Context(), link, "another password"))
		says(t, c.room.ResetPassword(t.Context(), link, "a third password"), errs.NotFound, "not valid any more")
		_, err = c.authenticate(token)
		says(t, err, errs.SignIn, "sign in")
		_, _, err = c.room.SignIn(t.Context(), org.Credentials{Email: c.email("Tom"), Password: "another password"})
		ok(t, err)
		if c.audited("password.reset") != 1 {
			t.Error("not in the audit log")
		}

		ok(t, c.room.AskReset(t.Context(), c.email("Tom"), "192.0.2.1"))
		c.drain()
		link = c.letter(c.email("Tom"), "/reset/")
		c.clock.Advance(time.Hour)
		says(t, c.room.ResetPassword(t.Context(), link, "a third password"), errs.NotFound, "not valid any more")
	})
}

func TestNobodysLetterBoxIsFilledWithLinks(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		var err error
		for range 7 {
			if err = c.room.AskReset(t.Context(), c.email("Ada"), "192.0.2.1"); err != nil {
				break
			}
			c.drain()
		}
		says(t, err, errs.TooMany, "wait")
		if n := c.count(`SELECT count(*) FROM mails`); n > 5 {
			t.Errorf("%d letters", n)
		}
	})
}

func TestAnAddressChangesOnlyWhenTheLetterThereIsAnswered(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		ask := func(email, pw string) error { return c.room.AskEmail(t.Context(), tom, email, pw, "192.0.2.1") }
		says(t, ask("thomas@northwind.example", "wrong guess"), errs.Invalid, "not your password")
		ok(t, ask(c.email("Ada"), password)) // taken: nothing is said, nothing is sent
		if n := c.count(`SELECT count(*) FROM mails`); n != 0 {
			t.Fatalf("%d letters", n)
		}
		ok(t, ask("thomas@northwind.example", password))
		link := c.letter("thomas@northwind.example", "/verify/")
		c.signedIn("Tom")
		email, err := c.room.EmailValid(t.Context(), link)
		ok(t, err)
		if email != "thomas@northwind.example" {
			t.Errorf("it is for %s", email)
		}
		_, err = c.room.ConfirmEmail(t.Context(), link)
		ok(t, err)
		_, err = c.room.ConfirmEmail(t.Context(), link)
		says(t, err, errs.NotFound, "not valid any more")
		_, _, err = c.signIn("Tom")
		says(t, err, errs.SignIn, "not right")
		c.signedIn("Thomas")
		if c.audited("email.changed") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestANewAddressMustBeOnAnApprovedDomain(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		ok(t, c.room.AskEmail(t.Context(), tom, "tom@elsewhere.example", password, ""))
		link := c.letter("tom@elsewhere.example", "/verify/")
		_, err := c.room.AddDomain(t.Context(), c.ada, "northwind.example", false)
		ok(t, err)
		_, err = c.room.ConfirmEmail(t.Context(), link) // asked again at the end
		says(t, err, errs.Invalid, "not on an approved domain")
		says(t, c.room.AskEmail(t.Context(), tom, "tom@other.example", password, ""), errs.Invalid, "not on an approved domain")
	})
}

func TestAnAPIKeyDoesWhatItsMemberAndItBothMay(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben := c.hire("Ben", "Admin")
		key, err := c.room.CreateKey(t.Context(), ben, org.KeyDraft{Name: "Sync", Permissions: []access.Permission{access.CandidatesView, access.OrgView, access.CandidatesView}})
		ok(t, err)
		if !strings.HasPrefix(key.Token, "cnd_") || !strings.HasPrefix(key.Token, key.Prefix) || len(key.Permissions) != 2 {
			t.Errorf("made %+v", key)
		}
		a, err := c.authenticate(key.Token)
		ok(t, err)
		if !a.Holds(access.CandidatesView) || a.Holds(access.MembersView) || a.MemberID() != ben.MemberID() || a.Via() != "key" {
			t.Errorf("the key may %v", a.Permissions().List())
		}
		_, _, err = c.room.Authenticate(t.Context(), key.Token, "northwind")
		ok(t, err)
		_, _, err = c.room.Authenticate(t.Context(), key.Token, "tailspin")
		hidden(t, err)
		ok(t, c.changeRole(c.ada, ben.MemberID(), c.roleID("Interviewer")))
		a, err = c.authenticate(key.Token)
		ok(t, err)
		if a.Holds(access.CandidatesView) {
			t.Error("the key holds what its member has lost")
		}
		list, err := c.room.Keys(t.Context(), c.ada, "", db.Page{Count: true})
		ok(t, err)
		if len(list.Items) != 1 || list.Items[0].Token != "" || list.Items[0].Member != "Ben" || list.Items[0].LastUsedAt.IsZero() {
			t.Errorf("the list says %+v", list.Items)
		}
		ok(t, c.room.RevokeKey(t.Context(), c.ada, key.ID))
		_, err = c.authenticate(key.Token)
		says(t, err, errs.SignIn, "sign in")
		hidden(t, c.room.RevokeKey(t.Context(), c.ada, key.ID))
		if c.audited("key.created") != 1 || c.audited("key.revoked") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestAKeyHoldsNothingItsMemberLacksAndNeedsOrgIntegrate(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Robot", access.OrgIntegrate, access.OrgView)
		tom, sol := c.hire("Tom", "Robot"), c.hire("Sol", "Staffing")
		draft := func(ps ...access.Permission) org.KeyDraft { return org.KeyDraft{Name: "k", Permissions: ps} }
		_, err := c.room.CreateKey(t.Context(), sol, draft(access.OrgView))
		says(t, err, errs.Refused, "org:integrate")
		_, err = c.room.Keys(t.Context(), sol, "", db.Page{})
		says(t, err, errs.Refused, "org:integrate")
		_, err = c.room.CreateKey(t.Context(), tom, draft(access.OrgView, access.CandidatesView))
		says(t, err, errs.Refused, "candidates:view")
		_, err = c.room.CreateKey(t.Context(), tom, draft("nonsense"))
		says(t, err, errs.Invalid, "no permission")
		_, err = c.room.CreateKey(t.Context(), tom, draft())
		says(t, err, errs.Invalid, "Choose what the key may do")
		past := draft(access.OrgView)
		past.ExpiresAt = db.At(c.clock.Now().Add(-time.Hour))
		_, err = c.room.CreateKey(t.Context(), tom, past)
		says(t, err, errs.Invalid, "future")
		key, err := c.room.CreateKey(t.Context(), tom, draft(access.OrgView))
		ok(t, err)
		byKey, err := c.authenticate(key.Token)
		ok(t, err)
		_, err = c.room.CreateKey(t.Context(), byKey, draft(access.OrgView)) // the key itself lacks org:integrate
		says(t, err, errs.Refused, "org:integrate")
	})
}

func TestAnExpiredKeyIsDead(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		key, err := c.room.CreateKey(t.Context(), c.ada, org.KeyDraft{Name: "k", Permissions: []access.Permission{access.OrgView}, ExpiresAt: db.At(c.clock.Now().Add(time.Hour))})
		ok(t, err)
		_, err = c.authenticate(key.Token)
		ok(t, err)
		c.clock.Advance(time.Hour)
		_, err = c.authenticate(key.Token)
		says(t, err, errs.SignIn, "sign in")
	})
}

func TestAKeyCannotTakeAnAccount(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		key, err := c.room.CreateKeyFor(t.Context(), console(t, c), c.email("Ada"), org.KeyDraft{})
		ok(t, err)
		a, err := c.authenticate(key.Token)
		ok(t, err)
		if !a.Holds(access.OrgDelete) || a.Holds(access.OffersApprove) {
			t.Error("a key with everything may not what its member may, or more")
		}
		says(t, c.room.ChangePassword(t.Context(), a, "", password, "another password", ""), errs.Refused, "API key")
		says(t, c.room.AskEmail(t.Context(), a, "x@northwind.example", password, ""), errs.Refused, "API key")
		_, err = c.room.Sessions(t.Context(), a, "")
		says(t, err, errs.Refused, "API key")
		ben := c.hire("Ben", "Admin")
		says(t, c.room.TransferOwnership(t.Context(), a, ben.MemberID()), errs.Refused, "in person")
	})
}

func TestASessionChoosesAmongSeveralOrganisations(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		found(t, c.d, "tailspin")
		at, err := c.room.Console(t.Context(), "tailspin")
		ok(t, err)
		_, err = c.room.AddMember(t.Context(), at, org.Arrival{Email: c.email("Ada")})
		ok(t, err)
		s, all, err := c.signIn("Ada")
		ok(t, err)
		if len(all) != 2 || s.OrgID != "" {
			t.Fatalf("%d organisations, chosen %q", len(all), s.OrgID)
		}
		_, err = c.authenticate(s.Token)
		says(t, err, errs.Invalid, "several organisations")
		hidden(t, c.room.Enter(t.Context(), s.Token, "elsewhere"))
		ok(t, c.room.Enter(t.Context(), s.Token, "tailspin"))
		a, err := c.authenticate(s.Token)
		ok(t, err)
		if a.OrgID() == c.ada.OrgID() {
			t.Error("entered the other one")
		}
		list, err := c.room.Entrances(t.Context(), s.Token)
		ok(t, err)
		if len(list) != 2 {
			t.Errorf("%d entrances", len(list))
		}
	})
}

func console(t *testing.T, c *company) access.Actor {
	t.Helper()
	a, err := c.room.Console(t.Context(), c.slug)
	ok(t, err)
	return a
}
