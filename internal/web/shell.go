package web

import (
	"log/slog"
	"strings"

	"github.com/a-h/templ"

	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// Shell is the frame behind sign-in for one page: whose organisation, who, the places they may go to, and
// what was just done.
func (s *Server) Shell(r *Request, title string) shell.AppProps {
	p := shell.AppProps{Title: title, Now: s.Now(), Slim: slim(r), Member: r.Actor.Name(), Nav: s.menu(r), Commands: s.commands(r), Flashes: r.flashes(), Recent: r.Actor.MemberID(),
		MemberMenu: s.offered(memberMenu)}
	if s.Hub != nil {
		p.Live = "/live"
	}
	if s.has("GET /find") {
		p.Find, p.Search = "/find", "/find"
	}
	if s.has("POST /appearance") {
		p.AppearanceAction = "/appearance"
	}
	if s.Frame == nil {
		return p
	}
	f, err := s.Frame(r.Context(), r.Actor)
	if err != nil { // a page without its organisation's name is better than none
		s.Log.ErrorContext(r.Context(), "the frame of a page failed", slog.Any("error", err))
		return p
	}
	p.Org, p.MemberNote, p.Appearance, p.Palette = f.Organisation, f.Role, f.Appearance, f.Palette
	for _, o := range f.Organisations {
		p.Organisation = append(p.Organisation, kit.MenuItem{Label: o.Name, Icon: "building-2", Post: "/organizations", Name: "organization",
			Value: o.ID, Current: o.ID == r.Actor.OrgID(), Attrs: changeTo(o.Name, o.ID == r.Actor.OrgID())})
	}
	p.Organisation = append(p.Organisation, s.offered(organisationMenu)...)
	return p
}

// changeTo lets the palette press the line of another organisation.
func changeTo(name string, current bool) templ.Attributes {
	if current {
		return nil
	}
	return templ.Attributes{"data-command": "Change to " + name, "data-also": "organisation switch"}
}

// commands are what the reader can do, and where they can go, from anywhere.
func (s *Server) commands(r *Request) (out []kit.CommandGroup) {
	for _, g := range commands {
		shown := kit.CommandGroup{Title: g.title}
		for _, c := range g.list {
			if need, ok := s.needs["GET "+c.Href]; ok && need.Check(r.Actor) == nil {
				shown.Commands = append(shown.Commands, c)
			}
		}
		out = append(out, shown)
	}
	return out
}

// offered are the lines whose doors exist.
func (s *Server) offered(all []kit.MenuItem) (out []kit.MenuItem) {
	for _, i := range all {
		if i.Href != "" && s.has("GET "+i.Href) || i.Post != "" && s.has("POST "+i.Post) {
			out = append(out, i)
		}
	}
	return out
}

func (s *Server) has(pattern string) bool { return s.needs[pattern].Declared() }

// menu is the sidebar: the places whose door opens to the reader.
func (s *Server) menu(r *Request) (out []shell.NavGroup) {
	current := currentPlace(r.URL.Path)
	for _, g := range menu {
		shown := shell.NavGroup{Title: g.title}
		for _, p := range g.places {
			need, ok := s.needs["GET "+p.exact()]
			if !ok || need.Check(r.Actor) != nil {
				continue
			}
			item := shell.NavItem{Label: p.label, Href: p.href, Icon: p.icon, Key: p.key, Bar: p.bar, Current: p.href == current}
			if p.href == "/approvals" {
				item.Count, item.Alert, item.Live, item.Topics = s.waiting(r), true, "/approvals/waiting", "approval"
			}
			shown.Items = append(shown.Items, item)
		}
		if len(shown.Items) > 0 {
			out = append(out, shown)
		}
	}
	return out
}

// currentPlace is the place that a path belongs to: the one with the longest address.
func currentPlace(path string) (found string) {
	longest := 0
	for _, g := range menu {
		for _, p := range g.places {
			for _, at := range []string{p.href, p.also} {
				if at != "" && (path == at || at != "/" && strings.HasPrefix(path, at+"/")) && len(at) > longest {
					found, longest = p.href, len(at)
				}
			}
		}
	}
	return found
}

// place is a line of the sidebar. Its gate is the need of the door it leads to.
type place struct {
	label, href, icon string
	key               string // after g
	bar               bool   // in the bottom bar of narrow screens
	also              string // another address that belongs to it
}

// exact is the address as the router knows it: "/" alone would match everything.
func (p place) exact() string {
	if p.href == "/" {
		return "/{$}"
	}
	return p.href
}

// slim reports whether the member keeps the sidebar narrow in this browser; its script remembers that in a cookie.
func slim(r *Request) bool {
	c, err := r.Cookie("candor_sidebar")
	return err == nil && c.Value == "slim"
}
