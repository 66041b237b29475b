package kit

import (
	"context"
	"html"
	"io"
	"strings"
)

// drawn is markup made here; it needs no escaping.
type drawn string

// Render writes it as it stands.
func (d drawn) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, string(d))
	return err
}

// text appends words to markup, as templ would: inside an element or an attribute's quotes.
func text(b []byte, words string) []byte {
	if strings.ContainsAny(words, `<>&'"`) {
		words = html.EscapeString(words)
	}
	return append(b, words...)
}
