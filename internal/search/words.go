package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/db"
)

// Words splits what somebody typed into folded words of letters and digits, at most MaxWords.
func Words(q string) []string {
	words := strings.FieldsFunc(db.Key(q), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > MaxWords {
		words = words[:MaxWords]
	}
	return words
}

// around is how many bytes a snippet shows on each side of the match.
const around = 70

// snippet is the text around the first word that was looked for, on one line.
func snippet(body string, words []string) string {
	at, end := firstMatch(body, words)
	if at < 0 {
		at, end = 0, 0
	}
	from, to := max(0, at-around), min(len(body), end+around)
	for from > 0 && !utf8.RuneStart(body[from]) {
		from--
	}
	for to < len(body) && !utf8.RuneStart(body[to]) {
		to++
	}
	if i := strings.IndexByte(body[from:at], ' '); from > 0 && i >= 0 {
		from += i + 1
	}
	if i := strings.LastIndexByte(body[end:to], ' '); to < len(body) && i >= 0 {
		to = end + i
	}
	out := strings.Join(strings.Fields(body[from:to]), " ")
	if from > 0 {
		out = "… " + out
	}
	if to < len(body) {
		out += " …"
	}
	return out
}

// firstMatch finds where the first of the words begins, word by word, since folding changes lengths.
func firstMatch(body string, words []string) (at, end int) {
	start := -1
	for i, r := range body + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			key := db.Key(body[start:i])
			for _, w := range words {
				if strings.HasPrefix(key, w) {
					return start, i
				}
			}
			start = -1
		}
	}
	return -1, -1
}
