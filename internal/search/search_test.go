package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/search"
)

type world struct {
	t    *testing.T
	d    *db.DB
	room *search.Room
	org  string
}

func (w *world) run(sql string, args ...any) {
	w.t.Helper()
	err := w.d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	})
	if err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) member(strings ...access.Permission) string {
	role, person, member, now := db.NewID(), db.NewID(), db.NewID(), db.At(w.d.Now())
	w.run(`INSERT INTO roles (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, 'r', ?, ?, ?)`, role, w.org, role, now, now)
	for _, p := range strings {
		w.run(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, role, w.org, p)
	}
	w.run(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, 'Somebody', ?)`, person, person, person, now)
	w.run(`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?)`, member, w.org, person, role, now, now)
	return member
}

func (w *world) position(title string, private bool) string {
	id, now := db.NewID(), db.At(w.d.Now())
	w.run(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)`,
		id, w.org, title, db.Key(title), id, private, now, id, now)
	return id
}

// applies makes a person with an application whose résumé says words.
func (w *world) applies(name, position string, private bool, words string) (candidate, application string) {
	candidate, application = db.NewID(), db.NewID()
	file, blob, now := db.NewID(), db.NewID(), db.At(w.d.Now())
	w.run(`INSERT INTO candidates (id, org_id, name, name_key, headline, created_at, updated_at) VALUES (?, ?, ?, ?, 'Ingénieure système', ?, ?)`, candidate, w.org, name, db.Key(name), now, now)
	w.run(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, moved_at, applied_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, application, w.org, position, candidate, private, now, now, now)
	w.run(`INSERT INTO blobs (id, org_id, sha256, size, touched_at) VALUES (?, ?, ?, 1, ?)`, blob, w.org, blob, now)
	w.run(`INSERT INTO files (id, org_id, application_id, blob_id, purpose, name, kind, size, sha256, text_state, created_at) VALUES (?, ?, ?, ?, 'resume', 'cv.pdf', 'pdf', 1, 'x', 'done', ?)`, file, w.org, application, blob, now)
	w.run(`INSERT INTO file_texts (file_id, org_id, application_id, body, body_key) VALUES (?, ?, ?, ?, ?)`, file, w.org, application, words, db.Key(words))
	return candidate, application
}

// finds is what a member's search shows, in one line.
func (w *world) finds(member, q string) string {
	w.t.Helper()
	var a access.Actor
	err := w.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, w.org, member)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := w.room.Search(context.Background(), a, q, 10)
	if err != nil {
		w.t.Fatalf("search %q: %v", q, err)
	}
	var out []string
	for _, p := range got.People {
		out = append(out, p.Name)
	}
	for _, p := range got.Positions {
		out = append(out, "<"+p.Title+">")
	}
	for _, r := range got.Resumes {
		out = append(out, r.Name+": "+r.Snippet)
	}
	return strings.Join(out, ", ")
}

func each(t *testing.T, fn func(w *world)) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, d: d, room: search.New(d), org: db.NewID()}
		w.run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, 'x', ?, 'X', ?)`, w.org, w.org, db.At(d.Now()))
		fn(w)
	})
}

func (w *world) want(member, q, want string) {
	w.t.Helper()
	if got := w.finds(member, q); got != want {
		w.t.Errorf("%q finds %q, want %q", q, got, want)
	}
}

func TestWordsAreFoundWithoutAccentsAndByTheirBeginning(t *testing.T) {
	each(t, func(w *world) {
		open := w.position("Développeur Go", false)
		w.applies("Jürgen Müller", open, false, "Zwölf Jahre Erfahrung mit Verteilten Systemen in Zürich, davor Łódź.")
		staff := w.member(access.CandidatesView, access.PositionsView)
		w.want(staff, "muller", "Jürgen Müller")
		w.want(staff, "MÜLL", "Jürgen Müller")
		w.want(staff, "jurgen mull", "Jürgen Müller")
		w.want(staff, "developpeur", "<Développeur Go>")
		w.want(staff, "ingenieure", "Jürgen Müller")
		w.want(staff, "zurich", "Jürgen Müller: Zwölf Jahre Erfahrung mit Verteilten Systemen in Zürich, davor Łódź.")
		w.want(staff, "zurich nowhere", "")
	})
}

func TestWhatIsTypedIsNeverSyntax(t *testing.T) {
	each(t, func(w *world) {
		open := w.position("C++ engineer", false)
		w.applies("Ann O'Neill", open, false, "c++ and \"quotes\" NEAR AND OR NOT")
		staff := w.member(access.CandidatesView, access.PositionsView)
		for _, q := range []string{`"`, `c++ OR "`, `a:* & !`, `words : x`, `'); DROP TABLE candidates; --`, `%_?`, "\x00", `NEAR(`, "-", "*", `p0190 | k`, strings.Repeat("word ", 500), strings.Repeat("x", 5000), "🙂", "?0"} {
			w.finds(staff, q)
		}
		w.want(staff, "o'neill", "Ann O'Neill")
		w.want(staff, "or not near", `Ann O'Neill: c++ and "quotes" NEAR AND OR NOT`)
	})
}

