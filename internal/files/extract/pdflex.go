package extract

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The library's own reader of operators never ends on a string that is not closed, which every cut content stream has. So
// content streams and font tables are read here: the syntax is the same small one for both.

// operand is one token: a number, a name, a string of bytes, a list, a dictionary, or a word (an operator).
type operand struct {
	is   operandKind
	num  float64
	text string // name, string or word
	list []operand
	dict map[string]operand
}

type operandKind uint8

const (
	isNothing operandKind = iota // white space, a comment, something unreadable
	isNumber
	isName
	isString
	isList
	isDict
	isWord
)

// maxNest bounds lists in lists; nothing on a page needs more than three.
const maxNest = 20

type lexer struct{ src []byte }

// next reads one token. It always makes progress, and reads any bytes at all.
func (l *lexer) next(nest int) operand {
	l.src = bytes.TrimLeft(l.src, blanks)
	if len(l.src) == 0 {
		return operand{}
	}
	switch c := l.src[0]; {
	case c == '%':
		l.skipPast("\r\n")
		return operand{}
	case bytes.HasPrefix(l.src, []byte("<<")):
		l.src = l.src[2:]
		return l.dictionary(nest + 1)
	case c == '<':
		return l.hexString()
	case c == '(':
		return l.literal()
	case c == '[':
		l.src = l.src[1:]
		return operand{is: isList, list: l.until("]", nest+1)}
	case c == '/':
		l.src = l.src[1:]
		return operand{is: isName, text: unescapeName(l.regular())}
	case bytes.HasPrefix(l.src, []byte(">>")):
		l.src = l.src[2:]
		return operand{is: isWord, text: ">>"}
	}
	word := l.regular()
	if word == "" { // a delimiter out of place
		word, l.src = string(l.src[:1]), l.src[1:]
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		return operand{is: isNumber, num: n}
	}
	return operand{is: isWord, text: word}
}

const (
	blanks     = " \t\r\n\f\x00"
	delimiters = blanks + "()<>[]{}/%"
)

// regular takes the characters up to the next delimiter.
func (l *lexer) regular() string {
	end := bytes.IndexAny(l.src, delimiters)
	if end < 0 {
		end = len(l.src)
	}
	word := string(l.src[:end])
	l.src = l.src[end:]
	return word
}

func (l *lexer) skipPast(any string) {
	end := bytes.IndexAny(l.src, any)
	if end < 0 {
		end = len(l.src) - 1
	}
	l.src = l.src[end+1:]
}

// until reads tokens up to a closing word or the end.
func (l *lexer) until(closing string, nest int) (list []operand) {
	for len(l.src) > 0 && nest <= maxNest {
		tok := l.next(nest)
		if tok.is == isWord && tok.text == closing {
			return list
		}
		if tok.is != isNothing && len(list) < maxGlyphs {
			list = append(list, tok)
		}
	}
	return list
}

func (l *lexer) dictionary(nest int) operand {
	d := operand{is: isDict, dict: map[string]operand{}}
	list := l.until(">>", nest)
	for i := 0; i+1 < len(list); i += 2 {
		d.dict[list[i].text] = list[i+1]
	}
	return d
}

func (l *lexer) hexString() operand {
	l.src = l.src[1:]
	end := bytes.IndexByte(l.src, '>')
	if end < 0 {
		end = len(l.src)
	}
	digits := bytes.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'f' {
			return r
		}
		return -1
	}, l.src[:end])
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	b, _ := hex.DecodeString(string(digits)) // only digits are left
	l.src = l.src[min(end+1, len(l.src)):]
	return operand{is: isString, text: string(b)}
}

// literal reads "(…)" with nested parentheses and escapes.
func (l *lexer) literal() operand {
	var b strings.Builder
	depth, i := 1, 1
	for ; i < len(l.src); i++ {
		c := l.src[i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.src = l.src[i+1:]
				return operand{is: isString, text: b.String()}
			}
		case '\\':
			i += l.escape(i+1, &b)
			continue
		}
		b.WriteByte(c)
	}
	l.src = nil
	return operand{is: isString, text: b.String()}
}

// escape writes what the characters from i on stand for, and says how many they are.
func (l *lexer) escape(i int, b *strings.Builder) int {
	if i >= len(l.src) {
		return 1
	}
	c := l.src[i]
	if at := strings.IndexByte("nrtbf", c); at >= 0 {
		b.WriteByte("\n\r\t\b\f"[at])
		return 1
	}
	switch {
	case c == '\r' && i+1 < len(l.src) && l.src[i+1] == '\n':
		return 2
	case c == '\r' || c == '\n':
		return 1
	case c < '0' || c > '7':
		b.WriteByte(c)
		return 1
	}
	n, code := 0, 0
	for n < 3 && i+n < len(l.src) && l.src[i+n] >= '0' && l.src[i+n] <= '7' {
		code = code*8 + int(l.src[i+n]-'0')
		n++
	}
	b.WriteByte(byte(code))
	return n
}

func unescapeName(s string) string {
	for i := strings.IndexByte(s, '#'); i >= 0 && i+2 < len(s); {
		if b, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
			s = s[:i] + string(b) + s[i+3:]
		}
		next := strings.IndexByte(s[i+1:], '#')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return s
}

// skipImage passes over the bytes of an image that stands in the content itself.
func (l *lexer) skipImage() {
	for {
		i := bytes.Index(l.src, []byte("EI"))
		if i < 0 {
			l.src = nil
			return
		}
		alone := (i == 0 || strings.IndexByte(blanks, l.src[i-1]) >= 0) && (i+2 == len(l.src) || strings.IndexByte(blanks, l.src[i+2]) >= 0)
		l.src = l.src[i+2:]
		if alone {
			return
		}
	}
}

// plain decodes a text string of a dictionary: UTF-16 with a mark, UTF-8 with a mark, or single bytes.
func plain(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return fromUTF16(s[2:])
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return s[3:]
	}
	return decode([]byte(s), false)
}

func fromUTF16(s string) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return string(utf16.Decode(units))
}
