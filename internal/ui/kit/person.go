package kit

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Initials are the letters that stand for a name: first and last word. What
// follows a comma, a dash or a bracket is about the person, not their name.
func Initials(name string) string {
	name = strings.TrimLeft(name, " \"(“")
	if i := strings.IndexAny(name, ",(–—·"); i > 0 {
		name = name[:i]
	}
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	out := string(unicode.ToUpper(first))
	if len(words) > 1 {
		last, _ := utf8.DecodeRuneInString(words[len(words)-1])
		out += string(unicode.ToUpper(last))
	}
	return out
}

// Letter is the one letter an organisation is marked with.
func Letter(name string) string {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(name))
	if r == utf8.RuneError {
		return "C"
	}
	return string(unicode.ToUpper(r))
}

// tint is one of six quiet colours, always the same for a name.
func tint(name string) string {
	name, _, _ = strings.Cut(name, " (")
	name, _, _ = strings.Cut(name, ",")
	h := fnv.New32a()
	h.Write([]byte(name))
	return strconv.Itoa(int(h.Sum32()%6) + 1)
}
