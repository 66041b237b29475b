package kit

import (
	"strconv"

	"github.com/a-h/templ"
)

// or is the first word that says something.
func or(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// set adds an attribute that has a value.
func set(a templ.Attributes, name, value string) {
	if value != "" {
		a[name] = value
	}
}

// merge lays more over a; a page's own attributes win.
func merge(a, more templ.Attributes) templ.Attributes {
	for name, value := range more {
		a[name] = value
	}
	return a
}

// Plural says "1 person", "3 people".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Number groups thousands: 12,480.
func Number(n int) string {
	s := strconv.Itoa(n)
	if n < 0 {
		return "−" + Number(-n)
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
