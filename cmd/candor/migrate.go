package main

import (
	"context"
	"fmt"

	"candor/internal/config"
)

// migrateCmd brings the database to this version's schema and says where it stands.
type migrateCmd struct{ config.Config }

func (c *migrateCmd) Run(ctx context.Context) error {
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	d, err := openDB(ctx, &c.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	have, _, err := d.Version(ctx)
	if err == nil {
		fmt.Printf("The database is at schema %d.\n", have)
	}
	return err
}
