package api

import (
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// tags are the chapters of the documentation, in its order. Each operation belongs to one.
var tags = []*huma.Tag{
	{Name: "me", Description: "Who you are here: member, role, permissions, team roles."},
	{Name: "sessions", Description: "Signing in with a password, for programs that act for a person."},
	{Name: "organization", Description: "The organisation that the request speaks to, and its settings."},
	{Name: "members", Description: "People of the organisation and open invitations."},
	{Name: "roles", Description: "Organisation roles and the catalogue of permissions they are made of."},
	{Name: "questions", Description: "Interview questions, their categories, files of them."},
	{Name: "templates", Description: "Plans of interviews: sections and questions with minutes."},
	{Name: "feedback-forms", Description: "What interviewers fill in after an interview."},
	{Name: "approvals", Description: "Asking a second person before something is the organisation's."},
	{Name: "job-roles", Description: "What people are hired for: profiles with a matrix of guidelines, competency by level, and their versions."},
	{Name: "competencies", Description: "What people are measured by: the rows of matrices."},
	{Name: "levels", Description: "From the first to the last: the columns of matrices."},
	{Name: "positions", Description: "Openings, their phases, their hiring team, their privacy."},
	{Name: "candidates", Description: "People who apply or were found, and their files."},
	{Name: "applications", Description: "A candidate on a position: board, moves, rejection, activity."},
	{Name: "search", Description: "One search over everything that you may see."},
	{Name: "dashboard", Description: "The start page as numbers."},
	{Name: "activity", Description: "What happened, and the audit log."},
	{Name: "access", Description: "Why somebody may or may not."},
	{Name: "keys", Description: "API keys."},
}

func knownTag(name string) bool {
	return slices.ContainsFunc(tags, func(t *huma.Tag) bool { return t.Name == name })
}

// usedTags are those that have an operation: the description names nothing that is not there.
func usedTags(o *huma.OpenAPI) []*huma.Tag {
	used := map[string]bool{}
	each(o, func(op *huma.Operation) { used[op.Tags[0]] = true })
	return slices.DeleteFunc(slices.Clone(tags), func(t *huma.Tag) bool { return !used[t.Name] })
}
