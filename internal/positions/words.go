package positions

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/db"
	"candor/internal/errs"
)

// known reports whether a value is one of a closed set.
func known[T comparable](all []T, v T) bool { return slices.Contains(all, v) }

// lengths checks a text in characters; missing is what to say where at least one is needed.
func lengths(name, text string, least, most int, missing string) []errs.Field {
	n := utf8.RuneCountInString(text)
	switch {
	case n < least:
		return []errs.Field{errs.F(name, missing)}
	case n > most:
		return []errs.Field{errs.F(name, fmt.Sprintf("This is too long: %d characters of at most %d.", n, most))}
	}
	return nil
}

// tidyList trims lines, and drops empty and repeated ones.
func tidyList(lines []string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, l := range lines {
		l = strings.Join(strings.Fields(l), " ")
		if key := db.Key(l); l != "" && !seen[key] {
			seen[key] = true
			out = append(out, l)
		}
	}
	return out
}

// letters without those that are mistaken for one another or make words.
const letters = "23456789bcdfghjkmnpqrstvwxz"

func shortID() string {
	var raw [8]byte
	rand.Read(raw[:])
	for i, b := range raw {
		raw[i] = letters[int(b)%len(letters)]
	}
	return string(raw[:])
}

// slugOf makes the last part of a posting's address. The random end makes it unique without asking what else
// exists: a number counted up would tell of positions that the reader may not see.
func slugOf(title string) string {
	var out strings.Builder
	for _, r := range db.Key(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			out.WriteRune(r)
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
		if out.Len() >= 60 {
			break
		}
	}
	words := strings.Trim(out.String(), "-")
	if words == "" {
		words = "position"
	}
	return words + "-" + shortID()[:6]
}
