package kit

import (
	"strings"

	"github.com/a-h/templ"
)

func cardAttrs(p CardProps) templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", p.ID)
	return a
}

// N is a number a CardProps can point at.
func N(n int) *int { return &n }

// slug makes an id of a title.
func slug(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
