package extract

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// readTable reads a font's ToUnicode table, a small program of which only three statements matter, and answers how many
// bytes its codes have (0: not said). A table that cannot be read leaves the font without one.
func (f *font) readTable(stream pdf.Value) (length int) {
	rc := stream.Reader()
	defer rc.Close()
	src, _ := io.ReadAll(io.LimitReader(rc, 4<<20)) // what came before the damage is still true
	f.unicode = map[string]string{}
	var args []operand
	for len(src) > 0 {
		var tok operand
		tok, src = nextOperand(src)
		switch tok.word {
		case "":
			if tok.isText || tok.isList {
				args = append(args, tok)
			}
			continue
		case "endcodespacerange":
			if len(args) > 0 && length == 0 {
				length = min(len(args[0].text), 2)
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				f.mean(args[i].text, fromUTF16(args[i+1].text))
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				f.meanRange(args[i].text, args[i+1].text, args[i+2])
			}
		}
		args = args[:0]
	}
	return length
}

func (f *font) mean(code, text string) {
	if len(f.unicode) < maxGlyphs {
		f.unicode[code] = text
	}
}

// meanRange maps successive codes to a list of texts, or to texts whose last letter counts up.
func (f *font) meanRange(low, high string, to operand) {
	if len(low) == 0 || len(low) > 2 || len(low) != len(high) {
		return
	}
	first, last := number(low), number(high)
	base := []rune(fromUTF16(to.text))
	for c := first; c <= last; c++ {
		code := string([]byte{byte(c >> 8), byte(c)}[2-len(low):])
		switch {
		case to.isList && c-first < len(to.list):
			f.mean(code, fromUTF16(to.list[c-first]))
		case len(base) > 0:
			f.mean(code, string(base[:len(base)-1])+string(base[len(base)-1]+rune(c-first)))
		}
	}
}

// operand is a token of the table: a word, a string of bytes, or a list of such strings. Everything else is passed over.
type operand struct {
	word           string
	text           string
	list           []string
	isText, isList bool
}

func nextOperand(src []byte) (operand, []byte) {
	src = bytes.TrimLeft(src, " \t\r\n\f\x00")
	if len(src) == 0 {
		return operand{}, nil
	}
	switch c := src[0]; {
	case bytes.HasPrefix(src, []byte("<<")), bytes.HasPrefix(src, []byte(">>")):
		return operand{}, src[2:]
	case c == '<':
		text, rest := hexString(src)
		return operand{text: text, isText: true}, rest
	case c == '[':
		return hexList(src[1:])
	case c == '%':
		return operand{}, after(src, '\n')
	case c == '(':
		return operand{}, after(src, ')')
	case c == '/':
		_, rest := regular(src[1:])
		return operand{}, rest
	}
	word, rest := regular(src)
	if word == "" {
		return operand{}, src[1:]
	}
	return operand{word: word}, rest
}

func hexString(src []byte) (string, []byte) {
	end := bytes.IndexByte(src, '>')
	if end < 0 {
		return "", nil
	}
	digits := bytes.Map(func(r rune) rune {
		if r < 0x80 && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'f') {
			return r
		}
		return -1
	}, src[1:end])
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	b := make([]byte, len(digits)/2)
	if _, err := hex.Decode(b, digits); err != nil {
		panic(fmt.Sprintf("hex digits %q: %v", digits, err)) // only digits were let through
	}
	return string(b), src[end+1:]
}

func hexList(src []byte) (operand, []byte) {
	list := operand{isList: true}
	for len(src) > 0 && src[0] != ']' {
		if src[0] != '<' {
			src = src[1:]
			continue
		}
		var text string
		text, src = hexString(src)
		list.list = append(list.list, text)
	}
	return list, src[min(1, len(src)):]
}

// regular takes a word up to the next delimiter.
func regular(src []byte) (string, []byte) {
	end := bytes.IndexAny(src, " \t\r\n\f\x00()<>[]{}/%")
	if end < 0 {
		end = len(src)
	}
	return string(src[:end]), src[end:]
}

func after(src []byte, c byte) []byte {
	i := bytes.IndexByte(src, c)
	if i < 0 {
		return nil
	}
	return src[i+1:]
}

func number(code string) (n int) {
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	return n
}

func fromUTF16(s string) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return string(utf16.Decode(units))
}
