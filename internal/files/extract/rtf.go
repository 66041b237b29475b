package extract

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
)

// readRTF reads Rich Text Format. The reader is our own because the Go libraries found are either regular expressions
// run over the whole file, which need memory without bound and know one code page, or weeks old; and the subset
// a résumé needs (groups, code pages, Unicode escapes, destinations that are not text) is small.
func readRTF(out *sink, r io.ReaderAt, size int64) error {
	src := make([]byte, size)
	n, err := r.ReadAt(src, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read rtf: %w", err)
	}
	p := &rtf{src: src[:n], out: out, fonts: map[int]encoding.Encoding{}, page: ansi(1252)}
	if !strings.HasPrefix(string(src[:min(n, 5)]), `{\rtf`) {
		return errors.New("no rtf header")
	}
	return p.run()
}

// maxGroups bounds the nesting of groups; Word writes a few dozen.
const maxGroups = 2_000

type rtf struct {
	src   []byte
	pos   int
	out   *sink
	now   group
	stack []group
	fonts map[int]encoding.Encoding // code page by font number, from the font table
	page  encoding.Encoding         // of the whole document
	bytes []byte                    // characters of the current code page, not yet decoded
	high  rune                      // first half of a surrogate pair
	star  bool                      // \* was seen: what follows may be ignored if unknown
}

// group is the state that a closing brace restores.
type group struct {
	skip     bool // not text: fonts, colours, pictures, …
	fontDefs bool // inside the font table
	font     int
	page     encoding.Encoding // of the font in use; nil: the document's
	uc       int               // bytes that stand in for a \u
	pending  int               // of them still to be passed over
}

func (p *rtf) run() error {
	p.now.uc = 1
	for p.pos < len(p.src) {
		if err := p.out.step(); err != nil {
			return err
		}
		c := p.src[p.pos]
		p.pos++
		var err error
		switch c {
		case '{':
			err = p.open()
		case '}':
			if err = p.close(); err == nil && len(p.stack) == 0 {
				return p.flush()
			}
		case '\\':
			err = p.control()
		case '\r', '\n', 0:
		default:
			err = p.char(c)
		}
		if err != nil {
			return err
		}
	}
	if len(p.stack) > 0 && p.out.b.Len() == 0 {
		return errors.New("ends inside a group")
	}
	return p.flush()
}

func (p *rtf) open() error {
	if err := p.flush(); err != nil {
		return err
	}
	if len(p.stack) >= maxGroups {
		return errors.New("groups nested too deeply")
	}
	p.stack = append(p.stack, p.now)
	p.star, p.now.pending = false, 0
	return nil
}

func (p *rtf) close() error {
	if err := p.flush(); err != nil {
		return err
	}
	if len(p.stack) == 0 {
		return errors.New("unbalanced group")
	}
	p.now = p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	p.star, p.now.pending = false, 0
	return nil
}

// char takes one byte of text in the current code page.
func (p *rtf) char(c byte) error {
	if p.now.pending > 0 {
		p.now.pending--
		return nil
	}
	if p.now.skip || p.now.fontDefs {
		return nil
	}
	p.bytes = append(p.bytes, c)
	if len(p.bytes) >= 4096 && c < 0x80 {
		return p.flush()
	}
	return nil
}

func (p *rtf) flush() error {
	p.high = 0
	if len(p.bytes) == 0 {
		return nil
	}
	page := p.now.page
	if page == nil {
		page = p.page
	}
	s := decoded(page, p.bytes)
	p.bytes = p.bytes[:0]
	return p.out.write(s)
}

// say writes text that is not in a code page.
func (p *rtf) say(s string) error {
	if p.now.skip || p.now.fontDefs {
		return nil
	}
	if p.now.pending > 0 {
		p.now.pending--
		return nil
	}
	if err := p.flush(); err != nil {
		return err
	}
	return p.out.write(s)
}

