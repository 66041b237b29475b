package extract

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits that tell a document from a bomb.
const (
	maxParts = 5_000 // entries of an archive
	maxDepth = 256   // nested XML elements
	maxRatio = 300   // unpacked ÷ packed, once a part is larger than a megabyte
)

// archive is a DOCX or ODT opened with a budget for everything unpacked from it.
type archive struct {
	*zip.Reader
	kind Kind
	left int64
}

func openArchive(kind Kind, r io.ReaderAt, size int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if len(z.File) > maxParts {
		return nil, tooMuch(kind)
	}
	return &archive{Reader: z, kind: kind, left: maxPlain}, nil
}

func (a *archive) find(name string) *zip.File {
	for _, f := range a.File {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// tokens walks the XML of one part. start and end get every element, text the characters; end is also called for
// elements that start had skipped as a whole. A document type definition is refused: it is where entity bombs live, and
// no word processor writes one.
func (a *archive) tokens(out *sink, f *zip.File, v visitor) error {
	if f.UncompressedSize64 > maxPlain || swollen(f.UncompressedSize64, f.CompressedSize64) {
		return tooMuch(a.kind)
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	in := &metered{r: rc, a: a, packed: f.CompressedSize64}
	d := xml.NewDecoder(in)
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if in.bomb {
				return tooMuch(a.kind)
			}
			return fmt.Errorf("parse %s: %w", f.Name, err)
		}
		if err := out.step(); err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return tooMuch(a.kind)
			}
			if v.skip != nil && v.skip(t.Name) {
				if err := skipElement(d, out); err != nil {
					return fmt.Errorf("parse %s: %w", f.Name, err)
				}
				depth--
				continue
			}
			err = v.start(t)
		case xml.EndElement:
			depth--
			err = v.end(t.Name)
		case xml.CharData:
			err = v.text(string(t))
		case xml.Directive:
			return errors.New("document type definition")
		}
		if err != nil {
			return err
		}
	}
}

// visitor is what a format makes of the XML of a part.
type visitor struct {
	skip  func(xml.Name) bool // whole elements left out: deleted text, comments, fallbacks
	start func(xml.StartElement) error
	end   func(xml.Name) error
	text  func(string) error
}

// skipElement passes over the rest of an element, counting its depth: Decoder.Skip would do it without a limit.
func skipElement(d *xml.Decoder, out *sink) error {
	for depth := 1; depth > 0; {
		tok, err := d.Token()
		if err != nil {
			return err
		}
		if err := out.step(); err != nil {
			return err
		}
		switch tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errors.New("nested too deeply")
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			return errors.New("document type definition")
		}
	}
	return nil
}

// swollen says that a part unpacks to more than text ever does.
func swollen(unpacked, packed uint64) bool {
	return unpacked > 1<<20 && unpacked/maxRatio > packed
}

// metered counts what is unpacked against the archive's budget, and against the size it was packed to.
type metered struct {
	r            io.Reader
	a            *archive
	packed, seen uint64
	bomb         bool
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.seen += uint64(n)
	m.a.left -= int64(n)
	if m.a.left < 0 || swollen(m.seen, m.packed) {
		m.bomb = true
		return 0, errors.New("unpacks to too much")
	}
	return n, err
}

func attr(t xml.StartElement, local string) string {
	for _, a := range t.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func inSpace(n xml.Name, part string) bool { return strings.Contains(n.Space, part) }
