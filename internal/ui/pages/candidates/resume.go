package candidates

import (
	"fmt"
	"strings"

	"candor/internal/files"
)

// Resume is the newest résumé: a PDF as the browser shows it, anything as its words.
type Resume struct {
	File    files.File
	Text    string // empty where it was not asked for, or cannot be read
	AsText  bool   // shown as words
	PDFHref string // address that shows it as it is; empty where only words can be shown
	Words   string // address that shows its words
}

// size is a file's size in words.
func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", max(1, n/1024))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// paragraphs are the lines of extracted text, blank ones between blocks kept once.
func paragraphs(text string) (out []string) {
	for _, block := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if block = strings.TrimSpace(block); block != "" {
			out = append(out, block)
		}
	}
	return out
}

// kindOf is how people call a file's kind.
func kindOf(f files.File) string { return strings.ToUpper(f.Kind) }

// purposeOf says what a file is, where its name does not.
func purposeOf(f files.File) string {
	switch f.Purpose {
	case files.Resume:
		return "Résumé"
	case files.Answer:
		return "Answer"
	}
	return "File"
}
