package kit

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/a-h/templ"
)

// Example is one part in one state, as the gallery at /dev/ui shows it and the
// tests render it.
type Example struct {
	Name      string // of the part: "Button"
	State     string // "busy"
	Component templ.Component
	Wide      bool // needs the whole width
}

// Gallery lists every part in every state.
func Gallery() []Example {
	return slices.Concat(buttonExamples(), statusExamples(), fieldExamples(), formExamples(), pageExamples(), tableExamples(), navExamples(), boardExamples(), floatExamples())
}

// shown is the clock of the examples: they look the same every day.
var shown = Clock{Now: time.Date(2025, time.March, 4, 14, 5, 0, 0, time.UTC)}

func ago(d time.Duration) time.Time { return shown.Now.Add(-d) }

const day = 24 * time.Hour

// with renders a part that has children from Go.
func with(parent, child templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return parent.Render(templ.WithChildren(ctx, child), w)
	})
}

// both sets parts one after the other.
func both(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, p := range parts {
			if err := p.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}
