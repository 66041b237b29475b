package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"
)

// ErrNothing means that there is no database of ours at an address.
var ErrNothing = errors.New("there is no Candor database")

// OpenExisting is Open for a database that was migrated before: where there is
// none, it makes and changes nothing and fails with ErrNothing.
func OpenExisting(ctx context.Context, url string, now func() time.Time) (*DB, error) {
	if rest, ok := strings.CutPrefix(url, "sqlite:"); ok {
		path, _, err := splitSQLite(rest)
		if err != nil {
			return nil, err
		}
		if begun, err := begunSQLite(ctx, path); err != nil || !begun {
			return nil, orNothing(err)
		}
	}
	d, err := Open(ctx, url, now)
	if err != nil {
		return nil, err
	}
	if have, _, err := d.Version(ctx); err != nil || have == 0 {
		d.Close()
		return nil, orNothing(err)
	}
	return d, nil
}

// begunSQLite looks at the file as a reader, since opening one to write would
// make it, or change how a stranger's keeps its journal.
func begunSQLite(ctx context.Context, path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	pool, err := sql.Open("sqlite", "file:"+escapePath(path)+"?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		return false, err
	}
	defer pool.Close()
	have, err := appliedVersion(ctx, pool, SQLite)
	return have > 0, err
}

func orNothing(err error) error {
	if err == nil {
		return ErrNothing
	}
	return err
}

// Server is what a PostgreSQL server says of itself.
type Server struct {
	Version int       // 150004 is 15.4
	Now     time.Time // its clock
}

// Server asks the PostgreSQL server; on SQLite there is none, and the answer
// is zero.
func (d *DB) Server(ctx context.Context) (s Server, err error) {
	if d.engine == SQLite {
		return s, nil
	}
	err = d.reader.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int, clock_timestamp()").Scan(&s.Version, &s.Now)
	return s, err
}
