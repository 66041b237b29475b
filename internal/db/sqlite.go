package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// sqliteMode is how a connection opens the file.
type sqliteMode int

const (
	sqliteWrite sqliteMode = iota
	sqliteRead
	sqliteMigrate // as write, but without foreign keys: see migrateSQLite
)

// openSQLite opens PATH, or PATH?synchronous=normal|off|full. FULL is the
// default: an acknowledged write survives a power cut. Tests choose off.
func (d *DB) openSQLite(ctx context.Context, rest string) error {
	path, sync, err := splitSQLite(rest)
	if err != nil {
		return err
	}
	d.path = path
	if err := createSQLite(path); err != nil {
		return err
	}
	write, err := sql.Open("sqlite", sqliteDSN(path, sync, sqliteWrite))
	if err != nil {
		return err
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	read, err := sql.Open("sqlite", sqliteDSN(path, sync, sqliteRead))
	if err != nil {
		write.Close()
		return err
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	d.writer = bun.NewDB(write, dialect{sqlitedialect.New()})
	d.reader = bun.NewDB(read, dialect{sqlitedialect.New()})
	// The writer first: it turns the file into WAL mode, and read-only
	// connections cannot open a file that is not there.
	if err := d.Ping(ctx); err != nil {
		d.Close()
		return fmt.Errorf("open %s: %w", path, err)
	}
	return nil
}

func splitSQLite(rest string) (path, sync string, err error) {
	path, query, _ := strings.Cut(rest, "?")
	path = strings.TrimPrefix(path, "//")
	if path == "" || strings.HasPrefix(path, ":") {
		return "", "", fmt.Errorf("sqlite: needs a file, as in sqlite:data/candor.db")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", "", fmt.Errorf("sqlite: %w", err)
	}
	sync = "full"
	for name, v := range values {
		if name != "synchronous" || !slices.Contains([]string{"full", "normal", "off"}, v[0]) {
			return "", "", fmt.Errorf("sqlite: %s=%s is not known; there is synchronous=full, normal or off", name, v[0])
		}
		sync = v[0]
	}
	return path, sync, nil
}

// createSQLite makes the file before SQLite does, because it holds personal
// data and only its owner may read it; SQLite gives the log the same mode.
func createSQLite(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// sqliteDSN spells a connection string. The prefix file: matters (without it
// mode=ro is dropped in silence), busy_timeout comes first, and foreign keys
// are off in SQLite unless each connection asks.
func sqliteDSN(path, sync string, mode sqliteMode) string {
	pragmas := []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(" + sync + ")", "foreign_keys(1)",
		"temp_store(MEMORY)", "cache_size(-16000)",
	}
	query := "&_txlock=immediate"
	switch mode {
	case sqliteRead:
		pragmas = append(pragmas, "query_only(1)")
		query = "&mode=ro"
	case sqliteMigrate:
		pragmas[0], pragmas[3] = "busy_timeout(60000)", "foreign_keys(0)"
	}
	return "file:" + escapePath(path) + "?_pragma=" + strings.Join(pragmas, "&_pragma=") + query + "&_dqs=0"
}

// escapePath keeps what a file: address reads as its own (? # %) in the path.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}
