package extract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readTXT reads plain text in the encodings that occur: UTF-8, UTF-16 with or without a mark, Windows-1252.
func readTXT(out *sink, r io.ReaderAt, size int64) error {
	raw := make([]byte, min(size, 2*maxRaw))
	n, err := r.ReadAt(raw, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read text: %w", err)
	}
	return out.write(decode(raw[:n], size > int64(n)))
}

// decode guesses the encoding; cut says that raw may end inside a character.
func decode(raw []byte, cut bool) string {
	if order, ok := utf16Order(raw); ok {
		return decoded(unicode.UTF16(order, unicode.UseBOM), raw)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	whole := raw
	for i := 0; cut && i < utf8.UTFMax && !utf8.Valid(whole); i++ {
		whole = whole[:max(0, len(whole)-1)]
	}
	if utf8.Valid(whole) {
		return string(whole)
	}
	return decoded(charmap.Windows1252, raw)
}

func decoded(e encoding.Encoding, raw []byte) string {
	b, _ := e.NewDecoder().Bytes(raw) // a decoder replaces what it cannot read
	return string(b)
}

// utf16Order recognises UTF-16 by its mark, or by every second byte of the beginning being zero.
func utf16Order(b []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	b = b[:min(len(b), 200)&^1]
	if len(b) < 8 {
		return unicode.BigEndian, false
	}
	var zero [2]int
	for i, c := range b {
		if c == 0 {
			zero[i%2]++
		}
	}
	half := len(b) / 2
	switch {
	case zero[1]*10 >= half*8 && zero[0] == 0:
		return unicode.LittleEndian, true
	case zero[0]*10 >= half*8 && zero[1] == 0:
		return unicode.BigEndian, true
	}
	return unicode.BigEndian, false
}
