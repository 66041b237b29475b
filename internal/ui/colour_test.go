package ui

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestContrastIsThatOfTheStandard(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000", "#fff", 21}, {"#767676", "#fff", 4.54}, {"#1d4f58", "#fbfaf7", 8.66}} {
		a, _ := ParseHex(c.a)
		b, _ := ParseHex(c.b)
		if got := Contrast(a, b); math.Abs(got-c.want) > 0.05 {
			t.Errorf("%s on %s: %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestOKLCHThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hex := fmt.Sprintf("#%06x", rapid.IntRange(0, 0xffffff).Draw(t, "colour"))
		c, err := ParseHex(hex)
		if err != nil {
			t.Fatal(err)
		}
		if back := OKLCH(c.LCH()).Hex(); back != hex {
			t.Fatalf("%s came back as %s", hex, back)
		}
	})
}

func TestEveryBrandCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given, _ := ParseHex(fmt.Sprintf("%06x", rapid.IntRange(0, 0xffffff).Draw(t, "colour")))
		b := NewBrand(given)
		for _, s := range []struct {
			side     BrandSide
			surfaces []Colour
		}{{b.Light, lightSurfaces}, {b.Dark, darkSurfaces}} {
			for _, on := range s.surfaces {
				if got := Contrast(s.side.Accent, on); got < 4.5 {
					t.Errorf("accent %s on %s: %.2f", s.side.Accent.Hex(), on.Hex(), got)
				}
				if got := Contrast(s.side.Edge, on); got < 3 {
					t.Errorf("edge %s on %s: %.2f", s.side.Edge.Hex(), on.Hex(), got)
				}
			}
			if got := Contrast(s.side.Fill, s.side.On); got < 4.5 {
				t.Errorf("words %s on button %s: %.2f", s.side.On.Hex(), s.side.Fill.Hex(), got)
			}
		}
	})
}

func TestReadableBrandsAreKept(t *testing.T) {
	given, _ := ParseHex("#0b5d3b")
	if b := NewBrand(given); b.Light.Fill.Hex() != "#0b5d3b" || b.Light.Accent.Hex() != "#0b5d3b" {
		t.Errorf("a readable colour was changed: %s %s", b.Light.Fill.Hex(), b.Light.Accent.Hex())
	}
	if _, err := ParseHex("red; } body {"); err == nil {
		t.Error("only hex colours are colours")
	}
}

// The figures of the design record, from the stylesheet itself, in both
// palettes and both appearances.
func TestTokensHaveTheContrastWePromise(t *testing.T) {
	for _, palette := range []string{"paper", "slate"} {
		for side, name := range []string{"light", "dark"} {
			tok := tokens(t, palette, side)
			surfaces := []string{"surface", "surface-raised", "surface-sunken", "surface-float"}
			for _, on := range surfaces {
				for _, hue := range []string{"teal", "blue", "violet", "pink", "red", "orange", "amber", "green", "slate"} {
					check(t, palette+" "+name, tok, "hue-"+hue, on, 3)
				}
				for text, ratio := range map[string]float64{"text": 12, "text-2": 7, "text-3": 4.6, "accent": 4.6, "danger": 4.6, "wait": 4.6, "good": 4.6, "edge": 3} {
					check(t, palette+" "+name, tok, text, on, ratio)
				}
			}
			for _, w := range []string{"accent", "danger", "wait", "good"} {
				check(t, palette+" "+name, tok, w, w+"-wash", 4.5)
				check(t, palette+" "+name, tok, "text", w+"-wash", 7)
				check(t, palette+" "+name, tok, "text-2", w+"-wash", 4.5)
			}
			check(t, palette+" "+name, tok, "on-accent", "accent-fill", 4.5)
			check(t, palette+" "+name, tok, "on-accent", "accent-fill-strong", 4.5)
			check(t, palette+" "+name, tok, "text-3", "surface-selected", 4.5)
			for i := 1; i <= 6; i++ {
				check(t, palette+" "+name, tok, "tint-ink", fmt.Sprint("tint-", i), 4.5)
			}
		}
	}
}

func check(t *testing.T, where string, tok map[string]Colour, text, on string, ratio float64) {
	t.Helper()
	a, ok := tok[text]
	b, there := tok[on]
	if !ok || !there {
		t.Errorf("%s: no token --%s or --%s", where, text, on)
		return
	}
	if got := Contrast(a, b); got < ratio {
		t.Errorf("%s: --%s %s on --%s %s is %.2f, we promise %.1f", where, text, a.Hex(), on, b.Hex(), got, ratio)
	}
}

var (
	declared = regexp.MustCompile(`--([a-z0-9-]+):\s*light-dark\((.+)\);`)
	plain    = regexp.MustCompile(`--([a-z-]+):\s*([0-9.]+);`)
	used     = regexp.MustCompile(`var\(--([a-z-]+)\)`)
	scaled   = regexp.MustCompile(`calc\(([0-9.]+) \* ([0-9.]+)\)`)
	colour   = regexp.MustCompile(`oklch\(([0-9.]+) ([0-9.]+) ([0-9.]+)\)`)
)

// tokens reads the colours of one appearance (0 light, 1 dark) out of
// css/tokens/colour.css.
func tokens(t *testing.T, palette string, side int) map[string]Colour {
	source, err := fs.ReadFile(embedded, "css/tokens/colour.css")
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]string{}
	own, slate, _ := strings.Cut(string(source), `:root[data-palette="slate"]`)
	for _, m := range plain.FindAllStringSubmatch(own, -1) {
		numbers[m[1]] = m[2]
	}
	if palette == "slate" {
		for _, m := range plain.FindAllStringSubmatch(slate, -1) {
			numbers[m[1]] = m[2]
		}
	}
	out := map[string]Colour{}
	for _, m := range declared.FindAllStringSubmatch(own, -1) {
		value := used.ReplaceAllStringFunc(m[2], func(v string) string { return numbers[used.FindStringSubmatch(v)[1]] })
		value = scaled.ReplaceAllStringFunc(value, func(v string) string {
			f := scaled.FindStringSubmatch(v)
			return fmt.Sprint(number(f[1]) * number(f[2]))
		})
		if both := colour.FindAllStringSubmatch(value, -1); len(both) == 2 {
			out[m[1]] = OKLCH(number(both[side][1]), number(both[side][2]), number(both[side][3]))
		}
	}
	return out
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}
