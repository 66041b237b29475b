package org_test

import (
	"context"
	"sync"
	"testing"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

func (c *company) accept(token string) (access.Actor, error) {
	c.t.Helper()
	s, _, err := c.room.Accept(c.t.Context(), org.Acceptance{Token: token, Name: "Newt", Password: "correct horse", TimeZone: "Europe/Berlin"})
	if err != nil {
		return access.Actor{}, err
	}
	return c.authenticate(s.Token)
}

func TestSomebodyInvitedJoinsWithTheRoleNamed(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		_, token := c.invited(c.ada, "newt@northwind.example", c.roleID("Staffing"))
		w, err := c.room.Welcome(t.Context(), token, "")
		ok(t, err)
		if w.Organization != "The northwind" || w.InvitedBy != "Ada" || w.Role != "Staffing" || w.Known || w.Email != "newt@northwind.example" {
			t.Errorf("the page says %+v", w)
		}
		a, err := c.accept(token)
		ok(t, err)
		if a.System() != access.Staffing || a.Name() != "Newt" || a.Zone().String() != "Europe/Berlin" {
			t.Errorf("joined as %s %q in %s", a.System(), a.Name(), a.Zone())
		}
		m, err := c.room.Member(t.Context(), c.ada, a.MemberID())
		ok(t, err)
		if !m.Verified || m.Status != org.Active {
			t.Errorf("the member is %+v", m)
		}
		_, _, err = c.room.SignIn(t.Context(), org.Credentials{Email: "NEWT@northwind.example", Password: "correct horse"})
		ok(t, err)
		_, err = c.accept(token) // once
		says(t, err, errs.NotFound, "not valid any more")
		open, err := c.room.Invitations(t.Context(), c.ada, org.Asked{}, db.Page{})
		ok(t, err)
		if len(open.Items) != 0 || c.audited("invitation.created") != 1 || c.audited("member.joined") != 1 {
			t.Error("still open, or not in the audit log")
		}
	})
}

func TestAnInvitationWithoutARoleGivesTheDefaultRoleOfTheDayItIsAccepted(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		_, first := c.invited(c.ada, "one@northwind.example", "")
		a, err := c.accept(first)
		ok(t, err)
		if a.System() != access.Interviewer {
			t.Errorf("joined as %s", a.System())
		}
		_, second := c.invited(c.ada, "two@northwind.example", "")
		basic := c.customRole("Basic", access.OrgView)
		_, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{DefaultRoleID: &basic})
		ok(t, err)
		b, err := c.accept(second)
		ok(t, err)
		if b.RoleID() != basic || c.as(a.MemberID()).System() != access.Interviewer {
			t.Error("a change of the default role touches who is here, or not who arrives")
		}
	})
}

func TestStaffingInvitesWithTheInterviewerRoleOnly(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		sol := c.hire("Sol", "Staffing")
		for _, role := range []string{"Admin", "Staffing"} {
			_, err := c.room.Invite(t.Context(), sol, []string{"x@northwind.example"}, c.roleID(role))
			says(t, err, errs.Refused, "Interviewer role only")
		}
		basic := c.customRole("Basic", access.OrgView)
		_, err := c.room.EditOrganization(t.Context(), c.ada, org.Settings{DefaultRoleID: &basic})
		ok(t, err)
		_, named := c.invited(sol, "one@northwind.example", c.roleID("Interviewer"))
		_, silent := c.invited(sol, "two@northwind.example", "") // names none: Interviewer, not the default role
		for _, token := range []string{named, silent} {
			a, err := c.accept(token)
			ok(t, err)
			if a.System() != access.Interviewer {
				t.Errorf("joined as %s with role %s", a.System(), a.RoleID())
			}
		}
		ines := c.hire("Ines", "Interviewer")
		_, err = c.room.Invite(t.Context(), ines, []string{"x@northwind.example"}, "")
		says(t, err, errs.Refused, "members:invite")
	})
}

func TestNobodyNamesARoleInAnInvitationThatTheyLack(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Clerk", access.MembersInvite, access.RolesUpdate, access.MembersView, access.OrgView)
		nora := c.hire("Nora", "Clerk")
		_, err := c.room.Invite(t.Context(), nora, []string{"x@northwind.example"}, c.roleID("Staffing"))
		says(t, err, errs.Refused, "hands out what they lack")
		_, err = c.room.Invite(t.Context(), nora, []string{"x@northwind.example"}, c.customRole("Lean", access.OrgView))
		ok(t, err)
		// More permissions never do less: what Staffing may, she may.
		_, err = c.room.Invite(t.Context(), nora, []string{"y@northwind.example"}, c.roleID("Interviewer"))
		ok(t, err)
	})
}

