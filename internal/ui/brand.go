package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Brand is a company's colour made readable: its hue is kept, its lightness
// moved until words in it, and words on it, have the contrast of WCAG 2.2 AA,
// once for light pages and once for dark ones.
type Brand struct {
	Given Colour // as the company chose it
	Light BrandSide
	Dark  BrandSide
}

// BrandSide is the brand on pages of one appearance.
type BrandSide struct {
	Accent Colour // links, focus, marks: at least 4.5:1 on every surface
	Fill   Colour // buttons: the company's own wherever words can stand on it
	Edge   Colour // around the fill: at least 3:1 on every surface, so that pale buttons are seen
	On     Colour // words on Fill: at least 4.5:1
	Wash   Colour // a breath of it behind something
}

// The surfaces a brand has to be read on, as css/tokens/colour.css has them.
var (
	lightSurfaces = []Colour{OKLCH(0.966, 0.005, 85), OKLCH(0.985, 0.004, 85), OKLCH(0.997, 0.002, 85)}
	darkSurfaces  = []Colour{OKLCH(0.26, 0.008, 65), OKLCH(0.195, 0.006, 65), OKLCH(0.17, 0.005, 65)}
	paper         = OKLCH(0.99, 0, 0)
	ink           = OKLCH(0.2, 0.01, 65)
)

// NewBrand makes a brand of a colour.
func NewBrand(given Colour) Brand {
	l, c, h := given.LCH()
	return Brand{
		Given: given,
		Light: BrandSide{
			Accent: nearest(l, c, h, -1, func(x Colour) bool { return readable(x, 4.6, lightSurfaces) }),
			Fill:   fill(l, c, h, -1, lightSurfaces),
			Edge:   nearest(l, c, h, -1, func(x Colour) bool { return readable(x, 3, lightSurfaces) }),
			Wash:   fit(0.957, min(c, 0.02), h),
		},
		Dark: BrandSide{
			Accent: nearest(max(l, 0.7), c, h, 1, func(x Colour) bool { return readable(x, 4.6, darkSurfaces) }),
			Fill:   fill(l, c, h, 1, darkSurfaces),
			Edge:   nearest(l, c, h, 1, func(x Colour) bool { return readable(x, 3, darkSurfaces) }),
			Wash:   fit(0.28, min(c, 0.03), h),
		},
	}.withWords()
}

// withWords chooses ink or paper for what stands on the fills.
func (b Brand) withWords() Brand {
	for _, side := range []*BrandSide{&b.Light, &b.Dark} {
		side.On = paper
		if Contrast(side.Fill, ink) > Contrast(side.Fill, paper) {
			side.On = ink
		}
	}
	return b
}

// fill keeps the company's own colour wherever it can be seen and written on.
func fill(l, c, h, step float64, surfaces []Colour) Colour {
	return nearest(l, c, h, step, func(x Colour) bool {
		words := max(Contrast(x, paper), Contrast(x, ink))
		return readable(x, 1.3, surfaces) && words >= 4.6
	})
}

// nearest walks the lightness away from where it is unreadable, keeping the
// hue, until ok; chroma gives way only where the screen can't show it.
func nearest(l, c, h, step float64, ok func(Colour) bool) Colour {
	for ; l > 0 && l < 1; l += step * 0.005 {
		if x := fit(l, c, h); ok(x) {
			return x
		}
	}
	return map[bool]Colour{true: paper, false: ink}[step > 0]
}

// fit is the colour with the most chroma, up to c, that sRGB can show.
func fit(l, c, h float64) Colour {
	for ; c > 0; c -= 0.002 {
		if x := OKLCH(l, c, h); x.inGamut() {
			return x
		}
	}
	return OKLCH(l, 0, h)
}

func readable(x Colour, ratio float64, surfaces []Colour) bool {
	for _, s := range surfaces {
		if Contrast(x, s) < ratio {
			return false
		}
	}
	return true
}

// CSS is the brand as a stylesheet of its own address: the browser accepts no
// style inside a page. It comes after app.css and sets meanings only.
func (b Brand) CSS() string {
	pair := func(light, dark Colour) string { return "light-dark(" + light.Hex() + ", " + dark.Hex() + ")" }
	accent := pair(b.Light.Accent, b.Dark.Accent)
	fill := pair(b.Light.Fill, b.Dark.Fill)
	return fmt.Sprintf(`@layer tokens {
  :root {
    --accent: %s;
    --accent-strong: %s;
    --accent-fill: %s;
    --accent-fill-strong: color-mix(in oklab, %s 88%%, var(--text));
    --accent-edge: %s;
    --on-accent: %s;
    --accent-wash: %s;
    --accent-line: color-mix(in oklab, %s 45%%, var(--surface));
  }
}
`, accent, accent, fill, fill, pair(b.Light.Edge, b.Dark.Edge), pair(b.Light.On, b.Dark.On), pair(b.Light.Wash, b.Dark.Wash), accent)
}

// Hash names the stylesheet by its content, for an address that never changes
// what it answers.
func (b Brand) Hash() string {
	sum := sha256.Sum256([]byte(b.CSS()))
	return hex.EncodeToString(sum[:6])
}
