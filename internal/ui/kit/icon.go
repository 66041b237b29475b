package kit

import (
	"context"
	"fmt"
	"html"
	"io"

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

func drawing(name, class, label string) templ.Component {
	inner, ok := ui.Icon(name)
	if !ok {
		panic("kit: no icon named " + name + " in ui/vendored/lucide")
	}
	voice := `aria-hidden="true"`
	if label != "" {
		voice = `role="img" aria-label="` + html.EscapeString(label) + `"`
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<svg class="%s" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" %s>%s</svg>`, class, voice, inner)
		return err
	})
}
