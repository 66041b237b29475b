package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
	"unicode/utf8"
)

// A dump holds every row of every table as lines of JSON, so that it can be
// loaded into either engine: a header, then each table's name and columns
// followed by its rows, then a last line with the number of rows and the
// checksum of everything before it. What is derived (the search index) is left
// out and made anew when loading.

const dumpFormat = 1

// Summary says what a dump holds.
type Summary struct {
	Schema int64            // the schema's version, see DB.Version
	Engine string           // where it comes from
	At     time.Time        // the moment it shows
	Rows   map[string]int64 // by table
}

// Total is the number of rows.
func (s Summary) Total() (n int64) {
	for _, rows := range s.Rows {
		n += rows
	}
	return n
}

type dumpHeader struct {
	Candor string `json:"candor"` // "dump"
	Format int    `json:"format"`
	Schema int64  `json:"schema"`
	Engine string `json:"engine"`
	At     Time   `json:"at"`
}

type dumpTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

type dumpEnd struct {
	End    bool             `json:"end"`
	Rows   map[string]int64 `json:"rows"`
	SHA256 string           `json:"sha256"`
}

// Dump writes the whole database to w as it is at one moment, while others go
// on writing. Check what was written with VerifyDump.
func (d *DB) Dump(ctx context.Context, w io.Writer) (Summary, error) {
	have, _, err := d.Version(ctx)
	if err != nil {
		return Summary{}, err
	}
	opts := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	var s Summary
	// Not Read: what was written to w cannot be tried again.
	_, err = d.once(ctx, d.reader, opts, func(ctx context.Context, tx Tx) (err error) {
		out := &dumpWriter{to: w, sum: sha256.New()}
		s = Summary{Schema: have, Engine: d.engine.String(), At: tx.Now(), Rows: map[string]int64{}}
		out.line(dumpHeader{"dump", dumpFormat, s.Schema, s.Engine, At(s.At)})
		tables, err := d.tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if s.Rows[t.name], err = dumpRows(ctx, tx, t, out); err != nil {
				return fmt.Errorf("dump %s: %w", t.name, err)
			}
		}
		out.line(dumpEnd{true, s.Rows, hex.EncodeToString(out.sum.Sum(nil))})
		return out.err
	})
	return s, err
}

func dumpRows(ctx context.Context, tx Tx, t table, out *dumpWriter) (n int64, err error) {
	out.line(dumpTable{t.name, t.columnNames()})
	rows, err := tx.QueryContext(ctx, "SELECT "+t.columnList()+" FROM "+quoted(t.name)+" ORDER BY 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	values := make([]any, len(t.columns))
	targets := make([]any, len(t.columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() && out.err == nil {
		if err := rows.Scan(targets...); err != nil {
			return n, err
		}
		for i, v := range values {
			if values[i], err = portable(v); err != nil {
				return n, fmt.Errorf("column %s: %w", t.columns[i].name, err)
			}
		}
		out.line(values)
		n++
	}
	return n, rows.Err()
}

// bytesValue is how JSON carries what is not text.
type bytesValue struct {
	Bytes string `json:"bytes,omitempty"` // base64
	Text  string `json:"text,omitempty"`  // base64 of text that is not UTF-8
}

func portable(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, int64, float64:
		return v, nil
	case string:
		if !utf8.ValidString(v) {
			return bytesValue{Text: base64.StdEncoding.EncodeToString([]byte(v))}, nil
		}
		return v, nil
	case []byte:
		return bytesValue{Bytes: base64.StdEncoding.EncodeToString(v)}, nil
	}
	return nil, fmt.Errorf("a %T cannot be dumped", v)
}

// dumpWriter writes lines, sums them up, and keeps the first error.
type dumpWriter struct {
	to  io.Writer
	sum hash.Hash
	err error
}

func (w *dumpWriter) line(v any) {
	if w.err != nil {
		return
	}
	b, err := json.Marshal(v)
	if err != nil {
		w.err = err
		return
	}
	b = append(b, '\n')
	w.sum.Write(b)
	_, w.err = w.to.Write(b)
}
