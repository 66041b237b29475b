package db

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"candor/internal/errs"
)

// What the engines call the failures Candor tells apart. SQLite numbers are
// extended result codes (sqlite.org/rescode.html), PostgreSQL's are SQLSTATEs.
const (
	sqliteForeignKey = 787
	sqlitePrimaryKey = 1555
	sqliteTrigger    = 1811 // RAISE in a trigger; also ON DELETE RESTRICT
	sqliteUnique     = 2067
	sqliteRowID      = 2579

	pgRestrict      = "23001"
	pgForeignKey    = "23503"
	pgUnique        = "23505"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgCachedPlan    = "0A000"
)

// maxTries is how often a transaction is tried in all when PostgreSQL asks to
// try again.
const maxTries = 8

// IsUnique tells whether err is a value that exists already where it may
// exist only once.
func IsUnique(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqliteUnique || e.Code() == sqlitePrimaryKey || e.Code() == sqliteRowID
	}
	return state(err) == pgUnique
}

// IsForeignKey tells whether err is a row that is still referred to, or one
// that refers to nothing.
func IsForeignKey(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqliteForeignKey || e.Code() == sqliteTrigger && strings.Contains(e.Error(), "FOREIGN KEY")
	}
	return state(err) == pgForeignKey || state(err) == pgRestrict
}

// worthAgain tells whether the whole transaction should be run again.
func (d *DB) worthAgain(err error, attempt int) bool {
	switch state(err) {
	case pgSerialization, pgDeadlock:
		return attempt < maxTries
	case pgCachedPlan:
		// A table changed under a live connection; the driver has forgotten the
		// old plan by now.
		return attempt == 1
	}
	return false
}

// asConflict gives a driver's complaint that nobody translated the one
// sentence that is always true. The driver's error stays inside.
func asConflict(err error) error {
	if _, ok := errors.AsType[*errs.Error](err); ok {
		return err
	}
	switch {
	case IsUnique(err):
		return errs.Of(errs.Conflict, "Something like this exists already.").Coded("exists").With(err)
	case IsForeignKey(err):
		return errs.Of(errs.Conflict, "This is still in use, or what it belongs to is gone.").Coded("in_use").With(err)
	}
	return err
}

// state is the SQLSTATE of a PostgreSQL error, or "".
func state(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}
