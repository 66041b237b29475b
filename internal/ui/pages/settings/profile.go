package settings

import (
	"strings"

	"candor/internal/org"
	"candor/internal/ui/kit"
)

// ProfilePage is /settings/profile.
type ProfilePage struct {
	Frame
	Profile  org.Profile
	Form     ProfileForm
	Email    string // as typed
	Sessions []org.Session
	Zones    []string
	OrgZone  string
	Card     string
	Problems kit.Problems
}

// ProfileForm is what the first card sends.
type ProfileForm struct {
	Name     string `form:"name"`
	Title    string `form:"title"`
	TimeZone string `form:"time_zone"`
}

func (p ProfilePage) of(card string) kit.Problems {
	if p.Card == card {
		return p.Problems
	}
	return nil
}

func (p ProfilePage) zones() []kit.Option {
	out := make([]kit.Option, 0, len(p.Zones)+1)
	known := p.Form.TimeZone == ""
	for _, z := range p.Zones {
		out = append(out, kit.Option{Value: z, Label: z})
		known = known || z == p.Form.TimeZone
	}
	if !known {
		out = append(out, kit.Option{Value: p.Form.TimeZone, Label: p.Form.TimeZone})
	}
	return out
}

var appearances = []kit.Option{{Value: "system", Label: "System", Icon: "monitor"}, {Value: "light", Label: "Light", Icon: "sun"}, {Value: "dark", Label: "Dark", Icon: "moon"}}

var themes = []kit.Option{{Value: "paper", Label: "Paper"}, {Value: "slate", Label: "Slate"}}

func others(list []org.Session) int {
	n := 0
	for _, s := range list {
		if !s.Current {
			n++
		}
	}
	return n
}

// device says in a few words what a browser calls itself in many.
func device(agent string) string {
	browser, on := "", ""
	for _, b := range []struct{ sign, name string }{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, b.sign) {
			browser = b.name
			break
		}
	}
	for _, o := range []struct{ sign, name string }{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, o.sign) {
			on = o.name
			break
		}
	}
	switch {
	case browser != "" && on != "":
		return browser + " on " + on
	case browser != "":
		return browser
	case agent == "":
		return "A program"
	}
	name, _, _ := strings.Cut(agent, " ")
	if len(name) > 40 {
		name = name[:40]
	}
	return strings.ToValidUTF8(name, "")
}
