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
		{label: "Candidates", href: "/candidates", icon: "users", key: "c", bar: true},
		{label: "Interviews", href: "/interviews", icon: "calendar", key: "i", bar: true},
		{label: "Approvals", href: "/approvals", icon: "badge-check", key: "a"},
	}},
	{title: "Library", places: []place{
		{label: "Questions", href: "/questions", icon: "message-square", key: "q"},
		{label: "Templates", href: "/templates", icon: "file-text", key: "t"},
		{label: "Feedback forms", href: "/feedback-forms", icon: "list", key: "f"},
	}},
	{title: "Organisation", places: []place{
		{label: "Members", href: "/settings/members", icon: "user", key: "m"},
		{label: "Roles", href: "/settings/roles", icon: "shield", key: "r"},
		{label: "Settings", href: "/settings", icon: "settings", key: "o"},
		{label: "Access", href: "/access", icon: "eye"},
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
		{Label: "Sign out", Icon: "log-out", Post: "/sign-out", Rule: true, Attrs: templ.Attributes{"hx-boost": "false"}},
	}
	organisationMenu = []kit.MenuItem{
		{Label: "Organisation settings", Icon: "settings", Href: "/settings", Rule: true},
	}
)
