package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
)

// world is a company on one engine, and who reads it.
type world struct {
	folder string
	engine db.Engine
	size   int
	url    string
	back   atomic.Int64 // how far the database's clock is set back
	server *testdb.Server
	house  *house.House
	built
	readers []reader
}

// built is what is remembered of a company that was built.
type built struct {
	Org     string
	Members map[string]string
	Tokens  map[string]string
}

// reader is one kind of person who looks at things.
type reader struct {
	key, label string
	access.Actor
	token string
}

// Readers, from who sees most to who sees nothing.
var labels = [][2]string{
	{"admin", "Admin"},
	{"staffing", "Staffing, on no team"},
	{"twelve", "Staffing, 12 positions"},
	{"three", "Team Member of 3, no strings"},
	{"nobody", "nobody"},
}

// open finds the company in the temporary folder, or builds it there.
func open(ctx context.Context, e db.Engine, size int) (*world, error) {
	w := &world{engine: e, size: size, folder: filepath.Join(os.TempDir(), "candor-bench", fmt.Sprintf("%s-%s-%d", e, db.SchemaID(e)[:12], size))}
	if err := w.connect(ctx); err != nil {
		w.close()
		return nil, err
	}
	if err := w.furnish(ctx); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// connect opens the database; PostgreSQL gets a server of its own, whose folder is the company's.
func (w *world) connect(ctx context.Context) error {
	_, err := os.Stat(w.memory())
	fresh := errors.Is(err, os.ErrNotExist)
	if fresh {
		if err := os.RemoveAll(w.folder); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(w.folder, 0o755); err != nil {
		return err
	}
	w.url = "sqlite:" + filepath.Join(w.folder, "candor.db")
	if w.engine == db.Postgres {
		var err error
		if w.server, err = testdb.Kept(filepath.Join(w.folder, "pg")); err != nil {
			return err
		}
		if fresh {
			if err := w.server.Make(ctx, "candor"); err != nil {
				return err
			}
		}
		w.url = w.server.URL("candor")
	}
	d, err := db.Open(ctx, w.url, func() time.Time { return time.Now().Add(-time.Duration(w.back.Load())) })
	if err != nil {
		return err
	}
	w.house = &house.House{Plan: house.Plan{DB: d}} // closed with the world, also when nothing more comes of it
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	blobs, err := files.Disk(filepath.Join(w.folder, "files"))
	if err != nil {
		return err
	}
	h, err := house.Build(house.Plan{PublicURL: "http://candor.test", Secret: bytes.Repeat([]byte("k"), 32), DB: d, Blobs: blobs, Extract: extract.Text, Demo: true})
	if err == nil {
		w.house = h
	}
	return err
}

func (w *world) memory() string { return filepath.Join(w.folder, "built.json") }

// furnish reads what was built, or builds it, and loads the readers.
func (w *world) furnish(ctx context.Context) error {
	text, err := os.ReadFile(w.memory())
	if errors.Is(err, os.ErrNotExist) {
		err = w.build(ctx)
	} else if err == nil {
		err = json.Unmarshal(text, &w.built)
	}
	if err != nil {
		return err
	}
	return w.house.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, l := range labels {
			a, err := access.Load(ctx, tx, w.Org, w.Members[l[0]])
			if err != nil || !a.IsMember() {
				return fmt.Errorf("%s cannot be loaded: %w", l[0], err)
			}
			w.readers = append(w.readers, reader{l[0], l[1], a, w.Tokens[l[0]]})
		}
		return nil
	})
}

func (w *world) build(ctx context.Context) error {
	began := time.Now()
	fmt.Printf("building the company of %d candidates on %s …\n", w.size, w.engine)
	c, err := company.Fill(ctx, w.house, func(days float64) { w.back.Store(int64(days * float64(24*time.Hour))) })
	if err != nil {
		return err
	}
	w.Org, w.Members, w.Tokens = c.Org, map[string]string{}, map[string]string{}
	if err := c.Grow(ctx, w.size, func(int, int) {}); err != nil {
		return err
	}
	if err := w.seat(ctx, c); err != nil {
		return err
	}
	fmt.Printf("built in %s\n", time.Since(began).Round(time.Second))
	text, err := json.Marshal(w.built)
	if err != nil {
		return err
	}
	return os.WriteFile(w.memory(), text, 0o600)
}

func (w *world) close() {
	if w.house != nil && w.house.DB != nil {
		if w.house.Worker != nil {
			_ = w.house.Stop(context.Background())
		}
		_ = w.house.DB.Close()
	}
	if w.server != nil {
		w.server.Stop()
	}
}
