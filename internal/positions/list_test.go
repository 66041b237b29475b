package positions_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/positions"
)

func TestPagesAreOneBigPage(t *testing.T) {
	each(t, func(c *company) {
		for i := range 17 {
			c.make(positions.NewPosition{Title: fmt.Sprintf("Role %02d", (i*7)%17), Private: i%3 == 0}, []string{"hana hiring_manager", "hana hiring_manager, tom team_member"}[i%2])
			if i%4 == 0 {
				c.clock.Advance(time.Second) // some are made in the same millisecond
			}
		}
		for _, name := range []string{"ada", "nora", "tom", "hana"} {
			for _, sort := range []positions.Sort{positions.Newest, positions.ByTitle} {
				want := c.titles(name, positions.Filter{Sort: sort})
				var got []string
				for page := (db.Page{Limit: 3}); ; {
					list, err := c.room.List(t.Context(), c.as(name), positions.Filter{Sort: sort}, page)
					c.is(err, fine)
					for _, p := range list.Items {
						got = append(got, p.Title)
					}
					if page.Cursor = list.Next; page.Cursor == "" {
						break
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s by %s:\n%v\n%v", name, sort, got, want)
				}
				if sort == positions.ByTitle && !slices.IsSorted(want) {
					t.Error(want)
				}
			}
		}
		list, err := c.room.List(t.Context(), c.as("ada"), positions.Filter{}, db.Page{Limit: 3})
		c.is(err, fine)
		_, err = c.room.List(t.Context(), c.as("ada"), positions.Filter{Sort: positions.ByTitle}, db.Page{Cursor: list.Next})
		c.is(err, invalid, "a cursor of another order")
	})
}

func TestFilters(t *testing.T) {
	each(t, func(c *company) {
		c.make(positions.NewPosition{Title: "Data engineer", Department: "Ingénierie"}, "tom team_member")
		c.make(positions.NewPosition{Title: "100% designer", Department: "Design"}, "")
		c.make(positions.NewPosition{Title: "Data analyst", Private: true, Department: "ingenierie"}, "hana hiring_manager")
		for _, f := range []struct {
			positions.Filter
			who  string
			want []string
		}{
			{positions.Filter{Q: "DATA"}, "ada", []string{"Data analyst", "Data engineer"}},
			{positions.Filter{Q: "data"}, "nora", []string{"Data engineer"}},
			{positions.Filter{Q: "%"}, "ada", []string{"100% designer"}},
			{positions.Filter{Q: "_"}, "ada", nil},
			{positions.Filter{Department: "INGÉNIERIE"}, "ada", []string{"Data analyst", "Data engineer"}},
			{positions.Filter{Department: "ingenierie"}, "nora", []string{"Data engineer"}},
			{positions.Filter{Mine: true}, "tom", []string{"Data engineer"}},
			{positions.Filter{Mine: true}, "ada", nil},
			{positions.Filter{Status: positions.Open}, "ada", nil},
			{positions.Filter{Status: positions.Draft, Q: "a"}, "hana", []string{"Data analyst"}},
		} {
			f.Sort = positions.ByTitle
			if got := c.titles(f.who, f.Filter); !slices.Equal(got, append([]string{}, f.want...)) {
				t.Errorf("%s %+v: %v", f.who, f.Filter, got)
			}
		}
		for who, want := range map[string][]string{"ada": {"Design", "Ingénierie"}, "nora": {"Design", "Ingénierie"}, "tom": {"Design", "Ingénierie"}} {
			got, err := c.room.Departments(t.Context(), c.as(who))
			c.is(err, fine)
			if len(got) != len(want) {
				t.Errorf("%s: %v", who, got)
			}
		}
		_, err := c.room.List(t.Context(), c.as("ada"), positions.Filter{Status: "lost"}, db.Page{})
		c.is(err, invalid)
	})
}

func TestApplicationsUnderWayAreCountedForThoseWhoSeeThem(t *testing.T) {
	each(t, func(c *company) {
		c.hire("blind", "blind", access.PositionsView)
		p := c.make(positions.NewPosition{}, "hana hiring_manager")
		for _, status := range []string{"applied", "in_review", "offer", "hired", "rejected", "withdrawn"} {
			c.apply(p, status, "")
		}
		for name, want := range map[string]int{"ada": 3, "hana": 3, "nora": 3, "blind": -1} {
			list, err := c.room.List(t.Context(), c.as(name), positions.Filter{}, db.Page{})
			c.is(err, fine)
			got := -1
			if n := list.Items[0].Active; n != nil {
				got = *n
			}
			if got != want {
				t.Errorf("%s: %d, not %d", name, got, want)
			}
		}
	})
}

// The pages of dense readers walk the index that carries what the rule reads; those of a few positions start from
// the positions.
func TestPlansOfTheList(t *testing.T) {
	each(t, func(c *company) {
		c.write(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
			SELECT 'p' || i, ?, 'T', 't' || i, 's' || i, i % 10 = 0, 'open', i, 'x', i FROM n`, c.org)
		c.write(`ANALYZE`)
		p := c.make(positions.NewPosition{}, "tom team_member, ines team_member, hana hiring_manager")
		for _, q := range []struct {
			who, index string
			sort       positions.Sort
		}{
			{"ada", "positions_list", positions.Newest}, {"nora", "positions_list", positions.Newest}, {"tom", "positions_list", positions.Newest},
			{"ada", "positions_title", positions.ByTitle}, {"nora", "positions_title", positions.ByTitle},
		} {
			plan := c.explain(q.who, q.sort)
			if !strings.Contains(plan, q.index) || strings.Contains(strings.ToUpper(plan), "B-TREE") || strings.Contains(plan, "Sort") || strings.Contains(plan, "Seq Scan") {
				t.Errorf("%s by %s:\n%s", q.who, q.sort, plan)
			}
			if !strings.Contains(plan, "COVERING INDEX") && !strings.Contains(plan, "Index Only Scan") {
				t.Errorf("%s by %s visits the table:\n%s", q.who, q.sort, plan)
			}
		}
		if plan := c.explain("ines", positions.Newest); strings.Contains(plan, "positions_list") || strings.Contains(plan, "Seq Scan") {
			t.Errorf("three positions are found by walking all (%s):\n%s", p.ID, plan)
		}
	})
}

func (c *company) explain(who string, sort positions.Sort) string {
	c.t.Helper()
	var lines []string
	err := c.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		sql := positions.PageSQL(tx, c.as2(ctx, tx, who), positions.Filter{Sort: sort}, 51)
		explain := "EXPLAIN "
		if tx.Engine() == db.SQLite {
			explain = "EXPLAIN QUERY PLAN "
		}
		rows, err := tx.QueryContext(ctx, explain+sql)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var a, b, d int
			var line string
			if tx.Engine() == db.SQLite {
				err = rows.Scan(&a, &b, &d, &line)
			} else {
				err = rows.Scan(&line)
			}
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return rows.Err()
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func (c *company) as2(ctx context.Context, tx db.Tx, name string) access.Actor {
	a, err := access.Load(ctx, tx, c.org, c.members[name])
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}
