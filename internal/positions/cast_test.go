package positions_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// company is an organisation with its people: ada (Admin), sol and rui (Staffing), ines and hana (Interviewer), nora
// and tom (Basic). Who is on which team, each test says.
type company struct {
	t       *testing.T
	d       *db.DB
	clock   *testdb.Clock
	room    *positions.Room
	org     string
	members map[string]string // name → member id
	roles   map[string]string // name → role id
}

// each runs fn on both engines in a new company.
func each(t *testing.T, fn func(c *company)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(found(t, d, "northwind")) })
}

func found(t *testing.T, d *db.DB, slug string) *company {
	c := &company{t: t, d: d, clock: testdb.ClockOf(d), room: positions.New(d), org: db.NewID(), members: map[string]string{}, roles: map[string]string{}}
	c.clock.Set(noon)
	c.write(`INSERT INTO organizations (id, slug, slug_key, name, careers_text, consent_text, created_at) VALUES (?, ?, ?, 'Northwind Labs', 'We build **weather**.', 'You may keep this for a year.', ?)`,
		c.org, slug, slug, db.At(noon))
	for _, system := range access.SystemRoles {
		c.role(string(system), string(system))
	}
	c.role("basic", "", access.Presets()[0].Permissions.List()...)
	for name, role := range map[string]string{"ada": "admin", "sol": "staffing", "rui": "staffing", "ines": "interviewer", "hana": "interviewer",
		"nora": "basic", "tom": "basic"} {
		c.hire(name, role)
	}
	return c
}

func (c *company) role(name, system string, strings ...access.Permission) {
	id := db.NewID()
	c.roles[name] = id
	c.write(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, id, c.org, name, name, system, db.At(noon), db.At(noon))
	for _, p := range strings {
		c.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, id, c.org, string(p))
	}
}

// hire makes a member. A role named like a list of strings is made for them.
func (c *company) hire(name, role string, strings ...access.Permission) {
	if len(strings) > 0 {
		c.role(role, "", strings...)
	}
	person, member := db.NewID(), db.NewID()
	c.members[name] = member
	c.write(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, person, name+"@"+c.org+".example", name+"@"+c.org+".example", name, db.At(noon))
	c.write(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?, ?)`, member, c.org, person, c.roles[role], name, db.At(noon), db.At(noon))
}

func (c *company) write(sql string, args ...any) {
	c.t.Helper()
	err := c.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) number(sql string, args ...any) (n int) {
	c.t.Helper()
	err := c.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &n) })
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// as is a member with the facts of now.
func (c *company) as(name string) (a access.Actor) {
	c.t.Helper()
	err := c.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, c.org, c.members[name])
		return err
	})
	if err != nil || !a.IsMember() {
		c.t.Fatal(name, err)
	}
	return a.WithVia("page")
}

// make is a position by ada with a team like "hana hiring_manager, tom team_member".
func (c *company) make(n positions.NewPosition, team string) positions.Position {
	c.t.Helper()
	n.Team = c.seats(team)
	if n.Title == "" {
		n.Title = "Backend engineer"
	}
	p, err := c.room.Create(context.Background(), c.as("ada"), n)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

func (c *company) seats(team string) (seats []positions.Seat) {
	for _, one := range strings.Split(team, ",") {
		if words := strings.Fields(one); len(words) == 2 {
			seats = append(seats, positions.Seat{MemberID: c.members[words[0]], TeamRole: access.TeamRole(words[1])})
		}
	}
	return seats
}

// apply puts a new candidate on a position.
func (c *company) apply(p positions.Position, status, phaseID string) string {
	c.t.Helper()
	candidate, application := db.NewID(), db.NewID()
	var phase any
	if phaseID != "" {
		phase = phaseID
	}
	c.write(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, 'Zoë', 'zoe', ?, ?)`, candidate, c.org, db.At(noon), db.At(noon))
	c.write(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, status, phase_id, moved_at, applied_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		application, c.org, p.ID, candidate, p.Private, status, phase, db.At(noon), db.At(noon), db.At(noon))
	return application
}

// is fails unless err is of the kind; Internal means no error at all.
func (c *company) is(err error, kind errs.Kind, about ...any) {
	c.t.Helper()
	if kind == errs.Internal {
		if err != nil {
			c.t.Fatalf("%v: %v", about, err)
		}
		return
	}
	if err == nil || !errs.Is(err, kind) {
		c.t.Fatalf("%v: want %v, got %v", about, kind, err)
	}
}

const (
	fine     = errs.Internal
	hidden   = errs.NotFound
	refused  = errs.Refused
	invalid  = errs.Invalid
	conflict = errs.Conflict
)

func ptr[T any](v T) *T { return &v }

func euros(min, max int64) *positions.Compensation {
	return &positions.Compensation{Currency: "EUR", Min: ptr(min * 100), Max: ptr(max * 100), Period: positions.Year}
}

func all() db.Page { return db.Page{Limit: db.MaxLimit, Count: true} }

// titles are those of the list that a member gets, and the count must say the same.
func (c *company) titles(name string, f positions.Filter) []string {
	c.t.Helper()
	list, err := c.room.List(context.Background(), c.as(name), f, all())
	c.is(err, fine, name, f)
	out := []string{}
	for _, p := range list.Items {
		out = append(out, p.Title)
	}
	if list.Count == nil || *list.Count != len(out) {
		c.t.Fatalf("%s: the list has %d rows and counts %v", name, len(out), list.Count)
	}
	return out
}

// testdb2 gives two organisations in one database.
func testdb2(t *testing.T, fn func(c, other *company)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(found(t, d, "northwind"), found(t, d, "tailspin")) })
}
