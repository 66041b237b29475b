package oracle

import (
	"slices"
	"strings"
	"testing"
)

// "Three system roles exist in every organisation (Admin 59, Staffing 38, Interviewer 7 of 63 strings)"
func TestAdmin59Staffing38Interviewer7Of63Strings(t *testing.T) {
	o := New()
	sizes := map[string]int{"admin": 59, "staffing": 38, "interviewer": 7, "hiring_manager": 20, "recruiter": 20, "team_member": 12}
	for role, want := range sizes {
		if got := len(o.RoleSet(role)); got != want {
			t.Errorf("%s holds %d strings, want %d", role, got, want)
		}
	}
	domains := map[string]bool{}
	for _, p := range o.Permissions() {
		domain, _, _ := strings.Cut(p, ":")
		domains[domain] = true
	}
	if len(o.Permissions()) != 63 || len(domains) != 14 {
		t.Errorf("%d strings in %d domains, want 63 in 14", len(o.Permissions()), len(domains))
	}
}

// "63: the 50 listed and 13 added in the same 14 domains; Admin holds all but offers:*"
func TestThe50ListedAnd13AddedAndAdminHoldsAllButOffers(t *testing.T) {
	o := New()
	added := 0
	for _, p := range o.Permissions() {
		if o.catalogue.added[p] {
			added++
		}
		if want := !strings.HasPrefix(p, "offers:"); slices.Contains(o.RoleSet("admin"), p) != want {
			t.Errorf("Admin and %s: want %v", p, want)
		}
	}
	if added != 13 {
		t.Errorf("%d added strings, want 13", added)
	}
}

// "The 13 added strings of the catalogue go to Admin and to team roles only (but job_positions:publish, which Staffing holds too)"
func TestThe13AddedStringsGoToAdminAndToTeamRolesOnly(t *testing.T) {
	o := New()
	for _, role := range []string{"staffing", "interviewer"} {
		for _, p := range o.RoleSet(role) {
			if o.catalogue.added[p] && (role != "staffing" || p != "job_positions:publish") {
				t.Errorf("%s holds the added string %s", role, p)
			}
		}
	}
}

// "Hiring Manager and Recruiter are identical in access."
func TestHiringManagerAndRecruiterAreIdenticalInAccess(t *testing.T) {
	o := New()
	if !slices.Equal(o.RoleSet("hiring_manager"), o.RoleSet("recruiter")) {
		t.Error("they differ")
	}
}
