package positions

import (
	"cmp"
	"slices"

	"candor/internal/access"
	"candor/internal/errs"
)

// Teammate is a member of a hiring team as one reader gets it: names inside a visible position need no further
// permission, an e-mail address needs members:view or a team role there.
type Teammate struct {
	MemberID string          `bun:"member_id"`
	Name     string          `bun:"name"`
	Title    string          `bun:"title"`
	Email    string          `bun:"email"`
	TeamRole access.TeamRole `bun:"team_role"`
}

// Seat gives a member a team role.
type Seat struct {
	MemberID string          `json:"member_id"`
	TeamRole access.TeamRole `json:"team_role"`
}

// leads reports whether the role leads a position.
func leads(r access.TeamRole) bool { return r == access.HiringManager || r == access.Recruiter }

// HasLead reports whether somebody leads: a Hiring Manager or a Recruiter.
func HasLead(team []Teammate) bool {
	return slices.ContainsFunc(team, func(t Teammate) bool { return leads(t.TeamRole) })
}

// TeamRoleOf is a member's part on the position; empty for Other.
func (p Position) TeamRoleOf(memberID string) access.TeamRole {
	for _, t := range p.Team {
		if t.MemberID == memberID {
			return t.TeamRole
		}
	}
	return ""
}

// sortTeam puts Hiring Managers first, then Recruiters, then Team Members, each by name.
func sortTeam(team []Teammate) {
	slices.SortStableFunc(team, func(a, b Teammate) int {
		return cmp.Compare(slices.Index(access.TeamRoles, a.TeamRole), slices.Index(access.TeamRoles, b.TeamRole))
	})
}

// checkSeats reports what is wrong with a team as somebody wrote it down; who may be named is checked apart.
func checkSeats(seats []Seat) (wrong []errs.Field) {
	named := map[string]bool{}
	for _, s := range seats {
		if !known(access.TeamRoles, s.TeamRole) {
			wrong = append(wrong, errs.F("team", "A team role is hiring_manager, recruiter or team_member."))
		}
		if named[s.MemberID] {
			wrong = append(wrong, errs.F("team", "Somebody is named twice. Everybody has one role on a hiring team."))
		}
		named[s.MemberID] = true
	}
	return wrong
}
