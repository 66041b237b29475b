// Command bench measures the product and writes docs/benchmarks.md: `make bench`. Every ratio is measured in one run,
// the two sides in turn, so that what else the machine does falls on both.
//
//	SCALE=100000             candidates of the company; a tenth of it is measured too
//	ENGINES=sqlite,postgres
//	LARGE=500000             a larger company, on SQLite only; 0 leaves it out
//	ONLY=access,pages,…      some of the parts; written only where -out says
//	PAGE=board,members       of the pages those only whose name contains one of these words
//
// -cpu and -allocs write profiles of what was measured, for `go tool pprof`.
//
// The companies are built once and kept in the temporary folder until the schema changes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"candor/internal/db"
)

// options are what to measure.
type options struct {
	scale, large int
	engines      []db.Engine
	only         map[string]bool
	out, binary  string
	cpu, allocs  string // where profiles go; "" for none
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.out, "out", "", "where to write the results; docs/benchmarks.md unless ONLY leaves some out")
	flag.StringVar(&o.binary, "binary", "bin/candor", "the release binary")
	flag.StringVar(&o.cpu, "cpu", "", "where to write a CPU profile of what was measured")
	flag.StringVar(&o.allocs, "allocs", "", "where to write a profile of its allocations")
	flag.Parse()
	if err := o.read(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if err := measure(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (o *options) read() (err error) {
	number := func(name string, otherwise int) int {
		text := os.Getenv(name)
		if text == "" {
			return otherwise
		}
		n, bad := strconv.Atoi(text)
		if bad != nil && err == nil {
			err = fmt.Errorf("%s=%s is no number", name, text)
		}
		return n
	}
	o.scale, o.large = number("SCALE", 100_000), number("LARGE", 0)
	for _, name := range strings.Split(or(os.Getenv("ENGINES"), "sqlite,postgres"), ",") {
		switch name {
		case "sqlite":
			o.engines = append(o.engines, db.SQLite)
		case "postgres":
			o.engines = append(o.engines, db.Postgres)
		default:
			return fmt.Errorf("ENGINES=%s: there are sqlite and postgres", name)
		}
	}
	if only := os.Getenv("ONLY"); only != "" {
		o.only = map[string]bool{}
		for _, name := range strings.Split(only, ",") {
			o.only[name] = true
		}
	}
	if o.out == "" && o.only == nil {
		o.out = "docs/benchmarks.md"
	}
	return err
}

func (o options) wants(part string) bool { return o.only == nil || o.only[part] }

// measure goes through companies and parts, and prints each table as soon as it is known.
func measure(ctx context.Context, o options) error {
	r := &report{scale: o.scale}
	for _, size := range o.sizes() {
		for _, e := range o.engines {
			if size > o.scale && e != db.SQLite {
				continue
			}
			if err := measureOne(ctx, o, e, size, r); err != nil {
				return fmt.Errorf("%s, %d candidates: %w", e, size, err)
			}
		}
	}
	if o.out == "" {
		return nil
	}
	return r.write(o.out)
}

func (o options) sizes() []int {
	sizes := []int{o.scale}
	if o.scale >= 10_000 && o.only == nil {
		sizes = append(sizes, o.scale/10)
	}
	if o.large > 0 {
		sizes = append(sizes, o.large)
	}
	return sizes
}

func measureOne(ctx context.Context, o options, e db.Engine, size int, r *report) error {
	w, err := open(ctx, e, size)
	if err != nil {
		return err
	}
	defer w.close()
	stop, err := o.profile()
	if err != nil {
		return err
	}
	defer stop()
	parts := []struct {
		name string
		run  func(context.Context, *world) ([]table, error)
	}{{"rules", rules}, {"access", accessCells}, {"pages", pages}, {"search", searches}, {"library", libraryCells}, {"load", load}}
	for _, p := range parts {
		once := p.name == "load" || p.name == "rules"
		if !o.wants(p.name) || once && size != o.scale || p.name == "rules" && e != o.engines[0] {
			continue
		}
		tables, err := p.run(ctx, w)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		r.add(tables...)
	}
	if e == db.SQLite && size == o.scale && o.wants("process") {
		tables, err := process(ctx, o.binary, w)
		if err != nil {
			return fmt.Errorf("process: %w", err)
		}
		r.add(tables...)
	}
	return nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
