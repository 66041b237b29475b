package guards

import (
	"net/http"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/db"
)

// untried are the doors that change something, need somebody, and have no row in the matrix, with the reason.
var untried = map[string]string{}

// Every door that changes something is tried as everybody: one that was added without a row in the matrix fails here.
func TestEveryWritingDoorIsTried(t *testing.T) {
	h, _, _ := served(t, db.SQLite)
	doors := writingDoors(h.Web.Routes())
	if len(doors) < 100 {
		t.Fatalf("only %d doors change something", len(doors))
	}
	tried := map[string]bool{}
	for _, g := range matrix {
		for _, try := range g.tries {
			pattern := doorOf(doors, try.method, try.path)
			if pattern == "" && try.method != http.MethodGet {
				t.Errorf("%s: %q knocks at no door: %s %s", g.title, try.name, try.method, try.path)
			}
			tried[pattern] = true
		}
	}
	known := map[string]bool{}
	for _, pattern := range doors {
		known[pattern] = true
		reason, excused := untried[pattern]
		switch {
		case !tried[pattern] && !excused:
			t.Errorf("%s has no row in the matrix (tries_test.go)", pattern)
		case tried[pattern] && excused:
			t.Errorf("%s has a row in the matrix: take its excuse away", pattern)
		case excused && len(reason) < 10:
			t.Errorf("%s: say why it cannot be tried", pattern)
		}
	}
	for pattern := range untried {
		if !known[pattern] {
			t.Errorf("%s is excused, and is no door", pattern)
		}
	}
}

// writingDoors are the patterns of all doors that change something and are not for everybody.
func writingDoors(all []access.Door) (out []string) {
	for _, d := range all {
		method, _, found := strings.Cut(d.Pattern, " ")
		if found && method != http.MethodGet && method != http.MethodHead && !d.Need.IsPublic() {
			out = append(out, d.Pattern)
		}
	}
	return out
}

// doorOf is the pattern that an address of a try comes to: the one with the most words of its own.
func doorOf(patterns []string, method, path string) (best string) {
	path, _, _ = strings.Cut(path, "?")
	words := -1
	for _, p := range patterns {
		m, pattern, _ := strings.Cut(p, " ")
		if m != method {
			continue
		}
		pattern = strings.TrimSuffix(pattern, "{$}")
		if strings.HasSuffix(pattern, "/") && !strings.HasSuffix(path, "/") { // an address of its own, or of all below it
			continue
		}
		if n, ok := fits(segments(pattern), segments(path)); ok && n > words {
			best, words = p, n
		}
	}
	return best
}

// segments cuts an address at its slashes, but for those inside braces ("{phase:backend/Case study}").
func segments(path string) []string {
	inside := false
	return strings.FieldsFunc(path, func(c rune) bool {
		inside = inside && c != '}' || c == '{'
		return c == '/' && !inside
	})
}

func fits(pattern, path []string) (words int, ok bool) {
	if len(pattern) != len(path) {
		return 0, false
	}
	for i, p := range pattern {
		switch {
		case strings.HasPrefix(p, "{"):
		case p == path[i]:
			words++
		default:
			return 0, false
		}
	}
	return words, true
}
