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

func (c *company) changeRole(by access.Actor, member, roleID string) error {
	_, err := c.room.ChangeMember(c.t.Context(), by, member, org.MemberChange{RoleID: &roleID})
	return err
}

func TestAnotherRoleIsInForceAtTheNextRequestOnEveryReplica(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		token := c.signedIn("Tom")
		replica := org.New(testdb.Replica(t, c.d), org.Config{})
		sees := func() bool {
			t.Helper()
			a, _, err := replica.Authenticate(t.Context(), token, "")
			ok(t, err)
			return a.Holds(access.CandidatesView)
		}
		if sees() {
			t.Fatal("an interviewer sees candidates")
		}
		ok(t, c.changeRole(c.ada, tom.MemberID(), c.roleID("Staffing")))
		if !sees() {
			t.Fatal("the new role is not in force")
		}
		ok(t, c.changeRole(c.ada, tom.MemberID(), c.roleID("Interviewer")))
		if sees() {
			t.Fatal("the old role is still in force")
		}
		if c.audited("member.role") != 2 {
			t.Error("not in the audit log")
		}
	})
}

func TestAnEditOfARoleIsInForceAtTheNextRequestOnEveryReplica(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		id := c.customRole("Basic", access.OrgView)
		c.hire("Tom", "Basic")
		token := c.signedIn("Tom")
		replica := org.New(testdb.Replica(t, c.d), org.Config{})
		_, err := c.room.EditRole(t.Context(), c.ada, id, org.RoleDraft{Permissions: strs(access.OrgView, access.CandidatesView)})
		ok(t, err)
		a, _, err := replica.Authenticate(t.Context(), token, "")
		ok(t, err)
		if !a.Holds(access.CandidatesView) {
			t.Fatal("the added string is not in force")
		}
	})
}

func TestARightThatIsGoneIsGoneInsideAVerbThatBeganBefore(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben, tom := c.hire("Ben", "Admin"), c.hire("Tom", "Interviewer")
		ok(t, c.changeRole(c.ada, ben.MemberID(), c.roleID("Interviewer")))
		hidden(t, c.changeRole(ben, tom.MemberID(), c.roleID("Staffing"))) // ben's facts are of before
	})
}

func TestARoleOfAnotherOrganisationDoesNotBelongToThisOne(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		other := found(t, c.d, "tailspin")
		tom := c.hire("Tom", "Interviewer")
		for _, id := range []string{other.roleID("Interviewer"), "unknown", ""} {
			says(t, c.changeRole(c.ada, tom.MemberID(), id), errs.Invalid, "Role does not belong to this org")
			if id != "" {
				_, err := c.room.Invite(t.Context(), c.ada, []string{"x@northwind.example"}, id)
				says(t, err, errs.Invalid, "Role does not belong to this org")
			}
			_, err := c.room.EditOrganization(t.Context(), c.ada, org.Settings{DefaultRoleID: &id})
			says(t, err, errs.Invalid, "Role does not belong to this org")
		}
	})
}

func TestNothingCrossesOrganisations(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		other := found(t, c.d, "tailspin")
		tom := other.hire("Tom", "Staffing")
		_, err := c.room.Member(t.Context(), c.ada, tom.MemberID())
		hidden(t, err)
		hidden(t, c.changeRole(c.ada, tom.MemberID(), c.roleID("Admin")))
		_, err = c.room.Deactivate(t.Context(), c.ada, tom.MemberID())
		hidden(t, err)
		hidden(t, c.room.Remove(t.Context(), c.ada, tom.MemberID()))
		hidden(t, c.room.TransferOwnership(t.Context(), c.ada, tom.MemberID()))
		_, err = c.room.Role(t.Context(), c.ada, other.roleID("Staffing"))
		hidden(t, err)
		invitation, _ := other.invited(other.ada, "new@tailspin.example", "")
		_, err = c.room.Invitation(t.Context(), c.ada, invitation)
		hidden(t, err)
		hidden(t, c.room.Revoke(t.Context(), c.ada, invitation))
		_, err = c.room.Resend(t.Context(), c.ada, invitation)
		hidden(t, err)
		key, err := other.room.CreateKey(t.Context(), other.ada, org.KeyDraft{Name: "k", Permissions: []access.Permission{access.OrgView}})
		ok(t, err)
		hidden(t, c.room.RevokeKey(t.Context(), c.ada, key.ID))
		list, err := c.room.Directory(t.Context(), c.ada, org.Asked{}, db.Page{Count: true})
		ok(t, err)
		if len(list.Items) != 1 || *list.Count != 1 {
			t.Fatalf("sees %d people", len(list.Items))
		}
	})
}

