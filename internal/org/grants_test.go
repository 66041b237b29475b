package org_test

import (
	"testing"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/org"
)

// What a page offers is what the verbs allow: for everybody, about everybody.
func TestGrantsAgreeWithTheVerbs(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		lean := c.customRole("Lean")
		c.customRole("Clerk", access.RolesUpdate, access.MembersView, access.MembersUpdate, access.MembersRemove, access.MembersInvite, access.OrgView)
		c.customRole("Lead", append(access.OfSystemRole(access.Admin).List(), access.OffersApprove)...)
		everybody := []access.Actor{c.ada}
		for name, role := range map[string]string{"Ben": "Admin", "Sol": "Staffing", "Ines": "Interviewer", "Nora": "Clerk", "Tom": "Lean", "Lea": "Lead", "Clo": "Clerk"} {
			everybody = append(everybody, c.hire(name, role))
		}
		gone := c.hire("Gone", "Staffing")
		_, err := c.room.Deactivate(t.Context(), c.ada, gone.MemberID())
		ok(t, err)
		c.invited(c.ada, "one@northwind.example", c.roleID("Admin"))
		c.invited(everybody[0], "two@northwind.example", "")
		c.invited(c.ada, "three@northwind.example", c.roleID("Interviewer"))
		for _, a := range everybody {
			list, err := c.room.Directory(t.Context(), a, org.Asked{}, db.Page{Limit: 100})
			if !a.Holds(access.MembersView) {
				continue
			}
			ok(t, err)
			for _, l := range list.Items {
				if l.Invitation != nil {
					// Sending again says whether it was allowed; an invitation stays what it is.
					if _, err := c.room.Resend(t.Context(), a, l.Invitation.ID); (err == nil) != l.Can.Resend {
						t.Errorf("%s about %s: resend %v, and the verb says %v", a.Name(), l.Invitation.Email, l.Can.Resend, err)
					}
					continue
				}
				m := *l.Member
				_, role := c.room.PreviewMember(t.Context(), a, m.ID, lean)
				_, leave := c.room.PreviewLeaving(t.Context(), a, m.ID, false)
				_, remove := c.room.PreviewLeaving(t.Context(), a, m.ID, true)
				_, edit := c.room.ChangeMember(t.Context(), a, m.ID, org.MemberChange{Title: &m.Title})
				for what, agree := range map[string]bool{
					"role": (role == nil) == l.Can.Role, "deactivate or reactivate": (leave == nil) == (l.Can.Deactivate || l.Can.Reactivate),
					"remove": (remove == nil) == l.Can.Remove, "edit": (edit == nil) == l.Can.Edit,
				} {
					if !agree {
						t.Errorf("%s about %s: %s: grants %+v, verbs say %v, %v, %v, %v", a.Name(), m.Name, what, l.Can, role, leave, remove, edit)
					}
				}
			}
		}
	})
}

func TestChoicesOfRolesAreThoseOneMayGive(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Lean", access.OrgView)
		c.customRole("Clerk", access.RolesUpdate, access.MembersView, access.MembersInvite, access.OrgView)
		given := func(a access.Actor, invitation bool) (names []string) {
			roles, err := c.room.Giveable(t.Context(), a, invitation)
			ok(t, err)
			for _, r := range roles {
				names = append(names, r.Name)
			}
			return names
		}
		nora, sol := c.hire("Nora", "Clerk"), c.hire("Sol", "Staffing")
		for _, want := range []struct {
			who        access.Actor
			invitation bool
			names      string
		}{
			{c.ada, false, "[Admin Staffing Interviewer Clerk Lean]"}, {nora, false, "[Clerk Lean]"}, {nora, true, "[Interviewer Clerk Lean]"},
			{sol, false, "[]"}, {sol, true, "[Interviewer]"},
		} {
			if got := sprint(given(want.who, want.invitation)); got != want.names {
				t.Errorf("%s may give %s, want %s", want.who.Name(), got, want.names)
			}
		}
		heirs, err := c.room.Heirs(t.Context(), c.ada)
		ok(t, err)
		c.hire("Ben", "Admin")
		after, err := c.room.Heirs(t.Context(), c.ada)
		ok(t, err)
		if len(heirs) != 0 || len(after) != 1 || after[0].Name != "Ben" {
			t.Errorf("heirs %v, then %v", heirs, after)
		}
	})
}

func TestSignalsOfPeopleReachThoseWhoSeeThem(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		ines, sol := c.hire("Ines", "Interviewer"), c.hire("Sol", "Staffing")
		id, _ := c.invited(c.ada, "new@northwind.example", "")
		sees := func(a access.Actor) (out []bool) {
			err := access.Read(t.Context(), c.d, a, func(ctx ctx, tx db.Tx, a access.Actor) error {
				for _, ask := range []func() (bool, error){
					func() (bool, error) { return c.room.SeesMember(ctx, tx, a, sol.MemberID()) },
					func() (bool, error) { return c.room.SeesMember(ctx, tx, a, "unknown") },
					func() (bool, error) { return c.room.SeesInvitation(ctx, tx, a, id) },
					func() (bool, error) { return c.room.SeesRole(ctx, tx, a, sol.RoleID()) },
				} {
					yes, err := ask()
					if err != nil {
						return err
					}
					out = append(out, yes)
				}
				return nil
			})
			ok(t, err)
			return out
		}
		if got := sprint(sees(sol)) + sprint(sees(ines)); got != "[true false true true][false false false false]" {
			t.Errorf("they hear of %s", got)
		}
	})
}

func TestMembersAreFoundByNameAndAddressAlsoAfterAChange(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		tom := c.hire("Tom", "Interviewer")
		found := func(q string) bool {
			list, err := c.room.Members(t.Context(), c.ada, org.Asked{Q: q}, db.Page{Count: true})
			ok(t, err)
			return len(list.Items) == 1 && *list.Count == 1 && list.Items[0].ID == tom.MemberID()
		}
		if !found("tOm") || !found("tom@north") {
			t.Fatal("not found at first")
		}
		_, err := c.room.ChangeMember(t.Context(), c.ada, tom.MemberID(), org.MemberChange{Name: text("Thomas Ōkafor")})
		ok(t, err)
		if !found("okafor") || !found("tom@north") {
			t.Error("not found by the organisation's name for him")
		}
		_, err = c.room.EditProfile(t.Context(), tom, org.ProfileChange{Name: text("Tommy")})
		ok(t, err)
		ok(t, c.room.AskEmail(t.Context(), tom, "new@northwind.example", password, ""))
		_, err = c.room.ConfirmEmail(t.Context(), c.letter("new@northwind.example", "/verify/"))
		ok(t, err)
		if !found("tommy") || !found("new@north") || found("tom@north") || found("okafor") {
			t.Error("found by what he is called no more, or not by what he is")
		}
	})
}
