package web

import (
	"github.com/a-h/templ"

	"candor/internal/ui/kit"
)

// menu is the sidebar in its order. A place appears once its door is registered, for those to whom it opens.
var menu = []struct {
	title  string
	places []place
}{
	{places: []place{
		{label: "Start", href: "/", icon: "house", key: "s", bar: true},
		{label: "Positions", href: "/positions", icon: "briefcase", key: "p", bar: true},
		{label: "Candidates", href: "/candidates", icon: "users", key: "c", bar: true, also: "/applications"},
		{label: "Interviews", href: "/interviews", icon: "calendar", key: "i", bar: true},
		{label: "Approvals", href: "/approvals", icon: "badge-check", key: "a"},
	}},
	{title: "Library", places: []place{
		{label: "Questions", href: "/questions", icon: "message-square", key: "q", also: "/question-categories"},
		{label: "Templates", href: "/templates", icon: "file-text", key: "t"},
		{label: "Feedback forms", href: "/feedback-forms", icon: "list", key: "f"},
		{label: "Job roles", href: "/settings/job-roles", icon: "clipboard-list", key: "j"},
	}},
	{title: "Organisation", places: []place{
		{label: "Members", href: "/settings/members", icon: "user", key: "m", also: "/settings/invitations"},
		{label: "Roles", href: "/settings/roles", icon: "shield", key: "r"},
		{label: "Settings", href: "/settings", icon: "settings", key: "o"},
		{label: "Access", href: "/access", icon: "eye"},
	}},
}

// commands are what the palette offers beyond the sidebar, in its order. A line is there for those to whom its door
// opens. What the page at hand offers is added in the browser, from that page.
var commands = []struct {
	title string
	list  []kit.Command
}{
	{"Do", []kit.Command{
		{Label: "New position", Icon: "plus", Href: "/positions/new", Also: "create add job opening"},
		{Label: "Add candidate", Icon: "user-plus", Href: "/candidates/new", Also: "new create person application"},
		{Label: "New question", Icon: "plus", Href: "/questions/new", Also: "create add library ask"},
		{Label: "Import questions", Icon: "upload", Href: "/questions/import", Also: "library csv json", Asked: true},
		{Label: "New template", Icon: "plus", Href: "/templates/new", Also: "create add library interview plan"},
		{Label: "New feedback form", Icon: "plus", Href: "/feedback-forms/new", Also: "create add library scorecard", Asked: true},
		{Label: "Invite people", Icon: "user-plus", Href: "/settings/members/invite", Dialog: true, Also: "new add member colleague"},
		{Label: "New job role", Icon: "plus", Href: "/settings/job-roles/new", Also: "create add profile matrix", Asked: true},
		{Label: "New competency", Icon: "plus", Href: "/settings/competencies/new", Dialog: true, Also: "create add", Asked: true},
		{Label: "New level", Icon: "plus", Href: "/settings/levels/new", Dialog: true, Also: "create add", Asked: true},
		{Label: "New role", Icon: "plus", Href: "/settings/roles/new", Also: "create add permissions", Asked: true},
		{Label: "New API key", Icon: "plus", Href: "/settings/keys/new", Also: "create add token", Asked: true},
	}},
	{"Go to", []kit.Command{
		{Label: "Categories", Icon: "tag", Href: "/question-categories", Also: "questions library", Asked: true},
		{Label: "Your profile", Icon: "user", Href: "/settings/profile", Also: "password account sessions time zone e-mail", Asked: true},
		{Label: "Competencies", Icon: "list-checks", Href: "/settings/competencies", Also: "skills measures", Asked: true},
		{Label: "Levels", Icon: "layers", Href: "/settings/levels", Also: "seniority grades career", Asked: true},
		{Label: "API keys", Icon: "key-round", Href: "/settings/keys", Also: "token", Asked: true},
		{Label: "Audit log", Icon: "history", Href: "/settings/audit", Also: "changes", Asked: true},
		{Label: "Background tasks", Icon: "list", Href: "/settings/tasks", Also: "queue failed", Asked: true},
		{Label: "API documentation", Icon: "code", Href: "/api/docs", Plain: true, Also: "reference openapi", Asked: true},
	}},
}

// memberMenu and organisationMenu are the lines behind the two names in the sidebar.
var (
	memberMenu = []kit.MenuItem{
		{Label: "Your profile", Icon: "user", Href: "/settings/profile"},
		{Label: "API keys", Icon: "key-round", Href: "/settings/keys"},
		{Label: "Letters not sent", Icon: "mail", Href: "/dev/letters"},
		{Label: "Parts of the interface", Icon: "layers", Href: "/dev/ui"},
		{Label: "API documentation", Icon: "code", Href: "/api/docs", Attrs: templ.Attributes{"hx-boost": "false"}},
		{Label: "Sign out", Icon: "log-out", Post: "/sign-out", Rule: true, Attrs: templ.Attributes{"hx-boost": "false", "data-command": "Sign out", "data-also": "log out leave"}},
	}
	organisationMenu = []kit.MenuItem{
		{Label: "Organisation settings", Icon: "settings", Href: "/settings", Rule: true},
	}
)
