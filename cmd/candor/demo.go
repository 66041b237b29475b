package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/config"
	"candor/internal/db"
	"candor/internal/house"
	"candor/internal/ui"
)

// demoCmd fills an empty database with the demo company and serves it. Without --data or --database it lives in a
// folder of its own that goes with it.
type demoCmd struct {
	config.Config
	Scale  int    `help:"Add so many generated candidates, two applications each, with positions and members in proportion."`
	Assets string `hidden:"" placeholder:"DIR" help:"Read styles and scripts from this folder instead of the binary."`
}

func (c *demoCmd) Run(ctx context.Context) error {
	if c.Data == "" && c.Database == "" {
		dir, err := os.MkdirTemp("", "candor-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		c.Data = dir
	}
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	if c.Assets != "" {
		ui.ReadFromDisk(c.Assets)
	}
	p, err := plan(&c.Config, logger())
	if err != nil {
		return err
	}
	unlock, err := lockDatabase(&c.Config)
	if err != nil {
		return err
	}
	defer unlock()
	at, err := listen(&c.Config)
	if err != nil {
		return err
	}
	defer at.Close()
	// The company has a past: while it is built, the database's clock is set back.
	var back atomic.Int64
	now := func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }
	if p.DB, err = db.Open(ctx, c.Database, now); err != nil {
		return err
	}
	defer p.DB.Close()
	if err := p.DB.Migrate(ctx); err != nil {
		return err
	}
	if empty, err := p.DB.Empty(ctx); err != nil {
		return err
	} else if !empty {
		return usage{errors.New("demo needs an empty database, and this one is not: open what is in it with candor serve, or name another place with --data or --database")}
	}
	p.Demo, p.AskCode = true, false
	h, err := house.Build(p)
	if err != nil {
		return err
	}
	fmt.Println("Northwind Labs moves in …")
	travel := func(daysAgo float64) { back.Store(int64(daysAgo * float64(24*time.Hour))) }
	made, err := company.Fill(ctx, h, travel)
	if err != nil {
		return err
	}
	if c.Scale > 0 {
		if err := made.Grow(ctx, c.Scale, progress); err != nil {
			return err
		}
	}
	return serve(ctx, h, at, func() { introduce(c.PublicURL) })
}

// progress is a bar that redraws itself.
func progress(done, of int) {
	const width = 40
	full := done * width / max(of, 1)
	fmt.Printf("\r[%s%s] %d of %d candidates", bar('█', full), bar('·', width-full), done, of)
	if done >= of {
		fmt.Println()
	}
}

func bar(r rune, n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = r
	}
	return string(out)
}

// introduce prints the address and one login a person.
func introduce(address string) {
	fmt.Printf("\nNorthwind Labs is at %s\nCareers page: %s/careers/%s\nEverybody's password is %s\n\n", address, address, company.Slug, company.Password)
	for _, p := range company.Cast {
		fmt.Printf("  %-26s %-16s %s\n", p.Email(), p.Name, p.Note)
	}
	fmt.Println()
}