func TestNobodyChangesTheirOwnRole(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben := c.hire("Ben", "Admin")
		says(t, c.changeRole(ben, ben.MemberID(), c.roleID("Staffing")), errs.Refused, "Nobody changes their own role")
	})
}

func TestTheOwnerCannotBeRemovedDeactivatedOrGivenAnotherRole(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben := c.hire("Ben", "Admin")
		for _, by := range []access.Actor{ben, c.ada} {
			says(t, c.room.Remove(t.Context(), by, c.ada.MemberID()), errs.Refused, "Cannot remove org owner")
			_, err := c.room.Deactivate(t.Context(), by, c.ada.MemberID())
			says(t, err, errs.Refused, "Cannot remove org owner")
			says(t, c.changeRole(by, c.ada.MemberID(), c.roleID("Staffing")), errs.Refused, "Cannot remove org owner")
		}
	})
}

func TestOwnershipGoesToAnActiveAdminOnly(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben, tom := c.hire("Ben", "Admin"), c.hire("Tom", "Staffing")
		says(t, c.room.TransferOwnership(t.Context(), ben, ben.MemberID()), errs.Refused, "Only the owner")
		says(t, c.room.TransferOwnership(t.Context(), c.ada, tom.MemberID()), errs.Invalid, "active Admin")
		ok(t, c.room.TransferOwnership(t.Context(), c.ada, ben.MemberID()))
		if !c.as(ben.MemberID()).IsOwner() || c.as(c.ada.MemberID()).IsOwner() {
			t.Fatal("the owner has not changed")
		}
		says(t, c.room.TransferOwnership(t.Context(), c.ada, c.ada.MemberID()), errs.Refused, "Only the owner")
		ok(t, c.room.Remove(t.Context(), ben, c.ada.MemberID())) // an Admin like any other now
		if c.audited("organization.owner") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestNobodyAssignsARoleWithStringsTheyLack(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Clerk", access.RolesUpdate, access.MembersView, access.OrgView, access.CandidatesView)
		c.customRole("Reader", access.CandidatesView)
		nora, tom := c.hire("Nora", "Clerk"), c.hire("Tom", "Reader")
		says(t, c.changeRole(nora, tom.MemberID(), c.roleID("Staffing")), errs.Refused, "hands out what they lack")
		says(t, c.changeRole(nora, tom.MemberID(), c.roleID("Interviewer")), errs.Refused, "interviews:conduct")
		lean := c.customRole("Lean", access.OrgView)
		ok(t, c.changeRole(nora, tom.MemberID(), lean))
	})
}

func TestDemotingRemovingAndDeactivatingNeedTheRightToGiveThePresentRole(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Clerk", access.RolesUpdate, access.MembersView, access.MembersUpdate, access.MembersRemove, access.OrgView)
		lean := c.customRole("Lean", access.OrgView)
		nora, ben, tom := c.hire("Nora", "Clerk"), c.hire("Ben", "Admin"), c.hire("Tom", "Lean")
		says(t, c.changeRole(nora, ben.MemberID(), lean), errs.Refused, "only somebody who could give it")
		_, err := c.room.Deactivate(t.Context(), nora, ben.MemberID())
		says(t, err, errs.Refused, "only somebody who could give it")
		says(t, c.room.Remove(t.Context(), nora, ben.MemberID()), errs.Refused, "only somebody who could give it")

		_, err = c.room.Deactivate(t.Context(), nora, tom.MemberID())
		ok(t, err)
		_, err = c.room.Reactivate(t.Context(), nora, tom.MemberID())
		ok(t, err)
		_, err = c.room.Deactivate(t.Context(), c.ada, ben.MemberID())
		ok(t, err)
		_, err = c.room.Reactivate(t.Context(), nora, ben.MemberID()) // it gives Admin again
		says(t, err, errs.Refused, "hands out what they lack")
		ok(t, c.room.Remove(t.Context(), nora, tom.MemberID()))
	})
}

