package access

import "math/bits"

// Set is a set of permission strings; the zero value is empty. Strings that the catalogue does not
// know cannot be in it.
type Set [2]uint64

// SetOf collects the known ones among the strings.
func SetOf(ps ...Permission) Set { return Set{}.With(ps...) }

// With adds strings.
func (s Set) With(ps ...Permission) Set {
	for _, p := range ps {
		if n, ok := numbers[p]; ok {
			s[n/64] |= 1 << (n % 64)
		}
	}
	return s
}

// Has reports whether the string is held.
func (s Set) Has(p Permission) bool {
	n, ok := numbers[p]
	return ok && s.has(n)
}

func (s Set) has(n int) bool { return s[n/64]&(1<<(n%64)) != 0 }

// And is what both hold.
func (s Set) And(o Set) Set { return Set{s[0] & o[0], s[1] & o[1]} }

// Minus is what s holds and o lacks.
func (s Set) Minus(o Set) Set { return Set{s[0] &^ o[0], s[1] &^ o[1]} }

// Covers reports whether s holds all of o.
func (s Set) Covers(o Set) bool { return o.Minus(s) == Set{} }

// Len counts the strings.
func (s Set) Len() int { return bits.OnesCount64(s[0]) + bits.OnesCount64(s[1]) }

// List is the strings in the catalogue's order.
func (s Set) List() []Permission {
	out := make([]Permission, 0, s.Len())
	for i, e := range catalogue {
		if s.has(i) {
			out = append(out, e.Permission)
		}
	}
	return out
}
