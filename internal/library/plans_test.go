package library_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/library"
)

// many gives the organisation n questions, half of them Personal, by all its people.
func (s *shelf) many(n int) {
	s.Helper()
	at, i := int64(noon.UnixMilli()), 0
	authors := []string{s.members["sol"], s.members["kit"], s.members["mia"], s.members["max"], s.members["ines"]}
	words := []string{"clock", "queue", "budget", "outage", "launch", "hiring", "design", "search"}
	for i < n {
		var rows []string
		var args []any
		for range 500 {
			visibility := []string{"personal", "org"}[i%2]
			if i%50 == 0 {
				visibility = "pending"
			}
			title := fmt.Sprintf("tell me about a %s number %d", words[i%len(words)], i)
			rows = append(rows, "(?, ?, 'question', ?, ?, ?, ?, ?, ?)")
			args = append(args, db.NewID(), s.org, visibility, authors[i/2%len(authors)], title, title, at+int64(i), at+int64(i))
			i++
		}
		s.write(`INSERT INTO library_items (id, org_id, kind, visibility, creator_id, title, title_key, created_at, updated_at) VALUES `+strings.Join(rows, ", "), args...)
	}
	s.write(`ANALYZE`)
}

// Lists, counts and searches of titles are read from an index that carries what the rule asks: no row is visited for
// deciding, and nothing is sorted.
func TestPlansOfLists(t *testing.T) {
	s := found(t, testdb.Open(t, db.SQLite))
	s.many(3000)
	qs := s.room.Questions
	for _, who := range []string{"ada", "mia", "ines"} {
		a := s.as(who)
		err := s.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			for name, c := range map[string]struct {
				q     *bun.SelectQuery
				index string
			}{
				"list":          {qs.PageQuery(tx, a, library.Filter{}), "library_items_list"},
				"list by title": {qs.PageQuery(tx, a, library.Filter{Sort: library.ByTitle}), "library_items_title"},
				"search":        {qs.PageQuery(tx, a, library.Filter{Sort: library.ByTitle, Q: "clock"}), "library_items_title"},
				"count":         {qs.CountQuery(tx, a, library.Filter{}), "library_items_"},
			} {
				var plan []struct {
					ID, Parent, Notused int
					Detail              string
				}
				if err := tx.NewRaw("EXPLAIN QUERY PLAN "+strings.ReplaceAll(c.q.String(), "?", "??")).Scan(ctx, &plan); err != nil {
					return err
				}
				text := fmt.Sprint(plan)
				if !strings.Contains(text, "COVERING INDEX "+c.index) || strings.Contains(text, "TEMP B-TREE") || strings.Contains(text, "MULTI-INDEX") {
					t.Errorf("%s as %s: %s", name, who, text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkLists measures what people wait for, at 20,000 questions, half of them Personal.
func BenchmarkLists(b *testing.B) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		s := found(b, testdb.Open(b, e))
		s.many(20_000)
		mia := s.as("mia")
		for _, c := range []struct {
			name string
			f    library.Filter
			page db.Page
		}{
			{"page", library.Filter{}, db.Page{}},
			{"count", library.Filter{}, db.Page{Limit: 1, Count: true}},
			{"search", library.Filter{Q: "clock 9"}, db.Page{}},
			{"search-nothing", library.Filter{Q: "nothing like it"}, db.Page{}},
			{"mine", library.Filter{Bank: library.Mine}, db.Page{}},
			{"pending", library.Filter{Bank: library.PendingBank}, db.Page{}},
		} {
			b.Run(e.String()+"/"+c.name, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.room.Questions.List(context.Background(), mia, c.f, c.page); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		own, args := `i.org_id = ? AND i.kind = 'question' AND ((i.visibility IN ('personal', 'pending') AND i.creator_id = ?) OR i.visibility = 'org')`, []any{s.org, s.members["mia"]}
		for name, sql := range map[string]string{
			"page":  `SELECT i.id FROM library_items AS i WHERE ` + own + ` ORDER BY i.created_at DESC, i.id DESC LIMIT 51`,
			"count": `SELECT count(*) FROM library_items AS i WHERE ` + own,
		} {
			measure(b, s, e.String()+"/"+name+"-by-hand", func(ctx context.Context, tx db.Tx) error {
				var out []string
				return tx.NewRaw(sql, args...).Scan(ctx, &out)
			})
			measure(b, s, e.String()+"/"+name+"-by-rule", func(ctx context.Context, tx db.Tx) error {
				var out []string
				if name == "page" {
					return s.room.Questions.PageQuery(tx, mia, library.Filter{}).Scan(ctx, &out)
				}
				return s.room.Questions.CountQuery(tx, mia, library.Filter{}).Scan(ctx, &out)
			})
		}
	}
}

func measure(b *testing.B, s *shelf, name string, fn func(ctx context.Context, tx db.Tx) error) {
	b.Run(name, func(b *testing.B) {
		for b.Loop() {
			if err := s.d.Read(context.Background(), fn); err != nil {
				b.Fatal(err)
			}
		}
	})
}
