package extract

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// writer follows the drawing of one page and writes the text as it is drawn, putting a space, a tab or a line end where
// the pen moved by more than letters need. Drawing order is kept: word processors draw columns one after the other.
type writer struct {
	*book
	state pen
	saved []pen
	line  matrix // where the present line of text began
	text  matrix // where the next glyph goes
	last  spot   // where the previous glyph ended
	begun bool
	marks []mark
	held  accent // drawn, and waiting for its letter
}

// mark is a marked part of the content. Some say in plain words what their glyphs mean (a ligature, a drawn letter).
type mark struct {
	actual string
	told   bool
}

// pen is the part of the graphics state that q and Q save.
type pen struct {
	ctm                                      matrix
	font                                     *font
	size, charSpace, wordSpace, scale, leads float64
	rise                                     float64
}

// spot is the end of what was written last, on the page.
type spot struct{ x, y, size float64 }

// matrix is a PDF transformation: x' = ax + cy + e, y' = bx + dy + f.
type matrix struct{ a, b, c, d, e, f float64 }

var unit = matrix{a: 1, d: 1}

func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func newWriter(b *book) *writer {
	return &writer{book: b, state: pen{ctm: unit, scale: 1}, line: unit, text: unit}
}

// draw follows the operators of a content stream with the resources it names.
func (w *writer) draw(src []byte, resources pdf.Value, depth int) {
	l := lexer{src}
	var args []operand
	for len(l.src) > 0 {
		if err := w.out.step(); err != nil {
			panic(stopped{err})
		}
		switch tok := l.next(0); {
		case tok.is == isNothing:
		case tok.is != isWord:
			if len(args) < 64 { // no operator of text takes more
				args = append(args, tok)
			}
		case tok.text == "ID":
			l.skipImage()
			args = args[:0]
		default:
			w.operate(tok.text, args, resources, depth)
			args = args[:0]
		}
	}
}

func (w *writer) operate(op string, args []operand, resources pdf.Value, depth int) {
	num := func(i int) float64 {
		if i >= len(args) {
			return 0
		}
		return args[i].num
	}
	switch op {
	case "q":
		if len(w.saved) < 1000 {
			w.saved = append(w.saved, w.state)
		}
	case "Q":
		if n := len(w.saved); n > 0 {
			w.state, w.saved = w.saved[n-1], w.saved[:n-1]
		}
	case "cm":
		w.state.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.times(w.state.ctm)
	case "BT":
		w.line, w.text = unit, unit
	case "Tf":
		if len(args) == 2 {
			w.state.font, w.state.size = w.fontNamed(resources, args[0].text), num(1)
		}
	case "Tc":
		w.state.charSpace = num(0)
	case "Tw":
		w.state.wordSpace = num(0)
	case "Tz":
		w.state.scale = num(0) / 100
	case "TL":
		w.state.leads = num(0)
	case "Ts":
		w.state.rise = num(0)
	case "Td":
		w.move(num(0), num(1))
	case "TD":
		w.state.leads = -num(1)
		w.move(num(0), num(1))
	case "Tm":
		w.line = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
		w.text = w.line
	case "T*":
		w.move(0, -w.state.leads)
	case "Tj", "'", "\"":
		w.shown(op, args)
	case "TJ":
		if len(args) == 1 {
			w.spaced(args[0].list)
		}
	case "BMC", "BDC":
		w.begin(args, resources)
	case "EMC":
		if n := len(w.marks); n > 0 {
			w.marks = w.marks[:n-1]
		}
	case "Do":
		if len(args) == 1 {
			w.form(resources.Key("XObject").Key(args[0].text), resources, depth)
		}
	}
}

func (w *writer) begin(args []operand, resources pdf.Value) {
	if len(w.marks) > 1000 {
		return
	}
	var m mark
	if len(args) == 2 {
		m.actual = plain(args[1].dict["ActualText"].text)
		if args[1].is == isName {
			m.actual = plain(resources.Key("Properties").Key(args[1].text).Key("ActualText").RawString())
		}
	}
	w.marks = append(w.marks, m)
}

// meant replaces what glyphs say by what an enclosing mark says they mean, once.
func (w *writer) meant(said string) string {
	for i := range w.marks {
		if m := &w.marks[i]; m.actual != "" {
			if m.told {
				return ""
			}
			m.told = true
			return m.actual
		}
	}
	return said
}

