package db

import (
	"context"
	"io/fs"
)

// UseMigrations gives a database another folder of migrations.
func (d *DB) UseMigrations(folder fs.FS) { d.migrations = folder }

// MigrateTo stops at a version.
func (d *DB) MigrateTo(ctx context.Context, version int64) error { return d.migrateTo(ctx, version) }

// Migrations reads a folder for one engine.
func Migrations(e Engine, folder fs.FS) error {
	_, err := migrationsFor(e, folder)
	return err
}

// Embedded is the folder the program carries.
func Embedded() fs.FS { return migrationFolder() }

// Exec runs a statement outside any transaction, as an operator would.
func (d *DB) Exec(ctx context.Context, sql string) error {
	_, err := d.writer.DB.ExecContext(ctx, sql)
	return err
}
