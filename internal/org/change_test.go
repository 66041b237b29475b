package org_test

import (
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

// Any key is renamed and ended sooner by those who may end it; longer it lasts by its own member's word only.
func TestAKeyIsRenamedAndEndsSooner(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ben, nora := c.hire("Ben", "Admin"), c.hire("Nora", "Staffing")
		in := func(days time.Duration) *db.Time { at := db.At(c.clock.Now().Add(days * day)); return &at }
		key, err := c.room.CreateKey(t.Context(), ben, org.KeyDraft{Name: "Sync", Permissions: []access.Permission{access.OrgView}, ExpiresAt: *in(10)})
		ok(t, err)
		edit := func(a access.Actor, k org.KeyChange) error {
			_, err := c.room.EditKey(t.Context(), a, key.ID, k)
			return err
		}
		hidden(t, edit(nora, org.KeyChange{Name: text("Mine")}))
		says(t, edit(c.ada, org.KeyChange{Name: text(" ")}), errs.Invalid, "Name the key")
		says(t, edit(c.ada, org.KeyChange{ExpiresAt: in(20)}), errs.Refused, "Only Ben")
		says(t, edit(c.ada, org.KeyChange{ExpiresAt: &db.Time{}}), errs.Refused, "Only Ben")
		says(t, edit(ben, org.KeyChange{ExpiresAt: in(-1)}), errs.Invalid, "in the future")
		got, err := c.room.EditKey(t.Context(), c.ada, key.ID, org.KeyChange{Name: text("Payroll"), ExpiresAt: in(5)})
		ok(t, err)
		if got.Name != "Payroll" || !got.ExpiresAt.Equal(in(5).Time) || len(got.Permissions) != 1 || got.Token != "" {
			t.Errorf("%+v", got)
		}
		ok(t, edit(c.ada, org.KeyChange{}))
		ok(t, edit(ben, org.KeyChange{ExpiresAt: &db.Time{}}))
		if n := c.audited("key.changed"); n != 2 {
			t.Errorf("%d lines", n)
		}
		if read, err := c.room.Key(t.Context(), c.ada, key.ID); err != nil || read.Name != "Payroll" || !read.ExpiresAt.IsZero() {
			t.Errorf("%+v %v", read, err)
		}
		if _, err := c.authenticate(key.Token); err != nil {
			t.Error("the key does not speak any more:", err)
		}
		ok(t, c.room.RevokeKey(t.Context(), c.ada, key.ID))
		hidden(t, edit(ben, org.KeyChange{Name: text("Again")}))
	})
}

// Whoever changes the role of an invitation answers for it: they need what inviting with it needs, and it is them whom
// its acceptance asks.
func TestAnInvitationGetsAnotherRole(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Clerk", access.MembersInvite, access.RolesUpdate, access.MembersView, access.OrgView)
		lean := c.customRole("Lean", access.OrgView)
		clerk, sol, nora := c.hire("Nora", "Clerk"), c.hire("Sol", "Staffing"), c.hire("Tom", "Interviewer")
		id, token := c.invited(c.ada, "newt@northwind.example", c.roleID("Interviewer"))
		change := func(a access.Actor, role string) error {
			_, err := c.room.ChangeInvitation(t.Context(), a, id, role)
			return err
		}
		hidden(t, change(nora, lean))
		says(t, change(sol, lean), errs.Refused, "Interviewer role only")
		says(t, change(clerk, c.roleID("Admin")), errs.Refused, "hands out what they lack")
		says(t, change(c.ada, "01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"), errs.Invalid, "does not belong")
		got, err := c.room.ChangeInvitation(t.Context(), clerk, id, lean)
		ok(t, err)
		if got.Role != "Lean" || got.InvitedByID != clerk.MemberID() || got.Email != "newt@northwind.example" {
			t.Errorf("%+v", got)
		}
		ok(t, change(clerk, lean)) // nothing changes
		says(t, change(sol, c.roleID("Interviewer")), errs.Refused, "Interviewer role only")
		if n := c.audited("invitation.changed"); n != 1 {
			t.Errorf("%d lines", n)
		}
		a, err := c.accept(token)
		ok(t, err)
		if a.RoleID() != lean {
			t.Error("the new role is not given")
		}
		hidden(t, change(c.ada, lean))
	})
}