func TestEachMemberVerbNeedsItsOwnString(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		sol, tom := c.hire("Sol", "Staffing"), c.hire("Tom", "Interviewer")
		says(t, c.changeRole(sol, tom.MemberID(), c.roleID("Staffing")), errs.Refused, "roles:update")
		says(t, c.room.Remove(t.Context(), sol, tom.MemberID()), errs.Refused, "members:remove")
		_, err := c.room.Deactivate(t.Context(), sol, tom.MemberID())
		says(t, err, errs.Refused, "members:update")
		_, err = c.room.ChangeMember(t.Context(), sol, tom.MemberID(), org.MemberChange{Name: text("T")})
		says(t, err, errs.Refused, "members:update")
		// Without members:view another member does not exist.
		_, err = c.room.Member(t.Context(), tom, sol.MemberID())
		hidden(t, err)
		hidden(t, c.room.Remove(t.Context(), tom, sol.MemberID()))
		_, err = c.room.Members(t.Context(), tom, org.Asked{}, db.Page{})
		says(t, err, errs.Refused, "members:view")
		own, err := c.room.Member(t.Context(), tom, tom.MemberID())
		ok(t, err)
		if own.Email != c.email("Tom") {
			t.Error("one's own address is missing")
		}
	})
}

func TestSessionsAndKeysOfADeactivatedMemberEndForGood(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben := c.hire("Ben", "Admin")
		token := c.signedIn("Ben")
		key, err := c.room.CreateKey(t.Context(), ben, org.KeyDraft{Name: "k", Permissions: []access.Permission{access.OrgView}})
		ok(t, err)
		for _, cred := range []string{token, key.Token} {
			_, err := c.authenticate(cred)
			ok(t, err)
		}
		_, err = c.room.Deactivate(t.Context(), c.ada, ben.MemberID())
		ok(t, err)
		dead := func() {
			t.Helper()
			for _, cred := range []string{token, key.Token} {
				_, err := c.authenticate(cred)
				says(t, err, errs.SignIn, "sign in")
			}
		}
		dead()
		_, _, err = c.signIn("Ben")
		says(t, err, errs.SignIn, "no organisation")
		c.clock.Advance(day)
		_, err = c.room.Reactivate(t.Context(), c.ada, ben.MemberID())
		ok(t, err)
		dead() // not revived
		fresh := c.signedIn("Ben")
		a, err := c.authenticate(fresh)
		ok(t, err)
		if a.System() != access.Admin {
			t.Error("the role is not the one of before")
		}
	})
}

func TestDeactivationHereDoesNotEndMembershipElsewhere(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		other := found(t, c.d, "tailspin")
		tom := c.hire("Tom", "Staffing")
		console, err := c.room.Console(t.Context(), "tailspin")
		ok(t, err)
		_, err = c.room.AddMember(t.Context(), console, org.Arrival{Email: c.email("Tom"), Role: "Interviewer"})
		ok(t, err)
		token := c.signedIn("Tom")
		_, err = c.authenticate(token)
		says(t, err, errs.Invalid, "several organisations")
		if errs.As(err).Code != "organization_required" {
			t.Errorf("code %s", errs.As(err).Code)
		}
		_, _, err = c.room.Authenticate(t.Context(), token, "northwind")
		ok(t, err)
		_, err = c.room.Deactivate(t.Context(), c.ada, tom.MemberID())
		ok(t, err)
		_, _, err = c.room.Authenticate(t.Context(), token, "northwind")
		hidden(t, err)
		a, err := c.authenticate(token)
		ok(t, err)
		if a.OrgID() != other.ada.OrgID() {
			t.Error("entered the wrong organisation")
		}
		c.clock.Advance(day)
		_, err = c.room.Reactivate(t.Context(), c.ada, tom.MemberID())
		ok(t, err)
		_, _, err = c.room.Authenticate(t.Context(), token, "northwind") // the session is of before
		hidden(t, err)
		_, _, err = c.room.Authenticate(t.Context(), c.signedIn("Tom"), "northwind")
		ok(t, err)
	})
}

