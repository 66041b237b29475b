package main

import (
	"net/http"
	"time"

	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

var clock = kit.Clock{Now: time.Date(2025, time.March, 4, 14, 5, 0, 0, time.UTC)}

// frame is a member's own shell, with choices taken from the address
// (?appearance=dark&palette=slate&slim=1).
func frame(r *http.Request, title string) shell.AppProps {
	q := r.URL.Query()
	item := func(label, href, icon, key string, count int, bar bool) shell.NavItem {
		i := shell.NavItem{Label: label, Href: href, Icon: icon, Key: key, Bar: bar, Current: r.URL.Path == href}
		if count > 0 {
			i.Count = &count
		}
		return i
	}
	approvals := item("Approvals", "/approvals", "clipboard-check", "a", 3, false)
	approvals.Alert = true
	return shell.AppProps{
		Title: title, Appearance: q.Get("appearance"), Palette: q.Get("palette"), Slim: q.Has("slim"),
		Org: "Northwind Labs", Member: "Ada Lovelace", MemberNote: "Admin",
		Organisation: []kit.MenuItem{{Label: "Northwind Labs", Href: "#", Current: true}, {Label: "Tailspin", Href: "#"}, {Label: "Organisation settings", Href: "#", Icon: "settings", Rule: true}},
		MemberMenu:   []kit.MenuItem{{Label: "Your settings", Href: "#", Icon: "settings"}, {Label: "Sign out", Post: "/sign-out", Icon: "log-out"}},
		Flashes:      done(q.Get("done")),
		Live:         "/signals", Now: time.Now(),
		Find: "/find", Search: "/search", AppearanceAction: "/appearance", Recent: "ada",
		Nav: []shell.NavGroup{
			{Items: []shell.NavItem{item("Start", "/", "house", "h", 0, true), item("Positions", "/board", "briefcase", "p", 6, true), item("Candidates", "/list", "users", "c", 1284, true), item("Interviews", "/profile", "calendar", "i", 4, true), approvals}},
			{Title: "Library", Items: []shell.NavItem{item("Questions", "/questions", "circle-question-mark", "q", 0, false), item("Templates", "/templates", "clipboard-list", "t", 0, false)}},
			{Title: "Organisation", Items: []shell.NavItem{item("Members", "/members", "shield-check", "m", 0, false), item("Settings", "/settings", "settings", "s", 0, false)}},
		},
		Commands: []kit.CommandGroup{{Title: "Do", Commands: []kit.Command{{Label: "New position", Icon: "plus", Href: "#"}, {Label: "Add candidate", Icon: "user-plus", Href: "#"}}}},
	}
}

func done(text string) []kit.FlashProps {
	if text == "" {
		return nil
	}
	return []kit.FlashProps{{Tone: kit.Good, Text: text, Undo: "/list", Seconds: 10}}
}
