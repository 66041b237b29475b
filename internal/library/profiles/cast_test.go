package profiles_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// company is an organisation with its people: ada (Admin), sol (Staffing), ines (Interviewer), and whoever a test hires.
type company struct {
	t       *testing.T
	d       *db.DB
	clock   *testdb.Clock
	room    *profiles.Room
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
	c := &company{t: t, d: d, clock: testdb.ClockOf(d), room: profiles.New(d), org: db.NewID(), members: map[string]string{}, roles: map[string]string{}}
	c.clock.Set(noon)
	c.write(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, c.org, slug, slug, slug, db.At(noon))
	for _, system := range access.SystemRoles {
		c.role(string(system), string(system))
	}
	for name, role := range map[string]string{"ada": "admin", "sol": "staffing", "ines": "interviewer"} {
		c.hire(name, role)
	}
	return c
}

func (c *company) role(name, system string, holds ...access.Permission) {
	id := db.NewID()
	c.roles[name] = id
	c.write(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, id, c.org, name, name, system, db.At(noon), db.At(noon))
	for _, p := range holds {
		c.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, id, c.org, string(p))
	}
}

// hire makes a member. A role with strings is made for them.
func (c *company) hire(name, role string, holds ...access.Permission) {
	if len(holds) > 0 {
		c.role(role, "", holds...)
	}
	person, member := db.NewID(), db.NewID()
	c.members[name] = member
	c.write(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, person, name+"@"+c.org, name+"@"+c.org, strings.ToUpper(name[:1])+name[1:], db.At(noon))
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

// is fails unless err is of the kind; Internal means no error at all.
func (c *company) is(err error, kind errs.Kind, about ...any) {
	c.t.Helper()
	if kind == fine {
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
	stale    = errs.Stale
)

func ptr[T any](v T) *T { return &v }

// position puts one into the table, pointing to a job role and a level ("" for none).
func (c *company) position(title string, private bool, jobRole, level string) string {
	c.t.Helper()
	id := db.NewID()
	null := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	c.write(`INSERT INTO positions (id, org_id, title, title_key, slug, private, job_role_id, level_id, created_at, created_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, c.org, title, db.Key(title), id, private, null(jobRole), null(level), db.At(noon), c.members["ada"], db.At(noon))
	return id
}

// measure is a competency or level by ada.
func (c *company) measure(x profiles.Axis, name string) string {
	c.t.Helper()
	m, err := c.room.CreateMeasure(context.Background(), c.as("ada"), x, profiles.MeasureDraft{Name: &name})
	c.is(err, fine, name)
	return m.ID
}

// engineer is a job role by ada with two competencies at two levels and one guideline, "Tests.".
type engineer struct{ id, craft, talk, junior, senior string }

func (c *company) engineer() (e engineer) {
	c.t.Helper()
	e.craft, e.talk = c.measure(profiles.Competencies, "Craft"), c.measure(profiles.Competencies, "Talk")
	e.junior, e.senior = c.measure(profiles.Levels, "Junior"), c.measure(profiles.Levels, "Senior")
	j, err := c.room.CreateJobRole(context.Background(), c.as("ada"), profiles.NewJobRole{Name: "Engineer", Description: "Builds.", Competencies: []string{e.talk, e.craft},
		Levels: []string{e.senior, e.junior}, Guidelines: []profiles.Guideline{{Cell: profiles.Cell{CompetencyID: e.craft, LevelID: e.junior}, Text: " Tests. "}}})
	c.is(err, fine)
	e.id = j.ID
	return e
}

func (e engineer) cell() profiles.Cell {
	return profiles.Cell{CompetencyID: e.craft, LevelID: e.junior}
}

func (c *company) names(name string, x profiles.Axis, q string) string {
	c.t.Helper()
	list, err := c.room.Measures(context.Background(), c.as(name), x, q, db.Page{Count: true})
	c.is(err, fine, name)
	if list.Count == nil || *list.Count != len(list.Items) {
		c.t.Fatalf("%d rows, counted %v", len(list.Items), list.Count)
	}
	var out []string
	for _, m := range list.Items {
		out = append(out, m.Name)
	}
	return strings.Join(out, ", ")
}
