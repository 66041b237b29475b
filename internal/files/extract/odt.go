package extract

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// readODT reads OpenDocument text: the page header and footer (kept among the styles), then the body. Comments and
// deleted text of tracked changes are left out.
func readODT(out *sink, r io.ReaderAt, size int64) error {
	a, err := openArchive(ODT, r, size)
	if err != nil {
		return err
	}
	if strings.Contains(small(a.Reader, "META-INF/manifest.xml"), "encryption-data") {
		return locked(ODT)
	}
	if f := a.find("styles.xml"); f != nil {
		if err := a.tokens(out, f, openVisitor(out, "header", "header-first", "header-left", "footer")); err != nil {
			return err
		}
	}
	f := a.find("content.xml")
	if f == nil {
		return errors.New("no content")
	}
	return a.tokens(out, f, openVisitor(out, "body"))
}

// openVisitor writes the paragraphs inside the named regions.
func openVisitor(out *sink, regions ...string) visitor {
	inside, inPara := 0, 0
	isRegion := func(n xml.Name) bool {
		for _, r := range regions {
			if n.Local == r && (inSpace(n, "xmlns:office") || inSpace(n, "xmlns:style")) {
				return true
			}
		}
		return false
	}
	isPara := func(n xml.Name) bool { return inSpace(n, "xmlns:text") && (n.Local == "p" || n.Local == "h") }
	return visitor{
		skip: func(n xml.Name) bool {
			return n.Local == "annotation" || n.Local == "tracked-changes" || n.Local == "forms" || n.Local == "sequence-decls"
		},
		start: func(t xml.StartElement) error {
			switch {
			case isRegion(t.Name):
				inside++
			case isPara(t.Name):
				inPara++
			case inPara > 0 && inside > 0 && inSpace(t.Name, "xmlns:text"):
				if gap := openSpace(t); gap != "" {
					return out.write(gap)
				}
			}
			return nil
		},
		end: func(n xml.Name) error {
			switch {
			case isRegion(n):
				inside--
				out.owe("\n\n")
			case isPara(n):
				inPara--
				if inside > 0 {
					out.owe(out.after + "\n")
				}
			case inside > 0 && inSpace(n, "xmlns:table") && n.Local == "table-cell":
				out.owe("\t")
			case inside > 0 && inSpace(n, "xmlns:table") && n.Local == "table-row":
				out.owe("\n")
			}
			return nil
		},
		text: func(s string) error {
			if inside == 0 || inPara == 0 {
				return nil
			}
			return out.write(strings.ReplaceAll(s, "\n", " ")) // line ends of the file are spaces
		},
	}
}

// openSpace is the white space an element stands for.
func openSpace(t xml.StartElement) string {
	switch t.Name.Local {
	case "tab":
		return "\t"
	case "line-break":
		return "\n"
	case "s":
		n, _ := strconv.Atoi(attr(t, "c"))
		return strings.Repeat(" ", min(max(n, 1), 100))
	}
	return ""
}
