package db

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Key makes the text by which something is unique, searched by prefix and
// sorted, the same on both engines: compatibility forms resolved (NFKD), marks
// stripped, case folded, spaces single, ends trimmed. "  Émile  ZOLA" and
// "emile zola" have the same key. Compare keys, show originals.
func Key(s string) string {
	for range 4 { // folding may give letters that decompose further: twice is the most ever seen
		next := foldOnce(s)
		if next == s {
			return s
		}
		s = next
	}
	return s
}

func foldOnce(s string) string {
	s = cases.Fold().String(norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")))
	s = strings.Map(func(r rune) rune {
		switch {
		case isAccent(r), unicode.Is(unicode.Cf, r), r == 0:
			return -1 // accents, and what cannot be seen (joiners, soft hyphens)
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isAccent is true for marks that any letter can wear. The vowel signs of Indic
// scripts and the voicing marks of kana are marks too, but without them the
// word is another word.
func isAccent(r rune) bool {
	return unicode.Is(unicode.Mn, r) && unicode.Is(unicode.Inherited, r) && r != 0x3099 && r != 0x309A
}

// Containing is the pattern of LIKE for a part of a key; use it with ESCAPE '!'.
func Containing(q string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(Key(q)) + "%"
}
