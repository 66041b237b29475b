package activity_test

import (
	"context"
	"fmt"
	"testing"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// world is an organisation with an open position and a private one, each with one application of one person, and the
// lines that ada's work left there:
//
//	ada   Admin                    hana  Interviewer, Hiring Manager of both   nora  Basic, on no team
//	cleo  audits and sees candidates and positions, nothing else               ines  Interviewer, on no team
//
// zed is Admin of another organisation.
type world struct {
	*testing.T
	d     *db.DB
	cast  map[string][2]string // name → organisation, member
	both  string               // the person with an application on each
	open  string               // ids of positions
	staff string
	apps  map[string]string // position → application
}

func worlds(t *testing.T, fn func(w *world)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, d: d, cast: map[string][2]string{}, apps: map[string]string{}}
		w.found()
		fn(w)
	})
}

func (w *world) found() {
	basic := access.Presets()[0].Permissions.List()
	for _, org := range []string{"north", "south"} {
		w.run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, ?, 1)`, org, org, org, org)
	}
	w.hire("north", "ada", "admin")
	w.hire("north", "hana", "interviewer")
	w.hire("north", "ines", "interviewer")
	w.hire("north", "nora", "", basic...)
	w.hire("north", "cleo", "", append(basic, access.OrgAudit)...)
	w.hire("south", "zed", "admin")
	w.open, w.staff, w.both = db.NewID(), db.NewID(), db.NewID()
	w.run(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES (?, 'north', 'Grace', 'grace', 1, 1)`, w.both)
	for i, p := range []string{w.open, w.staff} {
		title := []string{"Backend engineer", "Chief of staff"}[i]
		w.run(`INSERT INTO positions (id, org_id, title, title_key, slug, status, private, created_at, created_by, updated_at)
			VALUES (?, 'north', ?, ?, ?, 'open', ?, 1, ?, 1)`, p, title, title, p, i == 1, w.cast["ada"][1])
		w.run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, 'north', 'hiring_manager', 1, ?)`,
			p, w.cast["hana"][1], w.cast["ada"][1])
		w.apps[p] = db.NewID()
		w.run(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, moved_at, applied_at, updated_at) VALUES (?, 'north', ?, ?, ?, 1, 1, 1)`,
			w.apps[p], p, w.both, i == 1)
	}
}

func (w *world) hire(org, name, system string, holds ...access.Permission) {
	role, person, member := db.NewID(), db.NewID(), db.NewID()
	w.cast[name] = [2]string{org, member}
	w.run(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, 1)`, role, org, role, role, system)
	for _, p := range holds {
		w.run(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, role, org, string(p))
	}
	w.run(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, 1)`, person, person, person, name)
	w.run(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, ?, ?, ?, ?, 1, 1)`, member, org, person, role, name)
}

func (w *world) run(sql string, args ...any) {
	w.Helper()
	w.write(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	})
}

func (w *world) write(fn func(ctx context.Context, tx db.Tx) error) {
	w.Helper()
	if err := w.d.Write(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// as is somebody's own right at this moment.
func (w *world) as(name string) (a access.Actor) {
	w.Helper()
	w.read(func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, w.cast[name][0], w.cast[name][1])
		return err
	})
	if !a.IsMember() {
		w.Fatal(name + " is nobody")
	}
	return a
}

func (w *world) read(fn func(ctx context.Context, tx db.Tx) error) {
	w.Helper()
	if err := w.d.Read(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// did records a line by ada, a minute after the one before.
func (w *world) did(l activity.Line) {
	w.Helper()
	testdb.ClockOf(w.d).Advance(60e9)
	ada := w.as("ada")
	w.write(func(ctx context.Context, tx db.Tx) error { return activity.Record(ctx, tx, ada, l) })
}

// changed writes a line of the audit log by ada.
func (w *world) changed(e activity.Entry) {
	w.Helper()
	testdb.ClockOf(w.d).Advance(60e9)
	ada := w.as("ada")
	w.write(func(ctx context.Context, tx db.Tx) error { return activity.Audit(ctx, tx, ada, e) })
}

// lines reads all pages, two lines each, and holds the count to them.
func (w *world) lines(who string, about activity.About) (out []activity.Shown) {
	w.Helper()
	a := w.as(who)
	return walk(w, fmt.Sprintf("%s %+v", who, about), func(ctx context.Context, tx db.Tx, page db.Page) (db.List[activity.Shown], error) {
		return activity.Lines(ctx, tx, a, about, page)
	})
}

func (w *world) log(who string, asked activity.Asked) []activity.Logged {
	w.Helper()
	a := w.as(who)
	return walk(w, fmt.Sprintf("%s %+v", who, asked), func(ctx context.Context, tx db.Tx, page db.Page) (db.List[activity.Logged], error) {
		return activity.AuditLog(ctx, tx, a, asked, page)
	})
}

func walk[T any](w *world, what string, list func(ctx context.Context, tx db.Tx, page db.Page) (db.List[T], error)) (out []T) {
	w.Helper()
	w.read(func(ctx context.Context, tx db.Tx) error {
		page := db.Page{Limit: 2, Count: true}
		var counts []int
		for {
			l, err := list(ctx, tx, page)
			if err != nil {
				return err
			}
			counts = append(counts, *l.Count)
			if out = append(out, l.Items...); l.Next == "" {
				break
			}
			page.Cursor = l.Next
		}
		for _, n := range counts {
			if n != len(out) {
				w.Errorf("%s: counted %d, listed %d", what, n, len(out))
			}
		}
		plain, err := list(ctx, tx, db.Page{})
		if plain.Count != nil {
			w.Errorf("%s: counted unasked", what)
		}
		return err
	})
	return out
}

func kinds(lines []activity.Shown) (out []string) {
	for _, l := range lines {
		out = append(out, l.Kind)
	}
	return out
}

func actions(lines []activity.Logged) (out []string) {
	for _, l := range lines {
		out = append(out, l.Action)
	}
	return out
}
