package oracle

import "testing"

// Through an API key a team role counts only as far as the key holds its strings; that one has it stays true.
func TestATeamRoleCanBeNarrowed(t *testing.T) {
	m := nothing().on("hiring_manager")
	place := position(private)
	m.Grants = map[string][]string{place.ID: {"job_positions:view", "job_positions:view_private", "job_positions:update"}}
	k := New().As(m)
	for action, want := range map[string]bool{
		"view": true, "update": true, "member_emails": true, "privacy": true, // a team role is there
		"compensation_view": false, "team": false, // its strings are not
	} {
		if k.Position(action, place) != want {
			t.Errorf("%s: %v", action, !want)
		}
	}
	elsewhere := place
	elsewhere.ID = "another"
	if k.Position("view", elsewhere) {
		t.Error("a grant counts on another position")
	}
}