func (w *writer) move(x, y float64) {
	w.line = matrix{1, 0, 0, 1, x, y}.times(w.line)
	w.text = w.line
}

func (w *writer) shown(op string, args []operand) {
	if len(args) == 0 {
		return
	}
	if op == "\"" && len(args) == 3 {
		w.state.wordSpace, w.state.charSpace = args[0].num, args[1].num
	}
	if op != "Tj" {
		w.move(0, -w.state.leads)
	}
	w.show(args[len(args)-1].text)
}

// spaced shows strings with the small moves between them: kerning, or, in much typesetting, the space between words.
func (w *writer) spaced(list []operand) {
	for _, v := range list {
		switch v.is {
		case isString:
			w.show(v.text)
		case isNumber:
			w.advance(-v.num / 1000 * w.state.size * w.state.scale)
		}
	}
}

func (w *writer) advance(by float64) { w.text = matrix{1, 0, 0, 1, by, 0}.times(w.text) }

// form draws a form: a part of the page kept by itself, which may hold text like any page.
func (w *writer) form(x, resources pdf.Value, depth int) {
	w.forms++
	if x.Key("Subtype").Name() != "Form" || depth >= maxTreeDepth/4 || w.forms > maxForms {
		return
	}
	keep, saved := w.state, w.saved
	w.saved = nil
	if m := x.Key("Matrix"); m.Len() == 6 {
		n := func(i int) float64 { return m.Index(i).Float64() }
		w.state.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.times(w.state.ctm)
	}
	if own := x.Key("Resources"); own.Kind() == pdf.Dict {
		resources = own
	}
	w.draw(w.content(x), resources, depth+1)
	w.state, w.saved = keep, saved
}

// show writes a string of glyphs from the present point on.
func (w *writer) show(raw string) {
	f := w.state.font
	if f == nil || raw == "" {
		return
	}
	var b strings.Builder
	at := w.place()
	for len(raw) > 0 {
		n := min(f.bytes, len(raw))
		code := raw[:n]
		raw = raw[n:]
		b.WriteString(f.text(code))
		by := f.width(code)*w.state.size + w.state.charSpace
		if code == " " {
			by += w.state.wordSpace
		}
		w.advance(by * w.state.scale)
	}
	said := w.meant(b.String())
	if said == "" {
		return
	}
	along, across, em := w.moved(at)
	between := gap(along, across, em)
	head, sign := cutAccent(said)
	if head == "" {
		w.say(w.held.join("", "", false))
	} else {
		w.say(w.held.join(between, head, along < -0.15*em))
		between = ""
	}
	w.held = accent{said[len(head):], sign, between}
	w.last, w.begun = w.place(), true
}

func (w *writer) say(text string) {
	if err := w.out.write(text); err != nil {
		panic(stopped{err})
	}
}

// place is the present point on the page, with the size letters have there.
func (w *writer) place() spot {
	m := matrix{1, 0, 0, 1, 0, w.state.rise}.times(w.text).times(w.state.ctm)
	return spot{m.e, m.f, math.Abs(w.state.size) * math.Sqrt(math.Abs(m.a*m.d-m.b*m.c))}
}

// moved is how far the pen went from the end of what was written last to spot to, along and across the direction of
// writing, and the size of the letters to measure it by, so that turned and scaled text reads the same.
func (w *writer) moved(to spot) (along, across, em float64) {
	if !w.begun {
		return 0, 0, 1
	}
	m := w.text.times(w.state.ctm)
	length := math.Hypot(m.a, m.b)
	if length == 0 || to.size == 0 {
		return 0, 0, 1
	}
	ux, uy := m.a/length, m.b/length
	dx, dy := to.x-w.last.x, to.y-w.last.y
	return dx*ux + dy*uy, math.Abs(dy*ux - dx*uy), math.Max(to.size, w.last.size)
}

// gap is the white space that such a move stands for.
func gap(along, across, em float64) string {
	switch {
	case across > 2.2*em:
		return "\n\n"
	case across > 0.6*em, along < -0.6*em:
		return "\n"
	case along > 2*em:
		return "\t"
	case along > 0.17*em:
		return " "
	}
	return ""
}
