package shell

import (
	"time"

	"candor/internal/ui"
	"candor/internal/ui/kit"
	"github.com/a-h/templ"
)

// AppProps are everything around a page behind sign-in. The web package fills
// them once per request; a page adds its title.
type AppProps struct {
	Title      string    // of the window; " · Candor" follows
	Lang       string    // "en" unless said
	Now        time.Time // when the page was made; keeps relative times true
	Appearance string    // "light", "dark", "" follows the system
	Palette    string    // "slate", "" is paper
	Slim       bool      // the sidebar shows icons only

	Org          string         // name
	Organisation []kit.MenuItem // switcher: the organisations one may change to
	Member       string
	MemberNote   string // role, under the name
	MemberMenu   []kit.MenuItem

	Nav              []NavGroup
	Commands         []kit.CommandGroup  // what the palette does and where it goes beyond the places of Nav
	Shortcuts        []kit.ShortcutGroup // of this page; the shell's own and Nav's are added
	Find             string              // address that answers ?q= with kit.PaletteResults
	Search           string              // search page, for those without script
	Live             string              // address of the stream of signals; "" for none
	AppearanceAction string              // takes a POST of appearance=light|dark|system; "" hides the switch
	Recent           string              // names this member in this tab's list of visited things
	Flashes          []kit.FlashProps
	Banner           string // stands above everything: "You see what Nora sees."
	BannerOut        string // POST address that ends it
}

// NavGroup is a part of the sidebar.
type NavGroup struct {
	Title string
	Items []NavItem
}

// NavItem is one place. Count is live: the sidebar arrives anew with every
// page and signal.
type NavItem struct {
	Label   string
	Href    string
	Icon    string
	Count   *int
	Alert   bool   // the count waits for the reader
	Live    string // address that answers NavCount alone, fetched when a signal names one of the Topics
	Topics  string
	Key     string // after g: "p"
	Current bool
	Bar     bool // has a place in the bottom bar of narrow screens; the first four count
}

func (p AppProps) lang() string {
	if p.Lang == "" {
		return "en"
	}
	return p.Lang
}

// html are the attributes by which the stylesheet knows the member's choices.
func (p AppProps) html() templ.Attributes {
	a := templ.Attributes{}
	for name, value := range map[string]string{"data-appearance": p.Appearance, "data-palette": p.Palette} {
		if value != "" {
			a[name] = value
		}
	}
	if p.Slim {
		a["data-sidebar"] = "slim"
	}
	return a
}

// bar are the places of the bottom bar; rest is what its last button opens.
func (p AppProps) bar() []NavItem {
	var bar []NavItem
	for _, g := range p.Nav {
		for _, i := range g.Items {
			if i.Bar && len(bar) < 4 {
				bar = append(bar, i)
			}
		}
	}
	return bar
}

// commands are what the palette offers on every page: what can be done from
// anywhere, then every place.
func (p AppProps) commands() []kit.CommandGroup {
	places := kit.CommandGroup{Title: "Go to"}
	for _, g := range p.Nav {
		for _, i := range g.Items {
			c := kit.Command{Label: i.Label, Icon: i.Icon, Href: i.Href}
			if i.Key != "" {
				c.Keys = []string{"g", i.Key}
			}
			places.Commands = append(places.Commands, c)
		}
	}
	groups := append([]kit.CommandGroup{}, p.Commands...)
	for i, g := range groups {
		if g.Title == places.Title { // one heading for the places of the menu and those behind it
			groups[i].Commands = append(places.Commands, g.Commands...)
			return groups
		}
	}
	return append(groups, places)
}

// shortcuts are the help: everywhere, places, lists, and this page's own.
func (p AppProps) shortcuts() []kit.ShortcutGroup {
	places := kit.ShortcutGroup{Title: "Go to"}
	for _, g := range p.Nav {
		for _, i := range g.Items {
			if i.Key != "" {
				places.List = append(places.List, kit.Shortcut{Keys: []string{"g", i.Key}, Does: i.Label, Href: i.Href})
			}
		}
	}
	groups := append([]kit.ShortcutGroup{}, p.Shortcuts...)
	return append(groups, everywhere, lists, board, places)
}

var (
	everywhere = kit.ShortcutGroup{Title: "Everywhere", List: []kit.Shortcut{
		{Keys: []string{"Ctrl", "K"}, Does: "Go, find, do"},
		{Keys: []string{"/"}, Does: "Search this page"},
		{Keys: []string{"?"}, Does: "This list"},
		{Keys: []string{"Esc"}, Does: "Back out"},
	}}
	lists = kit.ShortcutGroup{Title: "In lists", Where: "[data-do~=rows]", List: []kit.Shortcut{
		{Keys: []string{"j"}, Does: "Next row"},
		{Keys: []string{"k"}, Does: "Row before"},
		{Keys: []string{"x"}, Does: "Select the row"},
		{Keys: []string{"↵"}, Does: "Open the row"},
	}}
	board = kit.ShortcutGroup{Title: "On a board", Where: "[data-do~=board]", List: []kit.Shortcut{
		{Keys: []string{"j"}, Does: "Next card"},
		{Keys: []string{"k"}, Does: "Card before"},
		{Keys: []string{"←", "→", "↑", "↓"}, Does: "Walk the cards"},
		{Keys: []string{"↵"}, Does: "Open the card"},
		{Keys: []string{"m"}, Does: "Move the card to…"},
		{Keys: []string{"Shift", "→"}, Does: "Move it one column on"},
	}}
)

// htmxConfig: no styles of its own (the page's policy forbids them), no
// settling (it would copy the style attribute that a text area gets when
// somebody makes it larger), only the extensions we know.
const htmxConfig = `{"includeIndicatorCSS":false,"defaultSettleDelay":0,"extensions":"sse,preload","defaultTimeout":30000,"morphIgnore":["data-htmx-powered","data-at","data-can-drag"]}`

// modules are the script files a page will need, so that the browser asks for
// all at once.
func modules() []string {
	var list []string
	for _, name := range ui.Names("js/") {
		list = append(list, ui.Path(name))
	}
	return list
}