func TestAnInvitationIsCheckedAgainWhenItIsAccepted(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben := c.hire("Ben", "Admin")
		lean := c.customRole("Lean", access.OrgView)
		c.customRole("Clerk", access.MembersInvite, access.RolesUpdate, access.OrgView)
		nora := c.hire("Nora", "Clerk")

		_, byBen := c.invited(ben, "one@northwind.example", c.roleID("Admin"))
		ok(t, c.changeRole(c.ada, ben.MemberID(), c.roleID("Staffing"))) // may no longer give Admin
		_, err := c.accept(byBen)
		says(t, err, errs.NotFound, "not valid any more")

		_, byNora := c.invited(nora, "two@northwind.example", lean)
		_, err = c.room.EditRole(t.Context(), c.ada, lean, org.RoleDraft{Permissions: strs(access.OrgView, access.BillingManage)}) // the role has grown
		ok(t, err)
		_, err = c.accept(byNora)
		says(t, err, errs.NotFound, "not valid any more")

		sol := c.hire("Sol", "Staffing")
		_, bySol := c.invited(sol, "three@northwind.example", "")
		_, err = c.room.Deactivate(t.Context(), c.ada, sol.MemberID()) // who left invites nobody
		ok(t, err)
		_, err = c.accept(bySol)
		says(t, err, errs.NotFound, "not valid any more")

		_, byAda := c.invited(c.ada, "four@elsewhere.example", "")
		_, err = c.room.AddDomain(t.Context(), c.ada, "northwind.example", false)
		ok(t, err)
		_, err = c.accept(byAda) // a domain was approved meanwhile
		says(t, err, errs.NotFound, "not valid any more")
	})
}

func TestAnInvitationLastsSevenDaysAndCanBeSentAgain(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		id, old := c.invited(c.ada, "newt@northwind.example", "")
		c.clock.Advance(7*day - 1)
		_, err := c.room.Welcome(t.Context(), old, "")
		ok(t, err)
		c.clock.Advance(day)
		_, err = c.accept(old)
		says(t, err, errs.NotFound, "not valid any more")
		i, err := c.room.Resend(t.Context(), c.ada, id)
		ok(t, err)
		if i.Status != org.Pending {
			t.Errorf("sent again it is %s", i.Status.Label())
		}
		fresh := c.letter("newt@northwind.example", "/invite/")
		if fresh == old {
			t.Fatal("the same link again")
		}
		_, err = c.accept(old)
		says(t, err, errs.NotFound, "not valid any more")
		_, err = c.accept(fresh)
		ok(t, err)
	})
}

func TestARevokedInvitationIsDead(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		sol, kit := c.hire("Sol", "Staffing"), c.hire("Kit", "Staffing")
		id, token := c.invited(c.ada, "newt@northwind.example", c.roleID("Admin"))
		says(t, c.room.Revoke(t.Context(), sol, id), errs.Refused, "Interviewer role only")
		ok(t, c.room.Revoke(t.Context(), c.ada, id))
		_, err := c.accept(token)
		says(t, err, errs.NotFound, "not valid any more")
		mine, _ := c.invited(sol, "newt@northwind.example", "") // the address is free again
		ok(t, c.room.Revoke(t.Context(), kit, mine))            // what kit could have sent, kit may take back
		hidden(t, c.room.Revoke(t.Context(), kit, mine))
	})
}

func TestWhoeverIsHereOrInvitedIsNotInvitedAgain(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		_, err := c.room.Invite(t.Context(), c.ada, []string{"TOM@northwind.example"}, "")
		says(t, err, errs.Conflict, "belongs to this organisation already")
		_, err = c.room.Deactivate(t.Context(), c.ada, tom.MemberID())
		ok(t, err)
		_, err = c.room.Invite(t.Context(), c.ada, []string{"tom@northwind.example"}, "")
		says(t, err, errs.Conflict, "belongs to this organisation already")
		c.invited(c.ada, "newt@northwind.example", "")
		_, err = c.room.Invite(t.Context(), c.ada, []string{"newt@northwind.example"}, "")
		says(t, err, errs.Conflict, "has an invitation already")
		c.clock.Advance(8 * day)
		c.invited(c.ada, "newt@northwind.example", "") // the old one has expired
		if n := c.count(`SELECT count(*) FROM invitations WHERE revoked_at IS NULL`); n != 1 {
			t.Errorf("%d invitations are open", n)
		}
	})
}

