package profiles

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"candor/internal/db"
	"candor/internal/errs"
)

// line is a text of one line: inner spaces single.
func line(s *string) string {
	if s == nil {
		return ""
	}
	return strings.Join(strings.Fields(*s), " ")
}

// text is a text of several lines.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
}

// lengths checks a text in characters; missing is what to say where it must say something.
func lengths(name, text string, most int, missing string) []errs.Field {
	n := utf8.RuneCountInString(text)
	switch {
	case missing != "" && db.Key(text) == "":
		return []errs.Field{errs.F(name, missing)}
	case n > most:
		return []errs.Field{errs.F(name, fmt.Sprintf("This is too long: %d characters of at most %d.", n, most))}
	}
	return nil
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
