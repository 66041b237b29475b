package ui

import (
	"io/fs"
	"path"
	"strings"
	"sync"
)

// icons maps a Lucide name to the drawing inside its <svg>.
var icons = sync.OnceValue(func() map[string]string {
	files, err := fs.Glob(embedded, "vendored/lucide/*.svg")
	if err != nil {
		panic(err)
	}
	drawings := map[string]string{}
	for _, file := range files {
		source, err := fs.ReadFile(embedded, file)
		if err != nil {
			panic(err)
		}
		_, inner, _ := strings.Cut(string(source), "<svg")
		_, inner, _ = strings.Cut(inner, ">")
		inner, _, _ = strings.Cut(inner, "</svg>")
		drawings[strings.TrimSuffix(path.Base(file), ".svg")] = strings.Join(strings.Fields(inner), " ")
	}
	return drawings
})

// Icon is the drawing of a vendored icon on a 24 × 24 grid, without its <svg>.
func Icon(name string) (drawing string, ok bool) {
	drawing, ok = icons()[name]
	return drawing, ok
}
