package guards

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ARCHITECTURE.md lists the rooms that there are, in the order that TestImportsPointUp holds, and names files that exist.
func TestArchitectureTellsTheRooms(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for line := range strings.Lines(string(page)) {
		if cells := strings.Split(line, "|"); len(cells) > 3 {
			for _, room := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(cells[1], -1) {
				told = append(told, room[1])
			}
		}
	}
	if want := append(slices.Clone(rooms), "cmd/candor"); !slices.Equal(told, want) {
		t.Errorf("the page tells of\n%v\nand there are\n%v", told, want)
	}
	for _, room := range rooms {
		if info, err := os.Stat(filepath.Join(root, "internal", room)); err != nil || !info.IsDir() {
			t.Errorf("%s is not there: %v", room, err)
		}
	}
	named := regexp.MustCompile("`(internal/[^`]*)`").FindAllStringSubmatch(string(page), -1)
	if len(named) == 0 {
		t.Error("no file is named")
	}
	for _, f := range named {
		if _, err := os.Stat(filepath.Join(root, f[1])); err != nil {
			t.Error(err)
		}
	}
}
