package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"candor/internal/config"
)

// lockName is appended to the name of an embedded database's file.
const lockName = ".lock"

// errHeld means that another process has the lock.
var errHeld = errors.New("held")

// lockDatabase keeps a second server away from an embedded database while this process lives: live pages hear of
// changes within one process only (ADR 5), and restoring replaces everything under a server's feet. Looking, backing up
// and adding members need no lock. A database on a server needs none: there, replicas are welcome.
func lockDatabase(c *config.Config) (unlock func(), err error) {
	path := c.SQLiteFile()
	if path == "" {
		return func() {}, nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	// It holds nothing, and who may not write it may still hold it: the operator and the service need not be one user.
	f, err := os.OpenFile(path+lockName, os.O_CREATE|os.O_RDONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	if err := lockFile(f); errors.Is(err, errHeld) {
		f.Close()
		return nil, fmt.Errorf("another candor is serving %s; stop it first (several servers at once need PostgreSQL)", path)
	}
	return func() { f.Close() }, nil // and what cannot be locked is not guarded
}
