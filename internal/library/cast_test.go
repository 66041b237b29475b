package library_test

import (
	"context"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// shelf is an organisation with its people: ada (Admin), sol and kit (Staffing), ines and otto (Interviewer), mia and max
// (Author: they publish and do not approve), nora (an Author's rights on templates only).
type shelf struct {
	testing.TB
	d       *db.DB
	clock   *testdb.Clock
	room    *library.Room
	asking  *approvals.Room
	org     string
	members map[string]string // name → member id
	roles   map[string]string // name → role id
}

// each runs fn on both engines in a new organisation.
func each(t *testing.T, fn func(s *shelf)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(found(t, d)) })
}

func found(t testing.TB, d *db.DB) *shelf {
	asking := approvals.New(d)
	s := &shelf{TB: t, d: d, clock: testdb.ClockOf(d), asking: asking, room: library.New(d, asking), org: db.NewID(), members: map[string]string{}, roles: map[string]string{}}
	s.clock.Set(noon)
	s.write(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, 'Northwind Labs', ?)`, s.org, s.org, s.org, db.At(noon))
	for _, system := range access.SystemRoles {
		s.role(string(system), string(system))
	}
	s.role("author", "", access.Presets()[1].Permissions.List()...)
	s.role("templates", "", access.TemplatesView, access.TemplatesUpdate, access.TemplatesPublish)
	for name, role := range map[string]string{"ada": "admin", "sol": "staffing", "kit": "staffing", "ines": "interviewer", "otto": "interviewer",
		"mia": "author", "max": "author", "nora": "templates"} {
		s.hire(name, role)
	}
	return s
}

func (s *shelf) role(name, system string, strings ...access.Permission) {
	id := db.NewID()
	s.roles[name] = id
	s.write(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, id, s.org, name, name, system, db.At(noon), db.At(noon))
	for _, p := range strings {
		s.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, id, s.org, string(p))
	}
}

// hire makes a member. A role of a list of strings is made for them.
func (s *shelf) hire(name, role string, strings ...access.Permission) {
	if len(strings) > 0 {
		s.role(role, "", strings...)
	}
	person, member := db.NewID(), db.NewID()
	s.members[name] = member
	s.write(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, person, name+"@"+s.org+".example", name+"@"+s.org+".example", name, db.At(noon))
	s.write(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?, ?)`, member, s.org, person, s.roles[role], name, db.At(noon), db.At(noon))
}

func (s *shelf) write(sql string, args ...any) {
	s.Helper()
	err := s.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) number(sql string, args ...any) (n int) {
	s.Helper()
	err := s.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &n) })
	if err != nil {
		s.Fatal(err)
	}
	return n
}

// as is a member with the facts of now.
func (s *shelf) as(name string) (a access.Actor) {
	s.Helper()
	err := s.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, s.org, s.members[name])
		return err
	})
	if err != nil || !a.IsMember() {
		s.Fatal(name, err)
	}
	return a.WithVia("page")
}

// second sets "second reviewer required".
func (s *shelf) second(on bool) {
	s.write(`UPDATE organizations SET second_reviewer = ? WHERE id = ?`, on, s.org)
}

// competency makes one.
func (s *shelf) competency(name string) string {
	id := db.NewID()
	s.write(`INSERT INTO competencies (id, org_id, name, name_key, rank, created_at, created_by, updated_at) VALUES (?, ?, ?, ?, 1, ?, 'x', ?)`, id, s.org, name, db.Key(name), db.At(noon), db.At(noon))
	return id
}

const (
	fine     = errs.Internal
	hidden   = errs.NotFound
	refused  = errs.Refused
	invalid  = errs.Invalid
	conflict = errs.Conflict
	stale    = errs.Stale
)

// is fails unless err is of the kind; fine means no error at all.
func (s *shelf) is(err error, kind errs.Kind, about ...any) {
	s.Helper()
	if kind == fine {
		if err != nil {
			s.Fatalf("%v: %v", about, err)
		}
		return
	}
	if err == nil || !errs.Is(err, kind) {
		s.Fatalf("%v: want %v, got %v", about, kind, err)
	}
}

// ask makes a question of somebody's.
func (s *shelf) ask(who string, q library.Question) library.Entry[library.Question] {
	s.Helper()
	s.clock.Advance(time.Second)
	e, err := s.room.Questions.Create(s.Context(), s.as(who), q)
	s.is(err, fine, who, q.Title)
	return e
}

// shared is a question of the organisation.
func (s *shelf) shared(title string) library.Entry[library.Question] {
	s.Helper()
	e, err := s.room.Questions.Publish(s.Context(), s.as("sol"), s.ask("sol", library.Question{Title: title}).ID)
	s.is(err, fine, title)
	return e
}

// plan makes a template that asks questions.
func (s *shelf) plan(who, name string, questions ...string) (library.Entry[library.Template], error) {
	s.Helper()
	s.clock.Advance(time.Second)
	return s.room.Templates.Create(s.Context(), s.as(who), planOf(name, questions...))
}

func planOf(name string, questions ...string) library.Template {
	var asked []library.Asked
	for _, id := range questions {
		asked = append(asked, library.Asked{QuestionID: id, Minutes: 5})
	}
	return library.Template{Name: name, Sections: []library.Section{{Title: "First", Questions: asked}}}
}

func all() db.Page { return db.Page{Limit: db.MaxLimit, Count: true} }

// titles are those of the list that a member gets, and the counts must say the same.
func (s *shelf) titles(who string, f library.Filter) []string {
	s.Helper()
	list, err := s.room.Questions.List(s.Context(), s.as(who), f, all())
	s.is(err, fine, who, f)
	out := []string{}
	for _, i := range list.Items {
		out = append(out, i.Title)
	}
	n, err := s.room.Questions.Count(s.Context(), s.as(who), f)
	s.is(err, fine, who, f)
	if list.Count == nil || *list.Count != len(out) || n != len(out) {
		s.Fatalf("%s: the list has %d rows and counts %v, %d", who, len(out), list.Count, n)
	}
	return out
}

// called is somebody's name by their member id.
func (s *shelf) called(member string) (string, bool) {
	for name, id := range s.members {
		if id == member {
			return name, true
		}
	}
	return "", false
}
