package db_test

import (
	"runtime/debug"
	"testing"
)

// TestSQLiteAndItsLibcAreAPair: the driver is translated against one version of
// its C library and misbehaves with another, which any module can pull in.
// When the driver is updated, this pair is updated from the driver's go.mod.
func TestSQLiteAndItsLibcAreAPair(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Fatal("no build info")
	}
	built := map[string]string{}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		built[m.Path] = m.Version
	}
	for module, want := range map[string]string{"modernc.org/sqlite": "v1.60.1", "modernc.org/libc": "v1.77.1"} {
		if built[module] != want {
			t.Errorf("built with %s %q; the pair wants %s", module, built[module], want)
		}
	}
}
