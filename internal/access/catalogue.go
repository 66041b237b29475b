// Package access is the only place that says yes.
//
// It knows the permission strings and the roles that hold them (permissions.csv), who is asking (Actor),
// and the rules (policy.go). A rule is data: one value gives the decision about one object, the filter of
// a list in SQL, the explanation, and the mask of a field group. Everything is denied that no rule allows.
package access

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// Permission is one string of the catalogue, resource:action. No string implies another.
type Permission string

// Domain is the part before the colon.
func (p Permission) Domain() string { d, _, _ := strings.Cut(string(p), ":"); return d }

// TeamRole is a member's part on one position; empty means Other.
type TeamRole string

const (
	HiringManager TeamRole = "hiring_manager"
	Recruiter     TeamRole = "recruiter"
	TeamMember    TeamRole = "team_member"
)

// TeamRoles in the order in which people name them.
var TeamRoles = []TeamRole{HiringManager, Recruiter, TeamMember}

// Label is how people call the team role.
func (r TeamRole) Label() string {
	switch r {
	case HiringManager:
		return "Hiring Manager"
	case Recruiter:
		return "Recruiter"
	case TeamMember:
		return "Team Member"
	}
	return "Other"
}

// SystemRole names one of the three roles that exist in every organisation and can be neither edited nor deleted.
type SystemRole string

const (
	Admin       SystemRole = "admin"
	Staffing    SystemRole = "staffing"
	Interviewer SystemRole = "interviewer"
)

// SystemRoles in the order of their reach.
var SystemRoles = []SystemRole{Admin, Staffing, Interviewer}

// Label is the role's name in the product.
func (r SystemRole) Label() string {
	switch r {
	case Admin:
		return "Admin"
	case Staffing:
		return "Staffing"
	case Interviewer:
		return "Interviewer"
	}
	return ""
}

// BestFor says whom the role suits, as the roles page puts it.
func (r SystemRole) BestFor() string {
	switch r {
	case Admin:
		return "Founders, HR leads, system owners"
	case Staffing:
		return "Recruiters, hiring coordinators"
	case Interviewer:
		return "Engineers and domain experts who conduct interviews"
	}
	return ""
}

// Entry is one line of the catalogue.
type Entry struct {
	Permission Permission
	Added      bool // not listed in the source documents, added by the specification
	Meaning    string
	System     map[SystemRole]bool
	Team       map[TeamRole]bool
}

//go:embed permissions.csv
var catalogueCSV string

var (
	catalogue   = readCatalogue()
	numbers     = number(catalogue)
	systemSets  = collect(catalogue, func(e Entry) map[SystemRole]bool { return e.System })
	teamSets    = collect(catalogue, func(e Entry) map[TeamRole]bool { return e.Team })
	everyString = SetOf(names(catalogue)...)
)

// Catalogue is every permission string with its meaning and the built-in roles that hold it.
func Catalogue() []Entry { return slices.Clone(catalogue) }

// Known reports whether the string is in the catalogue.
func Known(p Permission) bool { _, ok := numbers[p]; return ok }

// OfSystemRole is what a system role holds: Admin 59, Staffing 38, Interviewer 7.
func OfSystemRole(r SystemRole) Set { return systemSets[r] }

// OfTeamRole is what a team role grants, on its position only.
func OfTeamRole(r TeamRole) Set { return teamSets[r] }

// Everything is the whole catalogue.
func Everything() Set { return everyString }

// Preset is a ready-made choice of strings offered when a custom role is created.
type Preset struct {
	Name, Description string
	Permissions       Set
}

// Presets are "Basic", "Author" and "Hiring lead" (docs/using/access.md, "Three layers").
func Presets() []Preset {
	interviewer := OfSystemRole(Interviewer)
	return []Preset{
		{"Basic", "Sees candidates and positions that are not private; everything else by the hiring team.",
			interviewer.With(CandidatesView, PositionsView)},
		{"Author", "Writes questions and templates; publication waits for an approver.",
			interviewer.With(QuestionsUpdate, QuestionsPublish, TemplatesUpdate, TemplatesPublish)},
		{"Hiring lead", "An Admin who also drafts, approves and sends offers.",
			OfSystemRole(Admin).With(OffersCreate, OffersUpdate, OffersSend, OffersApprove)},
	}
}

func readCatalogue() []Entry {
	rows, err := csv.NewReader(strings.NewReader(catalogueCSV)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("access: permissions.csv: %v", err))
	}
	var out []Entry
	for _, row := range rows[1:] {
		out = append(out, Entry{
			Permission: Permission(row[0]), Added: row[1] == "added", Meaning: row[8],
			System: map[SystemRole]bool{Admin: row[2] == "1", Staffing: row[3] == "1", Interviewer: row[4] == "1"},
			Team:   map[TeamRole]bool{HiringManager: row[5] == "1", Recruiter: row[6] == "1", TeamMember: row[7] == "1"},
		})
	}
	return out
}

func number(entries []Entry) map[Permission]int {
	out := make(map[Permission]int, len(entries))
	for i, e := range entries {
		out[e.Permission] = i
	}
	return out
}

func names(entries []Entry) []Permission {
	out := make([]Permission, len(entries))
	for i, e := range entries {
		out[i] = e.Permission
	}
	return out
}

func collect[R comparable](entries []Entry, held func(Entry) map[R]bool) map[R]Set {
	out := map[R]Set{}
	for _, e := range entries {
		for role, yes := range held(e) {
			if yes {
				out[role] = out[role].With(e.Permission)
			}
		}
	}
	return out
}
