package shell

import (
	"strings"

	"github.com/a-h/templ"

	"candor/internal/ui/kit"
)

var appearances = []struct{ value, label, icon string }{
	{"light", "Light", "sun"},
	{"dark", "Dark", "moon"},
	{"system", "System", "monitor"},
}

func orSystem(appearance string) string {
	if appearance == "" {
		return "system"
	}
	return appearance
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

func current(i NavItem) templ.Attributes {
	if i.Current {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

func groupLabel(g NavGroup) templ.Attributes {
	if g.Title != "" {
		return templ.Attributes{"aria-label": g.Title}
	}
	return nil
}

// others are the organisations one may change to.
func (p AppProps) others() (list []kit.MenuItem) {
	for _, i := range p.Organisation {
		if i.Post != "" && !i.Current {
			list = append(list, i)
		}
	}
	return list
}

// countID is the id of a live count.
func countID(i NavItem) string { return "count" + strings.ReplaceAll(i.Href, "/", "-") }
