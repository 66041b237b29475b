package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tidy makes text readable and comparable: NFKC (ligatures and full-width letters become plain ones), no control,
// private-use or invisible characters, single spaces, trimmed lines, at most one blank line in a row, MaxText bytes.
func tidy(raw string) string {
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	raw = fractions.Replace(raw) // or "3½" would become "31⁄2"
	raw = norm.NFKC.String(strings.Map(visible, strings.ToValidUTF8(raw, "")))
	var b strings.Builder
	blank := 0
	for line := range strings.SplitSeq(raw, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			blank++
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
			if blank > 0 {
				b.WriteString("\n")
			}
		}
		blank = 0
		b.WriteString(line)
		if b.Len() > MaxText {
			break
		}
	}
	return cut(b.String(), MaxText)
}

var fractions = strings.NewReplacer("½", " 1/2", "¼", " 1/4", "¾", " 3/4")

func visible(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case r == '\r', r == '\f', r == '\v', r == '\u2028', r == '\u2029', r == '\u0085':
		return '\n'
	case r == '\uf001', r == '\uf002': // fi and fl of fonts that name them so
		return r - 0xf001 + 0xfb01
	case r == '\uf0b7', r == '\uf0a7': // the bullets of Word's Symbol and Wingdings fonts
		return '•'
	case r == '\u200c', r == '\u200d': // joiners carry meaning in Persian and Indic scripts
		return r
	case r == utf8.RuneError, r == '\u00ad', r == '\ufeff':
		return -1
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
		return -1
	}
	return r
}

// cut shortens s to at most n bytes without splitting a rune.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimSpace(s[:n])
}
