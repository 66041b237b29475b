package access_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// large is a company of the size that the measures name: 100,000 candidates, 200,000 applications, 500 positions (one
// in ten private), 5,000 members, and a second company that must never appear. Written in bulk with the triggers off,
// with what they keep summed up afterwards.
type large struct {
	t     testing.TB
	d     *db.DB
	scale int // of a hundred: 100 is full scale
	cast  []reader
	open  string // a position that is not private, with many applications
}

// reader is one kind of person, as the plans depend on it.
type reader struct {
	name  string
	actor access.Actor
}

// scale is a tenth, unless CANDOR_PLANS=1 asks for everything.
func scale() int {
	if os.Getenv("CANDOR_PLANS") != "" {
		return 100
	}
	return 10
}

func newLarge(t testing.TB, e db.Engine, scale int) *large {
	w := &large{t: t, d: testdb.Open(t, e), scale: scale}
	began := time.Now()
	err := w.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		back := w.withoutTriggers(ctx, tx)
		w.fill(ctx, tx)
		for _, sql := range back {
			w.run(ctx, tx, sql)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.analyze()
	w.load()
	t.Logf("%s: %d applications written in %v", e, 2000*scale, time.Since(began).Round(time.Millisecond))
	return w
}

func (w *large) run(ctx context.Context, tx db.Tx, sql string, args ...any) {
	w.t.Helper()
	if _, err := tx.NewRaw(sql, args...).Exec(ctx); err != nil {
		w.t.Fatalf("%v\n%.800s", err, sql)
	}
}

// withoutTriggers switches them off and gives what switches them on again.
func (w *large) withoutTriggers(ctx context.Context, tx db.Tx) (back []string) {
	if tx.Engine() == db.Postgres {
		w.run(ctx, tx, "SET LOCAL session_replication_role = replica")
		return nil
	}
	var names []string
	if err := tx.NewRaw("SELECT name FROM sqlite_master WHERE type = 'trigger'").Scan(ctx, &names); err != nil {
		w.t.Fatal(err)
	}
	if err := tx.NewRaw("SELECT sql FROM sqlite_master WHERE type = 'trigger'").Scan(ctx, &back); err != nil {
		w.t.Fatal(err)
	}
	for _, name := range names {
		w.run(ctx, tx, "DROP TRIGGER "+name)
	}
	return back
}

const (
	largeOrg = "00000000-0000-7000-8000-00000000000a"
	otherOrg = "00000000-0000-7000-8000-00000000000b"
)

// id is the SQL of an id made of a letter and a number.
func id(kind, number string) string {
	return "('0190" + kind + "000-0000-7000-8000-' || substr('000000000000', 1, 12 - length(CAST(" + number + " AS TEXT))) || CAST(" + number + " AS TEXT))"
}

func made(kind string, n int) string { return fmt.Sprintf("0190%s000-0000-7000-8000-%012d", kind, n) }

// series begins an INSERT of n rows numbered i; r is a number that looks random and is the same in every run.
func series(n int, into, columns, values, from string) string {
	if from != "" {
		from = ", " + from
	}
	return fmt.Sprintf("INSERT INTO %s (%s) WITH RECURSIVE s(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM s WHERE i < %d), n AS (SELECT i, (i * 48271) %% 65521 AS r, (i * 40014) %% 32749 AS q FROM s) SELECT %s FROM n%s",
		into, columns, n, values, from)
}

func (w *large) fill(ctx context.Context, tx db.Tx) {
	const t0 = "1790000000000"
	positions, members, candidates, applications := 5*w.scale, 50*w.scale, 1000*w.scale, 2000*w.scale
	for _, org := range []string{largeOrg, otherOrg} {
		w.run(ctx, tx, `INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, 'Large', `+t0+`)`, org, org, org)
	}
	for n, system := range []string{"admin", "staffing", "interviewer", ""} {
		w.run(ctx, tx, `INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, `+t0+`, `+t0+`)`,
			made("1", n), largeOrg, "role "+system, "role "+system, system)
	}
	w.run(ctx, tx, series(members, "people", "id, email, email_key, name, created_at", id("2", "i")+", 'p' || i, 'p' || i, 'Person ' || i, "+t0, ""))
	w.run(ctx, tx, series(members, "members", "id, org_id, person_id, role_id, joined_at, access_since",
		id("3", "i")+", '"+largeOrg+"', "+id("2", "i")+", "+id("1", "(CASE WHEN i = 1 THEN 0 WHEN i < 5 THEN 1 WHEN i = 5 THEN 3 ELSE 2 END)")+", "+t0+", "+t0, ""))
	w.run(ctx, tx, series(positions, "positions", "id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at",
		id("4", "i")+", '"+largeOrg+"', 'Position ' || i, 'position ' || i, 'p' || i, CASE WHEN i % 10 = 0 THEN TRUE ELSE FALSE END, CASE WHEN i % 7 = 0 THEN 'closed' ELSE 'open' END, "+t0+" - i * 86400000, "+id("3", "1")+", "+t0, ""))
	w.run(ctx, tx, series(positions*5, "hiring_team", "position_id, member_id, org_id, team_role, given_at, given_by",
		id("4", "((i - 1) / 5 + 1)")+", "+id("3", "(10 + (i * 13) % "+fmt.Sprint(members-10)+")")+", '"+largeOrg+"', CASE i % 5 WHEN 0 THEN 'hiring_manager' WHEN 1 THEN 'recruiter' ELSE 'team_member' END, "+t0+", "+id("3", "1"), ""))
	w.seats(ctx, tx, 3, "recruiter", 2, 12) // Staffing with twelve positions
	w.seats(ctx, tx, 5, "team_member", 7, 3)
	w.run(ctx, tx, series(candidates, "candidates", "id, org_id, name, name_key, created_at, updated_at",
		id("5", "i")+", '"+largeOrg+"', 'Candidate ' || r || ' ' || i, 'candidate ' || r || ' ' || i, "+t0+" - i * 600000, "+t0, ""))
	// Few positions have many applications: the product of two even numbers is small more often than large.
	at := fmt.Sprintf("(1 + ((r %% %d) * (q %% %d)) / %d)", positions, positions, positions)
	w.run(ctx, tx, series(applications, "applications", "id, org_id, position_id, candidate_id, private, status, moved_at, applied_at, updated_at",
		id("6", "i")+", '"+largeOrg+"', "+id("4", at)+", "+id("5", fmt.Sprintf("(1 + (i * 11) %% %d)", candidates*98/100))+", CASE WHEN "+at+" % 10 = 0 THEN TRUE ELSE FALSE END, "+
			"CASE WHEN r % 100 < 4 THEN 'offer' WHEN r % 100 < 7 THEN 'hired' WHEN r % 100 < 35 THEN 'rejected' WHEN r % 100 < 40 THEN 'withdrawn' WHEN r % 100 < 70 THEN 'applied' ELSE 'in_review' END, "+
			t0+" - i * 290000, "+t0+" - i * 300000, "+t0, ""))
	w.run(ctx, tx, `INSERT INTO interviews (id, org_id, application_id, position_id, private, status, created_at)
		SELECT replace(a.id, '01906000-', '01907000-'), a.org_id, a.id, a.position_id, a.private, a.status, a.applied_at FROM applications AS a WHERE substr(a.id, 36, 1) IN ('0', '3', '6')`)
	for _, who := range []string{"(6 + (CAST(substr(i.id, 25) AS INTEGER) * 17) % ", "(6 + (CAST(substr(i.id, 25) AS INTEGER) * 31 + 7) % "} {
		w.run(ctx, tx, `INSERT INTO interview_assignments (interview_id, member_id, org_id, assigned_at)
			SELECT i.id, `+id("3", who+fmt.Sprint(members-10)+")")+`, i.org_id, i.created_at FROM interviews AS i WHERE 1 = 1 ON CONFLICT DO NOTHING`)
	}
	w.other(ctx, tx)
	w.sums(ctx, tx)
}

// seats gives a member some positions, every so many.
func (w *large) seats(ctx context.Context, tx db.Tx, member int, role string, every, n int) {
	for i := range n {
		w.run(ctx, tx, `INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, ?, 0, ?)
			ON CONFLICT (position_id, member_id) DO UPDATE SET team_role = excluded.team_role`, made("4", 1+i*every), made("3", member), largeOrg, role, made("3", 1))
	}
}

// other is a tenth of the same in another company.
func (w *large) other(ctx context.Context, tx db.Tx) {
	for _, copy := range []struct{ table, columns, ids string }{
		{"positions", "title, title_key, slug, private, status, created_at, created_by, updated_at", "id"},
		{"candidates", "name, name_key, created_at, updated_at", "id"},
		{"applications", "private, status, moved_at, applied_at, updated_at", "id, position_id, candidate_id"},
	} {
		ids := strings.Split(copy.ids, ", ")
		moved := make([]string, len(ids))
		for i, c := range ids {
			moved[i] = "'0191' || substr(" + c + ", 5)"
		}
		w.run(ctx, tx, "INSERT INTO "+copy.table+" (org_id, "+copy.ids+", "+copy.columns+") SELECT '"+otherOrg+"', "+strings.Join(moved, ", ")+", "+copy.columns+
			" FROM "+copy.table+" WHERE org_id = '"+largeOrg+"'"+map[bool]string{true: " AND substr(id, 36, 1) = '7'"}[copy.table == "applications"])
	}
}

// sums are what the triggers keep.
func (w *large) sums(ctx context.Context, tx db.Tx) {
	w.run(ctx, tx, `UPDATE candidates SET apps = (SELECT count(*) FROM applications AS a WHERE a.candidate_id = candidates.id),
		open_apps = (SELECT count(*) FROM applications AS a WHERE a.candidate_id = candidates.id AND NOT a.private)`)
	w.run(ctx, tx, `UPDATE candidates SET sight = CASE WHEN apps = 0 THEN 'none' WHEN open_apps > 0 THEN 'open' ELSE 'private' END`)
	w.run(ctx, tx, `INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) SELECT org_id, position_id, private, status, '', count(*) FROM applications GROUP BY org_id, position_id, private, status`)
	w.run(ctx, tx, `INSERT INTO candidate_counts (org_id, sight, n) SELECT org_id, sight, count(*) FROM candidates GROUP BY org_id, sight`)
	w.run(ctx, tx, `INSERT INTO position_counts (org_id, private, status, n) SELECT org_id, private, status, count(*) FROM positions GROUP BY org_id, private, status`)
}

// analyze is what PostgreSQL does by itself within minutes; SQLite keeps no statistics unless somebody asks.
func (w *large) analyze() {
	if w.d.Engine() == db.SQLite {
		return
	}
	must2(w.t, w.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		for _, table := range []string{"positions", "applications", "candidates", "interviews", "interview_assignments", "hiring_team", "application_counts", "candidate_counts", "members"} {
			w.run(ctx, tx, "ANALYZE "+table)
		}
		return nil
	}))
}

func (w *large) load() {
	must2(w.t, w.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		for _, who := range []struct {
			name   string
			member int
		}{{"Admin", 1}, {"Staffing", 2}, {"Staffing, 12 positions", 3}, {"Team Member, 3 positions", 5}, {"Interviewer", 6}} {
			a, err := access.Load(ctx, tx, largeOrg, made("3", who.member))
			if err != nil {
				return err
			}
			if !a.IsMember() {
				w.t.Fatalf("%s is nobody", who.name)
			}
			w.cast = append(w.cast, reader{who.name, a})
		}
		w.open = made("4", 1)
		return nil
	}))
}

func must2(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
