package candidates_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/mail"
	"candor/internal/positions"
	"candor/internal/queue"
)

var (
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	ctx  = context.Background()
)

// company is an organisation with its people:
//
//	ada   Admin, owner          sol   Staffing, on no team      rui   Staffing, Recruiter of both
//	hana  Interviewer, Hiring Manager of both                   tom   Basic, Team Member of both
//	nora  Basic, on no team     ines  Interviewer, on no team   otto  holds nothing
//
// Both: "Backend engineer" (open, published) and "Chief of staff" (open, private). zed is Admin of another
// organisation.
type company struct {
	*testing.T
	d       *db.DB
	clock   *testdb.Clock
	room    *candidates.Room
	posts   *positions.Room
	worker  *queue.Worker
	outbox  *mail.Room
	org     string
	other   string
	members map[string]string // name → member id
	orgs    map[string]string // name → organisation
	open    positions.Position
	private positions.Position
}

// each runs fn on both engines in a new company.
func each(t *testing.T, fn func(c *company)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(found(t, d)) })
}

func found(t *testing.T, d *db.DB) *company {
	blobs, err := files.OpenBlobs(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	kept := files.New(d, blobs, extract.Text)
	kept.Temp = t.TempDir()
	c := &company{T: t, d: d, clock: testdb.ClockOf(d), room: candidates.New(d, kept), posts: positions.New(d), members: map[string]string{}, orgs: map[string]string{}}
	c.clock.Set(noon)
	c.worker = queue.NewWorker(d, slog.New(slog.DiscardHandler))
	c.outbox = mail.New(d, mail.Log{Log: slog.New(slog.DiscardHandler)}, "https://hire.example")
	c.outbox.Demo = true
	kept.Work(c.worker)
	c.outbox.Work(c.worker)
	c.other = c.organisation("tailspin")
	c.hire(c.other, "zed", "admin")
	c.org = c.organisation("northwind")
	basic := access.Presets()[0].Permissions.List()
	for _, who := range []struct {
		name, role string
		holds      []access.Permission
	}{{"ada", "admin", nil}, {"sol", "staffing", nil}, {"rui", "staffing", nil}, {"hana", "interviewer", nil}, {"ines", "interviewer", nil},
		{"tom", "", basic}, {"nora", "", basic}, {"otto", "", nil}} {
		c.hire(c.org, who.name, who.role, who.holds...)
	}
	c.write(`UPDATE organizations SET owner_member_id = ? WHERE id = ?`, c.members["ada"], c.org)
	plan := []positions.Phase{{Name: "Phone screen", Stage: 1}, {Name: "Coding", Stage: 2}, {Name: "Design", Stage: 2, Kind: positions.AssessmentPhase}, {Name: "Final", Stage: 3}}
	c.open = c.position(positions.NewPosition{Title: "Backend engineer", Public: true, Phases: plan})
	c.private = c.position(positions.NewPosition{Title: "Chief of staff", Private: true, Phases: plan})
	return c
}

func (c *company) organisation(slug string) string {
	id := db.NewID()
	c.write(`INSERT INTO organizations (id, slug, slug_key, name, consent_text, created_at) VALUES (?, ?, ?, ?, 'You may keep this for a year.', ?)`, id, slug, slug, slug, db.At(noon))
	return id
}

// hire makes a member with a system role, or with one of their own that holds some strings.
func (c *company) hire(org, name, system string, holds ...access.Permission) {
	role, person, member := db.NewID(), db.NewID(), db.NewID()
	c.members[name], c.orgs[name] = member, org
	c.write(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, role, org, role, role, system, db.At(noon), db.At(noon))
	for _, p := range holds {
		c.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, role, org, string(p))
	}
	email := name + "@" + org + ".example"
	c.write(`INSERT INTO people (id, email, email_key, email_verified_at, name, created_at) VALUES (?, ?, ?, ?, ?, ?)`, person, email, email, db.At(noon), name, db.At(noon))
	c.write(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?, ?)`, member, org, person, role, name, db.At(noon), db.At(noon))
}

// position is opened by ada with hana, rui and tom on its team, unless others are named.
func (c *company) position(n positions.NewPosition) positions.Position {
	c.Helper()
	if n.Team == nil {
		n.Team = []positions.Seat{{MemberID: c.members["hana"], TeamRole: access.HiringManager}, {MemberID: c.members["rui"], TeamRole: access.Recruiter},
			{MemberID: c.members["tom"], TeamRole: access.TeamMember}}
	}
	p, err := c.posts.Create(ctx, c.as("ada"), n)
	c.ok(err)
	p, err = c.posts.Open(ctx, c.as("ada"), p.ID)
	c.ok(err)
	return p
}

// as is a member with the facts of now.
func (c *company) as(name string) (a access.Actor) {
	c.Helper()
	c.read(func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, c.orgs[name], c.members[name])
		return err
	})
	if !a.IsMember() {
		c.Fatal(name, "is no member")
	}
	return a.WithVia("page")
}

// add is somebody new on a position, by ada; the clock goes on a minute, so that everybody comes at a time of their own.
func (c *company) add(name string, p positions.Position) candidates.Application {
	c.Helper()
	c.clock.Advance(time.Minute)
	got, err := c.room.Add(ctx, c.as("ada"), candidates.NewCandidate{Name: name, Email: mailOf(name), PositionID: p.ID})
	c.ok(err)
	return got.Profile.Applications[0]
}

func mailOf(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@people.example"
}

// also puts somebody on one more position, by ada.
func (c *company) also(candidateID string, p positions.Position) (applicationID string) {
	c.Helper()
	c.clock.Advance(time.Minute)
	got, err := c.room.AddApplication(ctx, c.as("ada"), candidates.NewApplication{CandidateID: candidateID, PositionID: p.ID})
	c.ok(err)
	return got.ApplicationID
}

// move is done by ada.
func (c *company) move(id string, m candidates.Move) candidates.Application {
	c.Helper()
	c.clock.Advance(time.Minute)
	got, err := c.room.Move(ctx, c.as("ada"), id, m)
	c.ok(err)
	return got.Application
}

func (c *company) ok(err error) {
	c.Helper()
	if err != nil {
		if e := (*errs.Error)(nil); errors.As(err, &e) {
			c.Fatalf("%s (%s): %v", e.Kind, e.Code, err)
		}
		c.Fatal(err)
	}
}

// is fails unless err is of a kind, and of a code where one is named.
func (c *company) is(err error, kind errs.Kind, code string, about ...any) {
	c.Helper()
	if err == nil || errs.KindOf(err) != kind || code != "" && errs.As(err).Code != code {
		c.Fatalf("%s: got %v (%s), want %s %s", fmt.Sprint(about...), err, codeOf(err), kind, code)
	}
}

func codeOf(err error) string {
	if err == nil {
		return "no error"
	}
	return errs.As(err).Code
}

func (c *company) hidden(err error, about ...any) {
	c.Helper()
	c.is(err, errs.NotFound, "not_found", about...)
	if err.Error() != errs.Hidden().Error() {
		c.Fatalf("%s: %q tells more than that nothing is there", fmt.Sprint(about...), err)
	}
}

func (c *company) write(sql string, args ...any) {
	c.Helper()
	c.ok(c.d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}

func (c *company) read(fn func(ctx context.Context, tx db.Tx) error) {
	c.Helper()
	c.ok(c.d.Read(ctx, fn))
}

func (c *company) number(sql string, args ...any) (n int) {
	c.Helper()
	c.read(func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &n) })
	return n
}

func text(v any) string {
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(raw)
}
