package extract

import (
	"unicode"
	"unicode/utf8"
)

// accent is a sign that was drawn by itself. TeX with its first fonts draws the accent, steps back, and draws the letter under
// it: without joining the two, nobody called Müller could be found.
type accent struct {
	drawn string // as it stands there: "¨"
	sign  string // as it joins a letter: U+0308
	gap   string // owed before it
}

var accents = map[string]string{
	"`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "˘": "\u0306", "˙": "\u0307",
	"¨": "\u0308", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328",
}

// cutAccent cuts a drawn accent off the end of a text.
func cutAccent(said string) (head, sign string) {
	_, n := utf8.DecodeLastRuneInString(said)
	if sign, ok := accents[said[len(said)-n:]]; ok {
		return said[:len(said)-n], sign
	}
	return said, ""
}

// join is the text to write next: the accent on the first letter of said if the pen stepped back to draw it, else the
// one after the other.
func (a accent) join(gap, said string, back bool) string {
	if a.drawn == "" {
		return gap + said
	}
	letter, n := utf8.DecodeRuneInString(said)
	if !back || !unicode.IsLetter(letter) {
		return a.gap + a.drawn + gap + said
	}
	switch letter {
	case 'ı':
		letter = 'i'
	case 'ȷ':
		letter = 'j'
	}
	return a.gap + string(letter) + a.sign + said[n:]
}
