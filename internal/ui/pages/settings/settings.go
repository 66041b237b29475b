// Package settings holds the pages about the organisation: its people, roles, keys, records and settings, and one's own
// profile.
package settings

import (
	"strings"

	"candor/internal/access"
	"candor/internal/org"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// Frame is around each of these pages.
type Frame struct {
	Shell shell.AppProps
	Clock kit.Clock
	Tabs  []kit.Tab // those whose doors open to the reader
}

// domainLabels name the parts of the catalogue.
var domainLabels = map[string]string{
	"org": "Organisation", "members": "Members", "roles": "Roles", "questions": "Questions", "templates": "Templates and feedback forms",
	"job_positions": "Positions", "job_roles": "Job roles", "candidates": "Candidates", "interviews": "Interviews", "competencies": "Competencies",
	"levels": "Levels", "billing": "Billing", "credits": "Credits", "offers": "Offers",
}

// domain is a part of the catalogue with its strings.
type domain struct {
	Name, Label string
	Entries     []access.Entry
}

// domains are the catalogue's 14, in its order.
var domains = func() (out []domain) {
	for _, e := range access.Catalogue() {
		d := e.Permission.Domain()
		if len(out) == 0 || out[len(out)-1].Name != d {
			out = append(out, domain{Name: d, Label: domainLabels[d]})
		}
		out[len(out)-1].Entries = append(out[len(out)-1].Entries, e)
	}
	return out
}()

// meaning is what a string stands for, without the catalogue's pointers to its specification.
func meaning(e access.Entry) string {
	if words, rest, ok := strings.Cut(e.Meaning, " ("); ok && strings.Contains(rest, "access.md") {
		return words
	}
	return e.Meaning
}

// held counts those of a domain that are in a set.
func (d domain) held(set access.Set) int {
	n := 0
	for _, e := range d.Entries {
		if set.Has(e.Permission) {
			n++
		}
	}
	return n
}

// byDomain groups strings under the names of their domains.
func byDomain(ps []access.Permission) (out []domain) {
	set := access.SetOf(ps...)
	for _, d := range domains {
		group := domain{Name: d.Name, Label: d.Label}
		for _, e := range d.Entries {
			if set.Has(e.Permission) {
				group.Entries = append(group.Entries, e)
			}
		}
		if len(group.Entries) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// fromTeam says that a hiring team gives the string on its position anyhow.
func fromTeam(e access.Entry) string {
	var names []string
	for _, r := range access.TeamRoles {
		if e.Team[r] {
			names = append(names, r.Label())
		}
	}
	if len(names) == len(access.TeamRoles) {
		return "Everybody on a hiring team holds it on their position."
	}
	if len(names) > 0 {
		return strings.Join(names, " and ") + " hold it on their position."
	}
	return ""
}

func roleHref(id string) string { return "/settings/roles/" + id }

// holdersHref leads to the members that a role counts: those who are active.
func holdersHref(role string) string {
	return "/settings/members?status=" + string(org.Active) + "&role=" + role
}

func memberHref(id string) string { return "/settings/members/" + id }

// roleOptions are roles to choose from.
func roleOptions(roles []org.Role) []kit.Option {
	out := make([]kit.Option, len(roles))
	for i, r := range roles {
		out[i] = kit.Option{Value: r.ID, Label: r.Name, Help: about(r)}
	}
	return out
}

// about is what a role is for.
func about(r org.Role) string {
	if r.IsSystem() {
		return r.System.BestFor()
	}
	return r.Description
}
