package candidates

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// scaled is an organisation with many people: n candidates with two applications each, positions of at most 400
// applications, every tenth of them private. Readers: dense (Basic, on no team), team (three positions and no string
// of the organisation), mixed (Basic, and on the team of a private position), admin.
type scaled struct {
	testing.TB
	d         *db.DB
	org       string
	positions []string
	phases    [][]string
	members   map[string]string
}

// scale is how many candidates there are: few, or CANDOR_SCALE.
func scale() int {
	if n, err := strconv.Atoi(os.Getenv("CANDOR_SCALE")); err == nil {
		return n
	}
	return 1000
}

func build(t testing.TB, d *db.DB, n int) *scaled {
	s := &scaled{TB: t, d: d, org: db.NewID(), members: map[string]string{}}
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s.write(func(ctx context.Context, run func(string, ...any)) {
		now := db.At(began)
		run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, 'x', 'x', 'X', ?)`, s.org, now)
		for name, holds := range map[string][]access.Permission{"dense": {access.CandidatesView, access.PositionsView}, "team": nil, "mixed": {access.CandidatesView, access.PositionsView},
			"admin": access.OfSystemRole(access.Admin).List(), "nobody": nil} {
			role, person, member := db.NewID(), db.NewID(), db.NewID()
			s.members[name] = member
			run(`INSERT INTO roles (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`, role, s.org, role, role, now, now)
			for _, p := range holds {
				run(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, role, s.org, p)
			}
			run(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, person, person, person, name, now)
			run(`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?)`, member, s.org, person, role, now, now)
		}
		for i := range max(40, n*2/400) {
			p := db.NewID()
			s.positions = append(s.positions, p)
			run(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'open', ?, 'x', ?)`,
				p, s.org, fmt.Sprint("Role ", i), fmt.Sprint("role ", i), p, i%10 == 9, now, now)
			var phases []string
			for j := range 4 {
				phases = append(phases, db.NewID())
				run(`INSERT INTO phases (id, org_id, position_id, name, stage, rank, created_at) VALUES (?, ?, ?, ?, ?, 1, ?)`, phases[j], s.org, p, fmt.Sprint("Phase ", j), j+1, now)
			}
			s.phases = append(s.phases, phases)
		}
		for i := range 3 {
			run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, 'x')`, s.positions[i], s.members["team"], s.org, now)
		}
		run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, 'x')`, s.positions[min(9, len(s.positions)-1)], s.members["mixed"], s.org, now)
	})
	const batch = 500
	for from := 0; from < n; from += batch {
		s.write(func(ctx context.Context, run func(string, ...any)) { s.people(run, began, from, min(batch, n-from)) })
	}
	s.write(func(ctx context.Context, run func(string, ...any)) { run(`ANALYZE`) })
	return s
}

// people inserts some candidates with their applications, many rows a statement.
func (s *scaled) people(run func(string, ...any), began time.Time, from, n int) {
	var cand, mails, apps []any
	for i := from; i < from+n; i++ {
		id, at := db.NewID(), db.At(began.Add(time.Duration(i)*time.Minute))
		name := firsts[i%len(firsts)] + " " + lasts[i/len(firsts)%len(lasts)] + strconv.Itoa(i%97)
		cand = append(cand, id, s.org, name, db.Key(name), at, at)
		mails = append(mails, id, s.org, fmt.Sprint("p", i, "@people.example"), fmt.Sprint("p", i, "@people.example"))
		for k := range 2 {
			at := db.At(began.Add(time.Duration(i)*time.Minute + time.Duration(k)*time.Hour))
			p := (i*7 + k*13) % len(s.positions)
			status, phase := Statuses[(i+k)%len(Statuses)], any(nil)
			if status == InReview {
				phase = s.phases[p][i%4]
			}
			apps = append(apps, db.NewID(), s.org, s.positions[p], id, p%10 == 9, status, phase, at, at, at, Sources[i%len(Sources)])
		}
	}
	run(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES `+rows(6, len(cand)), cand...)
	run(`INSERT INTO candidate_emails (candidate_id, org_id, email, email_key) VALUES `+rows(4, len(mails)), mails...)
	run(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, status, phase_id, moved_at, applied_at, updated_at, source) VALUES `+rows(11, len(apps)), apps...)
}

