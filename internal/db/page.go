package db

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"candor/internal/errs"
)

// A list is read in pages by the key of its last row ("keyset"), never by number: rows that come or go
// meanwhile neither repeat nor vanish. The reader carries that key in a signed cursor.
const (
	DefaultLimit = 50  // rows of a page when nothing is asked
	MaxLimit     = 200 // rows of a page at most
)

// Page is what a list verb is asked for: how many rows, after which one, and whether to count.
// The zero Page is the first 50 rows without a count.
type Page struct {
	Limit  int
	Count  bool
	Cursor Cursor
}

// Cursor is the verified content of a cursor: the list's sort name and the sort key of the last row
// given. It comes from a Sealer or from Cut; text from outside is never converted to it.
type Cursor string

// cursorText is the JSON inside a Cursor.
type cursorText struct {
	Sort string          `json:"s"`
	Key  json.RawMessage `json:"k"`
}

// Size is how many rows the page holds at most: 50 unless asked for, never more than 200.
func (p Page) Size() int {
	if p.Limit <= 0 {
		return DefaultLimit
	}
	return min(p.Limit, MaxLimit)
}

// Want is the LIMIT to query with: one more than the page holds, so that Cut knows whether a next page exists.
func (p Page) Want() int64 { return int64(p.Size()) + 1 }

// After reads the key behind which the page begins into key, and reports whether there is one: on the
// first page there is none. A cursor of another list or another order is invalid (422).
func (p Page) After(sort string, key any) (bool, error) {
	if p.Cursor == "" {
		return false, nil
	}
	var text cursorText
	if err := strictly([]byte(p.Cursor), &text); err != nil || text.Sort != sort {
		return false, badCursor()
	}
	if err := strictly(text.Key, key); err != nil {
		return false, badCursor()
	}
	return true, nil
}

// List is one page of rows a reader may see, the cursor to the next page ("" on the last one), and the
// count of all of them where it was asked for.
type List[T any] struct {
	Items []T
	Next  Cursor
	Count *int
}

// Cut makes a List of the rows found by a query with Page.Want. key gives the sort key of a row, as After
// reads it: never the value of a field that this reader gets masked.
func Cut[T any](p Page, sort string, rows []T, key func(T) any) List[T] {
	if len(rows) <= p.Size() {
		return List[T]{Items: rows}
	}
	rows = rows[:p.Size()]
	raw, err := json.Marshal(key(rows[len(rows)-1]))
	if err != nil {
		panic("db: the sort key of " + sort + " is no JSON: " + err.Error())
	}
	text, _ := json.Marshal(cursorText{Sort: sort, Key: raw})
	return List[T]{Items: rows, Next: Cursor(text)}
}

// Counted is the list with the count of all its rows on all pages.
func (l List[T]) Counted(n int) List[T] {
	l.Count = &n
	return l
}

// Sealer signs cursors on their way out and verifies them on their way in.
type Sealer struct{ key []byte }

// sealSize is the length of a cursor's signature in bytes.
const sealSize = 16

// NewSealer derives the key of cursors from the installation's secret.
func NewSealer(secret []byte) Sealer {
	key, err := hkdf.Key(sha256.New, secret, nil, "candor cursor", 32)
	if err != nil {
		panic("db: " + err.Error()) // only a wrong length can fail
	}
	return Sealer{key}
}

// Seal is the cursor as it is handed to a client; the end of a list ("") stays empty.
func (s Sealer) Seal(c Cursor) string {
	if c == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(s.sign([]byte(c)), c...))
}

// Open verifies what a client handed back. Anything but an unaltered cursor of this installation is
// invalid (422).
func (s Sealer) Open(token string) (Cursor, error) {
	if token == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) <= sealSize || !hmac.Equal(raw[:sealSize], s.sign(raw[sealSize:])) {
		return "", badCursor()
	}
	c := Cursor(raw[sealSize:])
	if s.Seal(c) != token { // base64 lets line breaks through
		return "", badCursor()
	}
	return c, nil
}

func (s Sealer) sign(text []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(text)
	return mac.Sum(nil)[:sealSize]
}

// strictly refuses fields that the key does not have: a cursor of another list.
func strictly(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func badCursor() error {
	return errs.Bad(errs.F("cursor", "This cursor does not belong to this list. Begin again without one."))
}