// control reads what follows a backslash: a symbol, a hex byte, or a word with an optional number.
func (p *rtf) control() error {
	if p.pos >= len(p.src) {
		return nil
	}
	c := p.src[p.pos]
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		word, num, has := p.word()
		return p.apply(word, num, has)
	}
	p.pos++
	switch c {
	case '\'':
		if p.pos+2 > len(p.src) {
			return nil
		}
		b := hexDigit(p.src[p.pos])<<4 | hexDigit(p.src[p.pos+1])
		p.pos += 2
		return p.char(b)
	case '\\', '{', '}':
		return p.char(c)
	case '*':
		p.star = true
	case '~':
		return p.say("\u00a0")
	case '_':
		return p.say("-")
	case '\r', '\n':
		return p.say("\n")
	}
	return nil
}

func (p *rtf) word() (word string, num int, has bool) {
	start := p.pos
	for p.pos < len(p.src) && p.pos-start < 32 && (p.src[p.pos]|0x20) >= 'a' && (p.src[p.pos]|0x20) <= 'z' {
		p.pos++
	}
	word = string(p.src[start:p.pos])
	sign := 1
	if p.pos+1 < len(p.src) && p.src[p.pos] == '-' && p.src[p.pos+1] >= '0' && p.src[p.pos+1] <= '9' {
		sign = -1
		p.pos++
	}
	for digits := 0; p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' && digits < 10; digits++ {
		num, has = num*10+int(p.src[p.pos]-'0'), true
		p.pos++
	}
	if p.pos < len(p.src) && p.src[p.pos] == ' ' {
		p.pos++
	}
	return word, sign * num, has
}

// apply does what a control word says.
func (p *rtf) apply(word string, num int, has bool) error {
	star := p.star
	p.star = false
	if s, ok := rtfSigns[word]; ok {
		return p.say(s)
	}
	if rtfSkipped[word] || star && !rtfKept[word] {
		p.now.skip = true
		return nil
	}
	switch word {
	case "u":
		return p.unicode(num)
	case "bin":
		p.pos = min(len(p.src), p.pos+max(0, num))
	case "uc":
		p.now.uc = min(max(num, 0), 100)
	case "ansicpg":
		p.page = ansi(num)
	case "mac", "pc", "pca":
		p.page = map[string]encoding.Encoding{"mac": ansi(10000), "pc": ansi(437), "pca": ansi(850)}[word]
	case "fonttbl":
		p.now.fontDefs = true
	case "f", "deff":
		return p.font(num)
	case "fcharset":
		if page := charset(num); p.now.fontDefs && page != nil && len(p.fonts) < 10_000 {
			p.fonts[p.now.font] = page
		}
	case "shptxt":
		p.now.skip = false // the text of a shape stands inside a group that is otherwise drawing
	case "plain":
		if err := p.flush(); err != nil {
			return err
		}
		p.now.page = nil
	}
	return nil
}

func (p *rtf) font(num int) error {
	if err := p.flush(); err != nil {
		return err
	}
	p.now.font = num
	p.now.page = p.fonts[num]
	return nil
}

// unicode takes \uN: a signed 16-bit unit, possibly half of a pair, followed by uc bytes for older readers.
func (p *rtf) unicode(num int) error {
	defer func() { p.now.pending = p.now.uc }()
	p.now.pending = 0
	if p.now.skip || p.now.fontDefs {
		return nil
	}
	r := rune(num)
	if num < 0 {
		r = rune(num + 65536)
	}
	high := p.high
	if len(p.bytes) > 0 {
		high = 0
	}
	if err := p.flush(); err != nil {
		return err
	}
	switch {
	case high != 0 && utf16.IsSurrogate(r):
		r = utf16.DecodeRune(high, r)
	case utf16.IsSurrogate(r):
		p.high = r
		return nil
	}
	if r < 0 || r > 0x10ffff {
		return nil
	}
	return p.out.write(string(r))
}

func hexDigit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 0
}
