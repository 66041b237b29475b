package org_test

import (
	"testing"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

func TestTheThreeSystemRolesExistWithTheirNumbers(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		all, err := c.room.Roles(t.Context(), c.ada, "", db.Page{Count: true})
		ok(t, err)
		want := map[string]int{"Admin": 59, "Staffing": 38, "Interviewer": 7}
		if len(all.Items) != 3 || *all.Count != 3 {
			t.Fatalf("got %d roles, counted %d", len(all.Items), *all.Count)
		}
		for _, r := range all.Items {
			if r.Permissions.Len() != want[r.Name] || !r.IsSystem() {
				t.Errorf("%s holds %d strings", r.Name, r.Permissions.Len())
			}
		}
		if *all.Items[0].MemberCount != 1 || *all.Items[1].MemberCount != 0 {
			t.Errorf("member counts: %+v", all.Items)
		}
	})
}

func TestASystemRoleCanNeitherBeEditedNorDeleted(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for _, name := range []string{"Admin", "Staffing", "Interviewer"} {
			_, err := c.room.EditRole(t.Context(), c.ada, c.roleID(name), org.RoleDraft{Name: text("Boss")})
			says(t, err, errs.Refused, "Cannot update default role")
			says(t, c.room.DeleteRole(t.Context(), c.ada, c.roleID(name)), errs.Refused, "Cannot update default role")
		}
	})
}

func TestANewRoleIsListedWithAMemberCountOfZero(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		r, err := c.room.CreateRole(t.Context(), c.ada, org.RoleDraft{Name: text("  Finance  team "), Description: text("Pays."), Permissions: strs(access.BillingView, access.OrgView)})
		ok(t, err)
		all, err := c.room.Roles(t.Context(), c.ada, "finan", db.Page{})
		ok(t, err)
		if len(all.Items) != 1 || all.Items[0].ID != r.ID || *all.Items[0].MemberCount != 0 || all.Items[0].Name != "Finance team" || all.Items[0].Permissions.Len() != 2 {
			t.Fatalf("got %+v", all.Items)
		}
		if c.audited("role.created") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestARoleNeedsANameOfItsOwnAndKnownPermissions(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		_, err := c.room.CreateRole(t.Context(), c.ada, org.RoleDraft{Name: text(" ")})
		says(t, err, errs.Invalid, "Give the role a name")
		_, err = c.room.CreateRole(t.Context(), c.ada, org.RoleDraft{Name: text("ÁDMIN")})
		says(t, err, errs.Invalid, "of this name already")
		_, err = c.room.CreateRole(t.Context(), c.ada, org.RoleDraft{Name: text("X"), Permissions: strs("org:rule")})
		says(t, err, errs.Invalid, "no permission")
		c.customRole("Basic", access.OrgView)
		other := c.customRole("Other", access.OrgView)
		_, err = c.room.EditRole(t.Context(), c.ada, other, org.RoleDraft{Name: text("basic")})
		says(t, err, errs.Invalid, "of this name already")
	})
}

func TestOnlyHoldersOfRolesViewSeeRoles(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ines := c.hire("Ines", "Interviewer")
		_, err := c.room.Roles(t.Context(), ines, "", db.Page{})
		says(t, err, errs.Refused, "roles:view")
		_, err = c.room.Role(t.Context(), ines, c.roleID("Admin"))
		hidden(t, err)
		own, err := c.room.Role(t.Context(), ines, ines.RoleID())
		ok(t, err)
		if own.Name != "Interviewer" || own.MemberCount != nil {
			t.Errorf("her own role is %+v", own)
		}
		sol := c.hire("Sol", "Staffing")
		_, err = c.room.Roles(t.Context(), sol, "", db.Page{})
		ok(t, err)
		_, err = c.room.CreateRole(t.Context(), sol, org.RoleDraft{Name: text("Mine"), Permissions: strs(access.OrgView)})
		says(t, err, errs.Refused, "roles:create")
		_, err = c.room.EditRole(t.Context(), sol, c.customRole("Basic"), org.RoleDraft{Name: text("Mine")})
		says(t, err, errs.Refused, "roles:update")
		says(t, c.room.DeleteRole(t.Context(), sol, c.roleID("Basic")), errs.Refused, "roles:delete")
		hidden(t, c.room.DeleteRole(t.Context(), ines, c.roleID("Basic")))
	})
}

func TestNobodyPutsIntoARoleWhatTheyLack(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Clerk", access.RolesView, access.RolesCreate, access.RolesUpdate, access.MembersView, access.OrgView)
		tom := c.hire("Tom", "Clerk")
		_, err := c.room.CreateRole(t.Context(), tom, org.RoleDraft{Name: text("Rich"), Permissions: strs(access.OrgView, access.BillingManage)})
		says(t, err, errs.Refused, "billing:manage")
		mine, err := c.room.CreateRole(t.Context(), tom, org.RoleDraft{Name: text("Poor"), Permissions: strs(access.OrgView)})
		ok(t, err)
		_, err = c.room.EditRole(t.Context(), tom, mine.ID, org.RoleDraft{Permissions: strs(access.OrgView, access.CandidatesView)})
		says(t, err, errs.Refused, "candidates:view")
		// What is in it already is no gift: an edit may keep strings one lacks.
		rich := c.customRole("Rich", access.BillingManage)
		_, err = c.room.EditRole(t.Context(), tom, rich, org.RoleDraft{Permissions: strs(access.BillingManage, access.OrgView)})
		ok(t, err)
	})
}

