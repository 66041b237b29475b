package kit

import (
	"strings"

	"github.com/a-h/templ"
)

func commandAttrs(c Command) templ.Attributes {
	a := templ.Attributes{}
	if c.Dialog {
		a["data-dialog"] = "open"
	}
	if c.Plain {
		a["data-plain"] = ""
	}
	if c.Asked {
		a["data-asked"] = ""
	}
	set(a, "data-also", c.Also)
	return a
}

// shortcutAttrs hand a shortcut that goes somewhere to js/shortcuts.js.
func shortcutAttrs(s Shortcut) templ.Attributes {
	a := templ.Attributes{}
	if s.Href != "" {
		a["data-keys"] = strings.Join(s.Keys, " ")
		a["data-href"] = s.Href
	}
	return a
}
