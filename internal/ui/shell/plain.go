package shell

import "candor/internal/ui/kit"

// PlainProps frame a page outside the application: sign-in, set-up, an
// invitation. It needs no script.
type PlainProps struct {
	Title      string // heading, and of the window
	Lead       string // one sentence below it
	Lang       string
	Appearance string
	Palette    string
	Org        string // whose page it is; "" shows only the product
	Wide       bool   // set-up
	Steps      []kit.Step
	Foot       []kit.Crumb // quiet links below
	Flashes    []kit.FlashProps
}

// CareersProps frame a company's public page.
type CareersProps struct {
	Title       string // of the window
	Description string // for search engines and previews
	Lang        string // of the posting
	Company     string
	Home        string // the company's list of positions
	Website     string // the company's own site, optional
	Brand       string // address of the stylesheet ui.Brand makes; "" for ours
	Canonical   string
	Posting     any // JSON-LD, marshalled; nil for none
	NoIndex     bool
	Foot        []kit.Crumb // imprint, privacy
}

// ErrorProps say what went wrong, and the way on.
type ErrorProps struct {
	Status int    // 404: shown small
	Title  string // "There is nothing here, or nothing you may see."
	Text   string
	Code   string // for people who report it: the request's id
	Href   string // the way on; "/" unless said
	Link   string
	App    *AppProps // the frame of somebody signed in; nil outside
}

func plainFrame(p PlainProps) AppProps {
	return AppProps{Appearance: p.Appearance, Palette: p.Palette, Lang: p.Lang}
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
