package main

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/library"
)

// questions of the library, half of them Personal; a fiftieth waits for approval.
const questions = 20_000

// authors write the library; the readers are among them.
const authors = 40

// stock fills the library, once for each company.
func (w *world) stock(ctx context.Context) error {
	return w.house.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		var there int
		if err := tx.NewRaw(`SELECT count(*) FROM library_items WHERE org_id = ? AND kind = 'question'`, w.Org).Scan(ctx, &there); err != nil || there >= questions {
			return err
		}
		var members []string
		if err := tx.NewRaw(`SELECT id FROM members WHERE org_id = ? ORDER BY id LIMIT ?`, w.Org, authors).Scan(ctx, &members); err != nil {
			return err
		}
		for _, l := range labels {
			members = append(members, w.Members[l[0]])
		}
		for n := 0; n < questions; n += 200 {
			if err := stockSome(ctx, tx, w.Org, members, n); err != nil {
				return err
			}
		}
		return nil
	})
}

var (
	asks   = []string{"Tell me about", "How would you test", "What changed your mind on", "Walk me through", "When did you last doubt", "Explain to a child", "Where would you begin with", "What did you learn from"}
	abouts = []string{"a migration", "payments", "a launch that slipped", "an outage", "hiring", "a queue that grows", "a colleague who left", "caching", "an angry customer", "a budget", "a design", "searching", "onboarding"}
)

func stockSome(ctx context.Context, tx db.Tx, org string, members []string, from int) error {
	type item struct {
		bun.BaseModel                                           `bun:"table:library_items"`
		ID, OrgID, Kind, Visibility, CreatorID, Title, TitleKey string
		Difficulty, AnswerKind                                  string
		CreatedAt, UpdatedAt                                    db.Time
	}
	type revision struct {
		bun.BaseModel           `bun:"table:library_revisions"`
		ItemID, OrgID, AuthorID string
		Number                  int
		At                      db.Time
		Content                 string
	}
	var items []item
	var revisions []revision
	for n := from; n < from+200; n++ {
		title := fmt.Sprintf("%s %s, %d", asks[n%len(asks)], abouts[n/3%len(abouts)], n)
		visibility := "org"
		if n%2 == 1 {
			visibility = "personal"
		}
		if n%50 == 1 {
			visibility = "pending"
		}
		at := db.At(tx.Now().Add(-time.Duration(questions-n) * time.Minute))
		i := item{ID: db.NewID(), OrgID: org, Kind: "question", Visibility: visibility, CreatorID: members[n/2%len(members)], Title: title, TitleKey: db.Key(title),
			Difficulty: []string{"easy", "medium", "hard"}[n%3], AnswerKind: "discussion", CreatedAt: at, UpdatedAt: at}
		items = append(items, i)
		revisions = append(revisions, revision{ItemID: i.ID, OrgID: org, AuthorID: i.CreatorID, Number: 1, At: at, Content: `{"title":"` + title + `"}`})
	}
	if _, err := tx.NewInsert().Model(&items).Exec(ctx); err != nil {
		return fmt.Errorf("stock the library: %w", err)
	}
	if _, err := tx.NewInsert().Model(&revisions).Exec(ctx); err != nil {
		return fmt.Errorf("stock the library: %w", err)
	}
	return nil
}

// libraryCells measures the rule on the library's lists against the same by hand, and the lists as pages read them.
func libraryCells(ctx context.Context, w *world) ([]table, error) {
	if err := w.stock(ctx); err != nil {
		return nil, err
	}
	if err := w.house.DB.Analyze(ctx); err != nil {
		return nil, err
	}
	ratio := table{title: fmt.Sprintf("Library against SQL written by hand: %s, %d questions, half of them Personal", w.engine, questions),
		about: "As above. Goal: at most 1.10 in every cell.", head: []string{"", "reader", "through access", "by hand", "ratio"}}
	lists := table{title: fmt.Sprintf("Library lists: %s, %d questions, half of them Personal", w.engine, questions),
		about: "The verb behind page and API, everything that a page shows; a search is of words in titles. Goal: at most 50 ms.", head: []string{"", "reader", "p50", "p95", "found"}}
	for _, r := range w.readers {
		if err := w.libraryOf(ctx, r, &ratio, &lists); err != nil {
			return nil, fmt.Errorf("%s: %w", r.label, err)
		}
	}
	return []table{ratio, lists}, nil
}

