package db

import (
	"strings"

	"github.com/uptrace/bun/schema"
)

// dialect is bun's, except that NUL characters in text are dropped. PostgreSQL
// cannot hold them and SQLite ends a statement at one: what a stranger typed
// into a form must not become a failed statement on either.
type dialect struct{ schema.Dialect }

// AppendString also turns broken UTF-8 into U+FFFD (bun's doing), which
// PostgreSQL would refuse and SQLite would keep.
func (d dialect) AppendString(b []byte, s string) []byte {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return d.Dialect.AppendString(b, s)
}