func TestARemovedMemberLeavesTheTeamsAndComesBackWithoutThem(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Staffing")
		position := c.position("Backend engineer", false)
		c.team(position, tom, access.HiringManager)
		lost, err := c.room.PreviewLeaving(t.Context(), c.ada, tom.MemberID(), true)
		ok(t, err)
		if len(lost.Leaderless) != 1 || lost.Leaderless[0].Name != "Backend engineer" || lost.Teams != 1 {
			t.Fatalf("the preview says %+v", lost)
		}
		ok(t, c.room.Remove(t.Context(), c.ada, tom.MemberID()))
		_, err = c.room.Member(t.Context(), c.ada, tom.MemberID())
		hidden(t, err)
		_, token := c.invited(c.ada, c.email("Tom"), "")
		c.clock.Advance(day)
		s, m, err := c.room.Accept(t.Context(), org.Acceptance{Token: token, Password: password})
		ok(t, err)
		if m.MemberID != tom.MemberID() {
			t.Error("came back as somebody else: their own file would no longer be theirs")
		}
		a, err := c.authenticate(s.Token)
		ok(t, err)
		if len(a.Teams()) != 0 || a.System() != access.Interviewer {
			t.Errorf("came back with %v as %s", a.Teams(), a.System())
		}
		if c.audited("team.changed") != 1 || c.audited("member.removed") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestTeamRolesOfADeactivatedMemberRestAndAdminsAreTold(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom, sol := c.hire("Tom", "Staffing"), c.hire("Sol", "Staffing")
		open, secret := c.position("Open one", false), c.position("Secret one", true)
		c.team(open, tom, access.Recruiter)
		c.team(secret, tom, access.HiringManager)
		none, err := c.room.Leaderless(t.Context(), c.ada)
		ok(t, err)
		if len(none) != 0 {
			t.Fatalf("led positions are listed: %v", none)
		}
		_, err = c.room.Deactivate(t.Context(), c.ada, tom.MemberID())
		ok(t, err)
		if got := c.as(tom.MemberID()); got.IsMember() {
			t.Fatal("a deactivated member is an actor")
		}
		told, err := c.room.Leaderless(t.Context(), c.ada)
		ok(t, err)
		if sprint(names(told)) != "[Open one Secret one]" {
			t.Errorf("ada is told %v", names(told))
		}
		told, err = c.room.Leaderless(t.Context(), sol) // no word about what she does not see
		ok(t, err)
		if sprint(names(told)) != "[Open one]" {
			t.Errorf("sol is told %v", names(told))
		}
		_, err = c.room.Reactivate(t.Context(), c.ada, tom.MemberID())
		ok(t, err)
		if len(c.as(tom.MemberID()).Teams()) != 2 {
			t.Error("team roles did not come back")
		}
	})
}

