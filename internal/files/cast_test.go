package files_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/queue"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// company is an organisation with an open and a private position, Zoë's application on each, and people who look.
type company struct {
	t             *testing.T
	d             *db.DB
	clock         *testdb.Clock
	room          *files.Room
	worker        *queue.Worker
	org           string
	open, private string // positions
	onOpen, onPri string // Zoë's applications
	onOwn         string // Kit's own application, on the open position
	roles         map[string]string
}

// each runs fn on both engines, keeping files on a disk and in a bucket.
func each(t *testing.T, fn func(t *testing.T, c *company)) {
	t.Helper()
	for place, open := range map[string]func(t *testing.T) files.Blobs{"disk": onDisk, "s3": inBucket} {
		t.Run(place, func(t *testing.T) {
			testdb.Each(t, func(t *testing.T, d *db.DB) { fn(t, newCompany(t, d, open(t))) })
		})
	}
}

func onDisk(t *testing.T) files.Blobs {
	b, err := files.OpenBlobs(filepath.Join(t.TempDir(), "files"))
	must(t, err)
	return b
}

func inBucket(t *testing.T) files.Blobs {
	server := httptest.NewServer(gofakes3.New(s3mem.New(), gofakes3.WithAutoBucket(true)).Server())
	t.Cleanup(server.Close)
	b, err := files.OpenBlobs("s3://key:s%2Fecret@" + strings.TrimPrefix(server.URL, "http://") + "/candor/files?region=eu-north-1&tls=0")
	must(t, err)
	return b
}

func newCompany(t *testing.T, d *db.DB, blobs files.Blobs) *company {
	c := &company{t: t, d: d, clock: testdb.ClockOf(d), room: files.New(d, blobs, extract.Text), roles: map[string]string{}}
	c.clock.Set(noon)
	c.room.Temp = t.TempDir()
	c.worker = queue.NewWorker(d, slog.New(slog.DiscardHandler))
	c.room.Work(c.worker)
	c.org, c.open, c.private, c.onOpen, c.onPri, c.onOwn = db.NewID(), db.NewID(), db.NewID(), db.NewID(), db.NewID(), db.NewID()
	now := db.At(noon)
	zoe := db.NewID()
	c.write(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, 'X', ?)`, c.org, c.org, c.org, now)
	for id, private := range map[string]bool{c.open: false, c.private: true} {
		c.write(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at) VALUES (?, ?, 'T', 't', ?, ?, 'open', ?, 'x', ?)`, id, c.org, id, private, now, now)
	}
	c.write(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, 'Zoë', 'zoe', ?, ?)`, zoe, c.org, now, now)
	c.apply(c.onOpen, c.open, zoe, false)
	c.apply(c.onPri, c.private, zoe, true)
	return c
}

func (c *company) apply(id, position, candidate string, private bool) {
	now := db.At(noon)
	c.write(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, own_member_id, moved_at, applied_at, updated_at)
		SELECT ?, ?, ?, id, ?, own_member_id, ?, ?, ? FROM candidates WHERE id = ?`, id, c.org, position, private, now, now, now, candidate)
}

// member adds somebody with a system role, or a custom one that holds the strings.
func (c *company) member(system string, holds ...access.Permission) access.Actor {
	now := db.At(noon)
	id, person, role := db.NewID(), db.NewID(), c.roles[system]
	if role == "" || system == "" {
		role = db.NewID()
		c.roles[system] = role
		c.write(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, role, c.org, role, role, system, now, now)
	}
	for _, p := range holds {
		c.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, role, c.org, p)
	}
	c.write(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, 'P', ?)`, person, person, person, now)
	c.write(`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?)`, id, c.org, person, role, now, now)
	return c.actor(id)
}

func (c *company) actor(member string) (a access.Actor) {
	c.t.Helper()
	must(c.t, c.d.Read(c.t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, c.org, member)
		return err
	}))
	return a
}

// team puts a member on a hiring team and gives the actor they are then.
func (c *company) team(a access.Actor, position string, part access.TeamRole) access.Actor {
	c.write(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, ?, ?, 'x')`,
		position, a.MemberID(), c.org, part, db.At(noon))
	return c.actor(a.MemberID())
}

func (c *company) write(sql string, args ...any) {
	c.t.Helper()
	must(c.t, c.d.Write(c.t.Context(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}

func (c *company) count(sql string, args ...any) (n int) {
	c.t.Helper()
	must(c.t, c.d.Read(c.t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &n) }))
	return n
}

func (c *company) visitor() access.Actor { return access.Visitor(c.org) }

func (c *company) keep(name string, content []byte) files.Kept {
	c.t.Helper()
	k, err := c.room.Keep(c.t.Context(), c.visitor(), files.Resume, name, bytes.NewReader(content))
	must(c.t, err)
	return k
}

func (c *company) tryAttach(k files.Kept, application string) (f files.File, err error) {
	err = c.d.Write(c.t.Context(), func(ctx context.Context, tx db.Tx) error {
		f, err = files.Attach(ctx, tx, c.visitor(), k, application)
		return err
	})
	return f, err
}

func (c *company) attach(k files.Kept, application string) files.File {
	c.t.Helper()
	f, err := c.tryAttach(k, application)
	must(c.t, err)
	return f
}

func (c *company) drain() {
	c.t.Helper()
	must(c.t, c.worker.Drain(c.t.Context()))
}

func (c *company) read(a access.Actor, id string) ([]byte, error) {
	_, content, err := c.room.Open(c.t.Context(), a, id)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// leftovers are the files under a folder.
func leftovers(t *testing.T, dir string) (names []string) {
	must(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, path)
		}
		return err
	}))
	return names
}
