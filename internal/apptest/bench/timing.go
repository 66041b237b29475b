package main

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// inTurn times two ways of doing the same, in turn and in changing order, and gives the median of each.
func inTurn(rounds int, most time.Duration, a, b func() error) (ma, mb time.Duration, err error) {
	for range 3 {
		if err := firstOf(a(), b()); err != nil {
			return 0, 0, err
		}
	}
	var as, bs []time.Duration
	began := time.Now()
	for i := range rounds {
		first, second, x, y := a, b, &as, &bs
		if i%2 == 1 {
			first, second, x, y = b, a, &bs, &as
		}
		for _, side := range []struct {
			do func() error
			to *[]time.Duration
		}{{first, x}, {second, y}} {
			at := time.Now()
			if err := side.do(); err != nil {
				return 0, 0, err
			}
			*side.to = append(*side.to, time.Since(at))
		}
		if i > 30 && time.Since(began) > most {
			break
		}
	}
	return quantile(as, 0.5), quantile(bs, 0.5), nil
}

// cost is what something takes when it is done again and again.
type cost struct {
	p50, p95  time.Duration
	processor time.Duration // of all threads, a time: says the same on a busy machine
	allocs    uint64        // a time
	bytes     uint64
}

// processor is how much of it this process has had.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func repeat(rounds int, most time.Duration, do func() error) (c cost, err error) {
	for range 3 {
		if err := do(); err != nil {
			return c, err
		}
	}
	var all []time.Duration
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began, had := time.Now(), processor()
	for range rounds {
		at := time.Now()
		if err := do(); err != nil {
			return c, err
		}
		all = append(all, time.Since(at))
		if len(all) >= 20 && time.Since(began) > most {
			break
		}
	}
	had = processor() - had
	runtime.ReadMemStats(&after)
	n := uint64(len(all))
	return cost{quantile(all, 0.5), quantile(all, 0.95), had / time.Duration(n), (after.Mallocs - before.Mallocs) / n, (after.TotalAlloc - before.TotalAlloc) / n}, nil
}

func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, int(q*float64(len(all))))]
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// short says a time as people read it in a table.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Microsecond:
		return fmt.Sprintf("%.2f µs", float64(d)/1e3)
	case d < time.Millisecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	case d < time.Second:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