func TestPeopleAreListedActivePendingExpiredDeactivated(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.invited(c.ada, "old@northwind.example", "")
		c.clock.Advance(8 * day)
		c.invited(c.ada, "new@northwind.example", "")
		gone := c.hire("Gone", "Interviewer")
		c.hire("Émile", "Staffing")
		c.hire("Zoe", "Staffing")
		_, err := c.room.Deactivate(t.Context(), c.ada, gone.MemberID())
		ok(t, err)
		var seen []string
		page := db.Page{Limit: 2, Count: true}
		for {
			got, err := c.room.Directory(t.Context(), c.ada, org.Asked{}, page)
			ok(t, err)
			if *got.Count != 6 {
				t.Fatalf("counted %d", *got.Count)
			}
			for _, l := range got.Items {
				if l.Member != nil {
					seen = append(seen, l.Member.Name+":"+l.Member.Status.Label())
				} else {
					seen = append(seen, l.Invitation.Email+":"+l.Invitation.Status.Label())
				}
			}
			if got.Next == "" {
				break
			}
			page.Cursor = got.Next
		}
		want := "[Ada:Active Émile:Active Zoe:Active new@northwind.example:Pending invite old@northwind.example:Invite expired Gone:Deactivated]"
		if sprint(seen) != want {
			t.Fatalf("got  %v\nwant %s", seen, want)
		}
		some, err := c.room.Directory(t.Context(), c.ada, org.Asked{Q: "emile", Status: org.Active, RoleID: c.roleID("Staffing")}, db.Page{})
		ok(t, err)
		if len(some.Items) != 1 || some.Items[0].Member.Name != "Émile" {
			t.Errorf("the filter gives %d", len(some.Items))
		}
		some, err = c.room.Directory(t.Context(), c.ada, org.Asked{Q: "100%_"}, db.Page{})
		ok(t, err)
		if len(some.Items) != 0 {
			t.Error("a percent sign finds everybody")
		}
		members, err := c.room.Members(t.Context(), c.ada, org.Asked{}, db.Page{Count: true})
		ok(t, err)
		if len(members.Items) != 4 || *members.Count != 4 || members.Items[3].Status != org.Deactivated {
			t.Errorf("members: %+v", members.Items)
		}
		open, err := c.room.Invitations(t.Context(), c.ada, org.Asked{}, db.Page{})
		ok(t, err)
		if len(open.Items) != 2 {
			t.Errorf("invitations: %+v", open.Items)
		}
	})
}

func TestAnOrganisationsNameForSomebodyStaysInThatOrganisation(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		found(t, c.d, "tailspin")
		tom := c.hire("Tom", "Interviewer")
		console, err := c.room.Console(t.Context(), "tailspin")
		ok(t, err)
		there, err := c.room.AddMember(t.Context(), console, org.Arrival{Email: c.email("Tom")})
		ok(t, err)
		_, err = c.room.ChangeMember(t.Context(), c.ada, tom.MemberID(), org.MemberChange{Name: text("Thomas Okafor"), Title: text("Engineer")})
		ok(t, err)
		if got := c.as(tom.MemberID()).Name(); got != "Thomas Okafor" {
			t.Errorf("here he is called %s", got)
		}
		name := func() (name string) {
			c.write(func(ctx context.Context, tx db.Tx) error {
				return tx.NewRaw(`SELECT coalesce(nullif(m.name, ''), p.name) FROM members m JOIN people p ON p.id = m.person_id WHERE m.id = ?`, there.Member.ID).Scan(ctx, &name)
			})
			return name
		}
		if got := name(); got != "Tom" {
			t.Errorf("there he is called %s", got)
		}
		_, err = c.room.EditProfile(t.Context(), c.as(tom.MemberID()), org.ProfileChange{Name: text("Tomás")}) // his own word counts
		ok(t, err)
		if got := c.as(tom.MemberID()).Name() + name(); got != "TomásTomás" {
			t.Errorf("now he is called %s", got)
		}
	})
}

func TestNamesInPickersAreForThoseWhoPick(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Nothing", access.OrgView)
		ines, nora, sol := c.hire("Ines", "Interviewer"), c.hire("Nora", "Nothing"), c.hire("Sol", "Staffing")
		gone := c.hire("Gone", "Staffing")
		_, err := c.room.Deactivate(t.Context(), c.ada, gone.MemberID())
		ok(t, err)
		_, err = c.room.Names(t.Context(), ines, "")
		says(t, err, errs.Refused, "assign_team")
		got, err := c.room.Names(t.Context(), sol, "")
		ok(t, err)
		if sprint(names(got)) != "[Ada Ines Nora Sol]" {
			t.Errorf("sol picks from %v", names(got))
		}
		c.team(c.position("Backend engineer", false), nora, access.HiringManager) // on one position is enough
		got, err = c.room.Names(t.Context(), c.as(nora.MemberID()), "so")
		ok(t, err)
		if sprint(names(got)) != "[Sol]" {
			t.Errorf("nora picks from %v", names(got))
		}
	})
}