func TestSearchShowsWhatTheRulesShow(t *testing.T) {
	each(t, func(w *world) {
		open, secret := w.position("Open role", false), w.position("Secret role", true)
		w.applies("Olga Open", open, false, "xylophone")
		w.applies("Sam Secret", secret, true, "xylophone")
		both, _ := w.applies("Bea Both", open, false, "xylophone")
		hidden, now := db.NewID(), db.At(w.d.Now())
		w.run(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, moved_at, applied_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, hidden, w.org, secret, both, true, now, now, now)

		admin := w.member(access.CandidatesView, access.PositionsView, access.PositionsViewPrivate)
		other := w.member(access.CandidatesView, access.PositionsView)
		nobody := w.member(access.OrgView)
		tom := w.member(access.OrgView)
		w.run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, ?)`, secret, tom, w.org, now, tom)

		w.want(admin, "xylophone", "Bea Both: xylophone, Sam Secret: xylophone, Olga Open: xylophone")
		w.want(other, "xylophone", "Bea Both: xylophone, Olga Open: xylophone")
		w.want(tom, "xylophone", "Sam Secret: xylophone")
		w.want(nobody, "xylophone", "")
		w.want(admin, "role", "<Secret role>, <Open role>")
		w.want(other, "role", "<Open role>")
		w.want(tom, "role", "<Secret role>")
		w.want(other, "secret", "")
		w.want(tom, "both", "Bea Both") // by the application that tom sees
		w.want(tom, "olga", "")

		w.run(`UPDATE positions SET private = ? WHERE id = ?`, false, secret)
		w.want(other, "sam", "Sam Secret")
	})
}

func TestOnesOwnResumeIsNotSearched(t *testing.T) {
	each(t, func(w *world) {
		open := w.position("Role", false)
		candidate, _ := w.applies("Kit Kat", open, false, "xylophone")
		kit := w.member(access.CandidatesView, access.PositionsView)
		w.want(kit, "xylophone", "Kit Kat: xylophone")
		w.run(`UPDATE candidates SET own_member_id = ?, own_how = 'hand' WHERE id = ?`, kit, candidate)
		w.want(kit, "xylophone", "")
		w.want(kit, "kit", "Kit Kat")
		w.want(kit, "kat ki", "Kit Kat")

		// Nor can anything else of it be spelt out.
		w.run(`INSERT INTO candidate_emails (candidate_id, org_id, email, email_key) VALUES (?, ?, 'hidden@kit.example', 'hidden@kit.example')`, candidate, w.org)
		w.run(`INSERT INTO candidate_tags (candidate_id, org_id, tag, tag_key) VALUES (?, ?, 'Flagged', 'flagged')`, candidate, w.org)
		w.run(`UPDATE candidates SET location = 'Quito', phone = '+49 170', phone_key = '49170' WHERE id = ?`, candidate)
		other := w.member(access.CandidatesView, access.PositionsView)
		for _, q := range []string{"flag", "quito", "49170", "hidden", "ingenieure", "kit flagged"} {
			w.want(kit, q, "")
			w.want(other, q, "Kit Kat")
		}
	})
}

func TestTheIndexFollowsEveryChange(t *testing.T) {
	each(t, func(w *world) {
		one, two := w.position("One", false), w.position("Two", false)
		candidate, application := w.applies("Ada Byron", one, false, "xylophone")
		tom := w.member(access.OrgView)
		now := db.At(w.d.Now())
		w.run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, ?)`, two, tom, w.org, now, tom)
		w.want(tom, "xylophone", "")
		w.run(`UPDATE applications SET position_id = ? WHERE id = ?`, two, application)
		w.want(tom, "xylophone", "Ada Byron: xylophone")
		w.want(tom, "byron", "Ada Byron")
		w.run(`INSERT INTO candidate_emails (candidate_id, org_id, email, email_key) VALUES (?, ?, 'countess@lovelace.example', 'countess@lovelace.example')`, candidate, w.org)
		w.run(`INSERT INTO candidate_tags (candidate_id, org_id, tag, tag_key) VALUES (?, ?, 'Engines', 'engines')`, candidate, w.org)
		w.want(tom, "countess@lovelace.example", "Ada Byron")
		w.want(tom, "engines", "Ada Byron")
		w.run(`DELETE FROM candidate_tags WHERE candidate_id = ?`, candidate)
		w.want(tom, "engines", "")
		w.run(`UPDATE candidates SET name = 'Ada King', name_key = 'ada king' WHERE id = ?`, candidate)
		w.want(tom, "byron", "")
		w.want(tom, "king", "Ada King")
		w.run(`DELETE FROM candidates WHERE id = ?`, candidate)
		w.want(tom, "xylophone", "")
		w.want(tom, "king", "")
		var left int
		err := w.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			return tx.NewRaw(`SELECT count(*) FROM search_docs WHERE kind <> 'position'`).Scan(ctx, &left)
		})
		if err != nil || left != 0 {
			t.Errorf("%d documents of a deleted person are left (%v)", left, err)
		}
	})
}

func ExampleWords() {
	fmt.Println(search.Words(`c++ OR "Müller"`))
	// Output: [c or muller]
}
