package ui

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Layers is the order of the cascade: what stands later wins, whatever its
// selector. Each is a folder of css/.
var Layers = []string{"reset", "tokens", "base", "layout", "components", "pages", "utilities", "print"}

// stylesheet joins css/<layer>/*.css in the order of the layers.
func stylesheet(from fs.FS) (string, error) {
	var b strings.Builder
	b.WriteString("@layer " + strings.Join(Layers, ", ") + ";\n")
	for _, layer := range Layers {
		files, err := fs.Glob(from, path.Join("css", layer, "*.css"))
		if err != nil {
			return "", fmt.Errorf("css/%s: %w", layer, err)
		}
		for _, file := range files {
			source, err := fs.ReadFile(from, file)
			if err != nil {
				return "", fmt.Errorf("%s: %w", file, err)
			}
			b.WriteString(squeeze(string(source)))
			b.WriteByte('\n')
		}
	}
	return b.String(), nil
}

// squeeze drops comments and indentation. It leaves everything else alone: the
// rest is compression's work, and a stylesheet one can read in the browser is
// worth more than its last kilobyte.
func squeeze(css string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			break
		}
		_, css, _ = strings.Cut(after, "*/")
	}
	var out strings.Builder
	for line := range strings.Lines(b.String()) {
		if line = strings.TrimSpace(line); line != "" {
			out.WriteString(line)
			out.WriteByte('\n')
		}
	}
	return out.String()
}