// Two admins who demote each other at the same moment: one is first, and the other one's right is gone.
func TestOfTwoAdminsWhoDemoteEachOtherOneWins(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		replica := org.New(testdb.Replica(t, c.d), org.Config{})
		staffing := c.roleID("Staffing")
		for range 5 {
			a, b := c.hire("A"+db.NewID()[30:], "Admin"), c.hire("B"+db.NewID()[30:], "Admin")
			var wg sync.WaitGroup
			var errA, errB error
			wg.Go(func() {
				_, errA = c.room.ChangeMember(context.Background(), a, b.MemberID(), org.MemberChange{RoleID: &staffing})
			})
			wg.Go(func() {
				_, errB = replica.ChangeMember(context.Background(), b, a.MemberID(), org.MemberChange{RoleID: &staffing})
			})
			wg.Wait()
			if (errA == nil) == (errB == nil) {
				t.Fatalf("both or none: %v, %v", errA, errB)
			}
			if a, b := c.as(a.MemberID()), c.as(b.MemberID()); (a.System() == access.Admin) == (b.System() == access.Admin) {
				t.Fatalf("afterwards %s and %s", a.System(), b.System())
			}
		}
	})
}

func TestARoleIsNotDeletedUnderSomebodyWhoGetsIt(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		for range 5 {
			id := c.customRole("R"+db.NewID(), access.OrgView)
			var wg sync.WaitGroup
			var gave, deleted error
			wg.Go(func() { gave = c.changeRole(c.ada, tom.MemberID(), id) })
			wg.Go(func() { deleted = c.room.DeleteRole(context.Background(), c.ada, id) })
			wg.Wait()
			switch {
			case gave == nil:
				says(t, deleted, errs.Conflict, "held by 1 member")
			default:
				says(t, gave, errs.Invalid, "Role does not belong to this org")
				ok(t, deleted)
			}
		}
	})
}

func TestAPreviewSaysWhoGainsAndLosesWhat(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		id := c.customRole("Basic", access.OrgView, access.CandidatesView)
		tom := c.hire("Tom", "Basic")
		got, err := c.room.PreviewRole(t.Context(), c.ada, id, org.RoleDraft{Permissions: strs(access.OrgView, access.PositionsView)})
		ok(t, err)
		if sprint(got.Gains) != "[job_positions:view]" || sprint(got.Loses) != "[candidates:view]" || sprint(names(got.Names)) != "[Tom]" || got.Members != 1 {
			t.Errorf("the role's preview: %+v", got)
		}
		member, err := c.room.PreviewMember(t.Context(), c.ada, tom.MemberID(), c.roleID("Interviewer"))
		ok(t, err)
		if len(member.Gains) != 6 || sprint(member.Loses) != "[candidates:view]" {
			t.Errorf("the member's preview: %+v", member)
		}
		if c.audited("role.updated") != 0 || c.audited("member.role") != 0 {
			t.Error("a preview changes something")
		}
		_, err = c.room.PreviewMember(t.Context(), c.ada, c.ada.MemberID(), id)
		says(t, err, errs.Refused, "Cannot remove org owner")
	})
}

func names(list []org.Name) (out []string) {
	for _, n := range list {
		out = append(out, n.Name)
	}
	return out
}

// position and team write what the positions room writes.
func (c *company) position(title string, private bool) string {
	c.t.Helper()
	id := db.NewID()
	c.write(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)`, id, c.ada.OrgID(), title, db.Key(title), id, private, db.At(tx.Now()), c.ada.MemberID(), db.At(tx.Now())).Exec(ctx)
		return err
	})
	return id
}

func (c *company) team(position string, a access.Actor, role access.TeamRole) {
	c.t.Helper()
	c.write(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, ?, ?, ?)`,
			position, a.MemberID(), c.ada.OrgID(), string(role), db.At(tx.Now()), c.ada.MemberID()).Exec(ctx)
		return err
	})
}
