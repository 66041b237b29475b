package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"candor/internal/config"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
	"candor/internal/mail"
)

// openDB opens the database that the configuration names, makes it where there is none, and migrates it. It is for the
// commands that say so: serve, demo and migrate.
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

// openExisting opens a database that is there, with the schema it has: a mistyped folder must not become an empty
// installation, and looking at one must not upgrade it under those who serve it.
func openExisting(ctx context.Context, c *config.Config) (*db.DB, error) {
	d, err := db.OpenExisting(ctx, c.Database, nil)
	if errors.Is(err, db.ErrNothing) {
		return nil, fmt.Errorf("there is no installation at %s; name it with --data or --database (candor serve or candor migrate makes a new one)", c.DatabaseShown())
	}
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	have, want, err := d.Version(ctx)
	if err == nil && have > want {
		err = fmt.Errorf("this database was made by a newer candor: its schema is version %d, this program knows %d; use that newer one", have, want)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// openCurrent is openExisting for commands that need this program's own schema.
func openCurrent(ctx context.Context, c *config.Config) (*db.DB, error) {
	d, err := openExisting(ctx, c)
	if err != nil {
		return nil, err
	}
	have, want, err := d.Version(ctx)
	if err == nil && have < want {
		err = fmt.Errorf("the database is at schema %d and this program's is %d; back up and run candor migrate, or use the program that serves it", have, want)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// plan is what the house is built from, by the configuration: everything but the database. It is made before that is
// touched, so that a wrong value changes nothing.
func plan(c *config.Config, log *slog.Logger) (house.Plan, error) {
	p := house.Plan{Version: version, PublicURL: c.PublicURL, Secret: c.Key("doors"), AskCode: !c.Loopback(),
		TrustProxy: c.TrustProxy, Log: log, Extract: extract.Child{}.Text}
	var err error
	if p.Blobs, err = openBlobs(c); err != nil {
		return house.Plan{}, err
	}
	if c.SMTP != "" {
		server, err := mail.SMTP(c.SMTP)
		if err != nil {
			return house.Plan{}, usage{config.Wrong("smtp", err)}
		}
		p.Letters = server
	}
	return p, nil
}

func openBlobs(c *config.Config) (files.Blobs, error) {
	blobs, err := files.OpenBlobs(c.Files)
	if err != nil {
		return nil, usage{config.Wrong("files", err)}
	}
	return blobs, nil
}
