package library

import (
	"strings"
	"unicode"
)

// Part is one field of a content as text.
type Part struct{ Name, Label, Text string }

// Changed is a field that differs between two revisions. Words are its text, word by word, as it was and as it is.
type Changed struct {
	Name, Label   string
	Before, After string
	Words         []Word
}

// Word is a piece of text that is in both revisions, or in one of them.
type Word struct {
	Text string
	How  How
}

// How says in which of two revisions a word is.
type How string

const (
	Same    How = ""
	Removed How = "removed"
	Added   How = "added"
)

// compare gives the parts that differ.
func compare(before, after []Part) (out []Changed) {
	for n, b := range before {
		if a := after[n]; a.Text != b.Text {
			out = append(out, Changed{b.Name, b.Label, b.Text, a.Text, Words(b.Text, a.Text)})
		}
	}
	return out
}

// mostCells bounds the table of the comparison: two texts of 2,000 words that have nothing in common.
const mostCells = 4 << 20

// Words compares two texts word by word: the longest common subsequence between a common beginning and a common end.
// Written here because it is thirty lines; a library for it brings patches, and no words. Texts too long and too different
// for the table are compared line by line, and at last as a whole.
func Words(before, after string) []Word {
	for _, split := range []func(string) []string{splitWords, splitLines} {
		b, a := split(before), split(after)
		head := 0
		for head < len(b) && head < len(a) && b[head] == a[head] {
			head++
		}
		tail := 0
		for tail < len(b)-head && tail < len(a)-head && b[len(b)-1-tail] == a[len(a)-1-tail] {
			tail++
		}
		midB, midA := b[head:len(b)-tail], a[head:len(a)-tail]
		if (len(midB)+1)*(len(midA)+1) > mostCells {
			continue
		}
		var d differ
		d.put(Same, b[:head]...)
		d.common(midB, midA)
		d.put(Same, b[len(b)-tail:]...)
		return d.out
	}
	return []Word{{before, Removed}, {after, Added}}
}

// differ collects words; neighbours of one sort become one piece.
type differ struct{ out []Word }

func (d *differ) put(how How, words ...string) {
	text := strings.Join(words, "")
	if text == "" {
		return
	}
	if n := len(d.out); n > 0 && d.out[n-1].How == how {
		d.out[n-1].Text += text
		return
	}
	d.out = append(d.out, Word{text, how})
}

// common walks the table of the longest common subsequence of two lists.
func (d *differ) common(b, a []string) {
	wide := len(a) + 1
	long := make([]int32, (len(b)+1)*wide) // of what is left from here on
	for i := len(b) - 1; i >= 0; i-- {
		for j := len(a) - 1; j >= 0; j-- {
			if b[i] == a[j] {
				long[i*wide+j] = long[(i+1)*wide+j+1] + 1
			} else {
				long[i*wide+j] = max(long[(i+1)*wide+j], long[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(b) && j < len(a) {
		switch {
		case b[i] == a[j]:
			d.put(Same, b[i])
			i, j = i+1, j+1
		case long[(i+1)*wide+j] >= long[i*wide+j+1]:
			d.put(Removed, b[i])
			i++
		default:
			d.put(Added, a[j])
			j++
		}
	}
	d.put(Removed, b[i:]...)
	d.put(Added, a[j:]...)
}

// splitWords cuts between words and the space around them; joined, the pieces are the text.
func splitWords(text string) (out []string) {
	start, space := 0, false
	for n, r := range text {
		if s := unicode.IsSpace(r); n > start && s != space {
			out, start = append(out, text[start:n]), n
		}
		space = unicode.IsSpace(r)
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

func splitLines(text string) []string { return strings.SplitAfter(text, "\n") }
