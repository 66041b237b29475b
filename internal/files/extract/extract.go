// Package extract turns the documents people apply with into plain text: PDF, Word (DOCX), OpenDocument (ODT), RTF and
// plain text. Nothing in such a file can be trusted, so every reader here works under limits of time, memory and output,
// never panics, and fails with one sentence a person can act on.
//
// Two doors lead in. Text reads in this process: fit for tests, and for callers that may wait. Child.Text hands the document to a
// second copy of the program that the operating system may kill: the door the server uses, because a library stuck in a
// hostile PDF cannot be stopped from inside.
package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Kind is the kind of a document, decided by its content and never by its name.
type Kind string

// The kinds a résumé may have.
const (
	PDF  Kind = "pdf"
	DOCX Kind = "docx"
	ODT  Kind = "odt"
	RTF  Kind = "rtf"
	TXT  Kind = "txt"
)

// Limits of one extraction. A résumé that needs more is not one.
const (
	MaxText  = 500_000          // bytes of text kept; the rest is cut at a rune
	MaxInput = 25 << 20         // bytes of document accepted
	MaxTime  = 20 * time.Second // for one document, when the caller's context does not end sooner
	maxPlain = 64 << 20         // bytes unpacked from one archive, all its parts together
	maxRaw   = 2 * MaxText      // bytes collected before tidying
)

// MIME is the media type a document of this kind is served with.
func (k Kind) MIME() string {
	switch k {
	case PDF:
		return "application/pdf"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ODT:
		return "application/vnd.oasis.opendocument.text"
	case RTF:
		return "application/rtf"
	case TXT:
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// Known says whether k is one of the kinds this package reads.
func (k Kind) Known() bool { return k.MIME() != "application/octet-stream" }

// Text reads the words of a document of the given kind, in reading order, normalised (NFKC, single spaces, at most one
// blank line in a row) and cut at MaxText bytes. Its errors carry a sentence for the person who sent the file.
//
// It returns when ctx ends, or after MaxTime, even if a reader is stuck; such a reader then still occupies this process
// until it comes round, which is why a server uses Child.
func Text(ctx context.Context, kind Kind, r io.ReaderAt, size int64) (string, error) {
	if err := acceptable(kind, size); err != nil {
		return "", err
	}
	caller := ctx
	ctx, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		text, err := guarded(ctx, kind, r, size)
		done <- answer{text, err}
	}()
	select {
	case a := <-done:
		return a.text, a.err
	case <-ctx.Done():
		if errors.Is(caller.Err(), context.Canceled) {
			return "", caller.Err() // nobody waits any more: not the document's fault
		}
		return "", tooLong(kind).With(ctx.Err())
	}
}

func acceptable(kind Kind, size int64) error {
	switch {
	case !kind.Known():
		return wrongKind()
	case size <= 0:
		return empty()
	case size > MaxInput:
		return tooMuch(kind)
	}
	return nil
}

// guarded runs one reader, turns its panics into errors and its errors into sentences.
func guarded(ctx context.Context, kind Kind, r io.ReaderAt, size int64) (text string, err error) {
	out := &sink{ctx: ctx}
	defer func() {
		if p := recover(); p != nil {
			text, err = "", damaged(kind).With(fmt.Errorf("panic: %v", p))
		}
	}()
	read := map[Kind]func(*sink, io.ReaderAt, int64) error{PDF: readPDF, DOCX: readDOCX, ODT: readODT, RTF: readRTF, TXT: readTXT}[kind]
	if err := read(out, r, size); err != nil && !errors.Is(err, errEnough) {
		return "", sentence(ctx, kind, err)
	}
	text = tidy(out.b.String())
	if text == "" {
		return "", noText(kind)
	}
	return text, nil
}

// errEnough stops a reader whose text is long enough. It is no failure.
var errEnough = errors.New("enough text")

// sink collects text up to maxRaw and watches the clock for its reader.
type sink struct {
	ctx   context.Context
	b     strings.Builder
	after string // break owed before the next text
	steps int
}

// owe notes a break that is written only if more text comes. A table's cell ends with a paragraph inside it: replacing
// what is owed lets the cell's tab win over the paragraph's line end.
func (s *sink) owe(gap string) { s.after = gap }

func (s *sink) write(t string) error {
	t, s.after = s.after+t, ""
	if room := maxRaw - s.b.Len(); len(t) > room {
		s.b.WriteString(strings.ToValidUTF8(t[:room], ""))
		return errEnough
	}
	s.b.WriteString(t)
	return s.step()
}

// step is called once per token, so that a reader notices within microseconds that its time is over.
func (s *sink) step() error {
	s.steps++
	if s.steps%256 == 0 {
		return s.ctx.Err()
	}
	return nil
}
