package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strings"

	"candor/internal/config"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
	"candor/internal/mail"
)

// openDB opens and migrates the database that the configuration names.
func openDB(ctx context.Context, c *config.Config) (*db.DB, error) {
	d, err := db.Open(ctx, c.Database, nil)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := d.Migrate(ctx); err != nil {
		d.Close()
		return nil, fmt.Errorf("migrate the database: %w", err)
	}
	return d, nil
}

// plan is what the house is built from, by the configuration.
func plan(c *config.Config, d *db.DB, log *slog.Logger) (house.Plan, error) {
	blobs, err := files.OpenBlobs(c.Files)
	if err != nil {
		return house.Plan{}, fmt.Errorf("open the file store: %w", err)
	}
	p := house.Plan{Version: version, PublicURL: c.PublicURL, Secret: c.Key("doors"), AskCode: !loopback(c.Listen),
		TrustProxy: c.TrustProxy, Log: log, DB: d, Blobs: blobs, Extract: extract.Child{}.Text}
	if c.SMTP != "" {
		if p.Letters, err = mail.SMTP(c.SMTP); err != nil {
			return house.Plan{}, err
		}
	}
	return p, nil
}

// loopback reports that nobody but this machine reaches the listener, so that an empty installation need not ask who
// sets it up.
func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
