package extract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ledongthuc/pdf"
)

// Limits inside one PDF.
const (
	maxPages     = 300
	maxTreeDepth = 32  // of the page tree, and of forms drawn inside forms
	maxForms     = 500 // drawn on all pages together
)

// readPDF reads the pages in order. The library finds objects, unpacks streams; what is drawn on a page is read
// here, and words, spaces and lines are worked out from the positions, because many PDFs contain no spaces at all.
//
// The library has loops that a hostile file can make endless and panics on most damage. Panics end here; loops end with
// the process this runs in (see Child).
func readPDF(out *sink, r io.ReaderAt, size int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdf: %v", p)
			if stop, ok := p.(stopped); ok {
				err = stop.error
			}
		}
	}()
	whole, size, err := acceptableToLibrary(r, size)
	if err != nil {
		return err
	}
	doc, err := pdf.NewReader(whole, size)
	if err != nil {
		if errors.Is(err, pdf.ErrInvalidPassword) || strings.Contains(err.Error(), "encrypt") {
			return locked(PDF).With(err)
		}
		return fmt.Errorf("open pdf: %w", err)
	}
	b := &book{out: out, fonts: map[string]*font{}}
	b.node(doc.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0)
	if b.pages == 0 {
		return errors.New("pdf without pages")
	}
	if b.broken == b.pages {
		return fmt.Errorf("no page could be read: %w", b.why)
	}
	return nil
}

// stopped carries an error out of the walk past everything that forgives damage.
type stopped struct{ error }

// book walks the tree of pages.
type book struct {
	out           *sink
	fonts         map[string]*font
	pages, broken int
	why           error
	forms, nodes  int
	unpacked      int64
}

func (b *book) node(n, resources pdf.Value, depth int) {
	b.nodes++
	if err := b.out.ctx.Err(); err != nil {
		panic(stopped{err})
	}
	if depth > maxTreeDepth || b.pages >= maxPages || b.nodes > 4*maxPages {
		return
	}
	if own := n.Key("Resources"); own.Kind() == pdf.Dict {
		resources = own
	}
	if kids := n.Key("Kids"); kids.Kind() == pdf.Array {
		for i := range min(kids.Len(), maxPages) {
			b.node(kids.Index(i), resources, depth+1)
		}
		return
	}
	if n.Kind() != pdf.Dict {
		return
	}
	b.pages++
	if err := b.page(n, resources); err != nil {
		b.broken++
		b.why = err
	}
	if err := b.out.write("\n\n"); err != nil {
		panic(stopped{err})
	}
}

// page reads one page. Damage on it does not spoil the others.
func (b *book) page(n, resources pdf.Value) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if stop, ok := p.(stopped); ok {
				panic(stop)
			}
			err = fmt.Errorf("page %d: %v", b.pages, p)
		}
	}()
	if c := n.Key("Contents"); c.Kind() == pdf.Stream || c.Kind() == pdf.Array {
		w := newWriter(b)
		w.draw(b.content(c), resources, 0)
		w.say(w.held.join("", "", false))
	}
	return nil
}

// unpack reads one stream. What came before damage in it is still true.
func (b *book) unpack(v pdf.Value) []byte {
	if v.Kind() != pdf.Stream {
		return nil
	}
	rc := v.Reader()
	defer rc.Close()
	src, _ := io.ReadAll(io.LimitReader(rc, maxPlain-b.unpacked))
	if b.unpacked += int64(len(src)); b.unpacked >= maxPlain {
		panic(stopped{tooMuch(PDF)})
	}
	if err := b.out.ctx.Err(); err != nil {
		panic(stopped{err})
	}
	return src
}

// acceptableToLibrary forgives what other readers forgive: bytes before the header and after the end, and version 2.0,
// whose syntax is the same for text. The library insists on "%PDF-1.x" as the first and %%EOF as the last bytes.
func acceptableToLibrary(r io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	head := make([]byte, min(size, 1024))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fmt.Errorf("read pdf: %w", err)
	}
	start := bytes.Index(head, []byte("%PDF-"))
	if start < 0 {
		return nil, 0, errors.New("no pdf header")
	}
	tail := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fmt.Errorf("read pdf: %w", err)
	}
	end := bytes.LastIndex(tail, []byte("%%EOF"))
	if end < 0 {
		return nil, 0, cutShort()
	}
	length := size - int64(len(tail)) + int64(end) + 5 - int64(start)
	if length < 200 {
		return nil, 0, errors.New("pdf too short")
	}
	return versionOne{r, int64(start)}, length, nil
}

// versionOne reads r from an offset, with the first bytes replaced by a header the library knows.
type versionOne struct {
	r     io.ReaderAt
	start int64
}

func (v versionOne) ReadAt(p []byte, off int64) (int, error) {
	n, err := v.r.ReadAt(p, v.start+off)
	const header = "%PDF-1.7\n"
	if off < int64(len(header)) {
		copy(p[:n], header[off:])
	}
	return n, err
}
