package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// table is one part of the results.
type table struct {
	title string
	about string // what was done, and the goal
	head  []string
	rows  [][]string
	after string // what to know of it
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t table) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", t.title)
	if t.about != "" {
		fmt.Fprintf(&b, "%s\n\n", t.about)
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(t.head, " | "), strings.Repeat("---|", len(t.head)))
	for _, r := range t.rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(r, " | "))
	}
	if t.after != "" {
		fmt.Fprintf(&b, "\n%s\n", t.after)
	}
	return b.String()
}

type report struct {
	scale  int
	tables []table
}

func (r *report) add(tables ...table) {
	for _, t := range tables {
		fmt.Println(t.markdown())
		r.tables = append(r.tables, t)
	}
}

const intro = `# Benchmarks

Written by ` + "`make bench`" + `; nothing here is typed by hand. Every ratio was measured in one run, the two sides in turn and in
changing order, medians of each; times are of the machine below and mean little elsewhere, ratios travel better. The company
is Northwind Labs with %d generated candidates, twice as many applications, a position for every two hundred candidates
(some many times as wanted as others, a tenth of them private, a fifteenth of the applications in each closing stage) and a
member for every twenty.

`

func (r *report) write(path string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, intro, r.scale)
	fmt.Fprintf(&b, "%s\n\n", machine())
	for _, t := range r.tables {
		b.WriteString(t.markdown() + "\n")
	}
	return os.WriteFile(path, bytes.TrimRight(b.Bytes(), "\n"), 0o644)
}

// machine says on what, and of which state of the product.
func machine() string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				cpu = strings.TrimSpace(value)
				break
			}
		}
	}
	commit := "unknown"
	if out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output(); err == nil {
		commit = strings.TrimSpace(string(out))
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s, modernc SQLite %s, PostgreSQL %s, commit %s, %s.", cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH,
		runtime.Version(), module("modernc.org/sqlite"), postgresVersion(), commit, time.Now().UTC().Format("2 January 2006"))
}

func postgresVersion() string {
	out, err := exec.Command("pg_config", "--version").Output()
	if err != nil {
		return "of the machine"
	}
	fields := strings.Fields(string(out))
	return fields[min(1, len(fields)-1)]
}

func module(path string) string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return ""
}
