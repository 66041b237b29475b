package db_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestSQLiteAndItsLibcAreAPair: the driver is translated against one version of
// its C library and misbehaves with another, which any module can pull in.
// When the driver is updated, this pair is updated from the driver's go.mod.
// (The build info of a test binary does not list modules, hence go list.)
func TestSQLiteAndItsLibcAreAPair(t *testing.T) {
	const pair = "modernc.org/sqlite v1.60.1\nmodernc.org/libc v1.77.1"
	out, err := exec.Command("go", "list", "-m", "modernc.org/sqlite", "modernc.org/libc").CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != pair {
		t.Errorf("built with\n%s\nthe pair is\n%s\n%v", got, pair, err)
	}
}
