package extract

import (
	"github.com/ledongthuc/pdf"
)

// readTable reads a font's ToUnicode table, a small program of which only three statements matter, and answers how many
// bytes its codes have (0: not said). A table that cannot be read leaves the font without one.
func (f *font) readTable(src []byte) (length int) {
	f.unicode = map[string]string{}
	l := lexer{src}
	var args []operand
	for len(l.src) > 0 {
		tok := l.next(0)
		switch {
		case tok.is == isString, tok.is == isList:
			if len(args) < maxGlyphs {
				args = append(args, tok)
			}
			continue
		case tok.is != isWord:
			continue
		}
		switch tok.text {
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
	if len(f.unicode) < maxGlyphs && len(text) < 64 {
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
	for c := first; c <= last && len(f.unicode) < maxGlyphs; c++ {
		code := string([]byte{byte(c >> 8), byte(c)}[2-len(low):])
		switch {
		case to.is == isList && c-first < len(to.list):
			f.mean(code, fromUTF16(to.list[c-first].text))
		case len(base) > 0:
			f.mean(code, string(base[:len(base)-1])+string(base[len(base)-1]+rune(c-first)))
		}
	}
}

func number(code string) (n int) {
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	return n
}

// content unpacks a stream, or several that follow each other, as far as it can be unpacked and the budget lasts.
func (b *book) content(v pdf.Value) []byte {
	if v.Kind() != pdf.Array {
		return b.unpack(v)
	}
	var all []byte
	for i := range min(v.Len(), maxForms) {
		all = append(append(all, b.unpack(v.Index(i))...), '\n')
	}
	return all
}
