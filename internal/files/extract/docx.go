package extract

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// readDOCX reads Word documents: headers first (people put their names there), then the body, then notes and footers.
// Deleted text of tracked changes, field codes and the second copy of text boxes are left out.
func readDOCX(out *sink, r io.ReaderAt, size int64) error {
	a, err := openArchive(DOCX, r, size)
	if err != nil {
		return err
	}
	main := a.find(mainPart(a))
	if main == nil {
		return errors.New("no main document part")
	}
	dir := path.Dir(main.Name) + "/"
	parts := append(wordParts(a, dir, "header"), main)
	parts = append(parts, wordParts(a, dir, "footnotes", "endnotes", "footer")...)
	for _, f := range parts {
		if err := a.tokens(out, f, wordVisitor(out)); err != nil {
			return err
		}
		out.owe("\n\n")
	}
	return nil
}

// mainPart follows the package relationship to the body, which is word/document.xml nearly always.
func mainPart(a *archive) string {
	const usual = "word/document.xml"
	var rels struct {
		Relationship []struct {
			Type, Target string `xml:",attr"`
		}
	}
	if xml.Unmarshal([]byte(small(a.Reader, "_rels/.rels")), &rels) != nil {
		return usual
	}
	for _, rel := range rels.Relationship {
		if strings.HasSuffix(rel.Type, "/officeDocument") {
			return strings.TrimPrefix(path.Clean("/"+rel.Target), "/")
		}
	}
	return usual
}

// wordParts lists the parts beside the body whose names begin with one of the prefixes, in order of name.
func wordParts(a *archive, dir string, prefixes ...string) []*zip.File {
	var found []*zip.File
	for _, p := range prefixes {
		for _, f := range a.File {
			if strings.HasPrefix(f.Name, dir+p) && strings.HasSuffix(f.Name, ".xml") {
				found = append(found, f)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	return found
}

func wordVisitor(out *sink) visitor {
	inText := 0
	word := func(n xml.Name) bool { return inSpace(n, "wordprocessingml") }
	return visitor{
		skip: func(n xml.Name) bool {
			return n.Local == "Fallback" && inSpace(n, "markup-compatibility") || word(n) && (n.Local == "del" || n.Local == "moveFrom")
		},
		start: func(t xml.StartElement) error {
			if !word(t.Name) {
				return nil
			}
			switch t.Name.Local {
			case "t":
				inText++
			case "tab":
				return out.write("\t")
			case "br", "cr":
				return out.write("\n")
			case "noBreakHyphen":
				return out.write("-")
			}
			return nil
		},
		end: func(n xml.Name) error {
			if !word(n) {
				return nil
			}
			switch n.Local {
			case "t":
				inText--
			case "p":
				out.owe(out.after + "\n")
			case "tc":
				out.owe("\t")
			case "tr", "tbl":
				out.owe("\n")
			}
			return nil
		},
		text: func(s string) error {
			if inText == 0 {
				return nil
			}
			return out.write(s)
		},
	}
}
