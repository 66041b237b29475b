package kit

import "github.com/a-h/templ"

// boardAttrs: a live board's attributes bring the id along.
func boardAttrs(p BoardProps) templ.Attributes {
	return merge(templ.Attributes{"id": p.ID}, p.Attrs)
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
