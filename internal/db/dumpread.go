package db

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"

	"candor/internal/errs"
)

// errDamaged is the sentence about a file that is not what Dump wrote.
func errDamaged(what string) error {
	return errs.Of(errs.Invalid, "This backup is damaged or incomplete: "+what+".").Coded("backup_damaged")
}

// VerifyDump reads a dump to its end and checks that it is whole.
func VerifyDump(r io.Reader) (Summary, error) {
	in, err := openDump(r)
	if err != nil {
		return Summary{}, err
	}
	for {
		if _, err := in.nextTable(); errors.Is(err, io.EOF) {
			return in.summary, nil
		} else if err != nil {
			return Summary{}, err
		}
		for {
			if _, err := in.nextRow(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return Summary{}, err
			}
		}
	}
}

// dumpReader reads a dump line by line.
type dumpReader struct {
	from    *bufio.Reader
	sum     hash.Hash
	summary Summary
	current string // the table whose rows come now
	ahead   []byte // a line that was read too early
}

func openDump(r io.Reader) (*dumpReader, error) {
	in := &dumpReader{from: bufio.NewReaderSize(r, 1<<16), sum: sha256.New()}
	line, err := in.line()
	if err != nil {
		return nil, err
	}
	var h dumpHeader
	if json.Unmarshal(line, &h) != nil || h.Candor != "dump" {
		return nil, errDamaged("it does not begin as a backup does")
	}
	if h.Format > dumpFormat {
		return nil, errs.Of(errs.Conflict, "This backup was made by a newer Candor. Restore it with that one.").Coded("backup_newer")
	}
	in.summary = Summary{Schema: h.Schema, Engine: h.Engine, At: h.At.Time, Rows: map[string]int64{}}
	return in, nil
}

// line is the next line, counted into the checksum.
func (in *dumpReader) line() ([]byte, error) {
	if line := in.ahead; line != nil {
		in.ahead = nil
		in.sum.Write(line)
		return line, nil
	}
	line, err := in.from.ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		return nil, errDamaged("it ends too early")
	}
	if err != nil {
		return nil, err
	}
	in.sum.Write(line)
	return line, nil
}

// nextTable is the next table; io.EOF after the last one, when the whole dump
// was found to be right.
func (in *dumpReader) nextTable() (dumpTable, error) {
	before := hex.EncodeToString(in.sum.Sum(nil))
	line, err := in.line()
	if err != nil {
		return dumpTable{}, err
	}
	var t dumpTable
	if json.Unmarshal(line, &t) == nil && t.Table != "" {
		if _, twice := in.summary.Rows[t.Table]; twice {
			return t, errDamaged("the table " + t.Table + " comes twice")
		}
		in.current = t.Table
		in.summary.Rows[t.Table] = 0
		return t, nil
	}
	var end dumpEnd
	if json.Unmarshal(line, &end) != nil || !end.End {
		return t, errDamaged("a line makes no sense")
	}
	if end.SHA256 != before || !maps.Equal(end.Rows, in.summary.Rows) {
		return t, errDamaged("its checksum is wrong")
	}
	if _, err := in.from.ReadByte(); !errors.Is(err, io.EOF) {
		return t, errDamaged("something follows its end")
	}
	return t, io.EOF
}

// nextRow is the next row of the current table; io.EOF after the last one.
func (in *dumpReader) nextRow() ([]any, error) {
	line, err := in.from.ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		return nil, errDamaged("it ends too early")
	}
	if err != nil {
		return nil, err
	}
	if line[0] != '[' {
		in.ahead = line
		return nil, io.EOF
	}
	in.sum.Write(line)
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, errDamaged("a row makes no sense")
	}
	row := make([]any, len(raw))
	for i, r := range raw {
		if row[i], err = readValue(r); err != nil {
			return nil, errDamaged(fmt.Sprintf("a value of %s makes no sense", in.current))
		}
	}
	in.summary.Rows[in.current]++
	return row, nil
}

func readValue(raw json.RawMessage) (any, error) {
	switch raw[0] {
	case '{':
		var b bytesValue
		if err := json.Unmarshal(raw, &b); err != nil {
			return nil, err
		}
		if b.Text != "" {
			text, err := base64.StdEncoding.DecodeString(b.Text)
			return string(text), err
		}
		return base64.StdEncoding.DecodeString(b.Bytes)
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // an int64 does not fit into a float64
	err := dec.Decode(&v)
	return v, err
}

// value turns what a dump holds into what a column takes; engines differ only
// in booleans.
func (c column) value(v any, e Engine) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case bool:
		switch {
		case c.kind == boolColumn:
			return v, nil
		case c.kind == intColumn && v:
			return int64(1), nil
		case c.kind == intColumn:
			return int64(0), nil
		}
	case json.Number:
		switch c.kind {
		case intColumn:
			return v.Int64()
		case boolColumn:
			return v != "0", nil
		case floatColumn:
			return v.Float64()
		}
	case string:
		if c.kind == textColumn {
			return v, nil
		}
	case []byte:
		if c.kind == bytesColumn {
			return v, nil
		}
	}
	return nil, fmt.Errorf("column %s of the %s database cannot take a %T", c.name, e, v)
}
