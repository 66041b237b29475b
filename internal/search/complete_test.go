package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/search"
)

// Whatever way the engine finds them, a reader gets the newest of those they see that have every word: hidden ones do
// not fill the page, and common words, rare ones, beginnings of one and of very many words find the same.
func TestTheNewestThatTheReaderSees(t *testing.T) {
	defer search.AskNewest(5)() // so that a small company needs the ways that a large one takes
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, d: d, room: search.New(d), org: db.NewID()}
		w.run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, 'x', ?, 'X', ?)`, w.org, w.org, db.At(d.Now()))
		places := []string{w.position("Open", false), w.position("Private", true), w.position("Other", false)}
		staff, team := w.member(access.CandidatesView, access.PositionsView), w.member()
		w.run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, 'team_member', ?, ?)`, places[1], team, w.org, db.At(d.Now()), team)
		type file struct {
			application, text string
			at                int
		}
		var files []file
		for n := range 60 {
			text, at := "alpha Привет, Νάιλον—beat", n%3
			if n%7 == 0 {
				text += " alphabet"
			}
			if n%11 == 0 {
				text += " alpine beta"
			}
			text += fmt.Sprintf(" term%02d", n)
			_, application := w.applies(fmt.Sprintf("Somebody %d", n), places[at], at == 1, text)
			files = append(files, file{application, text, at})
		}
		for who, sees := range map[string]func(file) bool{staff: func(f file) bool { return f.at != 1 }, team: func(f file) bool { return f.at == 1 }} {
			a := w.load(who)
			for _, q := range []string{"alpha", "alph", "alp", "al", "alphab", "beta", "alpine alpha", "beta alphabet", "alphabets", "term", "term2", "term33", "прив", "при", "ПРИВЕТ", "νάιλον", "Ναι", "a", "alpha term1 beta"} {
				var want, got []string
				for _, f := range slices.Backward(files) {
					if len(want) < 4 && sees(f) && hasAll(f.text, q) {
						want = append(want, f.application)
					}
				}
				found, err := w.room.Search(t.Context(), a, q, 4)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range found.Resumes {
					got = append(got, r.ApplicationID)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%q finds %d of %d, or others", q, len(got), len(want))
				}
			}
		}
	})
}

func (w *world) load(member string) (a access.Actor) {
	w.t.Helper()
	err := w.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, w.org, member)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// hasAll: every word of q begins a word of the text; a single letter is a word.
func hasAll(text, q string) bool {
	words := strings.FieldsFunc(db.Key(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range strings.Fields(db.Key(q)) {
		if !slices.ContainsFunc(words, func(t string) bool { return t == word || len(word) > 1 && strings.HasPrefix(t, word) }) {
			return false
		}
	}
	return true
}