func TestSeveralAreInvitedOrNone(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		_, err := c.room.Invite(t.Context(), c.ada, []string{"one@northwind.example", "two", "three@"}, "")
		says(t, err, errs.Invalid, "“two” is not an e-mail address")
		_, err = c.room.Invite(t.Context(), c.ada, nil, "")
		says(t, err, errs.Invalid, "Enter an e-mail address")
		_, err = c.room.Invite(t.Context(), c.ada, []string{"one@northwind.example", c.email("Ada")}, "")
		says(t, err, errs.Conflict, "belongs")
		if n := c.count(`SELECT count(*) FROM invitations`) + c.count(`SELECT count(*) FROM mails`); n != 0 {
			t.Fatalf("%d invitations or letters are left", n)
		}
		got, err := c.room.Invite(t.Context(), c.ada, []string{"one@northwind.example", "two@northwind.example", "ONE@northwind.example"}, "")
		ok(t, err)
		if len(got) != 2 || c.count(`SELECT count(*) FROM mails`) != 2 {
			t.Errorf("invited %d", len(got))
		}
	})
}

func TestSomebodyWithAnAccountJoinsASecondOrganisationWithIt(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		other := found(t, c.d, "tailspin")
		_, token := other.invited(other.ada, c.email("Ada"), other.roleID("Staffing"))
		w, err := c.room.Welcome(t.Context(), token, "")
		ok(t, err)
		if !w.Known || w.SignedIn {
			t.Errorf("the page says %+v", w)
		}
		_, _, err = c.room.Accept(t.Context(), org.Acceptance{Token: token, Name: "Mallory", Password: "a new password"})
		says(t, err, errs.Invalid, "not the password of")
		stranger := c.hire("Sol", "Staffing")
		_ = stranger
		_, _, err = c.room.Accept(t.Context(), org.Acceptance{Token: token, Session: c.signedIn("Sol"), Password: "a new password"})
		says(t, err, errs.Invalid, "not the password of")
		mine := c.signedIn("Ada")
		w, err = c.room.Welcome(t.Context(), token, mine)
		ok(t, err)
		if !w.SignedIn {
			t.Error("her own session is not recognised")
		}
		_, m, err := c.room.Accept(t.Context(), org.Acceptance{Token: token, Session: mine})
		ok(t, err)
		if m.Slug != "tailspin" {
			t.Errorf("joined %s", m.Slug)
		}
		for _, slug := range []string{"northwind", "tailspin"} { // also with the session of before
			_, _, err = c.room.Authenticate(t.Context(), mine, slug)
			ok(t, err)
		}
		if n := c.count(`SELECT count(*) FROM people WHERE email_key = ?`, db.Key(c.email("Ada"))); n != 1 {
			t.Errorf("%d accounts", n)
		}
	})
}

func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		_, token := c.invited(c.ada, "newt@northwind.example", "")
		rooms := []*org.Room{c.room, org.New(testdb.Replica(t, c.d), org.Config{})}
		var wg sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			wg.Go(func() {
				_, _, results[i] = rooms[i%2].Accept(context.Background(), org.Acceptance{Token: token, Name: "Newt", Password: "correct horse"})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			}
		}
		if won != 1 || c.count(`SELECT count(*) FROM members`) != 2 {
			t.Fatalf("%d won: %v", won, results)
		}
	})
}

func TestAnInviterWhoMayNotSeeMembersSeesTheirOwnInvitationOnly(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Greeter", access.MembersInvite)
		tom := c.hire("Tom", "Greeter")
		mine, _ := c.invited(tom, "one@northwind.example", "")
		theirs, _ := c.invited(c.ada, "two@northwind.example", c.roleID("Interviewer"))
		_, err := c.room.Invitations(t.Context(), tom, org.Asked{}, db.Page{})
		says(t, err, errs.Refused, "members:view")
		_, err = c.room.Invitation(t.Context(), tom, mine)
		ok(t, err)
		_, err = c.room.Invitation(t.Context(), tom, theirs)
		hidden(t, err)
		hidden(t, c.room.Revoke(t.Context(), tom, theirs))
	})
}
