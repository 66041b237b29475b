package org_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
	"candor/internal/org"
	"candor/internal/queue"
)

const password = "candor-demo"

// hashed once: hashing is slow on purpose.
var hashed = sync.OnceValue(func() string { return org.HashPassword(password) })

// company is a small organisation; people are called by their first name.
type company struct {
	t     *testing.T
	d     *db.DB
	room  *org.Room
	clock *testdb.Clock
	slug  string
	ada   access.Actor // owner
}

// each runs a test on both engines with a company of its own.
func each(t *testing.T, fn func(t *testing.T, c *company)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		fn(t, found(t, d, "northwind"))
	})
}

func found(t *testing.T, d *db.DB, slug string) *company {
	t.Helper()
	c := &company{t: t, d: d, clock: testdb.ClockOf(d), slug: slug, room: org.New(d, org.Config{PublicURL: "https://hire.example"})}
	if slug == "northwind" {
		c.clock.Set(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	}
	c.write(func(ctx context.Context, tx db.Tx) error {
		f := org.Founding{Organization: "The " + slug, Slug: slug, TimeZone: "UTC", Name: "Ada", Email: "ada@" + slug + ".example", PasswordHash: hashed()}
		a, err := org.Found(ctx, tx, f)
		c.ada = a
		return err
	})
	return c
}

func (c *company) write(fn func(ctx context.Context, tx db.Tx) error) {
	c.t.Helper()
	if err := c.d.Write(c.t.Context(), fn); err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) email(name string) string { return strings.ToLower(name) + "@" + c.slug + ".example" }

// hire adds an active member with a role by its name.
func (c *company) hire(name, role string) access.Actor {
	c.t.Helper()
	console, err := c.room.Console(c.t.Context(), c.slug)
	if err != nil {
		c.t.Fatal(err)
	}
	got, err := c.room.AddMember(c.t.Context(), console, org.Arrival{Email: c.email(name), Name: name, Role: role, PasswordHash: hashed()})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.as(got.Member.ID)
}

// as loads a member's facts anew, as a request would.
func (c *company) as(memberID string) access.Actor {
	c.t.Helper()
	var a access.Actor
	err := c.d.Read(c.t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, c.ada.OrgID(), memberID)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}

// customRole makes a role; ada may give anything.
func (c *company) customRole(name string, ps ...access.Permission) string {
	c.t.Helper()
	r, err := c.room.CreateRole(c.t.Context(), c.ada, org.RoleDraft{Name: &name, Permissions: &ps})
	if err != nil {
		c.t.Fatal(err)
	}
	return r.ID
}

// roleID finds a role by name.
func (c *company) roleID(name string) string {
	c.t.Helper()
	all, err := c.room.Roles(c.t.Context(), c.ada, "", db.Page{Limit: 200})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range all.Items {
		if r.Name == name {
			return r.ID
		}
	}
	c.t.Fatalf("no role %s", name)
	return ""
}

func (c *company) signIn(name string) (org.Session, []org.Membership, error) {
	return c.room.SignIn(c.t.Context(), org.Credentials{Email: c.email(name), Password: password, Address: "192.0.2.7"})
}

func (c *company) signedIn(name string) string {
	c.t.Helper()
	s, _, err := c.signIn(name)
	if err != nil {
		c.t.Fatalf("%s can't sign in: %v", name, err)
	}
	return s.Token
}

func (c *company) authenticate(token string) (access.Actor, error) {
	a, _, err := c.room.Authenticate(c.t.Context(), token, "")
	return a, err
}

// invited sends an invitation and gives its id and the token in its letter.
func (c *company) invited(by access.Actor, email, roleID string) (id, token string) {
	c.t.Helper()
	got, err := c.room.Invite(c.t.Context(), by, []string{email}, roleID)
	if err != nil {
		c.t.Fatal(err)
	}
	return got[0].ID, c.letter(email, "/invite/")
}

// letter finds the secret in the newest letter to somebody.
func (c *company) letter(to, path string) string {
	c.t.Helper()
	var data []string
	c.write(func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT data FROM mails WHERE to_email = ? ORDER BY id DESC LIMIT 1`, to).Scan(ctx, &data)
	})
	if len(data) == 0 {
		return ""
	}
	_, rest, found := strings.Cut(data[0], path)
	if !found {
		return ""
	}
	token, _, _ := strings.Cut(rest, `"`)
	return token
}

// drain runs all background tasks that are due.
func (c *company) drain() {
	c.t.Helper()
	log := slog.New(slog.DiscardHandler)
	w := queue.NewWorker(c.d, log)
	c.room.Tasks(w)
	letters := mail.New(c.d, mail.Log{Log: log}, "https://hire.example")
	letters.Demo = true // letters are kept to be looked at
	letters.Work(w)
	if err := w.Drain(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) count(query string, args ...any) (n int) {
	c.t.Helper()
	err := c.d.Read(c.t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(query, args...).Scan(ctx, &n) })
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// audited counts the lines of one action.
func (c *company) audited(action string) int {
	c.t.Helper()
	return c.count(`SELECT count(*) FROM audit WHERE org_id = ? AND action = ?`, c.ada.OrgID(), action)
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
}

// says wants an error of a kind whose message contains words.
func says(t *testing.T, err error, kind errs.Kind, words string) {
	t.Helper()
	if err == nil {
		t.Fatalf("allowed, want %v %q", kind, words)
	}
	if e := errs.As(err); e.Kind != kind || !strings.Contains(e.Message, words) {
		t.Fatalf("got %v %q, want %v %q", e.Kind, err, kind, words)
	}
}

func hidden(t *testing.T, err error) { t.Helper(); says(t, err, errs.NotFound, "nothing") }

func text(s string) *string { return &s }

func strs(ps ...access.Permission) *[]access.Permission { return &ps }
