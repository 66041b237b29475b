package extract

import (
	"strings"

	"github.com/ledongthuc/pdf"
)

// maxGlyphs bounds the tables read for one font.
const maxGlyphs = 1 << 16

// font knows what a glyph code says and how wide it is. A code is one byte, or two in composite fonts.
type font struct {
	bytes   int
	unicode map[string]string  // the font's own table of what its codes mean, preferred
	encoder pdf.TextEncoding   // else what the library makes of its encoding; nil if there is none
	said    map[string]string  // answers of the encoder
	widths  map[string]float64 // in ems
	other   float64            // width of codes without one; 0: guess from the letter
}

// fontNamed reads a font once a document. Names are those of the page, so two pages may mean different fonts by one
// name: what tells them apart is their dictionary as text.
func (b *book) fontNamed(resources pdf.Value, name string) *font {
	v := resources.Key("Font").Key(name)
	if v.Kind() != pdf.Dict {
		return &font{bytes: 1}
	}
	key := v.String()
	f, ok := b.fonts[key]
	if !ok {
		f = b.readFont(v)
		b.fonts[key] = f
	}
	return f
}

func (b *book) readFont(v pdf.Value) *font {
	f := &font{bytes: 1, said: map[string]string{}, widths: map[string]float64{}}
	composite := v.Key("Subtype").Name() == "Type0"
	if composite {
		f.bytes, f.other = 2, 1
		f.compositeWidths(v.Key("DescendantFonts").Index(0))
	} else {
		f.simpleWidths(v)
	}
	if table := v.Key("ToUnicode"); table.Kind() == pdf.Stream {
		if n := f.readTable(b.unpack(table)); composite && n > 0 {
			f.bytes = n
		}
	}
	if len(f.unicode) == 0 {
		f.encoder = encoderOf(v, composite)
	}
	return f
}

// encoderOf is how codes are read in a font without a table of its own: by a named Unicode encoding, or, with one byte a
// code, by the library's tables. The library would run the font's table as a program, which a hostile one never ends.
func encoderOf(v pdf.Value, composite bool) pdf.TextEncoding {
	encoding := v.Key("Encoding")
	switch {
	case composite && (strings.Contains(encoding.Name(), "UCS2") || strings.Contains(encoding.Name(), "UTF16")):
		return utf16Encoding{}
	case composite, encoding.Kind() == pdf.Null && v.Key("ToUnicode").Kind() == pdf.Stream:
		return nil
	}
	return (&pdf.Font{V: v}).Encoder()
}

type utf16Encoding struct{}

func (utf16Encoding) Decode(code string) string { return fromUTF16(code) }

func (f *font) text(code string) string {
	if s, ok := f.unicode[code]; ok {
		return s
	}
	if f.encoder == nil {
		return ""
	}
	s, ok := f.said[code]
	if !ok && len(f.said) < maxGlyphs {
		s = f.encoder.Decode(code)
		f.said[code] = s
	}
	return s
}

// width is how far a glyph moves the pen, in ems.
func (f *font) width(code string) float64 {
	if w, ok := f.widths[code]; ok {
		return w
	}
	if f.other != 0 {
		return f.other
	}
	return likelyWidth(code[0])
}

// likelyWidth stands in for the 14 fonts every reader has, whose widths a PDF may leave out.
func likelyWidth(c byte) float64 {
	switch {
	case c == ' ' || c == 'i' || c == 'j' || c == 'l' || c == '.' || c == ',' || c == '\'' || c == 'I' || c == 't' || c == 'f':
		return 0.27
	case c == 'm' || c == 'w' || c == 'M' || c == 'W':
		return 0.84
	case c >= 'A' && c <= 'Z':
		return 0.68
	}
	return 0.54
}

func (f *font) simpleWidths(v pdf.Value) {
	scale := 0.001
	if m := v.Key("FontMatrix"); m.Len() == 6 && v.Key("Subtype").Name() == "Type3" {
		scale = m.Index(0).Float64()
	}
	f.other = v.Key("FontDescriptor").Key("MissingWidth").Float64() * scale
	first, list := int(v.Key("FirstChar").Int64()), v.Key("Widths")
	for i := range min(list.Len(), 256) {
		if c := first + i; c >= 0 && c < 256 {
			f.widths[string([]byte{byte(c)})] = list.Index(i).Float64() * scale
		}
	}
}

// compositeWidths reads the two forms of a composite font's table: "c [w w w]" and "first last w".
func (f *font) compositeWidths(v pdf.Value) {
	if dw := v.Key("DW"); dw.Kind() != pdf.Null {
		f.other = dw.Float64() / 1000
	}
	list := v.Key("W")
	set := func(c int64, w float64) {
		if c >= 0 && c < maxGlyphs {
			f.widths[string([]byte{byte(c >> 8), byte(c)})] = w / 1000
		}
	}
	for i := 0; i+1 < min(list.Len(), maxGlyphs); {
		first := list.Index(i).Int64()
		if each := list.Index(i + 1); each.Kind() == pdf.Array {
			for j := range min(each.Len(), maxGlyphs) {
				set(first+int64(j), each.Index(j).Float64())
			}
			i += 2
			continue
		}
		w := list.Index(i + 2).Float64()
		for c := max(first, 0); c <= min(list.Index(i+1).Int64(), maxGlyphs-1); c++ {
			set(c, w)
		}
		i += 3
	}
}
