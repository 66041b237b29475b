package kit

import (
	"html"
	"sync"

	"candor/internal/ui"
	"github.com/a-h/templ"
)

// Icon draws a vendored Lucide icon at 16 px in the colour of the text around
// it. It says nothing to a screen reader: a word stands beside it, or the
// control has a label.
func Icon(name string) templ.Component { return drawing(name, "icon", "") }

// IconLarge draws it at 20 px, for empty places and page heads.
func IconLarge(name string) templ.Component { return drawing(name, "icon icon--large", "") }

// IconSaying draws an icon that stands alone and so carries its own word.
func IconSaying(name, label string) templ.Component { return drawing(name, "icon", label) }

// silent are the icons without a word of their own, by name and class: a page has hundreds of the same few.
var silent sync.Map

type iconKey struct{ name, class string }

func drawing(name, class, label string) templ.Component {
	if label != "" {
		return draw(name, class, `role="img" aria-label="`+html.EscapeString(label)+`"`)
	}
	if icon, ok := silent.Load(iconKey{name, class}); ok {
		return icon.(templ.Component)
	}
	icon := draw(name, class, `aria-hidden="true"`)
	silent.Store(iconKey{name, class}, icon)
	return icon
}

func draw(name, class, voice string) drawn {
	inner, ok := ui.Icon(name)
	if !ok {
		panic("kit: no icon named " + name + " in ui/vendored/lucide")
	}
	return drawn(`<svg class="` + class + `" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" ` +
		voice + `>` + inner + `</svg>`)
}