func TestWhoeverHoldsAllOfAdminsStringsMayGiveAny(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		// Admin lacks offers:*, and may give them all the same.
		id := c.customRole("Hiring lead", append(access.OfSystemRole(access.Admin).List(), access.OffersApprove, access.OffersSend)...)
		r, err := c.room.Role(t.Context(), c.ada, id)
		ok(t, err)
		if r.Permissions.Len() != 61 {
			t.Fatalf("holds %d", r.Permissions.Len())
		}
		// One string less than Admin's, and it is over.
		c.customRole("Nearly", access.OfSystemRole(access.Admin).Minus(access.SetOf(access.OrgDelete)).List()...)
		nora := c.hire("Nora", "Nearly")
		_, err = c.room.CreateRole(t.Context(), nora, org.RoleDraft{Name: text("Offers"), Permissions: strs(access.OffersCreate)})
		says(t, err, errs.Refused, "offers:create")
	})
}

func TestNobodyEditsTheRoleTheyHold(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		id := c.customRole("Lead", append(access.OfSystemRole(access.Admin).List(), access.OffersApprove)...)
		tom := c.hire("Tom", "Lead")
		_, err := c.room.EditRole(t.Context(), tom, id, org.RoleDraft{Name: text("Boss")})
		says(t, err, errs.Refused, "nobody edits the role they hold")
		_, err = c.room.EditRole(t.Context(), c.ada, id, org.RoleDraft{Name: text("Boss")})
		ok(t, err)
	})
}

func TestTakingStringsFromPeopleNeedsTheRightToGiveTheirRole(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		finance := c.customRole("Finance", access.OrgView, access.BillingManage)
		c.customRole("Clerk", access.RolesView, access.RolesUpdate, access.OrgView)
		tom := c.hire("Tom", "Clerk")
		less := org.RoleDraft{Permissions: strs(access.OrgView)}
		_, err := c.room.EditRole(t.Context(), tom, finance, less) // nobody holds it: nobody is demoted
		ok(t, err)
		_, err = c.room.EditRole(t.Context(), c.ada, finance, org.RoleDraft{Permissions: strs(access.OrgView, access.BillingManage)})
		ok(t, err)
		c.hire("Fay", "Finance")
		_, err = c.room.EditRole(t.Context(), tom, finance, less)
		says(t, err, errs.Refused, "billing:manage")
		_, err = c.room.EditRole(t.Context(), tom, finance, org.RoleDraft{Description: text("They pay.")})
		ok(t, err)
	})
}

func TestARoleThatIsHeldCannotBeDeleted(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		id := c.customRole("Basic", access.OrgView)
		tom := c.hire("Tom", "Basic")
		says(t, c.room.DeleteRole(t.Context(), c.ada, id), errs.Conflict, "held by 1 member")

		_, err := c.room.Deactivate(t.Context(), c.ada, tom.MemberID())
		ok(t, err)
		says(t, c.room.DeleteRole(t.Context(), c.ada, id), errs.Conflict, "1 deactivated member")
		ok(t, c.room.Remove(t.Context(), c.ada, tom.MemberID()))

		invitation, _ := c.invited(c.ada, "new@northwind.example", id)
		says(t, c.room.DeleteRole(t.Context(), c.ada, id), errs.Conflict, "1 open invitation")
		ok(t, c.room.Revoke(t.Context(), c.ada, invitation))

		_, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{DefaultRoleID: &id})
		ok(t, err)
		says(t, c.room.DeleteRole(t.Context(), c.ada, id), errs.Conflict, "default role")
		interviewer := c.roleID("Interviewer")
		_, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{DefaultRoleID: &interviewer})
		ok(t, err)

		ok(t, c.room.DeleteRole(t.Context(), c.ada, id))
		_, err = c.room.Role(t.Context(), c.ada, id)
		hidden(t, err)
		if c.audited("role.deleted") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestAnExpiredInvitationDoesNotKeepARole(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		id := c.customRole("Basic", access.OrgView)
		invitation, _ := c.invited(c.ada, "new@northwind.example", id)
		c.clock.Advance(8 * day)
		ok(t, c.room.DeleteRole(t.Context(), c.ada, id))
		_, err := c.room.Resend(t.Context(), c.ada, invitation) // it would promise another role
		hidden(t, err)
	})
}

func TestRolesArePagedByKeyset(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for _, name := range []string{"Zeta", "Éclair", "alpha", "Beta"} {
			c.customRole(name, access.OrgView)
		}
		var names []string
		page := db.Page{Limit: 2}
		for {
			got, err := c.room.Roles(t.Context(), c.ada, "", page)
			ok(t, err)
			for _, r := range got.Items {
				names = append(names, r.Name)
			}
			if got.Next == "" {
				break
			}
			page.Cursor = got.Next
		}
		want := "[Admin Staffing Interviewer alpha Beta Éclair Zeta]"
		if got := sprint(names); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}
