package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Colour is an sRGB colour, each channel 0 to 1.
type Colour struct{ R, G, B float64 }

// ParseHex reads "#rgb" or "#rrggbb", with or without the hash.
func ParseHex(s string) (Colour, error) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if len(s) != 6 || err != nil {
		return Colour{}, fmt.Errorf("%q is not a colour like #1d4f58", s)
	}
	return Colour{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, nil
}

// Hex is the colour as "#rrggbb", channels outside sRGB clipped.
func (c Colour) Hex() string {
	b := func(v float64) int { return int(math.Round(min(max(v, 0), 1) * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", b(c.R), b(c.G), b(c.B))
}

// Contrast is the WCAG 2 ratio between two colours, 1 to 21.
func Contrast(a, b Colour) float64 {
	la, lb := a.luminance(), b.luminance()
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// linear undoes the sRGB transfer curve; encode applies it.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func encode(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// OKLCH makes a colour from lightness (0 to 1), chroma and hue (degrees), the
// space our tokens are written in: equal steps of lightness look equal.
func OKLCH(l, c, h float64) Colour {
	a, b := c*math.Cos(h*math.Pi/180), c*math.Sin(h*math.Pi/180)
	l3 := cube(l + 0.3963377774*a + 0.2158037573*b)
	m3 := cube(l - 0.1055613458*a - 0.0638541728*b)
	s3 := cube(l - 0.0894841775*a - 1.2914855480*b)
	return Colour{
		encode(4.0767416621*l3 - 3.3077115913*m3 + 0.2309699292*s3),
		encode(-1.2684380046*l3 + 2.6097574011*m3 - 0.3413193965*s3),
		encode(-0.0041960863*l3 - 0.7034186147*m3 + 1.7076147010*s3),
	}
}

// LCH gives lightness, chroma and hue of a colour in OKLCH.
func (c Colour) LCH() (l, chroma, hue float64) {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l3 := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m3 := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s3 := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	l = 0.2104542553*l3 + 0.7936177850*m3 - 0.0040720468*s3
	x := 1.9779984951*l3 - 2.4285922050*m3 + 0.4505937099*s3
	y := 0.0259040371*l3 + 0.7827717662*m3 - 0.8086757660*s3
	hue = math.Atan2(y, x) * 180 / math.Pi
	if hue < 0 {
		hue += 360
	}
	return l, math.Hypot(x, y), hue
}

// inGamut says whether sRGB can show the colour without clipping.
func (c Colour) inGamut() bool {
	ok := func(v float64) bool { return v >= -0.0005 && v <= 1.0005 }
	return ok(c.R) && ok(c.G) && ok(c.B)
}

func cube(v float64) float64 { return v * v * v }
