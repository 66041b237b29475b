package web

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/api"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestRoutes is guard 1: every way in, with who may try it, those of the demo among them. A difference is read before it
// is committed.
func TestRoutes(t *testing.T) {
	s, err := New(Deps{Demo: true, API: api.New(api.Deps{}), Authenticate: func(context.Context, string, string) (a access.Actor, err error) { return }})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range s.Routes() {
		fmt.Fprintf(&b, "%-60s %s\n", d.Pattern, d.Need)
	}
	const golden = "testdata/routes.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("the doors are not those of %s (%v); they are now:\n%s", golden, err, b.String())
	}
}
