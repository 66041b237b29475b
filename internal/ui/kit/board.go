package kit

import "github.com/a-h/templ"

// boardAttrs: a live board's attributes bring the id along.
func boardAttrs(p BoardProps) templ.Attributes {
	return merge(templ.Attributes{"id": p.ID}, p.Attrs)
}

func boardCardAttrs(p BoardCardProps) templ.Attributes {
	a := templ.Attributes{}
	set(a, "data-move", p.Move)
	set(a, "data-says", p.Name)
	return a
}

// share is how much of its time in a phase a card has used, 0 to 1.
func share(c Clock, p BoardCardProps) float64 {
	return min(max(float64(c.Now.Sub(p.Since))/float64(p.Limit), 0), 1)
}

// ageLevel is the age in words, for the bar's look: it is longer and heavier
// when late, never only of another colour.
func ageLevel(c Clock, p BoardCardProps) string {
	switch s := share(c, p); {
	case s >= 1:
		return "late"
	case s >= 0.6:
		return "old"
	default:
		return "fresh"
	}
}

func ageWidth(c Clock, p BoardCardProps) string { return percent(100 * share(c, p)) }

func ageTitle(c Clock, p BoardCardProps) string { return "Here since " + c.Exact(p.Since) }
