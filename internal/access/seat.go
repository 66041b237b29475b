package access

import (
	"slices"
	"strings"
)

// seat is a part on one hiring team, with what it grants there.
type seat struct {
	position string
	role     TeamRole
	grants   Set
}

// seats are all parts of one member, sorted by position.
type seats []seat

// seatsOf gives each team role what the catalogue says it grants.
func seatsOf(teams map[string]TeamRole) seats {
	out := make(seats, 0, len(teams))
	for position, role := range teams {
		if position != "" && role != "" {
			out = append(out, seat{position, role, teamSets[role]})
		}
	}
	slices.SortFunc(out, func(a, b seat) int { return strings.Compare(a.position, b.position) })
	return out
}

// at finds the part on a position. It is asked for every object, so it searches by hand.
func (ss seats) at(position string) *seat {
	low, high := 0, len(ss)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if ss[middle].position < position {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(ss) && ss[low].position == position {
		return &ss[low]
	}
	return nil
}

// and narrows what every part grants.
func (ss seats) and(to Set) seats {
	out := slices.Clone(ss)
	for i := range out {
		out[i].grants = out[i].grants.And(to)
	}
	return out
}