func rows(columns, args int) string {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return strings.TrimSuffix(strings.Repeat(one+", ", args/columns), ", ")
}

var (
	firsts = strings.Fields("Paula Quentin Rosa Sven Tara Uwe Vera Wim Xenia Yusuf Zoë Anna Bo Carl Dora Emil Finn Gus Ida Jan")
	lasts  = strings.Fields("Novak Roy Silva Berg Okonkwo Yilmaz Weber Kowalski Rossi Larsen Dubois Haas Ito Kim Lopez Meyer Nagy Olsen Petit Quist")
)

func (s *scaled) write(fn func(ctx context.Context, run func(string, ...any))) {
	s.Helper()
	err := s.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		var failed error
		fn(ctx, func(sql string, args ...any) {
			if _, err := tx.NewRaw(sql, args...).Exec(ctx); err != nil && failed == nil {
				failed = fmt.Errorf("%.80s: %w", sql, err)
			}
		})
		return failed
	})
	if err != nil {
		s.Fatal(err)
	}
}

func (s *scaled) as(name string) (a access.Actor) {
	s.Helper()
	err := s.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, s.org, s.members[name])
		return err
	})
	if err != nil || !a.IsMember() {
		s.Fatal(name, err)
	}
	return a
}

// Benchmark measures what pages and the API ask for, on SQLite and PostgreSQL: CANDOR_SCALE=100000 go test -bench .
func Benchmark(b *testing.B) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(e.String(), func(b *testing.B) {
			s := build(b, testdb.Open(b, e), scale())
			room := New(s.d, nil)
			ctx := context.Background()
			for _, who := range []string{"admin", "dense", "team", "mixed"} {
				a := s.as(who)
				position := s.positions[1]
				var page2 db.Cursor
				if list, err := room.Candidates(ctx, a, CandidateFilter{}, db.Page{}); err == nil {
					page2 = list.Next
				}
				for _, w := range []struct {
					name string
					do   func() error
				}{
					{"candidates", func() error { _, err := room.Candidates(ctx, a, CandidateFilter{}, db.Page{Count: true}); return err }},
					{"candidates-next", func() error { _, err := room.Candidates(ctx, a, CandidateFilter{}, db.Page{Cursor: page2}); return err }},
					{"candidates-name", func() error {
						_, err := room.Candidates(ctx, a, CandidateFilter{ByName: true}, db.Page{Count: true})
						return err
					}},
					{"candidates-q", func() error { _, err := room.Candidates(ctx, a, CandidateFilter{Q: "okonkwo1"}, db.Page{}); return err }},
					{"candidates-q-rare", func() error { _, err := room.Candidates(ctx, a, CandidateFilter{Q: "p77@"}, db.Page{}); return err }},
					{"candidates-q-wide", func() error { _, err := room.Candidates(ctx, a, CandidateFilter{Q: "p"}, db.Page{}); return err }},
					{"candidates-hired", func() error {
						_, err := room.Candidates(ctx, a, CandidateFilter{Standing: StandingHired}, db.Page{})
						return err
					}},
					{"candidates-position", func() error {
						_, err := room.Candidates(ctx, a, CandidateFilter{PositionID: position}, db.Page{Count: true})
						return err
					}},
					{"applications", func() error {
						_, err := room.Applications(ctx, a, ApplicationFilter{}, db.Page{Count: true})
						return err
					}},
					{"applications-status", func() error {
						_, err := room.Applications(ctx, a, ApplicationFilter{Status: Offer}, db.Page{Count: true})
						return err
					}},
					{"applications-q", func() error {
						_, err := room.Applications(ctx, a, ApplicationFilter{Q: "okonkwo1"}, db.Page{})
						return err
					}},
					{"table", func() error {
						_, err := room.Table(ctx, a, position, ApplicationFilter{Sort: SortName}, db.Page{Count: true})
						return err
					}},
					{"board", func() error { _, err := room.Board(ctx, a, position, BoardFilter{}); return err }},
					{"board-q", func() error { _, err := room.Board(ctx, a, position, BoardFilter{Q: "paula"}); return err }},
				} {
					b.Run(who+"/"+w.name, func(b *testing.B) {
						for b.Loop() {
							if err := w.do(); err != nil {
								b.Fatal(err)
							}
						}
					})
				}
			}
		})
	}
}
