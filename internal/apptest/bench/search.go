package main

import (
	"context"
	"fmt"
	"time"
)

// wanted is what is looked for, from words that one person has to words that nearly every résumé has.
var wanted = [][2]string{
	{"rare word", "marzipanology"},
	{"one address", "c0000777"},
	{"a name", "gruber"},
	{"first and last name", "clara gruber"},
	{"common word", "kernels"},
	{"three common words", "kernels payments quality"},
	{"prefix of two letters", "ma"},
	{"prefix of three letters", "gru"},
	{"one letter", "a"},
	{"nothing has it", "qqqqq"},
}

func searches(ctx context.Context, w *world) ([]table, error) {
	out := table{title: fmt.Sprintf("Search: %s, %d candidates", w.engine, w.size), about: "People, positions and résumés together, at most eight each. Goal: at most 50 ms.",
		head: []string{"", "looked for", "reader", "p50", "p95", "found"}}
	for _, q := range wanted {
		for _, r := range w.readers {
			found := 0
			c, err := repeat(60, 1500*time.Millisecond, func() error {
				got, err := w.house.Search.Search(ctx, r.Actor, q[1], 8)
				found = len(got.People) + len(got.Positions) + len(got.Resumes)
				return err
			})
			if err != nil {
				return nil, err
			}
			out.row(q[0], q[1], r.label, short(c.p50), short(c.p95), fmt.Sprint(found))
		}
	}
	return []table{out}, nil
}
