package kit

import "github.com/a-h/templ"

func tableAttrs(p TableProps) templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", p.ID)
	return a
}

func sortAttrs(h Head) templ.Attributes {
	a := templ.Attributes{}
	set(a, "aria-sort", h.Sorted)
	return a
}