func (w *world) libraryOf(ctx context.Context, r reader, ratio, lists *table) error {
	hand := is("x.org_id = ? AND (x.visibility IN ('personal', 'pending') AND x.creator_id = ? OR x.visibility IN ('pending', 'org'))", w.Org, r.MemberID())
	if r.key != "admin" && r.key != "staffing" && r.key != "twelve" { // without a string, one's own alone
		hand = is("x.org_id = ? AND x.visibility IN ('personal', 'pending') AND x.creator_id = ?", w.Org, r.MemberID())
	}
	see := func(q *bun.SelectQuery) *bun.SelectQuery {
		return access.Where(r.Actor, access.QuestionView).On(q, "x")
	}
	from := func(tx db.Tx, columns string) *bun.SelectQuery {
		return tx.NewSelect().TableExpr("library_items AS x").ColumnExpr(columns).Where("x.org_id = ? AND x.kind = 'question'", w.Org)
	}
	for _, c := range []struct {
		name string
		ask  func(ctx context.Context, tx db.Tx, filtered func(*bun.SelectQuery) *bun.SelectQuery) error
	}{
		{"page of 50 questions", func(ctx context.Context, tx db.Tx, filtered func(*bun.SelectQuery) *bun.SelectQuery) error {
			var ids []string
			return filtered(from(tx, "x.id")).OrderExpr("x.created_at DESC, x.id DESC").Limit(51).Scan(ctx, &ids)
		}},
		{"page of 50 by title", func(ctx context.Context, tx db.Tx, filtered func(*bun.SelectQuery) *bun.SelectQuery) error {
			var ids []string
			return filtered(from(tx, "x.id")).OrderExpr("x.title_key, x.id").Limit(51).Scan(ctx, &ids)
		}},
		{"count of questions", func(ctx context.Context, tx db.Tx, filtered func(*bun.SelectQuery) *bun.SelectQuery) error {
			var n int
			return filtered(from(tx, "count(*)")).Scan(ctx, &n)
		}},
		{"words of titles", func(ctx context.Context, tx db.Tx, filtered func(*bun.SelectQuery) *bun.SelectQuery) error {
			var ids []string
			return filtered(from(tx, "x.id")).Where("x.title_key LIKE '%outage%'").OrderExpr("x.created_at DESC, x.id DESC").Limit(51).Scan(ctx, &ids)
		}},
	} {
		err := w.house.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ours, by, err := inTurn(200, 3*time.Second, func() error { return c.ask(ctx, tx, see) }, func() error { return c.ask(ctx, tx, hand.on) })
			if err == nil {
				ratio.row(c.name, r.label, short(ours), short(by), fmt.Sprintf("%.2f", float64(ours)/float64(by)))
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if !r.HoldsAnywhere(access.QuestionsView) && !r.HoldsAnywhere(access.QuestionsApprove) {
		return nil // they do not come to the list at all
	}
	for _, asked := range []struct {
		name string
		f    library.Filter
	}{{"newest", library.Filter{}}, {"by title", library.Filter{Sort: library.ByTitle}}, {"mine", library.Filter{Bank: library.Mine}}, {"pending", library.Filter{Bank: library.PendingBank}},
		{"search: common word", library.Filter{Q: "payments"}}, {"search: two words", library.Filter{Q: "angry doubt"}}, {"search: nothing has it", library.Filter{Q: "qqqqq"}}} {
		found := 0
		c, err := repeat(60, 1500*time.Millisecond, func() error {
			got, err := w.house.Library.Questions.List(ctx, r.Actor, asked.f, db.Page{Count: true})
			if err == nil {
				found = *got.Count
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", asked.name, err)
		}
		lists.row(asked.name, r.label, short(c.p50), short(c.p95), fmt.Sprint(found))
	}
	return nil
}
