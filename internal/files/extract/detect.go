package extract

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// Detect says what kind of document r holds. The content decides; the name only narrows plain text, which has no mark of
// its own (a page of HTML is text too, and not a résumé). The error is a sentence for whoever sent the file.
func Detect(r io.ReaderAt, size int64, name string) (Kind, error) {
	if size <= 0 {
		return "", empty()
	}
	head := make([]byte, min(size, 64<<10))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the head of a document: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.Contains(head[:min(n, 1024)], []byte("%PDF-")):
		return PDF, wholePDF(r, size)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return archiveKind(r, size)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "", oldWord()
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return RTF, nil
	case textName(name) && looksLikeText(head):
		return TXT, nil
	}
	return "", wrongKind()
}

// wholePDF tells people at once about the commonest damage: an upload that broke off.
func wholePDF(r io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 4096))
	n, err := r.ReadAt(tail, size-int64(len(tail)))
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the end of a document: %w", err)
	}
	if !bytes.Contains(tail[:n], []byte("%%EOF")) {
		return cutShort()
	}
	return nil
}

// archiveKind tells DOCX and ODT from all the other things that are zip files.
func archiveKind(r io.ReaderAt, size int64) (Kind, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return "", damaged(DOCX).With(err)
	}
	if mime := small(z, "mimetype"); strings.TrimSpace(mime) == ODT.MIME() {
		return ODT, nil
	}
	types := small(z, "[Content_Types].xml")
	switch {
	case strings.Contains(types, "macroEnabled"), strings.Contains(types, "vbaProject"):
		return "", hasMacros()
	case strings.Contains(types, "wordprocessingml.document.main+xml"):
		return DOCX, nil
	}
	return "", wrongKind()
}

// small reads the beginning of a named part; "" when there is none.
func small(z *zip.Reader, name string) string {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		rc, err := f.Open()
		if err != nil {
			return ""
		}
		defer rc.Close()
		b, _ := io.ReadAll(io.LimitReader(rc, 256<<10)) // what could be read is enough to recognise it
		return string(b)
	}
	return ""
}

func textName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case "", ".txt", ".text", ".md":
		return true
	}
	return false
}

// looksLikeText accepts UTF-8, UTF-16 and single-byte text; control characters mean a program, a picture, or worse.
func looksLikeText(head []byte) bool {
	if _, ok := utf16Order(head); ok {
		return true
	}
	strange := 0
	for _, c := range head {
		if c < 0x20 && !strings.ContainsRune("\t\n\r\f\v\x1a", rune(c)) || c == 0x7f {
			strange++
		}
		if c == 0 {
			return false
		}
	}
	limit := len(head) / 500
	if !utf8.Valid(head) {
		limit = 0 // bytes outside UTF-8 are excused as an old code page, but then nothing else is
	}
	return strange <= limit
}
