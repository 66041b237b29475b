package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"candor/internal/access"
)

// rules measures access alone, without a database: what May and Where cost each time they are asked.
func rules(_ context.Context, w *world) ([]table, error) {
	t := table{title: "Decision and compilation", about: "Goals: a decision in at most 1 µs, a filter compiled in at most 10 µs.",
		head: []string{"", "reader", "time", "allocations"}}
	row := access.Row{OrgID: w.Org, ID: "a", PositionID: "p", Status: "offer", Private: access.Yes, OwnMemberID: "m"}
	person := access.Row{OrgID: w.Org, ID: "c", KnowsChildren: true, Children: []access.Row{row, row}}
	for _, r := range w.readers {
		for _, m := range []struct {
			name string
			do   func()
		}{
			{"may they see its activity?", func() { access.May(r.Actor, access.ApplicationActivity, row) }},
			{"may they edit this person of two applications?", func() { access.May(r.Actor, access.CandidateUpdate, person) }},
			{"filter of applications", func() { access.Where(r.Actor, access.ApplicationView).SQL("a") }},
			{"filter of candidates", func() { access.Where(r.Actor, access.CandidateView).SQL("c") }},
		} {
			each, allocs := atOnce(m.do)
			t.row(m.name, r.label, short(each), fmt.Sprint(allocs))
		}
	}
	return []table{t}, nil
}

// atOnce times something too short for a clock: a thousand at once, the median of many.
func atOnce(do func()) (each time.Duration, allocs uint64) {
	const many = 1000
	var all []time.Duration
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		began := time.Now()
		for range many {
			do()
		}
		all = append(all, time.Since(began)/many)
	}
	runtime.ReadMemStats(&after)
	return quantile(all, 0.5), (after.Mallocs - before.Mallocs) / (100 * many)
}
