package candidates

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

func TestDebugPlans(t *testing.T) {
	if os.Getenv("CANDOR_DEBUG") == "" {
		t.Skip()
	}
	s := build(t, testdb.Open(t, db.Postgres), scale())
	for _, who := range strings.Fields(os.Getenv("CANDOR_DEBUG")) {
		a := s.as(who)
		err := s.d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			show := func(name string, q *bun.SelectQuery) {
				var lines []string
				if err := tx.NewRaw("EXPLAIN (ANALYZE, BUFFERS) ?", q).Scan(ctx, &lines); err != nil {
					t.Error(err)
				}
				fmt.Println("=====", who, name, "\n", strings.Join(lines, "\n "))
			}
			f := CandidateFilter{}
			show("name", f.people(a).On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id, c.name_key"), "c").OrderExpr("c.name_key, c.id").Limit(51))
			show("count", f.people(a).On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("count(*)"), "c"))
			show("newest", f.newest(tx, a, plan{}).ColumnExpr("a.candidate_id AS id, a.applied_at AS at, a.id AS key").OrderExpr("a.applied_at DESC, a.id DESC").Limit(51))
			show("none", f.people(a).On(tx.NewSelect().TableExpr("candidates AS c").ColumnExpr("c.id, c.created_at AS at, c.id AS key").Where("c.sight = 'none'"), "c").OrderExpr("c.created_at DESC, c.id DESC").Limit(51))
			f = CandidateFilter{Standing: StandingHired}
			show("hired", f.newest(tx, a, plan{manyHired: true}).ColumnExpr("a.candidate_id AS id, a.applied_at AS at, a.id AS key").OrderExpr("a.applied_at DESC, a.id DESC").Limit(51))
			_ = access.Admin
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
