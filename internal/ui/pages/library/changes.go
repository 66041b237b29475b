package library

import (
	"strings"

	"candor/internal/library"
	"candor/internal/ui/kit"
)

// around is how many characters of what did not change stand around what did.
const around = 160

// shortened leaves out the middle of long stretches that are the same in both revisions.
func shortened(words []library.Word) []library.Word {
	out := make([]library.Word, len(words))
	for n, w := range words {
		out[n] = w
		if w.How != library.Same {
			continue
		}
		before, after := around, around
		if n == 0 {
			before = 0
		}
		if n == len(words)-1 {
			after = 0
		}
		out[n].Text = middleOut(w.Text, before, after)
	}
	return out
}

// middleOut keeps so many characters at the beginning and at the end of a text, cut at words.
func middleOut(text string, head, tail int) string {
	r := []rune(text)
	if len(r) <= head+tail+40 {
		return text
	}
	first, last := string(r[:head]), string(r[len(r)-tail:])
	if i := strings.LastIndexAny(first, " \n"); i > 0 {
		first = first[:i]
	}
	if i := strings.IndexAny(last, " \n"); i >= 0 && i < len(last)/2 {
		last = last[i+1:]
	}
	switch {
	case head == 0 && tail == 0:
		return text
	case head == 0:
		return "… " + last
	case tail == 0:
		return first + " …"
	}
	return first + " … " + last
}

// actionMenu is what is done to an item more rarely.
func actionMenu(k Kind, i library.Item) kit.MenuProps {
	m := kit.MenuProps{Button: kit.ButtonProps{Label: "More actions", Icon: "ellipsis", IconOnly: true}}
	if i.May.Withdraw {
		m.Items = append(m.Items, kit.MenuItem{Label: "Withdraw request", Icon: "undo-2", Post: k.Href(i.ID) + "/withdraw"})
	}
	if i.May.Delete {
		m.Items = append(m.Items, kit.MenuItem{Label: "Delete " + k.One + "…", Icon: "trash-2", Href: k.Href(i.ID) + "/delete", Dialog: true, Danger: true, Rule: len(m.Items) > 0})
	}
	return m
}

// asMain is a button as the next thing to do on the page of one item.
func asMain(b kit.ButtonProps) kit.ButtonProps {
	b.Variant, b.Keys = kit.Primary, "p"
	return b
}
