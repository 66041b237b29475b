package positions

import (
	"candor/internal/positions"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// Head is what every page of one position begins with.
type Head struct {
	Shell    shell.AppProps
	Clock    kit.Clock
	Position positions.Position
	Tab      string // overview, board, table, settings
}

func (h Head) path() string { return href(h.Position.ID) }

func (h Head) tabs() []kit.Tab {
	tabs := []kit.Tab{{Label: "Overview", Icon: "briefcase", Href: h.path(), Current: h.Tab == "overview"}}
	if h.Position.May.SeeCandidates {
		tabs = append(tabs, kit.Tab{Label: "Board", Icon: "columns-3", Href: h.path() + "/board", Current: h.Tab == "board"},
			kit.Tab{Label: "Table", Icon: "table", Href: h.path() + "/table", Current: h.Tab == "table"})
	}
	if Settable(h.Position) {
		tabs = append(tabs, kit.Tab{Label: "Settings", Icon: "settings", Href: h.path() + "/settings", Current: h.Tab == "settings"})
	}
	return tabs
}

// Settable reports whether the reader may change anything on the settings page.
func Settable(p positions.Position) bool {
	return p.May.Update || p.May.Compensation || p.May.Publish || p.May.Privacy || p.May.Delete
}

// statusMenu is what can be done with the status.
func (h Head) statusMenu() kit.MenuProps {
	p := h.Position
	m := kit.MenuProps{Button: kit.ButtonProps{Label: p.Status.Label(), More: true}, Head: "Status"}
	switch p.Status {
	case positions.Draft:
		m.Items = append(m.Items, kit.MenuItem{Label: "Open position", Icon: "circle-check", Post: h.path() + "/open", Note: opening(p)})
	case positions.Open:
		m.Items = append(m.Items, kit.MenuItem{Label: "Close position…", Icon: "ban", Href: h.path() + "/close", Dialog: true})
	case positions.Closed:
		m.Items = append(m.Items, kit.MenuItem{Label: "Open again", Icon: "refresh-cw", Post: h.path() + "/open", Note: opening(p)})
	}
	return m
}

// opening says what opening does beside opening.
func opening(p positions.Position) string {
	if p.Public && !p.Private {
		return "It goes on the careers page"
	}
	return ""
}

// eye is the menu that says who sees the position.
func (h Head) eye() kit.MenuProps {
	p := h.Position
	m := kit.MenuProps{Button: kit.ButtonProps{Label: "Who sees this position", Icon: "eye", IconOnly: true}, Head: "Who sees this position"}
	everyone := kit.MenuItem{Label: "Not private", Icon: "users", Note: "Everybody who sees positions", Current: !p.Private, Href: h.path() + "/privacy", Dialog: true}
	private := kit.MenuItem{Label: "Private", Icon: "lock", Note: "The hiring team and admins", Current: p.Private, Post: h.path() + "/privacy", Name: "private", Value: "true"}
	if p.Private {
		m.Button.Icon = "eye-off"
		private.Post, private.Href = "", h.path()
	} else {
		everyone.Href, everyone.Dialog = h.path(), false
		if p.Public {
			private.Note = "The hiring team and admins. It leaves the careers page."
		}
	}
	m.Items = []kit.MenuItem{everyone, private}
	return m
}
