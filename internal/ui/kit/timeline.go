package kit

import (
	"fmt"

	"github.com/a-h/templ"
)

func lineAttrs(p LineProps) templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", p.ID)
	return a
}

func figureAttrs(f Figure) templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", f.ID)
	return a
}

// segmentBox is a part drawn: SVG geometry, because the browser is told to
// accept no style attributes.
type segmentBox struct{ x, width, tone, step string }

func segmentBoxes(parts []Segment) []segmentBox {
	total := 0
	for _, s := range parts {
		total += s.Count
	}
	var boxes []segmentBox
	x := 0.0
	for i, s := range parts {
		if s.Count == 0 {
			continue
		}
		w := 100 * float64(s.Count) / float64(total)
		boxes = append(boxes, segmentBox{percent(x), percent(max(w-0.4, 0.4)), string(s.Tone), Number(i%6 + 1)})
		x += w
	}
	return boxes
}

func percent(v float64) string { return fmt.Sprintf("%.2f%%", v) }
