package files

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"candor/internal/files/extract"
)

// maxName is the length of a file's name in bytes, extension included.
const maxName = 120

// SafeName makes of a stranger's file name one that is safe to show, to put into a header and to save under, with the
// extension its content has: no folders, no invisible or direction-changing characters, no leading dot.
func SafeName(name, kind string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*`, r): // Windows cannot save under these
			return '_'
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(name, "")))
	name = strings.TrimRight(strings.Join(strings.Fields(name), " "), ". ")
	ext := "." + extensionOf(kind)
	stem := name
	if has := strings.ToLower(path.Ext(name)); has == ext || kind == "jpeg" && has == ".jpeg" {
		stem = name[:len(name)-len(has)]
	}
	for len(stem) > maxName-len(ext) {
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	if stem = strings.Trim(stem, ". "); stem == "" {
		stem = "file"
	}
	return stem + ext
}

func extensionOf(kind string) string {
	if kind == "jpeg" {
		return "jpg"
	}
	return kind
}

func mimeOf(kind string) string {
	if kind == "png" || kind == "jpeg" {
		return "image/" + kind
	}
	return extract.Kind(kind).MIME()
}
